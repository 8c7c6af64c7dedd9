"""A feeds file (TOML) in, a checked list of feeds and settings out; all faults at once, before any connection."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import ConfigError, Problem
from framing.ingest.clean import clean_field
from framing.ingest.fetched import FetchSettings, networks
from framing.ingest.source import printable, why
from framing.ingest.target import BadTarget, parse_target
from framing.ingest.urls import canonical_url

if TYPE_CHECKING:
    from framing.ingest.feeds_format import Feeds

_LARGEST = 5_000_000
_TABLE = re.compile(r"^\s*\[\[?\s*([A-Za-z0-9_.-]+)\s*\]?\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+|\"[^\"]*\")\s*=")


class FeedsFileError(ConfigError):
    """A feeds file has faults; ``problems`` holds all, in file order. ``batch`` is its table of that name, which
    is checked elsewhere.
    """

    def __init__(self, problems: list[Problem], batch: Mapping[str, Any] | None = None) -> None:
        self.problems = tuple(sorted(problems))
        self.batch = batch or {}
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLine:
    """One feed of the file. ``name`` is unique in the file; ``outlet`` is what reports call the source."""

    name: str
    url: str
    outlet: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsFile:
    """A feeds file that was read: its feeds in file order, how to fetch, and the table ``[batch]`` as it stands."""

    path: str
    feeds: tuple[FeedLine, ...]
    settings: FetchSettings
    batch: dict[str, Any]


def read_feeds_file(path: Path) -> FeedsFile:
    """Take the path of a feeds file; return it; raise ``FeedsFileError`` with all its faults."""
    shown = printable(str(path))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{shown}: {why(error)}") from None
    return parse_feeds_file(data, path=shown)


def parse_feeds_file(data: bytes, *, path: str) -> FeedsFile:
    """Take the bytes of a feeds file; return it; raise ``FeedsFileError`` with all its faults."""
    from pydantic import ValidationError

    from framing.ingest.feeds_format import Feeds

    def one(message: str, line: int = 1, column: int = 1) -> FeedsFileError:
        return FeedsFileError([Problem(path, line, column, message)])

    if len(data) > _LARGEST:
        raise one(f"is larger than {_LARGEST // 1_000_000} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise one("is not UTF-8", data.count(b"\n", 0, error.start) + 1) from None
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        message = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise one(
            f"is not TOML: {message}", *map(int, place.groups() if place else (len(text.splitlines()), 1))
        ) from None
    lines = _lines(text)
    try:
        feeds = Feeds.model_validate(tables)
    except ValidationError as error:
        found = [(tuple(fault["loc"]), _said(fault["type"], fault["msg"], fault["loc"])) for fault in error.errors()]
        found += _bad_addresses(tables)
    else:
        found = list(_faults(feeds))
        if not found:
            return _made(feeds, path=path)
    batch = tables.get("batch")
    raise FeedsFileError(
        [Problem(path, _line(lines, place), 1, _where(place) + said) for place, said in found],
        batch if isinstance(batch, dict) else None,
    )


def _faults(feeds: Feeds) -> list[tuple[tuple[int | str, ...], str]]:
    """Return what no single field shows: names and addresses that come twice, and addresses that can't be fetched."""
    found: list[tuple[tuple[int | str, ...], str]] = []
    names: dict[str, int] = {}
    urls: dict[str, int] = {}
    for number, feed in enumerate(feeds.feed):
        try:
            parse_target(feed.url)
        except BadTarget as error:
            found.append((("feed", number, "url"), f"this address {error}"))
            continue
        key = canonical_url(feed.url) or feed.url
        if key in urls:
            found.append((("feed", number, "url"), f"the same address as feed {urls[key] + 1}"))
        urls.setdefault(key, number)
        name = (feed.name or key).casefold()
        if name in names:
            found.append((("feed", number, "name"), f"feed {names[name] + 1} has this name already"))
        names.setdefault(name, number)
    return found


def _made(feeds: Feeds, *, path: str) -> FeedsFile:
    chosen = feeds.fetch.model_dump(exclude_none=True)
    allow = networks(chosen.pop("allow", ()))
    return FeedsFile(
        path=path,
        feeds=tuple(
            FeedLine(
                name=clean_field(feed.name) or feed.url,
                url=parse_target(feed.url).url,
                outlet=clean_field(feed.outlet),
                language=feed.language,
            )
            for feed in feeds.feed
        ),
        settings=FetchSettings(allow=allow, **chosen),
        batch=dict(feeds.batch),
    )


def _bad_addresses(tables: Mapping[str, Any]) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Yield the addresses that can't be fetched in a file whose tables are faulty in other ways too."""
    feeds = tables.get("feed")
    for number, feed in enumerate(feeds if isinstance(feeds, list) else ()):
        if isinstance(feed, dict) and isinstance(feed.get("url"), str):
            try:
                parse_target(feed["url"])
            except BadTarget as error:
                yield ("feed", number, "url"), f"this address {error}"


def _said(kind: str, message: str, place: tuple[int | str, ...]) -> str:
    if kind == "extra_forbidden":
        from pydantic import BaseModel

        from framing.ingest.feeds_format import Feeds, Fetching, OneFeed

        tables: dict[object, type[BaseModel]] = {"fetch": Fetching, "feed": OneFeed}
        known = tables.get(place[0], Feeds) if len(place) > 1 else Feeds
        near = get_close_matches(str(place[-1]), list(known.model_fields), n=1, cutoff=0.6)
        return "is not a known key" + (f"; did you mean {near[0]}?" if near else "")
    if kind == "missing":
        return "is missing"
    return message.removeprefix("Value error, ")


def _where(place: tuple[int | str, ...]) -> str:
    names = [f"feed {part + 1}" if isinstance(part, int) else str(part) for part in place]
    return ": ".join(names[1:] if len(names) > 1 and isinstance(place[1], int) else names) + ": "


def _lines(text: str) -> dict[tuple[int | str, ...], int]:
    """Return on which line each table and key stands; a line that can't be told is missing, never wrong by guess."""
    found: dict[tuple[int | str, ...], int] = {}
    table: tuple[int | str, ...] = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if match := _TABLE.match(line):
            table = (match[1],)
            if line.lstrip().startswith("[["):
                table = (match[1], counts.get(match[1], 0))
                counts[match[1]] = counts.get(match[1], 0) + 1
            found[table] = number
        elif match := _KEY.match(line):
            found.setdefault((*table, match[1].strip('"')), number)
    return found


def _line(lines: dict[tuple[int | str, ...], int], place: tuple[int | str, ...]) -> int:
    while place:
        if place in lines:
            return lines[place]
        place = place[:-1]
    return 1
