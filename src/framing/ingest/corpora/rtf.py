"""An RTF file in, its plain text out, a page break as a form feed; needs the extra ``corpora`` (striprtf)."""

from __future__ import annotations

import re

from framing.errors import IngestError

#: An export of 500 articles has 10 MB; what is larger holds pictures, or is hostile.
MAX_RTF = 50_000_000
#: Deeper than this no writer nests groups.
_MAX_DEPTH = 2_000

#: Pictures are most of the bytes of some exports and none of their text.
_PICTURE = re.compile(r"\{\\\*?\\?(?:pict|shppict|nonshppict)\b[^{}]*\}|\b[0-9a-fA-F]{256,}\b")
_PAGE = re.compile(r"\\page(?![a-zA-Z])")
#: One byte of it may be damaged.
_BEGINNING = b"{\\rtf1"
_BRACE = re.compile(r"\\[{}\\]|[{}]")

_INSTALL = "is an RTF file, and striprtf is not installed; pip install 'framing[corpora]'"


def rtf_text(data: bytes, *, faults: list[str]) -> str:
    """Take the bytes of an RTF file; return its text, table cells parted by "|", pages by a form feed.

    Each page is read alone, so that damage costs the page that it is in; ``faults`` gets a line for each that is lost.
    Raises ``IngestError`` if striprtf is missing, or the file is no RTF, too large or nested beyond reason.
    """
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        raise IngestError(_INSTALL) from None
    if sum(one == other for one, other in zip(data.lstrip()[:6], _BEGINNING, strict=False)) < 5:
        raise IngestError("is not an RTF file (it does not begin with {\\rtf); save it again as .docx")
    if len(data) > MAX_RTF:
        raise IngestError(f"is over {MAX_RTF // 1_000_000} MB, too large for an RTF file")
    source = _PICTURE.sub("", data.decode("latin-1"))
    if _depth(source) > _MAX_DEPTH:
        raise IngestError("nests more groups than any writer does; it is not read")
    head = _head(source)
    pages = []
    for page in _PAGE.split(source):
        opened, closed = _braces(page)
        try:
            pages.append(
                rtf_to_text(f"{head}{'{' * closed}{page}{'}' * opened}}}", errors="replace")  # type: ignore[no-untyped-call]
            )
        except Exception:  # noqa: BLE001  # a parser of a hostile format; whatever it raises, this page is damaged
            faults.append("a page is damaged and was left out")
    return "\n\x0c\n".join(pages)


def _head(source: str) -> str:
    """Return the beginning of a document with the character set of this one, to stand before a page."""
    codepage = re.search(r"\\ansicpg\d{1,5}", source[:2_000])
    skipped = re.search(r"\\uc\d", source[:2_000])
    return f"{{\\rtf1\\ansi{codepage[0] if codepage else ''}{skipped[0] if skipped else ''} "


def _braces(page: str) -> tuple[int, int]:
    """Return how many groups the page leaves open, and how many it closes that were opened before it."""
    depth = closed = 0
    for mark in _BRACE.finditer(page):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}" and depth:
            depth -= 1
        elif mark[0] == "}":
            closed += 1
    return depth, closed


def _depth(source: str) -> int:
    depth = most = 0
    for mark in _BRACE.finditer(source):
        if mark[0] == "{":
            depth += 1
            most = max(most, depth)
        elif mark[0] == "}":
            depth -= 1
    return most
