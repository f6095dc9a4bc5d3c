"""Personal links: made once, stored as digests, looked up without a trace, and entered by a POST."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer
from questionnaires.model import Pack

from ..db import transaction
from ..models import Campaign, Delegation, Invitation, Respondent, Submission, Visit
from . import read_codes, reading_log, throttle
from .journal import note
from .visitors import ANY_BY_DIGEST, BY_DIGEST, BY_ID, BY_VISIT, NEWER, Ended, Visitor, find

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
ENTRIES: Final = (60, 3600)
"""How often one link may be entered in so many seconds: each time adds a row."""


class WrongCode(Exception):
    """The code that a link asks for was wrong, too old, or tried too often."""


def new_token() -> tuple[str, str]:
    """A fresh 256-bit token and its digest."""
    token = secrets.token_urlsafe(32)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """SHA-256 of a token, in hexadecimal. A slow hash adds nothing to 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def look_up(session: Session, token: str, now: datetime) -> Visitor | None:
    """Who a personal link belongs to; None for one that is unknown or no longer good. Changes nothing."""
    if not _TOKEN.fullmatch(token):
        return None
    return find(session, BY_DIGEST, digest=digest_of(token), now=now)


def look_up_ended(session: Session, token: str, now: datetime) -> Ended | None:
    """Why a personal link is no longer good; None for an unknown one and for one that is."""
    if not _TOKEN.fullmatch(token):
        return None
    visitor = find(session, ANY_BY_DIGEST, digest=digest_of(token))
    if visitor is None:
        return None
    why = _why_ended(session, session.get_one(Invitation, visitor.invitation_id), now)
    if not why:
        return None
    return Ended(
        why=why,
        purpose=visitor.purpose,
        organisation_id=visitor.organisation_id,
        organisation=visitor.organisation,
        accent=visitor.accent,
        logo_digest=visitor.logo_digest,
        prepared_by=visitor.prepared_by,
        contact=visitor.contact,
        owner=visitor.owner,
        locale=visitor.locale,
    )


def _why_ended(session: Session, link: Invitation, now: datetime) -> str:
    if link.delegation is not None and link.delegation.withdrawn_at is not None:
        return "taken_back"
    if link.respondent is not None and link.respondent.removed_at is not None:
        return "withdrawn"
    if link.revoked_at is not None:
        same = {"respondent_id": link.respondent_id, "delegation_id": link.delegation_id}
        return "replaced" if link.respondent_id and find(session, NEWER, now=now, **same) else "withdrawn"
    return "expired" if link.expires_at is not None and link.expires_at <= now else ""


def enter(
    session: Session,
    pack: Pack,
    token: str,
    now: datetime,
    *,
    role: str | None = None,
    days: int = 30,
    code: str = "",
) -> str | None:
    """Open a visit for the holder of a link and return the visit's token; None as in ``look_up``.

    A respondent without a role must state one; a reader whose link asks for a code gives its digest as
    ``code``. Raises InvalidAnswer for a role that the pack does not have, WrongCode, and TooMany.
    """
    if not _TOKEN.fullmatch(token):
        return None
    visit_token, digest = new_token()
    admitted = True
    with transaction(session):
        visitor = find(session, BY_DIGEST, digest=digest_of(token), now=now)
        if visitor is None:
            return None
        throttle.check(session, ("enter", str(visitor.invitation_id)), *ENTRIES, now)
        if visitor.purpose == "answer" and visitor.role is None:
            if role not in pack.role:
                raise InvalidAnswer("choose the function that is closest to yours")
            session.get_one(Respondent, visitor.respondent_id).role = role
        if visitor.asks_code and visitor.invitation_id is not None:
            admitted = read_codes.spend(session, visitor.invitation_id, code, now)
        if admitted:
            _open(session, visitor, digest, now, days)
    if not admitted:
        raise WrongCode
    return visit_token


def visitor(session: Session, visit_token: str, now: datetime) -> Visitor | None:
    """Who a browser's visit belongs to; None when it ended, expired, or its link was withdrawn."""
    return find(session, BY_VISIT, digest=digest_of(visit_token), now=now)


def behind(session: Session, invitation_id: UUID, now: datetime) -> Visitor | None:
    """Who a link belongs to, by the link's id, which opens nothing; None when it is no longer good."""
    return find(session, BY_ID, id=invitation_id, now=now)


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


def _open(session: Session, visitor: Visitor, digest: str, now: datetime, days: int) -> None:
    """Note a browser's visit, and what follows from it. Part of the caller's transaction."""
    if visitor.open:
        _begin(session, visitor, now)
    if visitor.purpose == "read":
        reading_log.opened(session, visitor, now)
    session.add(
        Visit(
            organisation_id=visitor.organisation_id,
            invitation_id=visitor.invitation_id,
            digest=digest,
            opened_at=now,
            expires_at=now + timedelta(days=days),
        )
    )


def _begin(session: Session, visitor: Visitor, now: datetime) -> None:
    """Note that somebody began. The first time counts: later ones find it done."""
    if visitor.delegation_id is not None:
        delegation = session.get_one(Delegation, visitor.delegation_id)
        if delegation.started_at is None:
            delegation.started_at = now
        return
    if visitor.respondent_id is None:
        return
    # Two browsers may open the link at once: the second waits here and then finds what the first began.
    session.execute(select(Respondent.id).where(Respondent.id == visitor.respondent_id).with_for_update())
    known = select(Submission.id).where(Submission.respondent_id == visitor.respondent_id)
    if session.scalar(known) is not None:
        return
    session.add(
        Submission(
            organisation_id=visitor.organisation_id,
            campaign_id=visitor.campaign_id,
            respondent_id=visitor.respondent_id,
            started_at=now,
        )
    )
    note(
        session,
        visitor.firm_id,
        visitor.actor,
        "submission.start",
        now,
        subject=visitor.department,
        organisation_id=visitor.organisation_id,
    )
