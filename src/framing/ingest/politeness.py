"""Who may be asked when: pauses between requests to one site and address, pauses that a site asks for, dead hosts.

State is in memory and shared by threads. Nothing here looks at a clock of its own: a test hands one in.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

#: No pause is longer, whatever a server asks for.
LONGEST_PAUSE = 86_400.0
#: The pause after "too many requests" that names no time.
AFTER_429 = 30.0
#: After so many failures in a row a host rests for so many seconds.
FAILURES, REST = 3, 600.0


def retry_after(value: str | None, *, now: datetime) -> float | None:
    """Take a Retry-After header (seconds or a date); return the pause in seconds, at most a day.

    None where there is none or it is garbage, negative or past.
    """
    text = (value or "").strip()[:100]
    if text.isascii() and text.isdigit():
        seconds = float(text[:12])
    else:
        try:
            date = parsedate_to_datetime(text)
        except (ValueError, IndexError, TypeError, OverflowError):
            return None
        seconds = (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds()
    return min(seconds, LONGEST_PAUSE) if seconds > 0 else None


@lru_cache(maxsize=4096)
def site(host: str) -> str:
    """Take a host; return the registrable domain that it belongs to, or the host itself where there is none."""
    from tld import get_fld

    found = get_fld(f"http://{host}/", fail_silently=True, search_private=True) if ":" not in host else None
    return str(found) if found else host


class Politeness:
    """The pauses of one run. Keys are sites and addresses; one request at a time goes to one site."""

    def __init__(self, *, clock: Callable[[], float], sleep: Callable[[float], object]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self._free: dict[str, float] = {}
        self._asked: dict[str, float] = {}
        self._failed: dict[str, int] = {}
        self._resting: dict[str, float] = {}

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Hold the one connection that a site gets."""
        with self._lock:
            lock = self._turns.setdefault(name, threading.Lock())
        with lock:
            yield

    def start(self, delays: Iterable[tuple[str, float]]) -> None:
        """Take keys with the pause that each wants between starts; wait until all allow a start, and note it."""
        delays = list(delays)
        with self._lock:
            now = self._clock()
            begin = max([now, *(self._free.get(key, now) for key, _ in delays)])
            for key, delay in delays:
                self._free[key] = begin + delay
        if begin > now:
            self._sleep(begin - now)

    def wait_for(self, name: str) -> float:
        """Take a site; return in how many seconds it may be asked again, 0 for now."""
        with self._lock:
            return max(0.0, max(self._free.get(name, 0.0), self._asked.get(name, 0.0)) - self._clock())

    def asked_pause(self, name: str) -> float:
        """Take a site; return how many seconds of a pause that it asked for are left."""
        with self._lock:
            return max(0.0, self._asked.get(name, 0.0) - self._clock())

    def ask_pause(self, name: str, seconds: float) -> None:
        """Note that a site asked for a pause."""
        with self._lock:
            until = self._clock() + min(seconds, LONGEST_PAUSE)
            self._asked[name] = max(until, self._asked.get(name, 0.0))

    def resting(self, host: str) -> bool:
        """Take a host with its port; tell whether it failed so often that it is left alone."""
        with self._lock:
            until = self._resting.get(host)
            if until is not None and until <= self._clock():
                del self._resting[host]
                self._failed[host] = FAILURES - 1  # one try: if that fails too, it rests again
                until = None
            return until is not None

    def answered(self, host: str, *, well: bool) -> None:
        """Note whether a host answered; what it answered does not matter."""
        with self._lock:
            if well:
                self._failed.pop(host, None)
                return
            self._failed[host] = self._failed.get(host, 0) + 1
            if self._failed[host] >= FAILURES:
                self._resting[host] = self._clock() + REST
