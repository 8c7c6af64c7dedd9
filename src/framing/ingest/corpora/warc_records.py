"""A WARC or ARC archive in, its records that matter out, damaged places passed over; fastwarc, then warcio.

fastwarc reads at full speed and stops at damage; it is then started again at the next record. warcio reads ARC, and
what can't be read from the middle.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr, suppress
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

from framing.errors import IngestError
from framing.ingest.clean import clean_field
from framing.ingest.encoding import declared_encoding
from framing.ingest.html import MAX_PAGE
from framing.ingest.source import Source

#: A longer metadata record is passed over; an article of 1,000,000 characters as JSON has up to 6 MB.
MAX_METADATA = 8_000_000
#: What a header of a record may have; fastwarc raises beyond it.
MAX_HEADER = 64_000
#: An archive that is damaged at more places is given up.
MAX_DAMAGE = 1_000
_GZIP = b"\x1f\x8b\x08"
_PLAIN = b"\r\nWARC/1."
_INSTALL = "is a WARC archive, and fastwarc and warcio are not installed; pip install 'framing[corpora]'"
_NO_ARCHIVE = "is not a WARC or ARC archive with pages in it, or it is damaged at its beginning"
_STORY = "application/x.mediacloud-indexer+json"
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One record: a page (``kind`` "page"), what Media Cloud knows of the page before ("story"), or a damaged place."""

    kind: Literal["page", "story", "other", "damage"]
    id: str = ""
    url: str = ""
    date: str = ""
    body: bytes = b""
    charset: str | None = None
    fault: str | None = None
    notes: tuple[str, ...] = ()
    refers_to: str = ""


def saved_records(source: Source) -> Iterator[Saved]:
    """Take an archive; yield its records in order, "damage" for each place that can't be read.

    Raises ``IngestError`` if the libraries are missing or the file is no archive.
    """
    try:
        import fastwarc  # noqa: F401
        import warcio  # noqa: F401
    except ImportError:
        raise IngestError(_INSTALL) from None
    with source.open() as stream:
        if stream.seekable():
            found = False
            for saved in _by_fastwarc(stream):
                found = found or saved.kind != "damage"
                if found:
                    yield saved
            if found:
                return
            stream.seek(0)
            if not _is_arc(stream):
                raise IngestError(_NO_ARCHIVE)
        yield from _by_warcio(stream)


def _by_fastwarc(stream: BinaryIO) -> Iterator[Saved]:
    """Read records; at a damaged place go on with the next that begins, and yield one "damage" for the gap.

    After ``MAX_DAMAGE`` places the last "damage" says that the rest was not read.
    """
    compressed = _PLAIN.strip() not in stream.read(512)
    stream.seek(0)
    begin, told = 0, False
    for _ in range(MAX_DAMAGE):
        last = None
        try:
            for position, saved in _fast(stream):
                last, told = position, False
                yield saved
            return
        except Exception:  # noqa: BLE001  # fastwarc raises its own and the system's errors for damage
            if last is None and not told:
                told = True
                yield Saved(kind="damage")
        following = _find(stream, _GZIP if compressed else _PLAIN, (begin if last is None else last) + 1)
        if following is None:
            return
        begin = following
        stream.seek(begin)
    yield Saved(kind="damage", fault=f"is damaged at {MAX_DAMAGE:,} places; the rest of the archive was not read")


def _is_arc(stream: BinaryIO) -> bool:
    """Tell whether the stream begins as an ARC file does, packed or not; leave it at its beginning."""
    head = stream.read(512)
    stream.seek(0)
    if head.startswith(_GZIP):
        with suppress(zlib.error):
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 64)
    return head.startswith(b"filedesc:")


def _find(stream: BinaryIO, mark: bytes, begin: int) -> int | None:
    """Return the place of the next mark at or after ``begin``, reading a piece at a time."""
    stream.seek(begin)
    held = b""
    while piece := stream.read(1 << 20):
        place = (held + piece).find(mark)
        if place >= 0:
            return begin - len(held) + place
        begin += len(piece)
        held = (held + piece)[-len(mark) + 1 :]
    return None


