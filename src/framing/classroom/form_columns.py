"""A form's header in, the columns that hold the sentences out: given, remembered from the last time, or asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from framing.errors import ConfigError
from framing.safe_files import write_text

FILE = "columns.json"
_MOST_BYTES = 50_000
_RANGE = re.compile(r"(\d{1,3})(?:\s*-\s*(\d{1,3}))?")

#: Takes a table's name, its header and how many columns are needed; returns what a person typed.
Ask = Callable[[str, Sequence[str], int], str]


class FormColumns:
    """Answers where a form's ratings stand; called by the reader of tables.

    What was given or typed is remembered in the lesson's folder under a hash of the header, so that it is asked once.
    What a person says wins over what the header tells. Raises ``ConfigError`` where it is no list of numbers.
    """

    def __init__(self, folder: Path, *, given: str | None, ask: Ask | None) -> None:
        self._path = folder / FILE
        if given is not None:
            _numbers(given)
        self._given = given
        self._used = False
        self._ask = ask
        self._known = _load(self._path)
        self._new: dict[str, str] = {}

    def __call__(
        self, where: str, header: Sequence[str], count: int, told: tuple[int, ...] | None
    ) -> tuple[int, ...] | None:
        """Return the places of the columns, from 0, or None; ``told`` are those that the header itself tells.

        Raises ``ConfigError`` for what was given wrongly.
        """
        key = sha256("\t".join(header).encode("utf-8", "replace")).hexdigest()[:16]
        self._used = True
        said = self._given or self._known.get(key)
        if not said and told is None and self._ask:
            said = self._ask(where, header, count)
        if not said:
            return told
        places = parse(said, count=count, columns=len(header), where=where)
        self._new[key] = said
        return places

    @property
    def unused(self) -> bool:
        """Whether columns were given and no table was read by its columns."""
        return self._given is not None and not self._used

    def remember(self) -> None:
        """Write what was used beside the lesson."""
        if self._new and {**self._known, **self._new} != self._known:
            write_text(self._path, json.dumps({**self._known, **self._new}, indent=1, sort_keys=True) + "\n")


def parse(said: str, *, count: int, columns: int, where: str = "the table") -> tuple[int, ...]:
    """Take "3-17" or "3,5,7-19", how many columns are needed and how many the table has; return the places from 0."""
    places = _numbers(said)
    if len(places) != count or len(set(places)) != count or not all(0 <= place < columns for place in places):
        raise ConfigError(f"--columns {said!r} must name {count} different columns of the {columns} of {where}")
    return tuple(places)


def _numbers(said: str) -> list[int]:
    places: list[int] = []
    for part in said.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match is None:
            raise ConfigError(f"--columns {said!r} is not understood; give numbers such as 3-17 or 3,5,7-19")
        first, last = int(match[1]), int(match[2] or match[1])
        places += range(first - 1, last)
    return places


def _load(path: Path) -> dict[str, str]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            return {}
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return {k: v for k, v in data.items() if isinstance(v, str)} if isinstance(data, dict) else {}
