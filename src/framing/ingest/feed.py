"""The body of a feed in, its items and what is odd about it out; parsed in a process of its own that can be killed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FeedFault = Literal[
    "html",  # a page: often a login, a consent page or an error
    "not_a_feed",  # XML, JSON or text, but no feed
    "empty",
    "timeout",
    "memory",
    "crashed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item. ``key`` identifies it inside its feed: its guid where no other item of the document has the same,
    else its canonical link, else a hash of title and date.

    ``link`` is absolute http or https, or None; ``published`` is an ISO 8601 date and time in UTC or None;
    ``raw_date`` is what the feed says. Texts are plain, one line each, at most 2,000 characters.
    """

    key: str
    guid: str | None
    link: str | None
    canonical: str | None
    title: str | None
    published: str | None
    raw_date: str | None
    authors: tuple[str, ...] = ()
    summary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """An item that can't be followed up; ``reason`` is "no link", "relative link", "link too long" or "link scheme"."""

    reason: str
    title: str | None
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A parsed feed: its usable items, newest first as the feed has them.

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
    body: bytes, *, url: str, headers: Mapping[str, str] | None = None, most: int = 2000, timeout: float = 20.0
) -> Feed:
    """Take the body of a feed, its final address and response headers; return the feed; never raises for content.

    ``most`` is how many of the newest items are kept; parsing is killed after ``timeout`` seconds.
    """
    raise NotImplementedError
