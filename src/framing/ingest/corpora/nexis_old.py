"""The paragraphs of a legacy Nexis export (TXT or HTML, "3 of 50 DOCUMENTS") in, a ``Record`` an article out.

Outlet, date and headline stand unlabelled at the top, then labels in capitals (BYLINE, LENGTH), the body, and labels
again (LOAD-DATE, LANGUAGE), in the language of the archive's page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from framing.ingest.corpora.dates import clock, is_date_line, iso_date
from framing.ingest.corpora.labels import COPYRIGHT, HEAD, TAIL, is_capital, labelled
from framing.ingest.corpora.nexis import bylines
from framing.ingest.corpora.record import MAX_CHUNK, Record

#: The line over each article: English, German, French, Dutch, Spanish.
MARK = re.compile(
    r"^[ \t\ufeff]*\d{1,7} (?:of|von|de|van) \d{1,7} (?:DOCUMENTS?|DOKUMENTEN?|DOCUMENTOS?|DOCUMENTEN)[ \t]*$"
    r"|^[ \t\ufeff]*(?:Dokument|Document|Documento) \d{1,7} (?:von|of|de|van) \d{1,7}[ \t]*$",
    re.M | re.I,
)
_BLANK = re.compile(r"\n[ \t\xa0]*\n\s*")
_HIGHEST = 12
_LONGEST_NAME = 120


def nexis_text_records(text: str) -> Iterator[Record]:
    """Take the text of a legacy export with ``\\n`` line ends; yield a record for each article."""
    marks = [match.end() for match in MARK.finditer(text)]
    begins = [match.start() for match in MARK.finditer(text)]
    for begin, end in zip(marks, [*begins[1:], len(text)], strict=True):
        if end - begin > MAX_CHUNK:
            yield Record(fault="is too long for an article")
        else:
            yield paragraphs_record([_unwrapped(part) for part in _BLANK.split(text[begin:end])])


def _unwrapped(paragraph: str) -> str:
    """Join the lines that the export broke at 79 characters; lines that stand in the middle of the page stay lines."""
    lines = [line.rstrip() for line in paragraph.split("\n") if line.strip()]
    if all(line.startswith("        ") for line in lines):
        return "\n".join(line.strip() for line in lines)
    return " ".join(line.strip() for line in lines)


def paragraphs_record(paragraphs: list[str]) -> Record:
    """Take the paragraphs of one article, in order; return its record."""
    rest = [text for paragraph in paragraphs if (text := paragraph.replace("\xa0", " ").strip())]
    found: dict[str, str] = {}
    outlet, when, title, rest = _head(rest, found)
    body: list[str] = []
    while rest:
        paragraph = rest.pop(0)
        fills = labelled(paragraph, TAIL) if is_capital(paragraph) else None
        if fills:
            _tail([paragraph, *rest], found)
            break
        if COPYRIGHT.match(paragraph) and all(not _is_prose(later) for later in rest):
            _tail([paragraph, *rest], found)
            break
        body.append(paragraph)
    extra = {name: found[name] for name in found if name not in ("authors", "title", "language", "body", "", "id")}
    if time := clock(when or ""):
        extra["time"] = time
    return Record(
        paragraphs=tuple(body),
        title=title or found.get("title"),
        id=found.get("id"),
        outlet=outlet,
        published=iso_date(when) if when else None,
        authors=bylines(found.get("authors", "")),
        language=re.split(r"[;,/]", found.get("language", ""))[0].strip() or None,
        extra=tuple(extra.items()),
        notes=() if _ended(found) else ("the article has no closing lines; its text may be cut",),
    )


def _ended(found: dict[str, str]) -> bool:
    return any(name in found for name in ("loaded", "language", "publication_type", "copyright", "document_type"))


def _head(rest: list[str], found: dict[str, str]) -> tuple[str | None, str | None, str | None, list[str]]:
    """Take the paragraphs; return outlet, date line, headline and the paragraphs that are left, labels in ``found``."""
    dated = next((place for place, text in enumerate(rest[:_HIGHEST]) if _is_dated(text)), None)
    first = next(
        (place for place, text in enumerate(rest[:_HIGHEST]) if is_capital(text) and labelled(text, HEAD)), None
    )
    if first is None or (dated is not None and dated > first):
        first = None if dated is None else dated + 2
    first = min(first if first is not None else 0, len(rest))
    top, rest = rest[:first], rest[first:]
    when = next((text for text in top if _is_dated(text)), None)
    before = top[: top.index(when)] if when else top
    names = [text for text in before if not COPYRIGHT.match(text)]
    outlet = " ".join(names[0].split()) if names and len(names[0]) <= _LONGEST_NAME else None
    after = top[top.index(when) + 1 :] if when else names[1:]
    # Some pages set the headline over the date.
    title = " ".join(" ".join(after or names[1:]).split()) or None
    while rest and (fills := labelled(rest[0], HEAD)) and is_capital(rest[0]):
        found.setdefault(*fills)
        beyond = rest.pop(0) if fills[0] != "body" else ""
        if not beyond:
            rest[0] = fills[1]
            if not fills[1]:
                rest.pop(0)
            break
    return outlet, when, title, rest


def _is_dated(text: str) -> bool:
    return is_date_line(text.replace("\n", " ")) and not labelled(text, HEAD) and not COPYRIGHT.match(text)


def _tail(paragraphs: list[str], found: dict[str, str]) -> None:
    for paragraph in paragraphs:
        for line in paragraph.split("\n"):
            fills = labelled(line, TAIL)
            if fills:
                found.setdefault(*fills)
            elif COPYRIGHT.match(line):
                found.setdefault("copyright", " ".join(line.split()))


def _is_prose(paragraph: str) -> bool:
    return len(paragraph.split()) > 40 and not COPYRIGHT.match(paragraph)
