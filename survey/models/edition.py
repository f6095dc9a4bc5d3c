"""What is written on top of the results, the versions of a report that go out, and who read them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base
from .tenant import PERSONAL, OfOrganisation, referable, within


class Draft(OfOrganisation, Base):
    """The working copy of a campaign's report: the findings chosen and their order. One for a campaign."""

    __tablename__ = "draft"

    campaign_id: Mapped[UUID]
    board: Mapped[dict[str, object]] = mapped_column(JSON, default=dict, info=PERSONAL)
    """Findings in their order, those left out, the consultant's own: what ``reports`` calls a board."""
    revision: Mapped[int] = mapped_column(default=1)
    """Counts the saves: a save says which one it was based on."""
    changed_by: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    changed_at: Mapped[datetime]

    __table_args__ = (within("campaign"), UniqueConstraint("campaign_id"))


class Wording(OfOrganisation, Base):
    """A consultant's own words for one passage of the report in one language. Without a row, ours hold."""

    __tablename__ = "wording"

    campaign_id: Mapped[UUID]
    locale: Mapped[str] = mapped_column(String(2))
    passage: Mapped[str] = mapped_column(String(120))
    """The key of the passage."""
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    """With ``{name}`` where a locked fact stands; "" when our words were taken back."""
    based_on: Mapped[dict[str, object]] = mapped_column(JSON, default=dict, info=PERSONAL)
    """What the facts were when it was written, and the words proposed then."""
    revision: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    changed_at: Mapped[datetime]

    __table_args__ = (within("campaign"), UniqueConstraint("campaign_id", "locale", "passage"))


class Remark(OfOrganisation, Base):
    """A colleague's comment on a passage of the draft. It appears in no version and no export."""

    __tablename__ = "remark"

    campaign_id: Mapped[UUID] = mapped_column(index=True)
    passage: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    written_by: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    written_at: Mapped[datetime]
    settled_by: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    settled_at: Mapped[datetime | None]

    __table_args__ = (within("campaign"), CheckConstraint("text <> ''", name="text"))


class Edition(OfOrganisation, Base):
    """A version of the report as it was sent for review and published, whole: nothing that changes later
    changes it. The database refuses to change the content of one, but for the erasure of a person, which
    ``erased_at`` tells.
    """

    __tablename__ = "edition"

    campaign_id: Mapped[UUID] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(10), default="review")
    number: Mapped[int | None]
    """Counts the campaign's published versions, from 1."""
    note: Mapped[str] = mapped_column(String(1000), default="", info=PERSONAL)
    """What changed, for readers."""
    results: Mapped[str] = mapped_column(Text, info=PERSONAL)
    """Results as JSON, byte for byte. They name the sponsor."""
    reports: Mapped[dict[str, object]] = mapped_column(JSON, info=PERSONAL)
    """Locale → the whole report, every text of it."""
    accent: Mapped[str] = mapped_column(String(7), default="")
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of results, reports and brand."""
    sent_at: Mapped[datetime]
    """When it was sent for review."""
    sent_by: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    published_at: Mapped[datetime | None]
    published_by: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    ended_at: Mapped[datetime | None]
    """When it was withdrawn, or returned from review."""
    ended_by: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    reason: Mapped[str] = mapped_column(String(1000), default="", info=PERSONAL)
    """Why it was withdrawn or returned."""
    erased_at: Mapped[datetime | None]
    """When somebody's name or words were last taken out of it, at that person's request; None: never."""

    __table_args__ = (
        referable(),
        within("campaign"),
        UniqueConstraint("campaign_id", "number"),
        CheckConstraint("state IN ('review', 'returned', 'published', 'withdrawn')", name="state"),
        CheckConstraint("(state IN ('published', 'withdrawn')) = (number IS NOT NULL)", name="number"),
        CheckConstraint("(number IS NULL) = (published_at IS NULL)", name="published_at"),
        CheckConstraint("(state IN ('returned', 'withdrawn')) = (ended_at IS NOT NULL)", name="ended_at"),
        CheckConstraint("length(digest) = 64", name="digest"),
    )


class ReadCode(OfOrganisation, Base):
    """A code e-mailed to the holder of a reader's link, good once and for minutes. Its digest is kept."""

    __tablename__ = "read_code"

    invitation_id: Mapped[UUID] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (within("invitation"), CheckConstraint("length(digest) = 64", name="digest"))


class Reading(OfOrganisation, Base):
    """Somebody read a version: the view log. One row for a page or file, a person and an hour."""

    __tablename__ = "reading"

    campaign_id: Mapped[UUID] = mapped_column(index=True)
    edition_id: Mapped[UUID]
    invitation_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    who: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    what: Mapped[str] = mapped_column(String(40))
    """The page or file, such as ``home`` or ``report.pdf``."""
    at: Mapped[datetime]

    __table_args__ = (within("campaign"), within("edition"), within("invitation"))


class Bundle(OfOrganisation, Base):
    """One press for documents: which ones, of which version, in which languages; how far it has come."""

    __tablename__ = "bundle"

    campaign_id: Mapped[UUID] = mapped_column(index=True)
    edition_id: Mapped[UUID | None]
    """None for the draft, whose documents carry a watermark."""
    wanted: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    """Kinds and locales that were asked for."""
    state: Mapped[str] = mapped_column(String(10), default="making")
    error: Mapped[str] = mapped_column(Text, default="")
    tell: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether whoever asked gets an e-mail when it is ready."""
    asked_by: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        referable(),
        within("campaign"),
        within("edition"),
        CheckConstraint("state IN ('making', 'ready', 'failed')", name="state"),
        CheckConstraint("(state = 'making') = (finished_at IS NULL)", name="finished_at"),
    )


class Deliverable(OfOrganisation, Base):
    """One document of a bundle. ``skipped``: not allowed or not possible here, and why."""

    __tablename__ = "deliverable"

    bundle_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(20))
    locale: Mapped[str] = mapped_column(String(2), default="")
    department: Mapped[str] = mapped_column(String(100), default="")
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200), default="")
    """Of the file."""
    media_type: Mapped[str] = mapped_column(String(100), default="")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, info=PERSONAL)
    size: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    error: Mapped[str] = mapped_column(String(500), default="")
    made_at: Mapped[datetime | None]

    __table_args__ = (
        within("bundle"),
        UniqueConstraint("bundle_id", "position"),
        CheckConstraint("state IN ('waiting', 'made', 'skipped', 'failed')", name="state"),
        CheckConstraint("(state = 'made') = (content IS NOT NULL)", name="content"),
    )
