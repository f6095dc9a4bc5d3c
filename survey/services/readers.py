"""Leadership's links to the results: handed out one a person, listed, withdrawn."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer

from ..db import transaction
from ..models import Invitation
from . import tenant
from .desk import Desk
from .invitations import invite


@dataclass(frozen=True, slots=True)
class ReadLink:
    """A link to the results: whose, since when, and whether it still works."""

    id: UUID
    name: str
    created_at: datetime
    revoked_at: datetime | None


def links(session: Session, campaign_id: UUID) -> list[ReadLink]:
    """The links of a campaign's readers, those that work first, then the newest."""
    found = session.scalars(
        select(Invitation).where(Invitation.campaign_id == campaign_id, Invitation.purpose == "read")
    )
    rows = [ReadLink(item.id, item.name, item.created_at, item.revoked_at) for item in found]
    return sorted(rows, key=lambda item: (item.revoked_at is not None, -item.created_at.timestamp()))


def hand_out(session: Session, desk: Desk, name: str) -> str:
    """A link for one reader; its token, to show once. Raises InvalidAnswer without a name."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 200:
        raise InvalidAnswer("a link is handed out to somebody: give the name, in up to 200 characters")
    with transaction(session):
        token = invite(session, desk.campaign, desk.now, name=name)
        desk.note(session, "reader.invite", name)
    return token


def withdraw(session: Session, desk: Desk, invitation_id: UUID) -> None:
    """End a reader's link and the visits that it opened. Raises InvalidAnswer for one that is not there."""
    with transaction(session):
        campaign = desk.campaign
        found = tenant.own(session, Invitation, campaign.organisation_id, invitation_id, campaign.id)
        if found is None or found.purpose != "read":
            raise InvalidAnswer("there is no such link in this campaign")
        if found.revoked_at is None:
            found.revoked_at = desk.now
            desk.note(session, "reader.withdraw", found.name)
