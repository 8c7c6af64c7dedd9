"""One command, tables out: what the marks of a page are worth, at the rate of loaded sentences in real articles.

    python -m benchmarks.lexicon            print the tables
    python -m benchmarks.lexicon --write    also write lexicons/en/structure/evidence.toml, which the report shows

On the shared ``basil_dev`` (whole articles): per family and category, the marks in the writer's own words that enter
the rates; the share that stand in a sentence that people marked as loaded; and the lift, this share over that of a word
taken at random from the writer's words. On ``babe`` (single sentences, half of them marked): the same. Three times: as
a page shows the marks (the encoder adds words that no lexicon has), of the lexicons alone, and as a fast page shows
them. Then the number of the lexicons' marks as a ranking of an article's sentences, in every form of count, beside the
number of the writer's words. Intervals are bootstraps over articles (of the ranking: over events), 1,000 draws, seed 1.
Nothing is fitted here; the weights of the cues were learned from other articles (``training/cue_weights.py``).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score
from training.corpora import read_rows
from training.gold import parsed_gold, read_gold, regroup_findings

from framing.acceptance import settled
from framing.lexicon import load
from framing.pipeline import parse_all
from framing.scoring.lexicon import LexiconScorer
from framing.scoring.loaded import LoadedScorer
from framing.types import FAMILIES, Article, Finding, ParsedArticle

ROOT = Path(__file__).resolve().parent.parent
EVIDENCE = ROOT / "lexicons" / "en" / "structure" / "evidence.toml"
SAMPLES = 1000


@dataclass(slots=True)
class Tally:
    """Marks by article: (in a marked sentence, all), and the writer's words likewise."""

    marks: dict[str, dict[str, list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: [0, 0]))
    )
    words: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    #: Sentences that people marked, by article: (with a mark of ours, all).
    people: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def add(
        self, article: str, parsed: ParsedArticle, findings: Iterable[Finding], loaded: Callable[[int], bool | None]
    ) -> None:
        """Count one article's marks and words; ``loaded`` says whether people marked a sentence (None: not asked)."""
        tokens = parsed.tokens
        for at in range(len(tokens)):
            label = loaded(tokens.sentence[at])
            if label is not None and tokens.word[at] and tokens.quote[at] < 0:
                self.words[article][0] += label
                self.words[article][1] += 1
        ours = {finding.sentence for finding in findings if finding.voice == "writer" and finding.score > 0}
        for sentence in parsed.sentences:
            if loaded(sentence.index):
                self.people[article][0] += sentence.index in ours
                self.people[article][1] += 1
        for finding in findings:
            label = loaded(finding.sentence)
            if label is None or finding.voice != "writer" or finding.score <= 0:
                continue
            for name in (finding.family, finding.category, "all"):
                self.marks[name][article][0] += label
                self.marks[name][article][1] += 1

    def row(self, name: str) -> tuple[int, float, float, float, float, float, float]:
        """Return marks, precision with its interval, lift with its interval."""
        articles = sorted(self.words)
        table = np.array([[*self.marks[name][a], *self.words[a]] for a in articles], float)

        def both(rows: np.ndarray) -> tuple[float, float]:
            hit, marks, loaded, words = rows.sum(0)
            precision = hit / max(marks, 1)
            return precision, precision / max(loaded / max(words, 1), 1e-9)

        random = np.random.default_rng(1)
        draws = [both(table[random.integers(0, len(table), len(table))]) for _ in range(SAMPLES)]
        (p_low, lift_low), (p_high, lift_high) = np.percentile(np.array(draws), [2.5, 97.5], axis=0)
        precision, lift = both(table)
        return int(table[:, 1].sum()), precision, p_low, p_high, lift, lift_low, lift_high

    def recall(self) -> tuple[int, float, float, float]:
        """Return how many sentences people marked, the share in which we mark something, and its interval."""
        table = np.array([self.people[article] for article in sorted(self.people)], float)
        random = np.random.default_rng(1)
        draws = [table[random.integers(0, len(table), len(table))].sum(0) for _ in range(SAMPLES)]
        low, high = np.percentile([hit / max(n, 1) for hit, n in draws], [2.5, 97.5])
        hit, n = table.sum(0)
        return int(n), float(hit / max(n, 1)), float(low), float(high)

    def print(self, title: str) -> None:
        """Print a row a family and category, most marks first within a family."""
        base = sum(w[0] for w in self.words.values()) / max(1, sum(w[1] for w in self.words.values()))
        print(f"\n{title}\nof the writer's words, {base:.3f} stand in a sentence that people marked")
        print(f"{'':30}{'marks':>7}{'precision':>11}{'95 %':>14}{'lift':>7}{'95 %':>14}")
        for name in ["all", *FAMILIES, *sorted(n for n in self.marks if n not in FAMILIES and n != "all")]:
            if name in self.marks:
                n, p, p_low, p_high, lift, low, high = self.row(name)
                print(f"{name:30}{n:7}{p:11.2f}{p_low:7.2f} to{p_high:5.2f}{lift:7.2f}{low:7.2f} to{high:5.2f}")
        n, found, low, high = self.recall()
        print(f"of {n} sentences that people marked, {found:.2f} have a mark ({low:.2f} to {high:.2f})")


