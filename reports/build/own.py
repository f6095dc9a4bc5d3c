"""One department's numbers, and what of the organisation's may stand beside them.

Its head reads its own numbers and the organisation's, and no other department's. Where exactly one other was
assessed, the organisation's mean would tell that one's score: it is left out. From two others on it does not.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from questionnaires.errors import InvalidAnswer

from ..results import Cell, DepartmentResult, OwnAnswers, QuestionResult
from .voice import Voice

TELLING: Final = 1
"""Other departments behind a mean of the organisation that would tell theirs."""


@dataclass(frozen=True)
class Own:
    """A department of the results that ``voice`` speaks of."""

    voice: Voice
    result: DepartmentResult

    @cached_property
    def name(self) -> str:
        """The department's name, typeset."""
        return self.voice.set(self.result.name)

    @cached_property
    def ranked(self) -> list[tuple[Cell, float]]:
        """Its cells with their scores, weakest first."""
        scored = [(cell, cell.score) for cell in self.result.cells if cell.score is not None]
        return sorted(scored, key=lambda pair: pair[1])

    @cached_property
    def answers(self) -> dict[str, OwnAnswers]:
        """Its answers by question: of those about the department alone."""
        return {
            item.question: item
            for item in self.result.answers
            if self.voice.pack.question[item.question].referent == "department"
        }

    def organisation(self, dimension: str) -> float | None:
        """The organisation's score in a dimension, None where it must not stand beside this department's."""
        place = [cell.dimension for cell in self.result.cells].index(dimension)
        others = sum(
            item.cells[place].score is not None or item.cells[place].status == "hidden"
            for item in self.voice.results.departments
            if item.name != self.result.name
        )
        return None if others == TELLING else self.voice.dimensions[dimension].score

    def organisation_on(self, question: str) -> float | None:
        """The organisation's score on a question about departments, None as above."""
        others = sum(
            any(sum(answer.counts) for answer in item.answers if answer.question == question)
            for item in self.voice.results.departments
            if item.name != self.result.name
        )
        result: QuestionResult = self.voice.questions[question]
        return None if others == TELLING else result.score

    @cached_property
    def overall(self) -> float | None:
        """The mean of the organisation's dimensions; None while any of them must not stand beside."""
        known = [item.id for item in self.voice.results.dimensions if item.score is not None]
        if any(self.organisation(key) is None for key in known):
            return None
        return self.voice.results.headline.mean


def own(voice: Voice, department: str) -> Own:
    """The department of that name. Raises InvalidAnswer where there is none."""
    for item in voice.results.departments:
        if item.name == department:
            return Own(voice, item)
    raise InvalidAnswer(f"there is no department {department!r} in these results")


def mean_level(answers: OwnAnswers) -> float | None:
    """The mean level of a department's respondents to a question; None where nobody gave one."""
    people = sum(answers.counts)
    if not people:
        return None
    return sum(level * count for level, count in enumerate(answers.counts, 1)) / people
