"""One cue of a lexicon in, the token sequences that it matches out: the cue language of ``lexicons/README.md``.

Alternatives, named sets, inflections, spellings and hyphens are expanded here, so that the matcher sees only words, gaps
and slots. Expansion is bounded; nothing in a cue can make matching slow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from framing.inflect import forms, spellings
from framing.tokens import words

_PIECE = re.compile(r"\s*(?:(~?\()|(\))|(\|)|@([a-z_][a-z0-9_]*)|<(\d+)>|\{([A-Z]+)\}|([^\s()|@<>{}]+))")
_WORD = re.compile(r"~?(?:\*-)?[\w&]+(?:['’.-][\w&]+)*(?:-\*|\*|[.'])?$")
MOST_SEQUENCES = 4000
MOST_WORDS = 12
_LONG_PART = 5
_TAGS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN SCONJ VERB".split())


class CueError(ValueError):
    """A cue that cannot be read; the message says why, in words for whoever edits the lexicon."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to ``most`` words that may stand between."""

    most: int


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of a universal part of speech."""

    pos: str


Element = str | Gap | Slot
Sequence = tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    options: tuple[tuple[object, ...], ...]


def _as_heads(option: list[object]) -> tuple[object, ...]:
    """Mark the first word of an option as the one that inflects."""
    first, *rest = option or [None]
    return (_Word(first.text, head=True), *rest) if isinstance(first, _Word) else tuple(option)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    head: bool


def _parse(text: str, sets: Mapping[str, tuple[str, ...]], depth: int = 0) -> list[object]:
    """Read a cue into words, gaps, slots and choices; a choice holds its options, each a list of the same."""
    if depth > 4:
        raise CueError("sets refer to each other more than four deep")
    stack: list[list[list[object]]] = [[[]]]
    inflecting: list[bool] = []
    at = 0
    text = text.strip()
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None or match.end() == at:
            raise CueError(f"cannot read {text[at:at + 12]!r}")
        opening, closing, bar, name, gap, pos, word = match.groups()
        top = stack[-1][-1]
        if opening:
            stack.append([[]])
            inflecting.append(opening.startswith("~"))
        elif closing:
            if len(stack) == 1:
                raise CueError("a ')' without '('")
            options = stack.pop()
            stack[-1][-1].append(_Choice(tuple(map(_as_heads if inflecting.pop() else tuple, options))))
        elif bar:
            if len(stack) == 1:
                raise CueError("a '|' outside '( )'")
            stack[-1].append([])
        elif name:
            if name not in sets:
                raise CueError(f"no set is named @{name}")
            top.append(_Choice(tuple(tuple(_parse(entry, sets, depth + 1)) for entry in sets[name])))
        elif gap:
            if not 1 <= int(gap) <= 6:
                raise CueError("a gap is 1 to 6 words")
            top.append(Gap(int(gap)))
        elif pos:
            if pos not in _TAGS:
                raise CueError(f"{{{pos}}} is no universal part of speech")
            top.append(Slot(pos))
        else:
            if not _WORD.match(word):
                raise CueError(f"{word!r} is not a word: letters, digits, ' and - only")
            top.append(_Word(word.removeprefix("~"), word.startswith("~")))
        at = match.end()
    if len(stack) != 1:
        raise CueError("a '(' without ')'")
    return stack[0][0]


def _flatten(pieces: tuple[object, ...] | list[object]) -> list[tuple[object, ...]]:
    """Expand choices; return every sequence of words, gaps and slots."""
    columns: list[list[tuple[object, ...]]] = []
    total = 1
    for piece in pieces:
        if isinstance(piece, _Choice):
            column = [sequence for option in piece.options for sequence in _flatten(option)]
        else:
            column = [(piece,)]
        total *= len(column)
        if total > MOST_SEQUENCES:
            raise CueError(f"stands for more than {MOST_SEQUENCES} phrases; split it")
        columns.append(column)
    return [tuple(item for part in row for item in part) for row in product(*columns)]


def _hyphens(token: str) -> list[tuple[str, ...]]:
    """A hyphen compound also stands apart; not a pattern such as anti-*, nor one of short words only ("has-been")."""
    parts = tuple(part for part in token.split("-") if part)
    if len(parts) < 2 or "*" in token or max(map(len, parts)) < _LONG_PART:
        return [(token,)]
    return [(token,), parts]


def expand(
    text: str, *, inflect: str = "none", sets: Mapping[str, tuple[str, ...]] | None = None, also_plural: bool = False
) -> tuple[Sequence, ...]:
    """Take a cue; return every token sequence that it stands for, sorted. Raises CueError.

    ``inflect`` is "verb" (the first word inflects), "noun" (the last), or "none"; a word marked ~ inflects instead.
    ``also_plural`` adds the plural of the last word, for the phrases of conditions.
    """
    found: set[Sequence] = set()
    for sequence in _flatten(_parse(text, sets or {})):
        if not any(isinstance(item, _Word) for item in sequence):
            raise CueError("holds no word")
        if isinstance(sequence[0], Gap | Slot) or isinstance(sequence[-1], Gap):
            raise CueError("a cue begins with a word and does not end with a gap")
        if len(sequence) > MOST_WORDS:
            raise CueError(f"is longer than {MOST_WORDS} words")
        places = [number for number, item in enumerate(sequence) if isinstance(item, _Word)]
        marked = [number for number in places if getattr(sequence[number], "head", False)]
        heads = set(marked or ({"verb": places[:1], "noun": places[-1:]}.get(inflect, [])))
        kind = inflect if inflect != "none" else "verb" if marked else "none"
        columns: list[list[tuple[Element, ...]]] = []
        for number, item in enumerate(sequence):
            if not isinstance(item, _Word):
                columns.append([(item,)])  # type: ignore[list-item]
                continue
            options: set[str] = set()
            if item.text.endswith("*") and not item.text.endswith("-*"):
                base = item.text[:-1].lower()
                options |= forms(base, "verb") | forms(base, "noun")
            elif number in heads:
                options |= forms(item.text.lower(), kind)
            elif also_plural and number == places[-1]:
                options |= forms(item.text.lower(), "noun")
            if not options:
                options = spellings(item.text.lower())
            columns.append([t for form in sorted(options) for t in _tokens(form)])
        size = 1
        for column in columns:
            size *= len(column)
        if len(found) + size > MOST_SEQUENCES:
            raise CueError(f"stands for more than {MOST_SEQUENCES} phrases; split it")
        found.update(tuple(item for part in row for item in part) for row in product(*columns))
    return tuple(sorted(found, key=repr))


def _tokens(form: str) -> list[tuple[str, ...]]:
    """Cut one written word as the tokeniser would ("editor's" is two tokens), hyphen compounds also apart."""
    if "*" in form:
        return [(form,)]
    pieces = words(form)
    columns = [_hyphens(piece) for piece in pieces]
    return [tuple(token for part in row for token in part) for row in product(*columns)]