#: What is counted: as a page shows the marks, the lexicons' alone, and as a fast page shows them.
PAGE, LEXICONS, FAST = "as a page shows them", "lexicons alone", "as a fast page shows them"


class Marks:
    """The marks of a parsed article, by what is counted."""

    def __init__(self) -> None:
        """Load the lexicons and the encoder."""
        self.lexicons = LexiconScorer(load())
        self.encoder = LoadedScorer.load()

    def of(self, parsed: ParsedArticle) -> dict[str, tuple[Finding, ...]]:
        """Take a parsed article; return its findings, by what is counted."""
        found, acceptance = self.lexicons.score(parsed, ()).findings, self.lexicons.lexicon.acceptance
        alone = settled(found, parsed.tokens, acceptance)
        if parsed.doc is None:
            return {FAST: alone}
        said = self.encoder.score(parsed, found)
        return {PAGE: settled((*found, *said.findings), parsed.tokens, acceptance, said.kept), LEXICONS: alone}


def whole_articles(data: Path, marks: Marks) -> dict[str, Tally]:
    """Count over ``basil_dev``, and print how the plain number of marks ranks the sentences of an article."""
    tallies = {name: Tally() for name in (PAGE, LEXICONS, FAST)}
    counting = LexiconScorer(load(), hidden=True)  # with the cues that are only counted
    rankings: dict[str, list[tuple[str, float, float]]] = defaultdict(list)
    golds = read_gold(data)
    for gold, parsed, regrouped, labelled in chain(parsed_gold(golds, fast=False), parsed_gold(golds, fast=True)):
        label = dict(zip(labelled, map(bool, gold.loaded), strict=True))
        found = {name: regroup_findings(one, regrouped) for name, one in marks.of(parsed).items()}
        for name, findings in found.items():
            tallies[name].add(gold.id, regrouped, findings, label.get)
        if LEXICONS in found and 0 < gold.loaded.sum() < len(gold.loaded):
            for name, counts in _counts(regrouped, found[LEXICONS], counting).items():
                ranks = np.array([counts.get(n, 0.0) for n in labelled])
                scores = roc_auc_score(gold.loaded, ranks), average_precision_score(gold.loaded, ranks)
                rankings[name].append((gold.event, *scores))
    for name, rows in rankings.items():
        (auc, low, high), (ap, *_) = _over_events(rows, 1), _over_events(rows, 2)
        print(f"{name:32} within-article AUC {auc:.3f} ({low:.3f} to {high:.3f})  MAP {ap:.3f}  ({len(rows)} articles)")
    return tallies


