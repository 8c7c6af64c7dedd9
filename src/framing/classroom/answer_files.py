"""Paths of what a class handed in, answers and refusals out: codes a line, answer files, folders, tables.

All of it comes from students' hands. Nothing in it raises: what can't be read is a ``Rejected`` with its place.
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from framing.classroom.answers import MOST_ANSWERS, Answer, Rejected, shown
from framing.classroom.codes import POINTS, SPACE, CodeError, decode
from framing.classroom.exercise import Exercise
from framing.classroom.grids import Columns, read_table
from framing.classroom.languages import REASONS, Language
from framing.errors import IngestError
from framing.ingest.encoding import choose
from framing.ingest.source import printable, read_capped, why

SUFFIXES = (".json", ".txt", ".csv", ".tsv")
_UNPACK, _AS_CSV = "is packed; unpack it and give the folder", "is a spreadsheet; save it as CSV"
_PACKED = {
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar", ".tgz"), _UNPACK),
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".numbers"), _AS_CSV),
}
#: What systems put into folders by themselves.
_SYSTEM = {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"}
_MOST_BYTES = 5_000_000
_MOST_FILE = 100_000
_MOST_FILES = 5_000
_LABEL = re.compile(r"[:;,=\t|]")
_TOO_MANY = f"more than {MOST_ANSWERS:,} answers; the rest was not read"


def read_answers(
    paths: Iterable[Path], *, exercise: Exercise, language: Language, columns: Columns
) -> Iterator[Answer | Rejected]:
    """Take files and folders, the exercise, its language and where to ask for a table's columns; yield what is in them.

    A path that is named twice is read once. A folder is walked in the order of its names. What is in it and is not read
    is a refusal too; only hidden files and those that systems put there are passed over.
    """
    seen: set[str] = set()
    count = 0
    for path in _files(paths):
        if isinstance(path, Rejected):
            yield path
            continue
        real = os.path.realpath(path)
        if real in seen:
            continue
        seen.add(real)
        for one in _read(path, exercise=exercise, language=language, columns=columns):
            count += 1
            if count > MOST_ANSWERS:
                yield Rejected(where=printable(str(path)), shown="", reason=_TOO_MANY)
                return
            yield one


def _files(paths: Iterable[Path]) -> Iterator[Path | Rejected]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = readable = 0
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            links = [name for name in folders if (Path(folder) / name).is_symlink()]  # which are not walked
            for name in sorted([*names, *links]):
                inside = Path(folder) / name
                if name.startswith(".") or name.lower() in _SYSTEM:
                    continue
                found += 1
                if found > _MOST_FILES:
                    break
                reason = _unread(inside)
                if reason:
                    yield Rejected(where=printable(str(inside)), shown="", reason=reason)
                else:
                    readable += 1
                    yield inside
        if not readable or found > _MOST_FILES:
            reason = (
                f"has over {_MOST_FILES:,} files; the rest was not read"
                if found > _MOST_FILES
                else f"holds no answers ({', '.join(SUFFIXES)})"
            )
            yield Rejected(where=printable(str(path)), shown="", reason=reason)


def _unread(path: Path) -> str:
    """Return why a file of a folder is not read; "" where it is."""
    kind = path.suffix.lower()
    if path.is_symlink():
        return "is a link; give the file itself"
    return "" if kind in SUFFIXES else _PACKED.get(kind, f"is no answer file; answers are {', '.join(SUFFIXES)}")


def _read(path: Path, *, exercise: Exercise, language: Language, columns: Columns) -> Iterator[Answer | Rejected]:
    where = printable(str(path))
    kind = path.suffix.lower()
    if kind in _PACKED:
        yield Rejected(where=where, shown="", reason=_PACKED[kind])
        return
    try:
        text = _text(path)
    except IngestError as error:
        yield Rejected(where=where, shown="", reason=_for_tables(str(error)))
        return
    except (OSError, ValueError) as error:
        yield Rejected(where=where, shown="", reason=why(error))
        return
    if kind in (".csv", ".tsv"):
        yield from read_table(text, where, exercise=exercise, language=language, columns=columns)
    elif kind == ".json" or text.lstrip().startswith("{"):  # mail renames a.json to a.json.txt
        yield _file(text, where, exercise)
    else:
        yield from _lines(text, where, exercise)


def _text(path: Path) -> str:
    if not path.is_file():
        if not path.exists():
            raise FileNotFoundError
        raise IngestError("is no file")
    with path.open("rb") as stream:
        data = read_capped(stream, limit=_MOST_BYTES)
    encoding = choose(io.BytesIO(data))
    return data.decode(encoding.codec, encoding.errors).removeprefix("\ufeff")


def _for_tables(reason: str) -> str:
    return re.sub(r"(export it|give the article|if it holds).*", "save it as text or CSV", reason)


def _lines(text: str, where: str, exercise: Exercise) -> Iterator[Answer | Rejected]:
    """Yield an answer for each line with a code; a label before it ("7: …") and lines that begin with # are no part."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        typed = _LABEL.split(line)[-1] if _LABEL.search(line.strip(" \t:;,|")) else line.strip(" \t:;,|")
        place = f"{where}:{number}"
        try:
            code = decode(typed, sentences=len(exercise.items), exercise=exercise.exercise)
        except CodeError as error:
            yield Rejected(where=place, shown=shown(typed), reason=str(error))
        else:
            yield Answer(ratings=code.ratings, nonce=code.nonce, where=place)


def _file(text: str, where: str, exercise: Exercise) -> Answer | Rejected:
    def rejected(reason: str) -> Rejected:
        return Rejected(where=where, shown="", reason=reason)

    if len(text) > _MOST_FILE:
        return rejected("is too large for an answer file")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return rejected("is no answer file (not JSON); save it again from the page")
    if not isinstance(data, dict) or "ratings" not in data:
        return rejected("is no answer file of a lesson")
    if data.get("exercise") != exercise.exercise or data.get("lesson", exercise.lesson) != exercise.lesson:
        return rejected(f"is an answer to another exercise; this lesson is exercise {exercise.exercise}")
    count = len(exercise.items)
    ratings = _list(data["ratings"], count, lambda v: v is None or _whole(v, POINTS))
    if ratings is None or not _whole(data.get("nonce"), SPACE):
        return rejected(f"is damaged: it does not hold {count} ratings from 0 to {POINTS - 1} and its number")
    reasons = _list(data.get("why", [None] * count), count, lambda v: v is None or v in REASONS)
    sizes = [len(item.text.split(" ")) for item in exercise.items]
    tapped = data.get("words", [[]] * count)
    words = _list(tapped, count, lambda v: isinstance(v, list) and len(v) < 500)
    if words is None or reasons is None or not all(
        _whole(place, size) for places, size in zip(words, sizes, strict=True) for place in places
    ):  # fmt: skip
        return rejected("is damaged: its reasons or words do not fit the sentences")
    return Answer(
        ratings=tuple(ratings),
        nonce=data["nonce"],
        where=where,
        why=tuple(reasons),
        words=tuple(tuple(sorted(set(places))) for places in words),
    )


def _list(value: object, count: int, fits: Callable[[Any], bool]) -> list[Any] | None:
    if not isinstance(value, list) or len(value) != count or not all(map(fits, value)):
        return None
    return value


def _whole(value: object, below: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < below
