"""A reader whose link has expired asks for a new one: whoever runs the assessment is told."""

import re
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..db import transaction
from ..models import Account, Campaign, Firm, Invitation
from . import journal, mail
from .invitations import digest_of
from .visitors import ANY_BY_DIGEST, Visitor, find

_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def expired(session: Session, token: str, now: datetime) -> Visitor | None:
    """Who held a link to read that has run out; None for any other link."""
    found = find(session, ANY_BY_DIGEST, digest=digest_of(token))
    if found is None or found.purpose != "read" or found.invitation_id is None:
        return None
    link = session.get_one(Invitation, found.invitation_id)
    over = link.revoked_at is None and link.expires_at is not None and link.expires_at <= now
    return found if over else None


def ask(session: Session, reader: Visitor, now: datetime) -> bool:
    """Note an e-mail to the contact of a campaign that a reader asks for a new link, once a day.

    False where nobody can be written to. Asked again on the same day, nothing more goes out.
    """
    address, locale = _whom(session, reader)
    if not address:
        return False
    with transaction(session):
        noted = mail.queue(
            session,
            now,
            firm_id=reader.firm_id,
            kind="asks_link",
            dedup=f"{reader.invitation_id}:asks_link:{now:%Y-%m-%d}",
            to_name="",
            to_address=address,
            locale=locale,
            organisation_id=reader.organisation_id,
            campaign_id=reader.campaign_id,
            params={"reader": reader.name},
        )
        if noted:
            journal.note(
                session,
                reader.firm_id,
                reader.actor,
                "reader.ask",
                now,
                subject=reader.name,
                organisation_id=reader.organisation_id,
            )
    return True


def _whom(session: Session, reader: Visitor) -> tuple[str, str]:
    """Address and language: of the campaign's answers, of its contact, or of an owner of the firm."""
    campaign = session.get_one(Campaign, reader.campaign_id)
    firm = session.get_one(Firm, reader.firm_id)
    for text in (campaign.reply_to, campaign.contact, firm.contact):
        if (found := _ADDRESS.search(text)) and mail.address_fits(found[0]):
            return found[0], campaign.organisation.locale
    owner = session.scalar(
        select(Account)
        .where(Account.firm_id == firm.id, Account.role == "owner", Account.disabled_at.is_(None))
        .order_by(Account.created_at)
        .limit(1)
    )
    return (owner.email, owner.locale or campaign.organisation.locale) if owner else ("", "")
