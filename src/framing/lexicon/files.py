"""One TOML file of a lexicon in, its validated content out, with every fault noted at its line and column."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from framing.errors import Problem
from framing.lexicon.cues import CueError, Elements, Sets, compile_cue
from framing.lexicon.format import Examples
from framing.lexicon.patterns import Pattern, PatternError, compile_pattern
from framing.lexicon.positions import Place, line_of, locate
from framing.lexicon.rules import Cue, Example

#: A larger file is refused unread; the largest that ships has a twentieth of this.
MOST_BYTES = 1_000_000
#: As many cues as a group may hold, and a folder: the largest dictionaries in use have 30,000 entries.
MOST_CUES = 20_000
MOST_IN_FOLDER = 100_000
_MOST_HIDDEN = 20
_UNUSUAL = re.compile(r"[^\t\r\n\x20-\x7e]")
_HIDDEN = {"Cc", "Cf", "Co", "Cn", "Cs"}
#: Which word of a cue inflects, by the group's ``inflect``.
HEADS = {"noun": "last", "verb": "first", "none": None, "exact": None}

_Model = TypeVar("_Model", bound=BaseModel)


class LexiconFile:
    """One file while it is read: its text, its places, and the problems found in it."""

    def __init__(self, path: Path, shown: str, problems: list[Problem]) -> None:
        self.path, self.shown, self._problems = path, shown, problems
        self.raw = b""
        self.rows: list[str] = []
        self._lines: dict[Place, int] = {}

    def problem(self, line: int, message: str, column: int = 1) -> None:
        """Note a fault at a line and column, both from 1."""
        self._problems.append(Problem(self.shown, line, column, message))

    def at(self, *place: str | int) -> int:
        """Return the line of a key or table, or of the nearest one around it."""
        return line_of(self._lines, place)

    def load(self, model: type[_Model]) -> _Model | None:
        """Return the validated content, or None after noting what is wrong."""
        text = self.text()
        if text is None:
            return None
        self.rows = text.split("\n")
        self._hidden(text)
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            line, column = (int(place[1]), int(place[2])) if place else (len(self.rows), 1)
            said = re.sub(r" \(at .*", "", str(error))
            self.problem(line, f"is not valid TOML: {_lower(said)}", column)
            return None
        except RecursionError:
            self.problem(1, "is not read: its arrays are nested too deep")
            return None
        self._lines = locate(text)
        try:
            return model.model_validate(data)
        except ValidationError as error:
            faults = error.errors()
            for fault in faults:
                where = fault["loc"]
                # pydantic counts an entry that has a fault as missing, and says so beside the fault.
                inside = any(len(f["loc"]) > len(where) and f["loc"][: len(where)] == where for f in faults)
                if fault["type"] != "too_short" or not inside:
                    self.problem(self.at(*where), _plain(fault))
            return None

    def text(self) -> str | None:
        """Return what the file says, line ends made alike, or None after noting why it cannot be read."""
        try:
            with self.path.open("rb") as file:
                self.raw = file.read(MOST_BYTES + 1)
        except OSError as error:
            self.problem(1, f"cannot be read: {error.strerror}")
            return None
        if len(self.raw) > MOST_BYTES:
            self.problem(1, f"is larger than {MOST_BYTES // 1_000_000} MB; split it")
            return None
        try:
            return self.raw.decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            before = self.raw[: error.start]
            line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
            self.problem(line, "is not UTF-8 text", column)
            return None

    def _hidden(self, text: str) -> None:
        places = [at.start() for at in _UNUSUAL.finditer(text) if unicodedata.category(at[0]) in _HIDDEN]
        for at in places[:_MOST_HIDDEN]:
            line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
            self.problem(line, f"holds the invisible character U+{ord(text[at]):04X}", column)

    def cues(self, place: Place, block: str, inflect: str, sets: Sets) -> tuple[Cue, ...]:
        """Return the cues of one block, a line each; a line that cannot be read is noted and left out."""
        key = self.at(*place, "cues")
        if block.count("\n") > MOST_CUES:
            self.problem(key, f"holds more than {MOST_CUES} cues; split it")
            return ()
        first = key + 1 if re.search(r'=\s*("""|\'\'\')\s*$', self.rows[key - 1]) else key
        found: list[Cue] = []
        for line, text, plainer in cue_lines(block, first):
            try:
                elements = compile_cue(text, inflect=inflect, sets=sets)
            except CueError as error:
                self.problem(line, f"{_short(text)} {error}", self._column(line, text))
                continue
            found.append(Cue(text=text.replace("~", ""), elements=elements, plainer=plainer, line=line))
        return tuple(found)

    def pattern(self, place: Place, text: str, mark: str, sets: Sets) -> Pattern | None:
        """Return the construction of a group; one that cannot be read is noted, and then there is none."""
        if not text:
            return None
        key = self.at(*place, "pattern")
        first = key + 1 if re.search(r'=\s*("""|\'\'\')\s*$', self.rows[key - 1]) else key
        try:
            return compile_pattern(text, mark, sets)
        except PatternError as error:
            self.problem(first + error.line, str(error), error.column)
            return None

    def phrases(self, place: Place, values: tuple[str, ...], sets: Sets, inflect: str = "none") -> tuple[Elements, ...]:
        """Return the phrases of a condition; one that cannot be read is noted and left out."""
        found: list[Elements] = []
        for value in values:
            try:
                found.append(compile_cue(value, inflect=inflect, sets=sets, also_plural=True))
            except CueError as error:
                line = self._line_with(self.at(*place), value)
                self.problem(line, f"{_short(value)} {error}", self._column(line, value))
        return tuple(found)

    def examples(
        self, category: str, examples: Examples, place: Place = (), concept: str | None = None
    ) -> Iterator[Example]:
        """Yield the examples of a category or concept; note where a kind is missing or a hit marks nothing."""
        where = (*place, "examples")
        for kind, values in (("hit", examples.hit), ("miss", examples.miss)):
            start = self.at(*where, kind)
            if not values:
                self.problem(self.at(*where), f"{concept or category} needs at least one '{kind}' example")
            for value in values:
                line = self._line_with(start, value)
                marked = tuple(re.findall(r"\[([^\]]+)\]", value)) if kind == "hit" else ()
                if kind == "hit" and not marked:
                    self.problem(line, "a hit example marks the words to be found with [ ]", self._column(line, value))
                yield Example(
                    category=category,
                    text=value.replace("[", "").replace("]", "") if kind == "hit" else value,
                    marked=marked,
                    path=self.shown,
                    line=line,
                    concept=concept,
                )

    def _column(self, line: int, value: str) -> int:
        return max(self.rows[line - 1].find(value[:40]), 0) + 1 if line <= len(self.rows) else 1

    def _line_with(self, start: int, value: str) -> int:
        """Return the first line from ``start`` on that holds the beginning of a string as TOML writes it."""
        wanted = (value[:40], value[:40].replace('"', '\\"'))
        lines = range(start, len(self.rows) + 1)
        return next((n for n in lines if any(text in self.rows[n - 1] for text in wanted)), start)


