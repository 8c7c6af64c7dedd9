"""Columns in, who is quoted in which out: a row a speaker, those whom most articles quote first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from framing.compare.columns import Column, spoken
from framing.compare.people import aligned, unnamed
from framing.types import Quote

#: The row of those who have no name ("officials"), and of reports that say of nobody who spoke.
UNNAMED = "people and papers without a name"
NOBODY = "no speaker given"
_MOST = 40
_LONGEST_INITIALS = 6
_PAPER = re.compile(r"[’']s (?:statement|ad|advertisement|speech|letter|tweet|testimony|remarks|comments|book)$")
# Words that stand for somebody who could not be told: no name, and no words that describe anybody.
_SMALL = frozenset("a an the he she it they i we you him her them who that this these those one some others".split())
_OF_SOMEBODY = frozenset("his her its their my our your".split())
_LOWER = re.compile(r"\b[a-z][a-z’'-]+")
_PARTICLES = frozenset("de da del della der den di du la le van von al bin".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRow:
    """A speaker and the number of quotations in each column; ``also`` are words for those without a name."""

    name: str
    counts: tuple[int, ...]
    also: tuple[str, ...] = ()

    @property
    def spread(self) -> int:
        """How many columns quote the speaker."""
        return sum(count > 0 for count in self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The matrix: named speakers, then the rows of those without; ``more`` counts named ones that are left out."""

    rows: tuple[SpeakerRow, ...]
    rest: tuple[SpeakerRow, ...]
    more: int


def quoted(columns: Sequence[Column]) -> Quoted:
    """Take columns; return the quotations of each speaker in each, direct and indirect, without scare quotes.

    Headlines are left out: they repeat what the text says, and are too short to tell who speaks.
    """
    quotes = [[quote for quote in spoken(one.analysis) if one.counts(quote.span, headline=False)] for one in columns]
    small = frozenset(_LOWER.findall("\n".join(one.analysis.article.text for one in columns)))
    stands = aligned([_speaker(quote) for quote in mine if _named(quote, small)] for mine in quotes)
    tally: dict[str, list[int]] = {}
    rest = {UNNAMED: [0] * len(columns), NOBODY: [0] * len(columns)}
    also: dict[str, int] = {}
    for place, (column, mine) in enumerate(zip(columns, quotes, strict=True)):
        for quote in mine:
            if _named(quote, small):
                tally.setdefault(stands[_speaker(quote)], [0] * len(columns))[place] += 1
                continue
            words = quote.speaker_name or (quote.speaker.text(column.analysis.article.text) if quote.speaker else "")
            words = "" if words.strip().casefold() in _SMALL else words.strip()
            rest[UNNAMED if words else NOBODY][place] += 1
            if words:
                key = unnamed(words)
                also[key] = also.get(key, 0) + 1
    rows = sorted(
        (SpeakerRow(name=name, counts=tuple(counts)) for name, counts in tally.items()),
        key=lambda row: (-row.spread, -sum(row.counts), row.name),
    )
    without = tuple(sorted(also, key=lambda key: (-also[key], key))[:6])
    return Quoted(
        rows=tuple(rows[:_MOST]),
        rest=tuple(
            SpeakerRow(name=name, counts=tuple(counts), also=without if name == UNNAMED else ())
            for name, counts in rest.items()
            if any(counts)
        ),
        more=max(0, len(rows) - _MOST),
    )


def _named(quote: Quote, small: frozenset[str]) -> bool:
    """Whether a speaker has a name: it begins with a capital or a particle ("van"), is no pronoun, and no single word
    that the texts also print in small letters ("Prosecutors" at the beginning of a sentence).
    """
    name = _speaker(quote)
    if quote.speaker_type == "unnamed" or not name:
        return False
    words = name.split()
    if words[0].casefold() in _OF_SOMEBODY or (len(words) == 1 and name.casefold() in small):
        return False
    if name.isupper() and len(words) == 1 and len(name) > _LONGEST_INITIALS:
        return False  # a dateline: "WASHINGTON"
    words = words[1:] if words[0].casefold() in _SMALL and len(words) > 1 else words
    begins = words[0][:1].isupper() or words[0] in _PARTICLES or (len(words) == 1 and any(map(str.isupper, words[0])))
    ends = any(map(str.isupper, words[-1])) or len(words) == 1  # "Texas governor" is an office, not a name
    return begins and ends and words[0].casefold() not in _SMALL and not (len(name) < 4 and name.endswith("."))


def _speaker(quote: Quote) -> str:
    """Return the name of a speaker; a person's statement or letter is the person's."""
    return _PAPER.sub("", (quote.speaker_name or "").strip())
