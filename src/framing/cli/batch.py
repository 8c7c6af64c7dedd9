"""``framing batch``: a feeds file in, every night a run; and what keeps it in order."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from framing.cli import batch_keep
from framing.cli.layout import plain
from framing.cli.progress import say

app = typer.Typer(
    no_args_is_help=True,
    help="The nightly run over feeds: fetch, analyse, keep, and a page to read in the morning.\n\n"
    "\b\nExample: framing batch run feeds.toml -o night",
)
INTERRUPTED, ENDED = 130, 143
_MINUTE = 60.0

Feeds = Annotated[Path, typer.Argument(metavar="FEEDS.toml", help="The feeds file.", show_default=False)]
Output = Annotated[
    Path, typer.Option("-o", "--output", metavar="DIR", help="The folder of the batch; made if it is not there.")
]
FOLDER = Path("framing-batch")


class Log:
    """Lines for people: into the night's file, and on standard error where that is no terminal."""

    def __init__(self, folder: Path, night: str) -> None:
        self._path = folder / "logs" / f"{night}.log"
        self._terminal = sys.stderr.isatty()

    def __call__(self, line: str) -> None:
        """Take a line; write it with the time before it. What an article holds cannot drive a terminal."""
        told = f"{time.strftime('%Y-%m-%d %H:%M:%S')} {plain(line)}"
        with self._path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(told + "\n")
        if not self._terminal:
            print(told, file=sys.stderr, flush=True)


@contextmanager
def stopping() -> Iterator[tuple[threading.Event, list[int]]]:
    """Make SIGTERM and Ctrl-C set an event for the block; the second one ends the program as it is."""
    event, told = threading.Event(), [0]

    def stop(number: int, _: object) -> None:
        if event.is_set():
            raise KeyboardInterrupt
        told[0] = number
        event.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield event, told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def shown(log: Log) -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that shows how far a run is: a bar on a terminal, a line a minute elsewhere."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            tasks = {}

            def show(what: str, done: int, of: int) -> None:
                if what not in tasks:
                    tasks[what] = bar.add_task(what)
                bar.update(tasks[what], completed=done, total=of)

            yield show
        return
    told = time.monotonic()

    def tell(what: str, done: int, of: int) -> None:
        nonlocal told
        if time.monotonic() - told > _MINUTE:
            told = time.monotonic()
            log(f"{done}/{of} {what}")

    yield tell


@app.command()
def run(
    feeds: Feeds,
    output: Output = FOLDER,
    minutes: Annotated[
        float | None,
        typer.Option(
            "--minutes", metavar="N", help="Stop fetching after so many minutes.", min=0.1, show_default=False
        ),
    ] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Also try again what was set aside.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the run's numbers as one line of JSON.")] = False,
) -> None:
    """Ask the feeds, fetch and analyse what is new, and write the morning page.

    Prints the page to open. A run that was killed goes on where it stopped. Exit status: 0 complete; 3 incomplete, or
    another run is at work; 4 no feed could be read; 2 the feeds file, the folder or the state cannot be used.

    Example: framing batch run feeds.toml -o night
    """
    from framing.batch.analyst import Analyst
    from framing.batch.clock import clock_of
    from framing.batch.lock import AlreadyRunning
    from framing.batch.nightly import run_night
    from framing.batch.settings import batch_settings
    from framing.ingest.feeds_file import read_feeds_file
    from framing.ingest.fetch import Fetcher

    file = read_feeds_file(feeds)
    settings = batch_settings(file.batch, path=file.path)
    if minutes is not None:
        settings = settings.model_copy(update={"minutes": minutes})
    clock = clock_of()
    (output / "logs").mkdir(parents=True, exist_ok=True)
    log = Log(output, clock.now().astimezone().date().isoformat())
    analyst = None
    if settings.analyze:
        analyst = Analyst(
            seconds=settings.analysis_seconds, memory=settings.analysis_memory_mb * 1_000_000, fast=settings.fast
        )
    with stopping() as (stop, told), shown(log) as progress:
        fetcher = Fetcher(file.settings, sleep=stop.wait)
        try:
            outcome = run_night(
                output, file, settings, fetcher=fetcher, clock=clock, stop=stop, say=log, progress=progress,
                analyst=analyst, retry=retry,
            )  # fmt: skip
        except AlreadyRunning as error:
            say(f"framing: {error}")
            raise typer.Exit(3) from None
    if sys.stderr.isatty():
        say(f"framing: {outcome.summary()}")
    print(json.dumps(outcome.facts()) if as_json else outcome.page)
    if told[0]:
        raise typer.Exit(INTERRUPTED if told[0] == signal.SIGINT else ENDED)
    raise typer.Exit(outcome.status)


@app.command()
def rescore(
    feeds: Feeds,
    output: Output = FOLDER,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Only articles stored since this night.", show_default=False),
    ] = None,
) -> None:
    """Score stored articles with the present lexicons and models; old scores are kept beside the new.

    Example: framing batch rescore feeds.toml -o night --since 2026-05-01
    """
    from framing.batch.analyst import Analyst
    from framing.batch.clock import clock_of
    from framing.batch.lock import AlreadyRunning
    from framing.batch.morning import write_pages
    from framing.batch.nightly import opened
    from framing.batch.rescore import rescore as score_again
    from framing.batch.settings import batch_settings
    from framing.batch.tables import write_tables
    from framing.ingest.feeds_file import read_feeds_file

    file = read_feeds_file(feeds)
    settings = batch_settings(file.batch, path=file.path)
    if since is not None:
        since = batch_keep.day_of(since)
    clock = clock_of()
    batch_keep.must_exist(output)
    log = Log(output, clock.now().astimezone().date().isoformat())
    analyst = Analyst(
        seconds=settings.analysis_seconds, memory=settings.analysis_memory_mb * 1_000_000, fast=settings.fast
    )
    try:
        with stopping() as (stop, _), shown(log) as progress, opened(output, clock) as (folder, state):
            now = clock.now()
            found = score_again(folder, state, analyst, now=now, since=since, stop=stop, say=log, progress=progress)
            write_tables(folder, state, say=log)
            write_pages(folder, state, settings, file, now=now)
    except AlreadyRunning as error:
        say(f"framing: {error}")
        raise typer.Exit(3) from None
    finally:
        analyst.close()
    say(
        f"framing: {found.seen} seen: {found.done} scored anew, {found.had} had this score, {found.failed} failed, "
        f"{found.left} left"
    )
    raise typer.Exit(3 if found.failed or found.left else 0)


app.command()(batch_keep.status)
app.command()(batch_keep.prune)
app.command()(batch_keep.backup)
app.command()(batch_keep.restore)