def _counts(parsed: ParsedArticle, findings: Sequence[Finding], counting: LexiconScorer) -> dict[str, dict[int, float]]:
    """Return the forms of the count, each by sentence; the last is no cue count, and what the others must beat."""
    number: dict[int, float] = defaultdict(float)
    weight: dict[int, float] = defaultdict(float)
    kinds: dict[int, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.voice == "writer" and finding.score > 0:
            number[finding.sentence] += 1
            weight[finding.sentence] += finding.score
            kinds[finding.sentence].add(finding.category)
    words: dict[int, float] = defaultdict(float)
    evidence = counting.evidence(parsed)
    for at, sentence in enumerate(parsed.tokens.sentence):
        words[sentence] += parsed.tokens.word[at] and parsed.tokens.quote[at] < 0
    return {
        "number of marks": number,
        "kinds of mark (as in loaded)": {sentence: float(len(found)) for sentence, found in kinds.items()},
        "sum of the marks' weights": weight,
        "sum of the evidence of all cues": evidence,
        "the same, a hundred words": {sentence: value / words[sentence] for sentence, value in evidence.items()},
        "number of the writer's words": words,
    }


def _over_events(rows: Sequence[tuple[str, float, float]], column: int) -> tuple[float, float, float]:
    """Return the mean over articles of a column, and its 95 % interval, events drawn with replacement."""
    by_event: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        by_event[row[0]].append(float(row[column]))
    sums = np.array([[sum(values), len(values)] for values in by_event.values()])
    random = np.random.default_rng(1)
    draws = [sums[random.integers(0, len(sums), len(sums))].sum(0) for _ in range(SAMPLES)]
    low, high = np.percentile([total / n for total, n in draws], [2.5, 97.5])
    return float(sums[:, 0].sum() / sums[:, 1].sum()), float(low), float(high)


def single_sentences(data: Path, marks: Marks) -> dict[str, Tally]:
    """Count over ``babe``; its articles are its groups."""
    tallies = {name: Tally() for name in (PAGE, LEXICONS, FAST)}
    rows = [row for row in read_rows(data, "babe") if row["labels"]["bias"] in (0, 1)]
    articles = [Article(id=str(number), text=row["text"], language="en") for number, row in enumerate(rows)]
    for fast in (False, True):
        for row, parsed in zip(rows, parse_all(articles, fast=fast), strict=True):
            label = bool(row["labels"]["bias"])
            for name, findings in marks.of(parsed).items():
                tallies[name].add(row["group"] or row["id"], parsed, findings, lambda _, label=label: label)
    return tallies


def write_evidence(tallies: dict[str, Tally]) -> None:
    """Write the precision of each family and the recall of all, for the report and the fast report."""
    lines = [
        "# How often people also marked the sentence in which a mark of this family stands, in the writer's own words;",
        "# recall: how many of the sentences that people marked have a mark of any family there; fast: on a fast page.",
        "# Measured on 120 whole articles (BASIL, 40 events) by benchmarks/lexicon.py --write; do not edit.",
        "",
    ]
    for before, tally in (("", tallies[PAGE]), ("fast.", tallies[FAST])):
        for name, (n, p, low, high, *_) in (*((f, tally.row(f)) for f in FAMILIES), ("recall", tally.recall())):
            lines += [f"[{before}{name}]", f"value = {p:.3f}", f"low = {low:.3f}", f"high = {high:.3f}", f"n = {n}", ""]
    EVIDENCE.write_text("\n".join(lines), encoding="utf-8")
    print(f"written to {EVIDENCE.relative_to(ROOT)}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--write", action="store_true", help="write the evidence that the report shows")
    options = parser.parse_args(arguments)
    lexicon = load()
    marks = Marks()
    print(f"lexicon {lexicon.id}, {lexicon.size} cues, sha256 {lexicon.digest[:12]}")
    articles = whole_articles(options.data, marks)
    for name, tally in articles.items():
        tally.print(f"basil_dev, whole articles, marks {name}")
    if options.write:
        write_evidence(articles)
    for name, tally in single_sentences(options.data, marks).items():
        tally.print(f"babe, single sentences, marks {name}")


if __name__ == "__main__":
    main()
