"""What moves a dimension from one level to the next."""

from typing import Annotated, Literal

from pydantic import Field

from .mandate import Condition
from .text import Id, Model, Text


class Action(Model):
    """One action of the catalogue: from level ``start`` of ``dimension`` to the next."""

    id: Id
    dimension: Id
    start: Annotated[int, Field(ge=1, le=4)]
    lifts: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Questions whose answers it moves: it is proposed when these are low."""
    title: Text
    """Imperative, at most 70 characters."""
    why: Text
    how: Annotated[tuple[Text, ...], Field(min_length=2, max_length=4)]
    small: Text | None = None
    """The form for an organisation of under 50 people."""
    owner: Id
    """A role of the questionnaire, or ``sponsor`` or ``ai_holder`` (whoever the verdict appoints)."""
    effort: Literal["days", "weeks", "months"]
    horizon: Literal[30, 60, 90, 180]
    """Days after the decision by which it is done."""
    proof: Text
    kpi: Text
    after: tuple[Id, ...] = ()
    """Actions that must come first."""
    when: Condition | None = None
    """Only proposed when this holds (law, size, exposure)."""
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


class Actions(Model):
    """One file of the catalogue."""

    actions: tuple[Action, ...]
