"""A plain text file or stream in, one ``Article`` out."""

from __future__ import annotations

from collections.abc import Iterator

from framing.errors import IngestError
from framing.ingest.article import make_article
from framing.ingest.clean import clean
from framing.ingest.encoding import decode
from framing.ingest.source import Source
from framing.types import Article, Failure

_HEADLINE_WORDS = 30


def read_text(source: Source) -> Iterator[Article | Failure]:
    """Take a text file; yield its article. Raises ``IngestError`` for what is empty, too large or not text."""
    yield text_article(source.read(), origin=source.origin)


def text_article(data: bytes, *, origin: str) -> Article:
    """Take the bytes of a text; return the article, its title the first line where that is a headline."""
    if not data:
        raise IngestError("is empty; nothing to analyse")
    raw, notes = decode(data)
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
