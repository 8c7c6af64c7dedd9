"""The lines of one article of a Factiva export (HTML or RTF) in, its ``Record`` out.

Two layouts: "Full article plus indexing", whose lines have two- and three-letter codes (HD headline, LP lead, TD text),
and "Article format", whose lines come in a fixed order without labels. Dates, languages and the word for "words" follow
the language of the reader's page, not the article's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from framing.ingest.corpora.dates import is_date_line, iso_date
from framing.ingest.corpora.nexis import bylines
from framing.ingest.corpora.record import Record

#: The codes of the indexed layout and the column that each fills; "" is read and left out.
CODES: dict[str, str] = {
    "HD": "title", "BY": "authors", "LP": "body", "TD": "body", "PD": "published", "SN": "outlet", "AN": "id",
    "LA": "language", "SE": "section", "WC": "words_stated", "ET": "time", "SC": "source_code", "ED": "edition",
    "PG": "pages", "VOL": "volume", "CY": "copyright", "CR": "credit", "ART": "graphic", "CO": "company",
    "IN": "industry", "NS": "subject", "RE": "place", "CX": "correction", "CLM": "column", "PUB": "publisher",
    "RF": "", "IPC": "", "IPD": "", "DLN": "dateline", "CT": "", "RST": "", "NGC": "", "GC": "", "TI": "", "LG": "",
    "SD": "", "PRE": "",
}  # fmt: skip
_ID = re.compile(r"^(?:[^\W\d_]{2,12}\s+)?([A-Za-z][A-Za-z0-9]{3,11}(?:19|20)\d{6}[a-z0-9]{6,12})\.?$")
_WORDS = re.compile(r"^\d[\d.,' \u00a0\u202f]{0,9}\s?[^\W\d_]{1,12}\.?$")
_TIME = re.compile(r"^\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?$", re.I)
_COPYRIGHT = re.compile(r"\s*(?:\(c\)|©|copyright\b|\d{4} ?©|.{0,80}\ball rights reserved)", re.I)
_SOURCE_CODE = re.compile(r"^[A-Z][A-Z0-9]{2,9}$")
_CODED = re.compile(r"^\|?\s*([A-Z]{2,3})\s*(?:\||\t|\s{2,}|$)\s*(.*)$")
_END_OF_SEARCH = re.compile(r"^\|?\s*(?:Search Summary|Suchzusammenfassung|Résumé de la recherche|Resumen de)", re.I)

_LANGUAGES = {
    "english", "englisch", "anglais", "inglés", "inglese", "deutsch", "german", "allemand", "französisch", "français",
    "french", "spanisch", "spanish", "español", "italian", "italienisch", "italiano", "niederländisch", "dutch",
    "nederlands", "portuguese", "portugiesisch", "português", "russisch", "russian", "русский", "английский", "engels",
    "chinese", "chinesisch", "中文", "英语", "英文", "英語", "日文", "日本語", "japanese", "한국어", "korean", "polski",
    "polish", "swedish", "schwedisch", "svenska", "danish", "norwegian", "finnish", "turkish", "arabic", "engelska",
}  # fmt: skip
_IN_ENGLISH = {
    "englisch": "en", "anglais": "en", "inglés": "en", "inglese": "en", "engels": "en", "英语": "en", "英文": "en",
    "英語": "en", "английский": "en", "engelska": "en", "französisch": "fr", "allemand": "de", "spanisch": "es",
    "italienisch": "it", "niederländisch": "nl", "portugiesisch": "pt", "русский": "ru", "russisch": "ru",
    "chinesisch": "zh", "中文": "zh", "日文": "ja", "日本語": "ja", "한국어": "ko", "schwedisch": "sv",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A block of the page or a line of the file: its text, and what the page's markup says it is, if it says so."""

    text: str
    is_headline: bool = False
    is_paragraph: bool = False
    is_author: bool = False


def factiva_record(lines: list[Line]) -> Record:
    """Take the lines of one article; return its record, whichever of the two layouts they have."""
    lines = [line for line in lines if line.text.strip()]
    coded = _coded(lines)
    return _indexed(coded) if {"HD", "LP", "TD", "AN", "WC"} & coded.keys() else _plain(lines)


def _coded(lines: list[Line]) -> dict[str, list[str]]:
    """Return what stands behind each code; nothing where the article has no codes."""
    fields: dict[str, list[str]] = {}
    current = None
    for line in lines:
        if _END_OF_SEARCH.match(line.text):
            break
        match = _CODED.match(line.text)
        if match and match[1] in CODES and not line.is_paragraph:
            current = fields.setdefault(match[1], [])
            rest = match[2].strip().removesuffix("|").strip()
            if rest:
                current.append(rest)
        elif current is not None:
            current.append(line.text.strip().removesuffix("|").strip())
    return fields


def _indexed(fields: dict[str, list[str]]) -> Record:
    found: dict[str, list[str]] = {}
    for code, values in fields.items():
        found.setdefault(CODES[code], []).extend(value for value in values if value)
    one = {name: " ".join(values) for name, values in found.items()}
    one["id"] = " ".join(fields.get("AN", ())[:1])  # the foot of the page follows the last one
    known = ("title", "authors", "body", "published", "outlet", "id", "language", "")
    number = _ID.match(one["id"])
    return Record(
        paragraphs=(*fields.get("LP", ()), *fields.get("TD", ())),
        title=one.get("title"),
        id=number[1] if number else one["id"] or None,
        outlet=one.get("outlet"),
        published=iso_date(one.get("published", "")),
        authors=bylines(one.get("authors", "")),
        language=language(one.get("language")),
        extra=tuple((name, value) for name, value in one.items() if name not in known and value),
        notes=() if "AN" in fields else ("the article has no closing lines; its text may be cut",),
    )


