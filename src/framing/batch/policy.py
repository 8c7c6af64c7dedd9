"""What is known of a feed and what it answered tonight in, what is known of it tomorrow out; pure.

Constants are those of long-running collectors: Media Cloud never gives a feed up (its weights of soft faults, its
linear back-off), Miniflux takes Retry-After, RFC 9110 says which redirects are permanent.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from framing.batch.records import FeedState

#: A feed that was read is not asked again before, however often a run is started.
LEAST_PAUSE = timedelta(minutes=55)
#: Successive nights on which a permanent redirect must lead to the same place before the feed's address is changed.
REDIRECT_NIGHTS = 3
_FULL_EVERY = timedelta(days=30)
_SAME_FOR = timedelta(days=14)
_STEP = timedelta(hours=6)
_NIGHTLY = timedelta(hours=20)
_LONGEST = timedelta(days=30)
_MOST_RETRY_AFTER = timedelta(hours=24)
_JITTER_MINUTES = 30
_WEIGHTS = {"dns": 0.25, "host_down": 0.25, "wait": 0.25}
#: From this score on a feed is asked less often than every night.
_LATELY = 6.0

Due = Literal["due", "early", "waiting", "disabled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of asking a feed, told by the fetcher and the parser; ``reason`` None means that it was read."""

    reason: str | None = None
    message: str | None = None
    soft: bool = True
    retry_after: float | None = None
    status_304: bool = False
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    permanent_url: str | None = None


def due(feed: FeedState, now: datetime) -> Due:
    """Take a feed and the time; tell whether to ask it. Times too far ahead, from a clock that jumped, do not count."""
    if feed.disabled_reason:
        return "disabled"
    if feed.last_try is not None and feed.last_try > now + timedelta(days=1):
        return "due"  # the clock went back: what was stored lies in the future
    pause = feed.retry_after_until
    if pause is not None and now < pause <= now + _MOST_RETRY_AFTER + timedelta(minutes=_JITTER_MINUTES):
        return "waiting"
    if feed.next_try is None or feed.next_try <= now or feed.next_try > now + _LONGEST + timedelta(days=1):
        return "due"
    return "waiting" if feed.fail_score else "early"


def asks_whole(feed: FeedState, now: datetime, *, others_changed: bool = False) -> bool:
    """Tell whether to ask without validators: every 30 days, and after 14 days of "nothing changed" where other feeds
    of the host did change. Some servers answer 304 for ever.
    """
    if feed.last_full is None or now - feed.last_full >= _FULL_EVERY or feed.last_full > now + timedelta(days=1):
        return True
    return bool(others_changed and feed.http_304_ever and feed.same_since and now - feed.same_since > _SAME_FOR)


def unchanged(feed: FeedState, answer: Answer) -> bool:
    """Tell whether the feed holds nothing new: a 304, or the bytes of last time. The hash decides, not the ETag."""
    return answer.status_304 or (answer.body_sha256 is not None and answer.body_sha256 == feed.body_sha256)


def after(
    feed: FeedState, answer: Answer, now: datetime, night: str, *, taken: frozenset[str] = frozenset()
) -> FeedState:
    """Take a feed, what it answered, the time and the night; return its state. ``taken`` are other feeds' addresses."""
    feed = replace(feed, last_try=now)
    if answer.reason is not None:
        return _failed(feed, answer, now, night)
    same = unchanged(feed, answer)
    feed = replace(
        feed,
        etag=answer.etag,
        last_modified=answer.last_modified,
        body_sha256=answer.body_sha256 or feed.body_sha256,
        last_ok=now,
        last_full=feed.last_full if answer.status_304 else now,
        next_try=now + LEAST_PAUSE,
        fail_score=0.0,
        nights_failed=0,
        last_failed_night=None,
        fail_since=None,
        fail_reason=None,
        fail_message=None,
        retry_after_until=None,
        http_304_ever=feed.http_304_ever or answer.status_304,
        same_since=(feed.same_since or now) if same else None,
    )
    return _redirected(feed, answer.permanent_url, night, taken)


def _failed(feed: FeedState, answer: Answer, now: datetime, night: str) -> FeedState:
    first = feed.last_failed_night != night  # several tries of one night count once
    weight = _WEIGHTS.get(answer.reason or "", 0.5 if answer.soft else 1.0)
    score = feed.fail_score + (weight if first else 0.0)
    pause = min(_STEP * score, _NIGHTLY) if score < _LATELY else min(timedelta(days=score - _LATELY + 1), _LONGEST)
    wait = None
    if answer.retry_after is not None and answer.retry_after > 0:
        asked = min(timedelta(seconds=min(answer.retry_after, 1e8)), _MOST_RETRY_AFTER)
        wait = now + asked + _jitter(feed.name)
    gone = answer.reason == "gone"
    return replace(
        feed,
        next_try=now + pause,
        fail_score=score,
        nights_failed=feed.nights_failed + first,
        last_failed_night=night,
        fail_since=feed.fail_since or now,
        fail_reason=answer.reason,
        fail_message=answer.message,
        retry_after_until=wait,
        disabled_reason="the server says that it is gone for good (HTTP 410)" if gone else None,
        disabled_since=now if gone else None,
        redirect_count=0,
        redirect_target=None,
    )


def _redirected(feed: FeedState, target: str | None, night: str, taken: frozenset[str]) -> FeedState:
    """Count nights of a permanent redirect to one place; from the third on, that is the feed's address."""
    if target is None or target == feed.url:
        return replace(feed, redirect_target=None, redirect_count=0, redirect_night=None)
    if target != feed.redirect_target:
        return replace(feed, redirect_target=target, redirect_count=1, redirect_night=night)
    count = feed.redirect_count + (night != feed.redirect_night)
    feed = replace(feed, redirect_count=count, redirect_night=night)
    if count < REDIRECT_NIGHTS or target in taken:
        return feed
    return replace(feed, url=target, redirect_target=None, redirect_count=0, redirect_night=None)


def _jitter(name: str) -> timedelta:
    """Return some minutes, always the same for a feed, so that feeds told to wait do not all come back at once."""
    return timedelta(minutes=hashlib.sha256(name.encode("utf-8", "replace")).digest()[0] % _JITTER_MINUTES)
