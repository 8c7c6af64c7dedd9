"""A file of ``lexicons/en/structure`` in, its closed word lists out: read once, and kept for the process."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from framing.resources import lexicons_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The lists of ``grammar.toml``, each explained there."""

    negators: frozenset[str]
    elisions: tuple[str, ...]
    paragraph_tags: tuple[str, ...]
    closing_tags: tuple[str, ...]
    titles: tuple[str, ...]
    abbreviations: frozenset[str]
    numbered: tuple[str, ...]
    starters: tuple[str, ...]
    questions: tuple[str, ...]
    speech_tags: tuple[str, ...]
    prefixes: tuple[str, ...]
    not_men: frozenset[str]
    not_ise: frozenset[str]
    not_ize: frozenset[str]
    our_stems: tuple[str, ...]
    our_endings: tuple[str, ...]


@cache
def structure_data(name: str) -> dict[str, Any]:
    """Take the name of a structure file without its suffix; return its tables as ``tomllib`` reads them."""
    path = lexicons_folder() / "en" / "structure" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def identity_terms() -> frozenset[str]:
    """Return the words that name a party, a faith, an origin, an orientation or a gender, in lower case."""
    return frozenset(word for words in structure_data("identity")["terms"].values() for word in words.split())


@cache
def group_names() -> frozenset[str]:
    """Return the identity terms, and names of groups that are ordinary adjectives too ("Orthodox"), in lower case."""
    return identity_terms() | frozenset(structure_data("identity")["not_masked"]["words"].split())


@cache
def grammar() -> Grammar:
    """Return the closed word lists of English."""
    data = structure_data("grammar")
    marks, sentences, spelling = data["marks"], data["sentences"], data["spelling"]
    return Grammar(
        negators=frozenset(data["negation"]["words"].split()),
        elisions=tuple(marks["elisions"].split()),
        paragraph_tags=tuple(marks["tags"].split()),
        closing_tags=tuple(marks["closing"].split()),
        titles=tuple(sentences["titles"].split()),
        abbreviations=frozenset(sentences["abbreviations"].split()),
        numbered=tuple(sentences["numbered"].split()),
        starters=tuple(sentences["starters"].split()),
        questions=tuple(sentences["questions"].split()),
        speech_tags=tuple(sentences["tags"].split()),
        prefixes=tuple(spelling["prefixes"].split()),
        not_men=frozenset(spelling["not_men"].split()),
        not_ise=frozenset(spelling["not_ise"].split()),
        not_ize=frozenset(spelling["not_ize"].split()),
        our_stems=tuple(spelling["our_stems"].split()),
        our_endings=tuple(spelling["our_endings"].split()),
    )


def either(words: Iterable[str]) -> str:
    """Take words; return them as one group of a regular expression."""
    return "(?:" + "|".join(map(re.escape, words)) + ")"
