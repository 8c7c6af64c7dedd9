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
#: striprtf gives no sign of a page break, so one is written as a line that no article has.
_MARK = "\x0c"
_STAND_IN = r"\\par ~~page~break~~\\par "
_STOOD_IN = re.compile(r"[ \n]*~~page~break~~[ \n]*")

_INSTALL = "is an RTF file, and striprtf is not installed; pip install 'framing[corpora]'"


def rtf_text(data: bytes) -> str:
    """Take the bytes of an RTF file; return its text, table cells parted by "|", pages by a form feed.

    Raises ``IngestError`` if striprtf is missing, or the file is no RTF, too large or nested beyond reason.
    """
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        raise IngestError(_INSTALL) from None
    if not data.lstrip()[:5].startswith(b"{\\rtf"):
        raise IngestError("is not an RTF file (it does not begin with {\\rtf); save it again as .docx")
    if len(data) > MAX_RTF:
        raise IngestError(f"is over {MAX_RTF // 1_000_000} MB, too large for an RTF file")
    source = _PICTURE.sub("", data.decode("latin-1"))
    if _depth(source) > _MAX_DEPTH:
        raise IngestError("nests more groups than any writer does; it is not read")
    source = _PAGE.sub(_STAND_IN, source)
    try:
        text: str = rtf_to_text(source, errors="replace")  # type: ignore[no-untyped-call]  # it has no stubs
    except Exception as error:  # noqa: BLE001  # a parser of a hostile format; whatever it raises, the file is damaged
        raise IngestError(f"is damaged ({type(error).__name__}); save it again as .docx") from None
    return _STOOD_IN.sub(_MARK, text)


def _depth(source: str) -> int:
    depth = most = 0
    for mark in re.finditer(r"\\[{}\\]|[{}]", source):
        if mark[0] == "{":
            depth += 1
            most = max(most, depth)
        elif mark[0] == "}":
            depth -= 1
    return most
