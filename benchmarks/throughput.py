"""How fast the nightly run is: articles a second without analysis, and wall time against the analysis alone.

    PYTHONPATH=src:. python -m benchmarks.throughput [--articles 400] [--analysed 96]

Pages come from loopback without polite delays. The second figure is a ratio within one run: a whole night (asking,
fetching, extracting, scoring, storing, pages, tables) against the scoring of the same texts by the same analyst alone.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.newsroom import Newsroom, day
from framing.batch.analyst import AT_ONCE, Analyst
from framing.batch.clock import Clock
from framing.batch.nightly import Outcome, run_night
from framing.batch.settings import batch_settings
from framing.batch.state import State
from framing.ingest.feeds_file import parse_feeds_file
from framing.ingest.fetch import Fetcher


def _night(room: Newsroom, out: Path, *, batch: str, analyst: Analyst | None) -> tuple[Outcome, float]:
    file = parse_feeds_file(room.feeds_file(batch=batch).encode(), path="feeds.toml")
    began = time.monotonic()
    with Fetcher(file.settings) as fetcher:
        outcome = run_night(
            out, file, batch_settings(file.batch, path=file.path), fetcher=fetcher, clock=Clock(frozen=day(0)),
            stop=threading.Event(), say=lambda _: None, analyst=analyst,
        )  # fmt: skip
    return outcome, time.monotonic() - began


def _room(room: Newsroom, articles: int) -> None:
    for number in range(articles):
        room.outlet(f"outlet-{number % 20}").publish(day(0), length=27)  # about 450 words


def main() -> None:
    """Print both figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--analysed", type=int, default=96)
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        with Newsroom(hosts=8) as room:
            _room(room, chosen.articles)
            outcome, took = _night(room, Path(folder) / "off", batch="analyze = false", analyst=None)
            used = time.process_time()
        print(
            f"analysis off: {outcome.tally.new} articles in {took:.1f} s, {outcome.tally.new / took:.1f} a second "
            f"(this process, server included, computed for {used:.1f} s)"
        )
        analyst = Analyst(seconds=120, memory=3_000_000_000)
        analyst.made()
        with Newsroom(hosts=8) as room:
            _room(room, chosen.analysed)
            kept = Path(folder) / "on"
            outcome, whole = _night(room, kept, batch="", analyst=analyst)
        alone = _alone(kept)
        print(
            f"analysis on: {outcome.tally.new} articles in {whole:.1f} s; the analysis alone {alone:.1f} s: "
            f"{whole / alone:.2f} times as long"
        )


def _alone(out: Path) -> float:
    """Score the texts that the night stored, as many at a time, and return the seconds."""
    import json

    from framing.batch.files import Folder

    state, folder = State(out, create=False), Folder(out)
    documents = [json.loads(folder.read(row["document"])) for row in state.rows("SELECT document FROM versions")]
    state.close()
    analyst = Analyst(seconds=120, memory=3_000_000_000)
    analyst.made()
    began = time.monotonic()
    for start in range(0, len(documents), AT_ONCE):
        analyst.score(documents[start : start + AT_ONCE])
    took = time.monotonic() - began
    analyst.close()
    return took


if __name__ == "__main__":
    main()
