"""A CSV table in (comma, semicolon or tab), an ``Article`` or a ``Failure`` a row out."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TextIO

from framing.errors import IngestError
from framing.ingest.corpora.mediacloud import NEEDS_TEXT, NOT_JOINED, is_story_table, story_row, wrong_table
from framing.ingest.encoding import choose
from framing.ingest.source import Source
from framing.ingest.table import MAX_ROW, has_text, no_text_column, row_article, row_failure
from framing.types import Article, Failure

_DELIMITERS = ",;\t"
#: An unclosed quotation mark swallows what follows; that is read again as rows, up to this many characters a file.
_REREAD = 64_000_000
_EXCEL_CELL = 32_767
#: A header is looked for in so many lines that are not blank.
_LINES_ABOVE = 4
_CUT_BY_EXCEL = "the text has exactly 32,767 characters, the most that an Excel cell holds; it may have been cut there"


def read_csv(source: Source) -> Iterator[Article | Failure]:
    """Take a CSV file with a header row; yield an article or a failure for every row, reading a row at a time.

    The delimiter is the one of comma, semicolon and tab that finds a column ``text``, else the most columns. A row
    with more fields than the header, or with a stray quotation mark, is a failure; the rows after it are read. A story
    table of Media Cloud has no text; its texts come from ``source.text_for``. Raises ``IngestError`` if the table has
    no ``text`` or is not text.
    """
    with source.open() as stream:
        encoding = choose(stream)
        notes = (encoding.note,) if encoding.note else ()
        text = io.TextIOWrapper(stream, encoding=encoding.codec, errors=encoding.errors, newline="")
        try:
            yield from _rows(text, source=source, notes=notes)
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


def _rows(stream: TextIO, *, source: Source, notes: tuple[str, ...]) -> Iterator[Article | Failure]:
    # The limit is the module's, shared by the whole process; it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_ROW))
    lines = _Lines(stream)
    try:
        header, delimiter = _header(lines)
    except csv.Error as error:
        raise IngestError(f"the header {_fault(str(error))}") from None
    to_join = _to_join(header, source)
    rows = 0
    names = [name if name.strip() else f"column_{place}" for place, name in enumerate(header, start=1)]
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin()
        start = lines.number + 1
        where = f"{source.origin}:{start}"
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
        if to_join is not None:
            row = story_row(row, to_join(_value(row, "id"), _value(row, "url")))
            if not row["text"]:
                yield row_failure(where, NOT_JOINED)
                continue
        cut = any(len(value or "") == _EXCEL_CELL for value in row.values())
        yield row_article(row, where=where, notes=(*notes, _CUT_BY_EXCEL) if cut else notes)
    if not rows:
        raise IngestError("has a header and no rows; nothing to analyse")


def _to_join(header: list[str], source: Source) -> Callable[[str | None, str | None], str | None] | None:
    """Return where the texts come from if the table has none; raise ``IngestError`` where they come from nowhere."""
    if has_text(header):
        return None
    if is_story_table(header):
        if source.text_for is None:
            raise IngestError(NEEDS_TEXT)
        return source.text_for
    raise IngestError(wrong_table(header) or no_text_column(header))


def _value(row: dict[str, str | None], wanted: str) -> str | None:
    return next((value for name, value in row.items() if name.strip().casefold() == wanted), None)


def _header(lines: _Lines) -> tuple[list[str], str]:
    """Read the header; return its names and the delimiter.

    Excel's ``sep=;`` line may stand before it, and so may a title line, if a known table's header follows.
    """
    chosen = None
    first: tuple[list[str], str] | None = None
    for line in islice((line for line in lines if line.strip(' \t\r\n,;"')), _LINES_ABOVE):
        marks = re.match(r"\ufeff?\"?sep=(.)\"?[,;\s]*$", line, re.I)
        if marks and first is None and chosen is None:
            chosen = marks[1]
            continue
        best = chosen or max(_DELIMITERS, key=lambda mark: (has_text(_split(line, mark)), len(_split(line, mark))))
        header = _split(line, best)
        if has_text(header) or is_story_table(header):
            return header, best
        if first is None:
            first = header, best
            if sum(bool(name.strip()) for name in header) > 1:  # a header of its own: it is named for what it lacks
                return first
    if first is None:
        raise IngestError("is empty; nothing to analyse")
    return first


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
