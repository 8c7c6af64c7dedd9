"""Planted truth is recovered: plans reach what they promise, and intervals hold the truth as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.coverage import TRUTHS, cover
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import ConfigError
from framing.validation.estimates import FIGURES, Table, clustered_estimates, estimates
from framing.validation.plan import LEAST_MISSED, Assumed, Cell, plan, what_it_takes
from framing.validation.wording import share_text

CORPUS = [
    Cell(name="0|a", marked=False, population=40_000, chances=400.0),
    Cell(name="0|b", marked=False, population=9_000, chances=350.0),
    Cell(name="1|a", marked=True, population=1_000, chances=400.0),
]


def _table(population: list[list[int]], coded: list[list[int]], positive: list[list[int]]) -> Table:
    return Table(population=np.array(population), coded=np.array(coded), positive=np.array(positive))


@pytest.mark.parametrize("truth", TRUTHS[:3])
def test_intervals_hold_the_truth_at_the_sizes_that_the_calculator_advises(truth: tuple[float, float, float]) -> None:
    """The short form of ``benchmarks.coverage``: of 150 runs of a 95 % interval, 90 to 99 % hold the truth."""
    line = cover(truth, "informative", runs=150, draws=600)
    for name in FIGURES:
        assert 0.90 <= line.held[name] <= 0.99, (truth, name, line.held[name])
    assert line.half["precision"] <= 0.055
    assert line.half["recall"] <= 0.105


def test_a_corpus_that_is_coded_whole_has_no_interval_left() -> None:
    found = estimates(_table([[90, 10]], [[90, 10]], [[6, 4]]))
    assert (found["precision"].value, found["precision"].low, found["precision"].high) == (0.4, 0.4, 0.4)
    assert found["recall"].value == 0.4
    assert found["prevalence"].value == 0.1
    like = estimates(_table([[90, 10]], [[90, 10]], [[6, 4]]), finite=False)
    assert like["precision"].low is not None and like["precision"].low < 0.25


def test_figures_are_weighted_back_to_the_corpus() -> None:
    found = estimates(_table([[9000, 0], [0, 1000]], [[100, 0], [0, 100]], [[1, 0], [0, 50]]))
    assert found["precision"].value == 0.5
    assert found["recall"].value == pytest.approx(500 / (500 + 90))
    assert found["prevalence"].value == pytest.approx(590 / 10_000)
    assert (found["recall"].count, found["recall"].out_of) == (50, 51)


@pytest.mark.parametrize(
    ("coded", "positive", "figure", "reason"),
    [
        ([[0, 50]], [[0, 20]], "recall", "no unmarked sentence was coded"),
        ([[50, 0]], [[2, 0]], "precision", "no marked sentence was coded"),
        ([[50, 50]], [[0, 0]], "recall", "coders found no such sentence"),
    ],
)
def test_what_can_not_be_told_has_a_reason(
    coded: list[list[int]], positive: list[list[int]], figure: str, reason: str
) -> None:
    found = estimates(_table([[900, 100]], coded, positive))[figure]
    assert found.value is None and found.low is None
    assert reason in found.reason


def test_a_part_without_a_coded_sentence_widens_the_interval_and_is_counted() -> None:
    whole = _table([[900, 0], [100, 50]], [[200, 0], [50, 50]], [[4, 0], [4, 30]])
    gap = _table([[900, 0], [100, 50]], [[200, 0], [0, 50]], [[4, 0], [0, 30]])
    assert gap.uncovered == 100 and whole.uncovered == 0
    a, b = estimates(whole)["recall"], estimates(gap)["recall"]
    assert (b.high or 0) - (b.low or 0) > (a.high or 0) - (a.low or 0)


@given(st.data())
def test_values_lie_in_their_intervals_and_nothing_breaks(data: st.DataObject) -> None:
    cells = data.draw(st.integers(1, 4))
    counts = st.lists(st.integers(0, 30), min_size=2, max_size=2)
    population = data.draw(st.lists(counts, min_size=cells, max_size=cells))
    coded = [[data.draw(st.integers(0, n)) for n in row] for row in population]
    positive = [[data.draw(st.integers(0, n)) for n in row] for row in coded]
    for one in estimates(_table(population, coded, positive), draws=20).values():
        if one.value is None:
            assert one.reason
        else:
            assert 0 <= (one.low or 0) <= one.value <= (one.high or 0) <= 1 + 1e-12


def test_labels_that_are_no_sample_get_intervals_over_articles() -> None:
    random = np.random.default_rng(1)
    gold = random.random(400) < 0.3
    marked = gold ^ (random.random(400) < 0.1)
    group = np.repeat(np.arange(40), 10)
    found = clustered_estimates(gold, marked, group, draws=200)
    assert found["precision"].value == pytest.approx(gold[marked].mean())
    assert (found["precision"].low or 0) < (found["precision"].value or 0) < (found["precision"].high or 0)
    alone = clustered_estimates(gold, marked, np.zeros(400, dtype=int), draws=200)["precision"]
    assert alone.value is not None and alone.low is None and "one article" in alone.reason


def test_the_rarer_the_more_to_code() -> None:
    rows = what_it_takes(CORPUS, prevalences=(0.01, 0.05, 0.2), precision=0.5, precision_within=0.05, recall_within=0.1)
    totals = [row.total for row in rows]
    assert totals[0] > totals[1] > totals[2]
    for row in rows:
        assert row.precision_within is not None and row.precision_within <= 0.0501
        assert row.recall_within is not None and row.recall_within <= 0.1001
        assert row.missed >= LEAST_MISSED - 1
    (narrow,) = what_it_takes(CORPUS, prevalences=(0.05,), precision=0.5, precision_within=0.05, recall_within=0.05)
    assert narrow.total > totals[1]


def test_likely_sentences_are_coded_at_a_higher_rate_and_no_part_is_left_out() -> None:
    made = plan(CORPUS, Assumed(), precision_within=0.05, recall_within=0.1)
    low, high, _ = (n / cell.population for n, cell in zip(made.coded, CORPUS, strict=True))
    assert high > low > 0


@given(st.integers(2, 3000), st.lists(st.tuples(st.booleans(), st.integers(0, 800)), min_size=1, max_size=6))
def test_a_number_to_code_is_kept_to(count: int, sizes: list[tuple[bool, int]]) -> None:
    cells = [
        Cell(name=str(at), marked=marked, population=size, chances=size * 0.05)
        for at, (marked, size) in enumerate(sizes)
    ]
    total = sum(size for _, size in sizes)
    if not total:
        with pytest.raises(ConfigError, match="nothing to sample from"):
            plan(cells, Assumed(), count=count)
        return
    made = plan(cells, Assumed(), count=count)
    assert all(0 <= n <= cell.population for n, cell in zip(made.coded, cells, strict=True))
    assert abs(made.total - min(count, total)) <= 1 or made.total < count


def test_a_corpus_that_is_too_small_is_said_to_be() -> None:
    tiny = [Cell(name="0", marked=False, population=60), Cell(name="1", marked=True, population=5)]
    made = plan(tiny, Assumed(prevalence=0.05), precision_within=0.05, recall_within=0.02)
    assert made.total == 65 or made.capped


def test_what_the_unmarked_side_cant_take_goes_to_the_marked_side() -> None:
    cells = [Cell(name="0", marked=False, population=60), Cell(name="1", marked=True, population=440)]
    assert plan(cells, Assumed(), count=400).coded == (60, 340)
    assert plan(cells, Assumed(), count=401).total == 401


def test_all_coded_is_said_only_where_all_was_coded() -> None:
    """Labels that are no sample, and cells without a coded sentence, can have intervals of no width."""
    all_marked = estimates(_table([[900, 10]], [[100, 10]], [[5, 10]]))
    assert share_text(all_marked["precision"]) == "100% (all coded)"
    assert not all_marked["recall"].whole
    assert not estimates(_table([[900, 10]], [[100, 10]], [[5, 10]]), finite=False)["precision"].whole
    marked = np.array([True, False] * 20)
    no_sample = clustered_estimates(marked, marked, np.repeat(np.arange(10), 4), draws=50)["precision"]
    assert share_text(no_sample) == "100% (no interval)"
