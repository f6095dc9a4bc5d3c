"""The client company and its departments."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .tenant import PERSONAL, OfOrganisation, referable


class Organisation(Base):
    """A client company: the tenant. Everything of it carries its id."""

    __tablename__ = "organisation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firm.id"), index=True)
    """Who runs its assessments."""
    name: Mapped[str] = mapped_column(String(200))
    sponsor_name: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    """Who in general management asks for the assessment."""
    locale: Mapped[str] = mapped_column(String(2), default="en")
    """The language that its people are written to in, unless they chose their own."""
    accent: Mapped[str] = mapped_column(String(7), default="")
    """``#rrggbb``; "" for Mandate's own."""
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """A PNG made by us from what was uploaded; None while there is none. Read only where it is shown."""
    logo_digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the logo, so that browsers may keep it until it changes; "" while there is none."""
    notes: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    """The firm's own notes. They never leave it."""
    benchmark_at: Mapped[datetime | None]
    """Since when it lets its scores count, without name, in the figures of its sector; None: it does not."""
    benchmark_by: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    """Who agreed to that."""
    keep_months: Mapped[int | None]
    """Months after a campaign's closing until its people are forgotten; None for the firm's rule."""
    created_at: Mapped[datetime]

    departments: Mapped[list["Department"]] = relationship(
        order_by="Department.position", back_populates="organisation"
    )

    __table_args__ = (
        UniqueConstraint("firm_id", "id"),
        CheckConstraint("name <> ''", name="named"),
    )


class Department(OfOrganisation, Base):
    """A department of an organisation."""

    __tablename__ = "department"

    name: Mapped[str] = mapped_column(String(100))
    headcount: Mapped[int | None]
    position: Mapped[int]
    """Its place in the organisation's own order, from 0."""

    organisation: Mapped[Organisation] = relationship(back_populates="departments")

    __table_args__ = (
        referable(),
        UniqueConstraint("organisation_id", "name"),
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("headcount IS NULL OR headcount >= 0", name="headcount"),
    )
