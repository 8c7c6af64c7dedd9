"""What an archive's export says of one article, as a ``Record``; a record in, an ``Article`` or a ``Failure`` out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from framing.errors import IngestError
from framing.ingest.article import make_article
from framing.types import Article, Failure

#: More articles than this in one file is no export of an archive: they give 100 to 500 a file, ProQuest at most 2,000.
MAX_RECORDS = 100_000
#: After so many records on end without an article the file is given up: it is no export, or made to keep us busy.
HOPELESS = 1_000
#: A longer chunk is refused before it is parsed; the longest article has 1,000,000 characters.
MAX_CHUNK = 8_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One article as its archive gives it, uncleaned; ``paragraphs`` hold the body and nothing else.

    ``published`` is an ISO 8601 date; ``extra`` are further columns by the names that docs/how-to-corpora.md lists;
    ``fault`` is why the record holds no article, in words that complete "this record …".
    """

    paragraphs: tuple[str, ...] = ()
    title: str | None = None
    id: str | None = None
    outlet: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    extra: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    fault: str | None = None


def record_items(records: Iterable[Record], *, origin: str, notes: tuple[str, ...] = ()) -> Iterator[Article | Failure]:
    """Take the records of one file in order; yield an article or a failure for each, numbered from 1.

    A failure's origin is the file and the number of the record, which is its ``record`` too.
    """
    failed = 0
    for number, record in enumerate(records, start=1):
        item = record_item(record, number=number, origin=origin, notes=notes)
        yield item
        failed = failed + 1 if isinstance(item, Failure) else 0
        if failed >= HOPELESS:
            raise IngestError(f"holds no article in {HOPELESS:,} records on end; the rest was not read")
        if number >= MAX_RECORDS:
            raise IngestError(f"holds more than {MAX_RECORDS:,} records; the rest was not read; split it")


def record_item(record: Record, *, number: int, origin: str, notes: tuple[str, ...] = ()) -> Article | Failure:
    """Take a record, its number in the file and the file's name; return its article, or a failure of stage "read"."""
    where = f"{origin}:{number}"
    try:
        if record.fault:
            raise IngestError(record.fault)
        body = "\n\n".join(text for paragraph in record.paragraphs if (text := paragraph.strip()))
        if not body:
            raise IngestError("has no text; nothing to analyse")
        said = [*notes, *record.notes]
        if not record.published:
            said.append("no date could be read from the export")
        return make_article(
            body,
            origin=where,
            title=record.title,
            id=record.id,
            outlet=record.outlet,
            published=record.published,
            authors=record.authors,
            language=record.language,
            doubt_language=True,
            extra=record.extra,
            notes=said,
        )
    except IngestError as error:
        return Failure(origin=where, stage="read", message=str(error), record=number)
