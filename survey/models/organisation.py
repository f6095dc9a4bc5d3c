"""The client company and its departments."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .tenant import OfOrganisation, referable


class Organisation(Base):
    """A client company: the tenant. Everything of it carries its id."""

    __tablename__ = "organisation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200))
    sponsor_name: Mapped[str] = mapped_column(String(200), default="")
    """Who in general management asks for the assessment."""
    created_at: Mapped[datetime]

    departments: Mapped[list["Department"]] = relationship(
        order_by="Department.position", back_populates="organisation"
    )

    __table_args__ = (CheckConstraint("name <> ''", name="named"),)


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
