"""The scores of a night in, Parquet files of that night out; a file is written once its night's scores are stored.

One folder a table, one file a night: ``parquet/findings/2026-06-03.parquet``. Columns are those of the CSV tables
(``docs/columns.md``) and a few in front that say which night, version and score a row belongs to.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

from framing.batch.clock import moment
from framing.batch.crash import step
from framing.batch.files import Folder, Unreadable, unreadable
from framing.batch.state import State
from framing.errors import IngestError
from framing.export.columns import columns_of
from framing.export.rows import rows
from framing.store import loads
from framing.types import Analysis

#: The tables that are kept for every night; sentences, quotes and the rest are in the analyses, and can be exported.
NAMES = ("articles", "findings", "measures")
_AT_ONCE = 100
_FRONT = {"night": "string", "version": "integer", "made_key": "string", "rescored": "boolean"}
_BATCH = {
    "url": "string",
    "feed": "string",
    "first_seen": "string",
    "fetched": "string",
    "scored": "string",
    "same_as": "string",
    "near": "string",
    "withdrawn": "string",
    "made_with": "string",
    "report": "string",
}


def write_tables(folder: Folder, state: State, *, say: Callable[[str], None] = lambda line: None) -> list[str]:
    """Write the tables of every night that has scores which its tables lack; return the nights.

    An analysis that is lost is a failure of the run under way, and left out; the next run tries its night again.
    """
    try:
        import pyarrow  # noqa: F401
    except ModuleNotFoundError:
        say("no Parquet tables are written: pip install 'framing[parquet]'")
        return []
    made = []
    for row in state.rows("SELECT night, count(*) AS n FROM scores GROUP BY night ORDER BY night"):
        stored = state.one("SELECT rows FROM tables WHERE night = ? AND name = 'articles'", row["night"])
        if stored != row["n"]:
            _write_night(folder, state, row["night"], say=say)
            made.append(row["night"])
    return made


def _write_night(folder: Folder, state: State, night: str, *, say: Callable[[str], None]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    sinks: dict[str, io.BytesIO] = {}
    writers: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    counts = dict.fromkeys(NAMES, 0)
    for name in NAMES:
        columns = {**_FRONT, **{column.name: column.type for column in columns_of(name)}}
        columns |= _BATCH if name == "articles" else {}
        schemas[name] = pa.schema([(column, kinds[kind]) for column, kind in columns.items()])
        sinks[name] = io.BytesIO()
        writers[name] = pq.ParquetWriter(sinks[name], schemas[name], compression="zstd")
    for some in _scores(state, night):
        told: dict[str, list[dict[str, Any]]] = {name: [] for name in NAMES}
        for score in some:
            try:
                analysis = _analysis(folder, score["analysis"])
            except Unreadable as error:
                say(f"read {score['article']}: {error}")
                _note(state, score, error)
                continue
            for name in NAMES:
                told[name] += _rows(name, score, analysis)
        for name in NAMES:
            writers[name].write_table(pa.Table.from_pylist(told[name], schema=schemas[name]))
            counts[name] += len(told[name])
    for name in NAMES:
        writers[name].close()
        path = f"parquet/{name}/{night}.parquet"
        digest = folder.write(path, sinks[name].getvalue())
        with state.transaction():
            state.write("INSERT OR REPLACE INTO tables VALUES (?, ?, ?, ?, ?)", night, name, path, counts[name], digest)
    step("tables")


def _scores(state: State, night: str) -> Iterator[list[Any]]:
    """Yield the night's scores, some at a time, in an order that does not depend on when each was stored."""
    found = state.rows(
        "SELECT s.*, v.fetched, v.same_as, v.near, a.url, a.feed, a.first_seen, a.withdrawn FROM scores s "
        "JOIN versions v ON v.article = s.article AND v.number = s.number JOIN articles a ON a.id = s.article "
        "WHERE s.night = ? ORDER BY s.article, s.number, s.made_key",
        night,
    )
    for start in range(0, len(found), _AT_ONCE):
        yield found[start : start + _AT_ONCE]


def _analysis(folder: Folder, name: str) -> Analysis:
    data = folder.read(name)
    try:
        return loads(data.decode("utf-8"))
    except (UnicodeDecodeError, IngestError) as error:
        raise unreadable(name, error) from None


def _note(state: State, score: Any, error: Unreadable) -> None:
    run = state.rows("SELECT id, started FROM runs ORDER BY id DESC LIMIT 1")[0]
    at = moment(run["started"])
    assert at is not None
    with state.transaction():
        state.failure(
            run["id"],
            at=at,
            kind="failed",
            feed=score["feed"],
            article=score["article"],
            url=score["url"],
            stage="read",
            reason="unreadable",
            message=str(error),
        )


def _rows(name: str, score: Any, analysis: Analysis) -> Iterator[dict[str, Any]]:
    front = {
        "night": score["night"],
        "version": score["number"],
        "made_key": score["made_key"],
        "rescored": bool(score["rescored"]),
    }
    more = {column: score[column] for column in _BATCH} if name == "articles" else {}
    for row in rows(name, analysis):
        yield {**front, **row, **more}


def made_short(made_with: str) -> str:
    """Take what made a score, as JSON; return it in a few words for people, digests cut short."""
    made = json.loads(made_with)
    parts = [
        f"{name} {version}" + (f" ({digest[:8]})" if digest else "")
        for name, (version, digest) in sorted(made["ran"].items())
    ]
    return ", ".join([f"framing {made['framing']}", *parts, *(["fast"] if made["fast"] else [])])
