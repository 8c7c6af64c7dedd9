"""Inflected forms against lemminflect (Jascob 2019), over every inflected cue that ships."""

from __future__ import annotations

import re
import tomllib
from functools import cache

import pytest

from framing.lexicon.inflect import forms, spellings
from framing.resources import lexicons_folder

_TAGS = {"verb": ("VBZ", "VBG", "VBD", "VBN"), "noun": ("NNS",)}
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")

#: Forms of lemminflect that we leave out, with the reason; every one must be needed.
EXCEPTIONS = {
    "tared": "of the verb 'tare'; 'tar' has tarred",
    "taring": "of the verb 'tare'; 'tar' has tarring",
    "waked": "archaic beside woke and woken",
}


@cache
def _inflected() -> frozenset[tuple[str, str]]:
    """Return the words that inflect in the shipped lexicons, each with its kind."""
    found = set()
    folder = lexicons_folder() / "en"
    for path in sorted([*folder.glob("*.toml"), *folder.glob("contested/*.toml")]):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        variants = [variant for concept in data.get("concept", ()) for variant in concept["variant"]]
        for group in [*data.get("group", ()), *variants]:
            kind = group.get("inflect", "none")
            if kind in ("none", "exact"):
                continue
            for line in group.get("cues", "").lower().split("\n"):
                cue = re.split(r"(?:^|\s\s|\t)\s*#|=>", line)[0].strip()
                if "~" in cue:
                    words = re.findall(r"~([a-z-]+)", cue) + [
                        word for inside in re.findall(r"~\(([^)]*)\)", cue) for word in inside.split("|")
                    ]
                elif cue:
                    edge = cue.split()[0 if kind == "verb" else -1]
                    words = edge.strip("()").split("|") if "|" in edge else [edge]
                else:
                    words = []
                found.update((word, kind) for word in words if _WORD.fullmatch(word))
    return frozenset(found)


def test_ours_hold_the_main_forms_of_lemminflect() -> None:
    lemminflect = pytest.importorskip("lemminflect")
    missing: dict[str, list[str]] = {}
    excepted: set[str] = set()
    for word, kind in sorted(_inflected()):
        head, hyphen, last = word.rpartition("-")
        ours = forms(word, kind)
        for tag in _TAGS[kind]:
            for form in lemminflect.getInflection(last, tag=tag, inflect_oov=False)[:1]:
                whole = head + hyphen + form
                if whole in ours:
                    continue
                if whole in EXCEPTIONS:
                    excepted.add(whole)
                else:
                    missing.setdefault(f"{word} ({kind})", []).append(whole)
    assert not missing
    assert excepted == set(EXCEPTIONS)


def test_enough_is_compared() -> None:
    assert len(_inflected()) > 500


@pytest.mark.parametrize(
    ("word", "kind", "some"),
    [
        ("slam", "verb", {"slams", "slammed", "slamming"}),
        ("rip", "verb", {"ripped"}),
        ("fix", "verb", {"fixed", "fixing", "fixes"}),
        ("show", "verb", {"showed", "shown"}),
        ("play", "verb", {"played", "plays"}),
        ("cry", "verb", {"cries", "cried", "crying"}),
        ("lie", "verb", {"lying", "lied", "lay"}),
        ("flee", "verb", {"fled", "fleeing"}),
        ("rebuild", "verb", {"rebuilt"}),
        ("outsell", "verb", {"outsold"}),
        ("panic", "verb", {"panicked", "panicking"}),
        ("travel", "verb", {"travelled", "traveled"}),
        ("control", "verb", {"controlled"}),
        ("organise", "verb", {"organize", "organising", "organized"}),
        ("quit", "verb", {"quits", "quitting"}),
        ("crisis", "noun", {"crises"}),
        ("policeman", "noun", {"policemen"}),
        ("human", "noun", {"humans"}),
        ("ally", "noun", {"allies"}),
        ("hero", "noun", {"heroes"}),
        ("win", "verb", {"won", "winning"}),
        ("sidestep", "verb", {"sidestepped"}),
        ("grovel", "verb", {"grovelled", "groveled"}),
        ("disprove", "verb", {"disproven", "disproved"}),
        ("nemesis", "noun", {"nemeses"}),
        ("oligarch", "noun", {"oligarchs"}),
        ("photo", "noun", {"photos"}),
        ("witch-hunt", "noun", {"witch-hunts"}),
        ("harbour", "noun", {"harbors", "harbours", "harbor"}),
        ("slam", "none", {"slam"}),
    ],
)
def test_forms(word: str, kind: str, some: set[str]) -> None:
    assert {word, *some} <= forms(word, kind)


@pytest.mark.parametrize(
    ("word", "both"),
    [
        ("colour", {"colour", "color"}),
        ("color", {"colour", "color"}),
        ("unfavourable", {"unfavourable"}),
        ("favourite", {"favourite", "favorite"}),
        ("behavioral", {"behavioural", "behavioral"}),
        ("organisation", {"organisation", "organization"}),
        ("demonize", {"demonise", "demonize"}),
        ("advise", {"advise"}),
        ("promised", {"promised"}),
        ("prize", {"prize"}),
        ("laborious", {"laborious"}),
        ("laboratory", {"laboratory"}),
        ("colorado", {"colorado"}),
        ("flour", {"flour"}),
        ("hour", {"hour"}),
        ("actor", {"actor"}),
    ],
)
def test_spellings(word: str, both: set[str]) -> None:
    assert spellings(word) == both
