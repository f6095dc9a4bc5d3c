"""What respondents answered. Rows are never deleted by the flow: a withdrawn answer stays, empty."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .person import Respondent
from .tenant import OfOrganisation, referable, within


class Submission(OfOrganisation, Base):
    """One respondent's questionnaire."""

    __tablename__ = "submission"

    campaign_id: Mapped[UUID]
    respondent_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(10), default="open")
    started_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    respondent: Mapped[Respondent] = relationship()
    answers: Mapped[list["Answer"]] = relationship(back_populates="submission")

    __table_args__ = (
        referable(),
        within("campaign"),
        within("respondent"),
        UniqueConstraint("respondent_id"),
        CheckConstraint("state IN ('open', 'sent')", name="state"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
    )


class Answer(OfOrganisation, Base):
    """The answer to one question. ``value`` None: not answered (there may still be a comment)."""

    __tablename__ = "answer"

    submission_id: Mapped[UUID]
    question: Mapped[str] = mapped_column(String(60))
    value: Mapped[str | None] = mapped_column(String(2))
    """"1" to "5", "dk" or "na"."""
    comment: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    """Counts the saves: a save says which revision it was based on."""
    saved_at: Mapped[datetime]

    submission: Mapped[Submission] = relationship(back_populates="answers")

    __table_args__ = (
        within("submission"),
        UniqueConstraint("submission_id", "question"),
        CheckConstraint("value IS NULL OR value IN ('1', '2', '3', '4', '5', 'dk', 'na')", name="value"),
        CheckConstraint("revision >= 1", name="revision"),
    )
