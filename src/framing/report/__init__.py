"""Analysis in, HTML page out: data first (a view a section), template second; nothing here analyses.

A page is one file without anything remote. To add a section: a module in ``sections/`` with ``view``, a template of the
same name in ``reports/templates/sections/``, and one line in ``SECTIONS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from framing.report.fragment import render_fragment
from framing.report.index import IndexEntry, index_entry, index_pages, render_index
from framing.report.measured import with_measured
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
from framing.report.settings import Related, SameEvent, Settings
from framing.report.spread import render_spread
from framing.types import Analysis
from framing.validated import Validated

__all__ = [
    "SECTIONS",
    "IndexEntry",
    "Related",
    "SameEvent",
    "Section",
    "Settings",
    "index_entry",
    "index_pages",
    "page_name",
    "render_article",
    "render_fragment",
    "render_index",
    "render_pages",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page: its name (id and template), its heading, and the function that makes its data.

    A view with ``shown`` that is False has nothing to say: then the page has neither the heading nor a link to it.
    """

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
    validated: Validated | None = None,
    same_event: SameEvent | None = None,
) -> str:
    """Take an analysis; return its report as one self-contained HTML page, the same bytes for the same arguments.

    ``excerpts`` shows only marked sentences with their neighbours, for handouts. ``generated`` is the time to print
    (ISO 8601); without it the page names no time. ``validated`` are error figures from coders of the reader's own; they
    stand in place of the shipped ones. ``same_event`` are other articles on its event, None where no collection was
    searched for any. The page has no remote part, and a policy that allows none. A very long article makes a very large
    page: ``render_pages`` spreads it.
    """
    settings = Settings(excerpts=excerpts, generated=generated, validated=validated, same_event=same_event)
    analysis = with_measured(analysis, validated)
    return _render(analysis, _views(analysis, settings), settings)


def render_pages(
    analysis: Analysis,
    *,
    excerpts: bool = False,
    generated: str | None = None,
    data: str | None = None,
    validated: Validated | None = None,
    same_event: SameEvent | None = None,
) -> tuple[tuple[str, str], ...]:
    """Take an analysis; return the pages of its report as (file name, HTML), the main page first.

    It is one page unless that would be over 250 kB; then the text is spread over several, which link to each other and
    belong into one folder. ``data`` is the file beside them that holds the analysis, to be linked. The rest is as for
    ``render_article``.
    """
    settings = Settings(excerpts=excerpts, generated=generated, data=data, validated=validated, same_event=same_event)
    analysis = with_measured(analysis, validated)
    render = partial(_render, analysis, _views(analysis, settings))
    return render_spread(analysis, settings, name=page_name(analysis.article), render=render)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Views:
    """What is made once for all pages of an article."""

    header: header.HeaderView
    banner: banner.BannerView
    sections: tuple[tuple[Section, object], ...]


def _views(analysis: Analysis, settings: Settings) -> _Views:
    return _Views(
        header=header.view(analysis, settings),
        banner=banner.view(analysis, settings),
        sections=tuple((section, section.view(analysis, settings)) for section in SECTIONS),
    )


def _render(analysis: Analysis, views: _Views, settings: Settings) -> str:
    pages = settings.pages
    sections: list[tuple[Section, object]] = []
    for section, view in views.sections:
        if isinstance(view, text.TextView):
            view = text.on_page(view, pages)
        elif isinstance(view, findings.FindingsView):
            view = findings.view(analysis, settings)
        elif not pages.first:
            continue
        if getattr(view, "shown", True):
            sections.append((section, view))
    return render(
        "article.html",
        title=header.plain_title(analysis),
        header=views.header,
        banner=views.banner,
        sections=sections,
        shown={section.name for section, _ in sections},
        version=str(analysis.made_with.get("framing", "")),
        generated=settings.generated,
        excerpts=settings.excerpts,
        length=len(analysis.article.text),
        pages=pages,
        data=settings.data,
        to_sentence=pages.to_sentence,
        to_section=pages.to_section,
    )
