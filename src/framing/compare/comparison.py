"""Analyses of one event in, everything that the compare page says of them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from framing.compare.columns import Column, in_order, make_columns, outlet_names
from framing.compare.copies import Copy
from framing.compare.fingerprint import fingerprint
from framing.compare.grouping import Event, event_of
from framing.compare.naming import NameRow, naming
from framing.compare.only_here import OnlyHere, only_here
from framing.compare.quoted import Quoted, quoted
from framing.compare.rates import Difference, Rate, rates
from framing.errors import ConfigError
from framing.types import Analysis

#: More articles than this don't fit side by side.
MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two to six articles on one event, in alphabetical order of their outlets, and their differences.

    ``names`` name the articles; ``columns`` are what sections 4 to 7 of the page count in, with a column for shared
    copy where there is some. ``grouped`` is False where a person put the articles together. ``left_out`` names what is
    not compared, for want of room. ``missing`` says what was not looked at, and why.
    """

    analyses: tuple[Analysis, ...]
    names: tuple[str, ...]
    event: Event
    grouped: bool
    keep_wire: bool
    columns: tuple[Column, ...]
    copies: tuple[Copy, ...]
    naming: tuple[NameRow, ...]
    quoted: Quoted
    only_here: tuple[OnlyHere, ...]
    rates: tuple[Rate, ...]
    differences: tuple[Difference, ...]
    left_out: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def outlets(self) -> int:
        """How many outlets there are; an article without one counts as one."""
        return len({analysis.article.outlet or analysis.article.id for analysis in self.analyses})


def compare(
    analyses: Sequence[Analysis],
    *,
    event: Event | None = None,
    keep_wire: bool = False,
    left_out: Sequence[str] = (),
) -> Comparison:
    """Take the analyses of two to six articles on one event; return their comparison.

    ``event`` is what grouping found of them; without it they count as put together by a person. ``keep_wire`` counts
    shared copy in every article that prints it. Raises ConfigError where there are fewer than two articles, or more
    than six.
    """
    if len(analyses) < 2:
        raise ConfigError("Only one article on this event; nothing to compare.")
    if len(analyses) > MOST:
        raise ConfigError(f"{len(analyses)} articles; a page compares at most {MOST}: leave some out with --without ID")
    ordered = in_order(analyses)
    names = outlet_names(ordered)
    columns, copies = make_columns(ordered, names, keep_wire=keep_wire)
    found, differences = rates(columns)
    return Comparison(
        analyses=ordered,
        names=names,
        event=event or event_of([fingerprint(one.article) for one in ordered], range(len(ordered))),
        grouped=event is not None,
        keep_wire=keep_wire,
        columns=columns,
        copies=copies,
        naming=naming(columns),
        quoted=quoted(columns),
        only_here=only_here(columns),
        rates=found,
        differences=differences,
        left_out=tuple(left_out),
        missing=_missing(ordered, names),
    )


def _missing(analyses: Sequence[Analysis], names: Sequence[str]) -> tuple[str, ...]:
    """Return what was not looked at in some article, a sentence each."""
    reasons: dict[str, list[str]] = {}
    for analysis, name in zip(analyses, names, strict=True):
        for skip in analysis.skipped:
            if skip.id in ("actors", "article") or skip.id.startswith(("model", "loaded")):
                reasons.setdefault(skip.reason, []).append(name)
    everybody = len(analyses)
    return tuple(
        reason if len(some) == everybody else f"{', '.join(some)}: {reason}" for reason, some in reasons.items()
    )
