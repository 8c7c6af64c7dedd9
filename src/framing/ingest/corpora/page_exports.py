"""A page exported from Factiva, Nexis or ProQuest in, a ``Record`` an article out.

The page is cut at the marks between articles as text, and each piece is parsed in ``worker``'s process: a piece that is
damaged or hostile costs one article, and memory holds one parsed article at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from framing.ingest.corpora.factiva import Line, factiva_record
from framing.ingest.corpora.nexis_old import MARK, paragraphs_record
from framing.ingest.corpora.proquest import proquest_record
from framing.ingest.corpora.record import MAX_CHUNK, Record

#: The most that marks and their neighbourhood are looked for in; menus and styles of Factiva have 100 kB.
_HEAD = 600_000

_FACTIVA = re.compile(r"<div\b[^<>]{0,200}\bclass=[\"']article [a-z]{2,6}Article[\"']", re.I)
_NEXIS = re.compile(r"<DOC\s+NUMBER\s*=\s*[\"']?\d{1,7}", re.I)
_PROQUEST = re.compile(r"<a\b[^<>]{0,200}\bname=[\"']DocID_[A-Za-z]*_?\d", re.I)
_PICTURES = re.compile(r"\b(?:sr-only|document_view_image|document_view_caption)\b")
_COUNTER = re.compile(r"\d{1,7} \w{2,3} \d{1,7} \w+")

#: Seconds that the parsing of one article may take.
Blocks = Callable[[str], list[tuple[str, str, str]]]


def export_marks(html: str) -> tuple[str, re.Pattern[str]] | None:
    """Take a page; return the archive that it was exported from and the mark that begins each article, or None."""
    head = html[:_HEAD]
    for name, mark in (("Factiva", _FACTIVA), ("Nexis", _NEXIS), ("ProQuest", _PROQUEST)):
        if mark.search(head):
            return name, mark
    return None


def page_records(html: str, *, parse: Blocks) -> Iterator[Record]:
    """Take a page for which ``export_marks`` found something and a parser of pieces; yield its records."""
    from framing.ingest.worker import ExtractionError

    known = export_marks(html)
    assert known is not None
    name, mark = known
    begins = [match.start() for match in mark.finditer(html)]
    for begin, end in zip(begins, [*begins[1:], len(html)], strict=True):
        if end - begin > MAX_CHUNK:
            yield Record(fault=f"has {(end - begin) / 1e6:.1f} MB of markup, too long for an article")
            continue
        try:
            blocks = parse(_whole_tags(html[begin:end]))
        except ExtractionError as error:
            yield Record(fault=str(error))
            continue
        if record := _READ[name](blocks):
            yield record


def _whole_tags(piece: str) -> str:
    """Cut the tag that the next article's mark begins in, and comments that are left open at either end."""
    cut = piece.rfind("<")
    if cut > piece.rfind(">"):
        piece = piece[:cut]
    return re.sub(r"<!--(?![^<>]{0,400}-->)|^<DOC\b[^>]*>|-->", " ", piece, flags=re.I)


def _factiva(blocks: list[tuple[str, str, str]]) -> Record:
    lines = []
    for _, classes, text in blocks:
        names = classes.split()
        lines.append(
            Line(
                text=text,
                is_headline=any(name.endswith("Headline") for name in names),
                is_paragraph="articleParagraph" in names,
                is_author="author" in names,
            )
        )
    return factiva_record(lines)


def _nexis(blocks: list[tuple[str, str, str]]) -> Record:
    texts = [part for _, _, text in blocks for part in re.split(r"\n\s*\n", text)]
    return paragraphs_record([text for text in texts if not MARK.match(text) and not _COUNTER.fullmatch(text)])


def _proquest(blocks: list[tuple[str, str, str]]) -> Record | None:
    texts = [text for _, classes, text in blocks if not _PICTURES.search(classes)]
    return proquest_record(f"\n{line}" for text in texts if text != "ProQuest document link" for line in _one(text))


def _one(text: str) -> Iterator[str]:
    yield " ".join(text.split())


_READ: dict[str, Callable[[list[tuple[str, str, str]]], Record | None]] = {
    "Factiva": _factiva,
    "Nexis": _nexis,
    "ProQuest": _proquest,
}
