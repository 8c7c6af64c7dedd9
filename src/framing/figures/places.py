"""Where a figure is to be written in, where its two files may go out: no input and no other table is replaced."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path

from framing.errors import ConfigError
from framing.figures.mark import LONGEST_END, is_marked
from framing.figures.numbers import COLUMNS

_LONGEST_HEADER = 500


def table_beside(place: Path, inputs: Iterable[str]) -> Path:
    """Take the place of a picture and the names of the inputs; return the place of its numbers.

    Raises ConfigError where one of the two is an input, or is there already and not from an earlier figure.
    """
    table = place.with_suffix(".csv")
    names = list(inputs)
    for path in (place, table):
        if any(_same(path, name) for name in names):
            raise ConfigError(f"{path} is one of the inputs and would be replaced; give another file with -o")
    if os.path.lexists(table) and not _has_numbers(table):
        raise ConfigError(
            f"{table} is already there and does not hold the numbers of a figure, so it is not replaced; "
            "give another file with -o"
        )
    if os.path.lexists(place) and not _has_mark(place):
        raise ConfigError(
            f"{place} is already there and does not say that framing figure made it, so it is not replaced; "
            "move it or give another file with -o"
        )
    return table


def _same(path: Path, name: str) -> bool:
    try:
        return path.samefile(name)
    except (OSError, ValueError):  # one of the two is not there, or is no path
        return False


def _has_numbers(table: Path) -> bool:
    """Whether a file is a table that ``framing figure`` wrote, by its header."""
    try:
        with table.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader([file.readline(_LONGEST_HEADER)]), [])
    except (OSError, ValueError, csv.Error):
        return False
    return tuple(header) in COLUMNS.values()


def _has_mark(picture: Path) -> bool:
    """Whether a file is a picture that ``framing figure`` drew, by the comment at its end."""
    try:
        with picture.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - LONGEST_END))
            return is_marked(file.read(LONGEST_END))
    except (OSError, ValueError):
        return False
