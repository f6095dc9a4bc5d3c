"""The clients of a member at a glance: where the newest campaign of each stands, and what comes next."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..models import Campaign, Mail, StoredResult
from .readiness import Counts, counts, open_items
from .tenant import Member, clients_of

REMINDERS: Final = (4, 8, 11)
"""Days after launch on which those who have not sent are reminded."""
CHASING: Final = ("reminder_new", "reminder_started", "last_days")
STAGES: Final = ("none", "draft", "open", "closed", "results")


@dataclass(frozen=True, slots=True)
class Action:
    """What comes next. ``due`` None: it waits for nobody's calendar. ``n`` is what the words count."""

    kind: str
    """first_wave, people, settle, launch, undelivered, remind, wait, close, all_in, compute or read."""
    due: date | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One client in the portfolio."""

    client_id: UUID
    client: str
    stage: str
    action: Action
    campaign_id: UUID | None = None
    wave: int = 0
    day: int = 0
    """The day in the field, from 1; 0 outside of it."""
    days: int = 0
    """How many days it is open, closing day included; 0 while no end is announced."""
    found: Counts = field(default_factory=Counts)
    closes_on: date | None = None


def portfolio(session: Session, member: Member, now: datetime, today: date, *, mail: bool) -> list[Line]:
    """Every client that a member may see: what is due soonest comes first, then by name.

    A handful of queries, however many clients there are. ``mail``: whether e-mail can go out here.
    """
    clients = session.scalars(clients_of(member)).all()
    ids = [client.id for client in clients]
    newest: dict[UUID, Campaign] = {}
    for campaign in session.scalars(
        select(Campaign).where(Campaign.organisation_id.in_(ids)).order_by(Campaign.wave)
    ):
        newest[campaign.organisation_id] = campaign
    found = counts(session, newest.values())
    computed, chased = _moments(session, [campaign.id for campaign in newest.values()])
    lines = []
    for client in clients:
        if client.id not in newest:
            lines.append(Line(client.id, client.name, "none", Action("first_wave")))
            continue
        campaign = newest[client.id]
        id_, mine = campaign.id, found[campaign.id]
        stage = _stage(campaign, computed.get(id_))
        action = _next(campaign, stage, mine, today, chased.get(id_), mail=mail)
        day, days = field_days(campaign, today)
        line = Line(client.id, client.name, stage, action, id_, campaign.wave, day, days, mine)
        lines.append(replace(line, closes_on=campaign.closes_on))
    return sorted(lines, key=lambda line: (line.action.due or date.max, line.client.casefold()))


def field_days(campaign: Campaign, today: date) -> tuple[int, int]:
    """The day in the field, from 1, and how many there are; 0 where there is no such day or end."""
    if campaign.state != "open" or campaign.opened_at is None:
        return 0, 0
    opened = campaign.opened_at.date()
    days = (campaign.closes_on - opened).days + 1 if campaign.closes_on else 0
    return max(1, (today - opened).days + 1), max(0, days)


def _moments(session: Session, ids: list[UUID]) -> tuple[dict[UUID, datetime], dict[UUID, datetime]]:
    """When results were last computed, and when people were last reminded, by campaign."""
    computed = session.execute(
        select(StoredResult.campaign_id, func.max(StoredResult.computed_at))
        .where(StoredResult.campaign_id.in_(ids))
        .group_by(StoredResult.campaign_id)
    )
    chased = session.execute(
        select(Mail.campaign_id, func.max(Mail.created_at))
        .where(Mail.campaign_id.in_(ids), Mail.kind.in_(CHASING))
        .group_by(Mail.campaign_id)
    )
    return (
        {row[0]: row[1] for row in computed},
        {id_: at for id_, at in chased if id_ is not None},
    )


def _stage(campaign: Campaign, computed_at: datetime | None) -> str:
    if campaign.state != "closed":
        return campaign.state
    # Results from before the end were a look at the state of things, not the conclusion.
    done = computed_at is not None and campaign.closed_at is not None and computed_at >= campaign.closed_at
    return "results" if done else "closed"


def _next(
    campaign: Campaign, stage: str, found: Counts, today: date, chased: datetime | None, *, mail: bool
) -> Action:
    if stage == "draft":
        missing = open_items(campaign, found, today, mail=mail)
        if "people" in missing:
            return Action("people")
        return Action("settle", n=len(missing)) if missing else Action("launch", due=today)
    if stage == "results":
        return Action("read")
    if stage == "closed":
        return Action("compute", due=today)
    return _in_the_field(campaign, found, today, chased)


def _in_the_field(campaign: Campaign, found: Counts, today: date, chased: datetime | None) -> Action:
    waiting = found.invited - found.sent
    if found.undelivered:
        return Action("undelivered", due=today, n=found.undelivered)
    if not waiting:
        return Action("all_in", due=today, n=found.sent)
    if campaign.closes_on and campaign.closes_on < today:
        return Action("close", due=campaign.closes_on, n=waiting)
    due = _reminder(campaign, today, chased)
    if due and (campaign.closes_on is None or due < campaign.closes_on):
        return Action("remind", due=due, n=waiting)
    return Action("wait", due=campaign.closes_on, n=waiting)


def _reminder(campaign: Campaign, today: date, chased: datetime | None) -> date | None:
    """The reminder that is due, or the next one; None after the last."""
    opened = campaign.opened_at.date() if campaign.opened_at else today
    left = [opened + timedelta(days=days) for days in REMINDERS]
    if chased is not None:
        left = [day for day in left if day > chased.date()]
    late = [day for day in left if day <= today]
    return late[-1] if late else next(iter(left), None)
