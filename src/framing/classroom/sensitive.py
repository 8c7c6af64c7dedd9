"""A sentence in, the words that a teacher may want to see first out; the list is data in ``lexicons/en/structure``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from framing.grammar import structure_data


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitive:
    """Words of one kind (violence, sex, self_harm, abuse, slur) as they stand in a sentence."""

    kind: str
    words: tuple[str, ...]


def find_sensitive(text: str) -> tuple[Sensitive, ...]:
    """Take English text; return the listed words in it by kind, each once, in the order of the text."""
    found = []
    for kind, pattern in _patterns().items():
        words = dict.fromkeys(match.group().lower() for match in pattern.finditer(text))
        if words:
            found.append(Sensitive(kind=kind, words=tuple(words)))
    return tuple(found)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    made = {}
    for kind, words in structure_data("sensitive")["words"].items():
        entries = [re.escape(word).replace(r"\*", r"\w*") for word in sorted(words.split(), key=len, reverse=True)]
        made[kind] = re.compile(rf"\b(?:{'|'.join(entries)})\b", re.IGNORECASE)
    return made
