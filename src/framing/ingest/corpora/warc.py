"""A WARC or ARC archive in (gzip too), an ``Article`` or a ``Failure`` a saved page out, a page in memory at a time.

Pages are ``response`` records with status 200 and a type of HTML. In story archives of Media Cloud a ``metadata``
record follows each page; its text and metadata are used. Needs the extra ``corpora``: fastwarc reads, and warcio goes
on where fastwarc gives up (ARC, files that are cut off).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, BinaryIO, Literal

from framing.errors import IngestError
from framing.ingest.clean import clean_field
from framing.ingest.corpora.record import Record, record_item
from framing.ingest.html import MAX_PAGE, read_page
from framing.ingest.source import Source
from framing.types import Article, Failure, Skipped

#: A longer metadata record is passed over; an article of 1,000,000 characters as JSON has up to 6 MB.
MAX_METADATA = 8_000_000
#: What a header of a record may have; fastwarc raises beyond it.
MAX_HEADER = 64_000

_INSTALL = "is a WARC archive, and fastwarc and warcio are not installed; pip install 'framing[corpora]'"
_STORY = "application/x.mediacloud-indexer+json"
_HTML = ("text/html", "application/xhtml+xml")
_NOTHING = "holds no saved pages (HTML with status 200)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One record that matters: a page (``kind`` "page") or what Media Cloud knows of the page before ("story")."""

    kind: Literal["page", "story", "other"]
    id: str = ""
    url: str = ""
    date: str = ""
    body: bytes = b""
    charset: str | None = None
    fault: str | None = None


def read_warc(source: Source) -> Iterator[Article | Failure]:
    """Take a WARC or ARC file; yield an article or a failure for each page in it.

    A failure's origin is the file and the number of the page. Records that are no pages are counted for ``on_skip``.
    Raises ``IngestError`` if the libraries are missing, the file is no archive, or it holds no page.
    """
    pending: Saved | None = None
    number = others = 0
    for saved in _records(source):
        if saved.kind == "other":
            others += 1
        elif saved.kind == "page":
            if pending is not None:
                number += 1
                yield _item(pending, None, number=number, source=source)
            pending = saved
        elif pending is not None:
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


def _records(source: Source) -> Iterator[Saved]:
    try:
        import fastwarc  # noqa: F401
        import warcio  # noqa: F401
    except ImportError:
        raise IngestError(_INSTALL) from None
    done = 0
    try:
        with source.open() as stream:
            for saved in _by_fastwarc(stream):
                done += 1
                yield saved
    except IngestError:
        raise
    except Exception:  # noqa: BLE001  # fastwarc raises its own and the system's errors for damage
        pass
    else:
        if done:
            return
    with source.open() as stream:
        stream.seek(0)
        try:
            yield from islice(_by_warcio(stream), done, None)
        except Exception as error:  # the same: what was read before the damage has been given
            if isinstance(error, IngestError):
                raise
            if not done:
                raise IngestError("is not a WARC or ARC archive, or its beginning is damaged") from error
            raise IngestError("is damaged or cut off; the records before that place were read") from error


def _by_fastwarc(stream: BinaryIO) -> Iterator[Saved]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.metadata
    for record in ArchiveIterator(
        stream, record_types=wanted, parse_http=True, auto_decode="all", max_header_len=MAX_HEADER
    ):
        headers = {name.casefold(): value for name, value in record.headers.items()}
        http = record.http_headers
        yield _saved(
            kind="response" if record.record_type == WarcRecordType.response else "metadata",
            id=headers.get("warc-record-id", ""),
            url=headers.get("warc-target-uri", ""),
            date=headers.get("warc-date", ""),
            media=headers.get("content-type", ""),
            status=str(http.status_code) if http is not None else "",
            http_type=(record.http_content_type or "") if http is not None else "",
            charset=record.http_charset if http is not None else None,
            reader=record.reader,
        )


def _by_warcio(stream: BinaryIO) -> Iterator[Saved]:
    from warcio.archiveiterator import ArchiveIterator

    for record in ArchiveIterator(stream, arc2warc=True):
        if record.rec_type not in ("response", "metadata"):
            continue
        http = record.http_headers
        kind = http.get_header("Content-Type", "") if http is not None else ""
        yield _saved(
            kind=record.rec_type,
            id=record.rec_headers.get_header("WARC-Record-ID") or "",
            url=record.rec_headers.get_header("WARC-Target-URI") or "",
            date=record.rec_headers.get_header("WARC-Date") or "",
            media=record.rec_headers.get_header("Content-Type") or "",
            status=http.get_statuscode() if http is not None else "",
            http_type=kind.partition(";")[0].strip(),
            charset=None,
            reader=record.content_stream(),
        )


def _saved(
    *,
    kind: str,
    id: str,
    url: str,
    date: str,
    media: str,
    status: str,
    http_type: str,
    charset: str | None,
    reader: Any,
) -> Saved:
    if kind == "metadata":
        if not media.startswith(_STORY):
            return Saved(kind="other")
        return Saved(kind="story", id=id, body=reader.read(MAX_METADATA + 1)[:MAX_METADATA])
    if status != "200" or http_type.casefold() not in _HTML:
        return Saved(kind="other")
    body = reader.read(MAX_PAGE + 1)
    fault = f"is over {MAX_PAGE // 1_000_000} MB of markup; larger pages are not read" if len(body) > MAX_PAGE else None
    return Saved(
        kind="page",
        id=id,
        url=clean_field(url) or "",
        date=date[:10],
        body=b"" if fault else body,
        charset=_codec(charset),
        fault=fault,
    )


def _codec(charset: str | None) -> str | None:
    from framing.ingest.encoding import declared_encoding

    return declared_encoding(f'<meta charset="{charset}">'.encode("ascii", "replace")) if charset else None
