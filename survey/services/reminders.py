"""Reminders: who gets which, who gets none and why, and sending exactly what was looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from questionnaires.model import Pack

from ..db import transaction
from ..models import Campaign
from . import mail
from .desk import Desk
from .field import ENOUGH, PAUSE, Standing, standings

LAST_DAYS: Final = timedelta(days=3)
"""Before the last day to answer, within which everybody is told that it is near."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder to one person: its kind, and the how manieth it is for that person."""

    person: Standing
    kind: str
    number: int

    @property
    def key(self) -> str:
        """What a page sends back to say: this one."""
        return f"{self.person.id}:{self.kind}:{self.number}"


@dataclass(frozen=True, slots=True)
class Plan:
    """Who would be reminded at this moment, and who not, with the reason as a code."""

    due: tuple[Planned, ...]
    left: tuple[tuple[Standing, str], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: how many e-mails were noted, and how many people had no need of one any more."""

    queued: int
    spared: int


def plan(session: Session, pack: Pack, campaign: Campaign, now: datetime) -> Plan:
    """Who gets which reminder now, and who gets none and why."""
    due: list[Planned] = []
    left: list[tuple[Standing, str]] = []
    for person in standings(session, pack, campaign, now):
        reason = _spared(person, campaign, now)
        if reason:
            left.append((person, reason))
        else:
            due.append(Planned(person, _kind(person, campaign, now.date()), person.reminders + 1))
    return Plan(tuple(due), tuple(left))


def remind(session: Session, pack: Pack, desk: Desk, wanted: Sequence[str]) -> Outcome:
    """Note an e-mail for each wanted reminder, by its ``key``. The same twice notes it once.

    Somebody who has sent, or was reminded, since the keys were shown is spared.
    """
    campaign, queued = desk.campaign, 0
    with transaction(session):
        for item in chosen(plan(session, pack, campaign, desk.now), wanted):
            queued += mail.queue(
                session,
                desk.now,
                firm_id=desk.member.firm_id,
                kind=item.kind,
                dedup=f"{campaign.id}:{item.person.id}:reminder:{item.number}",
                to_name=item.person.name,
                to_address=item.person.email,
                locale=item.person.locale or campaign.organisation.locale,
                organisation_id=campaign.organisation_id,
                campaign_id=campaign.id,
                respondent_id=item.person.id,
            )
        if queued:
            desk.note(session, "reminder.send", people=queued)
    return Outcome(queued, len(set(wanted)) - queued)


def chosen(found: Plan, wanted: Sequence[str]) -> list[Planned]:
    """The reminders of a plan that were wanted."""
    return [item for item in found.due if item.key in wanted]


def _kind(person: Standing, campaign: Campaign, today: date) -> str:
    if campaign.closes_on is not None and campaign.closes_on - today <= LAST_DAYS:
        return "last_days"
    return "reminder_started" if person.started_at else "reminder_new"


def _spared(person: Standing, campaign: Campaign, now: datetime) -> str:
    """Why a person gets no reminder now; "" for one who does. Read from the top: the first that holds."""
    if campaign.state != "open":
        return "closed"
    if person.sent_at is not None:
        return "sent"
    if person.muted:
        return "muted"
    if not person.email:
        return "no_address"
    if person.bounced:
        return "bounced"
    if person.status == "not_invited":
        return "not_invited"
    if person.reminders >= ENOUGH:
        return "reminded"
    if person.written_at is not None and now - person.written_at < PAUSE:
        return "recent"
    return "waiting" if person.step == "wait" else ""
