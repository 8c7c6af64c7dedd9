"""A saved web page in, one ``Article`` with its parts out; the parsing itself happens in ``worker``'s process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from framing.errors import IngestError
from framing.ingest.article import make_article, same_words
from framing.ingest.clean import clean_field
from framing.ingest.encoding import declared_encoding, decode
from framing.ingest.source import Source
from framing.structure import find_parts
from framing.types import Article, Failure, Part

if TYPE_CHECKING:  # page loads trafilatura, which belongs in the worker
    from framing.ingest.page import Page

#: Larger pages are lists, archives or hostile; extraction of an honest page of this size takes about 10 s.
MAX_PAGE = 5_000_000

#: Pictures saved inside a page are most of its bytes and none of its text.
_INLINE_DATA = re.compile(rb"(?<=[\"'(,\s=])data:[\w.+/-]{0,60}(?:;[\w=.-]{1,40}){0,3};base64,[A-Za-z0-9+/=%]{64,}")
_NO_TEXT = "no article text found in the page; if the text shows in a browser, copy it into a .txt file"
_SUBHEAD_WORDS = 30
_TITLE_CHARACTERS = 500
_MANY_AUTHORS = 20
#: A date that follows two names at least: "June" and "April" alone are names too.
_DATE_AFTER = re.compile(
    r"^(\S+ \S.*?) (?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d.*)?$"
)
_QUOTE_MARKS = re.compile('["“”„«»‹›‘]')


def read_html(source: Source) -> Iterator[Article | Failure]:
    """Take a saved page; yield its article, or its articles if a news archive exported it, or a failure of stage
    "extract" if it has none; errors as ``read_text``.
    """
    yield from page_items(source.read(), origin=source.origin, timeout=source.timeout)


def page_items(data: bytes, *, origin: str, timeout: float) -> Iterator[Article | Failure]:
    """Take the bytes of a page; yield the article or articles in it; errors as ``read_text``."""
    from framing.ingest.corpora.readers import page_export

    exported = page_export(data, origin=origin, timeout=timeout)
    if exported is None:
        yield read_page(data, origin=origin, timeout=timeout)
    else:
        yield from exported


def read_page(data: bytes, *, origin: str, declared: str | None = None, timeout: float = 20.0) -> Article | Failure:
    """Take the bytes of a page; return its article, or a failure of stage "extract".

    ``declared`` is a codec known from elsewhere (an HTTP header); without it the page's own declaration counts.
    Extraction is killed after ``timeout`` seconds. Raises ``IngestError`` for what is no page at all: binary data, an
    empty file.
    """
    from framing.ingest.worker import WORKER, ExtractionError

    data = _INLINE_DATA.sub(b"data:,", data)
    if len(data) > MAX_PAGE:
        raise IngestError(f"has {len(data) / 1e6:.1f} MB of markup; pages over {MAX_PAGE // 1_000_000} MB are not read")
    html, notes = decode(data, declared=declared or declared_encoding(data))
    if not html.strip(" \t\r\n\0\ufeff"):
        raise IngestError("is empty; nothing to analyse")
    try:
        page = cast("Page | None", WORKER.extract(html, timeout=timeout))
        if page is None:
            raise ExtractionError(_NO_TEXT)
        return _article(page, origin=origin, notes=notes)
    except IngestError as error:
        return Failure(origin=origin, stage="extract", message=str(error))


def _article(page: Page, *, origin: str, notes: tuple[str, ...]) -> Article:
    lines = [(line, kind) for text, kind in page["lines"] if (line := clean_field(text))]
    title = _title(page, lines)
    # The headline again as a heading near the top is dropped: it is put before the body below.
    lines = [
        (line, kind)
        for number, (line, kind) in enumerate(lines)
        if not (title and number < 5 and kind == "head" and same_words(line, title))
    ]
    set_off = _set_off(lines)
    if set_off:
        found = "1 set-off quotation has" if len(set_off) == 1 else f"{len(set_off)} set-off quotations have"
        notes = (*notes, f"{found} no quotation marks; read as a source's words")
    article = make_article(
        "\n\n".join([*([title] if title else []), *(line for line, _ in lines)]),
        origin=origin,
        title=title,
        outlet=page["outlet"],
        published=page["published"],
        authors=_authors(page["authors"]),
        language=page["language"],
        doubt_language=True,
        extra=[("url", page["url"])] if page["url"] else [],
        notes=notes,
    )
    return replace(article, parts=_parts(article, dict(lines), set_off))


def _title(page: Page, lines: list[tuple[str, str]]) -> str | None:
    """Return the headline: the page's ``h1`` where it and the declared title speak of the same, else the declared
    title.
    """
    title = clean_field(page["title"])
    if title and len(title) > _TITLE_CHARACTERS:
        title = None
    outlet = clean_field(page["outlet"])
    if title and outlet:
        bare = re.sub(rf"\s+[|·•–—-]\s+{re.escape(outlet)}$", "", title, flags=re.I)
        title = bare or title
    if page["heading"] and lines:
        heading = lines[0][0]
        if not title or _overlap(heading, title) >= 0.5:
            return heading
    return title


def _overlap(one: str, other: str) -> float:
    a, b = ({*re.findall(r"\w+", line.casefold())} for line in (one, other))
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _authors(found: list[str]) -> list[str]:
    """Return the names that can be names: bylines on pages also hold web addresses, degrees and the same name twice."""
    names: dict[str, str] = {}
    for field in map(clean_field, found):
        name = _DATE_AFTER.sub(r"\1", field or "")
        if 3 < len(name) <= 80 and "http" not in name.lower() and "@" not in name:
            names.setdefault(name.casefold(), name)
    return list(names.values())[:_MANY_AUTHORS]


def _set_off(lines: list[tuple[str, str]]) -> frozenset[str]:
    """Return the lines that only markup says to be somebody's words: no marks, and no sentence of the text again."""
    others = " ".join(line for line, kind in lines if kind != "quote").casefold()
    return frozenset(
        line
        for line, kind in lines
        if kind == "quote" and not _QUOTE_MARKS.search(line) and line.strip(" .…").casefold() not in others
    )


def _parts(article: Article, kinds: dict[str, str], set_off: frozenset[str]) -> tuple[Part, ...]:
    """Take the article, the kind of each of its lines and those that markup sets off; return the parts that tile it.

    The rules for plain text decide what is headline and page furniture, which no tag shows; the page's own headings
    and lists then overrule what those rules can only guess.
    """
    parts = []
    for part in find_parts(article):
        line = part.span.text(article.text)
        kind = kinds.get(line)
        if part.kind == "body" and kind == "head" and len(line.split()) <= _SUBHEAD_WORDS and not line.endswith("."):
            part = replace(part, kind="subhead")
        elif part.kind == "subhead" and kind in ("quote", "item"):
            part = replace(part, kind="body")
        if part.kind == "body" and line in set_off:
            part = replace(part, set_off=True)
        parts.append(part)
    return tuple(parts)
