"""Sentences of news in, judgements out: whether each gives its writer's opinion.

    python -m training.judged_opinion                  print how many there are and how many are opinion
    python -m training.judged_opinion --draw FILE      write sentences to be judged

Drawn are sentences of ``allsides_sample``, half of opinion pieces and half of reports (told apart by address, headline
or outlet), a few an article; none of an outlet that is held out, and none of a paragraph that shares ten words in a row
with an article that figures are measured on. Two draws were judged: seed 7, and of seed 8 with five sentences an
article 4,900 that were new. ``judged_opinion.tsv`` holds what was judged, as places without text: article, start, end,
whether the article is an opinion piece, and 1 where the sentence gives its writer's opinion. Language models judged, by
rules that follow Ruggeri et al. (2023): a stance, irony, a wish or a demand, a belittling word, a figure of speech that
carries a view are opinion; what others say or think is none of the writer's, and a feeling or a mere fact is none.
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
from training.encoder_data import LEAST_WORDS, held_out, pieces_and_reports, text_lines, without_runs
from training.gold import gold_text, read_gold
from training.lexicon_evidence import ROOT

from framing.pipeline import parse
from framing.scoring.encoder_input import Line, encoder_lines
from framing.scoring.evidence import Reading, word_types
from framing.scoring.loaded_model import load_model
from framing.types import Article

JUDGED = Path(__file__).resolve().parent / "judged_opinion.tsv"
MOST_OF_AN_ARTICLE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSentence:
    """A judged sentence: its article, its place there, whether that is an opinion piece, and the judgement."""

    article: str
    start: int
    end: int
    piece: bool
    opinion: bool


def read_judged(path: Path = JUDGED) -> list[JudgedSentence]:
    """Take the file of judgements; return them in order."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            JudgedSentence(
                article=row["article"],
                start=int(row["start"]),
                end=int(row["end"]),
                piece=row["piece"] == "1",
                opinion=row["opinion"] == "1",
            )
            for row in csv.DictReader(lines, delimiter="\t")
        ]


def judged_articles(data: Path) -> Iterator[tuple[dict, list[JudgedSentence]]]:
    """Take the data folder; yield the articles that have judged sentences, as rows, each with these."""
    judged: dict[str, list[JudgedSentence]] = defaultdict(list)
    for one in read_judged():
        judged[one.article].append(one)
    for row in read_rows(data, "allsides_sample"):
        if row["id"] in judged:
            yield row, judged[row["id"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """A judged sentence as the encoder reads it, the judgement, and its outlet."""

    line: Line
    opinion: bool
    outlet: str


def judged_opinions(data: Path, reading: Reading) -> list[OpinionLine]:
    """Take the data folder and how words are read; return the judged sentences that have words of the writer."""
    found = []
    for row, judged in judged_articles(data):
        lines, starts = text_lines(row["text"], reading, cut_quotes=True)
        for one in judged:
            line = next((line for line in lines if one.start <= starts[line.token[0]] < one.end), None)
            if line is not None:
                found.append(OpinionLine(line=line, opinion=one.opinion, outlet=row["outlet"]))
    return found


def sentences(data: Path, *, seed: int, articles: int) -> Iterator[tuple[str, ...]]:
    """Take the data folder, a seed and how many articles of each kind; yield sentences that have some words of the
    writer: article, start, end, whether it is an opinion piece, the sentence, and what stands around it.
    """
    rng = random.Random(seed)
    avoid, reading = gold_text(read_gold(data)), load_model().reading
    for piece, rows in zip((True, False), pieces_and_reports(data), strict=True):
        seen = [row for row in rows if not held_out(row["outlet"])]
        for row in rng.sample(seen, min(articles, len(seen))):
            text = without_runs(row["text"], avoid)
            parsed = parse(Article(id=row["id"], text=text), fast=True)
            lines = encoder_lines(parsed.tokens, word_types(parsed.tokens, text, reading))
            spans = [parsed.sentences[line.sentence].span for line in lines if sum(line.counted) >= LEAST_WORDS]
            for span in rng.sample(spans, min(MOST_OF_AN_ARTICLE, len(spans))):
                near = (text[max(0, span.start - 150) : span.start], text[span.end : span.end + 100])
                shown = (" ".join(part.split()) for part in (span.text(text), *near))
                yield row["id"], str(span.start), str(span.end), str(int(piece)), *shown


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; print the counts, or write sentences to be judged."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--draw", type=Path, help="write sentences to be judged into this file")
    parser.add_argument("--seed", type=int, default=7, help="which articles")
    parser.add_argument("--articles", type=int, default=750, help="how many articles of each kind")
    options = parser.parse_args(arguments)
    if options.draw is None:
        met = Counter((row.piece, row.opinion) for row in read_judged())
        for piece, name in ((True, "opinion pieces"), (False, "reports")):
            whole = met[piece, True] + met[piece, False]
            print(f"{name}: {whole} sentences, {met[piece, True] / whole:.0%} give the writer's opinion")
        return
    with options.draw.open("w", encoding="utf-8") as lines:
        for row in sentences(options.data, seed=options.seed, articles=options.articles):
            lines.write("\t".join(row) + "\n")


if __name__ == "__main__":
    main()
