"""An article with its parts in; out come paragraphs in another language, and notes on what the whole text is:
cut short, or a list of short items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from statistics import median

from framing.grammar import structure_data
from framing.ingest.detect import detect_language
from framing.names_of_languages import language_name
from framing.types import Article, Part

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
#: The language of fewer words can't be told; names and addresses look foreign.
_LEAST_WORDS = 12
#: English paragraphs with a smaller share of function words are looked at. Of those of 2,500 English articles none was
#: taken for another language.
_FEW_FUNCTION_WORDS = 0.1
_ENDS_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\[\+\d+ chars\])$")
#: So many paragraphs that begin with a time of day are the entries of a live page.
_TIMES = 4
#: So many headings, with so few words below each, are a list.
_HEADINGS, _ITEM_WORDS = 8, 60


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(structure_data("furniture")["cut_short"]["phrases"])


@cache
def _function_words() -> frozenset[str]:
    return frozenset(structure_data("furniture")["function_words"].split())


@cache
def _time() -> re.Pattern[str]:
    zones = "|".join(structure_data("furniture")["time_zones"].split())
    return re.compile(
        rf"\d{{1,2}}(?:[:.]\d{{2}})?\s*(?:[ap]\.?m\b\.?|(?:{zones})\b)|\d{{1,2}}:\d{{2}}\b(?!\s*/)", re.IGNORECASE
    )


def _count(text: str) -> int:
    return len(text.split())


def with_languages(article: Article, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Take an English article's parts; return them with a reason ("French") for each paragraph in another language."""
    if article.language is not None and not article.language.lower().startswith("en"):
        return parts
    text = article.text
    return tuple(
        replace(part, reason=_foreign(part.span.text(text))) if part.kind == "body" and part.reason is None else part
        for part in parts
    )


def _foreign(text: str) -> str | None:
    """Return "French" where a paragraph is surely in that language, None where it is English or can't be told.

    A paragraph with the usual share of English function words is passed over without asking the identifier (py3langid).
    """
    words = _WORD.findall(text.lower())
    if len(words) < _LEAST_WORDS:
        return None
    if sum(word in _function_words() for word in words) >= _FEW_FUNCTION_WORDS * len(words):
        return None
    found = detect_language(text, least=0.95)
    return None if found in (None, "en") else language_name(found).partition(" (")[0]


def _cut_short(article: Article, parts: Sequence[Part]) -> str | None:
    """Return the note on a text that breaks off: at a request to subscribe, or with dots at its end."""
    body = [part for part in parts if part.kind == "body" and part.reason is None]
    if not body:
        return None
    words = sum(_count(part.span.text(article.text)) for part in body)
    after = [part for part in parts if part.kind == "boilerplate" and part.span.start > body[-1].span.start]
    for part in after:
        line = part.span.text(article.text).strip()
        if line.lower().replace("’", "'").startswith(_phrases()):
            return f"The text may be cut short. It ends after {words:,} words at “{line[:80].rstrip('.!')}”."
    end = _ENDS_CUT.search(body[-1].span.text(article.text).rstrip(" \t\"”'’"))
    return f"The text may be cut short. It ends after {words:,} words with “{end[0]}”." if end else None


def _is_list(article: Article, parts: Sequence[Part]) -> bool:
    """Whether the text is a live page or a list: times of day at the head of entries, or headings with little below."""
    if sum(_time().match(part.span.text(article.text)) is not None for part in parts) >= _TIMES:
        return True
    sizes: list[int] = []
    for part in parts:
        if part.kind == "subhead":
            sizes.append(0)
        elif part.kind == "body" and sizes:
            sizes[-1] += _count(part.span.text(article.text))
    return len(sizes) >= _HEADINGS and median(sizes) < _ITEM_WORDS


def notes_on(article: Article, parts: Sequence[Part]) -> tuple[str, ...]:
    """Take an article and its parts; return what a reader must know of the text as a whole, a sentence or two each."""
    found = [_cut_short(article, parts)]
    if _is_list(article, parts):
        found.append("This looks like a list of short items; numbers mix them.")
    return tuple(note for note in found if note)
