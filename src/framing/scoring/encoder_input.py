"""Tokens in, what the encoder reads out: the writer's words of a sentence, names masked, a source's words cut out.

A name, a party, a faith or a gender is one mask, however many words it has: swapping one for another leaves the input
as it was, so it cannot change a result. A run of a source's words is one mask too: what they say cannot reach the
model, only that somebody is quoted. The masks are entries of the vocabulary that pretraining left unused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.scoring.evidence import NAME, NUMBER, PRONOUN, is_counted, sentence_ranges
from framing.types import Tokens

NAME_MASK, PRONOUN_MASK, NUMBER_MASK, QUOTE_MASK = "[unused1]", "[unused2]", "[unused3]", "[unused4]"
MASKS = (NAME_MASK, PRONOUN_MASK, NUMBER_MASK, QUOTE_MASK)
_RUNS: tuple[tuple[str, ...], ...] = ((NAME_MASK,), (QUOTE_MASK,))
_MASK_OF = {NAME: NAME_MASK, PRONOUN: PRONOUN_MASK, NUMBER: NUMBER_MASK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sentence as the encoder reads it: units in order, the token each stands for, and whether it is evidence.

    ``token`` is the first token that a unit covers. ``counted`` units are the writer's words that are no names.
    """

    sentence: int
    units: tuple[str, ...]
    token: tuple[int, ...]
    counted: tuple[bool, ...]


def encoder_lines(tokens: Tokens, types: Sequence[str], *, cut_quotes: bool = True) -> Iterator[Line]:
    """Take tokens and their word types; yield a line a sentence that has a word of the writer, in order.

    Without ``cut_quotes`` a source's words stay in, as evidence like the writer's: for learning from spans that were
    marked in both voices.
    """
    for low, high in sentence_ranges(tokens):
        units: list[str] = []
        places: list[int] = []
        counted: list[bool] = []
        for at in range(low, high):
            kind = types[at]
            if cut_quotes and tokens.quote[at] >= 0:
                found, counts = _RUNS[1], False
            else:
                found, counts = _units(kind), tokens.word[at] and is_counted(kind)
            if found in _RUNS and found[0] in units[-1:]:
                continue  # a run is one mask
            units.extend(found)
            places.extend([at] * len(found))
            counted.extend([counts] + [False] * (len(found) - 1))
        if any(counted):
            yield Line(sentence=tokens.sentence[low], units=tuple(units), token=tuple(places), counted=tuple(counted))


def _units(kind: str) -> tuple[str, ...]:
    """Return the units of a word type: the word, a mask, or the parts of a compound with a name in it."""
    if kind in _MASK_OF:
        return (_MASK_OF[kind],)
    if NAME in kind and "-" in kind:
        return tuple(_MASK_OF.get(part, part) for part in kind.replace("-", " - ").split())
    return (kind,)
