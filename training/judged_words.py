"""Sentences of news in, judgements out: how loaded the writer's own words are, which words, and whether it is opinion.

    python -m training.judged_words                                print what was judged
    python -m training.judged_words --join FOLDER                  add what judges left in FOLDER

``training.judged_words_draw`` draws the sentences. ``judged_words.tsv`` holds what was judged, as places without text:
source, row, start, end, grade, opinion, and the charged words as ``start-end`` in the row's text, the strongest first.
Language models judged, each sentence once, by written rules: only what the writer adds counts; a grave fact in plain
words, a term, a name is grade 0; one coloured word or a needless intensifier 1; what a fair reader of any side would
call slanted 2. Opinion as in ``training.judged_opinion``.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training import corpora
from training.corpora import read_rows
from training.encoder_data import joined, page_lines, text_lines
from training.judged_opinion import OpinionLine

from framing.scoring.encoder_input import Line
from framing.scoring.evidence import Reading

FILE = Path(__file__).resolve().parent / "judged_words.tsv"
COLUMNS = ("source", "row", "start", "end", "grade", "opinion", "words")
#: Whole articles, and single sentences.
SOURCES = ARTICLES, SENTENCES = "allsides_sample", "anno_lexical"
#: How loaded a sentence of each grade is, and how loaded its charged words are.
SHARE = (0.0, 0.6, 1.0)

Words = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedSentence:
    """A judged sentence: its source and place there, its grade (0 to 2), whether it gives the writer's opinion, and the
    places of its charged words.
    """

    source: str
    row: str
    start: int
    end: int
    grade: int
    opinion: bool
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLine:
    """A judged sentence as the encoder reads it: how loaded it and each of its units is (0 to 1), whether it is
    opinion, and its outlet.
    """

    line: Line
    loaded: float
    units: tuple[float, ...]
    opinion: bool
    outlet: str


def read_judged(path: Path = FILE) -> list[GradedSentence]:
    """Take the file of judgements; return them in order."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            GradedSentence(
                source=row["source"],
                row=row["row"],
                start=int(row["start"]),
                end=int(row["end"]),
                grade=int(row["grade"]),
                opinion=row["opinion"] == "1",
                words=tuple(_place(place) for place in row["words"].split()),
            )
            for row in csv.DictReader(lines, delimiter="\t")
        ]


def _place(text: str) -> tuple[int, int]:
    start, end = text.split("-")
    return int(start), int(end)


def judged_rows(data: Path) -> Iterator[tuple[dict, list[GradedSentence]]]:
    """Take the data folder; yield the rows that have judged sentences, each with these."""
    judged: dict[tuple[str, str], list[GradedSentence]] = defaultdict(list)
    for one in read_judged():
        judged[one.source, one.row].append(one)
    for source in SOURCES:
        for row in read_rows(data, source):
            if (source, row["id"]) in judged:
                yield row, judged[source, row["id"]]


def word_lines(data: Path, reading: Reading) -> list[WordLine]:
    """Take the data folder and how words are read; return the judged sentences that have words of the writer.

    Single sentences are read with the voices of a page, whole articles with those of the fast path: they are many.
    """
    found = []
    rows = list(judged_rows(data))
    single = page_lines([row["text"] for row, judged in rows if judged[0].source == SENTENCES], reading)
    for row, judged in rows:
        alone = judged[0].source == SENTENCES
        lines, starts = next(single) if alone else text_lines(row["text"], reading, cut_quotes=True)
        for one in judged:
            inside = [line for line in lines if one.start <= starts[line.token[0]] < one.end]
            line = joined(inside) if one.source == SENTENCES else next(iter(inside), None)
            if line is None:
                continue
            at = [starts[token] for token in line.token]
            charged = [any(start <= place < end for start, end in one.words) for place in at]
            if one.grade and not any(charged):
                continue  # what was judged charged is read as a source's words
            share = SHARE[one.grade]
            units = tuple(share * flag for flag in charged)
            found.append(
                WordLine(line=line, loaded=share, units=units, opinion=one.opinion, outlet=row["outlet"] or "")
            )
    return found


