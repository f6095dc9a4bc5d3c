"""A firm's own questionnaires: copies of a shipped pack, edited, and frozen by their first use."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base
from .tenant import PERSONAL


class FirmPack(Base):
    """One version of a firm's questionnaire, with all that belongs to it. Frozen, it never changes."""

    __tablename__ = "firm_pack"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firm.id"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    """In the pack's base language."""
    titles: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """The title in every language, so that a list need not read the files."""
    copied_from: Mapped[str] = mapped_column(String(80))
    """The pack that it was copied from, as ``key/version``."""
    state: Mapped[str] = mapped_column(String(10), default="draft")
    files: Mapped[dict[str, str]] = mapped_column(JSON)
    """File name, such as ``fr/questionnaire.yaml`` → its text."""
    revision: Mapped[int] = mapped_column(default=1)
    """Counts the saves: a save says which one it was based on."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)

    __table_args__ = (
        UniqueConstraint("firm_id", "key", "version"),
        CheckConstraint("state IN ('draft', 'frozen')", name="state"),
        CheckConstraint("title <> ''", name="title"),
    )


class FirmUpload(Base):
    """A file brought for the whole firm, kept between its preview and its confirmation, a day at most."""

    __tablename__ = "firm_upload"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firm.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    content: Mapped[bytes] = mapped_column(LargeBinary, info=PERSONAL)
    settings: Mapped[dict[str, object]] = mapped_column(JSON, default=dict, info=PERSONAL)
    created_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("kind IN ('questions', 'archive')", name="kind"),)
