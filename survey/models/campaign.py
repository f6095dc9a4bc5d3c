"""One wave of one questionnaire version for one organisation, and what was stated about the organisation."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .organisation import Organisation
from .tenant import OfOrganisation, referable, within


class Campaign(OfOrganisation, Base):
    """A wave. ``visibility`` is fixed at launch, because respondents are told it."""

    __tablename__ = "campaign"

    pack_key: Mapped[str] = mapped_column(String(60))
    pack_version: Mapped[str] = mapped_column(String(10))
    as_of: Mapped[date]
    """The day that the answers and facts describe."""
    state: Mapped[str] = mapped_column(String(10), default="open")
    visibility: Mapped[str] = mapped_column(String(10), default="attributed")
    closes_on: Mapped[date | None]
    """The last day to answer; None while none is announced."""
    prepared_by: Mapped[str] = mapped_column(String(200), default="")
    """The firm that runs it."""
    contact: Mapped[str] = mapped_column(String(200), default="")
    """Whom respondents may write to or call."""
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (
        referable(),
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
        CheckConstraint("visibility IN ('attributed', 'grouped')", name="visibility"),
    )


class StatedFact(OfOrganisation, Base):
    """One fact about the organisation: its value as stated, by whom and when."""

    __tablename__ = "stated_fact"

    campaign_id: Mapped[UUID]
    fact: Mapped[str] = mapped_column(String(60))
    value: Mapped[str | int] = mapped_column(JSON)
    """An id of the pack's values, a whole number, or "unknown"."""
    stated_by: Mapped[str] = mapped_column(String(200), default="")
    stated_at: Mapped[datetime]

    __table_args__ = (within("campaign"), UniqueConstraint("campaign_id", "fact"))
