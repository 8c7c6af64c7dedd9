"""A CSV table in (comma, semicolon or tab), an ``Article`` or a ``Failure`` a row out."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from typing import TextIO

from framing.errors import IngestError
from framing.ingest.encoding import choose
from framing.ingest.source import Source
from framing.ingest.table import MAX_ROW, has_text, no_text_column, row_article, row_failure
from framing.types import Article, Failure

_DELIMITERS = ",;\t"
#: An unclosed quotation mark swallows what follows; that is read again as rows, up to this many characters a file.
_REREAD = 64_000_000
_EXCEL_CELL = 32_767
_CUT_BY_EXCEL = "the text has exactly 32,767 characters, the most that an Excel cell holds; it may have been cut there"


def read_csv(source: Source) -> Iterator[Article | Failure]:
    """Take a CSV file with a header row; yield an article or a failure for every row, reading a row at a time.

    The delimiter is the one of comma, semicolon and tab that finds a column ``text``, else the most columns. A row
    with more fields than the header, or with a stray quotation mark, is a failure; the rows after it are read. Raises
    ``IngestError`` if the table has no ``text`` or is not text.
    """
    with source.open() as stream:
        encoding = choose(stream)
        notes = (encoding.note,) if encoding.note else ()
        text = io.TextIOWrapper(stream, encoding=encoding.codec, errors=encoding.errors, newline="")
        try:
            yield from _rows(text, origin=source.origin, notes=notes)
        finally:
            text.detach()


class _Lines:
    """The lines of a file for ``csv.reader``: counted, capped; they can go back to the second line of a bad record."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._again: deque[str] = deque()
        self._reread = 0
        self._taken: list[str] = []
        self._size = 0
        self.number = 0
        self.long = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._next()
        if not line:
            raise StopIteration
        self.number += 1
        self._taken.append(line)
        self._size += len(line)
        if self._size > MAX_ROW:
            raise csv.Error("longer than a row can be")
        return line

    def _next(self) -> str:
        line = self._stream.readline(MAX_ROW + 1)
        if len(line) > MAX_ROW and not line.endswith(("\n", "\r")):
            self.long = True
            piece = line
            while piece and not piece.endswith(("\n", "\r")):
                piece = self._stream.readline(MAX_ROW)
        return line

    def begin(self) -> None:
        """Forget the lines of the last record; the next one begins here."""
        self._taken.clear()
        self._size = 0
        self.long = False

    def retreat(self) -> None:
        """Give the lines after the record's first back, to be read as records of their own."""
        rest = self._taken[1:]
        self._reread += sum(map(len, rest))
        if self._reread <= _REREAD:
            self._again.extendleft(reversed(rest))
            self.number -= len(rest)
        self.begin()


def _rows(stream: TextIO, *, origin: str, notes: tuple[str, ...]) -> Iterator[Article | Failure]:
    # The limit is the module's, shared by the whole process; it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_ROW))
    lines = _Lines(stream)
    header, delimiter = _header(lines)
    if not has_text(header):
        raise IngestError(no_text_column(header))
    rows = 0
    names = [name if name.strip() else f"column_{place}" for place, name in enumerate(header, start=1)]
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin()
        start = lines.number + 1
        where = f"{origin}:{start}"
        try:
            fields = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            rows += 1
            lines.retreat()
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            yield row_failure(where, _fault(str(error)))
            continue
        if not any(field.strip() for field in fields):
            continue
        rows += 1
        if any(field.strip() for field in fields[len(names) :]):
            lines.retreat()
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            yield row_failure(where, f"has {len(fields)} fields, and the header has {len(names)} columns")
            continue
        row: dict[str, str | None] = {}
        for name, value in zip(names, fields, strict=False):
            row[name if name not in row else f"{name}_{len(row) + 1}"] = value or None
        cut = any(len(value or "") == _EXCEL_CELL for value in row.values())
        yield row_article(row, where=where, notes=(*notes, _CUT_BY_EXCEL) if cut else notes)
    if not rows:
        raise IngestError("has a header and no rows; nothing to analyse")


def _header(lines: _Lines) -> tuple[list[str], str]:
    """Read the header; return its names and the delimiter. Excel's ``sep=;`` line may stand before it."""
    line = ""
    for line in lines:
        if line.strip():
            break
    else:
        raise IngestError("is empty; nothing to analyse")
    if line.lower().startswith("sep=") and len(line.strip("\r\n")) == 5:
        chosen = line[4]
        line = next(lines, "")
        return _split(line, chosen), chosen
    best = max(_DELIMITERS, key=lambda mark: (has_text(_split(line, mark)), len(_split(line, mark))))
    return _split(line, best), best


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _fault(said: str) -> str:
    if "longer than" in said or "field limit" in said:
        return f"is over {MAX_ROW // 1_000_000} million characters, too long for a row; is a quotation mark missing?"
    if "unexpected end" in said:
        return "has a quotation mark that is never closed"
    return 'has a quotation mark inside a field that is not doubled (write " as "")'
