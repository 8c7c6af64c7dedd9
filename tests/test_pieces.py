"""Marked words and reports: how far words without a closing mark run, and how long it takes to tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from framing.quotes.marks import Marked
from framing.quotes.pieces import Report, all_mended
from framing.types import Span

from .growth import steep


def _report(start: int, *contents: tuple[int, int]) -> Report:
    spans = tuple(Span(start=a, end=b) for a, b in contents)
    return Report(start=start, end=start + 4, lemma="say", speaker=None, name=lambda said: None, contents=spans)


def _one_by_one(text: str, m: Marked, reports: Sequence[Report]) -> Marked:
    """The same by its definition: every report in order, the first that shows where the words end."""
    if m.closed or m.continued:
        return m
    for report in reports:
        for content in report.contents:
            tag = m.start < report.start < m.end and content.start <= m.start + 2 and m.start < content.end
            ends = 0 <= content.start - m.end <= 6 and text[content.end - 1] in "’”'\""
            if content.end <= report.start and (tag or ends):
                return replace(m, end=content.end)
    return m


_SIZE = 24
_SPANS = st.tuples(st.integers(0, _SIZE - 1), st.integers(1, 12)).map(lambda ab: (ab[0], min(ab[0] + ab[1], _SIZE)))
_MARKED = st.builds(
    lambda span, closed, continued: Marked(start=span[0], end=span[1], paragraph=0, closed=closed, continued=continued),
    _SPANS,
    st.sampled_from([True, False, False, False]),
    st.sampled_from([True, False, False, False]),
)
_REPORTS = st.lists(
    st.tuples(st.integers(0, _SIZE), st.lists(_SPANS, max_size=3)).map(lambda one: _report(one[0], *one[1])), max_size=8
)


@given(st.text(alphabet='a ’"', min_size=_SIZE, max_size=_SIZE), st.lists(_MARKED, max_size=6), _REPORTS)
def test_all_marks_end_where_each_alone_would(text: str, marked: list[Marked], reports: list[Report]) -> None:
    assert all_mended(text, marked, reports) == [_one_by_one(text, m, reports) for m in marked]


def test_thousands_of_unclosed_marks_and_reports_take_time_in_proportion() -> None:
    unit = "“It is shut, Lee said. "

    def case(times: int) -> tuple[str, list[Marked], list[Report]]:
        starts = range(0, times * len(unit), len(unit))
        marked = [Marked(start=at, end=at + 22, paragraph=0, closed=False) for at in starts]
        return unit * times, marked, [_report(at + 17, (at + 1, at + 11)) for at in starts]

    text, marked, reports = case(2)
    assert [text[m.start : m.end] for m in all_mended(text, marked, reports)] == ["“It is shut"] * 2
    assert not steep(case(2_000), case(8_000), lambda some: all_mended(*some))
