"""What a page is asked to be, apart from the analysis: the second argument of every section's ``view``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``excerpts`` leaves only marked sentences and their neighbours; ``generated`` is the time to print, or None."""

    excerpts: bool = False
    generated: str | None = None


DEFAULT = Settings()
