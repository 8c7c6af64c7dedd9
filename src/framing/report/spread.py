"""An analysis in, its page out, or several where one would be too large for a reader's browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate
from math import ceil

from framing.report.runs import Row, make_rows
from framing.report.settings import Pages, Settings
from framing.types import Analysis

#: A page of more bytes opens slowly on a school's computer (1.8 MB: 1.3 s; measured for tables of 5,000 rows).
BUDGET = 250_000
_MOST_PAGES = 400
#: Roughly what a paragraph, a sentence and a finding (mark, note and line in the table) add to a page, in bytes.
_ROW, _SENTENCE, _FINDING = 200, 160, 700


def render_spread(
    analysis: Analysis, settings: Settings, *, name: str, render: Callable[[Settings], str]
) -> tuple[tuple[str, str], ...]:
    """Take an analysis, the name of its page and what renders one; return (name, page) pairs, the first the main one.

    A page over ``BUDGET`` bytes is spread over as many as needed; paragraphs stay whole, so a single paragraph with
    thousands of findings may still be larger.
    """
    whole = render(settings)
    size = len(whole.encode("utf-8", "surrogatepass"))
    rows = make_rows(analysis)
    if size <= BUDGET or len(rows) < 2:
        return ((name, whole),)
    count = ceil(size / BUDGET) + 1
    while True:
        pages = _pages(analysis, rows, name, min(count, len(rows), _MOST_PAGES))
        made = tuple(
            (pages.names[n - 1], render(replace(settings, pages=pages.turned(n))))
            for n in range(1, len(pages.names) + 1)
        )
        largest = max(len(page.encode("utf-8", "surrogatepass")) for _, page in made)
        if largest <= BUDGET or len(pages.names) < count:
            return made
        count = ceil(count * min(max(largest / BUDGET, 1.15), 2))


def _pages(analysis: Analysis, rows: Sequence[Row], name: str, count: int) -> Pages:
    """Return the pages for so many parts of about equal weight."""
    found: dict[int, int] = {}
    for finding in analysis.findings:
        found[finding.sentence] = found.get(finding.sentence, 0) + 1
    weights = [
        _ROW
        + sum(len(chunk.text) for piece in row.pieces for run in piece.runs for chunk in run.chunks)
        + sum(_SENTENCE + _FINDING * found.get(index, 0) for index in row.sentences)
        for row in rows
    ]
    reached = list(accumulate(weights))
    starts = [0]
    for row in range(1, len(rows)):
        # the first page holds the other sections too: it gets half a share of the text
        if reached[row - 1] >= reached[-1] * (len(starts) - 0.5) / (count - 0.5) and len(starts) < count:
            starts.append(row)
    stem = name.removesuffix(".html")
    following = 1
    sentences = []
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        inside = [index + 1 for row in rows[start:end] for index in row.sentences]
        sentences.append(min(inside, default=following))
        following = max(inside, default=following - 1) + 1
    return Pages(
        names=(name, *(f"{stem}-{n}.html" for n in range(2, len(starts) + 1))),
        starts=tuple(starts),
        sentences=tuple(sentences),
    )
