"""Submissions as arrays: what each respondent said to each question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer, Case, Submission
from questionnaires.errors import InvalidAnswer
from questionnaires.model import Pack

from .rules import Bools, Floats, Ints


@dataclass(frozen=True)
class Sheet:
    """R respondents × Q questions, in the order of the pack's questions and the case's departments.

    ``levels``: (R, Q) 1-5 or nan. ``dont_know``, ``not_applicable``: (R, Q). ``department``: (R,)
    positions in ``names``. ``roles``: R role ids.
    """

    names: tuple[str, ...]
    department: Ints
    roles: tuple[str, ...]
    levels: Floats
    dont_know: Bools
    not_applicable: Bools

    @property
    def not_answered(self) -> Bools:
        """(R, Q) neither a level, nor *I do not know*, nor *does not apply*."""
        return np.isnan(self.levels) & ~self.dont_know & ~self.not_applicable

    def pessimistic(self) -> "Sheet":
        """The same sheet with every *I do not know* read as level 1."""
        levels = np.where(self.dont_know, 1.0, self.levels)
        nothing = np.zeros_like(self.dont_know)
        return Sheet(self.names, self.department, self.roles, levels, nothing, self.not_applicable)


_CODES: Final[Mapping[str, float]] = {DONT_KNOW: -1.0, NOT_APPLICABLE: -2.0}


def _code(answer: Answer | None) -> float:
    """An answer as a number: a level as it is, nan where nothing was answered."""
    if answer is None:
        return float("nan")
    return _CODES[answer] if isinstance(answer, str) else float(answer)


def read_sheet(pack: Pack, case: Case, submissions: Sequence[Submission]) -> Sheet:
    """Submissions as arrays, in an order of their own so that the order given never matters.

    Raises InvalidAnswer when a submission's department is not among the case's departments.
    """
    names = tuple(invited.name for invited in case.departments)
    place = {name: index for index, name in enumerate(names)}
    for submission in submissions:
        if submission.department not in place:
            raise InvalidAnswer(
                f"department {submission.department!r} answered but is not among the departments invited; "
                f"add it to the facts' departments or correct its name"
            )
    questions = [question.id for question in pack.questionnaire.questions]
    rows = [[_code(item.answers.get(key)) for key in questions] for item in submissions]
    values = np.array(rows, dtype=float).reshape(len(rows), len(questions))
    department = np.array([place[item.department] for item in submissions], dtype=np.int64)
    roles = np.array([item.role for item in submissions], dtype=object)
    order = np.lexsort((*np.nan_to_num(values, nan=-3.0).T, roles.astype(str), department))
    values = values[order]
    return Sheet(
        names,
        department[order],
        tuple(roles[order]),
        np.where(values > 0, values, np.nan),
        values == _CODES[DONT_KNOW],
        values == _CODES[NOT_APPLICABLE],
    )
