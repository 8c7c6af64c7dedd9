"""A comparison in, its page out; and the page that lists several."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from framing.compare.comparison import Comparison
from framing.compare.headings import about, shared_copy, why_together
from framing.compare.rate_views import rates_view
from framing.compare.views import heads, names_tables, neighbours, only_views, speakers
from framing.report.names import slug
from framing.report.pages import render
from framing.report.wording import plural
from framing.version import __version__

_ALSO = ("compare/compare.css",)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventEntry:
    """What a list of events says of one: its page, what it is about, its outlets."""

    href: str
    about: str
    outlets: tuple[str, ...]
    why: str


def event_title(comparison: Comparison) -> str:
    """Take a comparison; return the heading of its page: "How 4 outlets covered …"."""
    outlets = comparison.outlets
    who = f"{outlets} outlets" if outlets > 1 else f"{len(comparison.analyses)} articles of one outlet"
    return f"How {who} covered {about(comparison)}"


def event_page_name(comparison: Comparison) -> str:
    """Take a comparison; return the file name of its page, the same for the same articles."""
    ids = "\0".join(f"{one.article.id}\0{one.article.text}" for one in comparison.analyses)
    digest = hashlib.sha256(ids.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"compare-{slug(about(comparison))}-{digest}.html"


def event_entry(comparison: Comparison) -> EventEntry:
    """Take a comparison; return its row in a list of events."""
    return EventEntry(
        href=event_page_name(comparison),
        about=about(comparison),
        outlets=comparison.names,
        why=why_together(comparison),
    )


def render_comparison(
    comparison: Comparison,
    *,
    hrefs: Sequence[str | None] = (),
    generated: str | None = None,
    index: str | None = None,
    stored: str | None = None,
) -> str:
    """Take a comparison; return its page as one self-contained HTML file, the same bytes for the same arguments.

    ``hrefs`` are the articles' own pages in the same folder, in the comparison's order; ``index`` is the list of events
    there, and ``stored`` the file of the analyses, if there is one.
    """
    made = heads(comparison, tuple(hrefs) or (None,) * len(comparison.analyses))
    return render(
        "compare/compare.html",
        also=_ALSO,
        title=event_title(comparison),
        comparison=comparison,
        why=why_together(comparison),
        heads=neighbours(made),
        copies=shared_copy(comparison),
        columns=comparison.columns,
        names=names_tables(comparison),
        speakers=speakers(comparison),
        more_speakers=comparison.quoted.more,
        only=only_views(comparison),
        rates=rates_view(comparison),
        generated=generated,
        index=index,
        stored=stored,
        version=__version__,
    )


def render_events(
    entries: Sequence[EventEntry],
    *,
    alone: Sequence[str] = (),
    articles: int,
    generated: str | None = None,
    stored: str | None = None,
) -> str:
    """Take the events of a folder and the articles that stand alone; return the page that lists them.

    ``stored`` is the file of the analyses in the same folder, if there is one.
    """
    return render(
        "compare/events.html",
        also=_ALSO,
        title=plural(len(entries), "event"),
        entries=entries,
        alone=alone,
        articles=articles,
        generated=generated,
        stored=stored,
        version=__version__,
    )
