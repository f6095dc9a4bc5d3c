"""One e-mail on its way: made when its turn comes, marked before it is handed over, and settled after.

Its personal link is made here, at each attempt; one that surely reached nobody is taken back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ..config import Settings
from ..db import transaction
from ..letters import Letter
from ..models import Account, Campaign, Delegation, Invitation, Mail, Organisation, Respondent, Submission
from ..smtp import domain
from . import journal
from .composing import make
from .journal import Actor
from .mail import LONGEST_ERROR, REMINDERS

WHILE_OPEN: Final = ("invitation", *REMINDERS, "delegation")
"""Of no use once the campaign takes no answers."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An e-mail that is marked as being sent. ``link_digest`` is that of the link made for it, if any."""

    mail_id: UUID
    message_id: str
    to_name: str
    to_address: str
    reply_to: str
    letter: Letter
    link_digest: str


def begin(
    session: Session, settings: Settings, mail_id: UUID, params: Mapping[str, object], now: datetime
) -> Outgoing | None:
    """Mark an e-mail as being sent, and make it; None where it was sent, or is not needed any more."""
    with transaction(session):
        mail = session.get(Mail, mail_id, with_for_update=True)
        if mail is None or mail.state not in ("queued", "sending", "refused"):
            return None
        if reason := _not_needed(session, mail):
            mail.state, mail.error = "dropped", reason
            return None
        made = make(session, settings, mail, params, now)
        if "@" not in mail.message_id:
            mail.message_id = f"<{mail.message_id}@{domain(settings.mail_from)}>"
        mail.state, mail.error = "sending", ""
        return Outgoing(
            mail.id,
            mail.message_id,
            mail.to_name,
            mail.to_address,
            made.reply_to,
            _in_colour(session, mail, made.letter),
            made.link_digest,
        )


def _in_colour(session: Session, mail: Mail, letter: Letter) -> Letter:
    """The letter with a button in its client's colour, where it is about one that has a colour."""
    accent = select(Organisation.accent).where(Organisation.id == mail.organisation_id)
    return replace(letter, accent=session.scalar(accent) or "")


def delivered(session: Session, outgoing: Outgoing, now: datetime) -> None:
    """Note that the mail server took an e-mail."""
    with transaction(session):
        mail = session.get_one(Mail, outgoing.mail_id, with_for_update=True)
        if mail.state == "sending":
            mail.state, mail.sent_at, mail.error = "sent", now, ""


def postponed(session: Session, outgoing: Outgoing, words: str, *, unsure: bool) -> None:
    """Note why an e-mail did not go out yet. ``unsure``: it may have, so its link stays good."""
    with transaction(session):
        mail = session.get_one(Mail, outgoing.mail_id, with_for_update=True)
        if mail.state != "sending":
            return
        mail.error = words[:LONGEST_ERROR]
        if not unsure:
            mail.state = "queued"
            session.execute(delete(Invitation).where(Invitation.digest == outgoing.link_digest))


def refused(session: Session, mail_id: UUID, words: str, now: datetime) -> None:
    """Note, in the caller's transaction, that an e-mail will not go out, and what the mail server said."""
    mail = session.get(Mail, mail_id, with_for_update=True)
    if mail is None or mail.state not in ("queued", "sending"):
        return
    mail.state, mail.error = "refused", words[:LONGEST_ERROR]
    journal.note(
        session,
        mail.firm_id,
        Actor("worker"),
        "mail.refused",
        now,
        subject=mail.to_name or mail.to_address,
        organisation_id=mail.organisation_id,
        kind=mail.kind,
    )


def sent_since(session: Session, moment: datetime) -> tuple[int, datetime | None]:
    """How many e-mails were handed over since a moment, and when the first of them was."""
    row = session.execute(select(func.count(), func.min(Mail.sent_at)).where(Mail.sent_at > moment)).one()
    return row[0], row[1]


def _not_needed(session: Session, mail: Mail) -> str:
    """Why an e-mail must not go out any more; "" when it may."""
    campaign = session.get(Campaign, mail.campaign_id) if mail.campaign_id else None
    person = session.get(Respondent, mail.respondent_id) if mail.respondent_id else None
    part = session.get(Delegation, mail.delegation_id) if mail.delegation_id else None
    account = session.get(Account, mail.account_id) if mail.account_id else None
    link = session.get(Invitation, mail.invitation_id) if mail.invitation_id else None
    if campaign is not None and campaign.state != "open" and mail.kind in WHILE_OPEN:
        return "closed"
    if person is not None and person.removed_at is not None:
        return "removed"
    if part is not None and mail.kind == "delegation" and (part.withdrawn_at or part.returned_at):
        return "withdrawn"
    if account is not None and account.disabled_at is not None:
        return "disabled"
    if link is not None and link.revoked_at is not None and mail.kind in ("results", "read_code"):
        return "no_link"
    if person is not None and mail.kind in REMINDERS:
        sent = select(Submission.id).where(Submission.respondent_id == person.id, Submission.state == "sent")
        if session.scalar(sent) is not None:
            return "answered"
        return "muted" if person.muted_at is not None else ""
    return ""
