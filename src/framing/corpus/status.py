"""An article of a corpus in, how it counts there out: one rule for the pages and the figures of a corpus."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Literal

from framing.measures import WORDS_FOR_ANALYSIS, WORDS_FOR_RATE

#: ``counted`` has a rate; ``short`` is counted in all but rates; the others are left out.
Status = Literal["counted", "short", "twin", "too_short", "not_checked"]


def status_of(text: str, *, checked: bool, words: int, new: Callable[[bytes], bool]) -> Status:
    """Take an article's text, whether a sentence was checked, and its words in both voices; return how it counts.

    ``new`` takes the digest of a text and says whether the outlet had none like it before, once for each text that was
    checked. A text that an outlet has twice is counted once, however short it is.
    """
    if not checked:
        return "not_checked" if words >= WORDS_FOR_ANALYSIS else "too_short"
    if not new(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]):
        return "twin"
    return "short" if words < WORDS_FOR_RATE else "counted"
