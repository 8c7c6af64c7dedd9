"""The sentences of the even-handedness suite: data files in, twins, injections, denials, named groups and plain facts
out.

The files lie in ``tests/quality/`` (in the installed package: ``quality/``) and say how they are written. Everything is
made in one fixed order from them, with nothing drawn at random: the same files give the same sentences, in the same
order, on every machine. The kinds of test are those of CheckList (Ribeiro et al. 2020): invariance, direction, minimum.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from framing.resources import suite_folder

#: How many pairs of names each sentence of ``swaps.toml`` is read with (fewer where its kind has fewer).
PAIRS_A_SENTENCE = 7
#: How many frames each injected word is put into.
FRAMES_A_WORD = 4
STRENGTHS = ("strong", "medium", "mild")

_CHOICE = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]")
_SLOT = re.compile(r"\b(?P<article>[Aa] )?\{(?P<slot>[xXyY])\}|\{(?P<bare>[xXyY])\}")
_VOWEL = re.compile(r"(?!eu|uk|uni)[aeiou]", re.I)


@dataclass(frozen=True, slots=True)
class Filled:
    """A sentence with its places filled: the text, and where each filler stands in it."""

    text: str
    fillers: tuple[tuple[int, int], ...]

    def without_fillers(self, offset: int) -> int:
        """Take an offset; return it as it would be if every filler were empty, so that twins can be compared."""
        return offset - sum(min(offset, end) - start for start, end in self.fillers if start < offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """Two sentences that differ in a name. ``sentence`` is the same for all twins made from one sentence."""

    made: Literal["written", "generated"]
    group: str
    tone: str
    sentence: str
    a: Filled
    b: Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Injection:
    """A loaded word in the writer's voice, a plain word in its place, and the loaded word as a source's."""

    slot: str
    strength: str
    word: str
    loaded: str
    plain: str
    quoted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """A loaded word denied, and the same word affirmed."""

    strength: str
    word: str
    denied: str
    affirmed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A group named in a plain sentence; ``sentence`` is the sentence without the name."""

    group: str
    term: str
    sentence: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A plain sentence about a subject."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """Everything that is read; each tuple is in the order of the files."""

    twins: tuple[Twin, ...]
    injections: tuple[Injection, ...]
    denials: tuple[Denial, ...]
    named: tuple[Named, ...]
    facts: tuple[Fact, ...]

    def texts(self) -> tuple[str, ...]:
        """Return every sentence once, in order."""
        return tuple(
            dict.fromkeys(
                chain(
                    chain.from_iterable((twin.a.text, twin.b.text) for twin in self.twins),
                    chain.from_iterable((i.loaded, i.plain, *i.quoted) for i in self.injections),
                    chain.from_iterable((denial.denied, denial.affirmed) for denial in self.denials),
                    (named.text for named in self.named),
                    (fact.text for fact in self.facts),
                )
            )
        )


def fill(sentence: str, *, x: str, y: str = "") -> Filled:
    """Take a sentence and the fillers of {x} and {y}; {X} and {Y} are the same with a capital, "a {x}" may become "an".

    An article that depends on its filler belongs to it.
    """
    text, fillers, last = "", [], 0
    for match in _SLOT.finditer(sentence):
        text += sentence[last : match.start()]
        slot = match["slot"] or match["bare"]
        word = x if slot in "xX" else y
        if slot.isupper():
            word = word[0].upper() + word[1:]
        if match["article"]:
            word = match["article"].strip() + ("n " if _VOWEL.match(word) else " ") + word
        fillers.append((len(text), len(text) + len(word)))
        text += word
        last = match.end()
    return Filled(text + sentence[last:], tuple(fillers))


def choose(sentence: str, side: int) -> Filled:
    """Take a sentence with choices ("[Labour|Reform] …") and a side, 1 or 2; return it with that side of each."""
    text, fillers, last = "", [], 0
    for match in _CHOICE.finditer(sentence):
        text += sentence[last : match.start()]
        fillers.append((len(text), len(text) + len(match[side])))
        text += match[side]
        last = match.end()
    return Filled(text + sentence[last:], tuple(fillers))


def read_suite(folder: Path | None = None) -> Suite:
    """Take the folder of the files (default: the shipped one); return the suite."""
    place = folder or suite_folder()

    def data(name: str) -> dict[str, Any]:
        return tomllib.loads((place / f"{name}.toml").read_text(encoding="utf-8"))

    slots = data("injections")["slot"]
    return Suite(
        twins=(*_written(data("twins")), *_generated(data("swaps"))),
        injections=tuple(chain.from_iterable(map(_injections, slots))),
        denials=tuple(chain.from_iterable(map(_denials, slots))),
        named=tuple(
            Named(group=kind["group"], term=term, sentence=text, text=fill(text, x=term).text)
            for kind in data("groups")["kind"]
            for term in kind["terms"]
            for text in kind["texts"]
        ),
        facts=tuple(
            Fact(subject=subject, text=text) for subject, texts in data("plain").items() for text in texts
        ),
    )  # fmt: skip


def _written(data: dict[str, Any]) -> Iterator[Twin]:
    for group, tones in data.items():
        for tone, sentences in tones.items():
            for text in sentences:
                yield Twin(made="written", group=group, tone=tone, sentence=text, a=choose(text, 1), b=choose(text, 2))


def _generated(data: dict[str, Any]) -> Iterator[Twin]:
    group_of = {kind: group for group, kinds in data["groups"].items() for kind in kinds}
    for part in data["sentences"]:
        pairs = data["pairs"][part["kind"]]
        for number, text in enumerate(part["texts"]):
            for shift in range(min(PAIRS_A_SENTENCE, len(pairs))):
                first, second, y_first, y_second = (*pairs[(number + shift) % len(pairs)], "", "")[:4]
                yield Twin(
                    made="generated", group=group_of[part["kind"]], tone="", sentence=text,
                    a=fill(text, x=first, y=y_first), b=fill(text, x=second, y=y_second),
                )  # fmt: skip


def _injections(slot: dict[str, Any]) -> Iterator[Injection]:
    frames = slot["frames"]
    for strength in STRENGTHS:
        for number, word in enumerate(slot[strength]):
            as_long = [plain for plain in slot["plain"] if len(plain.split()) == len(word.split())] or slot["plain"]
            for shift in range(FRAMES_A_WORD):
                own, quoted = frames[(number + shift) % len(frames)]
                loaded = _put(own, word)
                yield Injection(
                    slot=slot["kind"], strength=strength, word=word, loaded=loaded,
                    plain=_put(own, as_long[(number + shift) % len(as_long)]),
                    quoted=(_put(quoted, word), f"“{loaded[:-1]},” a resident said."),
                )  # fmt: skip


def _denials(slot: dict[str, Any]) -> Iterator[Denial]:
    for strength in STRENGTHS:
        for number, word in enumerate(slot[strength]):
            denied, affirmed = slot["denied"][number % len(slot["denied"])]
            yield Denial(strength=strength, word=word, denied=_put(denied, word), affirmed=_put(affirmed, word))


def _put(frame: str, word: str) -> str:
    return frame.replace("{}", word, 1)
