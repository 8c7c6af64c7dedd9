"""What can go wrong, as types: every message is one line that says what, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


class FramingError(Exception):
    """The base of every error that a user can mend."""


class IngestError(FramingError):
    """An input could not be read; the message names it."""


class ModelError(FramingError):
    """A model is missing, damaged or not what its card says."""


class ConfigError(FramingError):
    """An option or a settings file is wrong."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a data file; prints as ``path:line:col: message``."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class LexiconError(FramingError):
    """A lexicon folder has faults; ``problems`` holds all of them, in file order."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def unknown(what: str, name: str, known: Iterable[str], command: str) -> ConfigError:
    """Take a name that is not known and those that are; return the error: what, the nearest name, where to look."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    hint = f"; did you mean {near[0]}?" if near else ";"
    return ConfigError(f"no {what} is named {name!r}{hint} `{command}` names them all")
