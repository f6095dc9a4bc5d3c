"""Answering: one question at a time, each save durable and based on a known revision; then sending.

A delegate passes through the same functions, and sees and saves the one part that was asked for.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE
from questionnaires.errors import InvalidAnswer, NotReady
from questionnaires.model import Pack

from ..db import transaction
from ..models import Answer, Campaign, Delegation, Submission
from . import mail
from .journal import Actor
from .journal import note as note_down
from .visitors import Visitor

VALUES: Final = ("1", "2", "3", "4", "5", DONT_KNOW, NOT_APPLICABLE)
LONGEST: Final = 2_000
"""Characters of a comment."""
LONGEST_NOTE: Final = 300
"""Characters of who would know, or of why a question does not apply."""
QUOTES: Final = ("private", "unnamed", "department")
"""Who may read a comment: those who run the assessment, or anybody without name, or with the department's."""
SECONDS: Final = 30
"""What a question takes, until there are enough answers to measure it."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What is stored for a question. Revision 0: nothing yet."""

    value: str | None = None
    comment: str = ""
    revision: int = 0
    saved_at: datetime | None = None
    note: str = ""
    """Who would know, beside "dk"; why the question does not apply, beside "na"."""
    quote: str = "private"
    source: str = "self"
    given_by: str = ""
    """Who gave it, where that is not the respondent."""

    def says_the_same(self, other: "Saved") -> bool:
        """Whether a respondent could tell the two apart."""
        mine, theirs = ((item.value, item.comment, item.note, item.quote) for item in (self, other))
        return mine == theirs


STORED: Final = tuple(field.name for field in fields(Saved))
"""Its fields are columns of Answer."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Nothing was saved: somebody saved after the page was opened. ``stored`` is what is there now."""

    stored: Saved


