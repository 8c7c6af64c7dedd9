"""A line in, the reason why it is page furniture out, or None; the rules are data in ``lexicons/en/structure``."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from framing.grammar import structure_data
from framing.types import Span

_EDGE = " \t*•·|×✕–—-_=~>»«<.:…"
_VISIBLE = re.compile(r"\w")
_WORDS = re.compile(r"[\w.'’&@-]+")
# What stands after such a mark in a credit is a role, an outlet or a date: "By Mira Sol | The Harbour Post".
_SEPARATOR = re.compile(r"\s[|·•–—-]\s")
_SENTENCE_MARKS = (".", "!", "?", ".”", '."', ".)")
#: A line of so few words that begins like furniture is furniture, whatever mark it ends with.
_FEW_WORDS = 5


@dataclass(frozen=True, slots=True)
class Furniture:
    """Why a line is furniture, and whether what follows it is too."""

    reason: str
    cuts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """One rule of ``furniture.toml``, in the form that lines are compared with."""

    furniture: Furniture
    lines: frozenset[str]
    starts: tuple[str, ...]
    openings: tuple[str, ...]
    credits: tuple[str, ...]
    ends: tuple[str, ...]
    within: re.Pattern[str] | None
    most: int
    near_title: bool


def _plain(line: str) -> str:
    return " ".join(line.lower().replace("’", "'").split())


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(structure_data("furniture")[name].split())


@cache
def _rules() -> tuple[_Rule, ...]:
    made = []
    for rule in structure_data("furniture")["rule"]:
        inside = "|".join(re.escape(_plain(words)) for words in rule.get("with", ()))
        made.append(
            _Rule(
                furniture=Furniture(reason=rule["reason"], cuts=rule.get("cuts", False)),
                lines=frozenset(_plain(line).strip(_EDGE) for line in rule.get("lines", ())),
                starts=tuple(map(_plain, rule.get("starts", ()))),
                openings=tuple(map(_plain, rule.get("openings", ()))),
                credits=tuple(map(_plain, rule.get("credits", ()))),
                ends=tuple(map(_plain, rule.get("ends", ()))),
                within=re.compile(rf"\b(?:{inside})\b") if inside else None,
                most=rule.get("most", 25),
                near_title=rule.get("near_title", False),
            )
        )
    return tuple(made)


def _only_names(line: str, opening: str) -> bool:
    """Whether nothing but names, roles and dates follows the opening words of a credit, up to a separator."""
    rest = line.split(maxsplit=opening.count(" ") + 1)[opening.count(" ") + 1 :]
    words = _WORDS.findall(_SEPARATOR.split(rest[0])[0]) if rest else []
    if not words or (words[0].islower() and words[0] not in _words("first")):
        return False
    connectors = _words("connectors")
    return all(not word[0].islower() or word.rstrip(".") in connectors for word in words)


def _opens(plain: str, openings: tuple[str, ...]) -> str | None:
    """Return the opening with which a line begins, as whole words."""
    return next(
        (words for words in openings if plain.startswith(words) and not plain[len(words) : len(words) + 1].isalnum()),
        None,
    )


def _matches(rule: _Rule, line: str, plain: str, size: int) -> bool:
    if plain.startswith(rule.starts) or plain.endswith(rule.ends):
        return True
    credit = _opens(plain, rule.credits)
    if credit is not None and _only_names(line, credit):
        return True
    opening = _opens(plain, rule.openings)
    if opening is None:
        return False
    return (
        size <= _FEW_WORDS
        or not plain.endswith(_SENTENCE_MARKS)
        or (rule.within is not None and rule.within.search(plain, len(opening)) is not None)
        or _only_names(line, opening)
    )


# "Ports Brace For Winter Listen · 4:23 4:23": a player's line ends with its length, twice.
_LONGEST_PLAYER = 40
_PLAYER = re.compile(r"\b(\d{1,3}:\d\d)\s+\1$")


@cache
def _caption() -> re.Pattern[str]:
    words = "|".join(sorted(_words("captions")))
    credit = rf"(?:{words})(?: by| credit| courtesy)?:\s*[^.!?]{{2,60}}"
    by = rf"(?:{words}) by [^.!?:]{{2,60}}/[^.!?:]{{2,40}}"  # "Photo by Ana Sena/Agency"
    return re.compile(rf"(?:[.!?”’\"]|\s)\s*\(?(?:{credit}|{by})\)?$", re.IGNORECASE)


# "Senator Ada Lind Ada Maria LindPort tax divides the north Lind's climate gamble MORE (R-Ohio) said": a site that
# joins the titles of other stories to a name, with nothing between.
_JOINED = re.compile(r"[a-z]{2}[a-z’'](?:[A-Z][\w-]|\d{4} )|\b[A-Z][a-z’']+\d{1,3} ")
_MORE = re.compile(r"\bMORE\b(?! [A-Z]{2})")
_MORE_OF_PARTY = re.compile(r"[a-z’'”] MORE \([A-Z][\w.-]*\)")


def holds_related_titles(sentence: str) -> bool:
    """Take one sentence; return whether titles of other stories run into it, so that nobody can tell whose it is."""
    last = max((match.start() for match in _MORE.finditer(sentence)), default=-1)
    return last >= 0 and bool(_JOINED.search(sentence, 0, last) or _MORE_OF_PARTY.search(sentence))


def inner_reason(sentence: str, *, shown: bool) -> str | None:
    """Take a sentence and whether it stands among a gallery's captions; return why it is not checked, or None."""
    if shown:
        return "photo caption"
    return "titles of other stories run into it" if holds_related_titles(sentence) else None


