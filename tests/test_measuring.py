"""The figures of an evaluation: the same as scikit-learn's, weighted, and with intervals over whole groups."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

from framing.errors import ConfigError
from framing.intervals import wilson
from framing.validation.evaluate import evaluate
from framing.validation.measuring import (
    auc,
    average_precision,
    base_rate_weights,
    best_threshold,
    bootstrap,
    calibration,
    calibration_error,
    confusion,
    folds,
    mean_interval,
    numbered,
)
from framing.validation.table import Labelled

ROWS = st.lists(
    st.tuples(st.booleans(), st.integers(0, 6).map(lambda n: n / 6), st.floats(0.1, 5)), min_size=4, max_size=60
).filter(lambda rows: len({y for y, _, _ in rows}) == 2)


def _arrays(rows: list[tuple[bool, float, float]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    y, p, w = zip(*rows, strict=True)
    return np.array(y), np.array(p), np.array(w)


@given(ROWS)
def test_ranking_is_scikit_learns(rows: list[tuple[bool, float, float]]) -> None:
    y, p, w = _arrays(rows)
    assert auc(y, p, w) == pytest.approx(roc_auc_score(y, p, sample_weight=w))
    assert average_precision(y, p, w) == pytest.approx(average_precision_score(y, p, sample_weight=w))


@given(ROWS)
def test_macro_f1_is_scikit_learns_and_its_best_threshold_is_best(rows: list[tuple[bool, float, float]]) -> None:
    y, p, w = _arrays(rows)

    def macro(cut: float) -> float:
        return float(f1_score(y, p >= cut, average="macro", sample_weight=w, zero_division=0))

    cut = best_threshold(y, p, w)
    assert confusion(y, p >= cut, w).figures()["macro_f1"] == pytest.approx(macro(cut))
    assert macro(cut) == pytest.approx(max(macro(value) for value in np.unique(p)))


@given(ROWS, st.floats(0.01, 0.99))
def test_weights_give_the_rate_and_leave_the_ranking_of_classes_alone(
    rows: list[tuple[bool, float, float]], rate: float
) -> None:
    y, p, _ = _arrays(rows)
    w = base_rate_weights(y, rate)
    assert np.average(y, weights=w) == pytest.approx(rate)
    assert auc(y, p, w) == pytest.approx(auc(y, p, np.ones(len(y))))
    bins = calibration(y, p, w)
    assert sum(b.weight for b in bins) == pytest.approx(w.sum())
    assert sum(b.weight * b.observed for b in bins) == pytest.approx(w[y].sum())
    assert 0 <= calibration_error(bins) <= 1


def test_groups_are_drawn_whole() -> None:
    group = np.repeat(np.arange(10), 20)
    value = np.repeat(np.random.default_rng(0).normal(size=10), 20)

    def mean(w: np.ndarray) -> dict[str, float]:
        return {"mean": float(np.average(value, weights=w))}

    wide = bootstrap(mean, group, np.ones(200))["mean"]
    narrow = bootstrap(mean, np.arange(200), np.ones(200))["mean"]
    assert wide[1] - wide[0] > 2.5 * (narrow[1] - narrow[0])


def test_no_group_is_in_two_folds() -> None:
    group = numbered([f"g{n % 13}" for n in range(100)])
    fold = folds(group, 5)
    assert all(len(set(fold[group == g])) == 1 for g in range(13))
    assert set(fold) == set(range(5))


def test_where_nothing_was_marked_the_interval_is_not_empty() -> None:
    assert mean_interval([False] * 20, [str(n) for n in range(20)])[1] == (0.0, pytest.approx(0.161, abs=0.001))
    assert mean_interval([False] * 5, list("abcde"))[1] == wilson(0, 5)
    assert mean_interval([True] * 48, [str(n) for n in range(48)])[1] == wilson(48, 48)
    assert mean_interval([0.0] * 20, [str(n) for n in range(20)])[1] == (0.0, 0.0)


def _labelled(label: list[bool], group: list[str]) -> Labelled:
    return Labelled(
        source="t.csv", text=("x",) * len(label), label=tuple(label), group=tuple(group), grouped=True,
        rows=len(label), left_out={},
    )  # fmt: skip


def test_an_evaluation_is_told_at_both_rates() -> None:
    rng = np.random.default_rng(3)
    y = rng.random(400) < 0.5
    p = np.clip(0.3 * y + rng.random(400) * 0.7, 0, 1)
    found = evaluate(_labelled(y.tolist(), [str(n // 4) for n in range(400)]), p, rater="r", threshold=0.6, rate=0.05)
    table, article = found.at
    assert article.rate == pytest.approx(0.05)
    assert table.figures["auc"] == pytest.approx(article.figures["auc"])
    assert table.figures["own.precision"] > article.figures["own.precision"]
    assert table.figures["own.recall"] == pytest.approx(article.figures["own.recall"])
    for name, value in article.figures.items():
        low, high = article.intervals[name]
        assert low <= high and low - 0.05 <= value <= high + 0.05


def test_numbers_that_are_no_chances_have_no_calibration() -> None:
    y = [True, False] * 10
    found = evaluate(_labelled(y, [str(n) for n in range(20)]), np.array(y) * 3.0, rater="r", threshold=1.0)
    assert found.at[0].bins == () and "calibration_error" not in found.at[0].figures
    assert found.at[0].figures["own.macro_f1"] == 1.0


def test_one_group_gives_no_interval() -> None:
    with pytest.raises(ConfigError, match="one group"):
        evaluate(_labelled([True, False], ["a", "a"]), np.array([1.0, 0.0]), rater="r", threshold=0.5)
