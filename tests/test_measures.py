"""Numbers with their denominators: what is counted, over what, with which interval, and when no rate is given."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.intervals import FEW_FINDINGS, FEW_SENTENCES, bootstrap, poisson, wilson
from framing.measures import (
    WORDS_FOR_ANALYSIS,
    WORDS_FOR_RATE,
    WORDS_OF_VOICE,
    loaded_measure,
    rate_measures,
    word_measures,
)
from framing.pipeline import analyze_parsed, parse
from framing.scoring import Scorers
from framing.types import Analysis, Article, Finding, Measure, ParsedArticle, SentenceScore, Span

PLAIN = "The crews of the island went to the harbour at noon. "  # 11 words
SAID = "“The crews of the island went home at noon,” said Mira Sol. "  # 9 of the source, 3 of the writer


def _parsed(text: str) -> ParsedArticle:
    return parse(Article(id="a", text=text.strip(), language="en"), fast=True)


def _findings(parsed: ParsedArticle, word: str, *, score: float = 1.0, family: str = "L") -> list[Finding]:
    """Return a finding for each time a word stands in the text."""
    tokens = parsed.tokens
    return [
        Finding(
            span=Span(start=tokens.start[at], end=tokens.end[at]),
            family=family,  # type: ignore[arg-type]
            category="testing",
            origin="lexicon:test@1",
            term=word,
            score=score,
            voice="writer" if tokens.quote[at] < 0 else "source",
            sentence=tokens.sentence[at],
        )
        for at in range(len(tokens))
        if tokens.lower[at] == word
    ]


def _of(measures: tuple[Measure, ...], name: str, voice: str) -> Measure:
    return next(measure for measure in measures if (measure.name, measure.voice) == (name, voice))


def test_the_interval_of_a_share_is_wilsons() -> None:
    # Brown, Cai and DasGupta (2001), "Interval estimation for a binomial proportion": 0 of 10 and 5 of 10.
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=5e-5)
    assert wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=5e-5)
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=5e-5)
    for of in range(1, 500):
        assert (wilson(0, of)[0], wilson(of, of)[1]) == (0.0, 1.0)


def test_words_are_counted_by_voice_and_numbers_are_no_words() -> None:
    measures = word_measures(_parsed(PLAIN + SAID + "In 2024 it cost 1,500 crowns."))
    assert (_of(measures, "words", "writer").count, _of(measures, "words", "source").count) == (11 + 3 + 4, 9)
    assert _of(measures, "words", "writer").out_of == 27
    assert _of(measures, "words", "writer").value == 66.7


def test_a_rate_is_findings_per_100_words_of_that_voice() -> None:
    parsed = _parsed((PLAIN * 3 + SAID) * 10)
    measures = rate_measures(parsed, _findings(parsed, "crews"))
    writer, source = _of(measures, "findings_L", "writer"), _of(measures, "findings_L", "source")
    assert (writer.count, writer.out_of, writer.per) == (30, 360, 100.0)
    assert writer.value == pytest.approx(100 * 30 / 360, abs=0.005)
    assert (source.count, source.out_of) == (10, 90)
    assert source.value == pytest.approx(100 * 10 / 90, abs=0.005)
    assert _of(measures, "findings_all", "writer").findings == writer.findings
    assert _of(measures, "findings_F", "writer").count == 0


def test_notes_are_counted_apart_from_the_rates() -> None:
    parsed = _parsed(PLAIN * 30)
    findings = [*_findings(parsed, "crews"), *_findings(parsed, "noon", score=0.0)]
    measures = rate_measures(parsed, findings)
    assert _of(measures, "findings_all", "writer").count == 30
    assert _of(measures, "notes", "writer").count == 30
    assert set(_of(measures, "notes", "writer").findings).isdisjoint(_of(measures, "findings_all", "writer").findings)


def test_under_300_words_there_are_counts_and_no_rate() -> None:
    short = _parsed(PLAIN * 27)
    assert 27 * 11 < WORDS_FOR_RATE <= 28 * 11
    measure = _of(rate_measures(short, _findings(short, "crews")), "findings_L", "writer")
    assert (measure.count, measure.out_of) == (27, 297)
    assert (measure.value, measure.low, measure.high, measure.method) == (None, None, None, "none")
    long = _parsed(PLAIN * 28)
    assert _of(rate_measures(long, _findings(long, "crews")), "findings_L", "writer").value is not None


def test_a_voice_under_50_words_has_counts_and_no_rate() -> None:
    few, enough = (_parsed(PLAIN * 30 + SAID * times) for times in (5, 6))
    assert 5 * 9 < WORDS_OF_VOICE <= 6 * 9
    measures = rate_measures(few, _findings(few, "crews"))
    source = _of(measures, "findings_L", "source")
    assert (source.count, source.out_of) == (5, 45)
    assert (source.value, source.low, source.high, source.method) == (None, None, None, "none")
    assert _of(measures, "findings_L", "writer").value is not None
    assert _of(rate_measures(enough, _findings(enough, "crews")), "findings_L", "source").value is not None


def _analysis(text: str, scorers: Scorers) -> Analysis:
    return analyze_parsed(_parsed(text), scorers, fast=True)


def test_under_50_words_nothing_is_scored_and_that_is_said(scorers: Scorers) -> None:
    loaded = "The mayor slammed the brutal, disgraceful plan on Monday. "  # 9 words
    short = _analysis(loaded * 5, scorers)
    assert 5 * 9 < WORDS_FOR_ANALYSIS <= 6 * 9
    assert short.findings == ()
    assert {score.state for score in short.scores} == {"not_checked"}
    assert {score.reason for score in short.scores} == {"article too short"}
    assert not [measure for measure in short.measures if measure.name.startswith("findings")]
    assert short.skipped[0].id == "article"
    assert _analysis(loaded * 6, scorers).findings


def test_overlapping_cues_of_a_family_are_counted_once(scorers: Scorers) -> None:
    found = _analysis("The mayor lashed out at the crews on Monday, and then he went home at noon. " * 5, scorers)
    for family in "LFAPH":
        spans = sorted((f.span.start, f.span.end) for f in found.findings if f.family == family)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.69), (1, 0.03, 5.57), (5, 1.62, 11.67), (10, 4.80, 18.39), (25, 16.18, 36.90), (100, 81.36, 121.63)],
)
def test_exact_poisson_intervals(count: int, low: float, high: float) -> None:
    """Values of Garwood 1936, as printed in the usual tables."""
    assert poisson(count) == pytest.approx((low, high), abs=0.005)


@pytest.mark.parametrize("count", [501, 1_000, 5_000, 100_000])
def test_large_counts_have_intervals_too(count: int) -> None:
    low, high = poisson(count)
    assert low == pytest.approx(count - 1.96 * count**0.5, rel=0.01)
    assert high == pytest.approx(count + 1.96 * count**0.5, rel=0.01)


def test_the_approximation_meets_the_exact_interval_where_it_takes_over() -> None:
    exact, approximate = poisson(500), poisson(501)
    assert approximate[0] - exact[0] == pytest.approx(0.96, abs=0.06)
    assert approximate[1] - exact[1] == pytest.approx(1.04, abs=0.06)


def test_few_findings_or_sentences_get_the_poisson_interval() -> None:
    parsed = _parsed(PLAIN * 40)
    few = _findings(parsed, "crews")[: FEW_FINDINGS - 1]
    measure = _of(rate_measures(parsed, few), "findings_L", "writer")
    assert measure.method == "poisson"
    assert (measure.low, measure.high) == pytest.approx([100 * bound / 440 for bound in poisson(len(few))], abs=0.005)
    many = _findings(parsed, "crews")[:FEW_FINDINGS]
    assert _of(rate_measures(parsed, many), "findings_L", "writer").method == "bootstrap"
    long = _parsed(("crews of the island " * 20 + "went home. ") * (FEW_SENTENCES - 1))
    assert _of(rate_measures(long, _findings(long, "crews")), "findings_L", "writer").method == "poisson"


def test_nothing_found_still_has_an_upper_bound() -> None:
    measure = _of(rate_measures(_parsed(PLAIN * 40), []), "findings_all", "writer")
    assert (measure.count, measure.value, measure.low) == (0, 0.0, 0.0)
    assert measure.high == pytest.approx(100 * 3.69 / 440, abs=0.005)


def test_a_voice_without_words_has_no_rate() -> None:
    measure = _of(rate_measures(_parsed(PLAIN * 40), []), "findings_all", "source")
    assert (measure.out_of, measure.value, measure.high) == (0, None, None)


def test_the_bootstrap_is_the_same_each_time_and_holds_the_rate() -> None:
    parsed = _parsed((PLAIN * 2 + SAID) * 20)
    findings = _findings(parsed, "crews")[::2]
    first, second = rate_measures(parsed, findings), rate_measures(parsed, findings)
    assert first == second
    measure = _of(first, "findings_L", "writer")
    assert measure.low is not None and measure.high is not None and measure.value is not None
    assert measure.low < measure.value < measure.high


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 60)), min_size=10, max_size=60))
@settings(max_examples=40)
def test_bootstrap_intervals_hold_the_observed_rate(rows: list[tuple[int, int]]) -> None:
    counts, sizes = [row[0] for row in rows], [row[1] for row in rows]
    ((low, high),) = bootstrap([counts], [sizes])
    rate = sum(counts) / sum(sizes)
    assert low <= rate + 1e-6
    assert high >= rate - 1e-6


def test_long_articles_are_resampled_in_blocks() -> None:
    ((low, high),) = bootstrap([[1, 0] * 600], [[10, 10] * 600])
    assert low <= 0.05 <= high


def test_loaded_sentences_are_counted_among_those_with_the_writers_words() -> None:
    def score(index: int, loaded: float | None, words: int = 8, state: str = "checked") -> SentenceScore:
        return SentenceScore(index=index, state=state, voice="writer", writer_words=words, loaded=loaded)  # type: ignore[arg-type]

    scores = [score(0, 0.6), score(1, 0.2), score(2, 0.5), score(3, 0.9, words=0), score(4, None, state="not_checked")]
    (measure,) = loaded_measure(scores, 0.5)
    assert (measure.count, measure.out_of, measure.value) == (2, 3, 66.7)
    assert loaded_measure(scores, None) == ()
    assert loaded_measure([], 0.5) == ()
