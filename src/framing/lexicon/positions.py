"""The text of a TOML file in, the line of every table and key out, so that a problem can name its place.

``tomllib`` gives values without places. Only what lexicon files use is read: tables, arrays of tables, keys, multi-line
strings and arrays. The file has passed ``tomllib`` before, so the scan may trust its syntax.
"""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*+(\[\[?+)([\w.\s-]++)\]\]?\s*+(?:#.*)?$")
_KEY = re.compile(r"^\s*([\w-]+)\s*=\s*(.*)$")

#: Where something stands: ("group", 0, "cues").
Place = tuple[str | int, ...]


def locate(text: str) -> dict[Place, int]:
    """Take the file's text; return line numbers (from 1) by path: ("group", 0), ("group", 0, "cues"), ..."""
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    closing: str | None = None
    depth = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if closing is not None:
            if closing in line:
                closing = None
            continue
        if depth > 0:
            depth += _brackets(line)
            continue
        header = _HEADER.match(line)
        if header:
            table = _table(header[2].split("."), counts, many=header[1] == "[[")
            lines[table] = number
            continue
        key = _KEY.match(line)
        if key:
            lines[(*table, key[1])] = number
            value = key[2]
            for quotes in ('"""', "'''"):
                if value.startswith(quotes) and quotes not in value[3:]:
                    closing = quotes
            if closing is None and value.startswith("["):
                depth = _brackets(value)
    return lines


def _table(names: list[str], counts: dict[Place, int], *, many: bool) -> Place:
    """Return the path of a table header; an array of tables counts its members, a sub-table belongs to the last one."""
    path: Place = ()
    for number, name in enumerate(part.strip() for part in names):
        path = (*path, name)
        if many and number == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
            for inner in [known for known in counts if len(known) > len(path) and known[: len(path)] == path]:
                del counts[inner]
            path = (*path, counts[path])
        elif path in counts:
            path = (*path, counts[path])
    return path


def _brackets(line: str) -> int:
    """Count how far a line opens or closes square brackets outside strings and comments."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'', "", line).split("#")[0]
    return bare.count("[") - bare.count("]")


def line_of(lines: dict[Place, int], path: Place) -> int:
    """Return the line of a path, or of the nearest table around it; 1 if nothing is known."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1
