"""A content pack: everything one questionnaire version brings, joined and frozen."""

import hashlib
from functools import cached_property

from .actions import Action
from .appointment import Appointment
from .context import Context, LawFact, Source
from .facts import Fact, Facts
from .mandate import Mandate, Requirement, Verdict
from .questionnaire import Dimension, Level, Question, Questionnaire, Role
from .text import Model


class Pack(Model):
    """One published pack. Look-ups by id raise KeyError for an unknown id."""

    questionnaire: Questionnaire
    facts: Facts
    mandate: Mandate
    appointment: Appointment
    actions: tuple[Action, ...]
    law: tuple[LawFact, ...]
    context: Context
    sources: tuple[Source, ...]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the pack's content, in hexadecimal: what a result's fingerprint rests on."""
        return hashlib.sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()

    @cached_property
    def question(self) -> dict[str, Question]:
        """Questions by id."""
        return {item.id: item for item in self.questionnaire.questions}

    @cached_property
    def dimension(self) -> dict[str, Dimension]:
        """Dimensions by id."""
        return {item.id: item for item in self.questionnaire.dimensions}

    @cached_property
    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The dimensions that have questions, with the ids of those, in their order."""
        asked = self.questionnaire.questions
        found = (
            (dimension.id, tuple(item.id for item in asked if item.dimension == dimension.id))
            for dimension in self.questionnaire.dimensions
        )
        return tuple((dimension, questions) for dimension, questions in found if questions)

    @cached_property
    def role(self) -> dict[str, Role]:
        """Roles by id."""
        return {item.id: item for item in self.questionnaire.roles}

    @cached_property
    def fact(self) -> dict[str, Fact]:
        """Facts by id."""
        return {item.id: item for item in self.facts.facts}

    @cached_property
    def verdict(self) -> dict[str, Verdict]:
        """Verdicts by id."""
        return {item.id: item for item in self.mandate.verdicts}

    @cached_property
    def action(self) -> dict[str, Action]:
        """Actions by id."""
        return {item.id: item for item in self.actions}

    @cached_property
    def source(self) -> dict[str, Source]:
        """Sources by id."""
        return {item.id: item for item in self.sources}

    @cached_property
    def requirement(self) -> dict[str, Requirement]:
        """Requirements by id."""
        return {item.id: item for item in self.mandate.requirements}

    def level(self, score: float) -> Level:
        """The level a score in [1, 5] lies on: the last whose start it reaches.

        The score is read as it is printed, with one decimal, so that figure and level cannot disagree.
        """
        return [level for level in self.questionnaire.levels if round(score, 1) >= level.start][-1]
