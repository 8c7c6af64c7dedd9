"""OPML in, lines of a feeds file out, and the other way; a document type is refused, so nothing expands or is read."""

from __future__ import annotations

from collections.abc import Iterable

from framing.ingest.feeds_file import FeedLine


def read_opml(data: bytes) -> tuple[tuple[FeedLine, ...], tuple[str, ...]]:
    """Take an OPML document; return its feeds and one line for each outline that is none; raises ``IngestError``."""
    raise NotImplementedError


def write_opml(feeds: Iterable[FeedLine], *, title: str = "framing feeds") -> bytes:
    """Take feeds; return them as an OPML 2.0 document in UTF-8."""
    raise NotImplementedError
