"""Answering on somebody's behalf, in an interview: the same questions, and every answer says how it came.

What the person or a colleague had answered is never replaced unseen: each save is based on what was shown.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE
from questionnaires.errors import InvalidAnswer, NotReady
from questionnaires.model import Pack

from ..db import transaction
from ..models import Answer, Respondent, ReviewNote, Submission
from .desk import Desk, named
from .review import LONGEST_NOTE, add_note_to
from .submissions import LONGEST, STORED, VALUES, Saved
from .submissions import LONGEST_NOTE as LONGEST_WHY


@dataclass(frozen=True, slots=True)
class Interview:
    """A questionnaire as an interviewer sees it. ``notes``: private ones by question, newest first."""

    answers: dict[str, Saved]
    notes: dict[str, list[str]]
    begun: bool
    sent_at: datetime | None

    @property
    def answered(self) -> set[str]:
        """The questions with an answer."""
        return {key for key, item in self.answers.items() if item.value is not None}


def interview(session: Session, respondent: Respondent) -> Interview:
    """How far a person's questionnaire is, whoever answered."""
    submission = session.scalar(
        select(Submission)
        .where(Submission.respondent_id == respondent.id)
        .options(selectinload(Submission.answers))
    )
    if submission is None:
        return Interview({}, {}, begun=False, sent_at=None)
    notes: dict[str, list[str]] = {}
    written = select(ReviewNote).where(ReviewNote.submission_id == submission.id)
    for note in session.scalars(written.order_by(ReviewNote.written_at.desc())):
        notes.setdefault(note.question, []).append(note.text)
    answers = {item.question: _saved(item) for item in submission.answers}
    return Interview(answers, notes, begun=True, sent_at=submission.sent_at)


def save(
    session: Session,
    pack: Pack,
    desk: Desk,
    respondent_id: UUID,
    question: str,
    *,
    given: Saved,
    private: str = "",
) -> Saved | None:
    """Store an answer as given in an interview; ``given.revision`` is the one that the page showed.

    Returns what is stored instead where that was changed since, and then stores nothing but ``private``, a
    note for the firm alone. Raises InvalidAnswer for what the pack does not admit, and NotReady when the
    answers were sent or the campaign is closed.
    """
    if given.value not in (DONT_KNOW, NOT_APPLICABLE):
        given = replace(given, note="")
    _check(pack, question, given, private)
    with transaction(session):
        submission = _writable(session, desk, respondent_id)
        if private.strip():
            add_note_to(session, desk, submission, private.replace("\r\n", "\n").strip(), question)
        answer = session.scalar(
            select(Answer).where(Answer.submission_id == submission.id, Answer.question == question)
        )
        stored = _saved(answer) if answer else Saved()
        if stored.says_the_same(given):
            return None
        if stored.revision != given.revision:
            return stored
        if answer is None:
            answer = Answer(
                organisation_id=submission.organisation_id,
                submission_id=submission.id,
                question=question,
                revision=0,
            )
            session.add(answer)
        answer.value, answer.comment, answer.quote = given.value, given.comment, given.quote
        answer.note = given.note
        answer.source, answer.given_by, answer.saved_at = "interview", desk.member.name, desk.now
        answer.revision += 1
    return None


def state_role(session: Session, pack: Pack, desk: Desk, respondent_id: UUID, role: str) -> None:
    """Note the function of a person. Raises InvalidAnswer for one that the pack does not have."""
    if role not in pack.role:
        raise InvalidAnswer(f"unknown role {role!r}; one of {', '.join(pack.role)}")
    with transaction(session):
        person = desk.person(session, respondent_id)
        person.role = role
        desk.note(session, "person.role", named(person))


def send_for(session: Session, desk: Desk, respondent_id: UUID) -> None:
    """Hand a person's answers in on their behalf. Raises NotReady when closed, or incomplete."""
    with transaction(session):
        submission = _writable(session, desk, respondent_id)
        person = desk.person(session, respondent_id)
        some = select(Answer.id).where(Answer.submission_id == submission.id, Answer.value.is_not(None))
        if session.scalar(some.limit(1)) is None:
            raise NotReady("nothing has been answered yet")
        if person.role is None:
            raise NotReady("the function is not known")
        submission.state, submission.sent_at = "sent", desk.now
        desk.note(session, "submission.send_for", named(person))


def _writable(session: Session, desk: Desk, respondent_id: UUID) -> Submission:
    """The person's submission, begun if it was not. Part of the caller's transaction."""
    person = desk.person(session, respondent_id)
    if desk.campaign.state != "open" or person.removed_at is not None:
        raise NotReady("the campaign is closed, or the person was taken off the list")
    found = session.scalar(select(Submission).where(Submission.respondent_id == person.id).with_for_update())
    if found is None:
        found = Submission(
            organisation_id=person.organisation_id,
            campaign_id=person.campaign_id,
            respondent_id=person.id,
            state="open",
            started_at=desk.now,
        )
        session.add(found)
        session.flush()
        desk.note(session, "interview.begin", named(person))
    if found.state == "sent":
        raise NotReady("the answers were sent")
    return found


def _check(pack: Pack, question: str, given: Saved, private: str) -> None:
    if question not in pack.question:
        raise InvalidAnswer(f"unknown question {question!r}")
    if given.value is not None and given.value not in VALUES:
        raise InvalidAnswer(f"{question}: {given.value!r} is not one of {', '.join(VALUES)}")
    if given.quote not in ("private", "unnamed", "department"):
        raise InvalidAnswer(f"{question}: nobody may read a comment by {given.quote!r}")
    lengths = ((given.comment, LONGEST), (given.note, LONGEST_WHY), (private, LONGEST_NOTE))
    if any(len(text) > most for text, most in lengths):
        raise InvalidAnswer(f"{question}: a text is too long")


def _saved(answer: Answer) -> Saved:
    return Saved(**{name: getattr(answer, name) for name in STORED})
