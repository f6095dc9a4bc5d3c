"""What would change the verdict: exhaustive single changes, then pairs; and distances to boundaries.

A change sets one fact to another of its values, or moves one dimension's score by one level up or down.
A pair is listed only if neither of its halves flips the verdict alone, and of a fact's values that lead to
the same verdict only the nearest: the list is minimal.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from math import prod
from typing import Literal

import numpy as np

from questionnaires.answers import UNKNOWN
from questionnaires.model import Pack

from .mandate import decide, deciding_facts
from .results import DIGITS, Change, Distance, FactResult, Flip
from .rules import Cases, Floats, Ints, default_weights, position
from .scoring import headlines

STEP = 0.01
"""Resolution, in levels, of the search for the nearest boundary."""
MOST_COMPLETIONS = 20_000
"""Completions of unknown facts tried exhaustively; beyond this a seeded sample of that size is tried."""


@dataclass(frozen=True)
class Base:
    """The case as read: facts by position, (K,) dimension scores (nan: not assessed), and its verdict."""

    pack: Pack
    facts: tuple[FactResult, ...]
    dimensions: Floats
    verdict: str

    def values(self) -> Ints:
        """(F,) positions of the facts' values as read."""
        return np.array(
            [position(self.pack.fact[item.id], item.read_as) for item in self.facts], dtype=np.int64
        )

    @cached_property
    def alone(self) -> Cases:
        """The case as read, as the only one of its kind."""
        return cases(self, self.values()[None, :], self.dimensions[None, :])


def cases(base: Base, facts: Ints, dimensions: Floats) -> Cases:
    """Cases from (n, F) fact positions and (n, K) dimension scores, weights as the pack has them."""
    keys = [dimension.id for dimension in base.pack.questionnaire.dimensions]
    scores = {key: dimensions[:, place] for place, key in enumerate(keys)}
    scores["headline"] = headlines(dimensions)[0]
    columns = {item.id: facts[:, place] for place, item in enumerate(base.facts)}
    weights = np.tile(default_weights(base.pack), (len(facts), 1))
    return Cases(len(facts), columns, scores, weights)


def flips(base: Base) -> tuple[Flip, ...]:
    """All minimal flips of one change, then of two, in a fixed order."""
    singles: list[tuple[Change, ...]] = [(change,) for change in _changes(base)]
    alone = list(zip(singles, _verdicts(base, singles), strict=True))
    quiet = [changes[0] for changes, verdict in alone if verdict == base.verdict]
    pairs: list[tuple[Change, ...]] = [pair for pair in combinations(quiet, 2) if pair[0].id != pair[1].id]
    both = list(zip(pairs, _verdicts(base, pairs), strict=True))
    found = [(changes, verdict) for changes, verdict in alone + both if verdict != base.verdict]
    nearest: dict[tuple[tuple[str, ...], str], tuple[Change, ...]] = {}
    for changes, verdict in found:
        key = (tuple(f"{change.id}{_direction(change)}" for change in changes), verdict)
        if key not in nearest or _reach(base, changes) < _reach(base, nearest[key]):
            nearest[key] = changes
    return tuple(Flip(changes, key[1], _cause(base.pack, changes)) for key, changes in nearest.items())


def distances(base: Base) -> tuple[Distance, ...]:
    """For each dimension, the nearest score that changes the verdict, all else equal."""
    result = []
    for place, dimension in enumerate(base.pack.questionnaire.dimensions):
        score = base.dimensions[place]
        if np.isnan(score):
            result.append(Distance(dimension.id, None, None, None))
            continue
        grid = np.round(np.arange(1.0, 5.0 + STEP / 2, STEP), DIGITS)
        grid = grid[np.argsort(np.abs(grid - score), kind="stable")]
        moved = np.tile(base.dimensions, (len(grid), 1))
        moved[:, place] = grid
        verdict = decide(base.pack, cases(base, np.tile(base.values(), (len(grid), 1)), moved)).verdict
        other = np.flatnonzero(verdict != _position(base))
        if other.size == 0:
            result.append(Distance(dimension.id, None, None, None))
        else:
            first = other[0]
            to = base.pack.mandate.verdicts[int(verdict[first])].id
            boundary, delta = float(grid[first]), round(float(grid[first] - score), DIGITS)
            result.append(Distance(dimension.id, boundary, delta, to))
    return tuple(result)


