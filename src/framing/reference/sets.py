"""A file of reference figures in, a ``ReferenceSet`` out, every value checked; and back."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from framing.errors import ConfigError, unknown
from framing.resources import references_folder
from framing.types import FAMILIES

Mode = Literal["full", "fast"]
SetVoice = Literal["writer", "source"]
MeasureName = Literal["findings_L", "findings_F", "findings_A", "findings_P", "findings_H", "findings_all"]

#: What is compared: the rate of each family, and of all of them.
MEASURES: tuple[MeasureName, ...] = (
    "findings_L", "findings_F", "findings_A", "findings_P", "findings_H", "findings_all",
)  # fmt: skip
assert {name.removeprefix("findings_") for name in MEASURES} == {*FAMILIES, "all"}
#: Words of the voice, from and to: a rate over few words scatters more, so it is compared with rates over as many.
BANDS = ((100, 249), (250, 399), (400, 599), (600, 899), (900, 1499), (1500, 2999))
#: A rate is kept as so many points, at the middles of as many equal shares of the articles.
POINTS = 40
#: Fewer articles than this in a band say too little of what is usual.
LEAST_ARTICLES = 50
_MOST_BYTES = 20_000_000

_Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_Text = Annotated[str, StringConstraints(max_length=2000)]
_Count = Annotated[int, Field(ge=0)]
_Rate = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Part(_Table):
    """What made the figures: a lexicon or model, its version and the sha256 of its data."""

    id: _Short
    version: _Short
    digest: _Short


class Outlet(_Table):
    """An outlet of the collection and its number of articles."""

    name: _Short
    articles: _Count


class Made(_Table):
    """How the figures of one path were made: with a parse ("full") or without ("fast"), and with what."""

    mode: Mode
    framing: _Short
    articles: _Count
    parts: tuple[Part, ...]


class Cell(_Table):
    """The rates of the articles of one path, genre and voice, with ``least`` to ``most`` words in that voice.

    ``points`` gives per measure ``POINTS`` rates per 100 words, from the lowest to the highest. ``top`` is the share of
    these articles in which at least one family is more frequent than in 9 of 10.
    """

    mode: Mode
    genre: _Short
    voice: SetVoice
    least: _Count
    most: _Count
    articles: Annotated[int, Field(ge=LEAST_ARTICLES)]
    outlets: _Count
    top: Annotated[float, Field(ge=0, le=1)]
    points: dict[MeasureName, Annotated[tuple[_Rate, ...], Field(min_length=POINTS, max_length=POINTS)]]

    @model_validator(mode="after")
    def _sound(self) -> Cell:
        if self.points.keys() != set(MEASURES):
            raise ValueError(f"points has not the measures {', '.join(MEASURES)}")
        if any(list(points) != sorted(points) for points in self.points.values()):
            raise ValueError("points are not in order")
        return self


class Statement(_Table):
    """What the collection is: everything that the figures cannot say themselves."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,40}$")]
    version: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.-]{1,40}$")]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    title: _Short
    what: _Text
    collected: _Text
    licence: _Text
    caution: _Text = ""


class ReferenceSet(_Table):
    """A named collection, what was left out of it and why, how it was measured, and its figures."""

    schema_: Literal[1] = Field(alias="schema")
    statement: Statement
    articles: _Count
    first: str = ""
    last: str = ""
    outlets: tuple[Outlet, ...] = ()
    left_out: dict[str, _Count] = {}
    made: tuple[Made, ...]
    cells: tuple[Cell, ...]
    digest: str = Field(default="", exclude=True)

    @property
    def name(self) -> str:
        """The set's id and version, as reports print it."""
        return f"{self.statement.id} {self.statement.version}"


def dumps(reference: ReferenceSet) -> str:
    """Take a set; return the text of its file: one line a cell, the same set the same bytes."""
    data = reference.model_dump(by_alias=True)
    cells = data.pop("cells")
    head = json.dumps(data, ensure_ascii=False, indent=1)
    rows = ",\n".join("  " + json.dumps(cell, ensure_ascii=False, separators=(",", ":")) for cell in cells)
    return f'{head[:-2]},\n "cells": [\n{rows}\n ]\n}}\n'


def loads(raw: bytes, place: str) -> ReferenceSet:
    """Take the bytes of a set's file and its name for messages; return the set with the sha256 of these bytes.

    Raises ConfigError, in one line, where it is none.
    """
    try:
        made = ReferenceSet.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        what = first["msg"][:1].lower() + first["msg"][1:]
        raise ConfigError(f"{place}: {where}: {what}; a set is made by `framing reference build`") from None
    return made.model_copy(update={"digest": hashlib.sha256(raw).hexdigest()})


def read_set(path: Path) -> ReferenceSet:
    """Take the path of a set's file; return the set. Raises ConfigError, in one line, where there is none."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ConfigError(f"{path}: too large for a reference set")
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; a set is made by `framing reference build`") from None
    return loads(raw, str(path))


@cache
def installed() -> tuple[ReferenceSet, ...]:
    """Return the sets that come with the program, in the order of their files. Raises ConfigError on a broken one."""
    return tuple(read_set(path) for path in sorted(references_folder().glob("*.json")))


def find_set(name: str) -> ReferenceSet:
    """Take the id of an installed set or the path of a file; return the set. Raises ConfigError where it is neither."""
    for reference in installed():
        if reference.statement.id == name:
            return reference
    if name.endswith(".json") or "/" in name:
        return read_set(Path(name))
    raise unknown("reference set", name, [r.statement.id for r in installed()], "framing reference list")
