"""What coders are asked: the variables of ``codebook.toml`` with their values, and the lexicon's categories."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from framing.errors import unknown
from framing.lexicons import Lexicon
from framing.types import FAMILIES
from framing.validation.agreement import Level

DEFAULT = ("loaded", "voice")
_EXAMPLES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One thing to code: its name, level of measurement, allowed values, the question, and what is meant by it.

    ``yes`` and ``no`` are example sentences, where there are some.
    """

    name: str
    level: Level
    values: tuple[str, ...]
    question: str
    definition: str
    yes: str = ""
    no: str = ""

    @property
    def binary(self) -> bool:
        """Whether it is answered with yes or no."""
        return self.values == ("yes", "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A category of the lexicon for the codebook: its family, what it is, what is easily taken for it, examples."""

    family: str
    title: str
    definition: str
    not_meant: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


@cache
def variables() -> dict[str, Variable]:
    """Return all variables by name, in the order of the codebook."""
    data = tomllib.loads(Path(__file__).with_name("codebook.toml").read_text(encoding="utf-8"))
    return {row["name"]: Variable(**{**row, "values": tuple(row["values"])}) for row in data["variable"]}


def chosen(names: Iterable[str]) -> tuple[Variable, ...]:
    """Take names; return these variables, in the codebook's order. Raises ConfigError for one that is not known."""
    known = variables()
    wanted = list(names)
    for name in wanted:
        if name not in known:
            raise unknown("variable", name, known, "framing validate sample --help")
    return tuple(one for name, one in known.items() if name in wanted)


def kinds(lexicon: Lexicon) -> tuple[Kind, ...]:
    """Take a lexicon; return its categories for the codebook, in the order of families."""
    examples: dict[str, tuple[list[str], list[str]]] = {}
    for example in lexicon.examples:
        examples.setdefault(example.category, ([], []))[0 if example.marked else 1].append(example.text)
    order = list(FAMILIES)
    return tuple(
        Kind(
            family=category.family,
            title=category.title,
            definition=category.definition,
            not_meant=category.false_alarms,
            yes=tuple(examples.get(category.id, ([], []))[0][:_EXAMPLES]),
            no=tuple(examples.get(category.id, ([], []))[1][:_EXAMPLES]),
        )
        for category in sorted(lexicon.categories, key=lambda one: (order.index(one.family), one.title))
    )
