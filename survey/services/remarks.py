"""Colleagues' remarks on passages of the draft: for the firm alone, in no report and no export."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer

from ..db import transaction
from ..models import Remark
from . import tenant
from .desk import Desk

LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Said:
    """One remark. ``settled_at`` is None while it waits."""

    id: UUID
    passage: str
    text: str
    by: str
    at: datetime
    settled_by: str
    settled_at: datetime | None


def remarks(session: Session, campaign_id: UUID) -> dict[str, list[Said]]:
    """The remarks on a campaign's draft by passage, oldest first."""
    found: dict[str, list[Said]] = {}
    for row in session.scalars(
        select(Remark).where(Remark.campaign_id == campaign_id).order_by(Remark.written_at, Remark.id)
    ):
        said = Said(
            row.id, row.passage, row.text, row.written_by, row.written_at, row.settled_by, row.settled_at
        )
        found.setdefault(row.passage, []).append(said)
    return found


def add(session: Session, desk: Desk, passage: str, text: str) -> None:
    """Add a remark on a passage. Raises InvalidAnswer for an empty or endless one."""
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not text or len(text) > LONGEST:
        raise InvalidAnswer(f"write a remark of at most {LONGEST} characters")
    with transaction(session):
        session.add(
            Remark(
                organisation_id=desk.campaign.organisation_id,
                campaign_id=desk.campaign.id,
                passage=passage,
                text=text,
                written_by=desk.member.name,
                written_at=desk.now,
            )
        )
        desk.note(session, "remark.add", passage)


def settle(session: Session, desk: Desk, remark_id: UUID) -> None:
    """Settle a remark; one that is settled stays as it was. Raises InvalidAnswer where there is none."""
    with transaction(session):
        found = own(session, desk, remark_id)
        if found is None:
            raise InvalidAnswer("there is no such remark in this campaign")
        if found.settled_at is None:
            found.settled_by, found.settled_at = desk.member.name, desk.now
            desk.note(session, "remark.settle", found.passage)


def own(session: Session, desk: Desk, remark_id: UUID) -> Remark | None:
    """A remark of the campaign by its id; None for another's, as for none."""
    campaign = desk.campaign
    return tenant.own(session, Remark, campaign.organisation_id, remark_id, campaign.id)
