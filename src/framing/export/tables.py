"""Analyses in, tables out: as CSV or Parquet files (``TableWriter``), as rows, or as pandas DataFrames.

``TABLES`` describes every column. Offsets are code points, half-open, from 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from framing.export.columns import OF_ANALYSES, TABLES
from framing.export.rows import Row, failure_row, rows
from framing.export.schema import Column, Table
from framing.export.table_files import TableWriter
from framing.types import Analysis

if TYPE_CHECKING:
    import pandas

__all__ = ["TABLES", "Column", "Table", "TableWriter", "failure_row", "findings_frame", "frame", "rows"]


def frame(table: str, analyses: Iterable[Analysis]) -> pandas.DataFrame:
    """Take the name of a table and analyses; return it as a pandas DataFrame, one row an observation, in text order.

    What is missing is ``pandas.NA``. Raises KeyError, which names the tables, where there is none of this name.
    """
    if table not in OF_ANALYSES:
        raise KeyError(f"there is no table {table!r}; the tables are {', '.join(OF_ANALYSES)}")
    return typed_frame(table, [row for analysis in analyses for row in rows(table, analysis)])


def typed_frame(table: str, made: list[Row]) -> pandas.DataFrame:
    """Take the name of a table and its rows; return them as a pandas DataFrame with the types of the columns."""
    import pandas

    kinds = {"integer": "Int64", "number": "Float64", "boolean": "boolean", "string": "string"}
    return pandas.DataFrame(made, columns=[column.name for column in TABLES[table].columns]).astype(
        {column.name: kinds[column.type] for column in TABLES[table].columns}
    )


def findings_frame(analyses: Iterable[Analysis]) -> pandas.DataFrame:
    """Take analyses; return their findings as a pandas DataFrame, one row a finding, in text order."""
    return frame("findings", analyses)
