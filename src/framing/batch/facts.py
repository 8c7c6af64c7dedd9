"""The state in, the plain facts of the morning page out; ``status.json`` holds the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from framing.batch.attention import Attention, find_attention
from framing.batch.clock import stamp
from framing.batch.state import State
from framing.batch.tables import made_short
from framing.batch.unusual import Checks, Counted, find_unusual

NIGHTS = 30
RUNS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """A feed in the table: what it gave tonight and, a night each, in the last 30 nights (None: not read, -1: not
    known yet).
    """

    name: str
    outlet: str
    url: str
    outcome: str
    reason: str | None
    last_ok: str | None
    entries: int
    new: int
    analysed: int
    missed: Mapping[str, int]
    tossed: int
    nights: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A night on which the program, a lexicon or a model changed: numbers on both sides cannot be compared."""

    night: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the page and ``status.json`` tell. ``run`` is the last ended run; ``running`` one that is under way."""

    run: Mapping[str, Any] | None
    running: Mapping[str, Any] | None
    stopped_before: int
    attention: tuple[Attention, ...]
    last_problem: str | None
    unusual: Checks
    feeds: tuple[FeedRow, ...]
    nights: tuple[str, ...]
    changes: tuple[Change, ...]
    runs: tuple[Mapping[str, Any], ...]
    tonight: int
    equal: int
    near: int
    changed: int
    withdrawn: int
    missed: tuple[Mapping[str, Any], ...]
    scored: bool
    entries: Mapping[str, Mapping[str, str]]


def gather(state: State, *, feeds_file: str, names: tuple[str, ...]) -> Facts:
    """Take the state and the names of the feeds in the file; return the facts of the last ended run and its night."""
    running = state.rows("SELECT * FROM runs WHERE state = 'running' AND kind = 'run' ORDER BY id DESC LIMIT 1")
    runs = state.rows("SELECT * FROM runs WHERE state <> 'running' ORDER BY id DESC LIMIT ?", RUNS)
    ended = [row for row in runs if row["kind"] == "run" and row["ended"] is not None]
    run = dict(ended[0]) if ended else None
    night = run["night"] if run else date.min.isoformat()
    days = (
        tuple((date.fromisoformat(night) - timedelta(days=back)).isoformat() for back in range(NIGHTS - 1, -1, -1))
        if run
        else ()
    )
    unusual = _unusual(state, night)
    found = find_attention(state, run["id"], night, feeds_file=feeds_file) if run else []
    one = state.one
    return Facts(
        run=run,
        running=dict(running[0]) if running else None,
        stopped_before=one(
            "SELECT count(*) FROM runs WHERE night = ? AND kind = 'run' AND ended IS NULL AND state <> 'running'", night
        ),
        attention=tuple(found),
        last_problem=one(
            "SELECT max(night) FROM runs WHERE state IN ('incomplete', 'failed') AND kind = 'run' AND id <> ?",
            run["id"] if run else 0,
        ),
        unusual=unusual,
        feeds=_feed_rows(state, run["id"], night, days, names) if run else (),
        nights=days,
        changes=_changes(state, days),
        runs=tuple(dict(row) for row in runs),
        tonight=one("SELECT count(*) FROM versions WHERE night = ?", night),
        equal=one("SELECT count(*) FROM versions WHERE night = ? AND same_as IS NOT NULL", night),
        near=one("SELECT count(*) FROM versions WHERE night = ? AND near IS NOT NULL AND same_as IS NULL", night),
        changed=one("SELECT count(*) FROM versions WHERE night = ? AND number > 1", night),
        withdrawn=one(
            "SELECT count(*) FROM articles WHERE withdrawn >= ? AND withdrawn <= ?",
            *((run["started"], run["ended"]) if run else ("", "")),
        ),
        missed=tuple(
            dict(row)
            for row in state.rows(
                "SELECT kind, feed, url, stage, reason, message FROM failures WHERE run = ? AND article IS NOT NULL "
                "AND reason NOT IN ('deadline', 'stopped') ORDER BY kind, feed, url",
                run["id"] if run else 0,
            )
        ),
        scored=bool(one("SELECT 1 FROM scores WHERE night = ? LIMIT 1", night)),
        entries={one.article: _entry(state, one.article, night) for one in unusual.found},
    )


def _entry(state: State, article: str, night: str) -> Mapping[str, str]:
    row = state.rows(
        "SELECT s.report, v.title, a.outlet FROM scores s "
        "JOIN versions v ON v.article = s.article AND v.number = s.number "
        "JOIN articles a ON a.id = s.article WHERE s.article = ? AND s.night = ? AND s.number = 1 LIMIT 1",
        article,
        night,
    )[0]
    return {
        "href": f"../{row['report']}",
        "title": row["title"] or "Without a title",
        "outlet": row["outlet"] or "not given",
    }


def _counted(row: Any) -> Counted:
    return Counted(
        article=row["article"], outlet=row["outlet"] or "", words=row["words"], counts=tuple(json.loads(row["counts"]))
    )


def _unusual(state: State, night: str) -> Checks:
    """Check tonight's articles against their outlets' last 90 days, as far as made by the same lexicons and models."""
    made = state.one("SELECT made_key FROM scores WHERE night = ? AND rescored = 0 ORDER BY scored DESC LIMIT 1", night)
    if made is None:
        return Checks(checks=0, found=())
    since = (date.fromisoformat(night) - timedelta(days=90)).isoformat()
    rows = state.rows(
        "SELECT s.article, s.words, s.counts, v.night, a.outlet FROM scores s JOIN articles a ON a.id = s.article "
        "JOIN versions v ON v.article = s.article AND v.number = s.number "
        "WHERE s.number = 1 AND s.made_key = ? AND v.night >= ? AND v.night <= ? AND s.counts IS NOT NULL "
        "AND v.same_as IS NULL ORDER BY s.article",
        made,
        since,
        night,
    )
    return find_unusual(
        [_counted(row) for row in rows if row["night"] == night],
        [_counted(row) for row in rows if row["night"] < night],
    )


def _feed_rows(
    state: State, run: int, night: str, days: tuple[str, ...], names: tuple[str, ...]
) -> tuple[FeedRow, ...]:
    told = {row["feed"]: row for row in state.rows("SELECT * FROM feed_nights WHERE run = ?", run)}
    known = {row["name"]: row for row in state.rows("SELECT * FROM feeds")}
    new: dict[tuple[str, str], int] = {
        (row["feed"], row["night"]): row["n"]
        for row in state.rows(
            "SELECT feed, night, count(*) AS n FROM items WHERE night >= ? AND article <> '' GROUP BY feed, night",
            days[0],
        )
    }
    asked = {
        (row["feed"], row["night"])
        for row in state.rows(
            "SELECT DISTINCT n.feed, r.night FROM feed_nights n JOIN runs r ON r.id = n.run "
            "WHERE r.night >= ? AND n.state IN ('read', 'unchanged')",
            days[0],
        )
    }
    analysed = {
        row["feed"]: row["n"]
        for row in state.rows(
            "SELECT a.feed, count(*) AS n FROM versions v JOIN articles a ON a.id = v.article "
            "WHERE v.night = ? GROUP BY a.feed",
            night,
        )
    }
    missed: dict[str, dict[str, int]] = {}
    for lost in state.rows(
        "SELECT feed, reason, count(*) AS n FROM failures WHERE run = ? AND (article IS NOT NULL OR kind = 'skipped') "
        "GROUP BY feed, reason ORDER BY n DESC, reason",
        run,
    ):
        missed.setdefault(lost["feed"], {})[lost["reason"]] = lost["n"]
    made = []
    for name in names:
        row, feed = told.get(name), known.get(name)
        if feed is None:
            continue
        made.append(
            FeedRow(
                name=name,
                outlet=feed["outlet"] or name,
                url=feed["url"],
                outcome=row["state"] if row else "waiting",
                reason=(row["message"] or row["reason"]) if row else None,
                last_ok=feed["last_ok"],
                entries=row["entries"] if row else 0,
                new=new.get((name, night), 0),
                analysed=analysed.get(name, 0),
                missed=missed.get(name, {}),
                tossed=row["tossed"] if row else 0,
                nights=tuple(
                    -1 if day < feed["added"][:10] else new.get((name, day), 0) if (name, day) in asked else None
                    for day in days
                ),
            )
        )
    return tuple(made)


def _changes(state: State, days: tuple[str, ...]) -> tuple[Change, ...]:
    """Return the nights of the axis on which what scores changed."""
    found = []
    before: str | None = None
    for row in state.rows("SELECT night, made_with FROM runs WHERE made_with IS NOT NULL AND kind = 'run' ORDER BY id"):
        if before is not None and row["made_with"] != before and row["night"] in days:
            found.append(Change(night=row["night"], before=made_short(before), after=made_short(row["made_with"])))
        before = row["made_with"]
    return tuple(found)


def as_json(facts: Facts, *, built: Any, page: str, period_hours: float) -> dict[str, Any]:
    """Take the facts; return what ``status.json`` holds, for monitors."""
    from dataclasses import asdict

    def plain(run: Mapping[str, Any] | None) -> dict[str, Any] | None:
        return None if run is None else {name: value for name, value in run.items() if name != "made_with"}

    return {
        "schema": 1,
        "built": stamp(built),
        "state": "running" if facts.running else facts.run["state"] if facts.run else "never run",
        "period_hours": period_hours,
        "page": page,
        "run": plain(facts.run),
        "running": plain(facts.running),
        "attention": [asdict(one) for one in facts.attention],
        "unusual": {"checks": facts.unusual.checks, "remain": [asdict(one) for one in facts.unusual.found]},
        "feeds": [{**asdict(row), "missed": dict(row.missed)} for row in facts.feeds],
        "nights": list(facts.nights),
        "changes": [asdict(one) for one in facts.changes],
        "articles": {
            "stored_tonight": facts.tonight,
            "changed": facts.changed,
            "withdrawn": facts.withdrawn,
            "equal_text": facts.equal,
            "near_duplicate": facts.near,
        },
    }