def _fast(stream: BinaryIO) -> Iterator[tuple[int, Saved]]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.metadata
    for record in ArchiveIterator(
        stream, record_types=wanted, parse_http=True, auto_decode="all", max_header_len=MAX_HEADER
    ):
        headers = {name.casefold(): value for name, value in record.headers.items()}
        http = record.http_headers
        response = record.record_type == WarcRecordType.response
        encoded = http is not None and any(name.casefold() == "content-encoding" for name, _ in http.items())
        yield (
            record.stream_pos,
            _saved(
                kind="response" if response else "metadata",
                id=headers.get("warc-record-id", ""),
                refers_to=headers.get("warc-refers-to", ""),
                url=headers.get("warc-target-uri", ""),
                date=headers.get("warc-date", ""),
                media=headers.get("content-type", ""),
                status=str(http.status_code or "") if http is not None else "",
                http_type=(record.http_content_type or "") if http is not None else "",
                charset=record.http_charset if http is not None else None,
                reader=record.reader,
                length=None if encoded else record.content_length,
            ),
        )


def _by_warcio(stream: BinaryIO) -> Iterator[Saved]:
    """Read what fastwarc does not: ARC, and streams that can't go back. warcio's own remarks are kept from the user."""
    from warcio.archiveiterator import ArchiveIterator

    found = False
    try:
        with redirect_stderr(io.StringIO()):
            records = iter(ArchiveIterator(stream, arc2warc=True))
        while True:
            with redirect_stderr(io.StringIO()):
                record = next(records, None)
                saved = _by_record(record) if record is not None else None
            if saved is None:
                return
            found = True
            yield saved
    except Exception as error:  # the same: what was read before the damage has been given
        if not found:
            raise IngestError(_NO_ARCHIVE) from error
        yield Saved(kind="damage", fault="is damaged or cut off; the records before that place were read")


def _by_record(record: Any) -> Saved:
    http = record.http_headers
    if record.rec_type not in ("response", "metadata"):
        return Saved(kind="other")
    kind, _, rest = (http.get_header("Content-Type", "") if http is not None else "").partition(";")
    charset = re.search(r"charset=[\"']?([\w.:-]{2,30})", rest, re.I)
    return _saved(
        kind=record.rec_type,
        id=record.rec_headers.get_header("WARC-Record-ID") or "",
        refers_to=record.rec_headers.get_header("WARC-Refers-To") or "",
        url=record.rec_headers.get_header("WARC-Target-URI") or "",
        date=record.rec_headers.get_header("WARC-Date") or "",
        media=record.rec_headers.get_header("Content-Type") or "",
        status=http.get_statuscode() if http is not None else "",
        http_type=kind.strip(),
        charset=charset[1] if charset else None,
        reader=record.content_stream(),
        length=None,
    )


def _saved(
    *,
    kind: str,
    id: str,
    refers_to: str,
    url: str,
    date: str,
    media: str,
    status: str,
    http_type: str,
    charset: str | None,
    reader: Any,
    length: int | None,
) -> Saved:
    if kind == "metadata":
        if not media.startswith(_STORY):
            return Saved(kind="other")
        return Saved(kind="story", id=id, refers_to=refers_to, body=reader.read(MAX_METADATA + 1)[:MAX_METADATA])
    if not status and media.startswith("application/http"):
        return Saved(kind="damage")
    if status != "200" or http_type.casefold() not in _HTML:
        return Saved(kind="other")
    body = reader.read(MAX_PAGE + 1)
    cut = length is not None and len(body) < min(length, MAX_PAGE)
    fault = f"is over {MAX_PAGE // 1_000_000} MB of markup; larger pages are not read" if len(body) > MAX_PAGE else None
    return Saved(
        kind="page",
        id=id,
        url=clean_field(url) or "",
        date=date[:10],
        body=b"" if fault else body,
        charset=_codec(charset),
        fault=fault,
        notes=("the record is cut off; the text may be cut",) if cut else (),
    )


def _codec(charset: str | None) -> str | None:
    return declared_encoding(f'<meta charset="{charset}">'.encode("ascii", "replace")) if charset else None
