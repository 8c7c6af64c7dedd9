"""The shared data in, what the encoder learns from out: lines with marks, judged sentences, lines that nobody judged.

Read by the same tokeniser, masks and voices as an article; paragraphs that share ten words in a row with a measuring
article are left out (``training.corpora``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from training.corpora import read_rows, word_runs

from framing.genre import NEWS, genre_of
from framing.pipeline import parse, parse_all
from framing.scoring.encoder_input import Line, encoder_lines
from framing.scoring.evidence import Reading, word_types
from framing.types import Article

#: What a marked word can be: the first is what the model is for, the others are learned beside it and not used.
TAGS: tuple[frozenset[str], ...] = (
    frozenset(("Loaded_Language", "Name_Calling-Labeling")),
    frozenset(("Exaggeration-Minimisation", "Slogans", "Flag_Waving", "Repetition")),
    frozenset(
        ("Doubt", "Questioning_the_Reputation", "Guilt_by_Association", "Whataboutism", "Straw_Man", "Red_Herring")
    ),
    frozenset(("Appeal_to_Fear-Prejudice", "Appeal_to_Authority", "Appeal_to_Popularity", "Appeal_to_Values")),
)
#: Of the articles with spans, every sixth is not learned from; the marks of words are measured on them.
HELD_OUT = 6
#: Of the outlets with judged sentences, one in twenty is not learned from.
OUTLETS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A line with marks: ``marks`` holds for each unit one flag a tag."""

    line: Line
    marks: tuple[tuple[bool, ...], ...]
    article: int


#: Opinion pieces of the unlabelled articles, beside those that their address or headline tells: outlets that only name
#: an author or say it.
_OPINION_OUTLET = re.compile(r"opinion|guest writer|editorial", re.IGNORECASE)
LEAST_WORDS = 5
#: Of each unlabelled article, at most so many lines are read for the teacher to label.
_LINES_TO_LABEL = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A sentence that was judged loaded or not, as an article is read (a source's words cut out), and its outlet."""

    line: Line
    loaded: bool
    outlet: str


def held_out(outlet: str) -> bool:
    """Take an outlet's name; return whether it is kept out of learning."""
    return crc32(outlet.encode()) % OUTLETS == 0


def text_lines(text: str, reading: Reading, *, cut_quotes: bool) -> tuple[list[Line], tuple[int, ...]]:
    """Take a text; return its lines and where each token begins. Voices are those of the fast path."""
    parsed = parse(Article(id="text", text=text), fast=True)
    types = word_types(parsed.tokens, text, reading)
    return list(encoder_lines(parsed.tokens, types, cut_quotes=cut_quotes)), parsed.tokens.start


def page_lines(texts: Sequence[str], reading: Reading) -> Iterator[tuple[list[Line], tuple[int, ...]]]:
    """Take texts; yield of each what ``text_lines`` returns, a source's words cut out. Voices are those of the full
    parse, as on a page.
    """
    articles = [Article(id="text", text=text, language="en") for text in texts]
    for parsed in parse_all(articles):
        tokens = parsed.tokens
        types = word_types(tokens, parsed.article.text, reading)
        yield list(encoder_lines(tokens, types)), tokens.start


def marked_lines(data: Path, reading: Reading, avoid: set[tuple[str, ...]]) -> list[Marked]:
    """Take the data folder, how words are read and runs of words to avoid; return the lines of articles with spans."""
    found: list[Marked] = []
    number = -1
    for row in read_rows(data, "se23_spans"):
        spans = row["labels"]["spans"]
        if spans is None:
            continue
        number += 1
        text = without_runs(row["text"], avoid)
        flags = [_flags(len(text), spans, tags) for tags in TAGS]
        lines, starts = text_lines(text, reading, cut_quotes=False)
        for line in lines:
            marks = tuple(tuple(bool(flag[starts[token]]) for flag in flags) for token in line.token)
            found.append(Marked(line=line, marks=marks, article=number))
    return found


def without_runs(text: str, avoid: set[tuple[str, ...]]) -> str:
    """Take a text and runs of words; return it with blanks for the paragraphs that hold one of them."""
    for paragraph in re.finditer(r"[^\n]+", text):
        if word_runs(paragraph[0]) & avoid:
            text = text[: paragraph.start()] + " " * len(paragraph[0]) + text[paragraph.end() :]
    return text


def _flags(size: int, spans: Iterable[dict], tags: frozenset[str]) -> bytearray:
    inside = bytearray(size + 1)
    for span in spans:
        if span["tag"] in tags:
            inside[span["start"] : span["end"]] = b"\1" * (span["end"] - span["start"])
    return inside


def judged_lines(data: Path, reading: Reading, avoid: set[tuple[str, ...]]) -> list[Judged]:
    """Take the data folder, how words are read and runs of words to avoid; return the judged sentences.

    A row of several sentences is one line, as it was judged at once.
    """
    rows = [row for row in read_rows(data, "anno_lexical") if not word_runs(row["text"]) & avoid]
    found = []
    for row, (lines, _) in zip(rows, page_lines([row["text"] for row in rows], reading), strict=True):
        line = joined(lines)
        if line is not None:
            found.append(Judged(line=line, loaded=bool(row["labels"]["bias_silver"]), outlet=row["outlet"]))
    return found


def joined(lines: Sequence[Line]) -> Line | None:
    """Take the lines of a row; return them as one, None where there is none."""
    if not lines:
        return None
    return Line(
        sentence=0,
        units=tuple(unit for line in lines for unit in line.units),
        token=tuple(at for line in lines for at in line.token),
        counted=tuple(flag for line in lines for flag in line.counted),
    )


def pieces_and_reports(data: Path) -> tuple[list[dict], list[dict]]:
    """Take the data folder; return the rows of ``allsides_sample`` that are opinion pieces, and those that are reports,
    told apart by address, headline or outlet, not by their words.
    """
    opinion, reports = [], []
    for row in read_rows(data, "allsides_sample"):
        article = Article(id=row["id"], text=row["text"], title=row["title"], origin=row["url"])
        kind = genre_of(article).id
        if kind == "opinion" or _OPINION_OUTLET.search(row["outlet"]):
            opinion.append(row)
        elif kind == NEWS:
            reports.append(row)
    return opinion, reports


def unlabelled_lines(data: Path, reading: Reading, avoid: set[tuple[str, ...]]) -> list[Line]:
    """Take the data folder, how words are read and runs of words to avoid; return lines of whole articles
    (``allsides_sample``), a source's words cut out, a few an article, none of an outlet that is held out.

    A line is drawn by its words, so that a change to other lines leaves most of the draw and its labels as they were;
    one that several articles hold is drawn once.
    """
    found = []
    met: set[tuple[str, ...]] = set()
    for row in read_rows(data, "allsides_sample"):
        if held_out(row["outlet"]):
            continue
        lines, _ = text_lines(without_runs(row["text"], avoid), reading, cut_quotes=True)
        lines = [line for line in lines if sum(line.counted) >= LEAST_WORDS and line.units not in met]
        met.update(line.units for line in lines)
        found += sorted(lines, key=lambda line: crc32(" ".join(line.units).encode()))[:_LINES_TO_LABEL]
    return found
