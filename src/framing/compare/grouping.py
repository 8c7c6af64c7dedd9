"""Fingerprints in, the articles of one event together out; a pure function that holds for 20,000 articles.

Two articles are about one event if their telling words are alike (cosine of weighted words, half over the whole text,
half over the beginning) and they appeared within four days; the further apart, the more alike they must be. Groups grow
from the most alike pair on, and two groups join only where their articles are alike on average, so that a long story
does not chain into one. Method: average linkage over tf-idf, as in topic detection and tracking (Allan 2002).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from framing.compare.fingerprint import Bag, Fingerprint
from framing.compare.terms import corrected_shares, weight

#: Thresholds, chosen on the odd events of ``basil_dev`` mixed with 2,000 other articles (``benchmarks.events``).
ALIKE = 0.14
ALIKE_EACH_DAY = 0.03
ALIKE_UNDATED = 0.24
#: Articles further apart than this are about different events, or about one that went on.
WINDOW_HOURS = 96.0
_INDEXED = 40
_COMMON = 0.1
_MOST_UNDATED = 400
_TOLD_BY = 2
_LABEL_NAMES = 3
_RARE = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Articles about one event: their indices in the order given, what they share, and the hours between the first and
    the last (None where a date is missing; ``days_only`` where one has no time).

    ``names`` are those that all of them print, the most telling first; ``about`` are at most three that two or more
    print, to call the event by; ``words`` counts the words that all of them use and one article in fifty does.
    """

    members: tuple[int, ...]
    names: tuple[str, ...]
    about: tuple[str, ...]
    words: int
    hours: float | None
    days_only: bool


class _Vectors:
    """The fingerprints as vectors of length 1, weighted with the shares of the table and of this collection."""

    def __init__(self, prints: Sequence[Fingerprint]) -> None:
        used = Counter(term for one in prints for term in one.whole.terms)
        self.shares = corrected_shares(used, len(prints))
        self.whole = [self._vector(one.whole) for one in prints]
        self.lead = [self._vector(one.lead) for one in prints]

    def _vector(self, bag: Bag) -> dict[str, float]:
        scaled = {
            term: number * weight(self.shares[term])
            for term, number in zip(bag.terms, bag.numbers, strict=True)
            if term in self.shares and weight(self.shares[term]) > 0
        }
        length = math.sqrt(math.fsum(value * value for value in scaled.values())) or 1.0
        return {term: value / length for term, value in scaled.items()}

    def alike(self, one: int, other: int) -> float:
        return (_dot(self.whole[one], self.whole[other]) + _dot(self.lead[one], self.lead[other])) / 2


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    return math.fsum(value * other[term] for term, value in one.items() if term in other)


def _needed(one: Fingerprint, other: Fingerprint) -> float | None:
    """Return how alike two articles must be to be about one event, or None where they are too far apart."""
    if one.language != other.language:
        return None
    if one.when is None or other.when is None:
        return ALIKE_UNDATED
    gap = abs(one.when.hours - other.when.hours)
    return None if gap > WINDOW_HOURS else ALIKE + ALIKE_EACH_DAY * max(0.0, gap / 24 - 1)


