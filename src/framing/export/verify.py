"""An exported folder in, what differs from its record out; and whether the same analyses give the same files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from framing.errors import ConfigError
from framing.export.folder import write_folder
from framing.export.provenance import NAME, Choices, fingerprint
from framing.json_files import made_of, read_json
from framing.types import Analysis, Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choices:
    """``Choices`` as a record has them: it leaves none out, so there is no default to fall back on."""

    formats: tuple[str, ...]
    text: bool
    excel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is read of a record of an export; it holds more."""

    files: tuple[_File, ...]
    choices: _Choices
    corpus_sha256: str
    generated: str | None


def read_record(folder: Path) -> Record:
    """Take a folder; return the record of its export. Raises ConfigError, in one line, where there is none."""
    path = folder / NAME
    hint = "give a folder that framing export wrote"
    data = read_json(path, hint=hint)
    if not isinstance(data, dict) or not data.get("files"):
        raise ConfigError(f"{path}: is no record of an export; {hint}")
    return made_of(path, data, Record, schema=1, what="the record ", hint=hint)


def changed(folder: Path, record: Record) -> Iterator[str]:
    """Take a folder and its record; yield a line for every file that is missing or is not as it was written."""
    for one in record.files:
        path = PurePosixPath(one.name)
        if path.is_absolute() or ".." in path.parts or "\\" in one.name:
            yield f"{one.name!r} is no name of a file in this folder; the record was altered"
            continue
        place = folder / path
        if not place.is_file():
            yield f"{place} is missing"
        elif fingerprint(place)["sha256"] != one.sha256:
            yield f"{place} is not as it was written"


def remade(folder: Path, record: Record, items: Iterable[Analysis | Failure]) -> Iterator[str]:
    """Take a folder, its record, and the analyses it was made from; export them again and yield what differs."""
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        asked = record.choices
        choices = Choices(formats=asked.formats, text=asked.text, excel=asked.excel)
        done = write_folder(items, place, choices, generated=record.generated)
        if done.facts.digest != record.corpus_sha256:
            yield "the analyses are of other articles, or in another order, than those of this folder"
        were = {one.name: one.sha256 for one in record.files}
        now = {name: fingerprint(place / name)["sha256"] for name in done.files if name != NAME}
        for name in sorted(were.keys() | now.keys()):
            if name not in now:
                yield f"{folder / name} would not be written from these analyses"
            elif name not in were:
                yield f"{folder / name} would be written from these analyses, and is not in the record"
            elif were[name] != now[name]:
                yield f"{folder / name} differs from what these analyses give"
