"""Review of what was sent: every answer with where it came from, private notes, and what was agreed instead.

Answers that were not sent yet are nobody's to read. What was given is never changed: an agreed answer stands
beside it, and counts until it is taken back, or the respondent changes the answer itself.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from questionnaires.errors import InvalidAnswer
from questionnaires.model import Pack

from ..db import transaction
from ..models import AgreedAnswer, Answer, Department, Respondent, ReviewNote, Submission
from .campaigns import pack_of
from .desk import Desk, named
from .field import as_saved
from .standing import flags
from .submissions import VALUES

LONGEST_NOTE: Final = 5_000
LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreed answer. ``value`` None takes the earlier ones back. ``counts``: it is the one in force."""

    value: str | None
    reason: str
    by: str
    at: datetime
    counts: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A private note."""

    text: str
    by: str
    at: datetime


@dataclass(slots=True)
class Reviewed:
    """One question of one submission: what was given, how, and what review added, newest first."""

    value: str | None = None
    comment: str = ""
    note: str = ""
    quote: str = "private"
    source: str = "self"
    given_by: str = ""
    saved_at: datetime | None = None
    agreements: list[Agreement] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def agreed(self) -> Agreement | None:
        """The agreement in force, if any."""
        return next((item for item in self.agreements if item.counts), None)

    @property
    def counted(self) -> str | None:
        """The value that the results rest on."""
        return self.agreed.value if self.agreed else self.value


@dataclass(slots=True)
class Sheet:
    """One submission that was sent, as review sees it."""

    id: UUID
    respondent_id: UUID
    department: str
    name: str
    role: str | None
    sent_at: datetime
    reviewed_at: datetime | None
    reviewed_by: str
    flags: tuple[str, ...] = ()
    answers: dict[str, Reviewed] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def unsure(self) -> int:
        """How many questions were answered with *I do not know*."""
        return sum(item.value == "dk" for item in self.answers.values())

    @property
    def agreed(self) -> int:
        """How many answers were agreed otherwise."""
        return sum(item.agreed is not None for item in self.answers.values())

    @property
    def noted(self) -> int:
        """How many private notes there are."""
        return len(self.notes) + sum(len(item.notes) for item in self.answers.values())


def sheets(session: Session, campaign_id: UUID, respondent_id: UUID | None = None) -> list[Sheet]:
    """Every submission that was sent, by department; or one person's. A constant number of queries."""
    wanted = (
        select(Submission)
        .join(Respondent, Respondent.id == Submission.respondent_id)
        .join(Department, Department.id == Respondent.department_id)
        .where(
            Submission.campaign_id == campaign_id,
            Submission.state == "sent",
            Respondent.removed_at.is_(None),
        )
        .order_by(Department.position, Respondent.name, Respondent.id)
        .options(joinedload(Submission.respondent).joinedload(Respondent.department))
    )
    if respondent_id is not None:
        wanted = wanted.where(Submission.respondent_id == respondent_id)
    found = {item.id: _sheet(item) for item in session.scalars(wanted)}
    rows: dict[UUID, list[Answer]] = {key: [] for key in found}
    for answer in session.scalars(select(Answer).where(Answer.submission_id.in_(found))):
        rows[answer.submission_id].append(answer)
        found[answer.submission_id].answers[answer.question] = _reviewed(answer)
    asked = pack_of(session, campaign_id).question if found else {}
    for key, answers in rows.items():
        kept = {answer.question: as_saved(answer) for answer in answers}
        found[key].flags = flags([kept[question] for question in asked if question in kept])
    _add_notes(session, found)
    _add_agreements(session, found)
    return list(found.values())


def agreed(session: Session, campaign_id: UUID) -> dict[tuple[UUID, str], str]:
    """The agreed answers in force, by submission and question: what counts instead of what was given."""
    rows = session.execute(
        select(AgreedAnswer, Answer.saved_at)
        .join(Submission, Submission.id == AgreedAnswer.submission_id)
        .outerjoin(
            Answer,
            (Answer.submission_id == AgreedAnswer.submission_id) & (Answer.question == AgreedAnswer.question),
        )
        .where(Submission.campaign_id == campaign_id, Submission.state == "sent")
        .order_by(AgreedAnswer.agreed_at)
    )
    newest = {(item.submission_id, item.question): (item, saved_at) for item, saved_at in rows}
    return {
        key: item.value
        for key, (item, saved_at) in newest.items()
        if item.value is not None and _in_force(item, saved_at)
    }


