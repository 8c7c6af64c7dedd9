"""Items, documents and troubles in, rows of articles, versions and scores out; nothing is dropped, all is linked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from framing.batch.clock import moment, stamp
from framing.batch.crash import step
from framing.batch.records import Document, Job, Scored, Trouble
from framing.batch.state import State
from framing.ingest.feed import Entry, Feed
from framing.ingest.urls import article_key

_EARLY = timedelta(hours=4)  # a run may start some hours earlier than the night before
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
            if published is not None and published > now + _FUTURE:
                future, published = future + 1, None
            article = article_id(key)
            cursor = state.write(
                "INSERT OR IGNORE INTO articles (id, key, url, feed, outlet, state, first_seen, first_night) "
                "VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?)",
                article, key, entry.link, name, outlet, at, night,
            )  # fmt: skip
            new += cursor.rowcount
            _item(state, name, entry, article, stamp(published) if published else None, at, night)
        for one in feed.rejected:
            mark = hashlib.sha256(f"{one.reason}\0{one.title}\0{one.link}".encode("utf-8", "surrogatepass")).hexdigest()
            cursor = state.write(
                "INSERT OR IGNORE INTO items (feed, key, article, url, title, first_seen, last_seen, night, reason) "
                "VALUES (?, ?, '', ?, ?, ?, ?, ?, ?)",
                name, f"rejected:{mark[:24]}", (one.link or "")[:2048], one.title, at, at, night, one.reason,
            )  # fmt: skip
            if cursor.rowcount:
                rejected += 1
                state.failure(
                    run, at=now, kind="skipped", feed=name, url=(one.link or "")[:2048] or None, stage="feed", reason=one.reason,
                    message=f"the item “{(one.title or 'without title')[:120]}” cannot be followed: {one.reason}",
                )  # fmt: skip
        step("items")
    return Recorded(entries=entries, new=new, rejected=rejected, future=future)


def _item(state: State, name: str, entry: Entry, article: str, published: str | None, at: str, night: str) -> None:
    digest = hashlib.sha256((entry.title or "").encode("utf-8", "surrogatepass")).hexdigest()[:16]
    found = state.rows("SELECT digest FROM items WHERE feed = ? AND key = ? AND article = ?", name, entry.key, article)
    if not found:
        state.write(
            "INSERT INTO items (feed, key, article, url, title, published, raw_date, first_seen, last_seen, night, "
            "digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            name, entry.key, article, entry.link, entry.title, published, entry.raw_date, at, at, night, digest,
        )  # fmt: skip
        return
    state.write(
        "UPDATE items SET last_seen = ?, title = ?, digest = ? WHERE feed = ? AND key = ? AND article = ?",
        at, entry.title, digest, name, entry.key, article,
    )  # fmt: skip
    if found[0]["digest"] != digest:  # an edited headline: look at the article at once
        state.write(
            "UPDATE articles SET next_check = ? WHERE id = ? AND state = 'done' AND withdrawn IS NULL", at, article
        )


def jobs(state: State, *, now: datetime, feeds: Mapping[str, str | None], most_versions: int) -> list[Job]:
    """Return the articles to fetch, of these feeds (name to language, where it is known): those without a version, and those to be looked at again."""
    rows = state.rows(
        "SELECT a.id, a.key, a.url, a.feed, a.outlet, a.state, i.title, i.published FROM articles a "
        "LEFT JOIN items i ON i.article = a.id AND i.feed = a.feed "
        "WHERE (a.state = 'waiting' OR (a.state = 'done' AND a.withdrawn IS NULL AND a.next_check <= ? "
        "AND (SELECT count(*) FROM versions v WHERE v.article = a.id) < ?)) "
        "GROUP BY a.id ORDER BY a.state DESC, a.first_seen, a.feed, a.id",
        stamp(now), most_versions,
    )  # fmt: skip
    return [
        Job(
            article=row["id"], url=row["url"], key=row["key"], feed=row["feed"], outlet=row["outlet"],
            known=row["state"] == "done", title=row["title"], published=row["published"],
            language=feeds[row["feed"]],
        )
        for row in rows
        if row["feed"] in feeds
    ]  # fmt: skip


def next_check(first_seen: datetime, now: datetime, days: Sequence[float]) -> datetime | None:
    """Take when an article was first seen, the time, and the ages at which to look again; return the next one."""
    for day in sorted(days):
        when = first_seen + timedelta(days=day) - _EARLY
        if when > now:
            return when
    return None


def _looked(state: State, article: str, now: datetime, days: Sequence[float]) -> None:
    first = moment(state.one("SELECT first_seen FROM articles WHERE id = ?", article)) or now
    later = next_check(first, now, days)
    state.write(
        "UPDATE articles SET state = 'done', reason = NULL, tries = 0, last_failed_night = NULL, checked = ?, "
        "next_check = ? WHERE id = ?",
        stamp(now), stamp(later) if later else None, article,
    )  # fmt: skip


def last_text(state: State, article: str) -> tuple[int, str | None]:
    """Take an article's id; return the number of its newest version (0: none) and the sha256 of that text."""
    rows = state.rows(
        "SELECT number, text_sha256 FROM versions WHERE article = ? ORDER BY number DESC LIMIT 1", article
    )
    return (rows[0]["number"], rows[0]["text_sha256"]) if rows else (0, None)


