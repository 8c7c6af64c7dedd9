"""Marks of the lexicons in, verdicts of strict readers out: whether a careful editor would keep a mark where it is.

    python -m training.verdicts                  print how often they accepted, by category and by cue
    python -m training.verdicts --draw FILE      write marks to be judged, with their sentences

Drawn are the writer's marks in one half of the articles of ``allsides_sample`` (by their id; the audits of
``docs/lexicon-audit.md`` read the other half), of articles that hold no verdict yet, at most so many a cue.
``verdicts.tsv`` holds what was judged, as places without text: article, start, end, category, cue and 1 where the mark
was accepted. Language models judged, told to refuse what is plain, literal, technical, part of a name or a title, a
source's view, or would annoy a fair reader.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.corpora import read_rows
from training.lexicon_evidence import CENTRE, ROOT, articles_of, is_for_learning, writers_marks

from framing.lexicon import load
from framing.pipeline import parse_all
from framing.scoring.lexicon import LexiconScorer
from framing.types import Article

VERDICTS = Path(__file__).resolve().parent / "verdicts.tsv"
MOST_OF_A_CUE = 25
#: Rarer cues are not in the table.
LEAST_OF_A_CUE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A judged mark: its article, its place there, its category and cue, and whether a strict reader accepted it."""

    article: str
    start: int
    end: int
    category: str
    cue: str
    accepted: bool


def read_verdicts(path: Path = VERDICTS) -> list[Verdict]:
    """Take the file of verdicts; return them in order."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Verdict(
                article=row["article"],
                start=int(row["start"]),
                end=int(row["end"]),
                category=row["category"],
                cue=row["cue"],
                accepted=row["accepted"] == "1",
            )
            for row in csv.DictReader(lines, delimiter="\t")
        ]


def marks(articles: Sequence[Article]) -> Iterator[tuple[str, ...]]:
    """Take articles; yield each of the writer's marks: article, start, end, category, cue, note, and the sentence with
    the marked words in brackets.
    """
    scorer = LexiconScorer(load())
    for parsed in parse_all(articles):
        text = parsed.article.text
        for found in writers_marks(scorer, parsed):
            span, whole = found.span, parsed.sentences[found.sentence].span
            shown = f"{text[whole.start : span.start]}⟦{span.text(text)}⟧{text[span.end : whole.end]}"
            yield (
                parsed.article.id, str(span.start), str(span.end), found.category, found.term, found.note,
                " ".join(shown.split()),
            )  # fmt: skip


def draw(data: Path, out: Path, *, seed: int, centre: int, others: int, most: int) -> None:
    """Take the data folder, a file, how many articles of the centre and of other outlets, and how many marks a cue;
    write marks to judge, of articles that hold no verdict yet.
    """
    outlets = {row["outlet"] for row in read_rows(data, "allsides_sample")}
    judged = {verdict.article for verdict in read_verdicts()}
    known = [
        article
        for article in articles_of(data, sorted(outlets))
        if is_for_learning(article.id) and article.id not in judged
    ]
    random.Random(seed).shuffle(known)
    near = [article for article in known if article.outlet in CENTRE][:centre]
    far = [article for article in known if article.outlet not in CENTRE][:others]
    chosen = random.Random(seed).sample([*near, *far], len(near) + len(far))
    met: Counter[tuple[str, ...]] = Counter()
    with out.open("w", encoding="utf-8") as lines:
        for row in marks(chosen):
            met[row[3:5]] += 1
            if met[row[3:5]] <= most:
                lines.write("\t".join(row) + "\n")


def table(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Take verdicts; yield lines: how many marks and the share accepted, of all, a category, and a cue judged often."""
    by_name: dict[str, list[bool]] = defaultdict(list)
    for verdict in verdicts:
        for name in ("all", verdict.category, f"{verdict.category}  {verdict.cue}"):
            by_name[name].append(verdict.accepted)
    for name, accepted in sorted(by_name.items()):
        if len(accepted) >= LEAST_OF_A_CUE:
            yield f"{len(accepted):6} {sum(accepted) / len(accepted):6.2f}  {name}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; print the verdicts' table, or write marks to be judged."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--draw", type=Path, help="write marks to be judged into this file")
    parser.add_argument("--seed", type=int, default=5, help="which articles")
    parser.add_argument("--centre", type=int, default=1200, help="how many articles of outlets at the centre")
    parser.add_argument("--others", type=int, default=900, help="how many of other outlets")
    parser.add_argument("--most", type=int, default=MOST_OF_A_CUE, help="how many marks of one cue")
    options = parser.parse_args(arguments)
    if options.draw is None:
        for line in table(read_verdicts()):
            print(line)
        return
    draw(options.data, options.draw, seed=options.seed, centre=options.centre, others=options.others, most=options.most)


if __name__ == "__main__":
    main()
