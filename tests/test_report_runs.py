"""The marked text is the article's own, character by character, whatever the text and the spans are."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.report import render_article, render_fragment
from framing.report.runs import chunks, make_rows
from framing.types import Analysis, Article, Finding, Quote, Sentence, SentenceScore, Span

from .report_pages import Page, page_lines, visible_lines
from .report_stories import STORIES, build, harbour

# Ordinary words, and every kind of character that breaks pages: bidi controls, astral signs, markup, line separators.
_ALPHABET = st.one_of(
    st.sampled_from(list("abc dé \n\n<>&\"'“”’\t\r\x0b\x0c\x00\x85\u2028\u202e\u2066\u2069\ufeff\u200f\u05d0😀𐍈")),
    st.characters(exclude_categories=("Cs",)),
)
_TEXT = st.text(_ALPHABET, max_size=160)


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    text = draw(_TEXT)
    cut = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)) | {0, len(text)})
    spans = [(a, b) for a, b in pairwise(cut) if text[a:b].strip() and draw(st.booleans())]
    sentences = tuple(
        Sentence(
            index=index,
            span=Span(start=a, end=b),
            part=draw(st.sampled_from(["headline", "subhead", "body", "caption", "boilerplate"])),
            paragraph=draw(st.integers(0, 3)),
        )
        for index, (a, b) in enumerate(spans)
    )
    ranges = st.tuples(st.integers(0, len(text)), st.integers(0, len(text) + 5)).map(sorted)
    quotes = tuple(
        Quote(span=Span(start=a, end=b), kind="direct") for a, b in draw(st.lists(ranges, max_size=3)) if b > a
    )
    findings = tuple(
        Finding(
            span=Span(start=a, end=b),
            family=draw(st.sampled_from(["L", "F", "A", "P", "H"])),
            category="hedge",
            origin="lexicon:en/hedge@1",
            term="x",
            score=draw(st.sampled_from([0.0, 1.0])),
            voice=draw(st.sampled_from(["writer", "source"])),
            sentence=draw(st.integers(0, len(sentences) - 1)),
        )
        for a, b in sorted(draw(st.lists(ranges, max_size=5)))
        if b > a and sentences
    )
    scores = tuple(
        SentenceScore(
            index=sentence.index,
            state=draw(st.sampled_from(["marked", "checked", "not_checked"])),
            voice="writer",
            writer_words=draw(st.integers(0, 30)),
            loaded=draw(st.one_of(st.none(), st.floats(0, 1))),
        )
        for sentence in sentences
    )
    return Analysis(
        article=Article(id="h", text=text, language=draw(st.sampled_from([None, "en", "ar", "x<y"]))),
        sentences=sentences,
        scores=scores,
        quotes=quotes,
        findings=findings,
    )


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(analyses())
def test_rows_hold_the_text(analysis: Analysis) -> None:
    rows = make_rows(analysis)
    made = ["".join(chunk.text for piece in row.pieces for run in piece.runs for chunk in run.chunks) for row in rows]
    assert page_lines(made) == visible_lines(analysis.article.text)
    for row in rows:
        for piece in row.pieces:
            assert all(run.chunks for run in piece.runs), "no run is empty"


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(analyses())
def test_the_page_holds_the_text(analysis: Analysis) -> None:
    page = Page(render_article(analysis))
    assert page_lines(page.lines) == visible_lines(analysis.article.text)
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("name", STORIES)
def test_stories_keep_their_text(name: str) -> None:
    analysis = STORIES[name]()
    assert page_lines(Page(render_article(analysis)).lines) == visible_lines(analysis.article.text)


def test_lone_surrogates_can_be_written() -> None:
    analysis = Analysis(article=Article(id="s", text="a\ud800b"), sentences=(), scores=())
    assert "a\ufffdb" in render_article(analysis)


def test_a_hard_wrapped_paragraph_is_one_row() -> None:
    text = "The council met on\nTuesday. It voted\nlate."
    sentences = (
        Sentence(index=0, span=Span(start=0, end=27), part="body", paragraph=0),
        Sentence(index=1, span=Span(start=27, end=len(text)), part="body", paragraph=0),
    )
    analysis = Analysis(article=Article(id="w", text=text), sentences=sentences, scores=())
    assert [(row.start, row.end, row.sentences) for row in make_rows(analysis)] == [(0, len(text), (0, 1))]


def test_overlapping_findings_split_and_print_both_letters() -> None:
    rows = {
        "".join(chunk.text for chunk in run.chunks): run
        for row in make_rows(harbour())
        for piece in row.pieces
        for run in piece.runs
        if run.families
    }
    assert rows["continue to"].families == "PF"
    assert rows["continue to"].letters == "PF"
    assert rows["continue to"].tint
    assert rows[" refer to"].families == "P"
    assert rows[" refer to"].letters == "P"


def test_a_letter_stands_only_where_a_finding_ends() -> None:
    def finding(start: int, end: int, family: str) -> Finding:
        return Finding(
            span=Span(start=start, end=end), family=family, category="c", origin="o", term="t", score=1.0,  # type: ignore[arg-type]
            voice="writer", sentence=0,
        )  # fmt: skip

    story = build([("body", ["aaaaabbbbbccccc"])])
    story = replace(story, findings=(finding(0, 15, "L"), finding(5, 10, "F")))
    runs = make_rows(story)[0].pieces[0].runs
    assert [run.families for run in runs] == ["L", "LF", "L"]
    assert [run.letters for run in runs] == ["", "LF", "L"]


def test_a_finding_in_a_sources_words_has_no_tint_and_a_note_is_light() -> None:
    found = {
        "".join(chunk.text for chunk in run.chunks): run
        for row in make_rows(harbour())
        for piece in row.pieces
        for run in piece.runs
    }
    assert (found["brutal insult"].voice, found["brutal insult"].tint) == ("source", False)
    assert (found["Perhaps"].light, found["Perhaps"].tint) == (True, False)
    assert (found["arrogant"].voice, found["arrogant"].tint) == ("writer", True)


def test_hidden_controls_stand_alone_with_their_code() -> None:
    made = chunks("a\u202eb\u2066\rc")
    assert [(chunk.text, chunk.control) for chunk in made] == [
        ("a", None),
        ("\u202e", "U+202E"),
        ("b", None),
        ("\u2066", "U+2066"),
        ("\r", "U+000D"),
        ("c", None),
    ]


@settings(max_examples=60, deadline=None)
@given(analyses())
def test_the_fragment_holds_the_text(analysis: Analysis) -> None:
    fragment = render_fragment(analysis)
    assert page_lines(Page(fragment).lines) == visible_lines(analysis.article.text)
    assert len(fragment.encode()) <= 30_000


def _cover(analysis: Analysis, at: int) -> tuple[str, str, bool]:
    """Return the voice, families and lightness of one character, by looking at every quote and finding."""
    cover = sorted(
        (f for f in analysis.findings[::-1] if f.span.start <= at < f.span.end),
        key=lambda f: (f.score == 0, f.voice == "source", f.span.start, -f.span.end),
    )
    said = any(quote.span.start <= at < quote.span.end for quote in analysis.quotes)
    light = bool(cover) and cover[0].score == 0
    return "source" if said else "writer", "".join(dict.fromkeys(f.family for f in cover)), light


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(analyses())
def test_each_character_has_what_covers_it(analysis: Analysis) -> None:
    for row in make_rows(analysis):
        at = row.start
        for piece in row.pieces:
            for run in piece.runs:
                size = sum(len(chunk.text) for chunk in run.chunks)
                for place in (at, at + size - 1):
                    assert (run.voice, run.families, run.light) == _cover(analysis, place)
                at += size


def test_twenty_thousand_findings_in_one_sentence_are_shown_at_once() -> None:
    analysis = harbour()
    text = "slam " * 20_000
    one = analysis.findings[0]
    many = replace(
        analysis,
        article=replace(analysis.article, text=text),
        sentences=(replace(analysis.sentences[0], span=Span(start=0, end=len(text))),),
        quotes=(),
        findings=tuple(replace(one, span=Span(start=5 * at, end=5 * at + 4)) for at in range(20_000)),
    )
    started = time.process_time()
    (row,) = make_rows(many)
    assert time.process_time() - started < 5
    assert sum(bool(run.letters) for piece in row.pieces for run in piece.runs) == 20_000
