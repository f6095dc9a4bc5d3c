"""Next steps: about a dozen actions of the catalogue, in order, each with the answers that called for it.

First what a gate that fired names, then what law that applies names, then the next level of the weakest
dimensions; prerequisites come before what needs them. An action is open while any question it lifts has not
reached the level it leads to. Beyond a dimension's next level goes only what a gate or law asks for.
"""

from dataclasses import dataclass
from typing import Final, Literal

from questionnaires.model import Action, Pack

from .results import MandateResult, RoadmapItem, Trigger
from .rules import Cases, holds

CAPACITY: Final = 12
PER_DIMENSION: Final = 3
SMALL_BELOW: Final = ("micro", "small")
"""Headcount bands (under 50 people) in which an action's small form is printed."""

Reason = Literal["gate", "law", "gap", "prerequisite"]


@dataclass(frozen=True)
class Situation:
    """What the roadmap reads: one case, question scores (None: unknown), levels, law that applies."""

    pack: Pack
    cases: Cases
    scores: dict[str, float | None]
    levels: dict[str, int | None]
    order: tuple[str, ...]
    """Dimensions, weakest first; those not assessed last."""
    law: tuple[str, ...]


def roadmap(situation: Situation, mandate: MandateResult) -> tuple[RoadmapItem, ...]:
    """The chosen actions in order of their due day, then of their reason."""
    chosen: dict[str, Reason] = {}
    for action, reason in _candidates(situation, mandate):
        _choose(situation, action, reason, chosen)
    return _items(situation, chosen)


def _candidates(situation: Situation, mandate: MandateResult) -> list[tuple[Action, Reason]]:
    pack = situation.pack
    fired = {gate.id: gate.before != gate.after for gate in mandate.gates if gate.fired}
    by_gate: list[tuple[Action, Reason]] = [
        (pack.action[gate.first_action], "gate")
        for gate in pack.mandate.gates
        if gate.id in fired
        and gate.first_action
        # What the answers show as done is proposed again only where it decided the verdict.
        and (fired[gate.id] or _open(situation, pack.action[gate.first_action]))
    ]
    by_law: list[tuple[Action, Reason]] = [
        (pack.action[key], "law")
        for fact in pack.law
        if fact.id in situation.law and fact.status == "in_force"
        for key in fact.actions
        if _open(situation, pack.action[key])
    ]
    by_gap: list[tuple[Action, Reason]] = []
    for dimension in situation.order:
        by_gap += [(action, "gap") for action in _next_level(situation, dimension)]
    return by_gate + by_law + by_gap


def _next_level(situation: Situation, dimension: str) -> list[Action]:
    """The dimension's open actions for its next level, those with the lowest answers first."""
    level = situation.levels[dimension]
    if level is None:
        return []
    actions = [
        action
        for action in situation.pack.actions
        if action.dimension == dimension and action.start == level and _open(situation, action)
    ]
    return sorted(actions, key=lambda action: (_lowest(situation, action), action.horizon))[:PER_DIMENSION]


def _open(situation: Situation, action: Action) -> bool:
    """Its test holds, and an answer that it lifts is short of the level it leads to, or not known."""
    if action.when is not None and not holds(situation.pack, action.when, situation.cases, {})[0]:
        return False
    found = [situation.scores.get(question) for question in action.lifts]
    return any(score is None or score < action.start + 1 for score in found)


def _lowest(situation: Situation, action: Action) -> float:
    known = [score for key in action.lifts if (score := situation.scores.get(key)) is not None]
    return min(known, default=5.0)


def _choose(situation: Situation, action: Action, reason: Reason, chosen: dict[str, Reason]) -> None:
    """Add an action after its open prerequisites, all or none, within the capacity."""
    needed = _chain(situation, action, set(chosen))
    if len(chosen) + len(needed) > CAPACITY or (reason == "gap" and _too_early(situation, needed)):
        return
    for item in needed:
        chosen[item.id] = reason if item.id == action.id else "prerequisite"


def _too_early(situation: Situation, actions: list[Action]) -> bool:
    """One of the actions lies beyond the next level of its own dimension."""
    return any(
        level is not None and action.start > level
        for action in actions
        for level in [situation.levels[action.dimension]]
    )


def _chain(situation: Situation, action: Action, done: set[str]) -> list[Action]:
    """The action after those of its prerequisites that are still open, deepest first."""
    if action.id in done:
        return []
    chain: list[Action] = []
    for key in action.after:
        before = situation.pack.action[key]
        if _open(situation, before):
            chain += _chain(situation, before, done | {item.id for item in chain})
    return [*chain, action]


def _items(situation: Situation, chosen: dict[str, Reason]) -> tuple[RoadmapItem, ...]:
    pack = situation.pack
    due: dict[str, int] = {}
    for key in chosen:
        action = pack.action[key]
        due[key] = max([action.horizon, *(due[before] for before in action.after if before in due)])
    small = pack.fact["headcount"].values[int(situation.cases.facts["headcount"][0])].id in SMALL_BELOW
    ordered = sorted(chosen, key=lambda key: due[key])
    laws = {fact.id: fact.actions for fact in pack.law if fact.id in situation.law}
    return tuple(
        RoadmapItem(
            key,
            rank,
            due[key],
            chosen[key],
            tuple(Trigger(question, situation.scores.get(question)) for question in pack.action[key].lifts),
            tuple(law for law, actions in laws.items() if key in actions),
            small and pack.action[key].small is not None,
        )
        for rank, key in enumerate(ordered, start=1)
    )