def _plain(lines: list[Line]) -> Record:
    """Read the layout without codes: the lines from the count of words to the copyright are in a fixed order."""
    last = next((place for place, line in enumerate(lines) if _ID.match(line.text.strip())), None)
    id = _ID.match(lines[last].text.strip()) if last is not None else None
    lines = lines[:last]
    count = next((place for place, line in enumerate(lines[:12]) if _WORDS.match(line.text.strip())), None)
    dated = next((n for n, line in enumerate(lines[:16]) if n > (count or -1) and is_date_line(line.text)), None)
    if count is None and dated is None:
        return Record(fault="has neither a count of words nor a date, which every article of Factiva has")
    top = lines[: count if count is not None else dated]
    begin = dated + 1 if dated is not None else (count or 0) + 1
    end = _first_of_body(lines, begin)
    extra = {"words_stated": lines[count].text.strip()} if count is not None else {}
    outlet, spoken = _middle([line.text.strip() for line in lines[begin:end]], extra)
    place = next((n for n, line in enumerate(top) if line.is_headline), None)
    title, authors = _title_and_authors(top, place, extra)
    return Record(
        paragraphs=tuple(line.text for line in lines[end:] if not _END_OF_SEARCH.match(line.text)),
        title=title,
        id=id[1] if id else None,
        outlet=outlet,
        published=iso_date(lines[dated].text) if dated is not None else None,
        authors=authors,
        language=language(spoken),
        extra=tuple(extra.items()),
        notes=() if id else ("the article has no closing line; its text may be cut",),
    )


def _title_and_authors(top: list[Line], place: int | None, extra: dict[str, str]) -> tuple[str | None, tuple[str, ...]]:
    if place is None:  # RTF: headline and author are only told apart by their order
        texts = [line.text.strip() for line in top]
        return (texts[0] if texts else None), bylines(texts[1]) if len(texts) > 1 else ()
    above = [line.text.strip() for line in top[:place]]
    if above:
        extra["section"] = " ".join(above)
    names = [line.text for line in top[place + 1 :] if not line.is_headline]
    title = " ".join(line.text.strip() for line in top[place:] if line.is_headline)
    return title, tuple(name for text in names for name in bylines(text))


def _first_of_body(lines: list[Line], begin: int) -> int:
    marked = next((place for place, line in enumerate(lines) if line.is_paragraph), None)
    if marked is not None:
        return max(marked, begin)
    zone = range(begin, min(begin + 12, len(lines)))
    copyright = next((place for place in zone if _COPYRIGHT.match(lines[place].text)), None)
    if copyright is not None:
        return copyright + 1
    spoken = next((place for place in zone if _is_language(lines[place].text)), None)
    return spoken + 1 if spoken is not None else begin + 1


def _middle(texts: list[str], extra: dict[str, str]) -> tuple[str | None, str | None]:
    """Take the lines between date and body; return outlet and language, the rest in ``extra``."""
    outlet = spoken = None
    left: list[str] = []
    for text in texts:
        if _TIME.match(text):
            extra["time"] = text
        elif _COPYRIGHT.match(text):
            extra["copyright"] = text
        elif outlet is None:
            outlet = text
        elif "source_code" not in extra and _SOURCE_CODE.match(text):
            extra["source_code"] = text
        elif _is_language(text):
            spoken = text
        else:
            left.append(text)
    for text in left:
        extra.setdefault("pages" if re.match(r"^[A-Z]{0,3}\d", text) else "edition", text)
    return outlet, spoken


def _is_language(text: str) -> bool:
    return re.split(r"[ -]", text.strip().casefold(), maxsplit=1)[0] in _LANGUAGES


def language(name: str | None) -> str | None:
    """Take the name of a language in any of the languages of Factiva's pages; return a code, or the name itself."""
    if not name:
        return None
    first = re.split(r"[ -]", name.strip().casefold(), maxsplit=1)[0]
    return _IN_ENGLISH.get(first, first)


def rtf_chunks(text: str) -> Iterator[list[Line]]:
    """Take the text of an RTF export, pages parted by form feeds; yield the lines of each article.

    An article ends at a page break or after its line "Document ...", whichever comes first; the search summary at the
    end is left out.
    """
    for page in text.split("\x0c"):
        lines: list[Line] = []
        for part in page.split("\n"):
            if _END_OF_SEARCH.match(part):
                break
            lines.append(Line(text=part))
            bare = _CODED.match(part)
            if _ID.match((bare[2] if bare and bare[1] == "AN" else part).strip().removesuffix("|").strip()):
                yield lines
                lines = []
        if sum(len(line.text.split()) for line in lines) > 20:  # the rest of a page: indexing, or an article cut off
            yield lines


def is_factiva_text(lines: Iterable[str]) -> bool:
    """Take lines of an RTF file; tell whether one is the line that closes an article of Factiva."""
    for line in lines:
        bare = _CODED.match(line)
        if _ID.match((bare[2] if bare and bare[1] == "AN" else line).strip().removesuffix("|").strip()):
            return True
    return False
