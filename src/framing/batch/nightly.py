"""A feeds file that was read in, a whole night out: the lock, the run, its tables, its pages, and what to exit with."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from framing.batch.analyst import Analyst
from framing.batch.clock import Clock, stamp
from framing.batch.crash import step
from framing.batch.files import DiskFull, Folder
from framing.batch.lock import held
from framing.batch.morning import write_pages
from framing.batch.poll import Fetching, Polled
from framing.batch.records import FeedState, RunState, Tally
from framing.batch.run import Night, ask_feeds, fetch_and_score, link_night, look_at_disk, save_answers
from framing.batch.settings import BatchSettings
from framing.batch.state import State
from framing.batch.tables import write_tables
from framing.batch.wording import took
from framing.ingest.feeds_file import FeedsFile
from framing.report.wording import plural

STATUS: dict[RunState, int] = {"complete": 0, "incomplete": 3, "failed": 4, "running": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run came to."""

    run: int
    night: str
    state: RunState
    tally: Tally
    feeds: tuple[int, int, int]
    seconds: float
    page: Path
    note: str | None = None

    @property
    def status(self) -> int:
        """The exit status: 0 complete, 3 incomplete, 4 failed."""
        return STATUS[self.state]

    def facts(self) -> dict[str, object]:
        """Return the run as plain data, which adds up: seen = done + failed + skipped."""
        tally = self.tally
        return {
            "run": self.run,
            "night": self.night,
            "state": self.state,
            "feeds": self.feeds[0],
            "feeds_read": self.feeds[1],
            "seen": tally.seen,
            "done": tally.done,
            "failed": tally.failed,
            "skipped": tally.skipped,
            "new": tally.new,
            "changed": tally.changed,
            "unchanged": tally.unchanged,
            "withdrawn": tally.withdrawn,
            "seconds": round(self.seconds, 1),
            "note": self.note,
        }

    def summary(self) -> str:
        """Return one line that adds up."""
        tally, (feeds, read, _) = self.tally, self.feeds
        done = f"{tally.new} new, {tally.changed} changed, {tally.unchanged} unchanged, {tally.withdrawn} withdrawn"
        return (
            f"run {self.run} {self.state}: {read} of {feeds} feeds read · {plural(tally.seen, 'article')} seen = "
            f"{tally.done} done ({done}) + {tally.failed} failed + {tally.skipped} skipped · {took(self.seconds)}"
        )


@contextmanager
def opened(root: Path, clock: Clock) -> Iterator[tuple[Folder, State]]:
    """Take the batch's folder; hold its lock and state for the block, what is half written cleared away."""
    folder = Folder(root)
    folder.make()
    with held(folder.root, now=stamp(clock.now())):
        folder.clear()
        state = State(folder.root)
        try:
            yield folder, state
        finally:
            state.close()


def config_hash(feeds: FeedsFile, settings: BatchSettings) -> str:
    """Take what a run is set to; return a short hash that changes with it, whatever the order of the feeds."""
    lines = [asdict(line) for line in sorted(feeds.feeds, key=lambda line: line.name)]
    told = json.dumps([lines, asdict(feeds.settings), settings.model_dump()], sort_keys=True, default=str)
    return hashlib.sha256(told.encode("ascii")).hexdigest()[:12]


