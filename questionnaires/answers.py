"""Answers and facts as values: what respondents and the organisation stated, checked against a pack."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from .errors import InvalidAnswer
from .model import Fact, Pack

DONT_KNOW: Final = "dk"
NOT_APPLICABLE: Final = "na"
UNKNOWN: Final = "unknown"

Answer = int | Literal["dk", "na"]
"""A level from 1 to 5, *I do not know*, or *does not apply*. Not answered is the absence of an answer."""

Stated = str | int
"""A fact's stated value: the id of an admissible value, a number for facts of kind number, or "unknown"."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One respondent's questionnaire. ``answers`` maps question ids to answers; absent means not answered."""

    department: str
    role: str
    answers: Mapping[str, Answer]
    respondent: str = ""


@dataclass(frozen=True, slots=True)
class Invited:
    """A department that was invited: its name, how many people were, and its headcount where known."""

    name: str
    invited: int = 1
    headcount: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What one person stated about the organisation, on a day.

    ``facts`` maps fact ids to stated values. A fact that is absent is unknown.
    """

    organisation: str
    as_of: date
    departments: tuple[Invited, ...]
    facts: Mapping[str, Stated] = field(default_factory=dict)
    sponsor_name: str = ""


def check_submission(pack: Pack, submission: Submission) -> None:
    """Raise InvalidAnswer naming department, question and admissible values if one is not in the pack."""
    where = f"{submission.department or 'department missing'}/{submission.role}"
    if not submission.department.strip():
        raise InvalidAnswer(f"{where}: a submission needs the name of its department")
    if submission.role not in pack.role:
        raise InvalidAnswer(f"{where}: unknown role {submission.role!r}; one of {', '.join(pack.role)}")
    for question, answer in submission.answers.items():
        if question not in pack.question:
            raise InvalidAnswer(f"{where}: unknown question {question!r}")
        if isinstance(answer, bool) or answer not in (1, 2, 3, 4, 5, DONT_KNOW, NOT_APPLICABLE):
            raise InvalidAnswer(f"{where}, {question}: {answer!r} is not 1 to 5, 'dk' or 'na'")


def check_case(pack: Pack, case: Case) -> None:
    """Raise InvalidAnswer naming the fact and its admissible values if a stated value is not in the pack."""
    names = [invited.name for invited in case.departments]
    for name in names:
        if names.count(name) > 1:
            raise InvalidAnswer(f"department {name!r} is invited twice; give each department one entry")
    for key, value in case.facts.items():
        if key not in pack.fact:
            raise InvalidAnswer(f"unknown fact {key!r}; one of {', '.join(pack.fact)}")
        value_id(pack.fact[key], value)


def value_id(fact: Fact, stated: Stated) -> str:
    """The admissible value a stated value stands for: its own id, or the band a number falls in.

    "unknown" is returned as it is. Raises InvalidAnswer for anything else.
    """
    if stated == UNKNOWN:
        return UNKNOWN
    if fact.kind == "number":
        if isinstance(stated, bool) or not isinstance(stated, int) or stated < 0:
            raise InvalidAnswer(f"fact {fact.id}: {stated!r} is not a whole number from 0, nor 'unknown'")
        return [value.id for value in fact.values if value.start is not None and stated >= value.start][-1]
    if stated not in [value.id for value in fact.values]:
        allowed = ", ".join(value.id for value in fact.values)
        raise InvalidAnswer(f"fact {fact.id}: {stated!r} is not one of {allowed}, unknown")
    return str(stated)
