"""Patterns of one word in, and for any word those that it fits out: ``econom**``, ``w?man``, ``**phob**``.

``**`` stands for any characters of a word or none, ``?`` for exactly one. This is the wildcard of LIWC dictionaries
(``econom*``) and of quanteda's globs, which a list of inflected forms cannot replace: it hits what nobody listed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

ANY, ONE = "**", "?"
_LITERAL = re.compile(r"[^*?]+")
# The words of a corpus repeat; a hostile one cannot fill the memory.
_MOST_REMEMBERED = 100_000


def is_glob(word: str) -> bool:
    """Whether a word of a cue is a pattern of this kind."""
    return ANY in word or ONE in word


def fits(pattern: str, word: str) -> bool:
    """Take a pattern and a word, both normalised; tell whether the whole word fits.

    The last ``**`` takes what it must and no earlier one is tried again, so the time is at most the product of the two
    lengths, whatever the pattern.
    """
    signs = pattern.replace(ANY, "*")
    at = place = 0
    star, resume = -1, 0
    while place < len(word):
        if at < len(signs) and signs[at] == "*":
            star, resume = at, place
            at += 1
        elif at < len(signs) and signs[at] in (ONE, word[place]):
            at += 1
            place += 1
        elif star >= 0:
            at, resume = star + 1, resume + 1
            place = resume
        else:
            return False
    return signs[at:].strip("*") == ""


class Globs:
    """Patterns, looked up by the letters that they must have, so that many cost hardly more than a few."""

    def __init__(self) -> None:
        self._stems: set[str] = set()
        self._stem_sizes: tuple[int, ...] = ()
        self._others: dict[str, set[str]] = defaultdict(set)
        self._other_sizes: tuple[int, ...] = ()
        self._met: dict[str, tuple[str, ...]] = {}

    def __bool__(self) -> bool:
        return bool(self._stems or self._others)

    def add(self, patterns: Iterable[str]) -> None:
        """Take patterns; look for them from now on."""
        for pattern in patterns:
            literals = _LITERAL.findall(pattern)
            if pattern == literals[0] + ANY:
                self._stems.add(literals[0])
                self._stem_sizes = tuple(sorted({*self._stem_sizes, len(literals[0])}))
            else:
                needed = max(literals, key=len)
                self._others[needed].add(pattern)
                self._other_sizes = tuple(sorted({*self._other_sizes, len(needed)}))
            self._met.clear()

    def of(self, word: str) -> tuple[str, ...]:
        """Take a normalised word; return the patterns that it fits, in a fixed order."""
        if not self:
            return ()
        found = self._met.get(word)
        if found is None:
            if len(self._met) >= _MOST_REMEMBERED:
                self._met.clear()
            found = self._met[word] = tuple(sorted(self._look_up(word)))
        return found

    def _look_up(self, word: str) -> set[str]:
        found = {word[:size] + ANY for size in self._stem_sizes if size <= len(word) and word[:size] in self._stems}
        for size in self._other_sizes:
            for at in range(len(word) - size + 1):
                for pattern in self._others.get(word[at : at + size], ()):
                    if pattern not in found and fits(pattern, word):
                        found.add(pattern)
        return found
