"""The frozen types that pass between the stages of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

RunState = Literal["running", "complete", "incomplete", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What is known of a feed between nights; times are UTC. ``docs/decisions.md`` tells the policy on it."""

    name: str
    url: str
    configured: str
    outlet: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    last_try: datetime | None = None
    last_ok: datetime | None = None
    last_full: datetime | None = None
    next_try: datetime | None = None
    fail_score: float = 0.0
    nights_failed: int = 0
    last_failed_night: str | None = None
    fail_since: datetime | None = None
    fail_reason: str | None = None
    fail_message: str | None = None
    http_304_ever: bool = False
    same_since: datetime | None = None
    redirect_target: str | None = None
    redirect_count: int = 0
    redirect_night: str | None = None
    retry_after_until: datetime | None = None
    disabled_reason: str | None = None
    disabled_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An article to fetch. ``known`` tells that it has a version already: this is a look whether it changed."""

    article: str
    url: str
    key: str
    feed: str
    outlet: str | None
    known: bool
    title: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A fetched page, extracted: the plain data of its article, the page itself, and where it came from."""

    job: Job
    article: Mapping[str, Any]
    text_sha256: str
    text_key: str
    signature: bytes | None
    page: bytes
    final_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An article that gave no version tonight. ``gone`` tells that the outlet took it away (404, 410)."""

    job: Job
    stage: str
    reason: str
    message: str
    skipped: bool = False
    final: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """An article that was looked at again and has not changed."""

    job: Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What the analysis of a document gave: the wire format, the page, the row of the index, the numbers to compare."""

    line: str
    html: str
    name: str
    entry: Mapping[str, Any]
    words: int | None
    counts: tuple[int, ...] | None


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of the articles of a run; they add up: seen = done + failed + skipped.

    ``done`` is new articles, changed ones, those looked at again and found as they were, and those taken away.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def done(self) -> int:
        """Articles that are settled for tonight."""
        return self.new + self.changed + self.unchanged + self.withdrawn

    @property
    def seen(self) -> int:
        """All articles of the run."""
        return self.done + self.failed + self.skipped
