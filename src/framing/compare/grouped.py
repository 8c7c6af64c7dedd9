"""Analyses of any articles in, the comparisons of those on one event out, and the articles that stand alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from framing.compare.columns import in_order
from framing.compare.comparison import MOST, Comparison, compare
from framing.compare.fingerprint import fingerprint
from framing.compare.grouping import Event, event_of, group
from framing.report.sections.header import plain_title
from framing.report.wording import shortened
from framing.types import Analysis

_TITLE = 80


def compare_together(analyses: Sequence[Analysis], *, keep_wire: bool = False) -> Comparison:
    """Take analyses that a person put together; return their comparison. Raises ConfigError outside two to six."""
    return compare(analyses, keep_wire=keep_wire)


def compare_events(analyses: Sequence[Analysis], *, keep_wire: bool = False) -> tuple[list[Comparison], list[Analysis]]:
    """Take analyses; return a comparison of each event with two articles or more, and the articles that stand alone.

    Of an event with more than six articles, the first six in alphabetical order of their outlets are compared, one an
    outlet first; the comparison names the others.
    """
    prints = [fingerprint(one.article) for one in analyses]
    made = []
    grouped: set[int] = set()
    for event in group(prints):
        grouped.update(event.members)
        chosen, rest = chosen_members(analyses, event)
        found = event if not rest else replace(event_of(prints, chosen), members=tuple(chosen))
        made.append(
            compare(
                [analyses[number] for number in chosen],
                event=found,
                keep_wire=keep_wire,
                left_out=[named(analyses[number]) for number in rest],
            )
        )
    return made, [one for number, one in enumerate(analyses) if number not in grouped]


def chosen_members(analyses: Sequence[Analysis] | Mapping[int, Analysis], event: Event) -> tuple[list[int], list[int]]:
    """Take analyses and an event; return the members that fit on a page, one an outlet first, and the rest."""
    numbers = {id(analyses[number]): number for number in event.members}
    ordered = [numbers[id(one)] for one in in_order([analyses[number] for number in event.members])]
    seen: set[str] = set()
    first: list[int] = []
    again: list[int] = []
    for number in ordered:
        outlet = (analyses[number].article.outlet or analyses[number].article.id).casefold()
        (again if outlet in seen else first).append(number)
        seen.add(outlet)
    ranked = [*first, *again]
    return sorted(ranked[:MOST]), ranked[MOST:]


def titled(analysis: Analysis) -> str:
    """Take an analysis; return its title and id, to name it by."""
    return f"{shortened(plain_title(analysis), _TITLE)} (id {analysis.article.id})"


def named(analysis: Analysis) -> str:
    """Take an analysis; return its outlet, title and id, to name it by."""
    return f"{analysis.article.outlet or 'outlet not given'}, {titled(analysis)}"
