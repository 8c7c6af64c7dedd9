"""A web address or what was fetched from it in, one article or failure out; the fetcher is handed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from framing.errors import IngestError
from framing.ingest.encoding import known_encoding
from framing.ingest.fetched import Fetched, FetchFailure, NotModified
from framing.ingest.html import read_page
from framing.ingest.politeness import site
from framing.ingest.target import BadTarget, parse_target
from framing.ingest.text import text_article
from framing.types import Article, Failure

if TYPE_CHECKING:  # whoever hands one in has loaded it
    from framing.ingest.fetch import Fetcher

_FEED = (b"<rss", b"<feed", b"<rdf:rdf")


def read_address(url: str, *, origin: str, fetcher: Fetcher, timeout: float = 20.0) -> Iterator[Article | Failure]:
    """Take a web address; fetch it and yield its article or a failure of stage "fetch" or "extract".

    Raises ``IngestError`` as ``read_page`` does.
    """
    found = fetcher.get(url, kind="page")
    if isinstance(found, FetchFailure):
        yield Failure(origin=origin, stage="fetch", message=failure_line(found))
    elif isinstance(found, NotModified):  # nothing was compared, so the fetcher gives a failure
        raise IngestError("was not modified")
    else:
        yield fetched_article(found, origin=origin, timeout=timeout)


def failure_line(failure: FetchFailure) -> str:
    """Take a failure; return its line, with the address it was redirected to where that is another site's."""
    try:
        asked, met = parse_target(failure.url), parse_target(failure.final_url)
    except BadTarget:
        return failure.message
    return failure.message if asked.host == met.host else f"{failure.message}; it was redirected to {met.host}"


def fetched_article(page: Fetched, *, origin: str, timeout: float = 20.0) -> Article | Failure:
    """Take a fetched page; return its article, with the address it came from in ``extra``; raises as ``read_page``.

    What a page says of its own address is believed only within its own site.
    """
    head = page.body[:1024].lower()
    if (page.content_type or "").endswith("xml") and any(mark in head for mark in _FEED) and b"<html" not in head:
        return Failure(origin=origin, stage="extract", message="is a feed, not an article; put it into a feeds file")
    if page.content_type == "text/plain":
        return _placed(text_article(page.body, origin=origin), page.final_url)
    declared = known_encoding(page.charset)
    made = read_page(page.body, origin=origin, declared=declared, timeout=timeout)
    return _placed(made, page.final_url) if isinstance(made, Article) else made


def _placed(article: Article, final_url: str) -> Article:
    said = dict(article.extra).get("url")
    try:
        own = said is not None and site(parse_target(said).host) == site(parse_target(final_url).host)
    except BadTarget:
        own = False
    others = tuple((name, value) for name, value in article.extra if name != "url")
    return replace(article, extra=(("url", said if own and said else final_url), *others))
