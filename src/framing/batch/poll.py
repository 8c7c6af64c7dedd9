"""A feed's state in, what it answered and holds out; runs in the threads of ``lanes`` and stores nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from framing.batch.crash import step
from framing.batch.policy import Answer, asks_whole, unchanged
from framing.batch.records import FeedState
from framing.ingest.feed import Feed, read_feed
from framing.ingest.fetched import Fetched, FetchFailure, Kind, NotModified


class Fetching(Protocol):
    """What a run needs of ``ingest.fetch.Fetcher``."""

    def get(
        self, url: str, *, kind: Kind, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified | FetchFailure:
        """Fetch a document."""
        ...

    def wait_for(self, url: str) -> float:
        """Return in how many seconds the address may be asked for."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """A feed's answer; ``feed`` is what it holds, None where it failed or holds nothing new."""

    answer: Answer
    feed: Feed | None = None


def poll(state: FeedState, fetcher: Fetching, *, now: datetime, others_changed: bool = False) -> Polled:
    """Take a feed's state; ask it and parse what comes. Never raises for what a server sends."""
    whole = asks_whole(state, now, others_changed=others_changed)
    got = fetcher.get(
        state.url,
        kind="feed",
        etag=None if whole else state.etag,
        last_modified=None if whole else state.last_modified,
    )
    step("polled")
    if isinstance(got, FetchFailure):
        answer = Answer(reason=got.reason, message=got.message, soft=got.soft, retry_after=got.retry_after)
        return Polled(answer=answer)
    if isinstance(got, NotModified):
        return Polled(
            answer=Answer(
                status_304=True, etag=got.etag, last_modified=got.last_modified, permanent_url=got.permanent_url
            )
        )
    answer = Answer(
        etag=got.etag, last_modified=got.last_modified, body_sha256=got.body_sha256, permanent_url=got.permanent_url
    )
    if unchanged(state, answer):
        return Polled(answer=answer)
    feed = read_feed(got.body, url=got.final_url, headers=dict(got.headers))
    if feed.fault is not None:
        return Polled(answer=Answer(reason=feed.fault, message=feed.message or feed.fault))
    return Polled(answer=answer, feed=feed)
