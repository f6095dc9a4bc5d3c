"""E-mails to one person each: noted with what they follow from, and how far each has come.

Their texts are composed when they are sent (``sending.py``), because a personal link is not stored.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer

from ..config import Settings
from ..db import transaction
from ..models import Campaign, Delegation, Mail, Organisation, Respondent
from . import journal
from .jobs import enqueue, insert_once
from .journal import Actor
from .visitors import Visitor

JOB: Final = "mail"
"""The kind of job that sends one."""
KINDS: Final = (
    "invitation",
    "reminder_new",
    "reminder_started",
    "last_days",
    "delegation",
    "delegation_returned",
    "my_link",
    "thanks",
    "results",
    "read_code",
    "asks_link",
    "documents",
    "join",
    "reset",
    "test",
)
REMINDERS: Final = ("reminder_new", "reminder_started", "last_days")
LANGUAGES: Final = ("en", "fr")
LONGEST_ERROR: Final = 500

_ADDRESS: Final = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\.]+")


@dataclass(frozen=True, slots=True)
class Sent:
    """An e-mail to somebody. ``state``: queued, sending, sent, refused, bounced or dropped (not needed)."""

    id: UUID
    kind: str
    respondent_id: UUID | None
    delegation_id: UUID | None
    to_name: str
    to_address: str
    locale: str
    state: str
    error: str
    created_at: datetime
    sent_at: datetime | None


def available(settings: Settings) -> bool:
    """Whether e-mail can go out: to a mail server, or in development to the outbox in the instance folder."""
    return bool(settings.smtp_url) or settings.development


def address_fits(address: str) -> bool:
    """Whether something can be one e-mail address: no space, no list, no line break."""
    # A domain may be of any script: it is sent in its ASCII form. Before the "@" few servers take another.
    plain = address.isprintable() and address.rpartition("@")[0].isascii()
    return len(address) <= 320 and plain and _ADDRESS.fullmatch(address) is not None


def queue(
    session: Session,
    now: datetime,
    *,
    firm_id: UUID,
    kind: str,
    dedup: str,
    to_name: str,
    to_address: str,
    locale: str,
    organisation_id: UUID | None = None,
    campaign_id: UUID | None = None,
    respondent_id: UUID | None = None,
    delegation_id: UUID | None = None,
    account_id: UUID | None = None,
    invitation_id: UUID | None = None,
    params: Mapping[str, object] | None = None,
) -> bool:
    """Note an e-mail and its job, in the caller's transaction; False where one has the same ``dedup`` key.

    ``params``: what cannot be read from the database when it is sent, never a secret. Raises InvalidAnswer
    for something that is no e-mail address, and ValueError for an unknown kind or language.
    """
    if kind not in KINDS or locale not in LANGUAGES:
        raise ValueError(f"no e-mail {kind!r} in {locale!r}")
    if not address_fits(to_address):
        raise InvalidAnswer(f"{to_address!r} is not an e-mail address; write it like name@example.org")
    mail_id = uuid4()
    noted = insert_once(
        session,
        Mail,
        {
            "id": mail_id,
            "firm_id": firm_id,
            "organisation_id": organisation_id,
            "campaign_id": campaign_id,
            "respondent_id": respondent_id,
            "delegation_id": delegation_id,
            "account_id": account_id,
            "invitation_id": invitation_id,
            "kind": kind,
            "dedup": dedup,
            "to_name": to_name[:200],
            "to_address": to_address,
            "locale": locale,
            # The part before the "@": the sender's domain follows when it is sent for the first time.
            "message_id": uuid4().hex,
            "state": "queued",
            "error": "",
            "created_at": now,
        },
        "dedup",
    )
    if noted:
        payload = {"mail": str(mail_id), "params": dict(params or {})}
        enqueue(session, JOB, payload, now, dedup=f"mail:{mail_id}", organisation_id=organisation_id)
    return noted


def queue_to(session: Session, visitor: Visitor, kind: str, dedup: str, now: datetime) -> bool:
    """Note an e-mail to whoever stands behind a link, as ``queue`` does."""
    return queue(
        session,
        now,
        firm_id=visitor.firm_id,
        kind=kind,
        dedup=dedup,
        to_name=visitor.name,
        to_address=visitor.email,
        locale=visitor.letters_in,
        organisation_id=visitor.organisation_id,
        campaign_id=visitor.campaign_id,
        respondent_id=visitor.respondent_id,
        delegation_id=visitor.delegation_id,
        invitation_id=visitor.invitation_id if visitor.purpose == "read" else None,
    )


def states(session: Session, campaign: Campaign, respondent_id: UUID | None = None) -> list[Sent]:
    """The e-mails of a campaign, or those about one respondent, newest first."""
    rows = select(Mail).where(Mail.campaign_id == campaign.id)
    if respondent_id is not None:
        rows = rows.where(Mail.respondent_id == respondent_id)
    return [
        Sent(
            mail.id,
            mail.kind,
            mail.respondent_id,
            mail.delegation_id,
            mail.to_name,
            mail.to_address,
            mail.locale,
            mail.state,
            mail.error,
            mail.created_at,
            mail.sent_at,
        )
        for mail in session.scalars(rows.order_by(Mail.created_at.desc(), Mail.to_address))
    ]


def mark_bounced(
    session: Session, campaign: Campaign, mail_id: UUID, now: datetime, *, actor: Actor, reason: str = ""
) -> bool:
    """Note by hand that an e-mail came back; False where the campaign has none of that id that was sent."""
    with transaction(session):
        mail = _of(session, campaign, mail_id)
        if mail is None or mail.state not in ("sent", "sending"):
            return False
        mail.state, mail.error = "bounced", reason.strip()[:LONGEST_ERROR]
        _journal(session, campaign, mail, "mail.bounced", now=now, actor=actor)
    return True


def send_again(
    session: Session, campaign: Campaign, mail_id: UUID, now: datetime, *, actor: Actor
) -> bool | None:
    """Note the same e-mail once more, to the address that the person has now; None for an unknown one.

    Asked for twice, it is noted once: then False, as for one that is on its way. Raises InvalidAnswer where
    the person has no e-mail address.
    """
    with transaction(session):
        mail = _of(session, campaign, mail_id)
        if mail is None or mail.state in ("queued", "sending"):
            return None if mail is None else False
        name, address = _to(session, mail)
        noted = queue(
            session,
            now,
            firm_id=mail.firm_id,
            kind=mail.kind,
            dedup=f"again:{mail.id}",
            to_name=name,
            to_address=address,
            locale=mail.locale,
            organisation_id=mail.organisation_id,
            campaign_id=mail.campaign_id,
            respondent_id=mail.respondent_id,
            delegation_id=mail.delegation_id,
            account_id=mail.account_id,
            invitation_id=mail.invitation_id,
        )
        if noted:
            _journal(session, campaign, mail, "mail.again", now=now, actor=actor)
    return noted


def _of(session: Session, campaign: Campaign, mail_id: UUID) -> Mail | None:
    return session.scalar(
        select(Mail).where(Mail.id == mail_id, Mail.campaign_id == campaign.id).with_for_update()
    )


def _to(session: Session, mail: Mail) -> tuple[str, str]:
    """Name and address as they are now: an address may have been put right since."""
    person: Delegation | Respondent | None = None
    if mail.delegation_id and mail.kind == "delegation":
        person = session.get(Delegation, mail.delegation_id)
    elif mail.respondent_id:
        person = session.get(Respondent, mail.respondent_id)
    return (person.name, person.email) if person else (mail.to_name, mail.to_address)


def _journal(
    session: Session, campaign: Campaign, mail: Mail, action: str, *, now: datetime, actor: Actor
) -> None:
    firm_id = session.get_one(Organisation, campaign.organisation_id).firm_id
    subject = mail.to_name or mail.to_address
    journal.note(
        session,
        firm_id,
        actor,
        action,
        now,
        subject=subject,
        organisation_id=campaign.organisation_id,
        kind=mail.kind,
    )
