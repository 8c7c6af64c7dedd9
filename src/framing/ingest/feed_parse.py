"""The bytes of a feed in, its raw items out; runs only in the worker's process, since hostile feeds hang parsers.

feedparser reads nearly everything; where it finds no item, fastfeedparser has a try. Both with no clean-up of HTML and
no resolving inside it: texts become plain here, and links are resolved afterwards.
"""

from __future__ import annotations

import base64
import io
import json
import re
import warnings
from collections.abc import Iterator
from html import unescape
from typing import Any, Literal, TypedDict

_LONGEST_TEXT = 20_000
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>|<!--.*?-->", re.S)
_HTML = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}>\s*){0,5}<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)

#: A document type with declarations of its own: no feed needs them, and entities that stand for entities take seconds.
_PROLOG = 20_000
_DOCTYPE = re.compile(rb"<!DOCTYPE\b", re.I)
_DECLARATIONS = re.compile(rb"<!DOCTYPE\b[^\[<>]{0,500}\[[^\]]*\]\s*>", re.I)


class RawItem(TypedDict):
    """One item as the feed has it; texts are plain but not yet clean, ``date`` is ISO 8601 in UTC or None."""

    guid: str | None
    link: str | None
    base: str | None
    title: str | None
    date: str | None
    raw_date: str | None
    authors: list[str]
    summary: str | None


class RawFeed(TypedDict):
    """A feed as it was parsed; ``kind`` is None where nothing in it is a feed; ``html`` tells that it is a page."""

    kind: str | None
    title: str | None
    link: str | None
    language: str | None
    items: list[RawItem]
    problems: list[str]
    html: bool


def parse(body: str, headers: dict[str, str], parser: Literal["any", "fast"] = "any") -> RawFeed:
    """Take the body of a feed in base64 and its response headers; return its items. "fast" leaves feedparser out."""
    data = base64.b64decode(body)
    data, declared = _without_declarations(data)
    html = bool(_HTML.match(data[:8192].lstrip(b"\xef\xbb\xbf")))
    empty = RawFeed(kind=None, title=None, link=None, language=None, items=[], problems=[], html=html)
    found = _json_feed(data) if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else None
    if found is None and parser == "any":
        found = _by_feedparser(data, headers)
    if (found is None or not found["items"]) and not html:
        second = _by_fastfeedparser(data)
        if second is not None and (second["items"] or found is None):
            found = second
    if found is None:
        return empty
    told = ["has a document type with declarations, which were left out"] if declared else []
    return {**found, "html": html, "problems": [*told, *found["problems"]]}


def _without_declarations(data: bytes) -> tuple[bytes, bool]:
    """Return a document without the declarations of its document type, and whether it had any."""
    begins = _DOCTYPE.search(data, 0, _PROLOG)
    found = _DECLARATIONS.match(data, begins.start()) if begins else None
    return (data[: found.start()] + data[found.end() :], True) if found else (data, False)


