"""A plain text file or stream in, one ``Article`` out, or those of an archive's export."""

from __future__ import annotations

from collections.abc import Iterator

from framing.errors import IngestError
from framing.ingest.article import make_article
from framing.ingest.clean import clean
from framing.ingest.corpora.record import record_items
from framing.ingest.corpora.text_exports import text_records
from framing.ingest.encoding import decode
from framing.ingest.source import Source
from framing.types import Article, Failure

_HEADLINE_WORDS = 30


def read_text(source: Source) -> Iterator[Article | Failure]:
    """Take a text file; yield its article, or its articles if a news archive exported it.

    Raises ``IngestError`` for what is empty, too large or not text.
    """
    yield from text_items(source.read(), origin=source.origin)


def text_items(data: bytes, *, origin: str) -> Iterator[Article | Failure]:
    """Take the bytes of a text; yield the article or articles in it; errors as ``read_text``."""
    if not data:
        raise IngestError("is empty; nothing to analyse")
    raw, notes = decode(data)
    records = text_records(raw)
    if records is None:
        yield plain_article(raw, origin=origin, notes=notes)
    else:
        yield from record_items(records, origin=origin, notes=notes)


def text_article(data: bytes, *, origin: str) -> Article:
    """Take the bytes of a text that is one article, as a web server sends it; errors as ``read_text``."""
    if not data:
        raise IngestError("is empty; nothing to analyse")
    raw, notes = decode(data)
    return plain_article(raw, origin=origin, notes=notes)


def plain_article(raw: str, *, origin: str, notes: tuple[str, ...] = ()) -> Article:
    """Take a decoded text; return the article, its title the first line where that is a headline."""
    text, mended = clean(raw)
    return make_article(text, origin=origin, title=headline(text), notes=(*notes, *mended))


def headline(text: str) -> str | None:
    """Take a clean text; return its first line if it is short, ends no sentence, and a blank line and text follow."""
    first, _, rest = text.partition("\n")
    following, _, body = rest.partition("\n")
    line = first.strip()
    if (
        following.strip()
        or not body.strip()
        or len(line.split()) > _HEADLINE_WORDS
        or line.endswith((".", ",", ";", ":"))
    ):
        return None
    return line
