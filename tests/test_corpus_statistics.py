"""The statistics of a corpus against values computed by hand, and what must hold for any counts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.outlets import Rate
from framing.corpus.statistics import (
    benjamini_hochberg,
    log_odds,
    quartiles,
    rate_intervals,
    spread,
    two_sided,
)
from framing.corpus.views import rate_table


def test_benjamini_hochberg_by_hand() -> None:
    # m = 5; sorted p: .01 .02 .03 .04 .05 -> m p / rank is .05 for each
    assert benjamini_hochberg(np.array([0.05, 0.01, 0.03, 0.02, 0.04])).tolist() == pytest.approx([0.05] * 5)
    # sorted .001 .01 .04 .8 -> .004 .02 .0533 .8
    found = benjamini_hochberg(np.array([0.8, 0.001, 0.04, 0.01]))
    assert found.tolist() == pytest.approx([0.8, 0.004, 4 * 0.04 / 3, 0.02])
    # the least over j >= i: m p / rank is .09, .06 and .04, so all three have .04
    assert benjamini_hochberg(np.array([0.03, 0.04, 0.04])).tolist() == pytest.approx([0.04, 0.04, 0.04])
    assert benjamini_hochberg(np.array([])).tolist() == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_q_values_keep_the_order_and_are_no_smaller_than_p(values: list[float]) -> None:
    p = np.array(values)
    q = benjamini_hochberg(p)
    assert ((q >= p - 1e-12) & (q <= 1)).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(q[order]) >= -1e-12).all()
    # what Benjamini and Hochberg's step-up procedure rejects at 5 % is what has q <= .05
    ranks = [rank for rank, value in enumerate(sorted(values), start=1) if value <= 0.05 * rank / len(values)]
    assert int((q <= 0.05 + 1e-12).sum()) >= max(ranks, default=0)


def test_log_odds_by_hand() -> None:
    # 10 of 1,000 words here, 5 of 2,000 elsewhere; a prior of 15 words: 1 of the term, 14 of all others
    odds, variance = log_odds(np.array([10.0, 990.0]), np.array([5.0, 1995.0]), 1000, 2000, np.array([1.0, 14.0]))
    here, elsewhere = (10 + 1) / (1000 + 15 - 11), (5 + 1) / (2000 + 15 - 6)
    assert odds[0] == pytest.approx(math.log(here) - math.log(elsewhere))
    assert variance[0] == pytest.approx(1 / 11 + 1 / 6)
    assert odds[0] / math.sqrt(variance[0]) == pytest.approx(2.561, abs=0.001)


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=20),
)
def test_log_odds_change_sign_where_the_groups_change_places(counts: list[tuple[int, int]]) -> None:
    here, elsewhere = np.array(counts, dtype=float).T
    prior = (here + elsewhere + 0.5) / 10
    first, variance = log_odds(here, elsewhere, here.sum() + 1, elsewhere.sum() + 1, prior)
    second, same = log_odds(elsewhere, here, elsewhere.sum() + 1, here.sum() + 1, prior)
    assert first == pytest.approx(-second)
    assert variance == pytest.approx(same)
    assert (variance > 0).all()


def test_a_word_of_one_article_is_spread_wide_and_one_of_all_is_not() -> None:
    # ten articles of 100 words; a term used 10 times in one of them, and once in each
    words = np.full(10, 100.0)
    for uses, expected in ((np.array([10.0] + [0.0] * 9), 10.0), (np.ones(10), 1.0)):
        found = spread(
            np.array([uses.sum()]), np.array([(uses**2).sum()]), np.array([(uses * words).sum()]),
            words.sum(), float((words**2).sum()), 10,
        )  # fmt: skip
        # by hand: sum of (uses - .01 x 100)^2 = 81 + 9 = 90, over 10 uses, times 10 / 9
        assert found[0] == pytest.approx(expected)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(10, 900)), min_size=2, max_size=30))
def test_spread_is_that_of_the_residuals(articles: list[tuple[int, int]]) -> None:
    uses, words = np.array(articles, dtype=float).T
    total = uses.sum()
    found = spread(
        np.array([total]), np.array([(uses**2).sum()]), np.array([(uses * words).sum()]), words.sum(),
        float((words**2).sum()), len(articles),
    )[0]  # fmt: skip
    if total:
        residual = ((uses - total / words.sum() * words) ** 2).sum() / total * len(articles) / (len(articles) - 1)
        assert found == pytest.approx(max(1.0, residual))
    assert found >= 1


def test_two_sided_p_values() -> None:
    assert two_sided(np.array([0.0, 1.959964, -2.575829])).tolist() == pytest.approx([1.0, 0.05, 0.01], abs=1e-6)


def test_intervals_are_over_articles() -> None:
    counts = np.array([[number % 4] for number in range(40)], dtype=float)
    words = np.full((40, 1), 200.0)
    (found,) = rate_intervals(counts, words)
    assert found is not None
    low, high = found
    assert low < 0.75 < high
    # standard error of the mean of 0 1 2 3 over 40 articles is .177, so the rate moves by about .35 / 2
    assert (high - low) / 2 == pytest.approx(1.96 * 0.177 / 2, rel=0.12)
    # ten times each article: findings that cluster do not make the interval narrower
    clustered = rate_intervals(counts * 10, words * 10)[0]
    assert clustered == pytest.approx(found)
    assert rate_intervals(counts[:9], words[:9]) == [None]
    assert rate_intervals(counts, words * 0) == [None]
    assert rate_intervals(counts, words) == [found]


def test_intervals_do_not_depend_on_how_many_fit_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    import framing.corpus.statistics as statistics

    counts, words = np.arange(60, dtype=float).reshape(30, 2), np.full((30, 2), 300.0)
    whole = rate_intervals(counts, words)
    monkeypatch.setattr(statistics, "_MOST_DRAWS", 300)
    parts = rate_intervals(counts, words)
    assert np.array(parts) == pytest.approx(np.array(whole))


def test_quartiles() -> None:
    assert quartiles(np.array([])) is None
    assert quartiles(np.array([1.0, 2.0, 3.0, 4.0, 5.0])) == (2.0, 3.0, 4.0)


def test_intervals_cover_what_they_should() -> None:
    """Of 200 corpora drawn from one source, about 95 in 100 intervals hold its rate (fewer with 30 articles)."""
    random = np.random.default_rng(7)
    held = 0
    for _ in range(200):
        means = random.gamma(2.0, 1.0, size=60)  # articles differ, so findings cluster
        counts = random.poisson(means)[:, None].astype(float)
        (found,) = rate_intervals(counts, np.full((60, 1), 100.0))
        assert found is not None
        held += found[0] <= 2.0 <= found[1]
    assert 0.88 <= held / 200 <= 0.98


def _rate(value: float) -> Rate:
    return Rate(count=5, words=500, rate=value, interval=None, middle=None, spread_over=1)


def test_a_rate_is_drawn_where_it_is_or_not_at_all() -> None:
    few = rate_table(0, [("A", 1, _rate(1.2), True, None, False), ("All", 2, _rate(2.4), True, None, True)])
    assert few.axis == "4", "where every outlet has few articles, their rates set the axis"
    assert all(row.chart is not None for row in few.rows)
    mixed = rate_table(0, [("A", 1, _rate(9.0), True, None, False), ("B", 50, _rate(0.8), False, None, False)])
    assert mixed.axis == "1"
    assert [row.chart is not None for row in mixed.rows] == [False, True], "a dot at the edge would show another rate"
