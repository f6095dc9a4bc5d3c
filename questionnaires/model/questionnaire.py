"""What is asked: dimensions, questions with five anchored statements, levels, roles of respondents."""

from typing import Annotated, Literal

from pydantic import Field

from .text import Id, Locale, Model, Text

FiveTexts = Annotated[tuple[Text, ...], Field(min_length=5, max_length=5)]


class Level(Model):
    """A maturity level. A score s lies on the last level whose ``from`` it reaches (half-open bands)."""

    number: Annotated[int, Field(ge=1, le=5)]
    start: Annotated[float, Field(ge=1, le=5)]
    name: Text
    meaning: Text


class Role(Model):
    """The function of a respondent, which tells who is best placed for a question about the organisation."""

    id: Id
    name: Text
    leadership: bool
    """True for general management: the side of the perception gap opposite the departments."""


class Dimension(Model):
    """A scored theme. ``levels`` describes what a visitor would see at levels 1 to 5."""

    id: Id
    name: Text
    short: Text
    """At most 14 characters: heads of table columns."""
    about: Text
    levels: FiveTexts


class Word(Model):
    """A word used in a question, and what it means here."""

    term: Text
    meaning: Text


class Question(Model):
    """One question with five anchored statements, ascending from level 1 to level 5."""

    id: Id
    dimension: Id
    referent: Literal["department", "organisation"]
    informants: tuple[Id, ...] = ()
    """Roles best placed to answer, best first; for questions about the organisation only."""
    topic: Text
    """At most 38 characters: the question's name in tables."""
    text: Text
    why: Text
    words: tuple[Word, ...] = ()
    statements: FiveTexts
    proof: Text
    """What could be shown to support the answer."""
    awareness: Text | None = None
    """For questions about the organisation: what people did not know, after "… do not know" (a clause)."""
    sources: tuple[Id, ...] = ()


class Questionnaire(Model):
    """The questionnaire proper: one version of one instrument."""

    key: Id
    version: Annotated[str, Field(pattern=r"^v[1-9][0-9]*$")]
    base: Locale
    languages: tuple[Locale, ...]
    title: Text
    instruction: Text
    levels: Annotated[tuple[Level, ...], Field(min_length=5, max_length=5)]
    roles: tuple[Role, ...]
    dimensions: tuple[Dimension, ...]
    questions: tuple[Question, ...]
