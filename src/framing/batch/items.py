"""What a feed holds in, rows of items and of the articles they lead to out; a known article gets a row, no twin."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from framing.batch.clock import moment, stamp
from framing.batch.crash import step
from framing.batch.state import State
from framing.ingest.feed import Entry, Feed
from framing.ingest.urls import article_key

_FUTURE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What a feed's document gave: entries that are articles, new ones among them, unusable ones that are new."""

    entries: int
    new: int
    rejected: int
    future: int


def article_id(key: str) -> str:
    """Take the key of an article's address; return the article's id: 16 hexadecimal digits."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def record(state: State, run: int, name: str, outlet: str | None, feed: Feed, *, now: datetime, night: str) -> Recorded:
    """Take what a feed holds; store its items, and the articles that are new, in one transaction."""
    new = future = rejected = entries = 0
    at = stamp(now)
    with state.transaction():
        for entry in feed.entries:
            key = article_key(entry.link) if entry.link else None
            if key is None or entry.link is None:
                continue
            entries += 1
            published = moment(entry.published)
            if _ahead(published or entry.raw_date, now):
                future, published = future + 1, None
            article = article_id(key)
            cursor = state.write(
                "INSERT OR IGNORE INTO articles (id, key, url, feed, outlet, state, first_seen, first_night) "
                "VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?)",
                article,
                key,
                entry.link,
                name,
                outlet,
                at,
                night,
            )
            new += cursor.rowcount
            _item(state, name, entry, article, stamp(published) if published else None, at, night)
        for one in feed.rejected:
            mark = hashlib.sha256(f"{one.reason}\0{one.title}\0{one.link}".encode("utf-8", "surrogatepass")).hexdigest()
            cursor = state.write(
                "INSERT OR IGNORE INTO items (feed, key, article, url, title, first_seen, last_seen, night, reason) "
                "VALUES (?, ?, '', ?, ?, ?, ?, ?, ?)",
                name,
                f"rejected:{mark[:24]}",
                (one.link or "")[:2048],
                one.title,
                at,
                at,
                night,
                one.reason,
            )
            if cursor.rowcount:
                rejected += 1
                state.failure(
                    run,
                    at=now,
                    kind="skipped",
                    feed=name,
                    url=(one.link or "")[:2048] or None,
                    stage="feed",
                    reason=one.reason,
                    message=f"the item “{(one.title or 'without title')[:120]}” cannot be followed: {one.reason}",
                )
        step("items")
    return Recorded(entries=entries, new=new, rejected=rejected, future=future)


def _ahead(date: datetime | str | None, now: datetime) -> bool:
    """Tell whether a date, read or as the feed has it, lies in the future; what is no date does not."""
    if isinstance(date, str):
        date = _read(date)
    if date is None:
        return False
    return (date if date.tzinfo else date.replace(tzinfo=UTC)) > now + _FUTURE


def _read(date: str) -> datetime | None:
    try:
        return parsedate_to_datetime(date)
    except (ValueError, TypeError, OverflowError):
        return moment(date)


def _item(state: State, name: str, entry: Entry, article: str, published: str | None, at: str, night: str) -> None:
    digest = hashlib.sha256((entry.title or "").encode("utf-8", "surrogatepass")).hexdigest()[:16]
    found = state.rows("SELECT digest FROM items WHERE feed = ? AND key = ? AND article = ?", name, entry.key, article)
    if not found:
        state.write(
            "INSERT INTO items (feed, key, article, url, title, published, raw_date, first_seen, last_seen, night, "
            "digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            name,
            entry.key,
            article,
            entry.link,
            entry.title,
            published,
            entry.raw_date,
            at,
            at,
            night,
            digest,
        )
        return
    state.write(
        "UPDATE items SET last_seen = ?, title = ?, digest = ? WHERE feed = ? AND key = ? AND article = ?",
        at,
        entry.title,
        digest,
        name,
        entry.key,
        article,
    )
    if found[0]["digest"] != digest:  # an edited headline: look at the article at once
        state.write(
            "UPDATE articles SET next_check = ? WHERE id = ? AND state = 'done' AND withdrawn IS NULL", at, article
        )
