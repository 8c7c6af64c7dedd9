"""A feeds file (TOML) in, a checked list of feeds and settings out; all faults at once, before any connection."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from framing.ingest.fetched import FetchSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLine:
    """One feed of the file. ``name`` is unique in the file; ``outlet`` is what reports call the source."""

    name: str
    url: str
    outlet: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsFile:
    """A feeds file that was read: its feeds in file order, and how to fetch.

    ``other`` holds the tables that do not concern fetching, unchecked, for the batch ([batch], [report] …).
    """

    path: str
    feeds: tuple[FeedLine, ...]
    settings: FetchSettings


def read_feeds_file(path: Path) -> FeedsFile:
    """Take the path of a feeds file; return it; raise ``FeedsFileError`` with all its faults."""
    raise NotImplementedError
