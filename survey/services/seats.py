"""The people in the room: they join by the workshop's code, for a department, and vote unseen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer, NotReady

from ..db import transaction
from ..models import Campaign, Department, Organisation, Seat, Vote, Workshop
from ..phrases import phrase
from . import throttle
from .invitations import digest_of as digest_of_token
from .invitations import new_token
from .workshop import LASTS, VOTES, digest_of

TRIES: Final = (20, 600)
"""How often one address may try a code in so many seconds."""


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody in the room, and the question in hand."""

    id: UUID
    workshop_id: UUID
    organisation_id: UUID
    organisation: str
    department: str
    campaign: Campaign
    question: str
    number: int
    """Of the question, from 1."""
    all: int
    stage: str
    revision: int
    mine: str | None
    """What this person voted on the question in hand."""


def open_by(session: Session, code: str, now: datetime) -> tuple[Workshop, list[tuple[UUID, str]]] | None:
    """The workshop that a code opens, and the departments that somebody may speak for; None for none."""
    workshop = session.scalar(
        select(Workshop).where(
            Workshop.digest == digest_of(code), Workshop.closed_at.is_(None), Workshop.opened_at > now - LASTS
        )
    )
    if workshop is None:
        return None
    rows = session.execute(
        select(Department.id, Department.name)
        .where(Department.organisation_id == workshop.organisation_id)
        .order_by(Department.position)
    )
    return workshop, [(row[0], row[1]) for row in rows]


def join(session: Session, code: str, department_id: UUID, address: str, now: datetime) -> str:
    """Take a seat for a department and return its token.

    Raises InvalidAnswer for a code that opens nothing or another client's department, and TooMany.
    """
    with transaction(session):
        throttle.check(session, ("room", address), *TRIES, now)
        found = open_by(session, code, now)
        if found is None:
            raise InvalidAnswer(phrase("This code opens no workshop. Look at the screen again."))
        workshop, departments = found
        if department_id not in dict(departments):
            raise InvalidAnswer(phrase("Choose the department that you speak for"))
        token, digest = new_token()
        session.add(
            Seat(
                organisation_id=workshop.organisation_id,
                workshop_id=workshop.id,
                department_id=department_id,
                digest=digest,
                joined_at=now,
            )
        )
    return token


def seated(session: Session, token: str, now: datetime) -> Seated | None:
    """Who a browser's seat belongs to; None once the workshop is over, or for an unknown token."""
    row = session.execute(
        select(Seat, Workshop, Department.name, Organisation.name)
        .join(Workshop, Workshop.id == Seat.workshop_id)
        .join(Department, Department.id == Seat.department_id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(
            Seat.digest == digest_of_token(token),
            Workshop.closed_at.is_(None),
            Workshop.opened_at > now - LASTS,
        )
    ).first()
    if row is None:
        return None
    seat, workshop, department, organisation = row
    question = workshop.questions[workshop.place]
    mine = session.scalar(select(Vote.value).where(Vote.seat_id == seat.id, Vote.question == question))
    return Seated(
        id=seat.id,
        workshop_id=workshop.id,
        organisation_id=seat.organisation_id,
        organisation=organisation,
        department=department,
        campaign=session.get_one(Campaign, workshop.campaign_id),
        question=question,
        number=workshop.place + 1,
        all=len(workshop.questions),
        stage=workshop.stage,
        revision=workshop.revision,
        mine=mine,
    )


def vote(session: Session, seat: Seated, question: str, value: str, now: datetime) -> None:
    """Vote on the question in hand; a second vote replaces the first until the votes are shown.

    Raises InvalidAnswer for no vote, and NotReady once the room has gone on.
    """
    if value not in VOTES:
        raise InvalidAnswer(phrase("Choose one of the statements"))
    with transaction(session):
        workshop = session.scalars(
            select(Workshop)
            .where(Workshop.id == seat.workshop_id, Workshop.organisation_id == seat.organisation_id)
            .with_for_update(read=True)
            .execution_options(populate_existing=True)
        ).one()
        in_hand = workshop.questions[workshop.place]
        if workshop.closed_at is not None or workshop.stage != "vote" or question != in_hand:
            raise NotReady("the votes are shown, or the room has gone on")
        mine = session.scalar(select(Vote).where(Vote.seat_id == seat.id, Vote.question == question))
        if mine is None:
            session.add(
                Vote(
                    organisation_id=seat.organisation_id,
                    workshop_id=seat.workshop_id,
                    seat_id=seat.id,
                    question=question,
                    value=value,
                    voted_at=now,
                )
            )
        elif mine.value != value:
            mine.value, mine.voted_at = value, now
