"""Runs and feeds in, rows of the state file out, and back; every write is one transaction that is there or not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from framing.batch.clock import moment, stamp
from framing.batch.crash import step
from framing.batch.files import DiskFull
from framing.batch.records import FeedState, Tally
from framing.batch.schema import NAME, open_state
from framing.ingest.feeds_file import FeedLine
from framing.version import __version__

_TIMES = {field.name for field in fields(FeedState) if "datetime" in str(field.type)}
_FEED_COLUMNS = tuple(field.name for field in fields(FeedState))
_DIED = "ended without a word: it was killed, or the power went; what it had finished is kept"


class State:
    """The state file of a folder. One run writes, under the lock; anybody may read meanwhile."""

    def __init__(self, root: Path, *, create: bool = True) -> None:
        self.connection = open_state(root / NAME, create=create)

    def close(self) -> None:
        """Close the file; what was committed is there."""
        self.connection.close()

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """Take a query and its values; return its rows."""
        return self.connection.execute(query, values).fetchall()

    def one(self, query: str, *values: object) -> Any:
        """Take a query and its values; return the first column of its first row, or None."""
        row = self.connection.execute(query, values).fetchone()
        return None if row is None else row[0]

    def write(self, query: str, *values: object) -> sqlite3.Cursor:
        """Take a statement and its values; run it, in the transaction that is open."""
        return self.connection.execute(query, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make the block one transaction: all of it is on the disk afterwards, or nothing. Raises DiskFull."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                step("stored")
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        except sqlite3.OperationalError as error:
            raise DiskFull(f"the state file cannot be written ({error}); what was stored before is kept") from None
        step("committed")

    # runs ------------------------------------------------------------------------------------------------------

    def begin(self, *, night: str, kind: str, now: datetime, config: str) -> int:
        """Begin a run; return its number. Runs that were never ended are marked as such: we hold the lock."""
        with self.transaction():
            self.write("UPDATE runs SET state = 'failed', note = ? WHERE state = 'running'", _DIED)
            cursor = self.write(
                "INSERT INTO runs (night, kind, state, started, version, config) VALUES (?, ?, 'running', ?, ?, ?)",
                night,
                kind,
                stamp(now),
                __version__,
                config,
            )
        return int(cursor.lastrowid or 0)

    def end(
        self,
        run: int,
        *,
        state: str,
        now: datetime,
        seconds: float,
        tally: Tally,
        feeds: tuple[int, int, int],
        note: str | None,
    ) -> None:
        """End a run with what came of it; ``feeds`` are all, those read, and those not due."""
        with self.transaction():
            self.write(
                "UPDATE runs SET state = ?, ended = ?, seconds = ?, feeds = ?, feeds_read = ?, feeds_waiting = ?, "
                "new = ?, "
                "changed = ?, unchanged = ?, withdrawn = ?, seen = ?, done = ?, failed = ?, skipped = ?, note = ? "
                "WHERE id = ?",
                state,
                stamp(now),
                round(seconds, 1),
                *feeds,
                tally.new,
                tally.changed,
                tally.unchanged,
                tally.withdrawn,
                tally.seen,
                tally.done,
                tally.failed,
                tally.skipped,
                note,
                run,
            )

    def made_with(self, run: int, made_with: str) -> None:
        """Store what a run scores with."""
        with self.transaction():
            self.write("UPDATE runs SET made_with = ? WHERE id = ?", made_with, run)

    # feeds -----------------------------------------------------------------------------------------------------

    def enter_feeds(self, lines: Sequence[FeedLine], now: datetime) -> list[FeedState]:
        """Take the feeds of the file; return the state of each. An address changed in the file begins anew.

        A new name with the address of a feed that left the file is that feed, with all that is known of it.
        """
        listed = {line.name for line in lines}
        with self.transaction():
            left = {
                row["configured"]: row["name"]
                for row in self.rows("SELECT name, configured FROM feeds ORDER BY last_try")
                if row["name"] not in listed
            }
            for line in lines:
                row = self.connection.execute("SELECT configured FROM feeds WHERE name = ?", (line.name,)).fetchone()
                outlet = line.outlet or line.name
                old = left.pop(line.url, None) if row is None else None
                if old is not None:
                    self._rename(old, line.name, outlet)
                elif row is None:
                    self.write(
                        "INSERT INTO feeds (name, url, configured, outlet, added) VALUES (?, ?, ?, ?, ?)",
                        line.name,
                        line.url,
                        line.url,
                        outlet,
                        stamp(now),
                    )
                elif row["configured"] != line.url:
                    new = FeedState(name=line.name, url=line.url, configured=line.url, outlet=outlet)
                    self._put_feed(new)
                else:
                    self.write("UPDATE feeds SET outlet = ? WHERE name = ?", outlet, line.name)
        return [self.feed(line.name) for line in lines]

    def _rename(self, old: str, new: str, outlet: str) -> None:
        self.write(
            "UPDATE articles SET outlet = ? WHERE feed = ? AND outlet = (SELECT outlet FROM feeds WHERE name = ?)",
            outlet,
            old,
            old,
        )
        self.write("DELETE FROM feed_nights WHERE feed = ? AND state = 'left'", old)
        self.write("UPDATE feeds SET name = ?, outlet = ? WHERE name = ?", new, outlet, old)
        for table in ("aliases", "feed_nights", "articles", "items", "failures"):
            self.write(f"UPDATE {table} SET feed = ? WHERE feed = ?", new, old)

    def feed(self, name: str) -> FeedState:
        """Take a feed's name; return what is known of it."""
        row = self.connection.execute("SELECT * FROM feeds WHERE name = ?", (name,)).fetchone()
        values = {column: row[column] for column in _FEED_COLUMNS}
        values |= {column: moment(values[column]) for column in _TIMES}
        return FeedState(**{**values, "http_304_ever": bool(values["http_304_ever"])})

    def save_feed(self, feed: FeedState, now: datetime) -> None:
        """Store what is known of a feed; an address that it leaves is kept as an alias."""
        with self.transaction():
            old = self.one("SELECT url FROM feeds WHERE name = ?", feed.name)
            if old is not None and old != feed.url:
                self.write("INSERT OR REPLACE INTO aliases VALUES (?, ?, ?)", feed.name, old, stamp(now))
            self._put_feed(feed)

    def _put_feed(self, feed: FeedState) -> None:
        values = asdict(feed)
        values |= {column: stamp(values[column]) for column in _TIMES if values[column] is not None}
        names = [column for column in _FEED_COLUMNS if column != "name"]
        self.write(
            f"UPDATE feeds SET {', '.join(f'{column} = ?' for column in names)} WHERE name = ?",
            *(values[column] for column in names),
            feed.name,
        )

    def feed_night(self, run: int, feed: str, **values: object) -> None:
        """Store or change what a feed gave in a run; see the columns of ``feed_nights``."""
        self.write("INSERT OR IGNORE INTO feed_nights (run, feed, state) VALUES (?, ?, 'waiting')", run, feed)
        for column, value in values.items():
            self.write(f"UPDATE feed_nights SET {column} = ? WHERE run = ? AND feed = ?", value, run, feed)

    def failure(
        self,
        run: int,
        *,
        at: datetime,
        kind: str,
        stage: str,
        reason: str,
        message: str,
        feed: str | None = None,
        article: str | None = None,
        url: str | None = None,
    ) -> None:
        """Note something that went wrong, in the transaction that is open."""
        self.write(
            "INSERT INTO failures (run, at, kind, feed, article, url, stage, reason, message) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            run,
            stamp(at),
            kind,
            feed,
            article,
            url,
            stage,
            reason,
            message[:500],
        )
