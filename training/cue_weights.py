"""Labelled text in, a weight a cue out: how much each cue says that the writer's sentence is loaded.

    python -m training.cue_weights          write lexicons/en/structure/weights.tsv, print the categories

Two sources, both of other articles than those the lexicon is measured on. ``se23_spans``: people underlined loaded
language and name-calling word by word; of a cue's hits in the writer's words, the share that is underlined.
``anno_lexical``: of a cue's hits, how many stand in a sentence labelled loaded (by three language models), over how
many the outlets of these sentences lead one to expect. The weight is the sum: share + max(0, log lift).

Rare cues lean on their group, groups on their category, categories on all cues: each figure is computed as if ten more
hits had been seen that behaved like the level above. A cue with ten hits or more that neutral sentences use as often as
loaded ones, and that is underlined no more often than any word, has weight 0: what it finds is a note, with a score of
0. The form of the weight and the ten were chosen within the same two sources, each judged by what the other had taught
(``docs/decisions.md``).

Paragraphs and sentences that share ten words in a row with an article of the measuring sets (``basil_dev``, ``babe``)
are left out. Everything is read with the parse, which takes about ten minutes on two cores.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from typing import Any

from training.corpora import SPAN_TAGS, read_rows, word_runs
from training.gold import gold_text, read_gold
from training.lexicon_evidence import writers_hits

from framing.lexicon import Lexicon, load
from framing.matching.conditions import Hit
from framing.matching.matcher import Matcher
from framing.pipeline import parse_all
from framing.types import Article, ParsedArticle

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "lexicons" / "en" / "structure" / "weights.tsv"
COMMAND = "python -m training.cue_weights"
#: As many hits like the level above are added to each count.
PRIOR = 10
#: The share of the writer's words that are underlined in ``se23_spans``: 8,663 of 262,102.
ANY_WORD = 0.033
#: From so many hits in judged sentences on, a cue without lift has weight 0.
MEASURED = 10
#: A cue with fewer hits has no row of its own; its group's holds for it.
LEAST = 3

Key = tuple[str, str, str]
Row = tuple[dict[str, Any], ParsedArticle]


def levels(hit: Hit) -> tuple[Key, ...]:
    """Take a hit; return its rows from the widest to the narrowest: all cues, category, group, cue."""
    group = hit.rule.concept or hit.rule.id
    return ("", "", ""), (hit.rule.category, "", ""), (hit.rule.category, group, ""), key_of(hit)


def key_of(hit: Hit) -> Key:
    """Take a hit; return the row of its cue."""
    return hit.rule.category, hit.rule.concept or hit.rule.id, hit.cue.text


@dataclass(slots=True)
class Counts:
    """Hits by row: in underlined text, how many and how many underlined; in judged sentences, how many loaded and how
    many to expect.
    """

    spans: Counter[Key] = field(default_factory=Counter)
    underlined: Counter[Key] = field(default_factory=Counter)
    judged: Counter[Key] = field(default_factory=Counter)
    loaded: Counter[Key] = field(default_factory=Counter)
    expected: defaultdict[Key, float] = field(default_factory=lambda: defaultdict(float))

    def weight(self, key: Key) -> float:
        """Take a row; return its weight, each level leaning on the one above; 0 where it is known to say nothing."""
        if (
            self.judged[key] >= MEASURED
            and self.loaded[key] <= self.expected[key]
            and self.underlined[key] <= ANY_WORD * self.spans[key]
        ):
            return 0.0
        share = self.underlined["", "", ""] / max(1, self.spans["", "", ""])
        lift = 1.0
        for row in ((key[0], "", ""), (key[0], key[1], ""), key):
            share = (self.underlined[row] + PRIOR * share) / (self.spans[row] + PRIOR)
            lift = (self.loaded[row] + PRIOR * lift) / (self.expected[row] + PRIOR)
            if row == key:
                break
        return share + max(0.0, log(lift))

    def rows(self) -> Iterator[str]:
        """Yield a line for each category and group, and for each cue with enough hits."""
        yield "category\tgroup\tterm\tunderlined\tof\tloaded\texpected\thits\tweight\n"
        for key in sorted({*self.spans, *self.judged}):
            if not key[0] or (key[2] and self.spans[key] + self.judged[key] < LEAST):
                continue
            figures = f"{self.underlined[key]}\t{self.spans[key]}\t{self.loaded[key]}\t{self.expected[key]:.1f}"
            yield "\t".join(key) + f"\t{figures}\t{self.judged[key]}\t{self.weight(key):.3f}\n"


def count(lexicon: Lexicon, underlined: Iterable[Row], judged: Iterable[Row], avoid: set[tuple[str, ...]]) -> Counts:
    """Take a lexicon, articles with underlined spans and judged sentences, both parsed, and runs of words that must not
    be read; return the counts.
    """
    matcher = Matcher(lexicon)
    counts = Counts()
    for row, parsed in underlined:
        inside = bytearray(len(parsed.article.text) + 1)
        for span in row["labels"]["spans"]:
            if span["tag"] in SPAN_TAGS:
                inside[span["start"] : span["end"]] = b"\1" * (span["end"] - span["start"])
        left_out = bytearray(len(parsed.article.text) + 1)
        for paragraph in re.finditer(r"[^\n]+", parsed.article.text):
            if word_runs(paragraph[0]) & avoid:
                left_out[paragraph.start() : paragraph.end()] = b"\1" * len(paragraph[0])
        for hit in writers_hits(matcher.search(parsed)[0], parsed):
            if left_out[parsed.tokens.start[hit.first]]:
                continue
            marked = any(inside[parsed.tokens.start[at]] for at in range(hit.first, hit.last))
            for key in levels(hit):
                counts.spans[key] += 1
                counts.underlined[key] += marked
    outlets: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    found: list[tuple[dict[str, Any], list[Hit]]] = []
    for row, parsed in judged:
        if all(quote >= 0 for quote in parsed.tokens.quote) or word_runs(row["text"]) & avoid:
            continue
        outlets[row["outlet"]][0] += row["labels"]["bias_silver"]
        outlets[row["outlet"]][1] += 1
        found.append((row, writers_hits(matcher.search(parsed)[0], parsed)))
    for row, hits in found:
        loaded, out_of = outlets[row["outlet"]]
        for hit in hits:
            for key in levels(hit):
                counts.judged[key] += 1
                counts.loaded[key] += row["labels"]["bias_silver"]
                counts.expected[key] += loaded / out_of
    return counts


def measuring_text(data: Path) -> set[tuple[str, ...]]:
    """Take the data folder; return the runs of words of the sets on which the lexicon is measured."""
    return gold_text(read_gold(data)) | {run for row in read_rows(data, "babe") for run in word_runs(row["text"])}


def parsed_rows(rows: list[dict[str, Any]]) -> Iterator[Row]:
    """Take rows of the shared data; yield each with its parse."""
    articles = (Article(id=str(number), text=row["text"], language="en") for number, row in enumerate(rows))
    return zip(rows, parse_all(articles), strict=True)


def write(counts: Counts, lexicon: Lexicon) -> None:
    """Write the table, with one line on what it is made from."""
    head = f"# se23_spans, anno_lexical (writer's words); {lexicon.size} cues; made by: {COMMAND}; do not edit\n"
    TABLE.write_text(head + "".join(counts.rows()), encoding="utf-8")


def main() -> None:
    """Count, write the table, print its categories."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    data = parser.parse_args().data
    lexicon = load()
    spans = [row for row in read_rows(data, "se23_spans") if row["labels"]["spans"] is not None]
    judged = list(read_rows(data, "anno_lexical"))
    counts = count(lexicon, parsed_rows(spans), parsed_rows(judged), measuring_text(data))
    write(counts, lexicon)
    print("".join(row for row in counts.rows() if row.split("\t")[1] in ("", "group")), end="")


if __name__ == "__main__":
    main()
