"""Personal links: made once, stored as digests, looked up without a trace, and entered by a POST."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from questionnaires.errors import InvalidAnswer
from questionnaires.model import Pack

from ..db import transaction
from ..models import Campaign, Delegation, Invitation, Respondent, Submission, Visit
from . import throttle

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
ENTRIES: Final = (60, 3600)
"""How often one link may be entered in so many seconds: each time adds a row."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands behind a link or a visit, and what for. A reader of results has no ``respondent_id``."""

    organisation_id: UUID
    organisation: str
    sponsor: str
    campaign_id: UUID
    pack: tuple[str, str]
    open: bool
    closes_on: str
    """ISO day, or "" while none is announced."""
    prepared_by: str
    contact: str
    invitation_id: UUID
    purpose: str
    name: str
    respondent_id: UUID | None
    department: str
    role: str | None
    locale: str | None


def new_token() -> tuple[str, str]:
    """A fresh 256-bit token and its digest."""
    token = secrets.token_urlsafe(32)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """SHA-256 of a token, in hexadecimal. A slow hash adds nothing to 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def look_up(session: Session, token: str) -> Visitor | None:
    """Who a personal link belongs to; None for an unknown or withdrawn one. Changes nothing."""
    if not _TOKEN.fullmatch(token):
        return None
    return _visitor(session.scalar(_invitations().where(Invitation.digest == digest_of(token))))


def enter(
    session: Session, pack: Pack, token: str, now: datetime, *, role: str | None = None, days: int = 30
) -> str | None:
    """Open a visit for the holder of a link and return the visit's token; None as in ``look_up``.

    A respondent without a role must state one. Raises InvalidAnswer for a role that the pack does not have,
    and TooMany.
    """
    if not _TOKEN.fullmatch(token):
        return None
    visit_token, digest = new_token()
    with transaction(session):
        invitation = session.scalar(_invitations().where(Invitation.digest == digest_of(token)))
        if invitation is None:
            return None
        throttle.check(session, ("enter", str(invitation.id)), *ENTRIES, now)
        respondent = invitation.respondent
        if respondent is not None and respondent.role is None:
            if role not in pack.role:
                raise InvalidAnswer("choose the function that is closest to yours")
            respondent.role = role
        if respondent is not None and invitation.campaign.state == "open":
            _begin(session, respondent, now)
        session.add(
            Visit(
                organisation_id=invitation.organisation_id,
                invitation_id=invitation.id,
                digest=digest,
                opened_at=now,
                expires_at=now + timedelta(days=days),
            )
        )
    return visit_token


def visitor(session: Session, visit_token: str, now: datetime) -> Visitor | None:
    """Who a browser's visit belongs to; None when it ended, expired, or its link was withdrawn."""
    found = _invitations().join(Visit, Visit.invitation_id == Invitation.id)
    valid = (Visit.digest == digest_of(visit_token), Visit.expires_at > now)
    return _visitor(session.scalar(found.where(*valid)))


def leave(session: Session, visit_token: str) -> None:
    """End a visit: the browser needs the link again."""
    with transaction(session):
        visit = session.scalar(select(Visit).where(Visit.digest == digest_of(visit_token)))
        if visit is not None:
            session.delete(visit)


def invite(
    session: Session,
    campaign: Campaign,
    now: datetime,
    *,
    respondent: Respondent | None = None,
    delegation: Delegation | None = None,
    name: str = "",
    withdraw: bool = False,
) -> str:
    """Make a link, to answer for a respondent (or a delegated part) or to read results, and return its token.

    Part of the caller's transaction. ``withdraw``: earlier links of the same respondent or part stop working.
    """
    person = delegation.respondent if delegation else respondent
    if withdraw and person is not None:
        same = Invitation.delegation_id == delegation.id if delegation else Invitation.delegation_id.is_(None)
        live = select(Invitation).where(
            Invitation.respondent_id == person.id, same, Invitation.revoked_at.is_(None)
        )
        for earlier in session.scalars(live):
            earlier.revoked_at = now
    token, digest = new_token()
    session.add(
        Invitation(
            organisation_id=campaign.organisation_id,
            campaign_id=campaign.id,
            digest=digest,
            purpose="delegate" if delegation else "answer" if person else "read",
            respondent_id=person.id if person else None,
            delegation_id=delegation.id if delegation else None,
            name=name or (delegation.name if delegation else person.name if person else ""),
            created_at=now,
        )
    )
    return token


def _invitations() -> Select[Invitation]:
    return (
        select(Invitation)
        .where(Invitation.revoked_at.is_(None))
        .options(
            joinedload(Invitation.campaign).joinedload(Campaign.organisation),
            joinedload(Invitation.respondent).joinedload(Respondent.department),
        )
    )


def _begin(session: Session, respondent: Respondent, now: datetime) -> None:
    # Two browsers may open the link at once: the second waits here and then finds what the first began.
    session.execute(select(Respondent.id).where(Respondent.id == respondent.id).with_for_update())
    known = session.scalar(select(Submission.id).where(Submission.respondent_id == respondent.id))
    if known is None:
        session.add(
            Submission(
                organisation_id=respondent.organisation_id,
                campaign_id=respondent.campaign_id,
                respondent_id=respondent.id,
                started_at=now,
            )
        )


def _visitor(invitation: Invitation | None) -> Visitor | None:
    if invitation is None:
        return None
    campaign, person = invitation.campaign, invitation.respondent
    return Visitor(
        organisation_id=invitation.organisation_id,
        organisation=campaign.organisation.name,
        sponsor=campaign.organisation.sponsor_name,
        campaign_id=campaign.id,
        pack=(campaign.pack_key, campaign.pack_version),
        open=campaign.state == "open",
        closes_on=campaign.closes_on.isoformat() if campaign.closes_on else "",
        prepared_by=campaign.prepared_by,
        contact=campaign.contact,
        invitation_id=invitation.id,
        purpose=invitation.purpose,
        name=invitation.name,
        respondent_id=invitation.respondent_id,
        department=person.department.name if person else "",
        role=person.role if person else None,
        locale=person.locale if person else None,
    )
