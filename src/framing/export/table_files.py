"""Analyses in, tables in a folder out as CSV and Parquet, one analysis at a time: memory stays the same.

CSV: UTF-8, RFC 4180 (lines end in CRLF), line feeds inside quotation marks kept, true/false, an empty field is missing.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

from framing.export.columns import OF_ANALYSES, TABLES, columns_of
from framing.export.datapackage import write_package
from framing.export.rows import failure_row, rows
from framing.export.schema import Column, Table
from framing.staging import Staging
from framing.types import Analysis, Failure

# A spreadsheet reads a field that begins so as a formula (CWE-1236), also after spaces and quotation marks.
_FORMULA = tuple("=+-@\t\r\n|\0＝＋－＠")
_PASSED_OVER = " '\"\x0b\x0c\u00a0\u2000\u2003\u2009\u202f\u3000\u200b\u200e\u200f\ufeff‘’“”"
# Where the list separator is ";", a spreadsheet splits a field there, and at tabs and line ends, though it is quoted.
_INSIDE = re.compile(rf"([;\t\r\n][{_PASSED_OVER}]*)(?=[=+\-@|\0＝＋－＠])")
_CARRIED = "A column of the input, carried through."
_SPOOL = ".articles.spool"
#: A carried value that long, or found in the text and longer than a name, is text of the article.
_LONG, _NAME = 200, 20


def field(value: object, *, guard: bool = True) -> str:
    """Take a value; return it as a CSV field. ``guard`` sets an apostrophe before text that would run as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if not guard:
        return value
    value = _INSIDE.sub(r"\1'", value)
    return "'" + value if value.lstrip(_PASSED_OVER).startswith(_FORMULA) else value


class RowWriter(Protocol):
    """What takes the rows of one table, in the order of its columns."""

    def write(self, row: Sequence[Any]) -> None:
        """Take a row; write it."""

    def close(self) -> None:
        """Finish the file."""


class _Csv:
    def __init__(self, file: IO[str], columns: Sequence[Column], *, guard: bool) -> None:
        self._write = csv.writer(file).writerow
        self._guard = guard
        self._write([field(column.name, guard=guard) for column in columns])

    def write(self, row: Sequence[Any]) -> None:
        self._write([field(value, guard=self._guard) for value in row])

    def close(self) -> None:
        pass  # the folder closes the file