def possible(base: Base, seed: int) -> tuple[tuple[str, ...], bool]:
    """Verdicts reached over the admissible values of the unknown facts, and whether all were tried."""
    facts, exhaustive = _completions(base, seed)
    reached = decide(base.pack, cases(base, facts, np.tile(base.dimensions, (len(facts), 1)))).verdict
    seen = set(np.unique(reached).tolist()) | {_position(base)}
    return tuple(
        item.id for place, item in enumerate(base.pack.mandate.verdicts) if place in seen
    ), exhaustive


def _completions(base: Base, seed: int) -> tuple[Ints, bool]:
    """(n, F) fact positions with the unknown facts filled in, and whether that is all there are.

    A sample always holds every value of each unknown fact alone, so that nothing near is missed.
    """
    values, deciding = base.values(), deciding_facts(base.pack)
    places = [place for place, item in enumerate(base.facts) if item.value == UNKNOWN and item.id in deciding]
    sizes = [len(base.pack.fact[base.facts[place].id].values) for place in places]
    if prod(sizes) <= MOST_COMPLETIONS:
        filled = np.array(list(product(*map(range, sizes))), dtype=np.int64).reshape(prod(sizes), len(places))
        facts = np.tile(values, (len(filled), 1))
        facts[:, places] = filled
        return facts, True
    rng = np.random.default_rng(seed)
    facts = np.tile(values, (MOST_COMPLETIONS, 1))
    facts[:, places] = np.stack([rng.integers(size, size=MOST_COMPLETIONS) for size in sizes], axis=1)
    alone = np.tile(values, (sum(sizes), 1))
    alone[np.arange(sum(sizes)), np.repeat(places, sizes)] = np.concatenate(
        [np.arange(size) for size in sizes]
    )
    return np.concatenate([facts, alone]), False


def _position(base: Base) -> int:
    return [item.id for item in base.pack.mandate.verdicts].index(base.verdict)


def _changes(base: Base) -> list[Change]:
    """Every single change: facts that a rule reads, then dimensions one level down and up."""
    deciding = deciding_facts(base.pack)
    found = [
        Change("fact", item.id, item.value, value.id)
        for item in base.facts
        if item.id in deciding
        for value in base.pack.fact[item.id].values
        if value.id != item.read_as
    ]
    for place, dimension in enumerate(base.pack.questionnaire.dimensions):
        score = base.dimensions[place]
        if np.isnan(score):
            continue
        found += [
            Change("score", dimension.id, f"{score:.6f}", f"{moved:.6f}")
            for moved in (max(1.0, score - 1), min(5.0, score + 1))
            if moved != score
        ]
    return found


def _verdicts(base: Base, sets: list[tuple[Change, ...]]) -> list[str]:
    """The verdict after each set of changes."""
    if not sets:
        return []
    facts = np.tile(base.values(), (len(sets), 1))
    dimensions = np.tile(base.dimensions, (len(sets), 1))
    fact_place = {item.id: place for place, item in enumerate(base.facts)}
    score_place = {item.id: place for place, item in enumerate(base.pack.questionnaire.dimensions)}
    for row, changes in enumerate(sets):
        for change in changes:
            if change.kind == "fact":
                facts[row, fact_place[change.id]] = position(base.pack.fact[change.id], change.after)
            else:
                dimensions[row, score_place[change.id]] = float(change.after)
    ids = [item.id for item in base.pack.mandate.verdicts]
    return [ids[place] for place in decide(base.pack, cases(base, facts, dimensions)).verdict]


def _direction(change: Change) -> str:
    """Scores may flip the verdict both ways; of a fact's values the nearest one stands for the others."""
    return "" if change.kind == "fact" else change.after


def _reach(base: Base, changes: tuple[Change, ...]) -> int:
    """How many values away the changed facts are from what was read."""
    read = {item.id: item.read_as for item in base.facts}
    facts = base.pack.fact
    return sum(
        abs(position(facts[change.id], change.after) - position(facts[change.id], read[change.id]))
        for change in changes
        if change.kind == "fact"
    )


def _cause(pack: Pack, changes: tuple[Change, ...]) -> Literal["world", "answer"]:
    """ "world" when every change is one the organisation can bring about, else "answer"."""
    movable = all(change.kind == "score" or pack.fact[change.id].mutable for change in changes)
    unknown = any(change.before == UNKNOWN for change in changes)
    return "world" if movable and not unknown else "answer"
