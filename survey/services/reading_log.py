"""The view log: who opened or took away which version of a report, and when. Written by POSTs alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..db import transaction
from ..models import Edition, Reading
from .tenant import Member
from .visitors import Visitor

ONCE: Final = timedelta(hours=1)
"""The same person and the same thing are noted once in so long."""
OPENED: Final = "opened"


@dataclass(frozen=True, slots=True)
class Seen:
    """A line of the log. ``what``: ``opened``, or the file that was taken away, such as ``report.pdf fr``."""

    at: datetime
    who: str
    number: int
    """Of the version."""
    what: str


def opened(session: Session, visitor: Visitor, now: datetime) -> None:
    """Note that a reader opened the newest published version. Part of the caller's transaction."""
    newest = session.scalar(
        select(Edition.id)
        .where(Edition.campaign_id == visitor.campaign_id, Edition.state == "published")
        .order_by(Edition.number.desc())
        .limit(1)
    )
    if newest is not None:
        _note(session, _by_link(visitor, newest, OPENED, now))


def took_by_link(session: Session, visitor: Visitor, edition_id: UUID, what: str, now: datetime) -> None:
    """Note that a reader took a file away."""
    with transaction(session):
        _note(session, _by_link(visitor, edition_id, what, now))


def took(session: Session, member: Member, edition_id: UUID, what: str, now: datetime) -> None:
    """Note that somebody who signed in took a file away."""
    with transaction(session):
        edition = session.get_one(Edition, edition_id)
        row = Reading(
            organisation_id=edition.organisation_id,
            campaign_id=edition.campaign_id,
            edition_id=edition_id,
            account_id=member.account_id,
            who=member.name or member.email[:200],
            what=what,
            at=now,
        )
        _note(session, row)


def lines(session: Session, campaign_id: UUID, most: int | None = None) -> list[Seen]:
    """The log of a campaign, newest first."""
    rows = session.execute(
        select(Reading.at, Reading.who, Edition.number, Reading.what)
        .join(Edition, Edition.id == Reading.edition_id)
        .where(Reading.campaign_id == campaign_id)
        .order_by(Reading.at.desc(), Reading.who)
        .limit(most)
    )
    return [Seen(at, who, number or 0, what) for at, who, number, what in rows]


def by_link(session: Session, campaign_id: UUID) -> dict[UUID, tuple[datetime, int]]:
    """For each link that was used: when last, and how many lines it has."""
    rows = session.execute(
        select(Reading.invitation_id, func.max(Reading.at), func.count())
        .where(Reading.campaign_id == campaign_id, Reading.invitation_id.is_not(None))
        .group_by(Reading.invitation_id)
    )
    return {link: (at, count) for link, at, count in rows if link is not None}


def _by_link(visitor: Visitor, edition_id: UUID, what: str, now: datetime) -> Reading:
    return Reading(
        organisation_id=visitor.organisation_id,
        campaign_id=visitor.campaign_id,
        edition_id=edition_id,
        invitation_id=visitor.invitation_id,
        who=visitor.name,
        what=what,
        at=now,
    )


def _note(session: Session, row: Reading) -> None:
    same = select(Reading.id).where(
        Reading.edition_id == row.edition_id,
        Reading.invitation_id.is_not_distinct_from(row.invitation_id),
        Reading.account_id.is_not_distinct_from(row.account_id),
        Reading.what == row.what,
        Reading.at > row.at - ONCE,
    )
    if session.scalar(same.limit(1)) is None:
        session.add(row)
