"""The body of a feed in, its items and what is odd about it out; parsed in a process of its own that can be killed."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, cast

from framing.ingest.clean import clean_field
from framing.ingest.feed_items import Entry, Rejected, make_entries

if TYPE_CHECKING:  # it belongs in the worker
    from framing.ingest.feed_parse import RawFeed

__all__ = ["Entry", "Feed", "FeedFault", "Rejected", "read_feed"]

FeedFault = Literal[
    "html",  # a page: often a login, a consent page or an error
    "not_a_feed",  # XML, JSON or text, but no feed
    "empty",
    "timeout",
    "memory",
    "crashed",
]
_FAULTS = {
    "html": "is a page, not a feed; it may be a login or consent page, or an error (look at it in a browser)",
    "not_a_feed": "is no feed that can be read (RSS, Atom, RDF, JSON Feed)",
    "empty": "is empty",
}
#: Only these headers say anything about the body; the rest is none of a parser's business.
_HEADERS = ("content-type", "content-language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A parsed feed: its usable items, in its order.

    ``rejected`` are items without a usable link, ``repeated`` counts items that came twice, ``tossed`` those beyond the
    newest 2,000: read = entries + rejected + repeated + tossed. ``problems`` are plain lines on damage that was read
    over. ``fault`` is None, or why there is no feed at all; ``message`` then completes "this feed …".
    """

    title: str | None = None
    kind: str | None = None
    language: str | None = None
    entries: tuple[Entry, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    repeated: int = 0
    tossed: int = 0
    read: int = 0
    problems: tuple[str, ...] = ()
    fault: FeedFault | None = None
    message: str | None = None


def read_feed(
    body: bytes,
    *,
    url: str,
    headers: Mapping[str, str] | None = None,
    most: int = 2000,
    timeout: float = 20.0,
    now: datetime | None = None,
) -> Feed:
    """Take the body of a feed, its final address and response headers; return the feed; never raises for content.

    ``most`` is how many of the newest items are kept; parsing is killed after ``timeout`` seconds. A date more than two
    days after ``now`` (default: the clock) is no date.
    """
    from framing.ingest.worker import FEED_WORKER, ExtractionError

    if not body.strip():
        return _fault("empty")
    task: dict[str, Any] = {
        "body": base64.b64encode(body).decode("ascii"),
        "headers": {name: (headers or {})[name] for name in _HEADERS if name in (headers or {})},
    }
    slow: str | None = None
    try:
        found = FEED_WORKER.ask(task, timeout=timeout / 2)
    except ExtractionError as first:
        slow = str(first)
        try:
            found = FEED_WORKER.ask({**task, "parser": "fast"}, timeout=timeout / 2)
        except ExtractionError as error:
            return Feed(fault=cast("FeedFault", error.cause), message=str(error))
    raw = cast("RawFeed", found)
    if raw["kind"] is None or (raw["html"] and not raw["items"]):
        return _fault("html" if raw["html"] else "not_a_feed")
    entries, rejected, repeated, tossed, problems = make_entries(
        raw["items"], url=url, site=raw["link"], most=most, now=now or datetime.now(UTC)
    )
    noted = [line for text in raw["problems"] if (line := clean_field(text))]
    feed = Feed(
        title=clean_field(raw["title"]),
        kind=raw["kind"],
        language=clean_field(raw["language"]),
        entries=entries,
        rejected=rejected,
        repeated=repeated,
        tossed=tossed,
        read=len(raw["items"]),
        problems=(*noted, *problems),
    )
    return replace(feed, problems=(*feed.problems, f"read by the second parser: {slow}")) if slow else feed


def _fault(fault: FeedFault) -> Feed:
    return Feed(fault=fault, message=_FAULTS[fault])
