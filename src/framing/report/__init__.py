"""Analysis in, HTML page out: data first (a view a section), template second; nothing here analyses.

A page is one file without anything remote. To add a section: a module in ``sections/`` with ``view``, a template of the
same name in ``reports/templates/sections/``, and one line in ``SECTIONS``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from framing.report.fragment import render_fragment
from framing.report.index import IndexEntry, index_entry, index_pages, render_index
from framing.report.names import page_name
from framing.report.pages import render
from framing.report.sections import (
    actors,
    banner,
    cite,
    elsewhere,
    findings,
    frames,
    header,
    method,
    numbers,
    place,
    short,
    speakers,
    text,
    trust,
)
from framing.report.settings import Related, Settings
from framing.types import Analysis

__all__ = [
    "SECTIONS",
    "IndexEntry",
    "Related",
    "Section",
    "Settings",
    "index_entry",
    "index_pages",
    "page_name",
    "render_article",
    "render_fragment",
    "render_index",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page: its name (id and template), its heading, and the function that makes its data."""

    name: str
    title: str
    view: Callable[[Analysis, Settings], object]


#: The sections below the head of the page, in the order in which a reader meets them.
SECTIONS: tuple[Section, ...] = (
    Section(name="short", title="In short", view=short.view),
    Section(name="text", title="The text", view=text.view),
    Section(name="place", title="Where in the article", view=place.view),
    Section(name="numbers", title="Numbers", view=numbers.view),
    Section(name="speakers", title="Who speaks", view=speakers.view),
    Section(name="actors", title="Who is described how", view=actors.view),
    Section(name="frames", title="Frames", view=frames.view),
    Section(name="findings", title="Every finding", view=findings.view),
    Section(name="trust", title="How far to trust this", view=trust.view),
    Section(name="elsewhere", title="Same event elsewhere", view=elsewhere.view),
    Section(name="method", title="Method and reproduction", view=method.view),
    Section(name="cite", title="Cite", view=cite.view),
)


def render_article(
    analysis: Analysis,
    *,
    excerpts: bool = False,
    generated: str | None = None,
    same_event: Sequence[Related] = (),
    compared: str | None = None,
) -> str:
    """Take an analysis; return its report as one self-contained HTML page, the same bytes for the same arguments.

    ``excerpts`` shows only marked sentences with their neighbours, for handouts. ``generated`` is the time to print
    (ISO 8601); without it the page names no time. ``same_event`` are other articles on the event, ``compared`` the name
    of the page in the same folder that compares them. The page has no remote part, and a policy that allows none.
    """
    settings = Settings(excerpts=excerpts, generated=generated, same_event=tuple(same_event), compared=compared)
    return render(
        "article.html",
        title=header.plain_title(analysis),
        header=header.view(analysis, settings),
        banner=banner.view(analysis, settings),
        sections=[(section, section.view(analysis, settings)) for section in SECTIONS],
        version=str(analysis.made_with.get("framing", "")),
        generated=generated,
        excerpts=excerpts,
        length=len(analysis.article.text),
    )
