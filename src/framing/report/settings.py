"""What a page is asked to be, apart from the analysis: the second argument of every section's ``view``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A page on the same event; ``href`` is a file beside this page or an http link, or None."""

    title: str
    outlet: str
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``excerpts`` leaves only marked sentences and their neighbours; ``generated`` is the time to print, or None.

    ``same_event`` are other articles on this event in the collection; ``compared`` is the page that compares them.
    """

    excerpts: bool = False
    generated: str | None = None
    same_event: tuple[Related, ...] = ()
    compared: str | None = None


DEFAULT = Settings()
