"""A named step of a run in, nothing out, unless a test has asked for a death just there.

``FRAMING_CRASH_AT=stored:3`` kills the process, as a power cut would, when it passes the step "stored" the third time.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

#: Every step that a test can name, in the order of a run.
STEPS = (
    "started",
    "polled",
    "items",
    "fetched",
    "extracted",
    "analysed",
    "written",
    "renamed",
    "stored",
    "committed",
    "validators",
    "linked",
    "tables",
    "pages",
    "ended",
)
_passed: Counter[str] = Counter()


def step(name: str) -> None:
    """Take the name of the step that is passed."""
    wanted = os.environ.get("FRAMING_CRASH_AT")
    if not wanted:
        return
    at, _, count = wanted.partition(":")
    if at == name:
        _passed[name] += 1
        if _passed[name] == int(count or 1):
            os.kill(os.getpid(), signal.SIGKILL)
