"""How far a run is, on standard error: a live line on a terminal, a line a minute elsewhere, nothing for short runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from framing.cli.layout import plain

_EVERY = 60.0
_CLEAR = "\r\x1b[K"


@contextmanager
def progress(what: str, *, own_terminal: bool = True) -> Iterator[Callable[[], None]]:
    """Take what is counted; give a function to call when each begins to be shown.

    On a terminal, "loading" stands there until the first one. ``own_terminal`` False means that results go to the same
    terminal: then the live line goes away with the first result and does not come back.
    """
    started = shown = time.monotonic()
    count = 0
    terminal = sys.stderr.isatty()
    if terminal:
        print("framing: loading …", end="", file=sys.stderr, flush=True)

    def step() -> None:
        nonlocal count, shown
        count += 1
        now = time.monotonic()
        if terminal:
            if not own_terminal:
                if count == 1:
                    print(_CLEAR, end="", file=sys.stderr, flush=True)
            elif count == 1 or now - shown > 0.2:
                shown = now
                print(f"{_CLEAR}framing: {count} {what}", end="", file=sys.stderr, flush=True)
        elif now - shown > _EVERY:
            shown = now
            rate = count / (now - started)
            print(f"{time.strftime('%H:%M')} {count} {what}, {rate:.1f} a second", file=sys.stderr, flush=True)

    try:
        yield step
    finally:
        if terminal and (own_terminal or not count):
            print(_CLEAR, end="", file=sys.stderr, flush=True)


def say(message: str) -> None:
    """Take a message; print it on standard error as one line of its own, fit for a terminal."""
    clear = _CLEAR if sys.stderr.isatty() else ""
    print(clear + plain(message), file=sys.stderr, flush=True)
