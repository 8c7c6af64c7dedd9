"""A file of an archive in, its articles and failures out: the readers of .docx, .rtf, .xml, .eml and exported pages."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from functools import partial
from itertools import count, islice
from typing import TYPE_CHECKING

from framing.errors import IngestError
from framing.ingest.corpora.docx import docx_paragraphs
from framing.ingest.corpora.factiva_xml import xml_records
from framing.ingest.corpora.nexis import is_nexis, nexis_records
from framing.ingest.corpora.page_exports import export_marks, page_records
from framing.ingest.corpora.record import record_item, record_items
from framing.ingest.corpora.rtf import rtf_text
from framing.ingest.corpora.text_exports import text_records
from framing.ingest.encoding import declared_encoding, decode
from framing.ingest.source import Source
from framing.ingest.text import plain_article
from framing.types import Article, Failure

if TYPE_CHECKING:
    from email.message import Message

    from framing.ingest.corpora.record import Record

#: A mail holds at most so many parts; a forwarded export has three.
MAX_PARTS = 200
_SNIFFED = 600_000
_NOT_PROQUEST = "is an e-mail without articles of ProQuest; save the text of the mail as .txt"
_MAIL = re.compile(rb"^(?:[A-Za-z][A-Za-z0-9-]{1,40}:|From )", re.M)


def read_docx(source: Source) -> Iterator[Article | Failure]:
    """Take a Word file; yield its articles (Nexis Uni, Lexis Advance), or the one that it is if it is no export."""
    notes: list[str] = []
    with source.open() as stream:
        lines = list(docx_paragraphs(stream, notes=notes))
    if notes and not any(text.strip() for text, _ in lines):
        raise IngestError("is damaged: no text could be read from it; download it again")
    if is_nexis(text for text, _ in lines):
        yield from record_items(nexis_records(lines), origin=source.origin, notes=tuple(notes))
    else:
        yield from _text_items(
            "\n\n".join(text for text, _ in lines if text.strip()), origin=source.origin, notes=tuple(notes)
        )


def read_rtf(source: Source) -> Iterator[Article | Failure]:
    """Take an RTF file; yield its articles (Factiva, Nexis Uni), or the one that it is if it is no export."""
    faults: list[str] = []
    text = rtf_text(source.read(), faults=faults)
    yield from _text_items(text, origin=source.origin, notes=())
    for fault in faults:
        yield Failure(origin=source.origin, stage="read", message=fault)


def _text_items(text: str, *, origin: str, notes: tuple[str, ...]) -> Iterator[Article | Failure]:
    records = text_records(text)
    if records is None:
        yield plain_article(text.replace("\x0c", "\n\n"), origin=origin, notes=notes)
    else:
        yield from record_items(records, origin=origin, notes=notes)


def read_xml(source: Source) -> Iterator[Article | Failure]:
    """Take an XML file; yield its articles if it is one of Factiva. Raises ``IngestError`` that names any other."""
    data = source.read()
    text, notes = decode(data, declared=declared_encoding(data))
    yield from record_items(xml_records(text), origin=source.origin, notes=notes)


def read_eml(source: Source) -> Iterator[Article | Failure]:
    """Take a mail that ProQuest sent, or one that forwards it; yield its articles."""
    data = source.read()
    if not _MAIL.search(data[:2_000]):
        raise IngestError("is not an e-mail; save the mail again as .eml")
    parts = _parts(data)
    numbers = count(1)
    for part in parts:
        if part.get_content_maintype() != "text":
            continue
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes) or not body.strip():
            continue
        text, notes = decode(body, declared=declared_encoding(body))
        for record in _mail_records(text, timeout=source.timeout):
            yield record_item(record, number=next(numbers), origin=source.origin, notes=notes)
    count_of_records = next(numbers)
    if count_of_records == 1:  # the heads of the mail may be damaged; the page in it can still be found
        text, notes = decode(quopri.decodestring(data) if b"=3D" in data else data)
        for record in _mail_records(text, timeout=source.timeout) if export_marks(text) else ():
            yield record_item(record, number=count_of_records, origin=source.origin, notes=notes)
            count_of_records += 1
    if count_of_records == 1:
        raise IngestError(_NOT_PROQUEST)


def _parts(data: bytes) -> list[Message]:
    import email  # it loads socket, which nothing here opens
    import email.policy

    try:
        return list(islice(email.message_from_bytes(data, policy=email.policy.compat32).walk(), MAX_PARTS))
    except RecursionError:
        raise IngestError("nests more messages than any mail does; it is not read") from None


def _mail_records(text: str, *, timeout: float) -> Iterator[Record]:
    from framing.ingest.worker import BLOCKS_WORKER

    if export_marks(text):
        yield from page_records(text, parse=partial(BLOCKS_WORKER.blocks, timeout=timeout))
    elif "<html" not in text[:2_000].lower():
        yield from text_records(text) or ()


def page_export(data: bytes, *, origin: str, timeout: float) -> Iterator[Article | Failure] | None:
    """Take the bytes of a page; return its articles if Factiva, Nexis or ProQuest exported it, else None."""
    if not export_marks(data[:_SNIFFED].replace(b"\0", b"").decode("latin-1")):
        return None
    from framing.ingest.worker import BLOCKS_WORKER

    html, notes = decode(data, declared=declared_encoding(data))
    return record_items(
        page_records(html, parse=partial(BLOCKS_WORKER.blocks, timeout=timeout)), origin=origin, notes=notes
    )
