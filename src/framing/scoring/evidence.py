"""Tokens in, evidence word by word out: how likely a trained reader is to underline each of the writer's words as
loaded.

A word's log-odds are the sum of three numbers from a table: one for the word, one for the word before it, one for the
word after it. Nothing else is looked at, so every number can be traced to a row of the table. The evidence of a
sentence is the sum over the writer's words of ``-log(1 - p)``: it grows with every loaded word and is not thinned by
plain ones (a noisy-or; Pearl 1988). Words that the table does not hold are read by their letters (n-grams within the
word, as in fastText; Bojanowski et al. 2017).

Names and identity terms never count. A capitalised word inside a sentence, and every word on the identity list
(parties, faiths, nations, genders, ...), becomes one and the same token before any look-up, in training as here:
swapping one for another cannot change a result.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from framing.types import Span, Tokens

NAME = "<name>"
PRONOUN = "<he>"
NUMBER = "<num>"
QUOTE_MARK = '"'
DASH = "--"
START = "<s>"
END = "</s>"
_PRONOUNS = frozenset(["he", "she", "him", "her", "his", "hers", "himself", "herself"])
_QUOTE_MARKS = frozenset('"“”„«»')
_DASHES = frozenset("—–")
# After one of these, a capital letter says no more than at the start of the sentence.
_OPENERS = _QUOTE_MARKS | frozenset("‘:•")
# A sentence with more capitalised words than this is written like a headline; its capitals say nothing.
_TITLE_SHARE = 0.6
_TITLE_WORDS = 4
_SHOUT = 4
_GRAM_SIZES = (3, 4, 5)
# Unknown words are remembered up to this many, so that a hostile corpus cannot fill the memory.
_MOST_REMEMBERED = 50_000

Row = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How words are read: ``common`` are words that are mostly written in lower case, ``identity`` the identity
    terms.
    """

    common: frozenset[str]
    identity: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordEvidence:
    """One of the writer's words: its place, its sentence, and what it adds to the sentence's evidence (0 and up)."""

    span: Span
    sentence: int
    evidence: float


def sentence_ranges(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Take tokens; yield the half-open range of token numbers of each sentence that has tokens, in order."""
    sentence = tokens.sentence
    first = 0
    for at in range(1, len(sentence) + 1):
        if at == len(sentence) or sentence[at] != sentence[first]:
            yield first, at
            first = at


def word_types(tokens: Tokens, text: str, reading: Reading) -> list[str]:
    """Take tokens and the article's text; return one type a token: the word in lower case, or what stands for its kind.

    Names and identity terms are ``<name>``, he and she ``<he>``, numbers ``<num>``; parts of hyphen compounds likewise
    ("anti-<name>").
    """
    found: list[str] = []
    common, identity = reading.common, reading.identity
    lower, start, word = tokens.lower, tokens.start, tokens.word
    for low, high in sentence_ranges(tokens):
        capital = [word[at] and text[start[at]].isupper() for at in range(low, high)]
        size = sum(word[low:high])
        title = size >= _TITLE_WORDS and sum(capital) > _TITLE_SHARE * size
        first = True
        for at in range(low, high):
            form = lower[at]
            if not word[at]:
                if form[0].isdigit():
                    found.append(NUMBER)
                    first = False
                elif form in _QUOTE_MARKS:
                    found.append(QUOTE_MARK)
                    first = True
                else:
                    found.append(DASH if form in _DASHES else form)
                    first = first or form in _OPENERS
                continue
            if "-" in form:
                found.append(_compound(form, text[start[at] : tokens.end[at]], first or title, reading))
            elif form in identity:
                found.append(NAME)
            elif form in _PRONOUNS:
                found.append(PRONOUN)
            elif capital[at - low] and not (
                form in common
                and (first or title or (len(form) >= _SHOUT and text[start[at] : tokens.end[at]].isupper()))
            ):
                found.append(NAME)
            else:
                found.append(form)
            first = False
    return found


def _compound(form: str, written: str, begins: bool, reading: Reading) -> str:
    """Return the type of a hyphen compound: each part that is a name or an identity term is masked."""
    if form in reading.identity:
        return NAME
    parts = form.split("-")
    if len(parts) > 1 and len(written) == len(form):
        at = 0
        for number, part in enumerate(parts):
            capital = written[at : at + 1].isupper()
            if part in reading.identity or (capital and not (part in reading.common and (begins or len(part) == 1))):
                parts[number] = NAME
            at += len(part) + 1
    return NAME if all(part == NAME for part in parts) else "-".join(parts)


def letters(kind: str) -> list[str]:
    """Take a word's type; return its letter n-grams (3 to 5) with its edges marked ``^`` and ``$``."""
    edged = f"^{kind}$"
    return [edged[at : at + size] for size in _GRAM_SIZES for at in range(len(edged) - size + 1)]


def is_counted(kind: str) -> bool:
    """Whether a type can be evidence at all: a word that is not a name, a pronoun or a number."""
    return kind[0] != "<" or "-" in kind


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTable:
    """The learned table. ``rows`` hold, by type, the word's own log-odds, what it adds to the word that follows it,
    and what it adds to the word that it follows.

    ``sense`` is the part of a word's own log-odds that comes from the words it keeps company with; a compound that is
    not in the table takes the mean of its parts'. ``grams`` are weights of letter n-grams, ``unknown``, ``hyphen``
    and ``ly`` those of three plain features, for words that are not in the table. ``intercept`` is the log-odds of
    any word at all.
    """

    rows: dict[str, Row]
    sense: dict[str, float]
    grams: dict[str, float]
    intercept: float
    unknown: float
    hyphen: float
    ly: float
    _met: dict[str, Row] = field(default_factory=dict)

    def _read(self, kind: str) -> Row:
        """Return the row of a type that is not in the table: a word is read by its letters, anything else says
        nothing.
        """
        if not any(map(str.isalpha, kind)):
            return (0.0, 0.0, 0.0)
        known = [weight for weight in map(self.grams.get, letters(kind)) if weight is not None]
        own = self.unknown + (sum(known) / math.sqrt(len(known)) if known else 0.0)
        if kind.endswith("ly"):
            own += self.ly
        if "-" in kind:
            parts = [self.sense[part] for part in kind.split("-") if part in self.sense]
            own += self.hyphen + (sum(parts) / len(parts) if parts else 0.0)
        if len(self._met) >= _MOST_REMEMBERED:
            self._met.clear()
        self._met[kind] = row = (own, 0.0, 0.0)
        return row

    def evidence(self, tokens: Tokens, types: list[str]) -> list[float]:
        """Take tokens and their types; return what each adds, 0.0 for marks, names and words that are not the
        writer's.
        """
        rows, met = self.rows, self._met
        out = [0.0] * len(types)
        edge_before = rows.get(START, (0.0, 0.0, 0.0))[1]
        edge_after = rows.get(END, (0.0, 0.0, 0.0))[2]
        base = self.intercept
        word, quote = tokens.word, tokens.quote
        for low, high in sentence_ranges(tokens):
            found = [rows.get(kind) or met.get(kind) or self._read(kind) for kind in types[low:high]]
            last = high - low - 1
            for at, row in enumerate(found):
                here = low + at
                if quote[here] < 0 and word[here] and is_counted(types[here]):
                    z = base + row[0]
                    z += found[at - 1][1] if at else edge_before
                    z += found[at + 1][2] if at < last else edge_after
                    out[here] = math.log1p(math.exp(z)) if z < 30.0 else z
        return out
