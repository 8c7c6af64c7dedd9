"""The facts of a night in, the morning page, the page of the day and ``status.json`` out, each replaced at once.

Every page is rebuilt from the state, never appended to; the last good one stays until the new one is whole. Nothing is
ever removed because its feed died.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from framing.batch.attention import Attention
from framing.batch.clock import moment
from framing.batch.crash import step
from framing.batch.day_page import day_files
from framing.batch.facts import Facts, FeedRow, as_json, gather
from framing.batch.files import Folder
from framing.batch.settings import BatchSettings
from framing.batch.spark import spark
from framing.batch.state import State
from framing.batch.unusual import LEAST_HISTORY, MOST_SHOWN
from framing.batch.wording import UNITS, clock_time, day_name, reasons, took, until
from framing.ingest.feeds_file import FeedsFile
from framing.report.pages import render
from framing.report.wording import plural, safe_link, shortened
from framing.types import FAMILIES
from framing.version import __version__

#: More than this is told in ``status.json`` or the log: a page must open at once, in the morning, on a phone.
_MOST_ATTENTION, _MOST_MISSED, _MOST_SPARKS, _MOST_FEEDS = 50, 50, 300, 1000
_WORDS = {"complete": "Complete", "incomplete": "Incomplete", "failed": "Failed", "running": "Running"}
_OUTCOMES = {
    "read": "read",
    "unchanged": "nothing changed",
    "failed": "failed",
    "waiting": "not asked yet",
    "disabled": "switched off",
}
_ALSO = ("morning.css", "morning.js")


def write_pages(folder: Folder, state: State, settings: BatchSettings, feeds: FeedsFile, *, now: datetime) -> Path:
    """Rebuild the pages of the last ended run; return the morning page. Raises DiskFull, the old pages left whole."""
    file = Path(feeds.path)
    facts = gather(state, feeds_file=file.name, names=tuple(line.name for line in feeds.feeds))
    pages = {}
    if facts.run is not None:
        pages = dict(day_files(state, facts.run["night"]))
    index = render(
        "morning.html",
        also=_ALSO,
        **view(
            facts,
            settings,
            feeds_file=file.name,
            now=now,
            day_page=next(iter(pages), None),
            has_day=_has_day(folder) | {name.partition("/")[0] for name in pages},
        ),
    )
    told = as_json(facts, built=now, page="runs/index.html", period_hours=settings.period_hours)
    for name, page in pages.items():
        folder.write(f"runs/{name}", page.encode("utf-8", "replace"))
    folder.write("runs/index.html", index.encode("utf-8", "replace"))
    folder.write("status.json", json.dumps(told, ensure_ascii=True, indent=1).encode("ascii") + b"\n")
    step("pages")
    return folder.root / "runs" / "index.html"


def _has_day(folder: Folder) -> frozenset[str]:
    return frozenset(path.name for path in (folder.root / "runs").iterdir() if path.is_dir())


def view(
    facts: Facts,
    settings: BatchSettings,
    *,
    feeds_file: str,
    now: datetime,
    day_page: str | None,
    has_day: frozenset[str],
) -> dict[str, Any]:
    """Take the facts; return the values of the template."""
    run = facts.run or {}
    places = {night: place for place, night in enumerate(facts.nights)}
    changes = [places[change.night] for change in facts.changes]
    sparks = len(facts.feeds) <= _MOST_SPARKS
    return {
        "state": _state(facts),
        "built": until(now),
        "built_iso": now.isoformat(),
        "period_hours": f"{settings.period_hours:g}",
        "attention": [_attention(one) for one in facts.attention[:_MOST_ATTENTION]],
        "more_attention": max(len(facts.attention) - _MOST_ATTENTION, 0),
        "last_problem": facts.last_problem,
        "unusual": _unusual(facts),
        "changes": facts.changes,
        "feeds": [_feed(row, changes, sparks=sparks) for row in facts.feeds[:_MOST_FEEDS]],
        "more_feeds": max(len(facts.feeds) - _MOST_FEEDS, 0),
        "nights": facts.nights,
        "sparks": sparks,
        "scored": settings.analyze,
        "day_page": day_page,
        "tonight": facts.tonight,
        "told": list(_told(facts)),
        "missed": [_missed(dict(one)) for one in facts.missed[:_MOST_MISSED]],
        "more_missed": max(len(facts.missed) - _MOST_MISSED, 0),
        "runs": list(_runs(facts, has_day)),
        "log": f"logs/{run.get('night', 'the night')}.log",
        "command": f"framing batch run {shlex.quote(feeds_file)}",
        "config": run.get("config") or "not known yet",
        "version": __version__,
    }


def _state(facts: Facts) -> dict[str, Any]:
    run, running = facts.run, facts.running
    notes: list[str] = []
    if running is not None:
        since = clock_time(moment(running["started"]))
        if run is None:
            return {
                "word": "Running",
                "sign": "running",
                "day": day_name(running["night"]),
                "notes": notes,
                "line": f"The first run began at {since}.",
            }
        notes.append(f"A run is under way since {since}. What stands below is of the run before it.")
    if run is None:
        return {"word": "No run yet", "sign": "", "day": "The nightly run", "line": "No run has ended.", "notes": notes}
    began, ended = moment(run["started"]), moment(run["ended"])
    line = (
        f"Run of {day_name(run['night'])}, {until(began, ended)}. {run['feeds_read']} of {run['feeds']} feeds read · "
        f"{plural(run['seen'], 'article')} seen: {run['new']} new, {run['changed']} changed, "
        f"{run['unchanged']} looked at again and unchanged, {run['withdrawn']} taken away · "
        f"{run['failed']} failed · {run['skipped']} skipped."
    )
    if run["feeds_waiting"]:
        notes.append(
            f"{plural(run['feeds_waiting'], 'feed was', 'feeds were')} not asked: "
            "the server, or our own pause after failures, says when."
        )
    if run["note"]:
        notes.append(run["note"][0].upper() + run["note"][1:] + ".")
    if facts.stopped_before:
        notes.append(
            f"Before it, {plural(facts.stopped_before, 'run')} of this night ended without a word; what it had "
            "stored was kept, and this run went on from there."
        )
    word = "running" if running is not None else run["state"]
    return {"word": _WORDS[word], "sign": word, "day": day_name(run["night"]), "line": line, "notes": notes}


def _attention(one: Attention) -> dict[str, Any]:
    advice, _, command = one.advice.partition(": framing ")
    since = (
        until(moment(one.since)) if one.since and len(one.since) > 10 else day_name(one.since) if one.since else None
    )
    return {
        **asdict(one),
        "since": since,
        "advice": advice,
        "command": f"framing {command}" if command else None,
        "link": safe_link(one.url),
        "what": one.what.rstrip("."),
    }


def _unusual(facts: Facts) -> dict[str, Any]:
    checks = facts.unusual
    rows = []
    for one in checks.found[:MOST_SHOWN]:
        entry = facts.entries.get(one.article)
        if entry is not None:
            rows.append({**asdict(one), **entry, "family": FAMILIES[one.family].lower()})
    line = ""
    if checks.checks:
        kept = len(checks.found)
        line = f"{plural(checks.checks, 'check')}; {kept} remain{'s' * (kept == 1)} after correction for their number"
        line += f", {len(rows)} are shown." if kept > len(rows) else "."
    few = [f"{name} ({count})" for name, count in checks.young]
    if few:
        shown = ", ".join(few[:5]) + (f" and {len(few) - 5} more" if len(few) > 5 else "")
        line += f" Not checked yet, since an outlet needs {LEAST_HISTORY} earlier articles of 300 words: {shown}."
    if checks.short:
        line += (
            f" {plural(checks.short, 'article has', 'articles have')} under 300 words in the writer’s voice: too short."
        )
    empty = "Nothing beyond chance." if checks.checks else "Nothing could be checked."
    return {"rows": rows, "line": line.strip(), "empty": empty}


def _feed(row: FeedRow, changes: list[int], *, sparks: bool) -> dict[str, Any]:
    outcome = _OUTCOMES[row.outcome] + (f"; {row.tossed} items beyond 2,000 left" if row.tossed else "")
    return {
        "name": row.name,
        "outlet": row.outlet,
        "outcome": outcome,
        "reason": shortened(row.reason, 120) if row.reason else None,
        "last_ok": until(moment(row.last_ok)) if row.last_ok else "never",
        "new": row.new,
        "analysed": row.analysed,
        "missed": reasons(row.missed),
        "spark": spark(row.nights, changes) if sparks else None,
    }


def _told(facts: Facts) -> Iterator[str]:
    if facts.changed:
        versions = plural(facts.changed, "is a new version", "are new versions")
        yield f"{versions} of an article whose text changed; the old is kept."
    if facts.equal:
        yield f"{plural(facts.equal, 'has', 'have')} the same words as another article."
    if facts.near:
        yield f"{plural(facts.near, 'is nearly the same as another', 'are nearly the same as others')}."
    if facts.withdrawn:
        gone = plural(facts.withdrawn, "article was", "articles were")
        yield f"{gone} taken away by the outlet; our reports of them stay."


def _missed(one: dict[str, Any]) -> dict[str, Any]:
    url = one["url"] or ""
    return {**one, "link": safe_link(url), "shown": shortened(url, 100), "message": shortened(one["message"], 200)}


def _runs(facts: Facts, has_day: frozenset[str]) -> Iterator[dict[str, Any]]:
    made = [run["made_with"] for run in facts.runs]
    for place, run in enumerate(facts.runs):
        earlier = next((older for older in made[place + 1 :] if older), None)
        numbers = [run[name] for name in ("feeds_read", "seen", "done", "failed", "skipped")]
        ended = run["ended"] is not None
        yield {
            "night": date.fromisoformat(run["night"]).isoformat(),
            "href": f"{run['night']}/index.html" if run["night"] in has_day else None,
            "began": clock_time(moment(run["started"])),
            "word": _WORDS[run["state"]] + (" (scored anew)" if run["kind"] == "rescore" else ""),
            "note": run["note"],
            "took": took(run["seconds"]) if ended else UNITS["unknown"],
            "numbers": [f"{value:,}" if value is not None else "–" for value in numbers],
            "version": run["version"],
            "changed": bool(run["made_with"] and earlier and run["made_with"] != earlier),
        }
