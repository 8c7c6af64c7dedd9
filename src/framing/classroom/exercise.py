"""The key of a lesson: which sentences, from which texts, and what the tool says of them; to JSON and back.

``exercise.json`` is all that ``framing class report`` needs. It may come from somebody else, so that it is checked
like any other input.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from framing.classroom.codes import SPACE
from framing.errors import ConfigError
from framing.json_files import made_of, read_json
from framing.types import Voice

SCHEMA = 1
FILE = "exercise.json"
MOST_SENTENCES = 40
_MOST_TEXTS = 2
_MOST_BYTES = 2_000_000

#: Why a sentence was drawn: the tool marked it, it did not, or it did so in a source's words or without weight.
Stratum = Literal["marked", "unmarked", "doubtful"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One passage of a sentence that the tool marked; ``start`` and ``end`` count from the sentence's first character.

    ``counted`` is False for a note of weight 0. ``note`` is the reason, ``rule`` the list that holds it.
    """

    start: int
    end: int
    family: str
    category: str
    voice: Voice
    counted: bool
    note: str
    plainer: str | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One sentence of the exercise, numbered from 1 as students see it.

    ``text``, ``before`` and ``after`` (the sentences around it, "" where there is none) have single spaces. ``source``
    is which of the texts it is from (0 or 1) and ``index`` its sentence there. ``quoted`` tells that it holds a
    source's words; ``chance`` is the sentence model's, None where it did not run, ``likely`` whether it reaches the
    model's own level.
    """

    number: int
    source: int
    index: int
    text: str
    before: str
    after: str
    stratum: Stratum
    quoted: bool
    marks: tuple[Mark, ...]
    chance: float | None = None
    likely: bool = False

    @property
    def tool_marked(self) -> bool:
        """Whether the tool counts wording of the writer here, or calls the sentence likely to be marked."""
        return self.likely or any(mark.counted and mark.voice == "writer" for mark in self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article of the lesson: what is kept from students until the reveal, and the hash of its text."""

    title: str
    sha256: str
    language: str
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    words: int = 0
    not_marked_because: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A lesson. ``exercise`` (below 1024) is in every answer code, ``lesson`` (12 hex digits) in every answer file."""

    exercise: int
    lesson: str
    page_language: str
    show_outlet: bool
    seed: int
    asked: int
    texts: tuple[Text, ...]
    items: tuple[Item, ...]
    made_with: dict[str, Any]


def identity(texts: Sequence[Text], items: Sequence[Item], seed: int) -> tuple[int, str]:
    """Take what makes a lesson; return its number for codes and its 12 hex digits: the same for the same sentences."""
    said = json.dumps([[text.sha256 for text in texts], [(item.source, item.index) for item in items], seed])
    digest = hashlib.sha256(said.encode()).hexdigest()
    return int(digest, 16) % SPACE, digest[:12]


def to_json(exercise: Exercise) -> str:
    """Take an exercise; return it as JSON, the same bytes for the same exercise."""
    return json.dumps({"schema": SCHEMA, **asdict(exercise)}, ensure_ascii=False, indent=1) + "\n"


def load(folder: Path) -> Exercise:
    """Take a lesson's folder; return its exercise. Raises ``ConfigError`` where it is not there or not right."""
    path = folder / FILE
    hint = "give the folder that `framing class new` wrote"
    data = read_json(path, hint=hint, most=_MOST_BYTES)
    if not isinstance(data, dict) or "items" not in data:
        raise ConfigError(f"{path}: is no lesson; {hint}")
    return _sound(made_of(path, data, Exercise, schema=SCHEMA, what="the lesson ", hint=hint), path)


def _sound(exercise: Exercise, path: Path) -> Exercise:
    numbers = [item.number for item in exercise.items]
    if not 1 <= len(numbers) <= MOST_SENTENCES or numbers != list(range(1, len(numbers) + 1)):
        raise ConfigError(f"{path}: its sentences are not numbered from 1 to at most {MOST_SENTENCES}")
    if not 0 <= exercise.exercise < SPACE or not 1 <= len(exercise.texts) <= _MOST_TEXTS:
        raise ConfigError(f"{path}: it has no number below {SPACE}, or not one text or two")
    for item in exercise.items:
        inside = all(0 <= mark.start < mark.end <= len(item.text) for mark in item.marks)
        if not inside or not 0 <= item.source < len(exercise.texts) or item.text != " ".join(item.text.split()):
            raise ConfigError(f"{path}: sentence {item.number} does not fit its marks or its text")
    return exercise
