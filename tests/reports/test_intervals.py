"""Bands around a mean, worked by hand, and why these bands."""

from math import exp, lgamma, pi, sqrt

import numpy as np
import pytest

from reports.intervals import T_975, interval, leave_one_out, silent_bounds
from reports.results import Interval


def test_nothing_known_has_no_band() -> None:
    assert interval(np.array([np.nan, np.nan])) is None


@pytest.mark.parametrize("scores", [[2.0], [2.0, 4.0, 1.5], [1.0, 2.0, np.nan, 3.0, 4.0]])
def test_below_five_the_range_and_no_probability(scores: list[float]) -> None:
    assert interval(np.array(scores)) == Interval("range", float(np.nanmin(scores)), float(np.nanmax(scores)))


def test_from_five_students_t() -> None:
    # 1, 2, 3, 4, 5: mean 3; variance (4 + 1 + 0 + 1 + 4) / 4 = 2.5; 2.776 × √(2.5 / 5) = 1.962928
    assert interval(np.array([1.0, 2, 3, 4, 5])) == Interval("t", 1.037072, 4.962928)


def test_the_band_stays_on_the_scale() -> None:
    # 1, 1, 1, 5, 5: mean 2.6; variance (3 × 1.6² + 2 × 2.4²) / 4 = 4.8;
    # 2.776 × √(4.8 / 5) = 2.719914: −0.12 to 5.32
    assert interval(np.array([1.0, 1, 1, 5, 5])) == Interval("t", 1.0, 5.0)


def test_all_alike_has_no_width() -> None:
    assert interval(np.full(6, 3.0)) == Interval("t", 3.0, 3.0)


def test_from_fifteen_the_bootstrap_the_same_every_time() -> None:
    scores = np.tile([1.0, 2, 3, 4, 5], 3)
    found = interval(scores)
    assert found is not None
    assert found.kind == "bootstrap"
    assert found == interval(scores) == interval(scores[::-1]), "seeded, and blind to the order"
    # The standard error is √(2 / 15) = 0.365: about 3 ± 0.72
    assert found.low == pytest.approx(2.28, abs=0.07)
    assert found.high == pytest.approx(3.72, abs=0.07)


def test_the_kind_changes_at_five_and_at_fifteen() -> None:
    kinds = {size: interval(np.linspace(2, 4, size)) for size in (4, 5, 14, 15)}
    assert [found.kind for found in kinds.values() if found] == ["range", "t", "t", "bootstrap"]


@pytest.mark.parametrize(("freedom", "quantile"), T_975.items())
def test_the_quantiles_of_student_are_right(freedom: int, quantile: float) -> None:
    """The density integrated over ± the quantile gives 95 %."""
    scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(freedom * pi)
    points = np.linspace(-quantile, quantile, 20_001)
    density = scale * (1 + points**2 / freedom) ** (-(freedom + 1) / 2)
    assert np.trapezoid(density, points) == pytest.approx(0.95, abs=5e-5)


def test_at_small_sizes_student_covers_and_the_bootstrap_does_not() -> None:
    """The reason for the rule: 95 % announced must be about 95 % found. A skewed population on the scale."""
    rng = np.random.default_rng(7)
    population = np.repeat([1.0, 2, 3, 4, 5], [30, 35, 20, 10, 5])
    samples = rng.choice(population, size=(2_000, 6))
    draws = rng.choice(6, size=(300, 6))
    low, high = np.percentile(samples[:, draws].mean(axis=2), [2.5, 97.5], axis=1)
    bootstrap = np.mean((low <= population.mean()) & (population.mean() <= high))
    student = np.mean(
        [band.low <= population.mean() <= band.high for row in samples if (band := interval(row))]
    )
    assert student >= 0.92
    assert bootstrap <= 0.90


def test_leave_one_out() -> None:
    # Without 4: (1 + 3) / 2 = 2; without 1: (3 + 4) / 2 = 3.5
    assert leave_one_out(np.array([1.0, 3, np.nan, 4])) == (2.0, 3.5)
    assert leave_one_out(np.array([3.0, np.nan])) is None


def test_silent_departments_at_both_ends() -> None:
    # Two at 3, one silent: (6 + 1) / 3 and (6 + 5) / 3
    assert silent_bounds(np.array([3.0, 3, np.nan]), 1) == (2.333333, 3.666667)
    assert silent_bounds(np.array([3.0, 3]), 0) is None
    assert silent_bounds(np.array([np.nan]), 1) is None
