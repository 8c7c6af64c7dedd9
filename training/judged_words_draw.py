"""The shared data in, sentences to be judged out: the lines of ``training.judged_words``, by ``judged_words.md``.

    python -m training.judged_words_draw --base FOLDER --teacher T --out OTHER

FOLDER is the pretrained encoder (its tokeniser cuts the lines), T the folder of ``training.teacher``. Written into
OTHER are ``rows.json``, the places, and files of 600 sentences, each with what stands around it. Of an article two
lines are drawn at random, and two that are likelier the more loaded the teacher finds them: most lines of news are
plain. Of outlets that are held out all are drawn at random. None is of an article that is kept for audits, of a row
that holds a judgement, or of a paragraph that shares ten words in a row with an article that figures are measured on.

``judged_words.tsv`` holds three draws of this kind: 700 opinion pieces, 900 reports and single sentences up to 8,400
lines, with 1,200 of outlets held out (seed 19); 14,400 lines of 900 and 2,400 others, with single sentences (seed 20);
and 9,600 more, two thirds of them single sentences (seed 21).
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from training.corpora import read_rows, word_runs
from training.encoder_data import LEAST_WORDS, held_out, pieces_and_reports, without_runs
from training.encoder_model import make_items, make_tokenizer
from training.gold import gold_text, read_gold
from training.judged_words import ARTICLES, SENTENCES, read_judged
from training.lexicon_evidence import ROOT, is_for_learning
from training.teacher_labels import LABELS, MORE, chances_of

from framing.pipeline import parse
from framing.scoring.encoder_input import encoder_lines
from framing.scoring.evidence import Reading, word_types
from framing.scoring.loaded_model import load_model
from framing.types import Article

AT_RANDOM, BY_CHANCE = 2, 2
PER_FILE = 600
#: Even a line that the teacher finds plain may be drawn.
_FLOOR = 0.02

#: Source, row, start, end, outlet, the sentence, what stands before it and after it.
Row = tuple[str, str, int, int, str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What a draw needs: runs of words to avoid, how words are read, how lines are cut, and the teacher's chances."""

    avoid: set[tuple[str, ...]]
    reading: Reading
    tokenizer: Tokenizer
    chances: Mapping[tuple[int, int], float]


def of_article(row: dict, drawing: Drawing, rng: random.Random, *, by_chance: int) -> Iterator[Row]:
    """Take an article's row; yield its lines that are drawn."""
    text = without_runs(row["text"], drawing.avoid)
    parsed = parse(Article(id=row["id"], text=text), fast=True)
    lines = [
        line
        for line in encoder_lines(parsed.tokens, word_types(parsed.tokens, text, drawing.reading))
        if sum(line.counted) >= LEAST_WORDS
    ]
    if not lines:
        return
    drawn = rng.sample(range(len(lines)), min(AT_RANDOM, len(lines)))
    keys = [(item.key, len(item.first)) for item in make_items(drawing.tokenizer, lines)]
    others = [at for at, key in enumerate(keys) if key in drawing.chances and at not in drawn]
    weighed = [(rng.random() ** (1 / (drawing.chances[keys[at]] + _FLOOR)), at) for at in others]
    drawn += [at for _, at in sorted(weighed, reverse=True)[:by_chance]]
    for at in drawn:
        span = parsed.sentences[lines[at].sentence].span
        near = (text[max(0, span.start - 150) : span.start], text[span.end : span.end + 100])
        sentence, before, after = (" ".join(part.split()) for part in (span.text(text), *near))
        yield ARTICLES, row["id"], span.start, span.end, row["outlet"], sentence, before, after


def of_articles(
    data: Path, drawing: Drawing, rng: random.Random, *, pieces: int, reports: int, held: bool
) -> list[Row]:
    """Take how many opinion pieces and reports, and whether of outlets that are held out; return the lines drawn."""
    known = {one.row for one in read_judged()}
    found: list[Row] = []
    for rows, most in zip(pieces_and_reports(data), (pieces, reports), strict=True):
        able = [
            row
            for row in rows
            if held_out(row["outlet"]) == held and (held or is_for_learning(row["id"])) and row["id"] not in known
        ]
        for row in rng.sample(able, min(most, len(able))):
            found += of_article(row, drawing, rng, by_chance=0 if held else BY_CHANCE)
    return found


def of_sentences(data: Path, drawing: Drawing, rng: random.Random, *, most: int, held: bool) -> list[Row]:
    """Take how many, and whether of outlets that are held out; return single sentences."""
    known = {one.row for one in read_judged()}
    able = [
        row
        for row in read_rows(data, SENTENCES)
        if held_out(row["outlet"]) == held and row["id"] not in known and not word_runs(row["text"]) & drawing.avoid
    ]
    return [
        (SENTENCES, row["id"], 0, len(row["text"]), row["outlet"], " ".join(row["text"].split()), "", "")
        for row in rng.sample(able, min(max(0, most), len(able)))
    ]


def write(rows: Sequence[Row], out: Path) -> None:
    """Take what was drawn and a folder; write the places and the files for judges."""
    (out / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    for number, first in enumerate(range(0, len(rows), PER_FILE)):
        with (out / f"j{number:02}.txt").open("w", encoding="utf-8") as lines:
            for at, row in enumerate(rows[first : first + PER_FILE], first):
                lines.write("\t".join((str(at), *(part.replace("\t", " ") for part in row[5:]))) + "\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; write the sentences to be judged and print how many there are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="folder of the pretrained encoder")
    parser.add_argument("--teacher", type=Path, required=True, help="folder that training.teacher wrote")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--out", type=Path, required=True, help="folder for what is drawn, outside the project")
    parser.add_argument("--seed", type=int, default=21, help="which articles")
    parser.add_argument("--pieces", type=int, default=700, help="how many opinion pieces")
    parser.add_argument("--reports", type=int, default=900, help="how many reports")
    parser.add_argument("--held", type=int, default=0, help="how many lines of outlets that are held out")
    parser.add_argument("--most", type=int, default=8400, help="how many lines of others, with single sentences")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    chances = {**chances_of(options.teacher / LABELS), **chances_of(options.teacher / MORE)}
    drawing = Drawing(
        avoid=gold_text(read_gold(options.data)),
        reading=load_model().reading,
        tokenizer=make_tokenizer(options.base),
        chances=chances,
    )
    rng = random.Random(options.seed)
    found: list[Row] = []
    for held, most in ((True, options.held), (False, options.most)):
        share = 0.1 if held else 1.0
        pieces, reports = (round(share * count) for count in (options.pieces, options.reports))
        rows = of_articles(options.data, drawing, rng, pieces=pieces, reports=reports, held=held) if most else []
        rows += of_sentences(options.data, drawing, rng, most=most - len(rows), held=held)
        found += rng.sample(rows, min(most, len(rows)))
    write(found, options.out)
    print(f"{len(found)} sentences, of which {np.mean([row[0] == ARTICLES for row in found]):.0%} of articles")


if __name__ == "__main__":
    main()