def galleries(paragraph: str) -> list[Span]:
    """Take a paragraph; return where captions of galleries were run into it, in order: each from its first counter
    ("Hide Caption 1 of 15") to its last.
    """
    runs: list[list[re.Match[str]]] = []
    for counter in _counter().finditer(paragraph):
        before = runs[-1][-1] if runs else None
        goes_on = before is not None and before[2] == counter[2] and int(before[1]) < int(counter[1])
        if goes_on:
            runs[-1].append(counter)
        else:
            runs.append([counter])
    return [Span(start=run[0].start(), end=run[-1].end()) for run in runs if len(run) > 1]


def stands_in(span: Span, places: Sequence[Span]) -> bool:
    """Take a span and places in order that do not overlap; return whether it overlaps one of them."""
    at = bisect_right(places, span.start, key=lambda place: place.end)
    return at < len(places) and places[at].start < span.end


@cache
def _counter() -> re.Pattern[str]:
    words = "|".join(map(re.escape, structure_data("furniture")["counters"]))
    return re.compile(rf"\b(?:{words}) (\d{{1,3}}) of (\d{{1,3}})\b", re.IGNORECASE)


def is_caption(line: str) -> bool:
    """Take one line; return whether it is a picture's caption: a line that ends with a credit, or says what it is."""
    return (
        _plain(line).startswith(tuple(structure_data("furniture")["caption_starts"]))
        or _caption().search(line[-90:]) is not None
    )


def _is_bar(plain: str) -> bool:
    """Whether a line has nothing but the names of networks and actions of a share bar, at least two of them."""
    words = [word for word in _WORDS.findall(plain) if not word.isdigit()]
    return len(words) > 1 and all(word in _words("bar") for word in words)


def furniture_reason(line: str, *, near_title: bool = False) -> Furniture | None:
    """Take one line and whether it stands right below the title; return why it is furniture, or None if it is text."""
    if not _VISIBLE.search(line):
        return Furniture("no words", cuts=False)
    plain = _plain(line)
    bare = plain.strip(_EDGE)
    size = plain.count(" ") + 1
    if _is_bar(plain):
        return Furniture("share bar", cuts=False)
    if size <= _LONGEST_PLAYER and _PLAYER.search(plain):
        return Furniture("audio or video player", cuts=False)
    for rule in _rules():
        if bare in rule.lines:
            return rule.furniture
        if size > rule.most or (rule.near_title and not near_title):
            continue
        if _matches(rule, line, plain, size):
            return rule.furniture
    return None
