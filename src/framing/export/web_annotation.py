"""Analyses in, W3C Web Annotations (JSON-LD) out: a quotation selector and a position selector for each mark.

Positions count code points, as the recommendation asks.
"""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
from collections.abc import Iterator
from typing import Any

from framing.export.spans import Mark, marks
from framing.types import Analysis, Article

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.I)


def source(article: Article) -> str:
    """Take an article; return the name of its text, by its sha256 (RFC 6920): the same text has the same name."""
    digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).digest()
    return "ni:///sha-256;" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def items(analysis: Analysis, *, text: bool = True) -> Iterator[dict[str, Any]]:
    """Take an analysis; yield an annotation for each of its marks. ``text`` False leaves the article's words out."""
    article = analysis.article
    version = str(analysis.made_with.get("framing", "version not recorded"))
    name = source(article)
    page = article.origin if article.origin and _ADDRESS.fullmatch(article.origin) else None
    for mark in marks(analysis):
        yield {
            "id": uuid.uuid5(uuid.NAMESPACE_URL, _written(f"{name}#{mark.id}")).urn,
            "type": "Annotation",
            "motivation": "tagging",
            "generator": {"type": "Software", "name": f"framing {version}"},
            "body": _bodies(mark),
            "target": _target(article, mark, name, page, text=text),
        }


def _written(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()


def _bodies(mark: Mark) -> list[dict[str, str]]:
    tags = [mark.label, *(mark.get(name) for name in ("category", "kind", "speaker"))]
    if mark.get("voice"):
        tags.append(f"voice:{mark.get('voice')}")
    made = [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in dict.fromkeys(tags) if tag]
    if mark.note:
        made.append({"type": "TextualBody", "purpose": "commenting", "value": mark.note, "format": "text/plain"})
    return made


def _target(article: Article, mark: Mark, name: str, page: str | None, *, text: bool) -> Any:
    """Return where the mark stands: in the text by both selectors; on the page, whose text differs, by its words."""
    position = {"type": "TextPositionSelector", "start": mark.start, "end": mark.end}
    if not text:
        return {"source": name, "selector": position}
    quotation = {
        "type": "TextQuoteSelector",
        "exact": article.text[mark.start : mark.end],
        "prefix": article.text[max(0, mark.start - _AROUND) : mark.start],
        "suffix": article.text[mark.end : mark.end + _AROUND],
    }
    here = {"source": name, "selector": [quotation, position]}
    return here if page is None else [{"source": page, "selector": quotation}, here]
