"""The status and headers of an answer in, what they mean for a fetch out; no socket is opened here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message

from framing.ingest.fetched import Fetched, Kind, NotModified, Reason
from framing.ingest.politeness import AFTER_429, retry_after

Headers = tuple[tuple[str, str], ...]

_REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
_PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
_NEVER_FEEDS = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip")
_ACCEPT = {
    "feed": "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    "page": "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1",
    "robots": "text/plain, */*;q=0.5",
}
_VALIDATOR = re.compile(r"[\x20-\x7e\x80-\xff]{1,1000}")
_PHRASES = {
    401: "a login is needed",
    402: "payment is needed",
    403: "forbidden",
    404: "not found",
    429: "too many requests",
    451: "withheld for legal reasons",
    503: "not available just now",
}
_CLASSES = {1: "unfinished", 2: "no document", 3: "a redirect that is not followed", 4: "refused", 5: "a server error"}
_STATUS: dict[int, Reason] = {401: "refused", 402: "refused", 403: "refused", 451: "refused", 404: "not_found"}


class Fault(Exception):
    """A fetch that went wrong: its reason, its line, and what a failure may carry with it."""

    def __init__(
        self, reason: Reason, message: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        self.reason: Reason = reason
        self.message = message
        self.status = status
        self.retry_after = retry_after
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, redirects not followed; ``location`` is where it points if it is a redirect."""

    status: int
    headers: Headers
    body: bytes = b""

    @property
    def location(self) -> str | None:
        """Where a redirect leads, as the server wrote it."""
        return header(self.headers, "location") if self.status in _REDIRECTS else None

    @property
    def redirects(self) -> bool:
        """Whether the answer is a redirect."""
        return self.status in _REDIRECTS


def header(headers: Headers, name: str) -> str | None:
    """Take headers and a name in lower case; return the values joined by commas, or None."""
    values = [value for key, value in headers if key == name]
    return ", ".join(values) if values else None


def request_headers(kind: Kind, *, agent: str, etag: str | None, last_modified: str | None) -> list[tuple[str, str]]:
    """Take what is asked and the validators of last time; return the headers; validators go back byte for byte."""
    headers = [
        ("User-Agent", agent),
        ("Accept", _ACCEPT[kind]),
        ("Accept-Encoding", "gzip, deflate, br"),
    ]
    for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)):
        if value and _VALIDATOR.fullmatch(value) and value == value.strip():
            headers.append((name, value))
    return headers


def decode_headers(raw: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Take headers as bytes; return names in lower case and values as Latin-1, which keeps every byte."""
    return tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in raw)


def media_type(headers: Headers) -> tuple[str | None, str | None]:
    """Take headers; return the media type in lower case and the declared charset, each None where there is none."""
    values = [value for key, value in headers if key == "content-type"]
    if not values:
        return None, None
    message = Message()
    message["content-type"] = re.sub(r"[^\x20-\x7e]", "", values[-1])[:300]
    declared = values[-1].partition(";")[0].strip().lower()
    charset = message.get_param("charset")
    return declared or None, charset if isinstance(charset, str) else None


def check_status(status: int, headers: Headers, *, conditional: bool) -> None:
    """Take an answer that is no redirect; raise ``Fault`` unless it is a document or the 304 that was asked for."""
    if status == 200 or (status == 304 and conditional):
        return
    if status == 304:
        raise Fault("protocol", "answered 304 (not modified) although nothing was compared", status=304)
    said = f"answered {status} ({_PHRASES.get(status) or _CLASSES.get(status // 100, 'no known status')})"
    pause = retry_after(header(headers, "retry-after"), now=datetime.now(UTC))
    if status == 429 or (status == 503 and pause):
        wanted = f"; it asks to wait {pause:,.0f} s" if pause else ""
        raise Fault("rate_limited", said + wanted, status=status, retry_after=pause or AFTER_429)
    if (header(headers, "cf-mitigated") or "").lower() == "challenge":
        raise Fault("challenge", f"{said}: the site asks visitors to prove that they are no program", status=status)
    if status == 410:
        raise Fault("gone", "answered 410 (gone): it was taken away for good", status=status)
    if 500 <= status <= 599:
        raise Fault("server_error", said, status=status)
    raise Fault(_STATUS.get(status, "status"), said, status=status)


def check_type(kind: Kind, headers: Headers) -> None:
    """Take what was asked for and the headers of a document; raise ``Fault`` if it cannot be that."""
    declared, _ = media_type(headers)
    if declared is None or "/" not in declared or kind == "robots":
        return
    if kind == "page" and declared not in _PAGES:
        raise Fault("content_type", f"is {_shown(declared)}, not a page", status=200)
    if kind == "feed" and declared.startswith(_NEVER_FEEDS):
        raise Fault("content_type", f"is {_shown(declared)}, not a feed", status=200)


def _shown(declared: str) -> str:
    return re.sub(r"[^\x21-\x7e]", "", declared)[:60]


def document(
    answer: Answer,
    *,
    url: str,
    final_url: str,
    permanent_url: str | None,
    etag: str | None,
    last_modified: str | None,
) -> Fetched | NotModified:
    """Take a good answer, where it came from and the validators that were sent; return what a fetch returns."""
    new_etag, modified = header(answer.headers, "etag"), header(answer.headers, "last-modified")
    if answer.status == 304:
        return NotModified(
            url=url,
            final_url=final_url,
            etag=new_etag or etag,
            last_modified=modified or last_modified,
            permanent_url=permanent_url,
            headers=answer.headers,
        )
    kind, charset = media_type(answer.headers)
    return Fetched(
        url=url,
        final_url=final_url,
        status=answer.status,
        body=answer.body,
        headers=answer.headers,
        content_type=kind,
        charset=charset,
        etag=new_etag,
        last_modified=modified,
        permanent_url=permanent_url,
    )
