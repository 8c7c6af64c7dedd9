"""Words in quotation marks in, whether they are the title of a work out: that is no quotation."""

from __future__ import annotations

import re

from framing.quotes.reporting import reporting

_TITLE_WORDS = 8
_SMALL = frozenset("with from into over upon than that".split())
_BEFORE = 20
_SPOKEN = re.compile(r"\.\.\.|…|\b(?:I|you|me)\b")
_BY = re.compile(r"\b(?:author|editor|host|director|creator|writer|producer)s? of\s+$")
_SAYS = re.compile(r"([^\W\d_]+)(?: (?:he|she|it|they))?[:,]?\s+$")


def is_work(text: str, start: int) -> bool:
    """Take a text and where marked words begin; return whether the words before say whose work it is."""
    return _BY.search(text, max(0, start - _BEFORE), start) is not None


def is_said(text: str, start: int) -> bool:
    """Take a text and where marked words begin; return whether a verb of saying stands right before them."""
    said = _SAYS.search(text, max(0, start - _BEFORE), start)
    return said is not None and (said[1].lower() in reporting().surface or said[1].lower() in reporting().verbs)


def is_title(inner: str) -> bool:
    """Take marked words; return whether they are a title: a few words, all but small ones capitalised."""
    if "!" in inner or "?" in inner or _SPOKEN.search(inner):
        return False
    words = list(inner.strip("\"'“”‘’,.?!").split())
    return (
        1 < len(words) <= _TITLE_WORDS
        and words[0][:1].isupper()
        and words[-1][:1].isupper()
        and all(word[:1].isupper() or len(word) <= 3 or word in _SMALL for word in words)
    )