def run_night(
    root: Path,
    feeds: FeedsFile,
    settings: BatchSettings,
    *,
    fetcher: Fetching,
    clock: Clock,
    stop: threading.Event,
    say: Callable[[str], None],
    progress: Callable[[str, int, int], None] = lambda what, done, of: None,
    analyst: Analyst | None = None,
    retry: bool = False,
) -> Outcome:
    """Take a folder and what to do; run one night there and write its tables and pages.

    ``stop`` set by a signal ends it within seconds, everything stored so far kept. Raises AlreadyRunning, ConfigError
    for what makes a run impossible, DiskFull where it had to stop; the run is then marked as failed.
    """
    with opened(root, clock) as (folder, state):
        now, started = clock.now(), clock.ticks()
        local = now.astimezone()
        night_name = local.date().isoformat()
        number = state.begin(night=night_name, kind="run", now=now, config=config_hash(feeds, settings))
        say(f"run {number} of {night_name} began; {len(feeds.feeds)} feeds")
        night = Night(
            folder=folder,
            state=state,
            settings=settings,
            clock=clock,
            now=now,
            night=night_name,
            run=number,
            stop=stop,
            say=say,
            step=progress,
            started=started,
        )
        step("started")
        note: str | None = None
        known: list[FeedState] = []
        answers: dict[str, Polled] = {}
        try:
            look_at_disk(night)
            known = state.enter_feeds(feeds.feeds, now)
            if retry:
                released = state.write(
                    "UPDATE articles SET state = 'waiting', tries = 0 WHERE state IN ('quarantined', 'refused')"
                ).rowcount
                say(f"{released} articles that were set aside are tried again")
            write_pages(folder, state, settings, feeds, now=now)
            if analyst is not None:
                state.made_with(number, analyst.made()[1])
            answers = ask_feeds(night, known, feeds.feeds, fetcher)
            fetch_and_score(night, feeds.feeds, fetcher, analyst)
            save_answers(night, known, answers)
            link_night(night)
            write_tables(folder, state, say=say)
        except DiskFull as error:
            note = str(error)
            _end(night, known, "failed", note)
            write_pages_if_room(folder, state, settings, feeds, now)
            raise
        except Exception as error:
            _end(night, known, "failed", f"stopped by a fault of ours ({type(error).__name__}); please report it")
            raise
        finally:
            if analyst is not None:
                analyst.close()
        if stop.is_set():
            night.over.set()
            note = "stopped by hand or by the system; the next run goes on from here"
        elif night.left:
            note = f"the deadline of {settings.minutes:g} minutes had passed; the next run goes on from here"
        outcome = _end(night, known, _judge(night, known), note)
        prune_daily(folder, state, settings, now)
        page = write_pages(folder, state, settings, feeds, now=clock.now())
        say(outcome.summary())
        step("ended")
        return replace(outcome, page=page)


def _counted(night: Night, known: list[FeedState]) -> tuple[int, int, int]:
    rows = night.state.rows("SELECT state, count(*) AS n FROM feed_nights WHERE run = ? GROUP BY state", night.run)
    count = {row["state"]: row["n"] for row in rows}
    return len(known), count.get("read", 0) + count.get("unchanged", 0), count.get("waiting", 0)


def _judge(night: Night, known: list[FeedState]) -> RunState:
    """Say how the run went: failed where no feed could be read, incomplete where anything is missing."""
    feeds, read, _ = _counted(night, known)
    off = sum(feed.disabled_reason is not None for feed in known)
    if feeds and not read and not night.tally.done and not night.over.is_set():
        return "failed"
    lost = night.state.one(
        "SELECT count(*) FROM failures f WHERE f.run = ? AND f.stage = 'read' AND NOT EXISTS (SELECT 1 FROM failures e "
        "WHERE e.run < f.run AND e.stage = 'read' AND e.article = f.article AND e.message = f.message)",
        night.run,
    )  # what was lost before is in the log and the failures again, and no night could ever mend it
    missing = read < feeds - off or night.tally.failed or night.left or lost or night.stop.is_set()
    return "incomplete" if missing else "complete"


def _end(night: Night, known: list[FeedState], state: RunState, note: str | None) -> Outcome:
    seconds = night.clock.ticks() - night.started
    feeds = _counted(night, known)
    night.state.end(
        night.run, state=state, now=night.clock.now(), seconds=seconds, tally=night.tally, feeds=feeds, note=note
    )
    return Outcome(
        run=night.run,
        night=night.night,
        state=state,
        tally=night.tally,
        feeds=feeds,
        seconds=seconds,
        page=night.folder.root / "runs" / "index.html",
        note=note,
    )


def write_pages_if_room(folder: Folder, state: State, settings: BatchSettings, feeds: FeedsFile, now: datetime) -> None:
    """Write the pages, or leave the last good ones where there is no room."""
    try:
        write_pages(folder, state, settings, feeds, now=now)
    except DiskFull:
        return


def prune_daily(folder: Folder, state: State, settings: BatchSettings, now: datetime) -> None:
    """Remove fetched pages and logs that are older than the settings keep; nothing else is ever removed by a run."""
    from framing.batch.keep import prune

    prune(
        folder,
        state,
        pages_before=now - timedelta(days=settings.keep_pages_days),
        logs_before=now - timedelta(days=settings.keep_logs_days),
    )
