"""What coders are asked: the variables of ``codebook.toml`` with their values, and the lexicon's categories."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from framing.errors import ConfigError, unknown
from framing.lexicon import Lexicon
from framing.types import FAMILIES
from framing.validation.agreement import Level
from framing.validation.items import Unit

#: What is asked where nothing else is said, by unit.
DEFAULT: dict[Unit, tuple[str, ...]] = {"sentence": ("loaded", "voice"), "article": ("loaded",)}
#: A whole article is nearly always in both voices, so nobody is asked whose words it is.
_OF_SENTENCES = ("voice",)
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
def variables(unit: Unit = "sentence") -> dict[str, Variable]:
    """Take what is coded; return all variables by name, worded for it, in the order of the codebook."""
    data = tomllib.loads(Path(__file__).with_name("codebook.toml").read_text(encoding="utf-8"))
    found = {}
    for row in data["variable"]:
        of_article = row.pop("article", {})
        worded = {**row, **of_article} if unit == "article" else row
        found[row["name"]] = Variable(**{**worded, "values": tuple(row["values"])})
    return found


def refuse_for(unit: Unit, names: Iterable[str]) -> None:
    """Take what is to be coded and names of variables; raise ConfigError for one that only sentences are asked for."""
    for name in names:
        if unit == "article" and name in _OF_SENTENCES:
            raise ConfigError(f"{name} is asked of sentences only; leave it out with --unit article")


def chosen(names: Iterable[str], *, unit: Unit = "sentence") -> tuple[Variable, ...]:
    """Take names and what is coded; return these variables, in the codebook's order.

    Raises ConfigError for one that is not known.
    """
    known = variables(unit)
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
