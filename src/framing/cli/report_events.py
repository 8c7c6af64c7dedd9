"""The analyses of a report folder in, the pages of its articles with links within an event out, and those that compare.

Articles are grouped when all are read, and each is rendered once, then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from framing.store import loads
from framing.types import Analysis

if TYPE_CHECKING:
    from framing.compare.fingerprint import Fingerprint

EVENTS = "events.html"


def write_lone(
    analyses: Path, *, render: Callable[..., Iterable[tuple[str, str]]], write: Callable[[str, str], None]
) -> None:
    """Take the file of the analysis of one article; write its pages, which say nothing of other articles."""
    with analyses.open("rb") as lines:
        for name, text in render(loads(lines.readline().decode("utf-8"))):
            write(name, text)


def write_with_events(
    prints: Sequence[Fingerprint],
    analyses: Path,
    *,
    render: Callable[..., Iterable[tuple[str, str]]],
    generated: str | None,
    write: Callable[[str, str], None],
) -> int:
    """Take the fingerprints of articles and the file of their analyses, in the same order; write a page for each event,
    the list of events and of the articles that stand alone, and by ``render`` the articles' own pages, with links or a
    line that there is no other. Return the number of events.

    Only the analyses of one event are in memory at a time.
    """
    from framing.compare.comparison import compare
    from framing.compare.grouped import chosen_members, named, titled
    from framing.compare.grouping import group
    from framing.compare.pages import event_entry, event_page_name, render_comparison, render_events
    from framing.report import page_name
    from framing.report.sections.header import plain_title
    from framing.report.settings import Related, SameEvent

    starts = _starts(analyses)
    entries = []
    events = group(prints)
    grouped = {number for event in events for number in event.members}
    with analyses.open("rb") as lines:

        def analysis(number: int) -> Analysis:
            lines.seek(starts[number])
            return loads(lines.readline().decode("utf-8"))

        for event in events:
            members = {number: analysis(number) for number in event.members}
            chosen, rest = chosen_members(members, event)
            comparison = compare(
                [members[number] for number in chosen],
                event=event,
                left_out=[named(members[number]) for number in rest],
            )
            page = event_page_name(comparison)
            hrefs = [page_name(one.article) for one in comparison.analyses]
            write(
                page,
                render_comparison(comparison, hrefs=hrefs, generated=generated, index=EVENTS, stored=analyses.name),
            )
            entries.append(event_entry(comparison))
            for number, one in members.items():
                known = SameEvent(
                    articles=tuple(
                        Related(
                            title=plain_title(other), outlet=other.article.outlet or "", href=page_name(other.article)
                        )
                        for place, other in members.items()
                        if place != number
                    ),
                    compared=page,
                )
                for name, text in render(one, same_event=known):
                    write(name, text)
        alone = []
        for one in (analysis(number) for number in range(len(prints)) if number not in grouped):
            alone.append(titled(one))
            for name, text in render(one, same_event=SameEvent()):
                write(name, text)
    write(
        EVENTS,
        render_events(entries, alone=alone, articles=len(prints), generated=generated, stored=analyses.name),
    )
    return len(entries)


def _starts(analyses: Path) -> list[int]:
    """Return where each line of a file begins, in bytes."""
    starts = []
    at = 0
    with analyses.open("rb") as lines:
        for line in lines:
            starts.append(at)
            at += len(line)
    return starts
