"""What one person states about the organisation: need and conditions, not maturity."""

from typing import Annotated, Literal

from pydantic import Field

from .text import Id, Model, Text


class FactValue(Model):
    """One admissible value of a fact; for numbers, a half-open band starting at ``start``."""

    id: Id
    name: Text
    start: Annotated[int, Field(ge=0)] | None = None


class Fact(Model):
    """One checkable fact. Every fact may also be *unknown*: the verdict is then run for each value.

    ``assumed`` is the prudent value that the printed path takes for an unknown fact.
    ``mutable`` says whether the organisation can change it (it may flip because the world changes)
    or whether only the answer may be wrong.
    """

    id: Id
    group: Literal["organisation", "need", "conditions"]
    kind: Literal["choice", "number"]
    topic: Text
    """At most 38 characters: the fact's name in tables and sentences."""
    text: Text
    why: Text
    values: Annotated[tuple[FactValue, ...], Field(min_length=2)]
    assumed: Id
    mutable: bool
    unit: Text | None = None
    sources: tuple[Id, ...] = ()


class Facts(Model):
    """The facts form of a pack."""

    instruction: Text
    unknown: Text
    """The wording of *unknown* in the form."""
    facts: tuple[Fact, ...]
