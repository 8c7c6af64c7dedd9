"""One night of a batch against a newsroom on loopback, in this process or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from benchmarks.newsroom import Newsroom, day
from benchmarks.night_child import STUB

from framing.batch.analyst import Analyst
from framing.batch.check import find_problems
from framing.batch.clock import Clock
from framing.batch.files import Folder
from framing.batch.nightly import Outcome, run_night
from framing.batch.settings import batch_settings
from framing.batch.state import State
from framing.ingest.feeds_file import parse_feeds_file
from framing.ingest.fetch import Fetcher

ONLY_KEEP = "analyze = false"


def stub(**changes: object) -> Analyst:
    """Return an analyst without models."""
    options = {"seconds": 5.0, "memory": 3_000_000_000, "program": STUB, **changes}
    return Analyst(**options)  # type: ignore[arg-type]


def one_night(
    room: Newsroom,
    out: Path,
    number: int = 0,
    *,
    hour: int = 4,
    batch: str = ONLY_KEEP,
    analyst: Analyst | None = None,
    stop: threading.Event | None = None,
    lines: list[str] | None = None,
    names: list[str] | None = None,
    retry: bool = False,
) -> Outcome:
    """Run a night and check that everything stored is whole; return what it came to."""
    text = room.feeds_file(batch="" if analyst and batch == ONLY_KEEP else batch)
    file = parse_feeds_file(text.encode(), path="feeds.toml")
    settings = batch_settings(file.batch, path=file.path)
    with Fetcher(file.settings) as fetcher:
        outcome = run_night(
            out, file, settings, fetcher=fetcher, clock=Clock(frozen=day(number, hour)), stop=stop or threading.Event(),
            say=(lines if lines is not None else []).append, analyst=analyst, retry=retry,
        )  # fmt: skip
    assert problems(out) == []
    assert outcome.tally.seen == outcome.tally.done + outcome.tally.failed + outcome.tally.skipped
    return outcome


def problems(out: Path) -> list[str]:
    state = State(out, create=False)
    try:
        return find_problems(Folder(out), state)
    finally:
        state.close()


def query(out: Path, text: str, *values: object) -> list[tuple[object, ...]]:
    """Return the rows of a query on the state."""
    state = State(out, create=False)
    try:
        return [tuple(row) for row in state.rows(text, *values)]
    finally:
        state.close()


def command(*arguments: object, number: int | None = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own; ``number`` is the night that its clock shows."""
    told = {**os.environ, **environment}
    if number is not None:
        told["SOURCE_DATE_EPOCH"] = str(int(day(number).timestamp()))
    return subprocess.run(
        [sys.executable, "-m", "framing", *map(str, arguments)], env=told, capture_output=True, text=True, timeout=120
    )


def child(feeds: Path, out: Path, *, number: int = 0, **environment: str) -> subprocess.Popen[str]:
    """Start a night with the stub analyst as a process of its own."""
    told = {**os.environ, "SOURCE_DATE_EPOCH": str(int(day(number).timestamp())), **environment}
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.night_child", str(feeds), str(out), "--stub"],
        env=told, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
