"""A Word file in, its paragraphs out as lines, a paragraph at a time; nothing but the main document's text is read.

The XML is parsed as it is unpacked, without entities, document types or network, and damage in the middle costs the
paragraphs at that place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from framing.errors import IngestError
from framing.ingest.corpora.archive import Damaged, Member, members

#: The main document of an export of 100 articles has 3 to 10 MB.
MAX_DOCUMENT = 100_000_000
#: An export of 100 articles has 10,000; empty ones would fill memory.
MAX_PARAGRAPHS = 500_000
_MAX_LINKS = 10_000_000
_MAX_PARAGRAPH = 2_000_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PARAGRAPH, _TEXT, _TAB, _LINK = f"{_W}p", f"{_W}t", f"{_W}tab", f"{_W}hyperlink"
_BREAKS = (f"{_W}br", f"{_W}cr")
#: What stands in a paragraph and is not its text: deleted words, field codes.
_HIDDEN = (f"{_W}delText", f"{_W}instrText")
_ITEM = re.compile(rb'Id="([^"]{1,80})"[^<>]{0,400}?urn:contentItem:([0-9A-Z-]{10,60})')
_ITEM_TURNED = re.compile(rb'urn:contentItem:([0-9A-Z-]{10,60})[^<>]{0,400}?\sId="([^"]{1,80})"')


class Paragraphs:
    """Takes the parser's events; ``done`` collects ``(text, id)``, ``id`` being the archive's own where it links it."""

    def __init__(self, links: dict[str, str]) -> None:
        self.done: list[tuple[str, str | None]] = []
        self._links = links
        self._words: list[str] = []
        self._id: str | None = None
        self._size = 0
        self._taking = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        if tag == _TEXT:
            self._taking = True
        elif tag in _BREAKS:
            self._words.append("\n")
        elif tag == _TAB:
            self._words.append("\t")
        elif tag == _LINK:
            self._id = self._links.get(attributes.get(f"{_R}id", "")) or self._id

    def end(self, tag: str) -> None:
        """End an element; at the end of a paragraph its text is done."""
        if tag == _TEXT:
            self._taking = False
        elif tag == _PARAGRAPH:
            self._finish()

    def data(self, text: str) -> None:
        """Take character data; only that of runs of text counts."""
        if self._taking and self._size < _MAX_PARAGRAPH:
            self._words.append(text)
            self._size += len(text)

    def doctype(self, *_: object) -> None:
        """Refuse a document type: no Word file has one, and entities are declared there."""
        raise IngestError("declares a document type, which no Word file does; it is not read")

    def close(self) -> None:
        """End the document; what was open is done."""
        self._finish()

    def _finish(self) -> None:
        self.done.append(("".join(self._words), self._id))
        self._words.clear()
        self._id, self._size = None, 0


def docx_paragraphs(stream: BinaryIO, *, notes: list[str]) -> Iterator[tuple[str, str | None]]:
    """Take a seekable stream; yield each paragraph of the Word file and the id of the article that it links, or None.

    A file that is cut off or damaged gives what stands before, and ``notes`` gets a line that says so. Raises
    ``IngestError`` for what is no Word file, is locked, or is a bomb.
    """
    document, links = None, {}
    for member in members(stream):
        if member.name == "word/document.xml":
            document = member
        elif member.name == "word/_rels/document.xml.rels":
            links = _links(member)
        elif member.name.startswith("xl/"):
            raise IngestError("is an Excel file, not a Word file; save it as CSV")
    if document is None:
        raise IngestError("is not a whole Word file (word/document.xml is missing); download or save it again as .docx")
    yield from _parsed(document, links, notes)


def _links(member: Member) -> dict[str, str]:
    """Return the ids of Nexis documents by the name of the link. Read as text: the file is flat and small."""
    try:
        data = member.read(limit=_MAX_LINKS)
    except IngestError:
        return {}
    found = {one.decode("ascii", "replace"): item.decode("ascii") for one, item in _ITEM.findall(data)}
    return found or {one.decode("ascii", "replace"): item.decode("ascii") for item, one in _ITEM_TURNED.findall(data)}


def _parsed(document: Member, links: dict[str, str], notes: list[str]) -> Iterator[tuple[str, str | None]]:
    from lxml import etree

    target = Paragraphs(links)
    parser = etree.XMLParser(
        target=target,  # type: ignore[call-overload]  # the stubs ask for a close() with a value
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    fed = False
    count = 0
    try:
        for piece in document.pieces(limit=MAX_DOCUMENT):
            parser.feed(piece)
            fed = True
            count += len(target.done)
            if count > MAX_PARAGRAPHS:
                raise IngestError(f"has more than {MAX_PARAGRAPHS:,} paragraphs; it is not read")
            yield from target.done
            target.done.clear()
    except Damaged as error:
        notes.append(f"the file {error}; what stands before that place was read")
    except etree.XMLSyntaxError:
        notes.append("the file is damaged; what stands before the damage was read")
    if fed:
        try:
            parser.close()
        except (etree.XMLSyntaxError, IngestError):
            notes.append("the file is damaged; what stands before the damage was read")
    yield from target.done
