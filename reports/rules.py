"""Cases as arrays, and the tests of the pack's rules over them.

One case and ten thousand are the same computation: facts are arrays of value positions, scores are
arrays of floats (nan: not assessed). Robustness and flips only make more rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from questionnaires.model import Condition, Fact, Pack

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Cases:
    """n cases to decide.

    ``facts``: fact id → (n,) positions in the fact's values. ``scores``: dimension id or "headline" →
    (n,) scores on 1-5 or nan. ``shifts``: dimension id → (n,) amounts added to that dimension's
    thresholds. ``need_weights``: (n, indicators), rows summing to 1. ``need_shift``: (n,) on the need bands.
    """

    size: int
    facts: Mapping[str, Ints]
    scores: Mapping[str, Floats]
    need_weights: Floats
    shifts: Mapping[str, Floats] = field(default_factory=dict)
    need_shift: Floats | None = None


def position(fact: Fact, value: str) -> int:
    """Where a value stands among the fact's values; ValueError when it is not one of them."""
    return [item.id for item in fact.values].index(value)


def default_weights(pack: Pack) -> Floats:
    """The need indicators' weights, (indicators,), summing to 1."""
    weights = np.array([indicator.weight for indicator in pack.mandate.need.indicators], dtype=float)
    return np.asarray(weights / weights.sum())


def holds(pack: Pack, condition: Condition, cases: Cases, axes: Mapping[str, Ints]) -> Bools:
    """(n,) whether the condition holds in each case. ``axes``: axis id → (n,) positions of its values."""
    if condition.fact is not None:
        return _among([item.id for item in pack.fact[condition.fact].values], condition)[
            cases.facts[condition.fact]
        ]
    if condition.axis is not None:
        axis = next(item for item in pack.mandate.axes if item.id == condition.axis)
        return _among([item.id for item in axis.values], condition)[axes[axis.id]]
    if condition.score is not None:
        return _score_holds(condition, cases)
    if condition.negated is not None:
        return ~holds(pack, condition.negated, cases, axes)
    parts = [holds(pack, part, cases, axes) for part in condition.every or condition.some]
    return np.asarray(np.logical_and.reduce(parts) if condition.every else np.logical_or.reduce(parts))


def _among(values: list[str], condition: Condition) -> Bools:
    """(values,) which of the values the condition names."""
    return np.array([value in condition.values for value in values], dtype=np.bool_)


def _score_holds(condition: Condition, cases: Cases) -> Bools:
    """nan compares false both ways: a score that is not assessed satisfies nothing."""
    name, below, reaches = condition.score, condition.below, condition.reaches
    if name is None or (below is None) == (reaches is None):
        raise ValueError(f"{condition!r} is no test of a score: it needs one of 'below' and 'reaches'")
    score, shift = cases.scores[name], cases.shifts.get(name, 0.0)
    if below is not None:
        return np.asarray(score < below + shift)
    return np.asarray(score >= (reaches or 0.0) + shift)


def references(condition: Condition) -> tuple[set[str], set[str], set[str]]:
    """The ids of facts, scores and axes that a condition reads."""
    facts = {condition.fact} if condition.fact else set()
    scores = {condition.score} if condition.score else set()
    axes = {condition.axis} if condition.axis else set()
    negated = (condition.negated,) if condition.negated else ()
    for part in (*condition.every, *condition.some, *negated):
        inner = references(part)
        facts, scores, axes = facts | inner[0], scores | inner[1], axes | inner[2]
    return facts, scores, axes
