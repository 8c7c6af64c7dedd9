"""One cue of a lexicon in, its elements out: the cue language of ``lexicons/README.md``.

An element is a choice of words (with their inflections, spellings and hyphens), a gap, or a part-of-speech slot.
Choices are kept as choices, never multiplied out, so the size of what is searched grows with what is written, and
nothing in a cue can make matching slow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from framing.lexicon.globs import is_glob
from framing.lexicon.inflect import forms, spellings
from framing.tokens import normal, words

_PIECE = re.compile(r"\s*(?:(~?\()|(\))|(\|)|@([a-z_][a-z0-9_]*)|<(\d+)>|\{([A-Z]+)\}|([^\s()|@<>{}]+))")
_WORD = re.compile(r"~?(?:\*-)?[\w&]+(?:['’.-][\w&]+)*(?:-\*|\*|[.'])?$")
# econom**, w?man: each sign before or after it is a letter, a digit or what may stand inside a word.
_GLOB = re.compile(r"~?(?=[^\s]*[\w&])(?:\*\*|\?|[\w&'’.-])+$")
# "ferr(y|ies)" would be read as two words.
_GLUED = re.compile(r"[\w'-]~?\(|\)[\w'~-]")
#: How many phrases the alternatives at one place of a cue may stand for.
MOST_OPTIONS = 4000
#: How many words, gaps and slots a cue may have, and how many words an alternative inside it.
MOST_WORDS = 12
_DEEPEST = 4
_LONG_PART = 5
_TAGS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN SCONJ VERB".split())

_TOO_MANY = f"stands for more than {MOST_OPTIONS} phrases at one place; split it"

Sets = Mapping[str, tuple[str, ...]]
Tokens = tuple[str, ...]


class CueError(ValueError):
    """A cue that cannot be read; the message says why, in words for whoever edits the lexicon."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these token sequences, or, if ``optional``, nothing."""

    options: tuple[Tokens, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to ``most`` words that may stand between."""

    most: int


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of a universal part of speech."""

    pos: str


Element = Choice | Gap | Slot
Elements = tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    head: bool = False


@dataclass(frozen=True, slots=True)
class _Group:
    options: tuple[tuple[_Piece, ...], ...]
    head: bool = False


_Piece = _Word | _Group | Gap | Slot


@dataclass(slots=True)
class _Reader:
    """Reads one cue; counts what its sets stand for, so that sets of sets cannot multiply without end."""

    sets: Sets
    pieces: int = 0

    def read(self, text: str, depth: int = 0) -> tuple[_Piece, ...]:
        """Read a cue, or an entry of a set, into words, gaps, slots and groups of alternatives."""
        if depth > _DEEPEST:
            raise CueError(f"has sets that refer to each other more than {_DEEPEST} deep")
        stack: list[list[list[_Piece]]] = [[[]]]
        heads: list[bool] = []
        at = 0
        text = text.strip()
        while at < len(text):
            match = _PIECE.match(text, at)
            if match is None or match.end() == at:
                raise CueError(f"cannot be read at {text[at : at + 12]!r}")
            opening, closing, bar, name, gap, pos, word = match.groups()
            if at and (opening or word) and _GLUED.match(text, at - 1):
                raise CueError(
                    f"has a '(' or ')' that touches a word at {text[max(0, at - 6) : at + 6]!r}; put a space there"
                )
            if opening:
                stack.append([[]])
                heads.append(opening.startswith("~"))
                if len(stack) > _DEEPEST + 1:
                    raise CueError(f"has '( )' more than {_DEEPEST} deep")
            elif closing:
                if len(stack) == 1:
                    raise CueError("has a ')' without '('")
                options = stack.pop()
                stack[-1][-1].append(_Group(tuple(map(tuple, options)), heads.pop()))
            elif bar:
                if len(stack) == 1:
                    raise CueError("has a '|' outside '( )'")
                stack[-1].append([])
            else:
                stack[-1][-1].append(self._piece(name, gap, pos, word, depth))
            at = match.end()
            self.pieces += 1
            if self.pieces > MOST_OPTIONS:
                raise CueError(_TOO_MANY)
        if len(stack) != 1:
            raise CueError("has a '(' without ')'")
        return tuple(stack[0][0])

    def _piece(self, name: str | None, gap: str | None, pos: str | None, word: str, depth: int) -> _Piece:
        if name:
            if name not in self.sets:
                raise CueError(f"names the set @{name}, which the file does not have")
            return _Group(tuple(self.read(entry, depth + 1) for entry in self.sets[name]))
        if gap:
            if len(gap) > 1 or not 1 <= int(gap) <= 6:
                raise CueError(f"has the gap <{gap}>; a gap is 1 to 6 words")
            return Gap(int(gap))
        if pos:
            if pos not in _TAGS:
                raise CueError(f"has {{{pos}}}, which is no universal part of speech")
            return Slot(pos)
        if is_glob(word):
            _check_glob(word)
        elif not _WORD.match(word):
            raise CueError(f"holds {word[:40]!r}, which is not a word: letters, digits, ' and - only")
        return _Word(word.removeprefix("~"), word.startswith("~"))


def _check_glob(word: str) -> None:
    """Refuse a pattern of one word that cannot be read, or that no word of a text can fit."""
    if not _GLOB.match(word) or "***" in word:
        raise CueError(f"holds {word[:40]!r}; write ** for any letters and ? for one, beside at least one letter")
    if len(words(word.removeprefix("~").removesuffix("**").replace("**", "x").replace("?", "x"))) != 1:
        raise CueError(f"holds {word[:40]!r}, which a text has as more than one word; no word fits it")


def _hyphens(token: str, *, apart: bool = True) -> list[Tokens]:
    """A hyphen compound also stands apart; not a pattern such as anti-*, nor one of short words only ("has-been")."""
    parts = tuple(part for part in token.split("-") if part)
    if not apart or len(parts) < 2 or "*" in token or max(map(len, parts)) < _LONG_PART:
        return [(token,)]
    return [(token,), parts]


@lru_cache(maxsize=200_000)
def _written(word: str, kind: str, plural: bool) -> tuple[Tokens, ...]:
    """Return the token sequences of one written word: its forms, spellings, and hyphen compounds apart."""
    lower = word.lower()
    if is_glob(lower):
        return ((normal(lower),),)
    if lower.endswith("*") and not lower.endswith("-*"):
        found = forms(lower[:-1], "verb") | forms(lower[:-1], "noun")
    elif "*" in lower:
        return ((lower,),)
    elif kind == "exact":
        found = frozenset([lower])
    elif kind != "none":
        found = forms(lower, kind)
    else:
        found = frozenset(spellings(lower))
    if plural:
        found |= forms(lower, "noun")
    if lower.isalpha():
        return tuple((form,) for form in sorted(found))
    out: list[Tokens] = []
    for form in sorted(found):
        columns = [_hyphens(piece, apart=kind != "exact") for piece in words(form)]
        out.extend(_product(columns))
    return tuple(out)


def _product(columns: list[list[Tokens]] | list[tuple[Tokens, ...]]) -> list[Tokens]:
    rows: list[Tokens] = [()]
    for column in columns:
        rows = [row + option for row in rows for option in column]
        if len(rows) > MOST_OPTIONS:
            raise CueError(_TOO_MANY)
    return rows


def _sequences(pieces: tuple[_Piece, ...], kind: str, place: str, plural: bool) -> list[Tokens]:
    """Multiply one alternative of a group out: its words stand together, without gaps or slots."""
    columns: list[list[Tokens]] = []
    for number, piece in enumerate(pieces):
        edge = (place == "first" and number == 0) or (place == "last" and number == len(pieces) - 1)
        last = plural and number == len(pieces) - 1
        if isinstance(piece, _Word):
            columns.append(list(_written(piece.text, _kind(kind, edge or piece.head), last)))
        elif isinstance(piece, _Group):
            inner = "first" if piece.head else place if edge else ""
            columns.append([row for option in piece.options for row in _sequences(option, kind, inner, last)])
        else:
            raise CueError("has a gap or a slot inside alternatives; write it outside the ( )")
        if len(columns) > MOST_WORDS:
            raise CueError(f"has an alternative longer than {MOST_WORDS} words")
    return _product(columns)


def _kind(kind: str, here: bool) -> str:
    """Return how one word of a cue varies, given whether it is the one that inflects."""
    return kind if here or kind == "exact" else "none"


def _has_head(pieces: tuple[_Piece, ...]) -> bool:
    return any(isinstance(p, _Word | _Group) and p.head for p in pieces)


def compile_cue(text: str, *, inflect: str = "none", sets: Sets | None = None, also_plural: bool = False) -> Elements:
    """Take a cue; return its elements. Raises CueError.

    ``inflect`` is "verb" (the first word inflects), "noun" (the last), "none", or "exact" (no word has another form or
    spelling); words marked ~ inflect instead.
    ``also_plural`` adds the plural of the last word, for the phrases of conditions.
    """
    if text.isalpha():  # most cues are one plain word
        return (Choice(_written(text, inflect, also_plural)),)
    pieces = _Reader(sets or {}).read(text)
    if not any(isinstance(piece, _Word | _Group) for piece in pieces):
        raise CueError("holds no word")
    if not isinstance(pieces[0], _Word | _Group) or isinstance(pieces[-1], Gap):
        raise CueError("begins or ends with a gap or a slot; a cue begins with a word and does not end with a gap")
    if len(pieces) > MOST_WORDS:
        raise CueError(f"is longer than {MOST_WORDS} words")
    kind = inflect
    marked = _has_head(pieces)
    if marked and kind == "none":
        kind = "verb"
    wordy = [number for number, piece in enumerate(pieces) if isinstance(piece, _Word | _Group)]
    edge = {"verb": wordy[0], "noun": wordy[-1]}.get(inflect) if not marked else None
    elements: list[Element] = []
    for number, piece in enumerate(pieces):
        if isinstance(piece, Gap | Slot):
            elements.append(piece)
            continue
        last = also_plural and number == wordy[-1]
        here = number == edge or piece.head
        if isinstance(piece, _Word):
            elements.append(Choice(_written(piece.text, _kind(kind, here), last)))
            continue
        place = ("last" if inflect == "noun" and not piece.head else "first") if here else ""
        rows = {row for option in piece.options for row in _sequences(option, kind, place, last)}
        optional = () in rows
        elements.append(Choice(tuple(sorted(rows - {()})), optional))
    if all(isinstance(element, Choice) and (element.optional or not element.options) for element in elements):
        raise CueError("may be empty")
    needed = [element for element in elements if not (isinstance(element, Choice) and element.optional)]
    if any(isinstance(one, Gap) and isinstance(following, Gap) for one, following in pairwise(needed)):
        raise CueError("has a gap after a gap, so that no text fits it; write one gap")
    return tuple(elements)
