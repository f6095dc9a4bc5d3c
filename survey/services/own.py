"""What a person may do about themselves: no more reminders, the link by e-mail, a copy of what is kept."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.model import Pack

from ..db import transaction
from ..models import Delegation, Respondent, Submission
from . import mail
from .invitations import look_up
from .journal import note
from .submissions import submission_of
from .visitors import Visitor


def mute(session: Session, token: str, now: datetime, muted: bool) -> Visitor | None:
    """No more reminders for the respondent behind a link, or reminders again; None as in ``look_up``."""
    visitor = look_up(session, token, now)
    if visitor is None or visitor.purpose != "answer":
        return None
    with transaction(session):
        person = session.get_one(Respondent, visitor.respondent_id)
        if (person.muted_at is not None) == muted:
            return visitor
        person.muted_at = now if muted else None
        note(
            session,
            visitor.firm_id,
            visitor.actor,
            "respondent.mute" if muted else "respondent.unmute",
            now,
            subject=visitor.name or visitor.department,
            organisation_id=visitor.organisation_id,
        )
    return visitor


def mail_link(session: Session, visitor: Visitor, now: datetime) -> bool:
    """Write to somebody with a fresh link to go on by; False when that was done within this hour."""
    whose = visitor.delegation_id or visitor.respondent_id
    with transaction(session):
        return mail.queue_to(session, visitor, "my_link", f"my_link:{whose}:{now:%Y-%m-%dT%H}", now)


def export(session: Session, pack: Pack, visitor: Visitor) -> dict[str, object]:
    """Everything that is kept about a respondent, as plain JSON. Raises NotReady before it was begun."""
    person = session.get_one(Respondent, visitor.respondent_id)
    submission = submission_of(session, visitor)
    return {
        "organisation": visitor.organisation,
        "department": visitor.department,
        "person": who(person),
        "questionnaire": {"key": visitor.pack[0], "version": visitor.pack[1]},
        "started_at": moment(submission.started_at),
        "sent_at": moment(submission.sent_at),
        "answers": answers(pack, submission, visitor.letters_in),
        "passed_on": passed_on(session, person),
    }


def answers(pack: Pack, submission: Submission, locale: str) -> list[dict[str, object]]:
    """The answers of a submission as plain JSON, in the order of the questionnaire."""
    order = {item.id: place for place, item in enumerate(pack.questionnaire.questions)}
    known = [item for item in submission.answers if item.question in order]
    return [
        {
            "question": item.question,
            "text": pack.question[item.question].text[locale],
            "value": item.value,
            "comment": item.comment,
            "note": item.note,
            "comment_may_be_read_by": item.quote,
            "source": item.source,
            "given_by": item.given_by,
            "saved_at": moment(item.saved_at),
        }
        for item in sorted(known, key=lambda item: order[item.question])
    ]


def passed_on(session: Session, person: Respondent) -> list[dict[str, object]]:
    """The parts that somebody asked colleagues to answer, as plain JSON."""
    found = session.scalars(
        select(Delegation)
        .where(Delegation.respondent_id == person.id, Delegation.organisation_id == person.organisation_id)
        .order_by(Delegation.created_at)
    )
    return [
        {
            "part": item.dimension,
            "name": item.name,
            "email": item.email,
            "message": item.message,
            "asked_at": moment(item.created_at),
            "returned_at": moment(item.returned_at),
            "taken_back_at": moment(item.withdrawn_at),
        }
        for item in found
    ]


def who(person: Respondent) -> dict[str, object]:
    """How somebody is known, as plain JSON."""
    return {
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "function": person.role,
        "language": person.locale,
        "no_more_reminders_since": moment(person.muted_at),
    }


def moment(value: datetime | None) -> str | None:
    """A moment as JSON has it."""
    return value.isoformat() if value else None