def agree(
    session: Session,
    pack: Pack,
    desk: Desk,
    respondent_id: UUID,
    question: str,
    *,
    value: str | None,
    reason: str,
) -> None:
    """Note what was agreed instead of an answer; ``value`` None takes it back. The original stays.

    Raises InvalidAnswer for what the pack does not admit, and without a reason.
    """
    reason = reason.strip()
    if question not in pack.question or (value is not None and value not in VALUES):
        raise InvalidAnswer(f"{question}: {value!r} is not one of {', '.join(VALUES)}")
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidAnswer(f"give a reason of at most {LONGEST_REASON} characters")
    with transaction(session):
        submission = _sent(session, desk, respondent_id)
        agree_on(session, desk, submission, question, value, reason)
        action = "answer.agree" if value else "answer.give_back"
        desk.note(session, action, named(submission.respondent), question=question)


def agree_on(  # noqa: PLR0917 - who, where, what, why
    session: Session, desk: Desk, submission: Submission, question: str, value: str | None, reason: str
) -> None:
    """Let another answer count, or take that back, in the caller's transaction."""
    newest = session.scalar(
        select(func.max(AgreedAnswer.agreed_at)).where(
            AgreedAnswer.submission_id == submission.id, AgreedAnswer.question == question
        )
    )
    # Two within the clock's grain still have an order: the newest counts.
    at = max(desk.now, newest + timedelta(microseconds=1)) if newest else desk.now
    session.add(
        AgreedAnswer(
            organisation_id=submission.organisation_id,
            submission_id=submission.id,
            question=question,
            value=value,
            reason=reason,
            agreed_by=desk.member.name,
            agreed_at=at,
        )
    )


def add_note(session: Session, desk: Desk, respondent_id: UUID, text: str, *, question: str = "") -> None:
    """Add a private note on a question, or on the whole. Raises InvalidAnswer for an empty or endless one."""
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST_NOTE:
        raise InvalidAnswer(f"write a note of at most {LONGEST_NOTE} characters")
    with transaction(session):
        submission = _sent(session, desk, respondent_id)
        add_note_to(session, desk, submission, text, question)
        desk.note(session, "note.add", named(submission.respondent))


def add_note_to(session: Session, desk: Desk, submission: Submission, text: str, question: str) -> None:
    """Add a private note, in the caller's transaction."""
    session.add(
        ReviewNote(
            organisation_id=submission.organisation_id,
            submission_id=submission.id,
            question=question,
            text=text,
            written_by=desk.member.name,
            written_at=desk.now,
        )
    )


def set_reviewed(session: Session, desk: Desk, respondent_id: UUID, *, reviewed: bool) -> None:
    """Tick a submission as reviewed, or take the tick off."""
    with transaction(session):
        submission = _sent(session, desk, respondent_id)
        if (submission.reviewed_at is not None) != reviewed:
            submission.reviewed_at = desk.now if reviewed else None
            submission.reviewed_by = desk.member.name if reviewed else ""
            action = "submission.review" if reviewed else "submission.unreview"
            desk.note(session, action, named(submission.respondent))


def _sent(session: Session, desk: Desk, respondent_id: UUID) -> Submission:
    person = desk.person(session, respondent_id)
    found = session.scalar(
        select(Submission).where(Submission.respondent_id == person.id, Submission.state == "sent")
    )
    if found is None:
        raise InvalidAnswer("this person has not sent any answers")
    return found


def _sheet(item: Submission) -> Sheet:
    person = item.respondent
    assert item.sent_at is not None  # noqa: S101 - the table's own constraint says so
    return Sheet(
        id=item.id,
        respondent_id=person.id,
        department=person.department.name,
        name=person.name,
        role=person.role,
        sent_at=item.sent_at,
        reviewed_at=item.reviewed_at,
        reviewed_by=item.reviewed_by,
    )


def _reviewed(answer: Answer) -> Reviewed:
    return Reviewed(
        value=answer.value,
        comment=answer.comment,
        note=answer.note,
        quote=answer.quote,
        source=answer.source,
        given_by=answer.given_by,
        saved_at=answer.saved_at,
    )


def _add_notes(session: Session, found: dict[UUID, Sheet]) -> None:
    notes = select(ReviewNote).where(ReviewNote.submission_id.in_(found))
    for item in session.scalars(notes.order_by(ReviewNote.written_at.desc())):
        sheet = found[item.submission_id]
        where = sheet.answers.setdefault(item.question, Reviewed()).notes if item.question else sheet.notes
        where.append(Note(item.text, item.written_by, item.written_at))


def _add_agreements(session: Session, found: dict[UUID, Sheet]) -> None:
    items = select(AgreedAnswer).where(AgreedAnswer.submission_id.in_(found))
    for item in session.scalars(items.order_by(AgreedAnswer.agreed_at.desc())):
        answer = found[item.submission_id].answers.setdefault(item.question, Reviewed())
        counts = not answer.agreements and item.value is not None and _in_force(item, answer.saved_at)
        answer.agreements.append(Agreement(item.value, item.reason, item.agreed_by, item.agreed_at, counts))


def _in_force(item: AgreedAnswer, saved_at: datetime | None) -> bool:
    """Whether the answer is still the one that the agreement was about."""
    return saved_at is None or saved_at <= item.agreed_at
