"""One person in the field: what happened so far, and what a project lead may do about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer

from ..db import transaction
from ..models import Delegation, Invitation, Mail, Respondent, Submission
from .desk import Desk, named
from .invitations import invite


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened. ``kind`` is a code; ``about`` and ``detail`` say what of, as stored."""

    at: datetime
    kind: str
    about: str = ""
    detail: str = ""
    mail_id: UUID | None = None


def history(session: Session, respondent: Respondent) -> list[Happening]:
    """What happened around a person, newest first: e-mails, links, parts passed on, begun, sent."""
    found: list[Happening] = []
    for mail in session.scalars(select(Mail).where(Mail.respondent_id == respondent.id)):
        kind = f"mail_{mail.state}"
        found.append(Happening(mail.sent_at or mail.created_at, kind, mail.kind, mail.error, mail.id))
    links = select(Invitation).where(
        Invitation.respondent_id == respondent.id, Invitation.purpose == "answer"
    )
    for link in session.scalars(links):
        found.append(Happening(link.created_at, "link"))
        if link.revoked_at:
            found.append(Happening(link.revoked_at, "link_withdrawn"))
    for part in session.scalars(select(Delegation).where(Delegation.respondent_id == respondent.id)):
        steps = {
            "asked": part.created_at,
            "begun": part.started_at,
            "returned": part.returned_at,
            "withdrawn": part.withdrawn_at,
        }
        found += [
            Happening(at, f"part_{step}", part.dimension, part.name) for step, at in steps.items() if at
        ]
    given = session.scalar(select(Submission).where(Submission.respondent_id == respondent.id))
    if given is not None:
        found.append(Happening(given.started_at, "started"))
        if given.sent_at:
            found.append(Happening(given.sent_at, "sent"))
    for kind, moment in (("removed", respondent.removed_at), ("muted", respondent.muted_at)):
        if moment:
            found.append(Happening(moment, kind))
    return sorted(found, key=lambda item: item.at, reverse=True)


def change_address(session: Session, desk: Desk, respondent_id: UUID, email: str) -> None:
    """Write to another address from now on. Raises InvalidAnswer for what is none, or another person's."""
    email = email.strip()
    if email and ("@" not in email.strip("@") or any(character.isspace() for character in email)):
        raise InvalidAnswer("an address is written like a.name@company.example")
    with transaction(session):
        person = desk.person(session, respondent_id)
        others = select(Respondent.email).where(
            Respondent.campaign_id == desk.campaign.id,
            Respondent.id != person.id,
            Respondent.removed_at.is_(None),
        )
        if email and email.casefold() in {other.casefold() for other in session.scalars(others)}:
            raise InvalidAnswer("somebody else on the list has this address")
        person.email = email
        desk.note(session, "person.address", named(person))


def fresh_link(session: Session, desk: Desk, respondent_id: UUID, *, withdraw: bool) -> str:
    """A new personal link's token, to show once. ``withdraw``: the earlier ones stop working."""
    with transaction(session):
        person = desk.person(session, respondent_id)
        token = invite(session, desk.campaign, desk.now, respondent=person, withdraw=withdraw)
        desk.note(session, "link.replace" if withdraw else "link.copy", named(person))
    return token


def mark_bounced(session: Session, desk: Desk, respondent_id: UUID, mail_id: UUID, reason: str) -> None:
    """Note that an e-mail came back. Raises InvalidAnswer for one that is not this person's."""
    with transaction(session):
        person = desk.person(session, respondent_id)
        mail = session.scalar(select(Mail).where(Mail.id == mail_id, Mail.respondent_id == person.id))
        if mail is None:
            raise InvalidAnswer("there is no such e-mail to this person")
        if mail.state != "bounced":
            mail.state, mail.error = "bounced", reason.strip()[:500]
            desk.note(session, "mail.bounced", named(person))


def set_listed(session: Session, desk: Desk, respondent_id: UUID, *, listed: bool) -> None:
    """Take a person off the list, or put one back. Answers and links stay as they are."""
    with transaction(session):
        person = desk.person(session, respondent_id)
        if (person.removed_at is None) != listed:
            person.removed_at = None if listed else desk.now
            desk.note(session, "person.back" if listed else "person.remove", named(person))


def set_muted(session: Session, desk: Desk, respondent_id: UUID, *, muted: bool) -> None:
    """Send a person no more reminders, or do again."""
    with transaction(session):
        person = desk.person(session, respondent_id)
        if (person.muted_at is not None) != muted:
            person.muted_at = desk.now if muted else None
            desk.note(session, "person.mute" if muted else "person.unmute", named(person))
