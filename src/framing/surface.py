"""Tokens in, reported clauses out, without a parse: the fast path's "X said", "…, said X" and "according to X"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from framing.reporting import reporting
from framing.types import Span, Tokens

_STOPS = frozenset(",;:—–")
_ENDS = frozenset(".!?\"”’'")
_OWN = frozenset(("i", "emphasis", "we", "you", "one", "we've", "we’ve", "i've", "i’ve"))
_AUXILIARIES = frozenset(("has", "have", "had", "was", "were", "is", "are", "be", "been"))
_LATE = 7  # words that may follow a closing "X said": "on Wednesday", "in a statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceCue:
    """A reporting word by token index, its lemma, the speaker as written (None if unknown), and what it governs."""

    at: int
    lemma: str
    speaker: Span | None
    contents: tuple[Span, ...]


def _span(tokens: Tokens, first: int, last: int) -> Span | None:
    while first < last and not tokens.word[first] and not tokens.lower[first][0].isdigit():
        first += 1
    while last > first and not tokens.word[last - 1] and not tokens.lower[last - 1][0].isdigit():
        last -= 1
    return Span(start=tokens.start[first], end=tokens.end[last - 1]) if first < last else None


def _speaker(text: str, tokens: Tokens, at: int, first: int, last: int) -> Span | None:
    """Return the noun phrase next to a verb: back to a comma or mark before it, or the capitalised words after it."""
    start = at
    while start > first and (tokens.word[start - 1] or tokens.lower[start - 1] == "'s") and at - start < 8:
        start -= 1
    before = at
    while before > start and tokens.lower[before - 1] in reporting().between:
        before -= 1
    if start < before and tokens.lower[before - 1] not in _AUXILIARIES:
        return Span(start=tokens.start[start], end=tokens.end[before - 1])
    end = at + 1
    while end < last and tokens.word[end] and end - at <= 7:
        end += 1
    return Span(start=tokens.start[at + 1], end=tokens.end[end - 1]) if end > at + 1 else None


def find_surface_cues(
    text: str, tokens: Tokens, bounds: Sequence[tuple[int, int]], marked: Sequence[bool]
) -> list[SurfaceCue]:
    """Take tokens, the token range of each sentence and which stand in quotation marks; return cues in text order."""
    surface = reporting().surface
    found: list[SurfaceCue] = []
    for first, last in bounds:
        for at in range(first, last):
            if marked[at]:
                continue
            word = tokens.lower[at]
            if word == "according" and at + 1 < last and tokens.lower[at + 1] == "to":
                found.append(_according(tokens, at, first, last))
            elif word in surface and (
                at == first or tokens.lower[at - 1] not in ("the", "a", "an", "to", "of", "be", "being")
            ):
                cue = _verb(text, tokens, at, first, last, surface[word])
                if cue.speaker is None or cue.speaker.text(text).lower().split()[-1] not in _OWN:
                    found.append(cue)
    return found


def _according(tokens: Tokens, at: int, first: int, last: int) -> SurfaceCue:
    end = at + 2
    while end < last and (tokens.word[end] or tokens.lower[end] == "'s" or tokens.lower[end][0].isdigit()):
        end += 1
    speaker = _span(tokens, at + 2, end)
    before, after = _span(tokens, first, at), _span(tokens, end, last)
    content = before if at - first > last - end else after
    return SurfaceCue(at=at, lemma="according_to", speaker=speaker, contents=(content,) if content else ())


def _verb(text: str, tokens: Tokens, at: int, first: int, last: int, lemma: str) -> SurfaceCue:
    speaker = _speaker(text, tokens, at, first, last)
    if lemma in reporting().vouched:
        return SurfaceCue(at=at, lemma=lemma, speaker=speaker, contents=())
    content: Span | None = None
    following = tokens.lower[at + 1] if at + 1 < last else "."
    comma = next((i for i in range(at - 1, max(first, at - 9) - 1, -1) if tokens.lower[i] == ","), None)
    words_after = sum(tokens.word[i] for i in range(at + 1, last))
    that = next((i for i in range(at + 1, min(last, at + 10)) if tokens.lower[i] == "that"), None)
    if that is not None:
        content = _span(tokens, that + 1, last)
    elif comma is not None and comma - first >= 3 and words_after <= _LATE and tokens.lower[last - 1] != ":":
        content = _span(tokens, first, comma)  # "…, officials said on Monday."
    elif (
        following not in _ENDS
        and following not in _STOPS
        and following not in _AFTER
        and words_after >= 3
        and speaker is not None
        and speaker.start < tokens.start[at]
    ):
        content = _span(tokens, at + 1, last)
    return SurfaceCue(at=at, lemma=lemma, speaker=speaker, contents=(content,) if content else ())


_AFTER = frozenset(
    """in on at to of for by during after before when while with from as about earlier last this monday tuesday
    wednesday thursday friday saturday sunday""".split()
)
