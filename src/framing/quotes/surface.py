"""Tokens in, reported clauses out, without a parse: the fast path's "X said", "…, said X" and "according to X"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from framing.quotes.reporting import reporting
from framing.types import Span, Tokens

_BRIEF = 3  # fewer words are no statement
_STOPS = frozenset(",;:—–")
_ENDS = frozenset(".!?\"”’'")
_OWN = frozenset(("i", "emphasis", "we", "you", "one", "we've", "we’ve", "i've", "i’ve"))
_AUXILIARIES = frozenset(("has", "have", "had", "was", "were", "is", "are", "be", "been"))
_LATE = 7  # words that may follow a closing "X said": "on Wednesday", "in a statement"
_FINITE = frozenset(
    """is are was were am has have had will would can could may might must shall should does did isn't aren't wasn't
    weren't hasn't haven't hadn't won't wouldn't can't couldn't doesn't didn't""".split()
)
# Words before who speaks that are no part of them: "*although* the mayor says". A clause with one of the second ends at
# its comma; what one of the first opens behind a comma closes no statement: ", *and* officials said", ", *who* said".
_JOINING = frozenset("and but or nor so yet then who which that whose".split())
_SUBORDINATE = frozenset("although though while whereas whilst if unless because since when as after before".split())
_SUBJECTS = frozenset("he she it they there this these those some many".split())
_PEOPLE = frozenset("police people others".split())
_HEARERS = frozenset("him her them me us it reporters journalists lawmakers mps parliament congress".split())
_ARTICLES = frozenset("the a an his her their its our my".split())


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


def _from(tokens: Tokens, at: int, first: int) -> int:
    """Return where the words before a verb begin, back to a comma or mark."""
    start = at
    while start > first and (tokens.word[start - 1] or tokens.lower[start - 1] == "'s") and at - start < 8:
        start -= 1
    return start


def _speaker(tokens: Tokens, at: int, first: int, last: int) -> Span | None:
    """Return the noun phrase next to a verb: back to a comma or mark before it, or the capitalised words after it."""
    start = _from(tokens, at, first)
    while start < at and tokens.lower[start] in _JOINING | _SUBORDINATE:
        start += 1
        if start == at:
            return None  # "…, and said its managers were tired"
    before = at
    while before > start and tokens.lower[before - 1] in reporting().between:
        before -= 1
    if start < before and tokens.lower[before - 1] not in _AUXILIARIES:
        return Span(start=tokens.start[start], end=tokens.end[before - 1])
    end = at + 1
    while end < last and tokens.word[end] and end - at <= 7:
        end += 1
    if end == at + 1 or tokens.lower[at + 1] in _AFTER:
        return None  # "…, Lee, the mayor, said on Monday"
    return Span(start=tokens.start[at + 1], end=tokens.end[end - 1])


def find_surface_cues(
    text: str, tokens: Tokens, bounds: Sequence[tuple[int, int]], marked: Sequence[bool]
) -> list[SurfaceCue]:
    """Take tokens, the token range of each sentence and which stand in quotation marks; return cues in text order."""
    known = reporting()
    surface, bare = known.surface, known.bare & known.verbs.keys()
    found: list[SurfaceCue] = []
    for first, last in bounds:
        for at in range(first, last):
            if marked[at]:
                continue
            word = tokens.lower[at]
            if word == "according" and at + 1 < last and tokens.lower[at + 1] == "to":
                found.append(_according(tokens, at, first, last))
            elif (word in surface and not _is_noun(tokens, at, first, marked)) or (
                word in bare and _people_say(tokens, at, first, last)
            ):
                cue = _verb(tokens, at, first, last, surface.get(word, word), marked)
                if cue.speaker is None or cue.speaker.text(text).lower().split()[-1] not in _OWN:
                    found.append(cue)
    return found


def _is_noun(tokens: Tokens, at: int, first: int, marked: Sequence[bool]) -> bool:
    """Whether the word before a form shows that it is a noun or participle: "the *claims*", "critics' *claims*"."""
    before = tokens.lower[at - 1] if at > first else ""
    owned = before in ("'s", "'", "’") and not marked[at - 1]
    return owned or before in ("the", "a", "an", "to", "of", "be", "being")


def _people_say(tokens: Tokens, at: int, first: int, last: int) -> bool:
    """Whether a verb without an ending has people for its subject: "critics *say*", ", *say* critics"."""

    def people(place: int) -> bool:
        word, known = tokens.lower[place], reporting()
        return word in _PEOPLE or (word.endswith("s") and word[:-1] in known.unnamed)

    if at == first:
        return False
    if tokens.lower[at] == "say" and tokens.lower[at - 1] == ",":
        return any(people(place) for place in range(at + 1, min(last, at + 4)))
    return people(at - 1) or (tokens.lower[at] == "say" and tokens.lower[at - 1] in ("they", "many", "some"))


def _according(tokens: Tokens, at: int, first: int, last: int) -> SurfaceCue:
    end = at + 2
    while end < last and (tokens.word[end] or tokens.lower[end] == "'s" or tokens.lower[end][0].isdigit()):
        end += 1
    speaker = _span(tokens, at + 2, end)
    before, after = _span(tokens, first, at), _span(tokens, end, last)
    told = end + 1 < last and tokens.lower[end] == "," and tokens.lower[end + 1] in _JOINING | {"a", "an"}
    content = before if at - first > last - end or (told and at - first > _BRIEF) else after
    return SurfaceCue(at=at, lemma="according_to", speaker=speaker, contents=(content,) if content else ())


def _verb(tokens: Tokens, at: int, first: int, last: int, lemma: str, marked: Sequence[bool]) -> SurfaceCue:
    speaker = _speaker(tokens, at, first, last)
    ranges = [] if lemma in reporting().vouched else _governed(tokens, at, first, last, lemma, marked, speaker)
    contents = tuple(span for piece in ranges if (span := _span(tokens, *piece)) is not None)
    if speaker is not None and any(span.start <= speaker.start < span.end for span in contents):
        speaker = None  # "The envoy, Ana Lee, said the talks were dead"
    return SurfaceCue(at=at, lemma=lemma, speaker=speaker, contents=contents)


def _governed(
    tokens: Tokens, at: int, first: int, last: int, lemma: str, marked: Sequence[bool], speaker: Span | None
) -> list[tuple[int, int]]:
    """Return the token ranges that a verb governs, by the order of words: behind "that", before its comma, or next."""
    lower = tokens.lower
    first, last = _in_brackets(tokens, at, first, last)
    start = _from(tokens, at, first)
    comma = start - 1 if start > first and lower[start - 1] == "," else None
    rest = lower[at + 1 : last]
    named = start < at
    closing = comma is not None and lower[start] not in _JOINING
    if comma is not None and closing and named and len(rest) > 2 and rest[0] == "," and rest[1] in _FINITE:
        return [(first, comma), (at + 2, last)]  # "The plan, Lee said, was a sham"
    that = next((i for i in range(at + 1, min(last, at + 10)) if lower[i] == "that"), None)
    begun = lemma == "say" and rest and rest[0] in _ARTICLES | _SUBJECTS  # "said *the plan that failed was bad*"
    if that is not None and not begun:
        return [(that + 1, _clause_end(tokens, that + 1, last, start, at))]
    if comma is not None and closing:
        closes = comma - first >= _BRIEF and sum(tokens.word[at + 1 : last]) <= _LATE and ":" not in rest
        if not named and not (rest and tokens.word[at + 1]):
            closes = False  # "“…,” Lee, an engineer, said, “…”"
        if not named and any(word in _FINITE for word in rest) and not _JOINING & set(rest):
            closes = False  # "The envoy, Ana Lee, said the talks were dead"
        if lower[first] in _AFTER and rest and rest[0] not in _AFTER and rest[0] not in _STOPS | _ENDS:
            closes = False  # "In a speech, Lee said the plan was dead"
        if closes:
            return [] if _stated(tokens, first, comma, marked) else [(first, comma)]
    given = comma is not None and comma > first and marked[comma - 1]
    if given or (start > first and marked[start - 1]):
        return []  # "“…,” he told the court, but nobody believed him"
    begin = _past_hearer(tokens, at + 1, last) if lemma == "tell" else at + 1
    following = lower[begin] if begin < last else "."
    before = named and (lower[at - 1] in _JOINING or (speaker is not None and speaker.start < tokens.start[at]))
    if lower[at - 1] == "," and not before and any(word in _FINITE for word in rest):
        before = True  # "The envoy, Ana Lee, said the talks were dead"
    if following in _ENDS or following in _STOPS or following in _AFTER or not before:
        return []
    if sum(tokens.word[begin:last]) < _BRIEF or (marked[begin] and _is_whole(tokens, begin, last, lemma, marked)):
        return []
    return [(begin, _clause_end(tokens, begin, last, start, at))]


def _in_brackets(tokens: Tokens, at: int, first: int, last: int) -> tuple[int, int]:
    """Return the range of a verb that closes an aside in brackets ("(a thief, prosecutors *allege*)"): what stands in
    there; else the range that is given.
    """
    lower = tokens.lower
    opened = next((i for i in range(at - 1, first - 1, -1) if lower[i] in "()"), None)
    if opened is None or lower[opened] != "(" or "," not in lower[opened:at]:
        return first, last
    return opened + 1, next((i for i in range(at, last) if lower[i] == ")"), last)


def _is_whole(tokens: Tokens, begin: int, last: int, lemma: str, marked: Sequence[bool]) -> bool:
    """Whether the marked words behind a verb are all that it governs: "chanted *“Burn it”* as the police stood by"."""
    end = begin
    while end < last and marked[end]:
        end += 1
    return lemma not in reporting().bare or sum(tokens.word[begin:end]) > _BRIEF


def _clause_end(tokens: Tokens, begin: int, last: int, start: int, at: int) -> int:
    """Return where a governed clause ends: at its comma, if the report stands beside another clause ("*While* Lee says
    it is safe, …", "Lee, *who* said it was safe, …").
    """
    beside = start < at and (
        tokens.lower[start] in _SUBORDINATE
        or (tokens.lower[start] in ("who", "which") and tokens.lower[start - 1] == ",")
    )
    if not beside:
        return last
    return next((i for i in range(begin, last) if tokens.lower[i] == ","), last)


def _past_hearer(tokens: Tokens, begin: int, last: int) -> int:
    """Return where words begin after who is told ("told *reporters* the plan is dead"); the end if nobody is seen."""
    if begin >= last:
        return last
    if tokens.lower[begin] in _HEARERS - {"her"}:
        return begin + 1
    if tokens.lower[begin] in _ARTICLES:
        return min(last, begin + 2)
    return last


def _stated(tokens: Tokens, first: int, comma: int, marked: Sequence[bool]) -> bool:
    """Whether words before a comma begin with a whole statement in marks, which needs no more: "“It is over,” Ana Lee,
    an engineer, said".
    """
    end = first
    while end < comma and marked[end]:
        end += 1
    return first < end < comma and any(tokens.lower[i] in (",", ".", "!", "?") for i in range(end - 2, end))


_AFTER = frozenset(
    """in on at to of for by during after before when while with from as about earlier last this monday tuesday
    wednesday thursday friday saturday sunday""".split()
)
