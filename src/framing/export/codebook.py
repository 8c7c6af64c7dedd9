"""Tables with their columns in, a codebook in Markdown out: what every column means and what it can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from framing.export.columns import TABLES
from framing.export.schema import Column, Table

_HOLDS = (
    "Offsets count Unicode code points from 0 in the article's text, and `end` is the first one after the passage: in\n"
    "Python `text[start:end]`, in R `substr(text, start + 1, end)`. Programs that count in UTF-16 (Java, JavaScript)\n"
    "differ after a character beyond U+FFFF. In CSV an empty field is missing, and `true` and `false` are written so."
)


def codebook(tables: Mapping[str, Sequence[Column]], *, files: Sequence[str] = (".csv",)) -> str:
    """Take tables with the columns that were written, and the suffixes of their files; return the codebook."""
    out = ["# Codebook", "", _HOLDS]
    for name, columns in tables.items():
        out += ["", f"## {name}", "", " and ".join(f"`{name}{end}`" for end in files) + f": {TABLES[name].row}."]
        out += table_lines(name, columns)
    return "\n".join(out) + "\n"


def table_lines(name: str, columns: Sequence[Column], *, known: Mapping[str, Table] = TABLES) -> Iterator[str]:
    """Take the name of a table and its columns; yield the lines on its key and its columns."""
    table = known[name]
    written = {column.name for column in columns}
    yield f"Key: {', '.join(f'`{column}`' for column in table.key)}."
    for name_of, other in table.references:
        if name_of in written:
            yield f"`{name_of}` points to the same in `{other}`."
    yield ""
    yield "| column | type | meaning |"
    yield "|---|---|---|"
    for column in columns:
        yield f"| `{_cell(column.name)}` | {column.type}{_holds(column)} | {_cell(column.description)} |"


def _holds(column: Column) -> str:
    return "" if column.required or column.type == "boolean" else ", can be empty"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("`", "'")
