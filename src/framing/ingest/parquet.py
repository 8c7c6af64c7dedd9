"""A Parquet table in, an ``Article`` or a ``Failure`` a row out; needs the extra ``parquet`` (pyarrow)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from framing.errors import IngestError
from framing.ingest.source import Source
from framing.ingest.table import MAX_ROW, has_text, no_text_column, row_article, row_failure
from framing.types import Article, Failure

_BATCH = 64
#: A column of one row group that unpacks to more than this, or to more than ``_SUSPECT`` at over ``_RATIO`` : 1, is no
#: text.
_LARGEST = 4_000_000_000
_SUSPECT = 64_000_000
_RATIO = 200

_INSTALL = "is a Parquet table, and pyarrow is not installed; pip install 'framing[parquet]'"
_TOO_LONG = f"is over {MAX_ROW // 1_000_000} million characters, too long for a row"
_DAMAGED = "is not a Parquet table, or is damaged; export it again"
_ZEROS = re.compile(r"(?:(?<=\.\d)|\.)0+$")


def read_parquet(source: Source) -> Iterator[Article | Failure]:
    """Take a Parquet file; yield an article or a failure for every row, 64 rows in memory at a time.

    A failure's origin is the file and the number of the row from 1. Raises ``IngestError`` if pyarrow is missing, the
    table has no ``text``, the file is damaged, or its sizes are those of a decompression bomb.
    """
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError:
        raise IngestError(_INSTALL) from None
    with source.open() as stream:
        number = 0
        try:
            table = parquet.ParquetFile(stream, buffer_size=1 << 20)
            names = list(table.schema_arrow.names)
            if not has_text(names):
                raise IngestError(no_text_column(names))
            _refuse_bomb(table.metadata)
            # Repeated values stay one value: a dictionary of a few long texts can't unpack into millions.
            strings = [
                field.name
                for field in table.schema_arrow
                if pyarrow.types.is_string(field.type) or pyarrow.types.is_large_string(field.type)
            ]
            stream.seek(0)
            table = parquet.ParquetFile(stream, buffer_size=1 << 20, read_dictionary=strings)
            for batch in table.iter_batches(batch_size=_BATCH, use_threads=False):
                columns = [_strings(column) for column in batch.columns]
                for place in range(batch.num_rows):
                    number += 1
                    where = f"{source.origin}:{number}"
                    row = {name: column(place) for name, column in zip(names, columns, strict=True)}
                    if sum(len(value) for value in row.values() if value) > MAX_ROW:
                        yield row_failure(where, _TOO_LONG)
                    else:
                        yield row_article(row, where=where)
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            if isinstance(error, IngestError):
                raise
            if number:
                message = f"is damaged after row {number:,}; the rows before it were read"
                raise IngestError(message) from error
            raise IngestError(_DAMAGED) from error
        if not number:
            raise IngestError("has no rows; nothing to analyse")


def _refuse_bomb(metadata: Any) -> None:
    for group in range(metadata.num_row_groups):
        for place in range(metadata.num_columns):
            column = metadata.row_group(group).column(place)
            unpacked, packed = column.total_uncompressed_size, max(1, column.total_compressed_size)
            if unpacked > _LARGEST or (unpacked > _SUSPECT and unpacked / packed > _RATIO):
                raise IngestError(
                    f"would unpack {packed:,} bytes into {unpacked:,}, which no text does; it is not read"
                )


def _strings(column: Any) -> Any:
    """Take an Arrow column; return a function from a place to its value as a string, or None."""
    import pyarrow

    kind = column.type
    if pyarrow.types.is_dictionary(kind):
        return lambda place: _plain(_value(column, place))
    if pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind):
        return lambda place: _plain(column[place].as_py())
    if pyarrow.types.is_timestamp(kind):
        text = column.cast(pyarrow.string())
        return lambda place: _moment(text[place].as_py())
    if pyarrow.types.is_nested(kind):
        return lambda place: _nested(_value(column, place))
    try:
        cast = column.cast(pyarrow.string())
    except pyarrow.ArrowException:
        return lambda place: _plain(_value(column, place))
    return lambda place: cast[place].as_py()


def _value(column: Any, place: int) -> Any:
    """Return a value as Python has it, or as Arrow prints it where Python has none: a time after the year 9999."""
    try:
        return column[place].as_py()
    except (OverflowError, ValueError):
        return " ".join(column.slice(place, 1).to_string().split())


def _moment(value: str | None) -> str | None:
    return value and _ZEROS.sub("", value).removesuffix(" 00:00:00")


def _nested(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _plain(value: Any) -> str | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return None if value is None else str(value)
