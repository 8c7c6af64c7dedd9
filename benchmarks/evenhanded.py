"""One command, a table out: is what is said of a sentence blind to who it is about, and does it see the loaded words?

    python -m benchmarks.evenhanded            the shipped model on both paths, the lexicon, VADER, TextBlob
    python -m benchmarks.evenhanded --all      every line: by group, by kind of word, term by term
    python -m benchmarks.evenhanded --model loaded-linear-en my-model   these models instead

The suite (``tests/quality/``) is read whole, each sentence as the body of an article of its own. A marked sentence is one
from the rater's threshold on: the model's own; any loaded finding of the lexicon; 0.05 of VADER's compound score, either
way, which its authors call the bounds of neutral; half of TextBlob's subjectivity. Intervals are bootstraps over sentences
before names or words were put in. Where a line misses its limit, the last column says by how much.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from framing.cli.figures import suite_lines
from framing.lexicons import load
from framing.model_cards import find_model
from framing.scoring import build, load_scorer
from framing.scoring.lexicon import LexiconScorer
from framing.validation.evenhanded import Line, measure
from framing.validation.findings import changed_findings
from framing.validation.raters import Rater, lexicon_rater, model_rater
from framing.validation.suite import read_suite

_VADER_NEUTRAL = 0.05
_TEXTBLOB_HALF = 0.5


def vader() -> Rater:
    """Return VADER as a rater: the strength of its sentiment, either way."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return Rater(
        name="VADER",
        threshold=_VADER_NEUTRAL,
        rate=lambda texts: [abs(analyzer.polarity_scores(text)["compound"]) for text in texts],
    )


def textblob() -> Rater:
    """Return TextBlob as a rater: its subjectivity."""
    from textblob.en import sentiment

    return Rater(name="TextBlob", threshold=_TEXTBLOB_HALF, rate=lambda texts: [sentiment(text)[1] for text in texts])


def raters(models: Sequence[str]) -> list[Rater]:
    """Take ids or folders of models (none: what ships); return what is measured, our own first."""
    lexicon = load()
    scorer = LexiconScorer(lexicon)
    found = []
    if models:
        for name in models:
            model = load_scorer(find_model(name))
            threshold = float(getattr(model, "threshold", 0.5))
            found.append(model_rater(name, model, scorer, threshold=threshold))
    else:
        for name, fast in (("shipped default", False), ("shipped, --fast", True)):
            scorers = build(lexicon, ("loaded",))
            (model,) = scorers.ready
            found.append(model_rater(name, model, scorer, threshold=scorers.threshold or 0.5, fast=fast))
    return [*found, lexicon_rater(scorer), vader(), textblob()]


def summary(names: Sequence[str], tables: Sequence[Sequence[Line]]) -> list[str]:
    """Take raters' names and their lines; return the totals side by side, a row a test, ``*`` where a limit is missed."""
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
    measured = raters(options.model)
    tables = []
    for rater in measured:
        began = time.perf_counter()
        rating = dict(zip(texts, rater.rate(texts), strict=True))
        seconds = time.perf_counter() - began
        tables.append(measure(suite, rating, rater.threshold))
        print(f"  {rater.name}: marked from {rater.threshold:g}; {len(texts) / seconds:.0f} sentences a second")
    print()
    print(*summary([rater.name for rater in measured], tables), sep="\n")
    shown = measured if options.all else measured[: max(1, len(options.model))]
    for rater, table in zip(shown, tables, strict=False):
        print(f"\n{rater.name}")
        print(*suite_lines(table, everything=options.all), sep="\n")
    changes = changed_findings(suite.twins)
    print(f"\nLexicon findings outside family P that change with a name: {len(changes)} of {len(suite.twins)} twins")
    for change in changes[: None if options.all else 12]:
        print(f"  {change}")


if __name__ == "__main__":
    main()