def store_same(state: State, article: str, *, now: datetime, days: Sequence[float]) -> None:
    """Note that an article was looked at again and has not changed."""
    with state.transaction():
        _looked(state, article, now, days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the files of a version lie, relative to the folder, with their sha256; a report only where one was made."""

    document: tuple[str, str]
    raw: tuple[str, str] | None
    report: tuple[str, str] | None = None
    analysis: tuple[str, str] | None = None


def store_version(
    state: State, document: Document, scored: Scored | None, places: Places, *,
    number: int, now: datetime, night: str, made: tuple[str, str] | None, days: Sequence[float],
) -> None:  # fmt: skip
    """Store a version whose files are written: the version, its score and the article's state, in one transaction."""
    article = document.article
    with state.transaction():
        state.write(
            "INSERT INTO versions (article, number, night, fetched, final_url, title, published, language, words, "
            "text_sha256, text_key, signature, raw, raw_sha256, document, document_sha256) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            document.job.article, number, night, stamp(now), document.final_url, article.get("title"),
            article.get("published"), article.get("language"),
            scored.entry["words"] if scored else len(article["text"].split()),
            document.text_sha256, document.text_key, document.signature, *(places.raw or (None, None)), *places.document,
        )  # fmt: skip
        if scored is not None and made is not None:
            put_score(state, document.job.article, number, scored, places, night=night, now=now, made=made)
        _looked(state, document.job.article, now, days)


def put_score(
    state: State, article: str, number: int, scored: Scored, places: Places, *,
    night: str, now: datetime, made: tuple[str, str], rescored: bool = False,
) -> None:  # fmt: skip
    """Store a score beside older ones, in the transaction that is open; ``made`` is what made it, key and JSON."""
    assert places.report is not None and places.analysis is not None
    state.write(
        "INSERT OR REPLACE INTO scores (article, number, made_key, made_with, night, scored, report, report_sha256, "
        "analysis, analysis_sha256, entry, words, counts, rescored) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        article, number, *made, night, stamp(now), *places.report, *places.analysis,
        json.dumps(scored.entry, ensure_ascii=False), scored.words,
        json.dumps(scored.counts) if scored.counts is not None else None, rescored,
    )  # fmt: skip


def store_trouble(
    state: State, run: int, trouble: Trouble, *, now: datetime, night: str, days: Sequence[float], nights: int
) -> None:
    """Note that an article gave no version: taken away, refused for good, or failed; set aside after so many nights."""
    job = trouble.job
    with state.transaction():
        if trouble.gone and job.known:
            state.write(
                "UPDATE articles SET withdrawn = ?, withdrawn_why = ?, next_check = NULL WHERE id = ?",
                stamp(now), trouble.message, job.article,
            )  # fmt: skip
            return
        kind = "skipped" if trouble.skipped else "failed"
        state.failure(
            run, at=now, kind=kind, feed=job.feed, article=job.article, url=job.url, stage=trouble.stage,
            reason=trouble.reason, message=trouble.message,
        )  # fmt: skip
        if trouble.final:
            state.write("UPDATE articles SET state = 'refused', reason = ? WHERE id = ?", trouble.message, job.article)
        elif job.known:
            _looked(state, job.article, now, days)  # the version that we have stands; the next look comes in its time
        elif not trouble.skipped:
            row = state.rows("SELECT tries, last_failed_night FROM articles WHERE id = ?", job.article)[0]
            tries = row["tries"] + (row["last_failed_night"] != night)
            state.write(
                "UPDATE articles SET tries = ?, last_failed_night = ?, reason = ?, state = ? WHERE id = ?",
                tries, night, trouble.message, "quarantined" if tries >= nights else "waiting", job.article,
            )  # fmt: skip
