"""Agreement between coders: the published example, the field's library, undefined cases, and the interval."""

from __future__ import annotations

import math
import time
import warnings

import numpy as np
import pytest

from framing.validation.agreement import Level, agreement

_ = None
#: Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": four observers, twelve units.
PUBLISHED = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3),
    (_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _),
)
UNITS = tuple(zip(*PUBLISHED, strict=True))


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_the_published_example(level: Level, alpha: float) -> None:
    found = agreement(UNITS, level=level)
    assert round(found.alpha or 0, 3) == alpha
    assert found.low is not None and found.high is not None
    assert found.low < alpha < found.high <= 1
    assert (found.units, found.single, found.coders, found.ratings) == (11, 1, 4, 40)
    assert found.reason == ""


def test_order_of_units_and_coders_does_not_matter() -> None:
    turned = [unit[::-1] for unit in UNITS[::-1]]
    assert agreement(turned, level="ordinal", draws=1).alpha == pytest.approx(agreement(UNITS, level="ordinal").alpha)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_equal_to_the_library_on_random_tables_with_gaps(level: Level) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    random = np.random.default_rng(7)
    compared = 0
    while compared < 200:
        coders, units, values = random.integers(2, 8), random.integers(2, 40), random.integers(2, 8)
        truth = random.integers(0, values, units)
        noise = random.integers(0, values, (coders, units))
        table = np.where(random.random((coders, units)) < random.random(), truth, noise).astype(float)
        if level == "interval":
            table = table * 1.7 - 2
        table[random.random(table.shape) < random.random() * 0.6] = np.nan
        mine = agreement(table.T.tolist(), level=level, draws=1)
        if mine.alpha is None:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = krippendorff.alpha(reliability_data=table, level_of_measurement=level)
        assert mine.alpha == pytest.approx(theirs, abs=1e-9)
        compared += 1


@pytest.mark.parametrize(
    ("units", "reason"),
    [
        ([], "nothing was rated"),
        ([(_, _), (math.nan, _)], "nothing was rated"),
        ([(1,), (2,), (1,)], "only one coder"),
        ([(1, _), (2, _)], "only one coder"),
        ([(1, _), (_, 2)], "nowhere"),
        ([(1, 2), (_, 2)], "once"),
        ([(1, 1)] * 20, "all ratings are the same"),
        ([("no", "no"), ("no", "no"), ("yes", _)], "all ratings are the same"),
    ],
)
def test_what_is_not_defined_has_a_reason(units: list[tuple[object, ...]], reason: str) -> None:
    found = agreement(units, level="nominal")  # type: ignore[arg-type]
    assert found.alpha is None
    assert found.low is None
    assert found.high is None
    assert reason in found.reason


def test_few_units_have_an_alpha_without_an_interval() -> None:
    found = agreement([(1, 1), (2, 2), (1, 2)])
    assert found.alpha is not None
    assert found.low is None
    assert "too few units for an interval (3" in found.reason


def test_texts_are_nominal_only() -> None:
    assert agreement([("yes", "yes"), ("no", "no")]).alpha == 1
    with pytest.raises(ValueError, match="ordinal ratings are finite numbers, not 'yes'"):
        agreement([("yes", "yes"), ("no", "no")], level="ordinal")
    with pytest.raises(ValueError, match="not inf"):
        agreement([(math.inf, 1.0), (2.0, 1.0)], level="interval")


def test_percent_agreement_counts_pairs_of_ratings() -> None:
    found = agreement([("a", "a", "b"), ("a", "a", None), ("b", None, None)])
    assert found.percent == pytest.approx((1 + 1) / (3 + 1))


def test_full_agreement_and_worse_than_chance() -> None:
    assert agreement([(1, 1), (2, 2), (3, 3), (1, 1), (2, 2)]).high == 1
    assert (agreement([(1, 2), (2, 1), (1, 2), (2, 1), (1, 2)]).alpha or 0) < 0


def test_the_interval_is_seeded_and_covers() -> None:
    assert agreement(UNITS, seed=3) == agreement(UNITS, seed=3)
    assert agreement(UNITS, seed=3).low != agreement(UNITS, seed=4).low
    random = np.random.default_rng(5)

    def table(units: int) -> list[list[float]]:
        truth = random.random(units) < 0.4
        return [[float(t != (random.random() < 0.15)) for _ in range(3)] for t in truth]

    truth = agreement(table(100_000), draws=1).alpha or 0
    runs = [agreement(table(150), draws=400) for _ in range(200)]
    covered = sum((run.low or 0) <= truth <= (run.high or 0) for run in runs)
    assert 180 <= covered <= 199


def test_a_class_and_a_sample_take_well_under_a_second() -> None:
    """Not a timed test of the machine: a quadratic slip would take minutes."""
    random = np.random.default_rng(5)
    started = time.process_time()
    for shape in ((20, 28), (600, 3)):
        for level in ("nominal", "ordinal", "interval"):
            agreement(random.integers(1, 6, shape).tolist(), level=level)  # type: ignore[arg-type]
    assert time.process_time() - started < 20


def test_weights_bring_alpha_back_to_the_corpus() -> None:
    """A sample with three times the rate of one part: weighted, its alpha is that of the whole corpus."""
    rare = [("no", "no")] * 56 + [("yes", "no")] * 2 + [("no", "yes")] * 2
    often = [("yes", "yes")] * 12 + [("yes", "no")] * 4 + [("no", "no")] * 4
    corpus = agreement([*rare * 3, *often], draws=1)
    cells = ["rare"] * len(rare) + ["often"] * len(often)
    weights = [3.0] * len(rare) + [1.0] * len(often)
    found = agreement([*rare, *often], weights=weights, cells=cells, draws=200)
    assert found.alpha == pytest.approx(corpus.alpha, abs=0.005)
    assert found.percent == pytest.approx(corpus.percent)
    assert found.low is not None and found.high is not None and found.low < (found.alpha or 0) < found.high
    plain = agreement([*rare, *often], draws=200)
    assert (plain.alpha or 0) > (found.alpha or 0) + 0.05
    even = agreement([*rare, *often], weights=[7.0] * len(cells), draws=200)
    assert (even.alpha, even.low, even.high) == pytest.approx((plain.alpha, plain.low, plain.high))
