"""How sure the verdict is: seeded runs that vary everything uncertain together.

Varied in every run: departments (resampled with replacement); dimension weights and need weights
(Dirichlet around the pack's); aggregation rule (capped, arithmetic or geometric mean); score thresholds
(± 0.25 per dimension) and need bands (± 0.05); every unknown fact over its admissible values; *I do not
know* left out or read as level 1; a dimension not assessed anywhere on the scale. The share of runs in which
a verdict comes first is the acceptability index of SMAA (Lahdelma, Hokkanen and Salminen 1998).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from questionnaires.answers import UNKNOWN
from questionnaires.model import Pack

from .mandate import decide
from .results import DIGITS, FactResult, Stability
from .rules import Cases, Floats, Ints, default_weights, position
from .scoring import Scores, headlines

RUNS: Final = 10_000
SEED: Final = 20260701
CONCENTRATION: Final = 4.0
"""Dirichlet concentration per weight: with five equal weights, one weight's standard deviation is 0.09."""
THRESHOLD_SHIFT: Final = 0.25
NEED_SHIFT: Final = 0.05

SOURCES: Final = ("departments", "weights", "aggregation", "thresholds", "unknown_facts", "dont_know")

ROBUST, LIKELY, LEANING = 0.90, 0.70, 0.50
RUNS_PER_SOURCE: Final = 1_000


@dataclass(frozen=True)
class Inputs:
    """What the runs vary: the facts as read, the scores as found, and the scores with dk at level 1."""

    pack: Pack
    facts: tuple[FactResult, ...]
    scores: Scores
    pessimistic: Scores


def stability(inputs: Inputs, verdict: str, runs: int = RUNS, seed: int = SEED) -> Stability:
    """Shares of all verdicts over ``runs`` runs, and how well ``verdict`` holds against each source alone."""
    pack = inputs.pack
    ids = [item.id for item in pack.mandate.verdicts]
    shares = _shares(inputs, runs, seed, SOURCES)
    place = ids.index(verdict)
    others = [(share, -index) for index, share in enumerate(shares) if index != place and share > 0]
    runner_up = ids[-max(others)[1]] if others else None
    few = min(runs, RUNS_PER_SOURCE)
    alone = {source: float(_shares(inputs, few, seed, (source,))[place]) for source in SOURCES}
    return Stability(
        runs, seed, dict(zip(ids, map(float, shares), strict=True)), word(shares[place]), runner_up, alone
    )


def word(share: float) -> Literal["robust", "likely", "leaning", "undecided"]:
    """The word tied to a verdict's share of runs, in half-open bands."""
    if share >= ROBUST:
        return "robust"
    if share >= LIKELY:
        return "likely"
    return "leaning" if share >= LEANING else "undecided"


def _shares(inputs: Inputs, runs: int, seed: int, sources: Collection[str]) -> Floats:
    """(verdicts,) share of runs in which each verdict comes first, varying the given sources only."""
    decisions = decide(inputs.pack, draw(inputs, runs, seed, sources))
    count = np.bincount(decisions.verdict, minlength=len(inputs.pack.mandate.verdicts))
    return np.asarray(count / runs)


def draw(inputs: Inputs, runs: int, seed: int, sources: Collection[str]) -> Cases:
    """``runs`` cases drawn from the given sources of uncertainty; everything else stays as found."""
    pack = inputs.pack
    rng = np.random.default_rng(seed)
    dimensions = _dimensions(inputs, runs, rng, sources)
    weights = np.full(dimensions.shape[1], 1 / dimensions.shape[1])
    need = default_weights(pack)
    if "weights" in sources:
        dimension_weights = rng.dirichlet(CONCENTRATION * len(weights) * weights, size=runs)
        need_weights = rng.dirichlet(CONCENTRATION * len(need) * need, size=runs)
    else:
        dimension_weights = np.tile(weights, (runs, 1))
        need_weights = np.tile(need, (runs, 1))
    rule = rng.integers(3, size=runs) if "aggregation" in sources else np.zeros(runs, dtype=np.int64)
    overall = _aggregate(dimensions, dimension_weights, rule)
    ids = [dimension.id for dimension in pack.questionnaire.dimensions]
    scores = {key: dimensions[:, place] for place, key in enumerate(ids)} | {"headline": overall}
    shifts: dict[str, Floats] = {}
    need_shift = None
    if "thresholds" in sources:
        shifts = {key: rng.uniform(-THRESHOLD_SHIFT, THRESHOLD_SHIFT, runs) for key in scores}
        need_shift = rng.uniform(-NEED_SHIFT, NEED_SHIFT, runs)
    facts = _facts(inputs, runs, rng, "unknown_facts" in sources)
    return Cases(runs, facts, scores, need_weights, shifts, need_shift)


def _dimensions(inputs: Inputs, runs: int, rng: np.random.Generator, sources: Collection[str]) -> Floats:
    """(runs, K) dimension scores over resampled departments; not assessed: anywhere on the scale."""
    # Rows are sorted so that the order in which departments are listed cannot change a draw.
    both = np.concatenate([inputs.scores.cells, inputs.pessimistic.cells], axis=1)
    both = both[np.lexsort(np.nan_to_num(both, nan=0.0).T)]
    width = inputs.scores.cells.shape[1]
    count = len(both)
    if "departments" in sources:
        times = rng.multinomial(count, np.full(count, 1 / count), size=runs).astype(float)
    else:
        times = np.ones((runs, count))
    found, pessimistic = _resampled(times, both[:, :width]), _resampled(times, both[:, width:])
    if "dont_know" in sources:
        found = np.where((rng.random(runs) < 0.5)[:, None], pessimistic, found)
    overall = np.where(np.isnan(found), inputs.scores.dimensions[None, :], found)
    filled = np.where(np.isnan(overall), rng.uniform(1, 5, overall.shape), overall)
    return np.asarray(np.round(filled, DIGITS))


def _resampled(times: Floats, cells: Floats) -> Floats:
    """(runs, K) means of (D, K) cells counted ``times``; nan where only unassessed cells were drawn."""
    known = ~np.isnan(cells)
    count = times @ known.astype(float)
    total = times @ np.where(known, cells, 0.0)
    return np.asarray(np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0))


def _aggregate(dimensions: Floats, weights: Floats, rule: Ints) -> Floats:
    """(runs,) overall score by rule: 0 capped mean, 1 arithmetic, 2 geometric."""
    capped, arithmetic = headlines(dimensions, weights)
    geometric = np.exp((np.log(dimensions) * weights).sum(axis=1) / weights.sum(axis=1))
    return np.choose(rule, [capped, arithmetic, np.round(geometric, DIGITS)])


def _facts(inputs: Inputs, runs: int, rng: np.random.Generator, vary: bool) -> dict[str, Ints]:
    """Each fact as read; unknown ones uniformly over their admissible values where they vary."""
    facts: dict[str, Ints] = {}
    for item in inputs.facts:
        fact = inputs.pack.fact[item.id]
        if vary and item.value == UNKNOWN:
            facts[item.id] = rng.integers(len(fact.values), size=runs)
        else:
            facts[item.id] = np.full(runs, position(fact, item.read_as), dtype=np.int64)
    return facts