def type_lines(data: Path, reading: Reading) -> tuple[list[corpora.Line], list[str]]:
    """Take the data folder and how words are read; return the judged sentences as the word table reads them, their
    charged words marked, and their outlets.
    """
    found: list[corpora.Line] = []
    outlets: list[str] = []
    for row, judged in judged_rows(data):
        spans = [span for one in judged for span in one.words]
        within = [(one.start, one.end) for one in judged]
        found += corpora.lines(row["text"], reading, writer_only=True, spans=spans, within=within)
        outlets += [row["outlet"] or ""] * (len(found) - len(outlets))
    return found, outlets


def opinions(lines: Iterable[WordLine]) -> list[OpinionLine]:
    """Take judged sentences; return them as sentences that are opinion or not."""
    return [OpinionLine(line=one.line, opinion=one.opinion, outlet=one.outlet) for one in lines]


def join(folder: Path) -> Iterator[tuple[str, ...]]:
    """Take a folder with what was drawn (``rows.json``) and what judges answered (``o*.tsv``: number, grade, opinion,
    words with " | " between); yield the rows of the file of judgements. Raises ValueError where an answer fits no row.
    """
    rows = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
    for path in sorted(folder.glob("o*.tsv")):
        for answer in filter(str.strip, path.read_text(encoding="utf-8").splitlines()):
            number, grade, opinion, words = (*answer.split("\t"), "")[:4]
            source, row, start, end, *_ = rows[int(number)]
            if grade not in {"0", "1", "2"} or opinion not in {"0", "1"}:
                raise ValueError(f"{path}: {answer!r} has no grade from 0 to 2, or no opinion of 0 or 1")
            yield source, row, str(start), str(end), grade, opinion, words


def places(text: str, start: int, end: int, words: str) -> Words:
    """Take a row's text, where a sentence stands and the charged words as they were answered; return their places in
    the text. Words that are not there are left out.
    """
    found = []
    for wanted in filter(None, (part.strip() for part in words.split("|"))):
        pattern = r"\s+".join(map(re.escape, wanted.split()))
        hit = re.compile(rf"(?<!\w){pattern}(?!\w)").search(text, start, end)
        if hit is not None:
            found.append((hit.start(), hit.end()))
    return tuple(found)


def write_joined(data: Path, folder: Path) -> int:
    """Take the data folder and a folder of answers; add them to the file of judgements and return how many it holds.

    A sentence that is judged anew has the new judgement.
    """
    judged: dict[tuple[str, str], dict[int, tuple[str, ...]]] = defaultdict(dict)
    for line in FILE.read_text(encoding="utf-8").splitlines()[1:]:
        source, row_id, start, *rest = line.split("\t")
        judged[source, row_id][int(start)] = (source, row_id, start, *rest)
    answers: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for answer in join(folder):
        answers[answer[0], answer[1]].append(answer)
    lines = ["\t".join(COLUMNS)]
    for source in SOURCES:
        for row in read_rows(data, source):
            of_row = judged[source, row["id"]]
            for *place, grade, opinion, said in answers[source, row["id"]]:
                words = places(row["text"], int(place[2]), int(place[3]), said)
                if grade != "0" and not words:
                    continue  # says that it is charged, not where
                shown = " ".join(f"{low}-{high}" for low, high in words) if grade != "0" else ""
                of_row[int(place[2])] = (*place, grade, opinion, shown)
            lines += ["\t".join(of_row[start]) for start in sorted(of_row)]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines) - 1


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; print what was judged, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = Path(__file__).resolve().parent.parent
    parser.add_argument("--data", type=Path, default=root.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--join", type=Path, help="folder of what was drawn and answered")
    options = parser.parse_args(arguments)
    if options.join:
        print(f"{write_joined(options.data, options.join)} judged sentences")
        return
    met = Counter((one.source, one.grade, one.opinion) for one in read_judged())
    for source in SOURCES:
        whole = sum(count for (name, *_), count in met.items() if name == source)
        grades = ", ".join(
            f"grade {grade} {(met[source, grade, False] + met[source, grade, True]) / whole:.0%}" for grade in range(3)
        )
        opinion = sum(met[source, grade, True] for grade in range(3)) / whole
        print(f"{source}: {whole} sentences; {grades}; {opinion:.0%} give the writer's opinion")


if __name__ == "__main__":
    main()
