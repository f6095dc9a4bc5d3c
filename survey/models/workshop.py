"""In a room: private votes on the widest disagreements, and what was agreed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base
from .tenant import PERSONAL, OfOrganisation, referable, within


class Workshop(OfOrganisation, Base):
    """A session in a room: the questions taken up, in their order, and where it is."""

    __tablename__ = "workshop"

    campaign_id: Mapped[UUID] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the code by which people in the room join."""
    questions: Mapped[list[str]] = mapped_column(JSON, default=list)
    place: Mapped[int] = mapped_column(default=0)
    """The question in hand, from 0."""
    stage: Mapped[str] = mapped_column(String(10), default="vote")
    """``vote``: nobody sees anything; ``shown``: the votes are on the screen."""
    revision: Mapped[int] = mapped_column(default=1)
    """Counts the facilitator's steps, so that none is taken twice."""
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        referable(),
        within("campaign"),
        CheckConstraint("stage IN ('vote', 'shown')", name="stage"),
        CheckConstraint("length(digest) = 64", name="digest"),
    )


class Seat(OfOrganisation, Base):
    """A person in the room, by the department that they speak for."""

    __tablename__ = "seat"

    workshop_id: Mapped[UUID] = mapped_column(index=True)
    department_id: Mapped[UUID]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the token in the browser's cookie."""
    joined_at: Mapped[datetime]

    __table_args__ = (
        referable(),
        within("workshop"),
        within("department"),
        CheckConstraint("length(digest) = 64", name="digest"),
    )


class Vote(OfOrganisation, Base):
    """One person's vote on one question."""

    __tablename__ = "vote"

    workshop_id: Mapped[UUID] = mapped_column(index=True)
    seat_id: Mapped[UUID]
    question: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(2))
    voted_at: Mapped[datetime]

    __table_args__ = (
        within("workshop"),
        within("seat"),
        UniqueConstraint("seat_id", "question"),
        CheckConstraint("value IN ('1', '2', '3', '4', '5', 'dk')", name="value"),
    )


class Consensus(OfOrganisation, Base):
    """What a room agreed on. The newest counts; None takes it back."""

    __tablename__ = "consensus"

    workshop_id: Mapped[UUID] = mapped_column(index=True)
    question: Mapped[str] = mapped_column(String(60))
    value: Mapped[str | None] = mapped_column(String(2))
    reason: Mapped[str] = mapped_column(String(500), info=PERSONAL)
    doubtful: Mapped[bool] = mapped_column(default=False)
    """Whether somebody still doubted."""
    recorded_by: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    recorded_at: Mapped[datetime]

    __table_args__ = (
        within("workshop"),
        CheckConstraint("value IS NULL OR value IN ('1', '2', '3', '4', '5', 'dk')", name="value"),
        CheckConstraint("reason <> ''", name="reason"),
    )
