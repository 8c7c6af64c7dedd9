"""A folder in, the sole right to write there out; the kernel takes it back when the process ends, however it ends."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from framing.errors import FramingError

#: ``is_held`` has the lock for an instant; whoever starts just then waits so many seconds.
_PATIENCE = 1.0
_TICK = 0.05


class AlreadyRunning(FramingError):
    """Another run holds the folder."""


@contextmanager
def held(root: Path, *, now: str) -> Iterator[None]:
    """Take the batch's folder and the time; hold its lock for the block. Raises AlreadyRunning, naming the holder."""
    import fcntl

    descriptor = os.open(root / "lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    try:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() > until:
                    message = f"already running: {_holder(descriptor)}; this start did nothing"
                    raise AlreadyRunning(message) from None
            time.sleep(_TICK)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"process": os.getpid(), "since": now}).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def is_held(root: Path) -> bool:
    """Take the batch's folder; tell whether a run holds it now."""
    import fcntl

    try:
        descriptor = os.open(root / "lock", os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _holder(descriptor: int) -> str:
    try:
        known = json.loads(os.pread(descriptor, 200, 0))
        return f"process {int(known['process'])} since {str(known['since'])[:20]}"
    except (ValueError, KeyError, TypeError):
        return "another process"
