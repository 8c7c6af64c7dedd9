"""Analyses in, CSV files in a folder out, one analysis at a time: memory does not grow with their number.

UTF-8, RFC 4180 (lines end in CRLF), line feeds inside quotation marks kept, true/false, an empty field is missing.
"""

from __future__ import annotations

import csv
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from framing.export.columns import OF_ANALYSES, TABLES, Column, Table, columns_of, datapackage
from framing.export.rows import failure_row, rows
from framing.types import Analysis, Failure

# A spreadsheet reads a field that begins so as a formula (CWE-1236).
_FORMULA = tuple("=+-@\t\r\n|\0＝＋－＠")
_CARRIED = "A column of the input, carried through."


def field(value: object, *, guard: bool = True) -> str:
    """Take a value; return it as a CSV field. ``guard`` sets an apostrophe before text that would run as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    return "'" + value if guard and value.lstrip(" '\"").startswith(_FORMULA) else value


class TableWriter:
    """Writes the tables of a folder: ``add`` each analysis, ``fail`` each failure, and they appear when the block ends.

    Every file is written beside its place and moved there at the end, so that a reader never sees half a table; if the
    block ends in an error, the old tables stay. Columns that the input carried stand at the end of ``articles.csv``.
    ``text`` False leaves out all words of the articles. ``excel`` writes a byte order mark and disarms formulas; the
    plain files are lossless.
    """

    def __init__(self, folder: Path, *, text: bool = True, excel: bool = False) -> None:
        self.folder = folder
        self.text = text
        self.excel = excel
        self._suffix = f".{secrets.token_hex(4)}.tmp"
        self._files: dict[str, IO[str]] = {}
        self._written: dict[str, tuple[Column, ...]] = {}
        self._known: dict[str, Table] = dict(TABLES)
        self._extra: dict[str, str] = {}  # a carried column -> its name in articles.csv

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files that were written, in order."""
        return tuple(name for name, _ in self.described)

    @property
    def described(self) -> tuple[tuple[str, str], ...]:
        """The files that were written, each with what it holds."""
        tables = tuple((f"{name}.csv", self._known[name].row) for name in self._written)
        return (*tables, ("datapackage.json", "what every column means")) if tables else ()

    def __enter__(self) -> Self:
        for name in OF_ANALYSES:
            if name == "articles":  # its columns are only known at the end
                self._files[name] = self._open(name)
            else:
                self._start(name, columns_of(name, text=self.text))
        return self

    def add(self, analysis: Analysis) -> None:
        """Take an analysis; write its rows."""
        for name in OF_ANALYSES:
            for row in rows(name, analysis, text=self.text):
                if name == "articles":
                    extra = {self._carried(key): value for key, value in analysis.article.extra}
                    json.dump({**row, **extra}, self._files[name])
                    self._files[name].write("\n")
                else:
                    self._write(name, row.values())

    def extra(self, name: str, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Take a further table and its rows, values in the order of its columns; write it beside the others."""
        columns = [self.text or not column.text for column in table.columns]
        self._known[name] = table
        self._start(name, [column for column, kept in zip(table.columns, columns, strict=True) if kept])
        for row in rows:
            self._write(name, (value for value, kept in zip(row, columns, strict=True) if kept))

    @property
    def known(self) -> dict[str, Table]:
        """The tables that were written, with the columns that they have now."""
        return {name: replace(self._known[name], columns=columns) for name, columns in self._written.items()}

    def fail(self, failures: Iterable[Failure]) -> None:
        """Take failures; write their rows. Without any there is no ``failures.csv``."""
        for failure in failures:
            if "failures" not in self._files:
                self._start("failures", columns_of("failures"))
            self._write("failures", failure_row(failure).values())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            for file in self._files.values():
                file.close()
                Path(file.name).unlink(missing_ok=True)

    def _open(self, name: str) -> IO[str]:
        # "x" refuses a file or link that is there already
        encoding = "utf-8-sig" if self.excel and name in self._written else "utf-8"
        return (self.folder / f".{name}{self._suffix}").open("x+", encoding=encoding, errors="replace", newline="")

    def _start(self, name: str, columns: Sequence[Column]) -> None:
        self._written[name] = tuple(columns)
        self._files[name] = self._open(name)
        self._write(name, [column.name for column in columns])

    def _write(self, name: str, values: Iterable[Any]) -> None:
        fields = [field(value, guard=self.excel) for value in values]
        csv.writer(self._files[name]).writerow(fields)

    def _carried(self, key: str) -> str:
        """Return the name of a carried column: its own, unless the tables use it already."""
        if key not in self._extra:
            taken = {column.name for column in TABLES["articles"].columns} | set(self._extra.values())
            name = key
            while name in taken:
                name = f"input_{name}"
            self._extra[key] = name
        return self._extra[key]

    def _finish(self) -> None:
        spool = self._files.pop("articles")
        columns = columns_of("articles", text=self.text)
        carried = tuple(Column(name=name, type="string", description=_CARRIED) for name in self._extra.values())
        try:
            spool.seek(0)
            lines = (json.loads(line) for line in spool)
            self._suffix = "-final" + self._suffix
            self._start("articles", (*columns, *carried))
            for row in lines:
                self._write("articles", (row.get(column.name) for column in self._written["articles"]))
        finally:
            spool.close()
            Path(spool.name).unlink(missing_ok=True)
        self._written = {name: self._written[name] for name in self._known if name in self._written}
        for name, file in self._files.items():
            file.close()
            Path(file.name).replace(self.folder / f"{name}.csv")
        stale = self.folder / "failures.csv"
        if "failures" not in self._written and not stale.is_symlink():
            stale.unlink(missing_ok=True)  # of an earlier run in this folder
        package = self.folder / f".datapackage{self._suffix}"
        with package.open("x", encoding="utf-8", newline="\n") as file:
            json.dump(datapackage(self._written, self._known), file, ensure_ascii=False, indent=1)
            file.write("\n")
        package.replace(self.folder / "datapackage.json")
