"""An ``Article`` in, plain data that JSON can hold out, and back; nothing of the article is lost on the way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from framing.types import Article, Part, Span


def to_plain(article: Article) -> dict[str, Any]:
    """Take an article; return it as plain data, its parts as [start, end, kind, paragraph, reason, set off]."""
    return {
        "id": article.id,
        "text": article.text,
        "title": article.title,
        "origin": article.origin,
        "outlet": article.outlet,
        "published": article.published,
        "authors": list(article.authors),
        "language": article.language,
        "parts": [[p.span.start, p.span.end, p.kind, p.paragraph, p.reason, p.set_off] for p in article.parts],
        "extra": [list(pair) for pair in article.extra],
        "notes": list(article.notes),
    }


def from_plain(data: Mapping[str, Any]) -> Article:
    """Take what ``to_plain`` returned; return the article."""
    parts = tuple(
        Part(span=Span(start=start, end=end), kind=kind, paragraph=paragraph, reason=reason, set_off=any(set_off))
        for start, end, kind, paragraph, reason, *set_off in data["parts"]  # a state of before has no sixth
    )
    return Article(
        id=data["id"],
        text=data["text"],
        title=data["title"],
        origin=data["origin"],
        outlet=data["outlet"],
        published=data["published"],
        authors=tuple(data["authors"]),
        language=data["language"],
        parts=parts,
        extra=tuple((name, value) for name, value in data["extra"]),
        notes=tuple(data["notes"]),
    )


def as_bytes(data: Mapping[str, Any]) -> bytes:
    """Take plain data; return it as JSON in UTF-8, the same bytes for the same data."""
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def of_feed(
    article: Article, *, id: str, title: str | None, published: str | None, outlet: str | None, language: str | None
) -> Article:
    """Take an article of a page and what its feed says of it; return it with the batch's id.

    The feed's date and outlet count before the page's; its title only where the page has none.
    """
    return replace(
        article,
        id=id,
        title=article.title or title,
        published=published or article.published,
        outlet=outlet or article.outlet,
        language=article.language or language,
    )
