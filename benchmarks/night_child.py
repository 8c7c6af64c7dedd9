"""One night as a process of its own, for tests that kill it; ``--stub`` scores nothing and so starts in a second.

python -m benchmarks.night_child FEEDS.toml DIR [--stub PROGRAM]
"""

from __future__ import annotations

import json
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from framing.batch.analyst import Analyst, _answer
from framing.batch.clock import clock_of
from framing.batch.lock import AlreadyRunning
from framing.batch.nightly import run_night
from framing.batch.plain import from_plain
from framing.batch.settings import batch_settings
from framing.children import limits, receive, send
from framing.errors import FramingError
from framing.ingest.feeds_file import read_feeds_file
from framing.ingest.fetch import Fetcher
from framing.types import Analysis

#: A child that answers like the analyst's, without models; words in an article make it misbehave.
STUB = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from benchmarks.night_child import answer
answer(json.loads(sys.argv[2]))
"""


def answer(options: dict[str, Any], made: str = "stub 1") -> None:
    """Answer articles as the analyst's child does: hang, die or eat memory where the text says so."""
    import os
    import time

    alarm = limits(options["memory"])
    made_with = {"framing": "0", "fast": True, "ran": {made: ["1", "x"]}}
    send(sys.stdout.buffer, json.dumps({"ready": True, "made_with": made_with}).encode())
    while True:
        try:
            request = receive(sys.stdin.buffer)
        except EOFError:
            return
        alarm(request["seconds"] + 2)
        results = []
        for data in request["articles"]:
            if "HANGS HERE" in data["text"]:
                time.sleep(600)
            if "DIES HERE" in data["text"]:
                os.abort()
            if "EATS MEMORY" in data["text"]:
                try:
                    bytearray(options["memory"] * 2)
                except MemoryError:
                    send(sys.stdout.buffer, b'{"error": "memory"}')
                    return
            results.append(_answer(Analysis(article=from_plain(data), sentences=(), scores=())))
        alarm(0)
        send(sys.stdout.buffer, json.dumps({"results": results}).encode())


def main(arguments: list[str]) -> int:
    """Run one night; return what the command would exit with."""
    file = read_feeds_file(Path(arguments[0]))
    settings = batch_settings(file.batch, path=file.path)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    program = STUB if arguments[2:] == ["--stub"] else arguments[3] if arguments[2:] else None
    analyst = Analyst(
        seconds=settings.analysis_seconds,
        memory=settings.analysis_memory_mb * 1_000_000,
        fast=settings.fast,
        **({"program": program} if program else {}),
    )
    try:
        outcome = run_night(
            Path(arguments[1]),
            file,
            settings,
            fetcher=Fetcher(file.settings, sleep=stop.wait),
            clock=clock_of(),
            stop=stop,
            say=lambda line: print(line, file=sys.stderr, flush=True),
            analyst=analyst if settings.analyze else None,
        )
    except AlreadyRunning as error:
        print(error, file=sys.stderr)
        return 3
    except FramingError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(outcome.facts()))
    return outcome.status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
