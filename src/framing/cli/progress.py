"""How far a long run is, on standard error: a counter on a terminal, a line a minute elsewhere, nothing for short runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_EVERY = 60.0


@contextmanager
def progress(what: str, *, quiet: bool = False) -> Iterator[Callable[[], None]]:
    """Take what is counted; give a function to call after each. Nothing is shown where ``quiet``."""
    started = shown = time.monotonic()
    count = 0
    live = sys.stderr.isatty() and not quiet

    def step() -> None:
        nonlocal count, shown
        count += 1
        now = time.monotonic()
        if live and now - shown > 0.2:
            shown = now
            print(f"\r{count} {what}", end="", file=sys.stderr, flush=True)
        elif not live and now - shown > _EVERY:
            shown = now
            print(f"{time.strftime('%H:%M')} {count} {what}, {count / (now - started):.1f} a second", file=sys.stderr)

    try:
        yield step
    finally:
        if live and count:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
