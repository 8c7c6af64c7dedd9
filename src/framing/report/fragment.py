"""Analysis in, a small piece of HTML for a notebook out: no script, no ids, its own style, at most 30 KB."""

from __future__ import annotations

from framing.report import facts
from framing.report.pages import environment
from framing.report.runs import make_rows
from framing.report.sections import header
from framing.report.wording import direction, language_tag
from framing.types import Analysis

#: The most bytes of a fragment; a notebook keeps every output.
LIMIT = 30_000


def render_fragment(analysis: Analysis) -> str:
    """Take an analysis; return its text with marks and its counts, cut after whole paragraphs at 30 KB.

    Classes begin with ``fr-``; there is no script, which notebooks strip from what they do not trust.
    """
    rows = make_rows(analysis)
    template = environment().get_template("fragment.html")
    values = {
        "header": header.view(analysis),
        "headlines": {sentence.index for sentence in analysis.sentences if sentence.part in ("headline", "subhead")},
        "counts": facts.counts(analysis),
        "checked": facts.checked_anything(analysis),
        "words": facts.words(analysis),
        "writer": facts.total(analysis, "writer"),
        "source": facts.total(analysis, "source"),
        "lang": language_tag(analysis.article.language),
        "dir": direction(analysis.article.language),
    }

    def made(number: int) -> str:
        return template.render(rows=rows[:number], left_out=len(rows) - number, **values)

    page = made(len(rows))
    if len(page.encode()) <= LIMIT:
        return page
    low, high = 0, len(rows)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if len(made(middle).encode()) <= LIMIT else (low, middle)
    return made(low)
