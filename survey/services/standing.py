"""How far a questionnaire has come, and what in its answers is worth a second look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Final
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session

from questionnaires.answers import DONT_KNOW
from questionnaires.errors import NotReady
from questionnaires.model import Pack

from ..models import Answer, Submission
from .submissions import STORED, Saved
from .visitors import Visitor

SAME_RUNNING: Final = 10
"""The same answer so many times one after the other, in the questionnaire's order."""
FAST_SECONDS: Final = 4
"""Less than this between two answers, in the middle of all, is less than reading them takes."""
UNKNOWN_SHARE: Final = 0.4
"""More than this share of *I do not know*."""
FEWEST: Final = 5
"""Answers below which neither haste nor a share means anything."""


@dataclass(frozen=True, slots=True)
class Section:
    """Where one dimension's questions stand. ``status``: "new", "started" or "done"."""

    dimension: str
    questions: tuple[str, ...]
    answered: tuple[str, ...]

    @property
    def status(self) -> str:
        """Done when every question has an answer; *I do not know* is one."""
        if len(self.answered) == len(self.questions):
            return "done"
        return "started" if self.answered else "new"

    @property
    def open_question(self) -> int:
        """The number, from 1, of the first question without an answer; 1 when there is none."""
        left = [number for number, key in enumerate(self.questions, 1) if key not in self.answered]
        return left[0] if left else 1


@dataclass(frozen=True, slots=True)
class Progress:
    """One respondent's questionnaire as it stands."""

    sections: tuple[Section, ...]
    answers: dict[str, Saved]
    sent_at: datetime | None
    submission_id: UUID

    @property
    def reference(self) -> str:
        """What to name when asking about these answers: "3F7A-91C2"."""
        digits = self.submission_id.hex[:8].upper()
        return f"{digits[:4]}-{digits[4:]}"

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(len(section.answered) for section in self.sections)

    @property
    def gaps(self) -> int:
        """How many questions have no answer."""
        return sum(len(section.questions) - len(section.answered) for section in self.sections)

    @property
    def done(self) -> int:
        """How many sections are complete."""
        return sum(section.status == "done" for section in self.sections)

    @property
    def last_saved(self) -> datetime | None:
        """When something was last saved."""
        return max((item.saved_at for item in self.answers.values() if item.saved_at), default=None)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far somebody has come, in short, before anything is opened."""

    answered: int
    sent_at: datetime | None


def standing(session: Session, visitor: Visitor) -> Standing | None:
    """How far the person behind a link has come; None before the questionnaire was begun."""
    row = session.execute(
        select(Submission.sent_at, func.count(Answer.value))
        .outerjoin(Answer, Answer.submission_id == Submission.id)
        .where(
            Submission.organisation_id == visitor.organisation_id,
            Submission.respondent_id == visitor.respondent_id,
        )
        .group_by(Submission.id, Submission.sent_at)
    ).first()
    return Standing(row[1], row[0]) if row else None


# Asked by almost every page: columns instead of objects, and a statement that is built once.
_ANSWERS: Final = (
    select(
        Submission.id,
        Submission.sent_at,
        Answer.question,
        *(getattr(Answer, name) for name in STORED),
    )
    .outerjoin(Answer, Answer.submission_id == Submission.id)
    .where(
        Submission.organisation_id == bindparam("organisation_id"),
        Submission.respondent_id == bindparam("respondent_id"),
    )
)


def progress(session: Session, pack: Pack, visitor: Visitor) -> Progress:
    """How far a respondent has come, or a delegate in the one part. Raises NotReady before it was begun."""
    whose = {"organisation_id": visitor.organisation_id, "respondent_id": visitor.respondent_id}
    rows = session.connection().execute(_ANSWERS, whose).all()
    if not rows:
        raise NotReady("the questionnaire was not begun")
    # A questionnaire without any answer is one row whose answer is empty.
    stored = {str(row[2]): Saved(*row[3:]) for row in rows if row[2]}
    sections: list[Section] = []
    answers: dict[str, Saved] = {}
    for dimension, questions in parts(pack, visitor.part):
        answers |= {key: stored[key] for key in questions if key in stored}
        given = tuple(key for key in questions if key in stored and stored[key].value is not None)
        sections.append(Section(dimension, questions, given))
    return Progress(tuple(sections), answers, rows[0][1], rows[0][0])


_ONE: Final = (
    select(Submission.sent_at, *(getattr(Answer, name) for name in STORED))
    .outerjoin(Answer, and_(Answer.submission_id == Submission.id, Answer.question == bindparam("question")))
    .where(
        Submission.organisation_id == bindparam("organisation_id"),
        Submission.respondent_id == bindparam("respondent_id"),
    )
)


def stored(session: Session, visitor: Visitor, question: str) -> tuple[datetime | None, Saved]:
    """When the questionnaire was sent, and what is stored for one question. Raises NotReady."""
    whose = {"organisation_id": visitor.organisation_id, "respondent_id": visitor.respondent_id}
    row = session.connection().execute(_ONE, {**whose, "question": question}).first()
    if row is None:
        raise NotReady("the questionnaire was not begun")
    # Without an answer its columns are empty, the revision among them.
    return row[0], Saved(*row[1:]) if row[3] is not None else Saved()


def parts(pack: Pack, only: str = "") -> list[tuple[str, tuple[str, ...]]]:
    """The dimensions with the questions of each, in their order; of a delegate only the one asked for."""
    return [(dimension, questions) for dimension, questions in pack.parts if only in ("", dimension)]


def flags(answers: Sequence[Saved]) -> tuple[str, ...]:
    """What whoever reviews should look at: "same", "fast", "unknown". ``answers``: in the pack's order.

    Haste is read from what was saved by people themselves: an interview and a file are entered as they come.
    """
    given = [item for item in answers if item.value is not None]
    found = []
    run = longest = 0
    last = None
    for item in given:
        run = run + 1 if item.value == last else 1
        last, longest = item.value, max(longest, run)
    if longest >= SAME_RUNNING:
        found.append("same")
    moments = sorted(item.saved_at for item in given if item.saved_at and item.source in ("self", "delegate"))
    if len(moments) >= FEWEST:
        between = [(after - before).total_seconds() for before, after in pairwise(moments)]
        if median(between) < FAST_SECONDS:
            found.append("fast")
    unknown = sum(item.value == DONT_KNOW for item in given)
    if len(given) >= FEWEST and unknown > UNKNOWN_SHARE * len(given):
        found.append("unknown")
    return tuple(found)
