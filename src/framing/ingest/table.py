"""A row of a table in, an ``Article`` or a ``Failure`` out; the same rules for JSON Lines, CSV and Parquet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from framing.errors import IngestError
from framing.ingest.article import make_article
from framing.ingest.clean import clean_field
from framing.types import Article, Failure

#: A longer row is refused unread: the longest article is 1,000,000 characters, 4 MB of UTF-8 at most.
MAX_ROW = 8_000_000

#: Columns that fill a field of the article, whatever their case; every other column is carried through as extra.
USED = ("id", "text", "title", "outlet", "published", "url", "language", "authors", "author")

_WEB = re.compile(r"https?://[^\s]+$", re.I)
_LIKELY = ("body", "content", "fulltext", "full_text", "article", "story", "article_text", "maintext", "main_text")


def row_article(row: Mapping[str, str | None], *, where: str, notes: Iterable[str] = ()) -> Article | Failure:
    """Take a row as column names and strings (None is a missing value) and its place ("corpus.csv:12"); return its
    article.

    The article's origin is the row's ``url`` where that is a web address, else the place. A row without text, or with
    more than an article can have, is a ``Failure`` of stage "read".
    """
    used: dict[str, str] = {}
    extra: list[tuple[str, str]] = []
    for name, value in row.items():
        key = name.strip().casefold()
        if value is None:
            continue
        if key in USED and key not in used:
            used[key] = value
        else:
            extra.append((name, value))
    url = clean_field(used.get("url"))
    linked = url if url and _WEB.match(url) else None
    if url and not linked:
        extra.append(("url", url))
    try:
        if "text" not in used:
            raise IngestError("has no text; nothing to analyse")
        return make_article(
            used["text"],
            origin=linked or where,
            title=used.get("title"),
            id=used.get("id"),
            outlet=used.get("outlet"),
            published=used.get("published"),
            authors=(used.get("authors") or used.get("author") or "").split(";"),
            language=used.get("language"),
            extra=extra,
            notes=notes,
        )
    except IngestError as error:
        return row_failure(where, str(error))


def row_failure(where: str, message: str) -> Failure:
    """Take the place of a row ("corpus.csv:12") and what is wrong with it; return the failure."""
    return Failure(origin=where, stage="read", message=message, record=int(where.rpartition(":")[2]))


def has_text(columns: Iterable[str]) -> bool:
    """Take the names of columns; tell whether one of them is ``text``."""
    return any(name.strip().casefold() == "text" for name in columns)


def no_text_column(columns: Iterable[str]) -> str:
    """Take the names of a table's columns; return the line that says what is needed and what was found."""
    names = [clean_field(name) or "(no name)" for name in columns]
    shown = ", ".join(name[:40] for name in names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
    likely = next((name for name in names if name.casefold().replace(" ", "_") in _LIKELY), None)
    hint = f'rename "{likely}" to "text"' if likely else 'call the column that holds the article "text"'
    return f'has no column "text" (columns: {shown or "none"}); {hint}'
