"""Scores in, one self-contained HTML page out: how far coders agree, and how well the tool does against them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from framing.report.pages import render
from framing.report.reliability import Diagram, Point, diagram
from framing.report.wording import listed, number, plural
from framing.types import FAMILIES
from framing.validated import Validated
from framing.validation.codebook import variables
from framing.validation.coded import Fault
from framing.validation.estimates import Estimate
from framing.validation.levels import Levels
from framing.validation.score import VOICES, Compared, Scored
from framing.validation.wording import (
    a,
    alpha,
    alpha_text,
    corpus_alpha_text,
    criterion_name,
    in_100,
    marked_where,
    methods,
    share,
    share_text,
)

_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One comparison as a row: its name, the figures as texts, and the four counts."""

    name: str
    precision: str
    recall: str
    f1: str
    counts: tuple[str, str, str, str]


def _cell(found: Estimate) -> str:
    return "–" if found.value is None else share_text(found)


def _row(name: str, one: Compared) -> Row:
    figures = one.figures
    return Row(
        name=name,
        precision=_cell(figures["precision"]),
        recall=_cell(figures["recall"]),
        f1=_cell(figures["f1"]),
        counts=(number(one.hit), number(one.missed), number(one.false), number(one.rest)),
    )


def _plot(found: Levels) -> Diagram:
    return diagram([Point(predicted=b.predicted, observed=b.observed, low=b.low, high=b.high) for b in found.bands])


def _sentences(scored: Scored) -> list[str]:
    main = scored.main
    if main is None:
        coded = [f"{FAMILIES[one.variable].lower()} ({one.variable})" for one in scored.families]
        compared = f"compared for {listed(coded)} only" if coded else "not compared"
        return [f"The variable “loaded” was not coded, so the tool’s marks were {compared}."]
    unit = scored.key.unit
    precision, recall, prevalence = (main.figures[name] for name in ("precision", "recall", "prevalence"))
    found = []
    if precision.value is not None:
        found.append(f"Of 100 {unit}s that the tool marks, coders mark {in_100(precision)}.")
    if recall.value is not None:
        found.append(f"Of 100 {unit}s that coders mark, the tool marks {in_100(recall)}.")
    if prevalence.value is not None:
        found.append(f"Coders mark {share_text(prevalence)} of all {unit}s.")
    return found + [
        f"{name[:1].upper() + name[1:]} is not known: {one.reason}."
        for name, one in (("precision", precision), ("recall", recall))
        if one.value is None
    ]


def _warnings(scored: Scored, faults: Sequence[Fault]) -> list[str]:
    key, main = scored.key, scored.main
    found = []
    if faults:
        found.append(f"{plural(len(faults), 'thing')} in the coders’ files could not be used as they were; see below.")
    if key.shown:
        found.append("Coders saw what the tool said. They tend to agree with it, so these figures flatter the tool.")
    if len(scored.coders) == 1:
        found.append("One coder only: nothing shows whether another would code alike.")
    if any("," in version for version in key.made_with.values()):
        found.append("The analyses were made with several versions; the figures mix them.")
    if main and main.uncovered:
        found.append(
            f"{plural(main.uncovered, key.unit)} of the corpus lie in parts of which none was coded; "
            "the rate of like parts stands in for them, and the intervals are wide for it."
        )
    few = [name for name in ("precision", "recall") if main and main.figures[name].value is not None
           and main.figures[name].out_of < 20]  # fmt: skip
    if few:
        found.append(
            f"Fewer than 20 coded {key.unit}s stand behind {' and '.join(few)}: read the interval, not the value."
        )
    unsettled = scored.unsettled.get("loaded", 0)
    if unsettled:
        found.append(
            f"Coders are tied on {plural(unsettled, key.unit)}; they are left out of the comparison with the tool. "
            "Decide on them in adjudicate.csv and score again with --adjudicated."
        )
    return found


def render_page(
    scored: Scored, measured: Validated, faults: Sequence[Fault], *, files: Sequence[tuple[str, str]]
) -> str:
    """Take scores, what reports carry of them, faults and the other files' names; return the page."""
    key, main, found = scored.key, scored.main, scored.levels
    criteria = [
        _row(criterion_name(one.criterion, key.threshold), one) for one in (*([main] if main else []), *scored.criteria)
    ]
    return render(
        "validation.html",
        title="The tool against coders",
        unit=key.unit,
        a_unit=a(key.unit),
        marked_by=marked_where(main.criterion, key.unit, key.threshold) if main else "",
        measured=measured,
        coders=scored.coders,
        lead=_sentences(scored),
        warnings=_warnings(scored, faults),
        methods=methods(scored),
        agreement=[
            (name, variables(key.unit)[name].question, one, alpha_text(one), corpus_alpha_text(scored, name),
             "–" if one.percent is None else share(one.percent))
            for name, one in scored.agreement.items()
        ],
        weighted=bool(scored.corpus_agreement),
        groups=[
            ("By what counts as marked", "What counts as marked", criteria),
            ("Against each coder alone", "Coder", [_row(one.gold, one) for one in scored.single]),
            ("By whose words the sentence holds (as the tool reads it)", "Voice",
             [_row(one.voice, one) for one in scored.voices]),
            ("By family, where coders were asked for families", "Family",
             [_row(f"{one.variable} {FAMILIES[one.variable]}", one) for one in scored.families]),
        ],
        voices=VOICES,
        voice_table=scored.voice_table,
        levels=found,
        plot=_plot(found) if found else None,
        bands=[
            (share(b.predicted), share(b.observed),
             f"{share(b.low)} to {share(b.high)}" if b.low is not None and b.high is not None else "–", number(b.coded))
            for b in (found.bands if found else ())
        ],
        steps=[
            (f"{one.threshold:g}", share(one.marked), share(one.precision), share(one.recall), share(one.f1),
             one.threshold == found.threshold, one.threshold == found.best)
            for one in (found.levels if found else ()) if found
        ],
        rate=share(found.rate) if found else "",
        ranking=(alpha(found.auc), alpha(found.average_precision), share(found.calibration_error)) if found else None,
        differences=scored.differences[:_SHOWN],
        more=max(0, len(scored.differences) - _SHOWN),
        faults=faults[:_SHOWN],
        more_faults=max(0, len(faults) - _SHOWN),
        files=files,
    )  # fmt: skip
