"""What leadership decided on a version of the report, and what follows from it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base
from .tenant import PERSONAL, OfOrganisation, referable, within


class Decision(OfOrganisation, Base):
    """A decision as it was recorded. Never changed: a later one is another row, and the newest counts."""

    __tablename__ = "decision"

    campaign_id: Mapped[UUID] = mapped_column(index=True)
    edition_id: Mapped[UUID]
    """The version that was decided on."""
    option: Mapped[str] = mapped_column(String(60))
    """The id of a verdict of the pack, ``other`` or ``postponed``."""
    decided_by: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    """The person or body, such as an executive committee."""
    decided_on: Mapped[date]
    amendments: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    recorded_by: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    recorded_at: Mapped[datetime]

    __table_args__ = (
        referable(),
        within("campaign"),
        within("edition"),
        CheckConstraint("decided_by <> ''", name="decided_by"),
    )


class FollowUp(OfOrganisation, Base):
    """One thing to do after the decision: an action of the roadmap, or one of leadership's own."""

    __tablename__ = "follow_up"

    campaign_id: Mapped[UUID] = mapped_column(index=True)
    decision_id: Mapped[UUID]
    """The decision that brought it in."""
    action: Mapped[str] = mapped_column(String(60), default="")
    """The id of an action of the catalogue; "" for leadership's own."""
    title: Mapped[str] = mapped_column(String(300), info=PERSONAL)
    owner: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    due_on: Mapped[date | None]
    proof: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)
    """What will show that it is done; later, where that is to be found."""
    state: Mapped[str] = mapped_column(String(10), default="open")
    note: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    position: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    changed_at: Mapped[datetime]

    __table_args__ = (
        within("campaign"),
        within("decision"),
        CheckConstraint("state IN ('open', 'started', 'done', 'dropped')", name="state"),
        CheckConstraint("title <> ''", name="title"),
    )
