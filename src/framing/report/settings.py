"""What a page is asked to be, apart from the analysis: the second argument of every section's ``view``."""

from __future__ import annotations

from dataclasses import dataclass

from framing.validated import Validated


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``excerpts`` leaves only marked sentences and their neighbours; ``generated`` is the time to print, or None.

    ``validated`` are error figures from coders of the reader's own; they stand in place of the shipped ones.
    """

    excerpts: bool = False
    generated: str | None = None
    validated: Validated | None = None


DEFAULT = Settings()
