"""Who answers, the personal links handed out, and the browsers that opened one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .campaign import Campaign
from .organisation import Department
from .tenant import OfOrganisation, referable, within


class Respondent(OfOrganisation, Base):
    """A person who answers for a department in a campaign."""

    __tablename__ = "respondent"

    campaign_id: Mapped[UUID]
    department_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    role: Mapped[str | None] = mapped_column(String(60))
    """The id of a role of the pack; None until the person states it."""
    locale: Mapped[str | None] = mapped_column(String(2))
    """The language to begin in; None for the browser's."""

    campaign: Mapped[Campaign] = relationship(overlaps="department")
    department: Mapped[Department] = relationship(overlaps="campaign")

    __table_args__ = (referable(), within("campaign"), within("department"))


class Invitation(OfOrganisation, Base):
    """A personal link. The token itself is shown once and never stored: only its SHA-256 is.

    A link "answer" belongs to a respondent; a link "read" opens the results to the person named.
    """

    __tablename__ = "invitation"

    campaign_id: Mapped[UUID]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(10))
    respondent_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    campaign: Mapped[Campaign] = relationship(overlaps="respondent")
    respondent: Mapped[Respondent | None] = relationship(overlaps="campaign")

    __table_args__ = (
        referable(),
        within("campaign"),
        within("respondent"),
        CheckConstraint("purpose IN ('answer', 'read')", name="purpose"),
        CheckConstraint("(purpose = 'answer') = (respondent_id IS NOT NULL)", name="respondent"),
        CheckConstraint("length(digest) = 64", name="digest"),
    )


class Visit(OfOrganisation, Base):
    """A browser that opened a personal link and pressed Start: the server's side of its session."""

    __tablename__ = "visit"

    invitation_id: Mapped[UUID]
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the token in the browser's cookie."""
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    invitation: Mapped[Invitation] = relationship()

    __table_args__ = (
        within("invitation"),
        UniqueConstraint("digest"),
        CheckConstraint("length(digest) = 64", name="digest"),
    )
