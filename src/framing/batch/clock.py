"""The time of a run: UTC for what is stored, a clock that cannot jump for how long something took."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from framing.epoch import source_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Tells the time. ``frozen`` is the one time of a rehearsal, in which every stored time is that of the start."""

    frozen: datetime | None = None

    def now(self) -> datetime:
        """Return the time in UTC, to the second."""
        return self.frozen or datetime.now(UTC).replace(microsecond=0)

    @staticmethod
    def ticks() -> float:
        """Return seconds of a clock that never goes back; only differences mean something."""
        return time.monotonic()


def clock_of(environment: Mapping[str, str] = os.environ) -> Clock:
    """Take the environment; return the clock, frozen at SOURCE_DATE_EPOCH where that is set."""
    return Clock(frozen=source_date(environment))


def stamp(moment: datetime) -> str:
    """Take a time with a zone; return it as it is stored: UTC, ISO 8601, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str | None) -> datetime | None:
    """Take a stored time or None; return it in UTC. What is no time is None."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
