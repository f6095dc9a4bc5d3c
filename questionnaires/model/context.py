"""Dated knowledge: sources, law that applies, adoption figures."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .mandate import Condition
from .text import Id, Model, Text


class Source(Model):
    """Where a statement comes from. Titles stand in their own language and are not translated."""

    id: Id
    publisher: str
    title: str
    published: str
    """Year, or day, or "undated": as known."""
    grade: Literal["law", "official", "research", "press", "vendor", "own"]


class Sources(Model):
    """The bibliography of a pack."""

    sources: tuple[Source, ...]


class LawFact(Model):
    """A rule of law in our own words, printed only when ``when`` holds for the client's facts."""

    id: Id
    title: Text
    text: Text
    duty: Text
    """What it asks of this organisation, as an instruction."""
    reference: str
    """Article and instrument."""
    applies_from: date
    status: Literal["in_force", "adopted"]
    checked_on: date
    when: Condition | None = None
    actions: tuple[Id, ...] = ()
    source: Id


class Law(Model):
    """All law facts of a pack."""

    facts: tuple[LawFact, ...]


class Baseline(Model):
    """One published adoption figure with what it counts; never a target."""

    id: Id
    text: Text
    """The sentence with the figure."""
    definition: Text
    """Who was asked and what counted, so that two figures cannot be confused."""
    year: Annotated[int, Field(ge=2015, le=2100)]
    countries: tuple[Id, ...] = ()
    sizes: tuple[Id, ...] = ()
    source: Id


class Context(Model):
    """Adoption context and the glossary."""

    baselines: tuple[Baseline, ...]
    glossary: tuple["Term", ...]


class Term(Model):
    """A glossary entry."""

    id: Id
    term: Text
    meaning: Text
