"""What a foreign dictionary is made of: terms under categories, and the lines that cannot be used, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from framing.errors import LexiconError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One term in one category, as the file writes both; ``line`` is where. A term in two categories is two entries."""

    term: str
    category: str
    line: int
    weight: float | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Refused:
    """An entry that cannot be used, and why, in words for whoever imports."""

    line: int
    term: str
    category: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """The entries of a file in its order, and what was refused while it was read."""

    entries: tuple[Entry, ...]
    refused: tuple[Refused, ...]

    @property
    def read(self) -> int:
        """How many entries the file has: every one is in ``entries`` or in ``refused``."""
        return len(self.entries) + len(self.refused)


def fault(shown: str, line: int, message: str, column: int = 1) -> LexiconError:
    """Take a file, a place in it and what is wrong there; return the error that stops an import."""
    return LexiconError([Problem(shown, line, column, message)])
