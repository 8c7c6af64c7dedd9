"""What a page is asked to be, apart from the analysis: the second argument of every section's ``view``."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from framing.validated import Validated


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The files over which a long article is spread, and which of them this page is.

    ``names`` are the files in order; ``starts`` the number of the paragraph with which each begins (0 first), and
    ``sentences`` the number (from 1) of each one's first sentence; ``number`` counts from 1.
    """

    names: tuple[str, ...]
    starts: tuple[int, ...]
    sentences: tuple[int, ...]
    number: int = 1

    @property
    def first(self) -> bool:
        """Whether this is the page with the sections on the article as a whole."""
        return self.number == 1

    def turned(self, number: int) -> Pages:
        """Return the same pages, opened at another one."""
        return replace(self, number=number)

    def holds_row(self, row: int) -> bool:
        """Whether the paragraph with this number (from 0) stands on this page."""
        return bisect_right(self.starts, row) == self.number

    def holds_sentence(self, number: int) -> bool:
        """Whether the sentence with this number (from 1) stands on this page."""
        return self._page_of(number) == self.number

    def to_sentence(self, number: int, kind: str = "s") -> str:
        """Return the address of a sentence ("s") or of the note beside it ("n")."""
        page = self._page_of(number)
        return f"{'' if page == self.number else self.names[page - 1]}#{kind}{number}"

    def to_section(self, name: str) -> str:
        """Return the address of a section: text and findings are on every page, the others on the first."""
        here = self.first or name in ("text", "findings")
        return f"{'' if here else self.names[0]}#{name}"

    def _page_of(self, sentence: int) -> int:
        return max(bisect_right(self.sentences, sentence), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """An article on the same event; ``href`` is a file beside this page or an http link, or None."""

    title: str
    outlet: str
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SameEvent:
    """The other articles on the event of this one, and the file beside this page that compares them, or None.

    Without articles: a collection was searched, and none of it is on this event.
    """

    articles: tuple[Related, ...] = ()
    compared: str | None = None


#: An article on one page.
WHOLE = Pages(names=("",), starts=(0,), sentences=(1,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What to leave out and what to print.

    ``excerpts`` leaves only marked sentences and their neighbours; ``generated`` is the time to print, or None;
    ``pages`` says which part of a long article this page holds; ``data`` is the file with the analysis, or None;
    ``validated`` are error figures from coders of the reader's own, which stand in place of the shipped ones;
    ``same_event`` is what a collection knows of other articles on the event, None where none was searched.
    """

    excerpts: bool = False
    generated: str | None = None
    pages: Pages = WHOLE
    data: str | None = None
    validated: Validated | None = None
    same_event: SameEvent | None = None


DEFAULT = Settings()
