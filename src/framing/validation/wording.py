"""Scores in, sentences a reader can take over out: shares with intervals, alpha, the methods paragraph."""

from __future__ import annotations

from collections.abc import Mapping

from framing.report.wording import listed, plural
from framing.types import FAMILIES
from framing.validation.agreement import Agreement
from framing.validation.estimates import Estimate
from framing.validation.items import Unit, criterion_text
from framing.validation.score import Scored

_NUMBERS = ("Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def alpha(value: float) -> str:
    """Take a coefficient; return it as its field writes it: .74, 1.00, -.12."""
    text = f"{value:.2f}"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def corpus_alpha_text(scored: Scored, name: str) -> str:
    """Take scores and a variable; return alpha weighted back to the corpus; a dash where nothing was weighted."""
    found = scored.corpus_agreement.get(name)
    return "–" if found is None else alpha_text(found)


def alpha_text(found: Agreement) -> str:
    """Take an agreement; return alpha with its interval, or why there is none."""
    if found.alpha is None:
        return f"not defined: {found.reason}"
    if found.low is None or found.high is None:
        return f"{alpha(found.alpha)} ({found.reason})" if found.reason else alpha(found.alpha)
    return f"{alpha(found.alpha)} ({alpha(found.low)} to {alpha(found.high)})"


def share(value: float) -> str:
    """Take a share; return it in percent, with a decimal where it is near either end."""
    return f"{100 * value:.{_places(value)}f}%"


def _places(value: float) -> int:
    return int(0 < value < 0.1 or 0.9 < value < 1)


def share_text(found: Estimate) -> str:
    """Take an estimate; return it with its interval, or why there is none."""
    if found.value is None:
        return f"not known: {found.reason}"
    if found.whole:
        return f"{share(found.value)} (all coded)"
    if found.low is None or found.high is None:
        return share(found.value)
    if found.low == found.high:
        return f"{share(found.value)} (no interval)"
    places = _places(found.value)
    return f"{share(found.value)} ({100 * found.low:.{places}f} to {100 * found.high:.{places}f})"


def in_100(found: Estimate) -> str:
    """Take an estimate that is known; return it as a natural frequency with its interval."""
    if found.value is None:
        return "not known"
    text = f"about {round(100 * found.value)}"
    if found.low is None or found.high is None or found.low == found.high:
        return text
    return f"{text} ({round(100 * found.low)} to {round(100 * found.high)})"


def a(unit: Unit) -> str:
    """Take what is coded; return it with its article: "a sentence", "an article"."""
    return f"{'an' if unit == 'article' else 'a'} {unit}"


def marked_where(name: str, unit: Unit, threshold: float | None) -> str:
    """Take a criterion and what is coded; return what it counts as marked, with the level."""
    level = f" ({threshold:g})" if name == "chance" and threshold is not None else ""
    return criterion_text(name, unit) + level


def criterion_name(name: str, threshold: float | None) -> str:
    """Take a criterion; return its short name, for tables."""
    if name in FAMILIES:
        return f"{name} {FAMILIES[name]}"
    names = {"chance": f"chance of {threshold or 0:g} or more", "words": "L or F in the writer’s words"}
    return names.get(name, "any finding, in anybody’s words")


def made_with_text(made_with: Mapping[str, str]) -> str:
    """Take versions by part; return "framing 0.1.0, lexicon en 1, model loaded 1"."""
    return ", ".join(f"{name} {version}" for name, version in made_with.items())


def methods(scored: Scored) -> str:
    """Take scores; return a paragraph for the methods section of a paper."""
    return " ".join([_drawn(scored), *_coding(scored), *_tool(scored)])


def _drawn(scored: Scored) -> str:
    key, unit = scored.key, scored.key.unit
    if key.population is None:
        return f"We compared the tool with labels of {plural(len(key.items), unit)} that were not drawn as a sample."
    by = f", each {listed(list(key.strata))} with its share" if key.strata else ""
    return (
        f"From {plural(key.articles, 'article')} ({plural(key.size, unit)}, analysed with "
        f"{made_with_text(key.made_with)}) we drew a probability sample of {plural(len(key.items), unit)}. "
        f"Those that the tool marks and bands of its predicted chance were sampled at different rates{by} "
        f"(seed {key.seed})."
    )


def _coding(scored: Scored) -> list[str]:
    key, unit = scored.key, scored.key.unit
    coders = len(scored.coders)
    saw = "saw" if key.shown else "did not see"
    subject = "One coder" if coders == 1 else f"{dict(enumerate(_NUMBERS, 2)).get(coders, str(coders))} coders"
    lines = [f"{subject} coded {plural(scored.coded, unit)} and {saw} what the tool said."]
    known = [(name, one) for name, one in scored.agreement.items() if one.alpha is not None]
    if known:
        told = [
            f"{alpha_text(one)} for {name} ({one.level}; {plural(one.units, unit)}, "
            f"{share(one.percent or 0)} of pairs equal)"
            for name, one in known
        ]
        lines.append(
            f"Krippendorff’s alpha was {listed(told)}; 95% intervals are from 2,000 bootstrap draws of {unit}s."
        )
    whole = [(name, one) for name, one in scored.corpus_agreement.items() if one.alpha is not None]
    if whole:
        told = [f"{alpha_text(one)} for {name}" for name, one in whole]
        lines.append(
            f"That is agreement on the sample, which holds more marked {unit}s than the corpus; weighted back to the "
            f"corpus, alpha was {listed(told)} (draws within the strata)."
        )
    if coders > 1:
        rest = "an adjudicator decided on differences" if scored.adjudicated else "ties were left out"
        lines.append(f"The majority of coders counted; {rest}.")
    return lines


def _tool(scored: Scored) -> list[str]:
    key, unit, main = scored.key, scored.key.unit, scored.main
    if main is None:
        return []
    precision, recall, f1, prevalence = (
        share_text(main.figures[name]) for name in ("precision", "recall", "f1", "prevalence")
    )
    weighted = "" if key.population is None else "weighted back to the corpus, "
    how = (
        "The 95% intervals are from draws of whole articles."
        if key.population is None
        else "The 95% intervals are design-based, from the confidence distributions of the strata’s rates."
    )
    return [
        f"{a(unit).capitalize()} counted as marked where {marked_where(main.criterion, unit, key.threshold)}.",
        f"For loaded wording, {weighted}precision was {precision}, recall {recall} and F1 {f1}; "
        f"the share of loaded {unit}s was {prevalence}.",
        how,
    ]
