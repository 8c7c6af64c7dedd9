"""The shape of a lexicon file: what keys it may have, what they hold. The text for people is ``lexicons/README.md``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(min_length=3, max_length=2000)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,60}$")]
#: No list of a file is longer; what is longer belongs into a set or into cues.
Words = Annotated[tuple[str, ...], Field(max_length=1000)]
Sentences = Annotated[tuple[Text, ...], Field(max_length=1000)]
Sets = Annotated[dict[Name, Annotated[str, StringConstraints(max_length=40_000)]], Field(max_length=200)]

Pos = Literal[
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "SCONJ", "VERB"
]  # fmt: skip


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Conditions(_Table):
    """When a hit counts; a group's conditions win over its file's."""

    severity: int | None = Field(default=None, ge=0, le=3)
    inflect: Literal["verb", "noun", "none", "exact"] = "none"
    pos: Pos | None = None
    near: Words = ()
    not_near: Words = ()
    within: int | None = Field(default=None, ge=1, le=30)
    unless: Words = ()
    voice: Literal["both", "writer"] | None = None
    negated: Literal["weaken", "ignore", "keep"] | None = None
    names: bool = False
    case: bool = False
    start: bool = False
    question: bool = False
    reports: bool = False
    headlines: bool = True
    weight: float = Field(default=1.0, ge=0, le=2, allow_inf_nan=False)


class Examples(_Table):
    """Sentences that must and must not hit; in a hit, [ ] marks exactly the words to be found."""

    hit: Sentences = ()
    miss: Sentences = ()


class Group(Conditions):
    """Cues, or a construction, with one reason and one source.

    ``pattern`` is a tree over the parse, ``mark`` the words of it that are shown. ``construction`` names what
    the reading of quotations finds.
    """

    id: Name
    source: Text
    note: Text
    cues: str = ""
    pattern: Annotated[str, StringConstraints(max_length=4000)] = ""
    mark: str = ""
    construction: Literal["scare_quote"] | None = None
    also: bool = False


class CategoryFile(_Table):
    """One category: what it is, why it matters, when it misleads, its groups and its examples."""

    schema_number: Literal[1] = Field(alias="schema")
    category: Name
    family: Literal["L", "F", "A", "P", "H"]
    title: Text
    version: int = Field(ge=1)
    licence: Text
    lang: str = "en"
    severity: int = Field(ge=0, le=3)
    definition: Text
    why: Text
    false_alarms: Text
    literature: tuple[Text, ...] = Field(min_length=1)
    voice: Literal["both", "writer"] = "both"
    negated: Literal["weaken", "ignore", "keep"] = "weaken"
    unless: Words = ()
    not_near: Words = ()
    within: int = Field(default=6, ge=1, le=30)
    headlines: bool = True
    sets: Sets = {}
    group: tuple[Group, ...] = Field(min_length=1, max_length=1000)
    examples: Examples


class Variant(_Table):
    """One name of a contested thing: who uses it, what it implies; ``shared`` if all sides accept it."""

    cues: str
    used_by: Text
    implies: Text
    inflect: Literal["verb", "noun", "none"] = "none"
    pos: Pos | None = None
    shared: bool = False


class Concept(_Table):
    """A thing with several names, and what is advised; ``basis`` says how far that advice was checked."""

    id: Name
    name: Text
    region: str = ""
    advice: Text
    basis: Literal["retrieved", "institutional", "desk practice", "own"]
    source: str = ""
    date: str = ""
    case: bool = False
    names: bool = True
    near: Words = ()
    not_near: Words = ()
    within: int = Field(default=8, ge=1, le=30)
    unless: Words = ()
    variant: tuple[Variant, ...] = Field(min_length=2, max_length=50)
    examples: Examples


class ContestedFile(_Table):
    """Contested terms of one domain."""

    schema_number: Literal[1] = Field(alias="schema")
    category: Literal["contested_term"]
    family: Literal["P"]
    version: int = Field(ge=1)
    licence: Text
    lang: str = "en"
    sets: Sets = {}
    concept: tuple[Concept, ...] = Field(min_length=1, max_length=1000)


class AcceptanceFile(_Table):
    """The regression of ``structure/acceptance.toml``: see ``acceptance.Acceptance``."""

    weight: float = Field(allow_inf_nan=False, ge=0)
    intercept: float = Field(allow_inf_nan=False)
    level: float = Field(gt=0, lt=1)
