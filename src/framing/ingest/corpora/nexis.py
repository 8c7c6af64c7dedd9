"""The lines of a Nexis Uni or Lexis Advance export (DOCX or RTF) in, a ``Record`` an article out.

Each article ends with "End of Document". Above its body stand headline, outlet, date, copyright and labelled lines,
then the line "Body"; below it "Classification", labelled lines and the load date. Cover pages may stand first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from framing.ingest.corpora.dates import clock, is_date_line, iso_date
from framing.ingest.corpora.labels import COPYRIGHT, COVER, HEAD, TAIL, labelled
from framing.ingest.corpora.record import MAX_CHUNK, Record

_END = re.compile(r"\s*(?:End of Document|Ende des Dokuments|Fin du document|Einde van document)\s*$", re.I)
_BODY = re.compile(r"\s*(?:Body|Text|Textkörper|Corps)\s*$")
#: Lines below the body that begin what is no part of it.
_CLASSES = re.compile(r"\s*(?:Classification|Klassifizierung)\s*$")
_LOADED = re.compile(r"\s*(?:Load-Date|Update|Date-Chargement)\s?:[\s\u00a0]", re.I)
_CAPTION = re.compile(r"\s*(?:Graphics?|Grafik|Graphique|Notes?)\s*$")
_MOST_CAPTIONS = 30
#: A running head or foot that a conversion may have put among the lines.
_PAGE_LINE = re.compile(r"\s*Page \d+ of \d+\s*$")

Line = tuple[str, str | None]


def is_nexis(lines: Iterable[str]) -> bool:
    """Take the lines of a file; tell whether they are those of a Nexis Uni export."""
    return any(_END.match(line) for line in lines)


def is_list_of_documents(lines: list[str]) -> bool:
    """Take the lines of a file; tell whether it is the list that Nexis Uni puts beside the articles."""
    return sum(bool(COVER.match(line.strip())) for line in lines[:40]) >= 3


def nexis_records(lines: Iterable[Line]) -> Iterator[Record]:
    """Take lines, each with the archive's id of the article that it links or None; yield the records, one at a time.

    A last article without its end mark is given with a note, if it has a body.
    """
    chunk: list[Line] = []
    size = 0
    for text, id in lines:
        for line in text.split("\n"):
            if _END.match(line):
                if any(words.strip() for words, _ in chunk):
                    yield _record(chunk) if size <= MAX_CHUNK else Record(fault="is too long for an article")
                chunk, size = [], 0
            elif size <= MAX_CHUNK:
                chunk.append((line, id))
                size += len(line)
    if any(_BODY.match(line) for line, _ in chunk):
        yield _record(chunk, cut=True)


def _record(chunk: list[Line], *, cut: bool = False) -> Record:
    lines = [line for line, _ in chunk]
    begin = next((place for place, line in enumerate(lines) if _BODY.match(line)), None)
    if begin is None:
        return Record(fault='has no line "Body", where its text would begin; is it a list or a search report?')
    found: dict[str, str] = {}
    title, outlet, when, id = _head(chunk[:begin], found)
    body, after = _split_body(lines[begin + 1 :])
    captions = [*_tail(after, found)]
    said = ["the file ends in this article; its text may be cut"] if cut else []
    extra = {name: found[name] for name in found if name not in ("authors", "title", "language", "body", "", "id")}
    if captions:
        extra["graphic"] = " ".join(captions)
    if time := clock(when or ""):
        extra["time"] = time
    return Record(
        paragraphs=tuple(body),
        title=title or found.get("title"),
        id=id or found.get("id"),
        outlet=outlet,
        published=iso_date(when) if when else None,
        authors=bylines(found.get("authors", "")),
        language=_first(found.get("language", "")),
        extra=tuple(extra.items()),
        notes=tuple(said),
    )


def _head(chunk: list[Line], found: dict[str, str]) -> tuple[str | None, str | None, str | None, str | None]:
    """Return headline, outlet, date line and id; put what is labelled into ``found``.

    The date line nearest above the labels is the anchor: the outlet stands over it and the headline over that. What
    stands higher belongs to cover pages.
    """
    lines = [line.strip() for line, _ in chunk]
    dated = None
    for place in range(len(lines) - 1, -1, -1):
        fills = labelled(lines[place], HEAD)
        if fills:
            found.setdefault(*fills)
        elif COPYRIGHT.match(lines[place]):
            found.setdefault("copyright", lines[place])
        elif is_date_line(lines[place]) and not COVER.match(lines[place]):
            dated = place
            break
    above = [place for place in range(dated if dated is not None else len(lines)) if _is_head(lines[place])]
    if dated is None:
        title = lines[above[0]] if above else None
        return title, None, None, _id(chunk)
    if not above:
        return None, None, lines[dated], _id(chunk)
    outlet = above.pop()
    # A headline of several lines stands together; a blank line parts it from whatever is above.
    first = last = above[-1] if above else outlet
    while first - 1 in above:
        first -= 1
    title = " ".join(lines[place] for place in above if first <= place <= last) or None
    return title, lines[outlet], lines[dated], _id(chunk[first:dated])


def _is_head(line: str) -> bool:
    return bool(line) and not COVER.match(line) and not COPYRIGHT.match(line) and not _PAGE_LINE.match(line)


def _id(chunk: list[Line]) -> str | None:
    return next((id for _, id in reversed(chunk) if id), None)


def _split_body(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the body's paragraphs and the lines after it: from captions, classification or load date on."""
    last = [place for place, line in enumerate(lines) if _CLASSES.match(line)]
    loaded = [place for place, line in enumerate(lines) if _LOADED.match(line)]
    closing = last[-1] if last else loaded[0] if loaded else len(lines)
    # "Graphic" or "Notes" may be a subheading too; the last one closes the body, if little follows it.
    captions = [place for place, line in enumerate(lines[:closing]) if _CAPTION.match(line)]
    if captions and sum(bool(line.strip()) for line in lines[captions[-1] : closing]) <= _MOST_CAPTIONS:
        closing = captions[-1]
    return lines[:closing], lines[closing:]


def _tail(lines: list[str], found: dict[str, str]) -> Iterator[str]:
    """Put the labelled lines after the body into ``found``; yield the captions under "Graphic"."""
    captions = False
    for line in map(str.strip, lines):
        fills = labelled(line, TAIL)
        if _CAPTION.match(line) or _CLASSES.match(line):
            captions = bool(_CAPTION.match(line))
        elif captions and line and not fills:
            yield line
        if fills:
            found.setdefault(*fills)


def bylines(text: str) -> tuple[str, ...]:
    """Take a byline; return the names, without "By" and without what an archive appends after a semicolon."""
    bare = re.sub(r"^\s*(?:by|von|par|door)\s+", "", text, flags=re.I)
    names = re.split(r"\s*(?:;|\band\b|\bund\b|\bet\b|&)\s*|,\s+(?=[^,]+\s[^,]+(?:,|$))", bare)
    return tuple(name for part in names if part and 2 < len(name := part.strip(" ,.")) <= 80)[:20]


def _first(language: str) -> str | None:
    return re.split(r"[;,/]", language)[0].strip() or None
