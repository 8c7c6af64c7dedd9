"""Spans in, those that overlap none taken before out, in time that hardly grows with how many were taken."""

from __future__ import annotations

from bisect import bisect_left, insort

from framing.types import Span


class Apart:
    """Spans that do not overlap, in text order."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, span: Span) -> bool:
        """Take a span that is not empty; keep it and return True unless it overlaps one that was kept."""
        # Kept spans are apart, so their starts and their ends have the same order.
        at = bisect_left(self._starts, span.end)
        if at and self._ends[at - 1] > span.start:
            return False
        insort(self._starts, span.start)
        insort(self._ends, span.end)
        return True
