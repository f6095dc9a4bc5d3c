"""Whether to appoint: verdicts, axes, gates and the printed decision table."""

from functools import cached_property
from itertools import product
from typing import Annotated, Self

from pydantic import Field, model_validator

from .text import Id, Model, Text

EffortWeight = Annotated[int, Field(ge=0, le=5)]


class Condition(Model):
    """A test over one case. Exactly one form is filled:

    ``{fact: id, is: [values]}`` · ``{score: dimension, below|reaches: x}`` (dimension or "headline") ·
    ``{axis: id, is: [values]}`` · ``{all: [...]}`` · ``{any: [...]}`` · ``{not: …}``.
    A score that is not assessed satisfies neither ``below`` nor ``reaches``.
    """

    fact: Id | None = None
    axis: Id | None = None
    score: Id | None = None
    values: Annotated[tuple[Id, ...], Field(alias="is")] = ()
    below: Annotated[float, Field(ge=1, le=5)] | None = None
    reaches: Annotated[float, Field(ge=1, le=5)] | None = None
    every: Annotated[tuple["Condition", ...], Field(alias="all")] = ()
    some: Annotated[tuple["Condition", ...], Field(alias="any")] = ()
    negated: Annotated["Condition | None", Field(alias="not")] = None

    @model_validator(mode="after")
    def one_form(self) -> Self:
        """Refuse a test with no form, or with two."""
        forms = [self.fact, self.axis, self.score, self.every or None, self.some or None, self.negated]
        if sum(form is not None for form in forms) != 1:
            raise ValueError("give exactly one of fact, axis, score, all, any, not")
        if (self.fact or self.axis) and not self.values:
            raise ValueError("a fact or axis needs 'is: [values]'")
        if self.score and (self.below is None) == (self.reaches is None):
            raise ValueError("a score needs one of 'below' or 'reaches'")
        return self


class Indicator(Model):
    """Points that a fact's value gives to the need index; a value not named gives none."""

    fact: Id
    weight: Annotated[float, Field(gt=0)]
    points: dict[Id, Annotated[float, Field(ge=0, le=2)]]


class AxisValue(Model):
    """One band of an axis, and how it is reached: the first value whose ``when`` holds; the last has none."""

    id: Id
    name: Text
    when: Condition | None = None


class Axis(Model):
    """One input of the decision table. The axis ``need`` is banded from the need index instead of tests."""

    id: Id
    name: Text
    about: Text
    values: Annotated[tuple[AxisValue, ...], Field(min_length=2)]


class NeedIndex(Model):
    """Need = weighted mean of indicator points / 2, from 0 to 1; bands are half-open."""

    indicators: tuple[Indicator, ...]
    medium: Annotated[float, Field(gt=0, lt=1)]
    high: Annotated[float, Field(gt=0, lt=1)]
    ceiling: Condition
    """While this holds, need is at most medium (nothing is in production)."""
    ceiling_reason: Text


class Argument(Model):
    """A reason for or against an option, printed when its test holds. ``text`` may use {placeholders}."""

    when: Condition
    text: Text


class Requirement(Model):
    """What must hold before an option is carried out. Unmet, the verdict is conditional on it."""

    id: Id
    when: Condition
    text: Text
    """The condition to be met, as a clause that follows "on condition that"."""
    addressee: Text


class Verdict(Model):
    """One of the six answers, with the words in which the report gives it."""

    id: Id
    weight: EffortWeight
    """Order of commitment, 0 the lightest."""
    name: Text
    headline: Text
    """The verdict as a sentence to an executive committee; may use {organisation}."""
    meaning: Text
    requires: tuple[Id, ...] = ()
    arguments_for: tuple[Argument, ...] = ()
    arguments_against: tuple[Argument, ...] = ()
    otherwise_against: Text
    """Why not, when no argument holds and the table simply leads elsewhere."""


class Gate(Model):
    """A test that is not compensated: when it fires it replaces verdicts, whatever the table said."""

    id: Id
    name: Text
    when: Condition
    replace: dict[Id, Id]
    fired: Text
    """The sentence printed when the gate changes or confirms the verdict."""
    passed: Text
    first_action: Id | None = None
    """The action that comes first in the roadmap when the gate fires."""


class Row(Model):
    """One row of the decision table. An axis that is not named may take any value."""

    id: Id
    when: dict[Id, tuple[Id, ...]]
    verdict: Id
    reason: Text
    disputed: Text | None = None
    """Where published advice disagrees about this row, and how."""
    sources: tuple[Id, ...] = ()


class Evidence(Model):
    """The evidence gate: shares in [0, 1] below which there is no verdict, or a provisional one.

    ``respondents_provisional``: with fewer people than this the verdict is provisional too.
    """

    items_none: float
    items_provisional: float
    departments_none: float
    departments_provisional: float
    facts_none: float
    respondents_provisional: Annotated[int, Field(ge=1)]
    none: Text
    provisional: Text


class Mandate(Model):
    """The whole rule: evidence gate, need index, axes, table, gates, requirements, verdicts."""

    evidence: Evidence
    item_floor: Annotated[float, Field(gt=0, le=1)]
    """Share of applicable items a department must have answered for a dimension to be assessed."""
    need: NeedIndex
    axes: tuple[Axis, ...]
    table: tuple[Row, ...]
    gates: tuple[Gate, ...]
    requirements: tuple[Requirement, ...]
    verdicts: Annotated[tuple[Verdict, ...], Field(min_length=2)]

    @cached_property
    def spread(self) -> tuple[int, ...]:
        """The place in the table of each combination's row, or -1. The last axis's value changes first."""
        found: dict[tuple[str, ...], int] = {}
        for place, row in enumerate(self.table):
            wanted = (
                [value.id for value in axis.values if value.id in row.when.get(axis.id, (value.id,))]
                for axis in self.axes
            )
            found |= dict.fromkeys(product(*wanted), place)
        every = product(*([value.id for value in axis.values] for axis in self.axes))
        return tuple(found.get(combination, -1) for combination in every)
