"""How long a campaign's people are kept, and forgetting them when that is over.

The firm says for how many months after a campaign's closing, and a client may say otherwise. A day's
housekeeping forgets whoever is due; thirty days before, a page and the command line announce it.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer

from ..db import transaction
from ..models import Campaign, Firm, Invitation, Mail, Organisation, ReadCode, Reading, Respondent, Visit
from . import forgetting, journal
from .journal import Actor
from .tenant import Member, visible

NOTICE: Final = timedelta(days=30)
"""How long before people are forgotten it is announced."""
LEAST: Final = 1
MOST: Final = 120
"""Months that can be chosen, from a month to ten years."""


@dataclass(frozen=True, slots=True)
class Due:
    """A closed campaign whose people will be forgotten, and when."""

    campaign_id: UUID
    client_id: UUID
    client: str
    wave: int
    people: int
    """Those not forgotten yet."""
    closed_at: datetime
    on: datetime
    """The moment from which they are forgotten."""

    def soon(self, now: datetime) -> bool:
        """Whether it is time to announce it."""
        return self.on - NOTICE <= now


def due(session: Session, now: datetime, member: Member | None = None) -> list[Due]:
    """Every closed campaign whose people will be forgotten, the nearest first; of one's own clients."""
    query = (
        select(Campaign, Organisation, Firm.keep_months)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .join(Firm, Firm.id == Organisation.firm_id)
        .where(Campaign.state == "closed", Campaign.forgotten_at.is_(None))
    )
    if member is not None:
        query = query.where(visible(member))
    found = []
    for campaign, client, of_firm in session.execute(query):
        months = client.keep_months or of_firm
        if months is None or campaign.closed_at is None:
            continue
        found.append(
            Due(
                campaign.id,
                client.id,
                client.name,
                campaign.wave,
                _people(session, campaign.id),
                campaign.closed_at,
                later(campaign.closed_at, months),
            )
        )
    return sorted(found, key=lambda item: (item.on, item.client, item.wave))


def run(session: Session, now: datetime) -> list[Due]:
    """Forget the people of every campaign that is due; which they were."""
    done = [item for item in due(session, now) if item.on <= now]
    for item in done:
        with transaction(session):
            forget_campaign(session, item.campaign_id, Actor("worker"), now)
    return done


def forget_campaign(session: Session, campaign_id: UUID, actor: Actor, now: datetime) -> None:
    """Forget everybody of a campaign, those who answer and those who read, in the caller's transaction.

    Whoever is kept in another campaign of the client is still named in texts that are about no campaign.
    """
    campaign = session.get_one(Campaign, campaign_id, with_for_update=True)
    if campaign.forgotten_at is not None:
        return
    campaign.forgotten_at = now
    people = session.scalars(select(Respondent).where(Respondent.campaign_id == campaign_id)).all()
    firm_id = session.get_one(Organisation, campaign.organisation_id).firm_id
    _forget_readers(session, campaign.organisation_id, campaign_id, now)
    if people:
        forgetting.forget(
            session,
            firm_id,
            people,
            actor=actor,
            action="campaign.forget",
            now=now,
            named=_in_no_other(session, campaign, people),
        )
    else:
        client = campaign.organisation_id
        journal.note(session, firm_id, actor, "campaign.forget", now, organisation_id=client)


def set_client(session: Session, member: Member, client_id: UUID, months: int | None, now: datetime) -> None:
    """Say for how many months a client's people are kept; None: as the firm says. Raises InvalidAnswer."""
    _check(months)
    with transaction(session):
        client = session.scalar(select(Organisation).where(Organisation.id == client_id, visible(member)))
        if client is None:
            raise InvalidAnswer("there is no such client")
        if client.keep_months == months:
            return
        client.keep_months = months
        actor = journal.by(member)
        journal.note(
            session,
            member.firm_id,
            actor,
            "client.retention",
            now,
            subject=client.name,
            organisation_id=client_id,
            months=months,
        )


def set_firm(session: Session, member: Member, months: int | None, now: datetime) -> None:
    """Say for how many months people are kept; None: until somebody erases them. Raises InvalidAnswer."""
    _check(months)
    with transaction(session):
        firm = session.get_one(Firm, member.firm_id)
        if firm.keep_months != months:
            firm.keep_months = months
            journal.note(session, firm.id, journal.by(member), "firm.retention", now, months=months)


def of_firm(session: Session, member: Member) -> int | None:
    """For how many months the firm keeps people; None: until somebody erases them."""
    return session.scalar(select(Firm.keep_months).where(Firm.id == member.firm_id))


def later(moment: datetime, months: int) -> datetime:
    """The same moment so many months later; the month's last day where it has no such day."""
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def _check(months: int | None) -> None:
    if months is not None and not LEAST <= months <= MOST:
        raise InvalidAnswer(f"people are kept for {LEAST} to {MOST} months")


def _people(session: Session, campaign_id: UUID) -> int:
    rows = session.execute(
        select(Respondent.name, Respondent.email).where(Respondent.campaign_id == campaign_id)
    )
    return sum(1 for name, email in rows if name or email)


def _in_no_other(session: Session, campaign: Campaign, people: Sequence[Respondent]) -> list[Respondent]:
    """Those of a campaign's people who are in no other campaign of the client."""
    rest = select(Respondent.name, Respondent.email).where(
        Respondent.organisation_id == campaign.organisation_id, Respondent.campaign_id != campaign.id
    )
    kept = {word.casefold() for row in session.execute(rest) for word in row if word}
    return [one for one in people if not {one.name.casefold(), one.email.casefold()} & kept]


def _forget_readers(session: Session, client_id: UUID, campaign_id: UUID, now: datetime) -> None:
    """End leadership's links to a campaign, and forget whose they were."""
    of_campaign = (Invitation.campaign_id == campaign_id) & (Invitation.purpose == "read")
    links = session.scalars(select(Invitation.id).where(of_campaign)).all()
    session.execute(delete(Visit).where(Visit.invitation_id.in_(links)))
    session.execute(delete(ReadCode).where(ReadCode.invitation_id.in_(links)))
    forgetting.delete_mail(session, client_id, Mail.invitation_id.in_(links))
    session.execute(
        update(Invitation).where(of_campaign).values(name="", email="", locale=None, revoked_at=now)
    )
    session.execute(update(Reading).where(Reading.campaign_id == campaign_id).values(who=""))
