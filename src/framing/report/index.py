"""Analyses and failures in, the index of a folder of reports out: what failed first, then one row an article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from framing.report import facts
from framing.report.names import page_name
from framing.report.pages import render
from framing.report.sections.header import plain_title
from framing.report.wording import day, direction, language, language_tag, last_part, safe_link, shortened
from framing.types import FAMILIES, Analysis, Failure

#: More rows than this make a page slow to open (500 KB at most); the index then has several pages.
ROWS = 500
#: Failures on the page; all of them are in failures.csv.
FAILURES = 200
#: Said of a row whose article has the page of an earlier one.
TWIN = "same id and text as a row above; one page"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """What the index says of one article, so that an analysis need not be kept. ``counts`` follow ``FAMILIES``."""

    href: str
    title: str
    lang: str
    dir: str
    outlet: str
    published: str
    words: int | None
    checked: bool
    counts: tuple[int, ...]
    writer: int
    source: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRow:
    """An input that gave no page, as it is shown."""

    origin: str
    link: str | None
    stage: str
    message: str


def index_entry(analysis: Analysis) -> IndexEntry:
    """Take an analysis; return its row in the index. The link is the page's name in the same folder."""
    article = analysis.article
    words = facts.words(analysis)
    notes = []
    if facts.length(analysis) == "too_short":
        notes.append("too short to analyse")
    elif not facts.checked_anything(analysis):
        notes.append(f"no sentence was checked; {language(article.language)}")
    if any(skip.id.startswith(("model", "loaded")) for skip in analysis.skipped):
        notes.append("the sentence model did not run")
    notes += [shortened(note, 120) for note in article.notes]
    return IndexEntry(
        href=page_name(article),
        title=shortened(plain_title(analysis), 140),
        lang=language_tag(article.language),
        dir=direction(article.language),
        outlet=shortened(article.outlet or "", 60) or "not given",
        published=shortened(day(article.published[:10]), 20) if article.published else "not given",
        checked=facts.checked_anything(analysis),
        words=words.total if words.total is not None else words.writer,
        counts=tuple(count.writer for count in facts.counts(analysis)),
        writer=facts.total(analysis, "writer"),
        source=facts.total(analysis, "source"),
        note="; ".join(notes),
    )


def _without_twins(entries: Sequence[IndexEntry]) -> list[IndexEntry]:
    """Return the entries; a later one with the same id and text, whose page is the same file, says so."""
    seen: set[str] = set()
    made = []
    for entry in entries:
        if entry.href in seen and not entry.note.startswith(TWIN):
            entry = replace(entry, note=f"{TWIN}; {entry.note}" if entry.note else TWIN)
        seen.add(entry.href)
        made.append(entry)
    return made


def index_name(page: int) -> str:
    """Take a page number from 1; return the file name of that page of the index."""
    return "index.html" if page == 1 else f"index-{page}.html"


def render_index(
    entries: Sequence[IndexEntry],
    *,
    failures: Sequence[Failure] = (),
    title: str = "Articles",
    data: Sequence[tuple[str, str]] = (),
    generated: str | None = None,
    version: str = "",
    corpus: object = None,
    page: int = 1,
) -> str:
    """Take all entries and failures of a folder; return one page of its index.

    ``entries`` may lie on disk: only the page's slice is read. ``corpus`` is what the first page says of all articles
    together (``framing.corpus.pages.IndexView``).
    ``data`` lists (file name, what it holds) of tables in the same folder. Failures stand on the first page only.
    The counts are those of the whole folder on every page, so that they add up. ValueError on a page that is not there.
    """
    pages = max(1, -(-len(entries) // ROWS))
    if not 1 <= page <= pages:
        raise ValueError(f"page {page} of an index of {pages}")
    shown = _without_twins(entries[(page - 1) * ROWS : page * ROWS])
    return render(
        "index.html",
        title=title,
        entries=shown,
        first=(page - 1) * ROWS + 1,
        last=(page - 1) * ROWS + len(shown),
        articles=len(entries),
        failed=len(failures),
        failures=[
            FailureRow(
                origin=last_part(failure.origin),
                link=safe_link(failure.origin),
                stage=failure.stage,
                message=failure.message,
            )
            for failure in failures[:FAILURES]
        ]
        if page == 1
        else [],
        families=FAMILIES,
        corpus=corpus if page == 1 else None,
        data=data,
        generated=generated,
        version=version,
        page=page,
        pages=[(number, index_name(number)) for number in range(1, pages + 1)],
    )


def index_pages(
    entries: Sequence[IndexEntry],
    *,
    failures: Sequence[Failure] = (),
    title: str = "Articles",
    data: Sequence[tuple[str, str]] = (),
    generated: str | None = None,
    version: str = "",
    corpus: object = None,
) -> Iterator[tuple[str, str]]:
    """Take all entries and failures; yield (file name, page) of every page of the index, at most 500 rows each."""
    for page in range(1, max(1, -(-len(entries) // ROWS)) + 1):
        made = render_index(
            entries,
            failures=failures,
            title=title,
            data=data,
            generated=generated,
            version=version,
            corpus=corpus,
            page=page,
        )
        yield index_name(page), made