def _by_feedparser(data: bytes, headers: dict[str, str]) -> RawFeed | None:
    import feedparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(
            io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    if not parsed.get("version") and not parsed.entries:
        return None
    problems = []
    if parsed.get("bozo"):
        error = parsed.get("bozo_exception")
        problems.append(f"is not quite well-formed ({type(error).__name__}: {_one_line(error)})")
    feed = parsed.feed
    return RawFeed(
        kind=parsed.get("version") or "unknown",
        title=_plain(feed.get("title_detail"), feed.get("title")),
        link=_string(feed.get("link")),
        language=_string(feed.get("language")),
        items=list(map(_item, parsed.entries)),
        problems=problems,
        html=False,
    )


def _item(entry: Any) -> RawItem:
    date = next((day for key in ("published", "updated", "created") if (day := _iso(entry, key))), None)
    raw = next((entry.get(key) for key in ("published", "updated", "created") if entry.get(key)), None)
    summary = entry.get("summary") or next((part.get("value") for part in entry.get("content", [])), None)
    names = [author.get("name") for author in entry.get("authors", []) if author] or [entry.get("author")]
    return RawItem(
        guid=_string(entry.get("id")),
        link=_string(entry.get("feedburner_origlink")) or _entry_link(entry),
        base=_string((entry.get("title_detail") or entry.get("summary_detail") or {}).get("base")),
        title=_plain(entry.get("title_detail"), entry.get("title")),
        date=date,
        raw_date=_string(raw),
        authors=[name for name in map(_string, names) if name],
        summary=_plain({"type": "text/html"}, summary),
    )


def _entry_link(entry: Any) -> str | None:
    """Return the link of an entry; where it has several, the first that is a web address and leads to a page."""
    first = _string(entry.get("link"))
    if first and not re.match(r"(?!https?:)[a-z][a-z0-9+.-]*:", first, re.I):
        return first
    others = (_string(link.get("href")) for link in entry.get("links", []) if link.get("rel") == "alternate")
    return next((link for link in others if link and link.startswith(("http://", "https://"))), first)


def _iso(entry: Any, key: str) -> str | None:
    parsed = entry.get(f"{key}_parsed")
    if not parsed:
        return None
    year, month, day, hour, minute, second = parsed[:6]
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{min(second, 59):02}+00:00"


def _by_fastfeedparser(data: bytes) -> RawFeed | None:
    import fastfeedparser

    try:
        parsed = fastfeedparser.parse(data)
    except Exception:  # noqa: BLE001  # the second try; whatever it raises, there is no feed
        return None
    feed = parsed.get("feed") or {}
    items = []
    for entry in parsed.get("entries") or []:
        author = entry.get("author")
        names = author if isinstance(author, list) else [author]
        items.append(
            RawItem(
                guid=_string(entry.get("id")),
                link=_string(entry.get("link")),
                base=None,
                title=_plain({"type": "text/html"}, entry.get("title")),
                date=_string(entry.get("published") or entry.get("updated")),
                raw_date=_string(entry.get("published") or entry.get("updated")),
                authors=[name for name in map(_string, names) if name],
                summary=_plain({"type": "text/html"}, entry.get("description")),
            )
        )
    return RawFeed(
        kind=_string(feed.get("version")) or "unknown",
        title=_plain({"type": "text/html"}, feed.get("title")),
        link=_string(feed.get("link")),
        language=_string(feed.get("language")),
        items=items,
        problems=["could be read by the second parser only"],
        html=False,
    )


def _json_feed(data: bytes) -> RawFeed | None:
    """Return a JSON Feed (jsonfeed.org, versions 1 and 1.1), or None if the object is none."""
    try:
        feed = json.loads(data.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not ("jsonfeed.org" in str(feed.get("version")) or "items" in feed):
        return None
    listed = feed.get("items")
    return RawFeed(
        kind="json",
        title=_string(feed.get("title")),
        link=_string(feed.get("home_page_url")),
        language=_string(feed.get("language")),
        items=[_json_item(item) for item in (listed if isinstance(listed, list) else []) if isinstance(item, dict)],
        problems=[] if isinstance(listed, list) else ["has no list of items"],
        html=False,
    )


def _json_item(item: dict[str, Any]) -> RawItem:
    raw = _string(item.get("date_published")) or _string(item.get("date_modified"))
    html = item.get("summary") or item.get("content_text") or item.get("content_html")
    return RawItem(
        guid=_string(item.get("id")),
        link=_string(item.get("url")) or _string(item.get("external_url")),
        base=None,
        title=_string(item.get("title")),
        date=raw,
        raw_date=raw,
        authors=list(_json_authors(item)),
        summary=_plain({"type": "text/html"}, html),
    )


def _json_authors(item: dict[str, Any]) -> Iterator[str]:
    listed = item.get("authors")
    for author in [*(listed if isinstance(listed, list) else []), item.get("author")]:
        if isinstance(author, dict) and (name := _string(author.get("name"))):
            yield name


def _string(value: Any) -> str | None:
    """Return a text or a number as a text without outer white space, or None for nothing and for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip()[:_LONGEST_TEXT] or None


def _plain(detail: Any, value: Any) -> str | None:
    """Return a text without markup; a title that is declared to be plain keeps its angle brackets."""
    text = _string(value)
    if text and "html" in str((detail or {}).get("type")):
        text = unescape(_TAG.sub(" ", text)).strip()
    return text or None


def _one_line(error: object) -> str:
    return " ".join(str(error).split())[:200]
