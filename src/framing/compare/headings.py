"""A comparison in, the sentences at the head of its page out: what it is about, why the articles stand together."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from framing.compare.columns import AGENCY_SHARE
from framing.compare.comparison import Comparison
from framing.compare.grouping import Event
from framing.compare.people import aligned
from framing.compare.terms import stem, table_share, weight
from framing.quotes.said import plain_name
from framing.report.wording import listed, plural, shortened

_LABEL_LENGTH = 60
_LABEL_NAMES = 3


def about(comparison: Comparison) -> str:
    """Take a comparison; return what its articles are about: at most three names that they share, or "one event".

    They are the people, bodies and places that most of the articles name, the rarer in the news the sooner.
    """
    named = [
        [actor for actor in one.actors if actor.type in ("person", "organisation", "place")]
        for one in comparison.analyses
    ]
    stands = aligned([actor.name for actor in mine] for mine in named)
    spread: Counter[str] = Counter()
    telling: dict[str, float] = defaultdict(float)
    for mine in named:
        spread.update({stands[actor.name] for actor in mine})
        for actor in mine:
            name = stands[actor.name]
            telling[name] += math.log1p(len(actor.mentions)) * weight(table_share(stem(name.split()[-1].casefold())))
    shared = [name for name in spread if spread[name] > 1 and telling[name] > 0]
    names = sorted(shared, key=lambda name: (-spread[name] * telling[name], name))[:_LABEL_NAMES]
    names = names or [plain_name(name) for name in comparison.event.about]
    chosen: list[str] = []
    for name in dict.fromkeys(shortened(name, _LABEL_LENGTH) for name in names if name):
        if not any(name in other or other in name for other in chosen):
            chosen.append(name)
    return listed(chosen) or "one event"


def span_in_words(event: Event, articles: int) -> str:
    """Take an event; return how far apart its articles appeared, "within 14 hours", or what is not known."""
    if event.hours is None:
        return "their dates are not all known"
    if event.days_only:
        days = round(event.hours / 24)
        return (
            "they were published on the same day" if days == 0 else f"they were published within {plural(days, 'day')}"
        )
    return f"they were published within {plural(max(1, round(event.hours)), 'hour')}"


def why_together(comparison: Comparison) -> str:
    """Take a comparison; return the sentence that says why its articles stand on one page."""
    event = comparison.event
    count = len(event.names)
    shown = f" ({listed([plain_name(name) for name in event.names[:6]])})" if count else ""
    shared = f"they share {plural(count, 'name')}{shown} and {plural(event.words, 'rare word')}"
    apart = span_in_words(event, len(comparison.analyses))
    if comparison.grouped:
        return f"Grouped because {shared}; {apart}."
    return f"You put these articles together: {shared}; {apart}."


def shared_copy(comparison: Comparison) -> tuple[str, ...]:
    """Take a comparison; return a sentence for each two articles that share an agency's copy."""
    return tuple(
        f"{comparison.names[copy.one]} and {comparison.names[copy.other]} share {round(100 * copy.share)}% of their "
        f"sentences (probably agency copy)."
        for copy in comparison.copies
        if copy.share >= AGENCY_SHARE
    )
