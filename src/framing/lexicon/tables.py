"""A lexicon's ``structure`` folder in, out what its measured tables say of the cues; every fault is noted by its place.

Commands of ``training/`` make these tables. A folder without them is a lexicon all the same: nothing was measured.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from framing.acceptance import Acceptance, Key
from framing.errors import Problem
from framing.lexicon.files import LexiconFile
from framing.lexicon.format import AcceptanceFile

_MADE = "commands of training/ make this table; make it anew"
#: A word that is seen as a part of speech less often than this share is tagged so by mistake, most of the time.
LEAST_SHARE = 0.05
#: The columns of each table, as its head names them.
_COLUMNS = {
    "rarity": ("word", "zipf"),
    "weights": ("category", "group", "term", "underlined", "of", "loaded", "expected", "hits", "weight"),
    "parts": ("word", "seen", "parts"),
    "accepted": ("category", "term", "kept", "judged", "share"),
}

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What was measured: a word's Zipf frequency and its parts of speech; a cue's weight, by lexicon, category, group
    and cue; how often strict readers kept the marks. ``raw`` is the files' bytes, for the digest.
    """

    rarity: dict[str, float]
    weights: dict[tuple[str, str, str, str], float]
    parts: dict[str, frozenset[str]]
    acceptance: Acceptance | None
    raw: bytes


def read_tables(folder: Path, problems: list[Problem]) -> Tables:
    """Take a lexicon's folder and a list for faults; return its tables, without the rows that have one."""
    lexicon = folder.name
    raw: list[bytes] = []

    def file(name: str) -> LexiconFile | None:
        path = folder / "structure" / name
        return LexiconFile(path, path.relative_to(folder.parent).as_posix(), problems) if path.is_file() else None

    def rows(name: str, read: Callable[[list[str]], _Row]) -> list[_Row]:
        found = file(f"{name}.tsv")
        made = [] if found is None else list(_rows(found, _COLUMNS[name], read))
        raw.append(b"" if found is None else found.raw)
        return made

    rarity = dict(rows("rarity", lambda cells: (cells[0], _number(cells[1]))))
    weights = dict(rows("weights", lambda cells: ((lexicon, cells[0], cells[1], cells[2]), _number(cells[-1]))))
    parts = dict(rows("parts", lambda cells: (cells[0], _parts(cells[1], cells[2]))))
    accepted = rows("accepted", _accepted)
    settings = file("acceptance.toml")
    data = None if settings is None else settings.load(AcceptanceFile)
    raw.append(b"" if settings is None else settings.raw)
    acceptance = None
    if accepted and data is not None:
        acceptance = Acceptance(
            lexicon=lexicon,
            share={key: share for key, _, share in accepted},
            kept={key: counts for key, counts, _ in accepted},
            weight=data.weight,
            intercept=data.intercept,
            level=data.level,
        )
    return Tables(rarity=rarity, weights=weights, parts=parts, acceptance=acceptance, raw=b"".join(raw))


def _rows(file: LexiconFile, columns: tuple[str, ...], read: Callable[[list[str]], _Row]) -> Iterator[_Row]:
    """Yield what is read of each row; "#" begins a comment, and a row with the columns' names is the head."""
    text = file.text()
    for number, line in enumerate((text or "").split("\n"), start=1):
        cells = line.split("\t")
        if not line or line.startswith("#") or tuple(cells) == columns:
            continue
        if len(cells) != len(columns):
            file.problem(number, f"has {len(cells)} columns in place of {len(columns)}; {_MADE}")
            continue
        try:
            yield read(cells)
        except ValueError as error:
            file.problem(number, f"{error}; {_MADE}")


def _number(cell: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise ValueError(f"{cell!r} is no number from 0 up")
    return value


def _count(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) < 10):
        raise ValueError(f"{cell!r} is no count")
    return int(cell)


def _parts(seen: str, parts: str) -> frozenset[str]:
    """Return the parts of speech as which a word is seen in at least so many in a hundred places."""
    counts = {part: _count(number) for part, _, number in (one.partition("=") for one in parts.split())}
    return frozenset(part for part, number in counts.items() if number >= LEAST_SHARE * _count(seen))


def _accepted(cells: list[str]) -> tuple[Key, tuple[int, int], float]:
    kept, judged, share = _count(cells[2]), _count(cells[3]), _number(cells[4])
    if kept > judged or share > 1:
        raise ValueError("says that more marks were kept than judged")
    return (cells[0], cells[1]), (kept, judged), share
