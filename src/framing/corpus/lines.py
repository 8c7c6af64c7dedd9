"""Terms of an outlet in, up to three lines of context for each out, from different articles, with where to read on."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from framing.corpus.counts import Kind, inside
from framing.corpus.store import EXAMPLES, CorpusStore
from framing.types import Voice

_SIDE = 60
_MOST_WORD = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A keyword in context (columns of quanteda's kwic), the article's page and the sentence's number from 1.

    ``first`` and ``last`` are offsets in the article's text, half-open.
    """

    docname: str
    href: str
    sentence: int
    first: int
    last: int
    pre: str
    keyword: str
    post: str


def lines(
    store: CorpusStore, kind: Kind, voice: Voice, outlet: int, terms: Sequence[str]
) -> dict[str, tuple[Line, ...]]:
    """Take a corpus, a kind and voice, an outlet and terms; return the lines of each term, from different articles."""
    made: dict[str, tuple[Line, ...]] = {}
    for term in terms:
        query = "SELECT examples FROM terms WHERE kind = ? AND voice = ? AND term = ? AND outlet = ?"
        places = sorted(
            {int(place) for (text,) in store.rows(query, kind, voice, term, outlet) for place in text.split(",")}
        )
        found = []
        for place in places[:EXAMPLES]:
            line = _line(store, place & 0xFFFFFFFF, kind, voice, term)
            if line is not None:
                found.append(line)
        made[term] = tuple(found)
    return made


def _line(store: CorpusStore, number: int, kind: Kind, voice: Voice, term: str) -> Line | None:
    href, docname, kept = store.one("SELECT href, docname, kept FROM articles WHERE n = ?", number)
    text, spoken, checked, cues = json.loads(zlib.decompress(kept))
    if kind == "cue":
        span = next(((start, end) for name, start, end, whose in cues if (name, whose) == (term, voice)), None)
    else:
        span = _search(text, [tuple(one) for one in spoken], checked, voice, term)
    if span is None:
        return None
    start, end = span
    index = next((index for a, b, index in checked if a <= start < b), 0)
    return Line(
        docname=docname,
        href=href,
        sentence=index + 1,
        first=start,
        last=end,
        pre=_before(text[max(0, start - 2 * _SIDE) : start]),
        keyword=" ".join(text[start:end].split())[: 2 * _MOST_WORD],
        post=_after(text[end : end + 2 * _SIDE]),
    )


def _before(text: str) -> str:
    """Return the last words on one line, with the space before the keyword where there is one."""
    line = " ".join(text.split())
    if len(line) > _SIDE:
        line = line[-_SIDE:].partition(" ")[2] or line[-_SIDE:]
    return line + " " * text[-1:].isspace()


def _after(text: str) -> str:
    line = " ".join(text.split())
    if len(line) > _SIDE:
        line = line[:_SIDE].rpartition(" ")[0] or line[:_SIDE]
    return " " * text[:1].isspace() + line


def _search(
    text: str, spoken: list[Any], checked: list[tuple[int, int, int]], voice: Voice, term: str
) -> tuple[int, int] | None:
    for a, b, _ in checked:
        for match in _pattern(term).finditer(text, a, b):
            if inside(spoken, match.start()) == (voice == "source"):
                return match.span()
    return None


@lru_cache(maxsize=256)
def _pattern(term: str) -> re.Pattern[str]:
    """Return what finds a word as it is counted: any case, any apostrophe and hyphen, not within a longer word."""
    body = re.escape(term).replace("'", "['’‘ʼ]").replace("\\-", "[-‐‑]")
    return re.compile(rf"(?<![\w&]){body}(?![\w&])", re.IGNORECASE)
