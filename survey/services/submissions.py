"""Answering: one question at a time, each save durable and based on a known revision; then sending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE
from questionnaires.errors import InvalidAnswer, NotReady
from questionnaires.model import Pack

from ..db import transaction
from ..models import Answer, Campaign, Submission
from .invitations import Visitor

VALUES: Final = ("1", "2", "3", "4", "5", DONT_KNOW, NOT_APPLICABLE)
LONGEST: Final = 2_000
"""Characters of a comment."""
SECONDS: Final = 30
"""What a question takes, until there are enough answers to measure it."""
RUNNING: Final = 10
"""The same answer so many times running is worth a look, """
HASTY: Final = 4.0
"""and so are fewer seconds a question, """
UNSURE: Final = 0.4
"""and more than this share of *I do not know*."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What is stored for a question. Revision 0: nothing yet."""

    value: str | None = None
    comment: str = ""
    revision: int = 0
    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Nothing was saved: somebody saved after the page was opened. ``stored`` is what is there now."""

    stored: Saved


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


def minutes(questions: int) -> int:
    """How long so many questions take, as announced; at least one minute."""
    return max(1, -(-questions * SECONDS // 60))


def progress(session: Session, pack: Pack, visitor: Visitor) -> Progress:
    """How far a respondent has come. Raises NotReady before the questionnaire was begun."""
    submission = _submission(session, visitor)
    answers = {item.question: _saved(item) for item in submission.answers if item.question in pack.question}
    answered = {key for key, item in answers.items() if item.value is not None}
    sections = []
    for dimension in pack.questionnaire.dimensions:
        questions = tuple(item.id for item in pack.questionnaire.questions if item.dimension == dimension.id)
        sections.append(Section(dimension.id, questions, tuple(key for key in questions if key in answered)))
    return Progress(tuple(sections), answers, submission.sent_at)


def save_answer(
    session: Session,
    pack: Pack,
    visitor: Visitor,
    question: str,
    *,
    value: str | None,
    comment: str,
    based_on: int,
    now: datetime,
) -> Saved | Conflict:
    """Store one answer durably. ``value`` None withdraws it; ``based_on`` is the revision the page showed.

    Saving what is stored already changes nothing, whatever the revision. Raises InvalidAnswer for what the
    pack does not admit and NotReady when the campaign is closed or the answers were sent.
    """
    comment = comment.replace("\r\n", "\n").strip()
    if question not in pack.question:
        raise InvalidAnswer(f"unknown question {question!r}")
    if value is not None and value not in VALUES:
        raise InvalidAnswer(f"{question}: {value!r} is not one of {', '.join(VALUES)}")
    if len(comment) > LONGEST:
        raise InvalidAnswer(f"{question}: the comment is longer than {LONGEST} characters")
    with transaction(session):
        submission = _writable(session, visitor)
        answer = session.scalar(
            select(Answer).where(Answer.submission_id == submission.id, Answer.question == question)
        )
        stored = _saved(answer) if answer else Saved()
        if (stored.value, stored.comment) == (value, comment):
            return stored
        if stored.revision != based_on:
            return Conflict(stored)
        if answer is None:
            answer = Answer(
                organisation_id=submission.organisation_id,
                submission_id=submission.id,
                question=question,
                revision=0,
            )
            session.add(answer)
        answer.value, answer.comment, answer.saved_at = value, comment, now
        answer.revision += 1
    return _saved(answer)


def send(session: Session, visitor: Visitor, now: datetime) -> None:
    """Hand the answers in, gaps or not; twice changes nothing. Raises NotReady when closed or empty."""
    with transaction(session):
        submission = _submission(session, visitor)
        if submission.state == "sent":
            return
        _check_open(session, visitor)
        if not any(answer.value for answer in submission.answers):
            raise NotReady("nothing has been answered yet")
        submission.state, submission.sent_at = "sent", now


def reopen(session: Session, visitor: Visitor) -> None:
    """Take sent answers back to change them, until the campaign closes. Raises NotReady when closed."""
    with transaction(session):
        submission = _submission(session, visitor)
        _check_open(session, visitor)
        submission.state, submission.sent_at = "open", None


def flags(answers: Sequence[Answer]) -> list[str]:
    """What is worth a look in somebody's answers, as codes: "same", "fast", "unknown". For review only."""
    given = sorted((item for item in answers if item.value is not None), key=lambda item: item.saved_at)
    runs = (len(list(same)) for _, same in groupby(item.value for item in given))
    # Answers of an interview or a file were not saved at the pace at which they were thought about.
    own = [item.saved_at for item in given if item.source in ("self", "delegate")]
    found = ["same"] if max(runs, default=0) >= RUNNING else []
    if len(own) >= RUNNING and (own[-1] - own[0]).total_seconds() < HASTY * (len(own) - 1):
        found.append("fast")
    if given and sum(item.value == DONT_KNOW for item in given) > UNSURE * len(given):
        found.append("unknown")
    return found


def _submission(session: Session, visitor: Visitor) -> Submission:
    query = (
        select(Submission)
        .where(
            Submission.organisation_id == visitor.organisation_id,
            Submission.respondent_id == visitor.respondent_id,
        )
        .options(selectinload(Submission.answers))
    )
    found = session.scalar(query.with_for_update() if session.info.get("writing") else query)
    if found is None:
        raise NotReady("the questionnaire was not begun")
    return found


def _writable(session: Session, visitor: Visitor) -> Submission:
    submission = _submission(session, visitor)
    _check_open(session, visitor)
    if submission.state == "sent":
        raise NotReady("the answers were sent")
    return submission


def _check_open(session: Session, visitor: Visitor) -> None:
    # Asked again under the lock: the campaign may have closed since the page was opened.
    state = session.scalar(
        select(Campaign.state)
        .where(Campaign.id == visitor.campaign_id, Campaign.organisation_id == visitor.organisation_id)
        .with_for_update(read=True)
    )
    if state != "open":
        raise NotReady("the campaign is closed")


def _saved(answer: Answer) -> Saved:
    return Saved(answer.value, answer.comment, answer.revision, answer.saved_at)
