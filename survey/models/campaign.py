"""One wave of one questionnaire version for one organisation, and what was stated about the organisation."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .organisation import Organisation
from .tenant import PERSONAL, OfOrganisation, referable, within


class Campaign(OfOrganisation, Base):
    """A wave: set up as a draft, opened by its launch, closed. ``visibility`` is frozen at launch, because
    respondents are told it.
    """

    __tablename__ = "campaign"

    wave: Mapped[int] = mapped_column(default=1)
    pack_key: Mapped[str] = mapped_column(String(60))
    pack_version: Mapped[str] = mapped_column(String(10))
    as_of: Mapped[date]
    """The day that the answers and facts describe."""
    state: Mapped[str] = mapped_column(String(10), default="open")
    visibility: Mapped[str] = mapped_column(String(10), default="attributed")
    closes_on: Mapped[date | None]
    """The last day to answer; None while none is announced."""
    prepared_by: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    """The firm or the person that runs it, as respondents and readers see it."""
    contact: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    """Whom respondents may write to or call."""
    reply_to: Mapped[str] = mapped_column(String(320), default="", info=PERSONAL)
    """The address that answers to its e-mails go to; "" for the sender's own."""
    delegates_anywhere: Mapped[bool] = mapped_column(default=False)
    """Whether a part may be passed on to an address outside of the domains of the people invited."""
    shows_previous: Mapped[bool] = mapped_column(default=False)
    """Whether respondents see, beside a question, what they answered in the wave before."""
    shows_results: Mapped[bool] = mapped_column(default=False)
    """Whether respondents see their department's results once a version is published."""
    checklist: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default=dict, info=PERSONAL)
    """What was settled before launch: item → {"state": "done" or "not_needed", "by": name, "on": ISO day}."""
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]
    """When its people were forgotten, because it was closed for as long as answers are kept."""

    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (
        referable(),
        UniqueConstraint("organisation_id", "wave"),
        CheckConstraint("wave >= 1", name="wave"),
        CheckConstraint("state IN ('draft', 'open', 'closed')", name="state"),
        CheckConstraint("(state = 'draft') = (opened_at IS NULL)", name="opened_at"),
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
    stated_by: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    stated_at: Mapped[datetime]
    carried: Mapped[bool] = mapped_column(default=False)
    """Taken over from the wave before, and not confirmed for this one yet."""

    __table_args__ = (within("campaign"), UniqueConstraint("campaign_id", "fact"))


class MailTemplate(OfOrganisation, Base):
    """A campaign's own wording of an e-mail in one language. Without a row, the shipped wording holds."""

    __tablename__ = "mail_template"

    campaign_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(20))
    locale: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    body: Mapped[str] = mapped_column(Text, info=PERSONAL)
    changed_at: Mapped[datetime]

    __table_args__ = (within("campaign"), UniqueConstraint("campaign_id", "kind", "locale"))


class Upload(OfOrganisation, Base):
    """A file that somebody brought, kept between its preview and its confirmation, a day at most."""

    __tablename__ = "upload"

    campaign_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    content: Mapped[bytes] = mapped_column(LargeBinary, info=PERSONAL)
    settings: Mapped[dict[str, object]] = mapped_column(JSON, default=dict, info=PERSONAL)
    """What was chosen so far, such as which column is which question."""
    created_at: Mapped[datetime]

    __table_args__ = (within("campaign"), CheckConstraint("kind IN ('people', 'answers')", name="kind"))
