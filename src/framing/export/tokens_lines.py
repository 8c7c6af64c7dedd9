"""Analysis in, its sentences as lists of tokens out, for formats in which a passage begins and ends with a token."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from framing.export.spans import Mark
from framing.types import Sentence, Span

_TOKEN = re.compile(r"\w+(?:[’'\-.]\w+)*|[^\w\s]")


def token_lines(text: str, sentences: Iterable[Sentence], found: Sequence[Mark]) -> Iterator[tuple[Span, ...]]:
    """Take a text, its sentences and the marks in it; yield the tokens of each sentence that has any.

    Tokens are cut where a mark begins or ends, so no mark needs a part of one. What stands between sentences is a
    sentence of its own, so nothing that can be marked is without a token.
    """
    cuts = sorted({edge for mark in found for edge in (mark.start, mark.end)})
    at = cut = 0
    for start, end in _segments(sentences, len(text)):
        line = []
        for token in _TOKEN.finditer(text, start, end):
            at = token.start()
            while cut < len(cuts) and cuts[cut] <= at:
                cut += 1
            while cut < len(cuts) and cuts[cut] < token.end():
                line.append(Span(start=at, end=cuts[cut]))
                at = cuts[cut]
                cut += 1
            line.append(Span(start=at, end=token.end()))
        if line:
            yield tuple(line)


def _segments(sentences: Iterable[Sentence], length: int) -> Iterator[tuple[int, int]]:
    """Yield the places of sentences and of what stands between them, none of which overlap."""
    at = 0
    for span in sorted((sentence.span for sentence in sentences), key=lambda s: (s.start, s.end)):
        start, end = max(at, span.start), max(at, span.end)
        if start > at:
            yield at, start
        yield start, end
        at = end
    yield at, length
