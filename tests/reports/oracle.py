"""The rule of mandate.yaml read a second time, one case at a time and without arrays, to check the first."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.model import Condition, Pack
from reports.results import Results


@dataclass(frozen=True)
class Decision:
    """What the rule says of one case."""

    need: Fraction
    axes: dict[str, str]
    row: str
    fired: tuple[str, ...]
    verdict: str


@dataclass(frozen=True)
class Situation:
    """One case: fact → value id, dimension → score or None."""

    pack: Pack
    facts: Mapping[str, str]
    scores: Mapping[str, float | None]

    @property
    def headline(self) -> float | None:
        """Mean of the assessed dimensions, capped one level above the lowest; None under three."""
        known = [Fraction(str(score)) for score in self.scores.values() if score is not None]
        if len(known) < 3:
            return None
        return round(float(min(sum(known) / len(known), min(known) + 1)), 6)

    def holds(self, test: Condition, axes: Mapping[str, str]) -> bool:
        """Whether a test holds; a score that is not assessed satisfies none."""
        if test.fact:
            return self.facts[test.fact] in test.values
        if test.axis:
            return axes[test.axis] in test.values
        if test.score:
            score = self.headline if test.score == "headline" else self.scores[test.score]
            if score is None:
                return False
            return score < test.below if test.below is not None else score >= (test.reaches or 0)
        if test.negated:
            return not self.holds(test.negated, axes)
        if test.every:
            return all(self.holds(part, axes) for part in test.every)
        return any(self.holds(part, axes) for part in test.some)


def decide(situation: Situation) -> Decision:
    """The rule, in the words of the README: need, axes, the one row, then every gate in order."""
    pack, rule = situation.pack, situation.pack.mandate
    weights = sum(Fraction(str(item.weight)) for item in rule.need.indicators)
    points = sum(
        Fraction(str(item.weight)) * Fraction(str(item.points.get(situation.facts[item.fact], 0))) / 2
        for item in rule.need.indicators
    )
    need = points / weights
    band = "high" if need >= Fraction(str(rule.need.high)) else "medium"
    band = band if need >= Fraction(str(rule.need.medium)) else "low"
    if band == "high" and situation.holds(rule.need.ceiling, {}):
        band = "medium"
    axes = {"need": band}
    for axis in rule.axes:
        if axis.id != "need":
            axes[axis.id] = next(
                value.id for value in axis.values if value.when is None or situation.holds(value.when, axes)
            )
    rows = [row for row in rule.table if all(axes[axis] in wanted for axis, wanted in row.when.items())]
    assert len(rows) == 1, f"{pack.questionnaire.key}: {[row.id for row in rows]} for {axes}"
    verdict, fired = rows[0].verdict, []
    for gate in rule.gates:
        if situation.holds(gate.when, axes):
            fired.append(gate.id)
            verdict = gate.replace.get(verdict, verdict)
    return Decision(need, axes, rows[0].id, tuple(fired), verdict)


def of(pack: Pack, results: Results) -> Situation:
    """The situation that results were drawn from."""
    facts = {item.id: item.read_as for item in results.facts}
    return Situation(pack, facts, {item.id: item.score for item in results.dimensions})
