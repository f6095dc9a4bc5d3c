"""Who answers, the personal links handed out, and the browsers that opened one."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .campaign import Campaign
from .organisation import Department
from .tenant import PERSONAL, OfOrganisation, referable, within


class Respondent(OfOrganisation, Base):
    """A person who answers for a department in a campaign."""

    __tablename__ = "respondent"

    campaign_id: Mapped[UUID] = mapped_column(index=True)
    department_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    email: Mapped[str] = mapped_column(String(320), default="", info=PERSONAL)
    phone: Mapped[str] = mapped_column(String(40), default="", info=PERSONAL)
    role: Mapped[str | None] = mapped_column(String(60))
    """The id of a role of the pack; None until the person states it."""
    locale: Mapped[str | None] = mapped_column(String(2))
    """The language to begin in; None for the browser's."""
    removed_at: Mapped[datetime | None]
    """When the person was taken off the list: no longer invited, and not counted, but nothing is lost."""
    muted_at: Mapped[datetime | None]
    """When the person asked for no more reminders."""

    campaign: Mapped[Campaign] = relationship(overlaps="department")
    department: Mapped[Department] = relationship(overlaps="campaign")

    __table_args__ = (referable(), within("campaign"), within("department"))


class Delegation(OfOrganisation, Base):
    """One part of a questionnaire that its owner asked a colleague to answer."""

    __tablename__ = "delegation"

    campaign_id: Mapped[UUID]
    respondent_id: Mapped[UUID] = mapped_column(index=True)
    """Whose questionnaire it is: that person stays its owner and alone can send it."""
    dimension: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    email: Mapped[str] = mapped_column(String(320), default="", info=PERSONAL)
    message: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    due_on: Mapped[date | None]
    locale: Mapped[str | None] = mapped_column(String(2))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    """When the colleague pressed Start."""
    returned_at: Mapped[datetime | None]
    """When the colleague gave the part back, answered."""
    withdrawn_at: Mapped[datetime | None]
    """When the owner took it back."""

    respondent: Mapped[Respondent] = relationship()

    __table_args__ = (
        referable(),
        within("campaign"),
        within("respondent"),
        # One colleague at a time for a part.
        Index(
            "uq_delegation_live",
            "respondent_id",
            "dimension",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )


class Invitation(OfOrganisation, Base):
    """A personal link. The token itself is shown once and never stored: only its SHA-256 is.

    A link "answer" belongs to a respondent, a link "delegate" to a part of a respondent's questionnaire, and
    a link "read" opens the results to the person named. Somebody may hold several: each e-mail brings a
    fresh one, since an earlier one cannot be repeated.
    """

    __tablename__ = "invitation"

    campaign_id: Mapped[UUID]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(10))
    respondent_id: Mapped[UUID | None] = mapped_column(index=True)
    delegation_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    email: Mapped[str] = mapped_column(String(320), default="", info=PERSONAL)
    """Of a reader: where the link and the codes go."""
    locale: Mapped[str | None] = mapped_column(String(2))
    """Of a reader: the language to begin in; None for the browser's."""
    asks_code: Mapped[bool] = mapped_column(default=False)
    """Of a reader: whether the link opens only with a code sent to that address."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    campaign: Mapped[Campaign] = relationship(overlaps="respondent,delegation")
    respondent: Mapped[Respondent | None] = relationship(overlaps="campaign,delegation")
    delegation: Mapped[Delegation | None] = relationship(overlaps="campaign,respondent")

    __table_args__ = (
        referable(),
        within("campaign"),
        within("respondent"),
        within("delegation"),
        CheckConstraint("purpose IN ('answer', 'read', 'delegate')", name="purpose"),
        CheckConstraint("(purpose = 'read') = (respondent_id IS NULL)", name="respondent"),
        CheckConstraint("(purpose = 'delegate') = (delegation_id IS NOT NULL)", name="delegation"),
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
