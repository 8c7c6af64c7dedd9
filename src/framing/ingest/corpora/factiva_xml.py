"""The XML of Factiva's web service in, a ``Record`` an article out; other XML is named for what it is.

The file is cut at its articles as text, and each is parsed alone, without document types, entities or network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from framing.errors import IngestError
from framing.ingest.corpora.dates import iso_date
from framing.ingest.corpora.record import MAX_CHUNK, Record

_OPEN = re.compile(r"<(?:\w{1,20}:)?article(?=[\s>])")
_CLOSE = re.compile(r"</(?:\w{1,20}:)?article\s*>")
_DECLARES = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)", re.I)
#: None is declared, so such a name can only be text.
_UNKNOWN_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_SNIFF = 100_000

#: What other XML is, by a tag near its beginning.
_OTHER: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"<(?:RECORD|GOID|ActionCode)\b"),
        "is a document of ProQuest TDM Studio; its licence keeps the texts inside TDM Studio, so it is not read",
    ),
    (re.compile(r"<(?:rss|feed|rdf:RDF)\b"), "is a feed, which holds summaries and links, not articles"),
    (re.compile(r"<(?:opml)\b"), "is a list of feeds (OPML); it holds no articles"),
    (re.compile(r"<html\b", re.I), "is a web page; rename it to .html"),
    (re.compile(r"<(?:nitf|newsItem|newsML)\b", re.I), "is NITF or NewsML, which is not read; export it as text"),
)
_UNKNOWN = "is XML of a kind that is not read; it reads the XML of Factiva (ppsArticleResponse)"

#: Elements with one value, and the column that each fills.
_FIELDS = {
    "sourceCode": "source_code", "section": "section", "pages": "pages", "edition": "edition",
    "wordCount": "words_stated", "copyright": "copyright",
    "publisherName": "publisher", "credit": "credit", "columnName": "column",
}  # fmt: skip
_LISTS = {"newsSubject": "subject", "region": "place", "company": "company", "industry": "industry"}


def xml_records(text: str) -> Iterator[Record]:
    """Take the decoded text of an XML file; yield a record for each article of a Factiva response.

    Raises ``IngestError`` for XML of another kind, and for a file that declares a document type or entities.
    """
    begins = [match.start() for match in _OPEN.finditer(text)]
    head = text[: begins[0] if begins else _SNIFF]
    if _DECLARES.search(head) and "<html" not in head[:2_000].lower():
        raise IngestError("declares a document type or entities, which no export does; it is not read")
    if not begins or "pps" not in head.lower():
        raise IngestError(next((said for form, said in _OTHER if form.search(text[:_SNIFF])), _UNKNOWN))
    for begin, end in zip(begins, [*begins[1:], len(text)], strict=True):
        close = _CLOSE.search(text, begin, end)
        if end - begin > MAX_CHUNK:
            yield Record(fault="is too long for an article")
        else:
            yield _record(text[begin : close.end() if close else end], cut=close is None)


def _record(piece: str, *, cut: bool) -> Record:
    from lxml import etree

    if _DECLARES.search(piece):
        return Record(fault="declares a document type or entities inside an article; it is not read")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=True
    )
    piece = _UNKNOWN_ENTITY.sub("&amp;", piece)
    root = etree.fromstring(piece.encode("utf-8", "replace"), parser)
    if root is None:
        return Record(fault="is damaged beyond reading")
    found: dict[str, list[str]] = {}
    for element in root:
        if isinstance(element.tag, str):
            _take(_name(element.tag), element, found)
    one = {name: " ".join(values) for name, values in found.items()}
    known = ("title", "authors", "body", "id", "outlet", "published", "language")
    notes = ["the file ends in this article; its text may be cut"] if cut else []
    if not cut and any(error.type_name != "NS_ERR_UNDEFINED_NAMESPACE" for error in parser.error_log):
        notes.append("the XML of this article is damaged; words may be missing")
    return Record(
        paragraphs=(*found.get("lead", ()), *found.get("body", ())),
        title=one.get("title"),
        id=one.get("id"),
        outlet=one.get("outlet"),
        published=iso_date(one.get("published", "")),
        authors=tuple(found.get("authors", ())),
        language=one.get("language"),
        extra=tuple((name, value) for name, value in one.items() if name not in (*known, "lead")),
        notes=tuple(notes),
    )


def _take(name: str, element: Any, found: dict[str, list[str]]) -> None:
    def add(column: str, *values: str) -> None:
        found.setdefault(column, []).extend(value for value in values if value)

    match name:
        case "headline":
            add("title", *_paragraphs(element))
        case "leadParagraph":
            add("lead", *_paragraphs(element))
        case "tailParagraphs":
            add("body", *_paragraphs(element))
        case "accessionNo":
            add("id", _text(element))
        case "sourceName":
            add("outlet", _text(element))
        case "publicationDate":
            add("published", _text(element)[:10])
        case "publicationTime":
            add("time", _text(element))
        case "baseLanguage":
            add("language", _text(element).lower())
        case "byline":
            add("authors", re.sub(r"^by\s+", "", _text(element), flags=re.I))
        case _ if name in _FIELDS:
            add(_FIELDS[name], _text(element))
        case _ if name in _LISTS:
            column = _LISTS[name]
            found[column] = ["; ".join(filter(None, [*found.get(column, ()), _text(element)]))]


def _paragraphs(element: Any) -> list[str]:
    inner = [child for child in element.iter() if isinstance(child.tag, str) and _name(child.tag) == "paragraph"]
    return [_text(child) for child in inner] or [_text(element)]


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _name(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]