class TableWriter:
    """Writes the tables of a folder: ``add`` each analysis, ``fail`` each failure, and they appear when the block ends.

    All files are written beside their places and moved there at the end, so that a reader never sees half a table; if
    the block ends in an error, the old tables stay. Columns that the input carried stand at the end of the articles.
    ``text`` False leaves out all words of the articles. ``excel`` writes a byte order mark and disarms formulas; the
    plain files are lossless. ``csv`` and ``parquet`` say which files are written. ``staging`` is given where other
    files are to appear together with the tables.
    """

    def __init__(
        self,
        folder: Path,
        *,
        text: bool = True,
        excel: bool = False,
        csv: bool = True,
        parquet: bool = False,
        staging: Staging | None = None,
    ) -> None:
        self.folder = folder
        self.text = text
        self.excel = excel
        self.suffixes = tuple(suffix for suffix, wanted in ((".csv", csv), (".parquet", parquet)) if wanted)
        self.left_out: tuple[str, ...] = ()
        self._given = staging
        self._staging = staging or Staging(folder)
        self._stack = ExitStack()
        self._written: dict[str, tuple[Column, ...]] = {}
        self._known: dict[str, Table] = dict(TABLES)
        self._files: dict[str, list[RowWriter]] = {}
        self._extra: dict[str, str] = {}  # a carried column -> its name in the table of articles
        self._taken = {column.name for column in TABLES["articles"].columns}
        self._held_back: set[str] = set()  # carried columns that hold text of the article
        self._spool: IO[str]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files that were written, in order."""
        return tuple(name for name, _ in self.described)

    @property
    def described(self) -> tuple[tuple[str, str], ...]:
        """The files that were written, each with what it holds."""
        tables = tuple((f"{name}{end}", self._known[name].row) for end in self.suffixes for name in self._written)
        return (*tables, ("datapackage.json", "what every column means")) if tables else ()

    @property
    def written(self) -> dict[str, tuple[Column, ...]]:
        """The tables that were written, each with its columns."""
        return dict(self._written)

    def __enter__(self) -> Self:
        if self._given is None:
            self._stack.enter_context(self._staging)
        self._spool = self._staging.open(_SPOOL)
        for name in OF_ANALYSES:
            if name != "articles":  # its columns are only known at the end
                self._start(name, columns_of(name, text=self.text))
        return self

    def add(self, analysis: Analysis) -> None:
        """Take an analysis; write its rows."""
        for name in OF_ANALYSES:
            for row in rows(name, analysis, text=self.text):
                if name == "articles":
                    json.dump({**row, **self._extras(analysis)}, self._spool)
                    self._spool.write("\n")
                else:
                    self._write(name, list(row.values()))

    def extra(self, name: str, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Take a further table and its rows, values in the order of its columns; write it beside the others."""
        columns = [self.text or not column.text for column in table.columns]
        self._known[name] = table
        self._start(name, [column for column, kept in zip(table.columns, columns, strict=True) if kept])
        for row in rows:
            self._write(name, [value for value, kept in zip(row, columns, strict=True) if kept])

    @property
    def known(self) -> dict[str, Table]:
        """The tables that were written, with the columns that they have now."""
        return {name: replace(self._known[name], columns=columns) for name, columns in self._written.items()}

    def fail(self, failures: Iterable[Failure]) -> None:
        """Take failures; write their rows. Without any there is no table of failures."""
        for failure in failures:
            if "failures" not in self._files:
                self._start("failures", columns_of("failures"))
            self._write("failures", list(failure_row(failure).values()))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        except BaseException as fault:
            self._stack.__exit__(type(fault), fault, fault.__traceback__)
            raise
        self._stack.__exit__(kind, error, trace)

    def _start(self, name: str, columns: Sequence[Column]) -> None:
        self._written[name] = tuple(columns)
        self._files[name] = []
        if ".csv" in self.suffixes:
            file = self._staging.open(f"{name}.csv", encoding="utf-8-sig" if self.excel else "utf-8")
            self._files[name].append(_Csv(file, columns, guard=self.excel))
        if ".parquet" in self.suffixes:
            from framing.export.parquet_files import ParquetTable

            self._files[name].append(ParquetTable(self._staging.path(f"{name}.parquet"), columns))

    def _write(self, name: str, row: Sequence[Any]) -> None:
        for file in self._files[name]:
            file.write(row)

    def _extras(self, analysis: Analysis) -> dict[str, str]:
        """Return what the input carried for this article, by its name in the table."""
        found = {}
        for key, value in analysis.article.extra:
            if not self.text and (len(value) > _LONG or (len(value) > _NAME and value in analysis.article.text)):
                self._held_back.add(key)
            found[self._carried(key)] = value
        return found

    def _carried(self, key: str) -> str:
        """Return the name of a carried column: its own, unless the tables use it already."""
        if key not in self._extra:
            name = key or "input"
            while name in self._taken:
                name = f"input_{name}"
            self._extra[key] = name
            self._taken.add(name)
        return self._extra[key]

    def _finish(self) -> None:
        self.left_out = tuple(sorted(self._held_back))
        carried = [name for key, name in self._extra.items() if key not in self._held_back]
        self._start(
            "articles",
            (
                *columns_of("articles", text=self.text),
                *(Column(name=name, type="string", description=_CARRIED) for name in carried),
            ),
        )
        names = [column.name for column in self._written["articles"]]
        self._spool.seek(0)
        for line in self._spool:
            row = json.loads(line)
            self._write("articles", [row.get(name) for name in names])
        self._staging.drop(_SPOOL)
        for files in self._files.values():
            for file in files:
                file.close()
        self._written = {name: self._written[name] for name in self._known if name in self._written}
        if self.suffixes:
            write_package(self._staging, self._written, self.suffixes[0], self._known)
        for end in self.suffixes:
            if "failures" not in self._written:
                self._staging.remove(f"failures{end}")  # of an earlier run in this folder
