"""Bands around a mean over departments, honest about small numbers.

Fewer than 5: the range, no probability claimed. 5 to 14: 95 % Student t clipped to the scale. 15 and more:
95 % percentile bootstrap. Coverage of the alternatives at these sizes: see README.md, "Small numbers".
"""

import numpy as np

from .results import DIGITS, Interval
from .rules import Floats

SCALE = (1.0, 5.0)
T_FROM, BOOTSTRAP_FROM = 5, 15
BOOTSTRAP_RUNS, BOOTSTRAP_SEED = 2_000, 1

T_975 = {
    4: 2.776,
    5: 2.571,
    6: 2.447,
    7: 2.365,
    8: 2.306,
    9: 2.262,
    10: 2.228,
    11: 2.201,
    12: 2.179,
    13: 2.160,
}
"""97.5 % quantiles of Student's t by degrees of freedom (standard table)."""


def interval(values: Floats) -> Interval | None:
    """The band for the mean of the (n,) department scores given, nan left out; None when there is none."""
    known = np.sort(values[~np.isnan(values)])
    if known.size == 0:
        return None
    if known.size < T_FROM:
        return Interval("range", _kept(known[0]), _kept(known[-1]))
    if known.size < BOOTSTRAP_FROM:
        half = T_975[known.size - 1] * known.std(ddof=1) / np.sqrt(known.size)
        low, high = np.clip([known.mean() - half, known.mean() + half], *SCALE)
        return Interval("t", _kept(low), _kept(high))
    draws = np.random.default_rng(BOOTSTRAP_SEED).integers(known.size, size=(BOOTSTRAP_RUNS, known.size))
    low, high = np.percentile(known[draws].mean(axis=1), [2.5, 97.5])
    return Interval("bootstrap", _kept(low), _kept(high))


def leave_one_out(values: Floats) -> tuple[float, float] | None:
    """Lowest and highest mean when one of the (n,) scores is left out; None under two scores."""
    known = values[~np.isnan(values)]
    if known.size < 2:
        return None
    means = (known.sum() - known) / (known.size - 1)
    return _kept(means.min()), _kept(means.max())


def silent_bounds(values: Floats, silent: int) -> tuple[float, float] | None:
    """The mean if ``silent`` further departments stood at 1, and at 5; None when none is silent."""
    known = values[~np.isnan(values)]
    if silent == 0 or known.size == 0:
        return None
    return (
        _kept((known.sum() + silent * SCALE[0]) / (known.size + silent)),
        _kept((known.sum() + silent * SCALE[1]) / (known.size + silent)),
    )


def _kept(value: float) -> float:
    return round(float(value), DIGITS)
