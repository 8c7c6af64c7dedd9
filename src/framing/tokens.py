"""Text and its sentences in, tokens out: one tokeniser for both paths, so that the full and the fast one mark alike."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from framing.grammar import grammar
from framing.types import Quote, Sentence, Span, Tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc

# One alternative a kind, from special to general; every branch is linear. Hyphen compounds stay whole ("long-overdue"),
# abbreviations keep their stops ("U.S."), a possessive 's is split off below; any other visible character is a mark.
_TOKEN = re.compile(
    r"""
    (?:[^\W\d_]\.){2,}                                  # U.S.  e.g.
  | [\w&]+(?:['’][\w]+)*(?:[-‐‑][\w]+(?:['’]\w+)*)*     # words, won't, Asia-Pacific, R&D
  | [^\w\s]                                             # a mark
    """,
    re.VERBOSE,
)
_APOSTROPHES = str.maketrans("’‘ʼ‐‑", "'''--")
# A negation reaches this many words, and not past a mark that ends the clause (research: lexicon §4.6).
_NEGATION_REACH = 3
_CLAUSE_END = frozenset('.,;:!?—–()"“”')


def normal(text: str) -> str:
    """Take any text; return it in lower case with straight apostrophes and plain hyphens, the form that cues match."""
    return text.lower().translate(_APOSTROPHES)


def split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Take a text and a range; yield the offsets of its tokens in order."""
    for match in _TOKEN.finditer(text, start, end):
        a, b = match.span()
        # "minister's" is "minister" and "'s"; "o'clock" and "won't" stay whole.
        if b - a > 2 and text[b - 1] in "sS" and text[b - 2] in "'’":
            yield a, b - 2
            yield b - 2, b
        else:
            yield a, b


def words(text: str) -> list[str]:
    """Take a phrase of a lexicon; return its normalised tokens."""
    return [normal(text[a:b]) for a, b in split(text, 0, len(text))]


def tokenize(text: str, sentences: Sequence[Sentence]) -> Tokens:
    """Take the text and its sentences; return the tokens of the checked ones.

    All are as yet the writer's and without parts of speech: see ``with_voice`` and ``with_pos``.
    """
    negators = grammar().negators
    start: list[int] = []
    end: list[int] = []
    lower: list[str] = []
    index: list[int] = []
    negated: list[bool] = []
    word: list[bool] = []
    for sentence in sentences:
        if sentence.reason is not None:
            continue
        reach = 0
        for a, b in split(text, sentence.span.start, sentence.span.end):
            form = normal(text[a:b])
            is_word = any(map(str.isalpha, form)) and form != "'s"
            start.append(a)
            end.append(b)
            lower.append(form)
            index.append(sentence.index)
            word.append(is_word)
            negated.append(reach > 0)
            if form in negators:
                reach = _NEGATION_REACH
            elif form in _CLAUSE_END:
                reach = 0
            elif is_word and reach:
                reach -= 1
    size = len(start)
    return Tokens(
        start=tuple(start),
        end=tuple(end),
        lower=tuple(lower),
        sentence=tuple(index),
        quote=(-1,) * size,
        marked=(False,) * size,
        negated=tuple(negated),
        word=tuple(word),
        pos=("",) * size,
    )


def _cover(tokens: Tokens, spans: Iterable[tuple[int, Span]]) -> list[int]:
    """Return for each token the index of the shortest span that covers its first character, or -1."""
    found = [-1] * len(tokens)
    by_length = sorted(spans, key=lambda item: item[1].start - item[1].end)  # longest first, so that inner ones win
    for number, span in by_length:
        first = bisect_left(tokens.start, span.start)
        last = bisect_left(tokens.start, span.end)
        found[first:last] = [number] * (last - first)
    return found


def with_voice(tokens: Tokens, quotes: Sequence[Quote], marked: Sequence[Span]) -> Tokens:
    """Take tokens, the quotes and the spans in quotation marks; return tokens that know whose words they are."""
    return replace(
        tokens,
        quote=tuple(_cover(tokens, ((number, quote.span) for number, quote in enumerate(quotes)))),
        marked=tuple(number >= 0 for number in _cover(tokens, enumerate(marked))),
    )


def with_pos(tokens: Tokens, doc: Doc) -> Tokens:
    """Take tokens and the parse of the same text; return tokens that carry universal parts of speech.

    A hyphen compound, which the parse splits, takes the part of speech of its last piece.
    """
    starts = {token.idx: token.pos_ for token in doc}
    ends = {token.idx + len(token): token.pos_ for token in doc}
    pairs = zip(tokens.start, tokens.end, strict=True)
    return replace(tokens, pos=tuple(ends.get(end) or starts.get(start, "") for start, end in pairs))
