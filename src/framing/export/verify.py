"""An exported folder in, what differs from its record out; and whether the same analyses give the same files."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from framing.errors import ConfigError
from framing.export.folder import write_folder
from framing.export.provenance import NAME, Choices, fingerprint
from framing.types import Analysis, Failure

_MOST = 50_000_000


def read_record(folder: Path) -> dict[str, Any]:
    """Take a folder; return the record of its export. Raises ConfigError, in one line, where there is none."""
    path = folder / NAME
    try:
        if path.stat().st_size > _MOST:
            raise ConfigError(f"{path} is too large to be a record of an export")
        record = json.loads(path.read_text(encoding="utf-8"))
        files = [(str(one["name"]), str(one["sha256"])) for one in record["files"]]
        choices = record["choices"]
        if record["schema"] != 1 or not files or not isinstance(choices["formats"], list):
            raise ValueError
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}; give a folder that framing export wrote") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ConfigError(f"{path} is not a record of framing export, or is damaged") from None
    return dict(record)


def changed(folder: Path, record: dict[str, Any]) -> Iterator[str]:
    """Take a folder and its record; yield a line for every file that is missing or is not as it was written."""
    for one in record["files"]:
        name = str(one["name"])
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name:
            yield f"{name!r} is no name of a file in this folder; the record was altered"
            continue
        place = folder / path
        if not place.is_file():
            yield f"{place} is missing"
        elif fingerprint(place)["sha256"] != one["sha256"]:
            yield f"{place} is not as it was written"


def remade(folder: Path, record: dict[str, Any], items: Iterable[Analysis | Failure]) -> Iterator[str]:
    """Take a folder, its record, and the analyses it was made from; export them again and yield what differs."""
    wanted = record["choices"]
    choices = Choices(
        formats=tuple(map(str, wanted["formats"])), text=bool(wanted["text"]), excel=bool(wanted["excel"])
    )
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        done = write_folder(items, place, choices, generated=record.get("generated"))
        if done.facts.digest != record["corpus_sha256"]:
            yield "the analyses are of other articles, or in another order, than those of this folder"
        were = {str(one["name"]): one["sha256"] for one in record["files"]}
        now = {name: fingerprint(place / name)["sha256"] for name in done.files if name != NAME}
        for name in sorted(were.keys() | now.keys()):
            if name not in now:
                yield f"{folder / name} would not be written from these analyses"
            elif name not in were:
                yield f"{folder / name} would be written from these analyses, and is not in the record"
            elif were[name] != now[name]:
                yield f"{folder / name} differs from what these analyses give"
