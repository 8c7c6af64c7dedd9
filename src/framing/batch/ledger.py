"""Documents and troubles in, rows of articles, versions and scores out; nothing is dropped, all is linked."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from framing.batch.clock import moment, stamp
from framing.batch.placing import Places
from framing.batch.records import Document, Job, Scored, Trouble
from framing.batch.state import State

_EARLY = timedelta(hours=4)  # a run may start some hours earlier than the night before


def jobs(state: State, *, now: datetime, feeds: Mapping[str, str | None], most_versions: int) -> list[Job]:
    """Return the articles to fetch: those without a version, and those to be looked at again.

    ``feeds`` are the names of the feeds in question, each with its language where that is known.
    """
    rows = state.rows(
        "SELECT a.id, a.key, a.url, a.feed, a.outlet, a.state, i.title, i.published FROM articles a "
        "LEFT JOIN items i ON i.article = a.id AND i.feed = a.feed "
        "WHERE (a.state = 'waiting' OR (a.state = 'done' AND a.withdrawn IS NULL AND a.next_check <= ? "
        "AND (SELECT count(*) FROM versions v WHERE v.article = a.id) < ?)) "
        "GROUP BY a.id ORDER BY a.state DESC, a.first_seen, a.feed, a.id",
        stamp(now),
        most_versions,
    )
    return [
        Job(
            article=row["id"],
            url=row["url"],
            key=row["key"],
            feed=row["feed"],
            outlet=row["outlet"],
            known=row["state"] == "done",
            title=row["title"],
            published=row["published"],
            language=feeds[row["feed"]],
        )
        for row in rows
        if row["feed"] in feeds
    ]


def adopt(state: State, feeds: Collection[str]) -> dict[str, int]:
    """Take the names of the feeds in the file; give articles of other feeds to one of these that holds them too.

    Return how many articles wait for a feed that is no longer in the file, by its name.
    """
    gone = [row["feed"] for row in state.rows("SELECT DISTINCT feed FROM articles") if row["feed"] not in feeds]
    with state.transaction():
        for feed in gone:
            for row in state.rows(
                "SELECT i.feed, i.article FROM articles a JOIN items i ON i.article = a.id WHERE a.feed = ? "
                "ORDER BY i.first_seen DESC, i.feed DESC",
                feed,
            ):
                if row["feed"] in feeds:
                    state.write("UPDATE articles SET feed = ? WHERE id = ?", row["feed"], row["article"])
    waiting = "SELECT feed, count(*) AS n FROM articles WHERE state = 'waiting' GROUP BY feed ORDER BY feed"
    return {row["feed"]: row["n"] for row in state.rows(waiting) if row["feed"] not in feeds}


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
        stamp(now),
        stamp(later) if later else None,
        article,
    )


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


def store_version(
    state: State,
    document: Document,
    scored: Scored | None,
    places: Places,
    *,
    number: int,
    now: datetime,
    night: str,
    made: tuple[str, str] | None,
    days: Sequence[float],
) -> None:
    """Store a version whose files are written: the version, its score and the article's state, in one transaction."""
    article = document.article
    with state.transaction():
        state.write(
            "INSERT INTO versions (article, number, night, fetched, final_url, title, published, language, words, "
            "text_sha256, text_key, signature, raw, raw_sha256, document, document_sha256) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            document.job.article,
            number,
            night,
            stamp(now),
            document.final_url,
            article.get("title"),
            article.get("published"),
            article.get("language"),
            scored.entry["words"] if scored else len(article["text"].split()),
            document.text_sha256,
            document.text_key,
            document.signature,
            *(places.raw or (None, None)),
            *places.document,
        )
        if scored is not None and made is not None:
            put_score(state, document.job.article, number, scored, places, night=night, now=now, made=made)
        _looked(state, document.job.article, now, days)


def put_score(
    state: State,
    article: str,
    number: int,
    scored: Scored,
    places: Places,
    *,
    night: str,
    now: datetime,
    made: tuple[str, str],
    rescored: bool = False,
) -> None:
    """Store a score beside older ones, in the transaction that is open; ``made`` is what made it, key and JSON."""
    assert places.report is not None and places.analysis is not None
    state.write(
        "INSERT OR REPLACE INTO scores (article, number, made_key, made_with, night, scored, report, report_sha256, "
        "analysis, analysis_sha256, entry, words, counts, rescored) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        article,
        number,
        *made,
        night,
        stamp(now),
        *places.report,
        *places.analysis,
        json.dumps(scored.entry, ensure_ascii=False),
        scored.words,
        json.dumps(scored.counts) if scored.counts is not None else None,
        rescored,
    )


def store_trouble(
    state: State, run: int, trouble: Trouble, *, now: datetime, night: str, days: Sequence[float], nights: int
) -> None:
    """Note that an article gave no version: taken away, refused for good, or failed; set aside after so many nights."""
    job = trouble.job
    with state.transaction():
        if trouble.gone and job.known:
            state.write(
                "UPDATE articles SET withdrawn = ?, withdrawn_why = ?, next_check = NULL WHERE id = ?",
                stamp(now),
                trouble.message,
                job.article,
            )
            return
        kind = "skipped" if trouble.skipped else "failed"
        state.failure(
            run,
            at=now,
            kind=kind,
            feed=job.feed,
            article=job.article,
            url=job.url,
            stage=trouble.stage,
            reason=trouble.reason,
            message=trouble.message,
        )
        if trouble.final:
            state.write("UPDATE articles SET state = 'refused', reason = ? WHERE id = ?", trouble.message, job.article)
        elif job.known and not trouble.skipped:
            _looked(state, job.article, now, days)  # the version that we have stands; the next look comes in its time
        elif not trouble.skipped:
            row = state.rows("SELECT tries, last_failed_night FROM articles WHERE id = ?", job.article)[0]
            tries = row["tries"] + (row["last_failed_night"] != night)
            state.write(
                "UPDATE articles SET tries = ?, last_failed_night = ?, reason = ?, state = ? WHERE id = ?",
                tries,
                night,
                trouble.message,
                "quarantined" if tries >= nights else "waiting",
                job.article,
            )
