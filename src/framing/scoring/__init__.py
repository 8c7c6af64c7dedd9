"""The scorers: each takes a parsed article and the findings so far, and adds evidence."""

from __future__ import annotations

from typing import Protocol

from framing.types import About, Evidence, Finding, ParsedArticle


class Scorer(Protocol):
    """What every scorer is: pure, deterministic, and able to say what it is made of."""

    @property
    def about(self) -> About:
        """Say what runs: id, version, digest and licence of its data."""
        ...

    def score(self, parsed: ParsedArticle, findings: tuple[Finding, ...]) -> Evidence:
        """Take a parsed article and the findings of the scorers before; return what this one adds."""
        ...
