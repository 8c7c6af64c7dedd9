"""What a user names (files, folders, web addresses, ``-``) in, the single inputs to read out, in a fixed order; no
socket is opened here.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from framing.errors import IngestError
from framing.types import Failure, Skipped

#: A larger text file or page is refused unread. Tables have no such cap: they are read row by row.
MAX_FILE = 50_000_000

#: What `framing class new` leaves in its folder.
_LESSON = "exercise.json"
_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _ignore(_: Skipped) -> None:
    """Take what is passed over; do nothing."""


def suffix_of(name: str, known: Collection[str]) -> str:
    """Take a file name and the suffixes that are read; return the longest one that it ends in, else its last."""
    lower = Path(name).name.lower()
    double = "".join(Path(lower).suffixes[-2:])
    return double if double in known else Path(lower).suffix


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One input: its name for a person, its path, open stream or web address, and the seconds of its extraction.

    ``on_skip`` is told what a reader passes over. ``text_for`` takes the id and address of a row without text and
    returns its text or None; it is None where the user named no such source.
    """

    origin: str
    address: str | None = None
    path: Path | None = None
    stream: BinaryIO | None = None
    timeout: float = 20.0
    on_skip: Callable[[Skipped], None] = _ignore
    text_for: Callable[[str | None, str | None], str | None] | None = None

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Yield the input as a stream of bytes; a stream that was given stays open afterwards."""
        if self.stream is not None:
            yield self.stream
        else:
            assert self.path is not None
            with self.path.open("rb") as stream:
                yield stream

    def read(self, *, limit: int = MAX_FILE) -> bytes:
        """Return all bytes; raise ``IngestError`` if there are more than ``limit``."""
        with self.open() as stream:
            return read_capped(stream, limit=limit)


def read_capped(stream: BinaryIO, *, first: bytes = b"", limit: int = MAX_FILE) -> bytes:
    """Take a stream and what was read of it; return everything, or raise ``IngestError`` over ``limit`` bytes."""
    pieces = [first]
    size = len(first)
    while size <= limit and (piece := stream.read(min(1 << 20, limit + 1 - size))):
        pieces.append(piece)
        size += len(piece)
    if size > limit:
        over = f"is over {limit // 1_000_000} MB"
        raise IngestError(f"{over}; if it holds many articles, give them as a table (.jsonl, .csv)")
    return b"".join(pieces)


def is_address(name: str) -> bool:
    """Take what a user named; tell whether it is a web address, and not a file of that name."""
    return bool(_URL.match(name)) and not os.path.lexists(name)


def printable(name: str) -> str:
    """Take a path; return it fit for a line on a terminal: control characters and undecodable bytes become U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", name)


def sources(
    origins: Iterable[str | os.PathLike[str]],
    *,
    suffixes: Collection[str],
    stdin: BinaryIO | None,
    timeout: float,
    on_skip: Callable[[Skipped], None],
) -> Iterator[Source | Failure]:
    """Take what the user named; yield inputs, folders expanded, and a failure for each name that gives none.

    A folder is walked in the order of its names. Hidden files, symbolic links, what is no regular file and unknown
    suffixes are passed over there, each reported to ``on_skip``; a link or pipe that is named outright is read.
    """
    for named in origins:
        name = os.fspath(named)
        origin = printable(name)
        if name == "-":
            yield Source(origin="standard input", stream=stdin or sys.stdin.buffer, timeout=timeout)
        elif is_address(name):
            yield Source(origin=origin, address=name, timeout=timeout)
        else:
            try:
                yield from _named(Path(name), origin, suffixes=suffixes, timeout=timeout, on_skip=on_skip)
            except (OSError, ValueError) as error:  # ValueError: a NUL in the name
                yield Failure(origin=origin, stage="read", message=why(error))


def why(error: OSError | ValueError) -> str:
    """Take an error of the operating system; return it as a plain clause without its number."""
    match error:
        case FileNotFoundError():
            return "no such file or folder"
        case PermissionError():
            return "may not be read (permission denied)"
        case OSError(strerror=str() as said):
            return f"could not be read ({said[:1].lower()}{said[1:]})"
        case _:
            return "could not be read (the name is not a file name)" if "null" in str(error) else "could not be read"


def _named(
    path: Path, origin: str, *, suffixes: Collection[str], timeout: float, on_skip: Callable[[Skipped], None]
) -> Iterator[Source | Failure]:
    mode = path.stat().st_mode
    if not stat.S_ISDIR(mode):
        yield Source(origin=origin, path=path, timeout=timeout)
        return
    found = 0
    passed_over: list[str] = []

    def skip(entry: str, reason: str) -> None:
        if len(passed_over) < 3:
            passed_over.append(f"{Path(entry).name}: {reason}")
        on_skip(Skipped(id=printable(entry), reason=reason))

    for item in _walk(path, suffixes=suffixes, skip=skip):
        found += 1
        if isinstance(item, Failure):
            yield item
        else:
            yield Source(origin=printable(str(item)), path=item, timeout=timeout)
    if not found:
        seen = f" ({printable('; '.join(passed_over))})" if passed_over else ""
        yield Failure(
            origin=origin, stage="read", message=f"holds no file that can be read{seen}; it reads {', '.join(suffixes)}"
        )


def _walk(folder: Path, *, suffixes: Collection[str], skip: Callable[[str, str], None]) -> Iterator[Path | Failure]:
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield Failure(origin=printable(str(folder)), stage="read", message=why(error))
        return
    for entry in listed:
        suffix = suffix_of(entry.name, suffixes)
        if entry.name.startswith("."):
            skip(entry.path, "hidden")
        elif entry.is_symlink():
            skip(entry.path, "symbolic link, not followed")
        elif entry.is_dir(follow_symlinks=False) and Path(entry.path, _LESSON).is_file():
            skip(entry.path, "a lesson, whose pages and answers are no articles")
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), suffixes=suffixes, skip=skip)
        elif not entry.is_file(follow_symlinks=False):
            skip(entry.path, "not a regular file")
        elif suffix not in suffixes:
            skip(entry.path, f"suffix {suffix} is not read" if suffix else "no suffix")
        else:
            yield Path(entry.path)