def cue_lines(block: str, first: int) -> Iterator[tuple[int, str, str | None]]:
    """Take a block of cues and its first line; yield line, cue and plainer wording, comments passed over."""
    for offset, line in enumerate(block.split("\n")):
        cue = re.split(r"(?:^|\s\s|\t)\s*#", line, maxsplit=1)[0].strip()
        if cue:
            text, _, plainer = cue.partition("=>")
            yield first + offset, text.strip(), plainer.strip() or None


def split_sets(entries: dict[str, str]) -> Sets:
    """Take the named sets as written; return their entries."""
    return {name: tuple(part.strip() for part in value.split(",") if part.strip()) for name, value in entries.items()}


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _plain(fault: Any) -> str:
    """Say in plain words what pydantic found wrong at a key."""
    names = [part for part in fault["loc"] if isinstance(part, str)]
    name = names[-1] if names else "the file"
    context = fault.get("ctx", {})
    if fault["type"] == "extra_forbidden":
        return f"'{name}' is no key of this table"
    if fault["type"] == "missing":
        return f"'{name}' is missing"
    if fault["type"] == "too_short":
        return f"'{name}' needs at least {context['min_length']}, and has {context['actual_length']}"
    if fault["type"] == "too_long":
        return f"'{name}' has more than {context['max_length']} entries; split it"
    return f"'{name}': {_lower(fault['msg'])}"


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
