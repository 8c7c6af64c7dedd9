"""JSON Lines in (one object a line), an ``Article`` or a ``Failure`` a line out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from framing.errors import IngestError
from framing.ingest.encoding import decode, refuse_binary, transcoded
from framing.ingest.source import Source
from framing.ingest.table import MAX_ROW, has_text, no_text_column, row_article, row_failure
from framing.types import Article, Failure

#: So many first rows without "text" are one mistake, not many.
_HOPELESS = 1_000


def read_jsonl(source: Source) -> Iterator[Article | Failure]:
    """Take JSON Lines; yield an article or a failure for every line that is not blank, reading a line at a time."""
    with source.open() as stream:
        yield from read_lines(stream, origin=source.origin)


def read_lines(stream: BinaryIO, *, origin: str, first: bytes = b"") -> Iterator[Article | Failure]:
    """Take a stream, and its first line where that is read already; yield as ``read_jsonl`` does.

    Raises ``IngestError`` if the stream is not JSON Lines at all, or no row has a "text".
    """
    first = first or stream.readline(MAX_ROW + 1)
    refuse_binary(first)
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        with transcoded(first, stream) as wide:
            yield from read_lines(wide, origin=origin)
        return
    held: list[Failure] = []
    columns: dict[str, None] = {}
    settled = False
    rows = 0
    for number, line in _numbered(first.removeprefix(b"\xef\xbb\xbf"), stream):
        rows += 1
        where = f"{origin}:{number}"
        try:
            row, notes = _row(line, alone=rows == 1)
        except IngestError as error:
            yield row_failure(where, str(error))
            continue
        found = row_article(_strings(row), where=where, notes=notes)
        if settled or has_text(row):
            settled = True
            yield from held
            held.clear()
            yield found
            continue
        columns.update(dict.fromkeys(row))
        held.append(row_failure(where, no_text_column(row)))
        if len(held) >= _HOPELESS:
            break
    if held:
        raise IngestError(no_text_column(columns))
    if not rows:
        raise IngestError("is empty; nothing to analyse")


def _numbered(first: bytes, stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield every line that is not blank with its number; None stands for one that is over the limit, which is passed
    over.
    """
    number, line = 1, first
    while line or number == 1:
        whole: bytes | None = line
        if len(line) > MAX_ROW:
            whole = None
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_ROW)
        if whole is None or whole.strip():
            yield number, whole
        line = stream.readline(MAX_ROW + 1)
        number += 1


def _row(line: bytes | None, *, alone: bool) -> tuple[dict[str, Any], tuple[str, ...]]:
    if line is None:
        raise IngestError(f"is over {MAX_ROW // 1_000_000} MB, too long for a row")
    text, notes = decode(line)
    try:
        row = json.loads(text, parse_constant=str, parse_int=_whole)
    except RecursionError:
        raise IngestError("is nested too deeply for a row") from None
    except json.JSONDecodeError as error:
        if alone and text.lstrip().startswith("["):
            raise IngestError("begins a JSON list; JSON Lines has one object a line") from None
        said = error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
        raise IngestError(f"is not JSON ({said}, column {error.colno})") from None
    if not isinstance(row, dict):
        raise IngestError('is not a JSON object with a "text"')
    text_key = next((name for name in row if name.strip().casefold() == "text"), None)
    if text_key is not None and row[text_key] is not None and not isinstance(row[text_key], str):
        raise IngestError('has a "text" that is not a string')
    return row, notes


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= 300 else digits  # int() of a long number is slow by design of the attacker


def _strings(row: dict[str, Any]) -> dict[str, str | None]:
    """Return the values as strings: text as it is, lists of names joined, everything else as JSON."""
    return {name: _string(name, value) for name, value in row.items()}


def _string(name: str, value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if name.strip().casefold() in ("authors", "author") and isinstance(value, list):
        return ";".join(item for item in value if isinstance(item, str))
    return json.dumps(value, ensure_ascii=False)
