"""A WARC or ARC archive in (gzip too), an ``Article`` or a ``Failure`` a saved page out, a page in memory at a time.

Pages are ``response`` records with status 200 and a type of HTML. In story archives of Media Cloud a ``metadata``
record follows each page; its text and metadata are used. Needs the extra ``corpora``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from framing.errors import IngestError
from framing.ingest.corpora.record import Record, record_item
from framing.ingest.corpora.warc_records import Saved, saved_records
from framing.ingest.html import read_page
from framing.ingest.source import Source
from framing.types import Article, Failure, Skipped

_DAMAGE = "is damaged: what is at this place in the archive can't be read; the records after it are"
_NOTHING = "holds no saved pages (HTML with status 200)"


def read_warc(source: Source) -> Iterator[Article | Failure]:
    """Take a WARC or ARC file; yield an article or a failure for each page in it.

    A failure's origin is the file and the number of the page. Records that are no pages are counted for ``on_skip``.
    Raises ``IngestError`` if the libraries are missing, the file is no archive, or it holds no page.
    """
    pending: Saved | None = None
    number = others = 0
    for saved in saved_records(source):
        if saved.kind == "other":
            others += 1
        elif saved.kind in ("page", "damage"):
            if pending is not None:
                number += 1
                yield _item(pending, None, number=number, source=source)
            pending = saved
        elif pending is not None and pending.kind == "page" and saved.refers_to in ("", pending.id):
            number += 1
            yield _item(pending, saved, number=number, source=source)
            pending = None
    if pending is not None:
        number += 1
        yield _item(pending, None, number=number, source=source)
    if others:
        source.on_skip(Skipped(id=source.origin, reason=f"{others:,} records that are no pages"))
    if not number:
        raise IngestError(_NOTHING)


def _item(page: Saved, story: Saved | None, *, number: int, source: Source) -> Article | Failure:
    where = f"{source.origin}:{number}"
    if page.kind == "damage":
        return Failure(origin=where, stage="read", message=page.fault or _DAMAGE, record=number)
    known = _story(story.body) if story is not None else {}
    try:
        if known.get("text_content"):
            return record_item(_story_record(known, page), number=number, origin=source.origin)
        if page.fault:
            raise IngestError(page.fault)
        item = read_page(page.body, origin=page.url or where, declared=page.charset, timeout=source.timeout)
    except IngestError as error:
        return Failure(origin=where, stage="read", message=str(error), record=number)
    if isinstance(item, Failure):
        return replace(item, origin=where, record=number)
    extra = tuple(pair for pair in item.extra if pair[0] != "url")
    dated = (("archived", page.date),) if page.date else ()
    return replace(
        item,
        extra=(("url", page.url), *dated, *extra),
        published=item.published or known.get("date"),
        outlet=item.outlet or _host(page.url),
        notes=(*item.notes, *page.notes),
    )


def _host(url: str) -> str | None:
    """Return the host of an address: an archive always knows it, a page may not name its outlet."""
    return url.partition("://")[2].partition("/")[0].partition(":")[0].casefold().removeprefix("www.") or None


def _story(body: bytes) -> dict[str, str]:
    """Return what a metadata record of Media Cloud says, as strings; nothing where it is damaged."""
    try:
        read = json.loads(body)
        parts = [read.get(name) or {} for name in ("rss_entry", "http_metadata", "content_metadata")]
    except (ValueError, RecursionError, AttributeError):
        return {}
    merged: dict[str, Any] = {}
    for part in parts:
        if isinstance(part, dict):
            merged.update({name: value for name, value in part.items() if isinstance(value, str) and value.strip()})
    if "publication_date" in merged:
        merged["date"] = merged["publication_date"][:10]
    return merged


def _story_record(known: dict[str, str], page: Saved) -> Record:
    url = known.get("url") or known.get("original_url") or known.get("link") or page.url
    return Record(
        paragraphs=tuple(known["text_content"].split("\n")),
        title=known.get("article_title") or known.get("title"),
        outlet=known.get("canonical_domain") or known.get("domain"),
        published=known.get("date"),
        language=known.get("language"),
        extra=(("url", url), *((("archived", page.date),) if page.date else ())),
        notes=("the text is the one that Media Cloud extracted",),
    )
