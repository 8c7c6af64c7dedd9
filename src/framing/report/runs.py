"""Text, findings and quotations in; rows of pieces of non-overlapping runs out, whose characters are the text's own.

A row is a paragraph, a piece is a sentence (or what lies between two), a run is a stretch in which whose words they are
and which findings cover them do not change. Concatenating the chunks of a row gives the row's characters exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from framing.types import Analysis, Finding, Quote, Sentence, Voice

_Spanned = TypeVar("_Spanned", Quote, Finding)

# Characters that a browser hides or that turn the order of the text around them. They stay in the text, each alone in
# an isolated element that prints its code, so that they can do nothing and a reader sees that they are there.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]")
# HTML has no NUL and UTF-8 no lone surrogate: both are written as the replacement character.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Some characters to print; ``control`` is the code ("U+202E") of a single hidden character, else None."""

    text: str
    control: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of one voice under the same findings.

    ``families`` are the letters of the findings that cover it, the one that gives line and tint first; ``letters`` is
    what is printed after it, empty unless a finding ends here. ``tint`` is False in a source's words; ``light`` is True
    where all findings are of weight 0.
    """

    chunks: tuple[Chunk, ...]
    voice: Voice
    families: str = ""
    letters: str = ""
    tint: bool = False
    light: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The runs of one sentence, or of what lies between two (``sentence`` is then None)."""

    sentence: int | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paragraph as it is printed: its range in the text and its pieces."""

    start: int
    end: int
    pieces: tuple[Piece, ...]

    @property
    def sentences(self) -> tuple[int, ...]:
        """The indices of the sentences in this row."""
        return tuple(piece.sentence for piece in self.pieces if piece.sentence is not None)


def chunks(text: str) -> tuple[Chunk, ...]:
    """Take characters; return them as chunks in which every hidden control stands alone."""
    made = []
    at = 0
    for match in _CONTROL.finditer(text):
        if match.start() > at:
            made.append(Chunk(text=_UNWRITABLE.sub("\ufffd", text[at : match.start()])))
        made.append(Chunk(text=_UNWRITABLE.sub("\ufffd", match.group()), control=f"U+{ord(match.group()):04X}"))
        at = match.end()
    if at < len(text):
        made.append(Chunk(text=_UNWRITABLE.sub("\ufffd", text[at:])))
    return tuple(made)


def _trimmed(text: str, sentences: Sequence[Sentence]) -> list[tuple[int, int, int]]:
    """Return (start, end, index) of the sentences in order, without outer white space, none overlapping another."""
    found: list[tuple[int, int, int]] = []
    reach = 0
    for sentence in sorted(sentences, key=lambda one: (one.span.start, one.span.end)):
        start, end = max(sentence.span.start, reach), min(sentence.span.end, len(text))
        body = text[start:end]
        start, end = start + len(body) - len(body.lstrip()), end - len(body) + len(body.rstrip())
        if start < end:
            found.append((start, end, sentence.index))
            reach = end
    return found


def _row_ranges(text: str, spans: list[tuple[int, int, int]], paragraph: dict[int, int]) -> list[tuple[int, int]]:
    """Return the ranges of the rows: non-blank lines, joined where one sentence or paragraph runs over several."""
    ranges: list[tuple[int, int]] = []
    at = 0
    nth = 0
    before: int | None = None  # the paragraph of the last sentence seen
    for line in text.split("\n"):
        end = at + len(line)
        if line.strip():
            while nth < len(spans) and spans[nth][1] <= at:
                before = paragraph[spans[nth][2]]
                nth += 1
            here = paragraph[spans[nth][2]] if nth < len(spans) and spans[nth][0] < end else None
            runs_on = nth < len(spans) and spans[nth][0] < at
            if ranges and (runs_on or (here is not None and here == before)):
                ranges[-1] = (ranges[-1][0], end)
            else:
                ranges.append((at, end))
        at = end + 1
    return ranges


def _runs(text: str, start: int, end: int, quotes: Sequence[Quote], findings: Sequence[Finding]) -> Iterator[Run]:
    """Yield the runs of a range; ``findings`` and ``quotes`` are those that may touch it."""
    cuts = {start, end}
    for span in [quote.span for quote in quotes] + [finding.span for finding in findings]:
        cuts.update((max(start, min(end, span.start)), max(start, min(end, span.end))))
    marks = sorted(cuts)
    under, said = _Window(findings), _Window(quotes)
    for a, b in pairwise(marks):
        cover = sorted(
            under.touching(a, b),  # what touches a stretch between two cuts covers it
            # a finding with weight before one without, the writer's before a source's, then the outermost
            key=lambda found: (found.score == 0, found.voice == "source", found.span.start, -found.span.end),
        )
        families = "".join(dict.fromkeys(found.family for found in cover))
        yield Run(
            chunks=chunks(text[a:b]),
            voice="source" if said.touching(a, b) else "writer",
            families=families,
            letters=families if any(found.span.end == b for found in cover) else "",
            tint=bool(cover) and cover[0].score != 0 and cover[0].voice == "writer",
            light=bool(cover) and cover[0].score == 0,
        )


def make_rows(analysis: Analysis) -> tuple[Row, ...]:
    """Take an analysis; return its text as rows. The rows' characters are those of the text's non-blank lines.

    Spans beyond the text are cut off, so that a damaged stored analysis still shows its text.
    """
    text = analysis.article.text
    spans = _trimmed(text, analysis.sentences)
    paragraph = {sentence.index: sentence.paragraph for sentence in analysis.sentences}
    findings = _Window(analysis.findings[::-1])  # of two on the same words, the later one gives line and tint
    quotes = _Window(analysis.quotes)
    rows = []
    nth = 0
    for start, end in _row_ranges(text, spans, paragraph):
        bounds: list[tuple[int, int, int | None]] = []
        at = start
        while nth < len(spans) and spans[nth][0] < end:  # a sentence never runs over the end of its row
            a, b, index = spans[nth]
            if a > at:
                bounds.append((at, a, None))
            bounds.append((a, b, index))
            at = b
            nth += 1
        if at < end:
            bounds.append((at, end, None))
        pieces = tuple(
            Piece(sentence=index, runs=tuple(_runs(text, a, b, quotes.touching(a, b), findings.touching(a, b))))
            for a, b, index in bounds
        )
        rows.append(Row(start=start, end=end, pieces=pieces))
    return tuple(rows)


class _Window(Generic[_Spanned]):
    """Hands out the items that touch a range, for ranges in order; looks at each item once unless it is long.

    They come by where they start; those that start together keep their order.
    """

    def __init__(self, items: Sequence[_Spanned]) -> None:
        self._waiting: list[_Spanned] = sorted(items, key=lambda item: item.span.start)
        self._waiting.reverse()
        self._open: list[_Spanned] = []

    def touching(self, start: int, end: int) -> list[_Spanned]:
        while self._waiting and self._waiting[-1].span.start < end:
            self._open.append(self._waiting.pop())
        self._open = [item for item in self._open if item.span.end > start]
        return list(self._open)
