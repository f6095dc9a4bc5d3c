"""What if: some facts or levels otherwise, all else equal, and what moves on the path to the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from questionnaires.errors import InvalidAnswer, NotReady
from questionnaires.model import Pack

from .flips import Base, cases
from .mandate import Decisions, decide, unmet
from .results import DIGITS, Change, Results
from .rules import Cases, Floats, position
from .scoring import headlines


@dataclass(frozen=True, slots=True)
class Step:
    """One station of the path that moved: what it was and what it would be, as ids of the pack."""

    kind: str
    """ "axis", "row" or "gate"."""
    id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The verdict as it stands, and as it would be."""

    changes: tuple[Change, ...]
    before: str
    after: str
    need: tuple[float, float]
    """Need index before and after, 0 to 100."""
    headline: tuple[float | None, float | None]
    moved: tuple[Step, ...]
    conditions: tuple[str, ...]
    """Requirements of the verdict after the change that would not hold."""


def what_if(
    pack: Pack,
    results: Results,
    facts: Mapping[str, str] | None = None,
    scores: Mapping[str, float] | None = None,
) -> WhatIf:
    """The verdict if these facts had these values (fact id → value id), and these dimensions these scores.

    Computed from the stored results alone, by the same rule that made them. Raises NotReady where there is no
    verdict to move, and InvalidAnswer naming a fact, value, dimension or score that is not admitted.
    """
    if results.mandate.verdict is None:
        raise NotReady("there is no verdict yet that could move")
    base = Base(pack, results.facts, _scores(results), results.mandate.verdict)
    changes = (*_fact_changes(pack, results, facts or {}), *_score_changes(pack, results, scores or {}))
    values, dimensions = base.values(), base.dimensions.copy()
    fact_place = {item.id: place for place, item in enumerate(base.facts)}
    score_place = {item.id: place for place, item in enumerate(pack.questionnaire.dimensions)}
    for change in changes:
        if change.kind == "fact":
            values[fact_place[change.id]] = position(pack.fact[change.id], change.after)
        else:
            dimensions[score_place[change.id]] = float(change.after)
    both = cases(base, np.stack([base.values(), values]), np.stack([base.dimensions, dimensions]))
    decided = decide(pack, both)
    ids = [item.id for item in pack.mandate.verdicts]
    before, after = (ids[place] for place in decided.verdict)
    overall = headlines(np.stack([base.dimensions, dimensions]))[0]
    return WhatIf(
        changes=changes,
        before=before,
        after=after,
        need=(round(float(decided.need[0]) * 100, DIGITS), round(float(decided.need[1]) * 100, DIGITS)),
        headline=(_number(overall[0]), _number(overall[1])),
        moved=_moved(pack, decided),
        conditions=unmet(pack, after, _second(both), {key: row[1:] for key, row in decided.axes.items()}),
    )


def _scores(results: Results) -> Floats:
    return np.array([np.nan if item.score is None else item.score for item in results.dimensions])


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), DIGITS)


def _fact_changes(pack: Pack, results: Results, facts: Mapping[str, str]) -> list[Change]:
    read = {item.id: item for item in results.facts}
    changes = []
    for key, value in facts.items():
        if key not in read:
            raise InvalidAnswer(f"unknown fact {key!r}")
        if value not in [item.id for item in pack.fact[key].values]:
            raise InvalidAnswer(f"fact {key}: {value!r} is not one of its values")
        if value != read[key].read_as:
            changes.append(Change("fact", key, read[key].value, value))
    return changes


def _score_changes(pack: Pack, results: Results, scores: Mapping[str, float]) -> list[Change]:
    known = {item.id: item.score for item in results.dimensions}
    changes = []
    for key, value in scores.items():
        if key not in known:
            raise InvalidAnswer(f"unknown dimension {key!r}")
        if not 1 <= value <= len(pack.questionnaire.levels):
            raise InvalidAnswer(f"dimension {key}: {value} is not on the scale from 1 to 5")
        score = known[key]
        if score is None or abs(score - value) >= 10**-DIGITS:
            changes.append(Change("score", key, "" if score is None else f"{score:.6f}", f"{value:.6f}"))
    return changes


def _moved(pack: Pack, decided: Decisions) -> tuple[Step, ...]:
    """The stations that differ between the two cases, in the order of the path."""
    steps = []
    for axis in pack.mandate.axes:
        before, after = (axis.values[int(place)].id for place in decided.axes[axis.id])
        if before != after:
            steps.append(Step("axis", axis.id, before, after))
    old, new = (pack.mandate.table[int(place)].id for place in decided.row)
    if old != new:
        steps.append(Step("row", "", old, new))
    for place, gate in enumerate(pack.mandate.gates):
        was, will = bool(decided.fired[0, place]), bool(decided.fired[1, place])
        if was != will:
            steps.append(Step("gate", gate.id, "fires" if was else "passes", "fires" if will else "passes"))
    return tuple(steps)


def _second(both: Cases) -> Cases:
    """The changed case alone."""
    return Cases(
        1,
        {key: row[1:] for key, row in both.facts.items()},
        {key: row[1:] for key, row in both.scores.items()},
        both.need_weights[1:],
    )
