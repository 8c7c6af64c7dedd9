"""Files of ``framing analyze --json`` in, analyses and failures out, a line at a time."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Protocol

from framing.errors import IngestError
from framing.ingest import apart
from framing.ingest.encoding import transcoded
from framing.ingest.source import printable, why
from framing.store import loads
from framing.types import Analysis, Failure

#: A longer line is refused unread: an article has at most a million characters, its analysis some forty times as many.
MOST_BYTES = 100_000_000
_LOOKED_AT = 20
_MAKE = "make one with: framing analyze ARTICLES --json > analyses.jsonl"


def read_stored(name: str, *, stdin: BinaryIO | None = None) -> Iterator[Analysis | Failure]:
    """Take a file or ``-`` (standard input); yield the analysis or the failure of each line, in order."""
    origin = "standard input" if name == "-" else printable(name)
    try:
        with ExitStack() as stack:
            yield from _lines(_opened(name, stdin, stack), origin)
    except (OSError, ValueError) as error:
        yield Failure(origin=origin, stage="read", message=why(error))
    except IngestError as error:
        yield Failure(origin=origin, stage="read", message=str(error))


def distinct(items: Iterable[Analysis | Failure]) -> Iterator[Analysis | Failure]:
    """Take analyses and failures; yield them with ids that are keys of a table: one that comes twice gets "-2"."""
    seen: set[int] = set()
    again: dict[str, int] = {}
    for item in items:
        if isinstance(item, Analysis):
            article = apart(item.article, seen, again)
            yield item if article is item.article else replace(item, article=article)
        else:
            yield item


def is_stored(name: str) -> bool:
    """Take the name of a file; say whether it holds stored analyses, by the first of its lines that is JSON."""
    try:
        if not Path(name).is_file():
            return False
        with ExitStack() as stack:
            stream = _opened(name, None, stack)
            for _ in range(_LOOKED_AT):
                line = stream.readline(MOST_BYTES + 1).removeprefix(b"\xef\xbb\xbf")
                if line[:1] not in (b"{", b"\n", b"\r", b" "):
                    return False
                try:
                    data = json.loads(line)
                except (ValueError, RecursionError):
                    continue
                return isinstance(data, dict) and {"schema", "sentences", "findings"} <= data.keys()
    except (OSError, ValueError, IngestError):
        pass
    return False


class _Lines(Protocol):
    def readline(self, size: int = -1, /) -> bytes: ...


class _Again:
    """A stream whose first line was read already: it gives that line first."""

    def __init__(self, first: bytes, stream: _Lines) -> None:
        self._first, self._stream = first, stream

    def readline(self, size: int = -1, /) -> bytes:
        first, self._first = self._first, b""
        return first or self._stream.readline(size)


def _opened(name: str, stdin: BinaryIO | None, stack: ExitStack) -> _Lines:
    """Open a file or standard input, whichever Unicode encoding it has (PowerShell writes UTF-16)."""
    stream = stdin or sys.stdin.buffer
    if name != "-":
        stream = stack.enter_context(Path(name).open("rb"))  # noqa: SIM115
    first = stream.readline(MOST_BYTES + 1)
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return stack.enter_context(transcoded(first, stream))
    return _Again(first, stream)


def _lines(stream: _Lines, origin: str) -> Iterator[Analysis | Failure]:
    number = found = 0
    while line := stream.readline(MOST_BYTES + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        too_long = len(line) > MOST_BYTES
        while too_long and line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)
        if not too_long and not line.strip():
            continue
        where = f"{origin}:{number}"
        try:
            if too_long:
                raise IngestError(f"is over {MOST_BYTES // 1_000_000} MB, too long for an analysis")
            yield loads(line.decode("utf-8"))
            found += 1
        except UnicodeDecodeError:
            yield Failure(origin=where, stage="read", message="is not UTF-8 text")
        except IngestError as error:
            message = str(error) if found else f"{error}; {_MAKE}"
            yield Failure(origin=where, stage="read", message=message)
    if not number:
        yield Failure(origin=origin, stage="read", message=f"is empty; {_MAKE}")
