"""In which dimensions the number of people by level would tell a hidden department's score.

Unknown to a reader is each department's mean on each question. Published are, question by question, the mean
of departments and the mean of people (how many chose each level), and the cells of the departments shown:
sums of their means. A reader is taken to know how many people of each department gave a level. Where a hidden
department's cell, or its mean on a question, follows from these sums, the numbers of people are hidden.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from questionnaires.model import Pack

from .algebra import Published, Vector
from .results import DepartmentResult, Results

Unknown = tuple[str, str]
"""A department's name and a question's id: the mean of one on the other."""
_ONE: Final = Fraction(1)


def telling(pack: Pack, results: Results, hidden: frozenset[str]) -> frozenset[str]:
    """Ids of the dimensions in which the numbers of people would tell what is hidden."""
    if not hidden:
        return frozenset()
    return frozenset(
        dimension.id
        for place, dimension in enumerate(pack.questionnaire.dimensions)
        if _tells(
            [item for item in results.departments if item.answered],
            [key for key in pack.question if pack.question[key].dimension == dimension.id],
            [key for key in pack.question if pack.question[key].referent == "department"],
            place,
            hidden,
        )
    )


def _tells(
    departments: list[DepartmentResult],
    questions: list[str],
    own: list[str],
    place: int,
    hidden: frozenset[str],
) -> bool:
    weights: dict[Unknown, int] = {
        (item.name, answer.question): people
        for item in departments
        for answer in item.answers
        if answer.question in questions and (people := sum(answer.counts))
    }
    unknown = list(weights)

    def row(values: dict[Unknown, Fraction]) -> Vector:
        return tuple(values.get(key, Fraction(0)) for key in unknown)

    known = Published([row(values) for question in questions for values in _of_question(weights, question)])
    sums = {
        item.name: row({key: _ONE for key in unknown if key[0] == item.name and key[1] in own})
        for item in departments
        if item.cells[place].score is not None
    }
    for name, cell in sums.items():
        if name not in hidden:
            known.add(cell)
    secrets = [cell for name, cell in sums.items() if name in hidden]
    secrets += [row({key: _ONE}) for key in unknown if key[0] in hidden]
    return any(known.tells(secret) for secret in secrets)


def _of_question(weights: dict[Unknown, int], question: str) -> Iterator[dict[Unknown, Fraction]]:
    """What is published of a question: the sum of its departments' means, and that of its people's levels."""
    here = {key: Fraction(people) for key, people in weights.items() if key[1] == question}
    yield dict.fromkeys(here, _ONE)
    yield here