def minutes(questions: int) -> int:
    """How long so many questions take, as announced; at least one minute."""
    return max(1, -(-questions * SECONDS // 60))


def begin(session: Session, visitor: Visitor, actor: Actor, now: datetime) -> None:
    """Begin a questionnaire in a respondent's name, unless it was begun. Raises NotReady when closed."""
    with transaction(session):
        check_open(session, visitor)
        found = select(Submission.id).where(Submission.respondent_id == visitor.respondent_id)
        if session.scalar(found) is not None or visitor.respondent_id is None:
            return
        session.add(
            Submission(
                organisation_id=visitor.organisation_id,
                campaign_id=visitor.campaign_id,
                respondent_id=visitor.respondent_id,
                started_at=now,
            )
        )
        _note(session, visitor, actor, "submission.start", now)


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
    note: str = "",
    quote: str = "private",
    source: str = "self",
    given_by: str = "",
) -> Saved | Conflict:
    """Store one answer durably. ``value`` None withdraws it; ``based_on`` is the revision the page showed.

    ``note`` is kept beside "dk" and "na" only. ``source`` and ``given_by`` tell who gave it where that is not
    the respondent; a delegate's own are filled in. Saving what is stored already changes nothing, whatever
    the revision. Raises InvalidAnswer for what the pack does not admit, or outside of a delegate's part, and
    NotReady when the campaign is closed or the answers were sent.
    """
    note = " ".join(note.split()) if value in (DONT_KNOW, NOT_APPLICABLE) else ""
    if visitor.delegation_id is not None:
        source, given_by = "delegate", visitor.name
    comment = comment.replace("\r\n", "\n").strip()
    given = Saved(value, comment, note=note, quote=quote, source=source, given_by=given_by)
    _check_given(pack, visitor, question, given)
    with transaction(session):
        submission_id = _lock_writable(session, visitor)
        key = {"submission_id": submission_id, "question": question}
        row = session.connection().execute(_STORED, key).first()
        stored = Saved(*row) if row else Saved()
        if stored.says_the_same(given):
            return stored
        if stored.revision != based_on:
            return Conflict(stored)
        given = replace(given, revision=stored.revision + 1, saved_at=now)
        _store(session, visitor, submission_id, question, given)
    return given


def _store(session: Session, visitor: Visitor, submission_id: UUID, question: str, given: Saved) -> None:
    # By statement rather than by object: this is what the site does most.
    values = {name: getattr(given, name) for name in STORED}
    if given.revision == 1:
        key = {"submission_id": submission_id, "question": question}
        whose = {"organisation_id": visitor.organisation_id}
        session.connection().execute(insert(Answer), {**whose, **key, **values})
    else:
        key = {"of_submission": submission_id, "of_question": question}
        session.connection().execute(_UPDATE, {**key, **values})
    session.expire_all()


def _check_given(pack: Pack, visitor: Visitor, question: str, given: Saved) -> None:
    if question not in pack.question:
        raise InvalidAnswer(f"unknown question {question!r}")
    if visitor.part not in ("", pack.question[question].dimension):
        raise InvalidAnswer(f"{question}: not in the part that was asked for, {visitor.part}")
    if given.value is not None and given.value not in VALUES:
        raise InvalidAnswer(f"{question}: {given.value!r} is not one of {', '.join(VALUES)}")
    if given.quote not in QUOTES:
        raise InvalidAnswer(f"{question}: {given.quote!r} is not one of {', '.join(QUOTES)}")
    if len(given.comment) > LONGEST:
        raise InvalidAnswer(f"{question}: the comment is longer than {LONGEST} characters")
    if len(given.note) > LONGEST_NOTE:
        raise InvalidAnswer(f"{question}: the note is longer than {LONGEST_NOTE} characters")


def send(session: Session, visitor: Visitor, now: datetime, *, thank: bool = False) -> None:
    """Hand the answers in, gaps or not; twice changes nothing. Raises NotReady when closed or empty.

    ``thank``: by e-mail too, where the address is known; once, however often answers are taken back and sent.
    """
    _check_owner(visitor)
    with transaction(session):
        submission = submission_of(session, visitor)
        if submission.state == "sent":
            return
        check_open(session, visitor)
        if not any(answer.value for answer in submission.answers):
            raise NotReady("nothing has been answered yet")
        submission.state, submission.sent_at = "sent", now
        _note(session, visitor, visitor.actor, "submission.send", now)
        if thank and mail.address_fits(visitor.email):
            mail.queue_to(session, visitor, "thanks", f"thanks:{submission.id}", now)


def reopen(session: Session, visitor: Visitor, now: datetime) -> None:
    """Take sent answers back to change them, until the campaign closes. Raises NotReady when closed."""
    _check_owner(visitor)
    with transaction(session):
        submission = submission_of(session, visitor)
        check_open(session, visitor)
        if submission.state == "open":
            return
        submission.state, submission.sent_at = "open", None
        _note(session, visitor, visitor.actor, "submission.reopen", now)


def _check_owner(visitor: Visitor) -> None:
    if visitor.delegation_id is not None:
        raise NotReady("only the owner of the questionnaire may send it or take it back")


def _note(session: Session, visitor: Visitor, actor: Actor, action: str, now: datetime) -> None:
    note_down(
        session,
        visitor.firm_id,
        actor,
        action,
        now,
        subject=visitor.department,
        organisation_id=visitor.organisation_id,
    )


def submission_of(session: Session, visitor: Visitor) -> Submission:
    """The questionnaire, locked where it is written. Raises NotReady before it was begun."""
    query = select(Submission).where(
        Submission.organisation_id == visitor.organisation_id,
        Submission.respondent_id == visitor.respondent_id,
    )
    found = session.scalar(query.with_for_update() if session.info.get("writing") else query)
    if found is None:
        raise NotReady("the questionnaire was not begun")
    return found


# The row of the submission makes saves of one questionnaire wait for each other; on SQLite the gate does.
_LOCKED: Final = (
    select(Submission.id, Submission.state, Campaign.state)
    .join(Campaign, Campaign.id == Submission.campaign_id)
    .where(
        Submission.organisation_id == bindparam("organisation_id"),
        Submission.respondent_id == bindparam("respondent_id"),
    )
    .with_for_update(of=Submission)
)
_STORED: Final = select(*(getattr(Answer, name) for name in STORED)).where(
    Answer.submission_id == bindparam("submission_id"), Answer.question == bindparam("question")
)
_UPDATE: Final = update(Answer).where(
    Answer.submission_id == bindparam("of_submission"), Answer.question == bindparam("of_question")
)


def _lock_writable(session: Session, visitor: Visitor) -> UUID:
    """The id of the submission, locked, if answers may be saved in it. Raises NotReady."""
    whose = {"organisation_id": visitor.organisation_id, "respondent_id": visitor.respondent_id}
    row = session.connection().execute(_LOCKED, whose).first()
    if row is None:
        raise NotReady("the questionnaire was not begun")
    found, state, of_campaign = row
    if of_campaign != "open":
        raise NotReady("the campaign is closed")
    if state == "sent":
        raise NotReady("the answers were sent")
    if visitor.delegation_id is not None:
        live = select(Delegation.id).where(
            Delegation.id == visitor.delegation_id,
            Delegation.withdrawn_at.is_(None),
            Delegation.returned_at.is_(None),
        )
        if session.scalar(live) is None:
            raise NotReady("the part was given back or taken back")
    return found


def check_open(session: Session, visitor: Visitor) -> None:
    """Raise NotReady unless the campaign takes answers."""
    # Asked again under the lock: the campaign may have closed since the page was opened.
    state = session.scalar(
        select(Campaign.state)
        .where(Campaign.id == visitor.campaign_id, Campaign.organisation_id == visitor.organisation_id)
        .with_for_update(read=True)
    )
    if state != "open":
        raise NotReady("the campaign is closed")
