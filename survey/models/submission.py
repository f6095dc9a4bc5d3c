"""What respondents answered. Rows are never deleted by the flow: a withdrawn answer stays, empty."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .person import Respondent
from .tenant import PERSONAL, OfOrganisation, referable, within

_VALUE = "value IN ('1', '2', '3', '4', '5', 'dk', 'na')"


class Submission(OfOrganisation, Base):
    """One respondent's questionnaire."""

    __tablename__ = "submission"

    campaign_id: Mapped[UUID]
    respondent_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(10), default="open")
    started_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)

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
    comment: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    """What could be shown to support the answer."""
    note: Mapped[str] = mapped_column(String(300), default="", info=PERSONAL)
    """Who would know, beside "dk"; why the question does not apply, beside "na"."""
    quote: Mapped[str] = mapped_column(String(10), default="private")
    """Who may read the comment: the firm alone, or anybody without name, or with the department's."""
    source: Mapped[str] = mapped_column(String(10), default="self")
    """How the answer came: by the respondent, a delegate, in an interview, or from an imported file."""
    given_by: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    """Who entered it, where that is not the respondent."""
    revision: Mapped[int] = mapped_column(default=1)
    """Counts the saves: a save says which revision it was based on."""
    saved_at: Mapped[datetime]

    submission: Mapped[Submission] = relationship(back_populates="answers")

    __table_args__ = (
        within("submission"),
        UniqueConstraint("submission_id", "question"),
        CheckConstraint(f"value IS NULL OR {_VALUE}", name="value"),
        CheckConstraint("quote IN ('private', 'unnamed', 'department')", name="quote"),
        CheckConstraint("source IN ('self', 'delegate', 'interview', 'import')", name="source"),
        CheckConstraint("revision >= 1", name="revision"),
    )


class AgreedAnswer(OfOrganisation, Base):
    """What was agreed in review; what was given stays beside it. The newest counts; None takes it back."""

    __tablename__ = "agreed_answer"

    submission_id: Mapped[UUID] = mapped_column(index=True)
    question: Mapped[str] = mapped_column(String(60))
    value: Mapped[str | None] = mapped_column(String(2))
    reason: Mapped[str] = mapped_column(String(500), info=PERSONAL)
    agreed_by: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    agreed_at: Mapped[datetime]

    __table_args__ = (
        within("submission"),
        CheckConstraint(f"value IS NULL OR {_VALUE}", name="value"),
        CheckConstraint("reason <> ''", name="reason"),
    )


class ReviewNote(OfOrganisation, Base):
    """A private note on a submission, or on one of its questions. It appears in no report, and in no
    export but the person's own.
    """

    __tablename__ = "review_note"

    submission_id: Mapped[UUID] = mapped_column(index=True)
    question: Mapped[str] = mapped_column(String(60), default="")
    """"" for a note on the whole."""
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    written_by: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    written_at: Mapped[datetime]

    __table_args__ = (within("submission"), CheckConstraint("text <> ''", name="text"))
