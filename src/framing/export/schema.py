"""The shape of a table: its columns with their type, their words and what their values keep to.

Types and constraints are those of a Frictionless Table Schema (version 1).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

ColumnType = Literal["string", "integer", "number", "boolean"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. ``text`` is True where it holds words of the article, which ``text=False`` leaves out.

    ``required``: it is never empty. ``enum``: all values it can have. ``low`` and ``high``: the bounds of a number.
    """

    name: str
    type: ColumnType
    description: str
    text: bool = False
    required: bool = False
    enum: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: what one row is, its key, its columns, and which column points to the key of which other table."""

    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    references: tuple[tuple[str, str], ...] = ()


def string(
    name: str, description: str, *, text: bool = False, required: bool = False, enum: tuple[str, ...] = ()
) -> Column:
    """Take a name and a sentence; return a column of strings."""
    return Column(name=name, type="string", description=description, text=text, required=required, enum=enum)


def integer(name: str, description: str, *, required: bool = False) -> Column:
    """Take a name and a sentence; return a column of whole numbers from 0."""
    return Column(name=name, type="integer", description=description, required=required, low=0)


def number(name: str, description: str, *, low: float | None = None, high: float | None = None) -> Column:
    """Take a name and a sentence; return a column of numbers."""
    return Column(name=name, type="number", description=description, low=low, high=high)


def boolean(name: str, description: str) -> Column:
    """Take a name and a sentence; return a column of true and false."""
    return Column(name=name, type="boolean", description=description, required=True)


def required(column: Column) -> Column:
    """Take a column; return it as one that is never empty."""
    return replace(column, required=True)


def constraints(column: Column) -> dict[str, Any]:
    """Take a column; return what its values keep to, in the words of a Table Schema."""
    found: dict[str, Any] = {}
    if column.required:
        found["required"] = True
    if column.enum:
        found["enum"] = list(column.enum)
    if column.low is not None:
        found["minimum"] = column.low
    if column.high is not None:
        found["maximum"] = column.high
    return found


def resource(name: str, table: Table, columns: tuple[Column, ...], path: str, others: set[str]) -> dict[str, Any]:
    """Take a table with the columns and the file that were written, and the names of all tables that were; return its
    description as a resource of a data package.
    """
    written = {column.name for column in columns}
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": column.name,
                "type": column.type,
                "description": column.description,
                **({"trueValues": ["true"], "falseValues": ["false"]} if column.type == "boolean" else {}),
                **({"constraints": found} if (found := constraints(column)) else {}),
            }
            for column in columns
        ],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    keys = [
        {"fields": [column], "reference": {"resource": other, "fields": [column]}}
        for column, other in table.references
        if column in written and other in others
    ]
    if keys:
        schema["foreignKeys"] = keys
    made: dict[str, Any] = {"name": name, "path": path}
    if path.endswith(".csv"):
        made |= {
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n"},
        }
    else:
        made |= {"profile": "data-resource", "format": "parquet", "mediatype": "application/vnd.apache.parquet"}
    return {**made, "encoding": "utf-8", "description": f"{table.row[:1].upper()}{table.row[1:]}.", "schema": schema}
