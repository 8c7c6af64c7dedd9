"""Rows of a table in, a Parquet file out, in groups of rows: memory does not grow with their number."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from framing.errors import ConfigError
from framing.export.schema import Column

_ROWS = 5_000
_LETTERS = 8_000_000


class ParquetTable:
    """One table: ``write`` each row, then ``close``. Every column carries its description as metadata of the field."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        pa = _pyarrow()
        from pyarrow import parquet

        kinds = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
        self._schema = pa.schema(
            [
                pa.field(column.name, kinds[column.type], metadata={"description": column.description})
                for column in columns
            ],
            metadata={"framing": json.dumps({"offsets": "Unicode code points, half-open, from 0"})},
        )
        self._columns: list[list[Any]] = [[] for _ in columns]
        self._size = 0
        self._file = parquet.ParquetWriter(path, self._schema, compression="zstd")

    def write(self, row: Sequence[Any]) -> None:
        """Take a row; write it, with others, when there are enough."""
        for column, value in zip(self._columns, row, strict=True):
            if isinstance(value, str):
                self._size += len(value)
                if not value.isascii():  # half a surrogate pair cannot be written
                    value = value.encode("utf-8", "replace").decode("utf-8")
            column.append(value)
        if len(self._columns[0]) >= _ROWS or self._size > _LETTERS:
            self._flush()

    def close(self) -> None:
        """Write what is left, and finish the file."""
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        pa = _pyarrow()
        if self._columns[0]:
            arrays = [
                pa.array(column, type=field.type) for column, field in zip(self._columns, self._schema, strict=True)
            ]
            self._file.write_table(pa.table(arrays, schema=self._schema))
        self._columns = [[] for _ in self._columns]
        self._size = 0


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise ConfigError("Parquet needs pyarrow, which is not installed: pip install 'framing[parquet]'") from None
    return pyarrow