def _candidates(prints: Sequence[Fingerprint], vectors: _Vectors) -> Iterator[tuple[int, int]]:
    """Yield the pairs within the window that share some of their most telling words, each once, in a fixed order."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, vector in enumerate(vectors.whole):
        for term in sorted(vector, key=lambda one: (-vector[one], one))[:_INDEXED]:
            if vectors.shares[term] <= _COMMON or len(prints) < _INDEXED:
                places[term].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for term in sorted(places):
        dated = [(prints[n].when.hours, n) for n in places[term] if prints[n].when is not None]  # type: ignore[union-attr]
        dated.sort()
        undated = [n for n in places[term] if prints[n].when is None]
        low = 0
        for at, (hours, number) in enumerate(dated):
            while dated[low][0] < hours - WINDOW_HOURS:
                low += 1
            for _, other in dated[low:at]:
                shared[min(number, other), max(number, other)] += 1
        if len(places[term]) <= _MOST_UNDATED:
            for at, number in enumerate(undated):
                for other in (*undated[:at], *(n for _, n in dated)):
                    shared[min(number, other), max(number, other)] += 1
    yield from sorted(pair for pair, times in shared.items() if times >= _TOLD_BY or len(prints) < _INDEXED)


def group(prints: Iterable[Fingerprint]) -> tuple[Event, ...]:
    """Take fingerprints; return the events with two articles or more, in the order of their first article.

    An article is in one event at most. The result doesn't depend on the order in which the articles come, but for ties.
    """
    prints = tuple(prints)
    vectors = _Vectors(prints)
    margins: dict[tuple[int, int], float] = {}

    def margin(one: int, other: int) -> float | None:
        """Return by how much two articles are more alike than they must be, or None where they are too far apart."""
        pair = (min(one, other), max(one, other))
        if pair not in margins:
            needed = _needed(prints[one], prints[other])
            if needed is None:
                return None
            margins[pair] = vectors.alike(*pair) - needed
        return margins[pair]

    pairs = [pair for pair in _candidates(prints, vectors) if (margin(*pair) or -1.0) >= 0]
    pairs.sort(key=lambda pair: (-margins[pair], sorted((prints[pair[0]].id, prints[pair[1]].id))))
    home: dict[int, list[int]] = {}
    for one, other in pairs:
        mine, theirs = home.get(one, [one]), home.get(other, [other])
        if mine is theirs:
            continue
        across = [margin(a, b) for a in mine for b in theirs]
        if None in across or math.fsum(found for found in across if found is not None) < 0:
            continue
        joined = [*mine, *theirs]
        home.update(dict.fromkeys(joined, joined))
    groups = {id(members): sorted(members) for members in home.values()}
    return tuple(event_of(prints, members, vectors.shares) for members in sorted(groups.values()))


def event_of(prints: Sequence[Fingerprint], members: Sequence[int], shares: dict[str, float] | None = None) -> Event:
    """Take fingerprints and which of them are one event; return the event with what its articles share."""
    chosen = [prints[number] for number in members]
    known = shares or corrected_shares(Counter(term for one in chosen for term in one.whole.terms), len(chosen))
    times = Counter(key for one in chosen for key in one.names)
    ranked = sorted(
        (key for key, count in times.items() if count > 1 or len(chosen) < 2),
        key=lambda key: (-times[key], -_telling(key, chosen, known), key),
    )
    dates = [one.when.hours for one in chosen if one.when is not None]
    words = set.intersection(*(set(one.whole.terms) for one in chosen)) if chosen else set()
    return Event(
        members=tuple(members),
        names=tuple(_printed(key, chosen) for key in ranked if times[key] == len(chosen)),
        about=tuple(dict.fromkeys(_printed(key, chosen) for key in ranked))[:_LABEL_NAMES],
        words=sum(known.get(word, 1.0) < _RARE for word in words),
        hours=round(max(dates) - min(dates), 1) if len(dates) == len(chosen) and dates else None,
        days_only=any(one.when is not None and not one.when.precise for one in chosen),
    )


def _printed(key: str, chosen: Sequence[Fingerprint]) -> str:
    """Return the form of a name that most of the articles print, the shortest of these with more than one word."""
    forms = Counter(one.names[key] for one in chosen if key in one.names)
    return min(forms, key=lambda form: (-forms[form], " " not in form, len(form), form))


def _telling(key: str, chosen: Sequence[Fingerprint], shares: dict[str, float]) -> float:
    """Return how much a name tells of the event: its rarity times how often the articles use it, on average."""
    numbers = [dict(zip(one.whole.terms, one.whole.numbers, strict=True)).get(key, 0.0) for one in chosen]
    return math.fsum(numbers) / len(numbers) * weight(shares.get(key, _RARE))
