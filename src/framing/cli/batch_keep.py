"""``framing batch status|prune|backup|restore``: what keeps a batch in order."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from framing.cli.layout import plain
from framing.cli.progress import say
from framing.errors import ConfigError

Folder = Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder of the batch.")]
_FOLDER = Path("framing-batch")


def day_of(text: str) -> str:
    """Take what was typed as a date; return it as ISO 8601; ConfigError where it is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ConfigError(f"{text!r} is no date; write it as 2026-06-03") from None


def must_exist(folder: Path) -> None:
    """Take the folder of a batch; raise ConfigError where there is none."""
    from framing.batch.schema import NAME

    if not (folder / NAME).is_file():
        raise ConfigError(f"{folder} holds no batch; name its folder with -o, or begin with `framing batch run`")


def status(
    output: Folder = _FOLDER,
    check: Annotated[bool, typer.Option("--check", help="Also compare every stored file with the state.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print status.json.")] = False,
) -> None:
    """Say how the last run went, what needs attention, and whether a run is at work.

    Exit status: 0 complete; 3 incomplete, or older than the period expected; 4 failed; with --check, 2 where a file is
    missing or changed.

    Example: framing batch status -o night
    """
    from framing.batch.check import find_problems
    from framing.batch.clock import clock_of
    from framing.batch.files import Folder as BatchFolder
    from framing.batch.lock import is_held
    from framing.batch.state import State

    must_exist(output)
    running, now = is_held(output), clock_of().now()
    try:
        facts = json.loads((output / "status.json").read_bytes())
    except (OSError, ValueError):
        facts = {"state": "never run", "attention": [], "run": None, "built": None, "period_hours": 24}
    if facts["state"] == "running" and not running:
        facts["state"] = "died"
    if as_json:
        print(json.dumps(facts))
    else:
        for line in _lines(facts, running=running, late=_late(facts, now)):
            print(plain(line))
    if check:
        state = State(output, create=False)
        problems = find_problems(BatchFolder(output), state, running=running)
        state.close()
        for problem in problems:
            say(f"framing: {problem}")
        if problems:
            raise typer.Exit(2)
        print("every stored file is there, with the bytes that were written")
    raise typer.Exit(_status(facts, now))


def _status(facts: dict[str, Any], now: datetime) -> int:
    run = facts["run"]
    if run is None or facts["state"] in ("failed", "never run", "died"):
        return 4
    return 3 if _late(facts, now) or run["state"] != "complete" else 0


def _late(facts: dict[str, Any], now: datetime) -> bool:
    """Whether the last run that ended did so too long ago; pages that were built again since then say nothing of it."""
    ended = _ended(facts)
    return bool(ended) and now - datetime.fromisoformat(ended) > timedelta(hours=facts["period_hours"] * 1.25)


def _ended(facts: dict[str, Any]) -> str:
    return str((facts["run"] or {}).get("ended") or facts["built"] or "")


def _lines(facts: dict[str, Any], *, running: bool, late: bool) -> list[str]:
    from framing.report.wording import plural

    run = facts["run"]
    lines = ["a run is at work now"] if running else []
    if facts["state"] == "died":
        lines.append(
            "the last run ended without a word (killed, or the power went); start it again, it goes on from there"
        )
    if run is None:
        return [*lines, "no run has ended yet"]
    lines.append(
        f"{run['state']}: run {run['id']} of {run['night']}: {run['feeds_read']} of {run['feeds']} feeds read, "
        f"{plural(run['seen'], 'article')} seen = {run['done']} done + {run['failed']} failed + "
        f"{run['skipped']} skipped"
    )
    if late:
        lines.append(f"that was {_ended(facts)}; one is expected every {facts['period_hours']:g} hours: is it started?")
    for one in facts["attention"]:
        since = f" since {one['since'][:10]}" if one["since"] else ""
        lines.append(f"{one['kind']}: {one['feed']}: {one['what']}{since}. {one['advice']}")
    return lines


def prune(
    output: Folder = _FOLDER,
    pages_days: Annotated[
        int | None,
        typer.Option(
            "--pages-days", metavar="N", min=0, help="Remove fetched pages older than N days.", show_default=False
        ),
    ] = None,
    reports_days: Annotated[
        int | None,
        typer.Option(
            "--reports-days", metavar="N", min=0, help="Remove reports (HTML) older than N days.", show_default=False
        ),
    ] = None,
    logs_days: Annotated[
        int | None,
        typer.Option("--logs-days", metavar="N", min=0, help="Remove logs older than N days.", show_default=False),
    ] = None,
    orphans: Annotated[bool, typer.Option("--orphans", help="Remove files that no run knows of.")] = False,
    dry_run: Annotated[
        bool, typer.Option("-n", "--dry-run", help="Say what would be removed, remove nothing.")
    ] = False,
) -> None:
    """Remove old files to make room; what an analysis rests on stays.

    Example: framing batch prune -o night --pages-days 14 -n
    """
    from framing.batch.clock import clock_of
    from framing.batch.keep import prune as remove
    from framing.batch.nightly import opened

    must_exist(output)
    if pages_days is None and reports_days is None and logs_days is None and not orphans:
        raise ConfigError("nothing to do: say what to remove, for example --pages-days 14")
    clock = clock_of()
    now = clock.now()

    def before(days: int | None) -> datetime | None:
        return None if days is None else now - timedelta(days=days)

    with opened(output, clock) as (folder, state):
        done = remove(
            folder, state, pages_before=before(pages_days), reports_before=before(reports_days),
            logs_before=before(logs_days), orphans=orphans, pretend=dry_run,
        )  # fmt: skip
    word = "would be removed" if dry_run else "removed"
    print(
        f"{done.pages} pages, {done.reports} reports, {done.logs} logs, {done.orphans} unknown files {word}: "
        f"{done.size / 1e6:.1f} MB"
    )


def backup(
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="The folder of the backup.", show_default=False)],
    output: Folder = _FOLDER,
) -> None:
    """Copy the batch to another folder, also while a run is at work; again to the same folder copies what is new.

    Example: framing batch backup /mnt/backup/night -o night
    """
    from framing.batch.backup import back_up
    from framing.batch.clock import clock_of
    from framing.batch.files import Folder as BatchFolder
    from framing.batch.state import State

    must_exist(output)
    state = State(output, create=False)
    try:
        done = back_up(BatchFolder(output), state, target, now=clock_of().now())
    finally:
        state.close()
    print(f"{target}: {done.articles} articles, {done.files} files, {done.copied} of them copied now")


def restore(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="The folder of a backup.", show_default=False)],
    output: Folder = _FOLDER,
) -> None:
    """Put a backup back; a state that is there is kept aside. Then every file is compared with the state.

    Example: framing batch restore /mnt/backup/night -o night
    """
    from framing.batch.backup import restore as put_back
    from framing.batch.clock import clock_of, stamp
    from framing.batch.files import Folder as BatchFolder
    from framing.batch.lock import held

    now = clock_of().now()
    BatchFolder(output).make()
    with held(output, now=stamp(now)):
        done = put_back(source, output, now=now)
    for problem in done.problems[:20]:
        say(f"framing: {problem}")
    print(f"{output}: {done.articles} articles, {done.copied} files put back, {len(done.problems)} problems")
    raise typer.Exit(2 if done.problems else 0)
