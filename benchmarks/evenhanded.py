"""One command, a table out: whether what is said of a sentence is blind to who is in it, and sees its loaded words.

    python -m benchmarks.evenhanded            the shipped model on both paths, the lexicon, VADER, TextBlob
    python -m benchmarks.evenhanded --all      every line: by group, by kind of word, term by term
    python -m benchmarks.evenhanded --model loaded-linear-en my-model   these models instead

The suite (``tests/quality/``) is read whole, each sentence as the body of an article of its own. A marked sentence is
one from the rater's threshold on: the model's own; any passage that the page marks and counts, by lexicon or model
("any mark", how many there are); any loaded finding of the lexicon; 0.05 of VADER's compound score,
either way, which its authors call the bounds of neutral; half of TextBlob's subjectivity. Intervals are bootstraps
over sentences before names or words were put in. Where a line misses its limit, the last column says by how much.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from framing.cli.figures import suite_lines
from framing.lexicon import load
from framing.model_cards import find_model
from framing.resources import models_folder
from framing.scoring import Scorer, build, load_scorer
from framing.scoring.lexicon import LexiconScorer
from framing.types import Finding
from framing.validation.evenhanded import Line, measure
from framing.validation.findings import changed_findings
from framing.validation.raters import loaded_weight, read_texts
from framing.validation.suite import read_suite

#: The model of the fast path.
FAST = "loaded-linear-en"
_VADER_NEUTRAL = 0.05
_TEXTBLOB_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A rater's name, its threshold and its number for each sentence."""

    name: str
    threshold: float
    numbers: list[float]


def vader(texts: Sequence[str]) -> Rated:
    """Take sentences; return VADER's strength of sentiment, either way."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    numbers = [abs(analyzer.polarity_scores(text)["compound"]) for text in texts]
    return Rated(name="VADER", threshold=_VADER_NEUTRAL, numbers=numbers)


def textblob(texts: Sequence[str]) -> Rated:
    """Take sentences; return TextBlob's subjectivity."""
    from textblob.en import sentiment

    return Rated(name="TextBlob", threshold=_TEXTBLOB_HALF, numbers=[sentiment(text)[1] for text in texts])


def ours(texts: Sequence[str], models: Sequence[str]) -> tuple[list[Rated], dict[str, list[tuple[Finding, ...]]]]:
    """Take sentences and ids or folders of models (none: what ships, on both paths); return what is said of each
    sentence by each and by the lexicon; and by name the findings of the lexicon, and those that a page shows with each
    model. The parse is made once.
    """
    lexicon = load()
    words = LexiconScorer(lexicon)
    chosen = {name: load_scorer(find_model(name)) for name in models} or {
        "shipped default": build(lexicon, ("loaded",)).ready[0]
    }
    shown: dict[str, list[tuple[Finding, ...]]] = {}
    numbers, findings = read_texts(texts, chosen, words, fast=False, shown=shown)
    rated = [Rated(name=name, threshold=_threshold(chosen[name]), numbers=numbers[name]) for name in chosen]
    if not models:
        fast = load_scorer(models_folder() / FAST)
        quick, _ = read_texts(texts, {"fast": fast}, words, fast=True)
        rated.append(Rated(name="shipped, --fast", threshold=_threshold(fast), numbers=quick["fast"]))
    rated += [Rated(name=f"{name}, any mark", threshold=0.5, numbers=list(map(_marks, shown[name]))) for name in chosen]
    weights = list(map(loaded_weight, findings))
    rated.append(Rated(name="lexicon (families L, F)", threshold=1e-9, numbers=weights))
    return rated, {"of the lexicon": findings, **{f"on a page, {name}": found for name, found in shown.items()}}


def _marks(findings: Sequence[Finding]) -> float:
    return float(sum(finding.score > 0 and finding.voice == "writer" for finding in findings))


def _threshold(scorer: Scorer) -> float:
    return 0.5 if scorer.threshold is None else scorer.threshold


def summary(names: Sequence[str], tables: Sequence[Sequence[Line]]) -> list[str]:
    """Take raters' names and their lines; return the totals side by side, a row a test, ``*`` where a limit is
    missed.
    """
    lines = [f"{'':30}" + "".join(f"{name[:24]:>26}" for name in names) + "  limit"]
    for row in zip(*tables, strict=True):
        first = row[0]
        if first.part != "all":
            continue
        cells = "".join(
            f"{line.value:9.4f} [{line.low:.3f}, {line.high:.3f}]"[:25].rjust(25) + ("*" if line.missed else " ")
            for line in row
        )
        limit = "" if first.limit is None else f"{'<=' if first.sense == 'most' else '>='} {first.limit:g}"
        lines.append(f"{first.test:30}{cells}  {limit}   n = {first.cases}")
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every line of every rater")
    parser.add_argument("--model", nargs="*", default=[], help="ids or folders of models")
    options = parser.parse_args(arguments)
    suite = read_suite()
    texts = suite.texts()
    print(f"{len(texts)} sentences: {len(suite.twins)} twins, {len(suite.injections)} injections, ", end="")
    print(f"{len(suite.named)} named groups, {len(suite.facts)} plain facts, {len(suite.denials)} denials")
    rated, findings = ours(texts, options.model)
    rated += [vader(texts), textblob(texts)]
    tables = [measure(suite, dict(zip(texts, one.numbers, strict=True)), one.threshold) for one in rated]
    print("Marked from: " + ", ".join(f"{one.name} {one.threshold:g}" for one in rated) + "\n")
    print(*summary([one.name for one in rated], tables), sep="\n")
    shown = rated if options.all else rated[: max(1, len(options.model))]
    for one, table in zip(shown, tables, strict=False):
        print(f"\n{one.name}")
        print(*suite_lines(table, everything=options.all), sep="\n")
    for name, found in findings.items():
        changes = changed_findings(suite.twins, dict(zip(texts, found, strict=True)))
        print(
            f"\nFindings outside family P that change with a name, {name}: {len(changes)} of {len(suite.twins)} twins"
        )
        for change in changes[: None if options.all else 12]:
            print(f"  {change}")


if __name__ == "__main__":
    main()
