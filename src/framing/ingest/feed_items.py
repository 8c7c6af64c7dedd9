"""The raw items of a feed in, usable entries out: what identifies an item, where it leads, when it was published."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit

from framing.ingest.clean import clean_field
from framing.ingest.urls import canonical_url

if TYPE_CHECKING:
    from framing.ingest.feed_parse import RawItem

_LONGEST_LINK = 2048
_LONGEST_TEXT = 2000
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=2)
_OFFSET = re.compile(r"[+-](\d{2}):?(\d{2})\s*(?:\(.{0,40}\))?$")
_MOST_OFFSET = 14
_MOST_LOST = 0.01

RejectReason = Literal["no link", "relative link", "link too long", "link scheme"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item. ``key`` identifies it inside its feed: its guid where no other item of the document has the same,
    else its canonical link, else a hash of title and date.

    ``link`` is absolute http or https; ``published`` is an ISO 8601 date and time in UTC, or None where the feed has
    none or an absurd one; ``raw_date`` is what the feed says. Texts are plain, one line each, at most 2,000 characters.
    """

    key: str
    link: str
    canonical: str
    guid: str | None = None
    title: str | None = None
    published: str | None = None
    raw_date: str | None = None
    authors: tuple[str, ...] = ()
    summary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """An item that leads to no article, and why; ``key`` as that of an entry."""

    key: str
    reason: RejectReason
    title: str | None = None
    link: str | None = None


Entries = tuple[tuple[Entry, ...], tuple[Rejected, ...], int, int, tuple[str, ...]]


def make_entries(items: Sequence[RawItem], *, url: str, site: str | None, most: int = 2000, now: datetime) -> Entries:
    """Take the items of one document; return ``(entries, rejected, repeated, tossed, problems)``.

    ``url`` is the feed's address, ``site`` the page that it belongs to: relative links are resolved against the
    item's own base, else the site, else the feed. Each item is counted in exactly one of the four.
    """
    home = urljoin(url, site) if site else url
    dates = [date_of(item["date"], raw=item["raw_date"], now=now) for item in items]
    kept = set(_newest(dates, most))
    guids = Counter(item["guid"] for item in items if item["guid"])
    entries: dict[str, Entry] = {}
    rejected = []
    repeated = relative = 0
    for number, item in enumerate(items):
        if number not in kept:
            continue
        title, guid = _short(item["title"]), clean_field(item["guid"])
        link, reason = _link(item, url=url, site=home)
        canonical = canonical_url(link) if link else None
        alone = guids[item["guid"] or ""] == 1
        key = item_key(guid=guid, unique=alone, link=canonical, title=title, date=item["raw_date"])
        if link is None or canonical is None:
            shown = _short(item["link"] or item["guid"])
            link = shown[:200] if shown else None
            rejected.append(Rejected(key=key, reason=reason or "link scheme", title=title, link=link))
            continue
        relative += link != (item["link"] or item["guid"])
        entry = Entry(
            key=key,
            link=link,
            canonical=canonical,
            guid=guid,
            title=title,
            published=dates[number],
            raw_date=_short(item["raw_date"]),
            authors=tuple(dict.fromkeys(name for name in map(_short, item["authors"][:20]) if name)),
            summary=_short(item["summary"]),
        )
        if entry.key in entries:
            repeated += 1
        else:
            entries[entry.key] = entry
    problems = [f"{relative} links are relative; resolved against {home}"] if relative else []
    if shared := sum(count for count in guids.values() if count > 1):
        problems.append(f"{shared} items share their guid with another; told apart by their links")
    shown = "".join(entry.title or "" for entry in entries.values())
    if (lost := shown.count("\ufffd")) > _MOST_LOST * len(shown):
        problems.append(f"{lost:,} letters of its titles could not be decoded; its encoding is declared wrongly")
    return tuple(entries.values()), tuple(rejected), repeated, len(items) - len(kept), tuple(problems)


def item_key(*, guid: str | None, unique: bool, link: str | None, title: str | None, date: str | None) -> str:
    """Take what an item has; return what identifies it: a guid of its own, else its link, else title and date."""
    if guid and unique:
        return guid
    if link:
        return link
    return "sha256:" + hashlib.sha256(f"{title or ''}\0{date or ''}".encode()).hexdigest()[:32]


def date_of(value: str | None, *, raw: str | None, now: datetime) -> str | None:
    """Take a parsed date and the feed's own; return it as ISO 8601 in UTC, or None where it cannot be meant.

    Dates before 1990, more than two days ahead of ``now``, and with an offset beyond 14 hours are absurd.
    """
    if not value:
        return None
    offset = _OFFSET.search(raw or "")
    if offset and ":" in (raw or "") and (int(offset[1]) > _MOST_OFFSET or int(offset[2]) > 59):
        return None
    try:
        date = datetime.fromisoformat(value)
        date = (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if not _EARLIEST <= date <= now + _AHEAD:
        return None
    return date.isoformat(timespec="seconds")


def _newest(dates: Sequence[str | None], most: int) -> list[int]:
    """Return the places of the newest items; one without a date counts as old as the one before it."""
    if len(dates) <= most:
        return list(range(len(dates)))
    ranks, last = [], "9999"
    for date in dates:
        last = date or last
        ranks.append(last)
    return sorted(range(len(dates)), key=lambda place: ranks[place], reverse=True)[:most]


def _link(item: RawItem, *, url: str, site: str) -> tuple[str | None, RejectReason | None]:
    raw = item["link"]
    if not raw and (item["guid"] or "").startswith(("http://", "https://")):
        raw = item["guid"]
    if not raw:
        return None, "no link"
    if len(raw) > _LONGEST_LINK:
        return None, "link too long"
    try:
        scheme = urlsplit(raw).scheme.lower()
        if scheme in ("http", "https"):
            return (raw, None) if urlsplit(raw).hostname else (None, "link scheme")
        if scheme:
            return None, "link scheme"
        base = next(base for base in (item["base"], site, url) if base and base.startswith(("http://", "https://")))
        return urljoin(base, raw), None
    except (ValueError, StopIteration):
        return None, "relative link"


def _short(text: str | None) -> str | None:
    line = clean_field(text[: 4 * _LONGEST_TEXT]) if text else None
    return line[:_LONGEST_TEXT] if line else None
