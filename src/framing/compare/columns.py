"""Analyses of one event in, the columns of a comparison out: a column an article, and one for what several share.

Where articles share many sentences (agency copy), these stand in a column of their own and count once there, and no
longer in the columns of the articles that print them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from framing.compare.copies import Copy, find_copies
from framing.types import Analysis, Quote, Span, Voice

#: From this share of the shorter article's sentences on, two articles are taken to share an agency's copy.
AGENCY_SHARE = 0.3

_Place = tuple[int, int]  # number of the article, index of the sentence


@dataclass(frozen=True, kw_only=True)
class Column:
    """A text that is compared: its name, the analysis, and the sentences of it that count.

    ``shared_by`` names the articles that print these sentences, where it is shared copy, two or more of them each
    sentence; else it is empty.
    """

    name: str
    analysis: Analysis
    sentences: frozenset[int]
    shared_by: tuple[str, ...] = ()

    def counts(self, span: Span, *, headline: bool = True) -> bool:
        """Return whether a place lies in a sentence that counts, in the headline too unless that is left out."""
        here = self.sentence_at(span.start)
        return here in self.sentences and (headline or self.part_of(here) != "headline")

    def part_of(self, index: int) -> str:
        """Return the part in which a sentence stands."""
        return self._parts.get(index, "boilerplate")

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence at an offset, -1 where there is none."""
        at = bisect_right(self._starts, offset) - 1
        return self.analysis.sentences[at].index if at >= 0 and offset in self.analysis.sentences[at].span else -1

    def voice(self, span: Span) -> Voice:
        """Return whose words begin at a place; scare quotes are the writer's act."""
        at = bisect_right(self._spoken, span.start, key=lambda quote: quote.span.start) - 1
        return "source" if at >= 0 and span.start in self._spoken[at].span else "writer"

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.analysis.sentences]

    @cached_property
    def _parts(self) -> dict[int, str]:
        return {sentence.index: sentence.part for sentence in self.analysis.sentences}

    @cached_property
    def _spoken(self) -> tuple[Quote, ...]:
        return spoken(self.analysis)


def in_shared_copy(columns: Sequence[Column], found: Sequence[bool]) -> tuple[bool, ...]:
    """Take columns and in which of them something was found; return for each whether its article has it only in copy
    that it shares, and that stands in a column of its own.
    """
    sharing = {name for column, here in zip(columns, found, strict=True) if here for name in column.shared_by}
    return tuple(not here and column.name in sharing for column, here in zip(columns, found, strict=True))


def spoken(analysis: Analysis) -> tuple[Quote, ...]:
    """Take an analysis; return its quotations without scare quotes."""
    return tuple(quote for quote in analysis.quotes if quote.kind != "scare")


def outlet_names(analyses: Sequence[Analysis]) -> tuple[str, ...]:
    """Take analyses; return a different name for each: its outlet, with a number where one has several articles."""
    plain = [" ".join((one.article.outlet or "").split()) or f"article {one.article.id}" for one in analyses]
    times = Counter(plain)
    given: Counter[str] = Counter()
    names = []
    for name in plain:
        given[name] += 1
        names.append(f"{name} ({given[name]})" if times[name] > 1 else name)
    return tuple(names)


def in_order(analyses: Sequence[Analysis]) -> tuple[Analysis, ...]:
    """Take analyses; return them by outlet in alphabetical order, those of one outlet by date and id."""
    return tuple(
        sorted(
            analyses,
            key=lambda one: (
                (one.article.outlet or "\uffff").casefold(),
                one.article.published or "",
                one.article.id,
            ),
        )
    )


def checked(analysis: Analysis) -> frozenset[int]:
    """Take an analysis; return the sentences that belong to the article: no furniture, no captions."""
    return frozenset(sentence.index for sentence in analysis.sentences if sentence.reason is None)


def make_columns(
    analyses: Sequence[Analysis], names: Sequence[str], *, keep_wire: bool = False
) -> tuple[tuple[Column, ...], tuple[Copy, ...]]:
    """Take analyses in order with their names; return the columns, and the pairs that share copy.

    ``keep_wire`` leaves every sentence in the column of its article. An article that has no sentence of its own left
    has no column.
    """
    copies = tuple(copy for copy in find_copies(analyses) if copy.share >= AGENCY_SHARE)
    kept = [set(checked(one)) for one in analyses]
    shared: list[Column] = []
    if not keep_wire:
        same = _same_sentences(copies)
        for number, index in (place for group in same for place in group):
            kept[number].discard(index)
        shared = _shared_columns(same, analyses, names)
    own = [
        Column(name=name, analysis=analysis, sentences=frozenset(mine))
        for name, analysis, mine in zip(names, analyses, kept, strict=True)
        if any(s.part == "body" for s in analysis.sentences if s.index in mine)
    ]
    if len(shared) > 1:
        shared = [
            Column(name=f"Shared copy {n}", analysis=c.analysis, sentences=c.sentences, shared_by=c.shared_by)
            for n, c in enumerate(shared, 1)
        ]
    return (*own, *shared), copies


def _shared_columns(same: Sequence[set[_Place]], analyses: Sequence[Analysis], names: Sequence[str]) -> list[Column]:
    """Return columns in which every sentence that several print stands as often as one of them prints it.

    The first shows the article that prints most of them; what that one lacks is shown by the next, and so on.
    """
    made = []
    left = list(same)
    while left:
        printed = Counter(number for group in left for number in {number for number, _ in group})
        source = max(printed, key=lambda number: (printed[number], -number))
        here = [group for group in left if any(number == source for number, _ in group)]
        left = [group for group in left if all(number != source for number, _ in group)]
        members = sorted({number for group in here for number, _ in group})
        made.append(
            Column(
                name="Shared copy",
                analysis=analyses[source],
                sentences=frozenset(index for group in here for number, index in group if number == source),
                shared_by=tuple(names[number] for number in members),
            )
        )
    return made


def _same_sentences(copies: Sequence[Copy]) -> list[set[_Place]]:
    """Return the sentences that are the same, directly or by way of a third, a set each."""
    groups: dict[_Place, set[_Place]] = {}
    for copy in copies:
        for one, other in copy.pairs:
            ends = ((copy.one, one), (copy.other, other))
            small, large = sorted((groups.setdefault(end, {end}) for end in ends), key=len)
            large |= small
            groups.update(dict.fromkeys(small, large))
    return list({id(group): group for group in groups.values()}.values())
