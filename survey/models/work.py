"""Work in the background, the e-mails it sends, attempts that are counted, and the journal."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base
from .tenant import PERSONAL


class Job(Base):
    """Something to do in the background, noted in the same transaction as what it follows from."""

    __tablename__ = "job"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(30))
    payload: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    """Ids and choices; never a secret, never an address."""
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="ready")
    due_at: Mapped[datetime]
    """When it was first to be done, or asked for again by hand: from then on it is tried for two days."""
    run_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    """Until when the worker that claimed it may be at it; then another one may."""
    attempts: Mapped[int] = mapped_column(default=0)
    """Counts the claims, and fences: only the worker of the newest attempt may finish it."""
    dedup: Mapped[str | None] = mapped_column(String(200), unique=True)
    """The same thing is never noted twice."""
    error: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    """What went wrong; a mail server's answer may name an address."""
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('ready', 'running', 'done', 'failed')", name="state"),
        CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)", name="lease_until"),
        CheckConstraint("(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name="finished_at"),
        Index("ix_job_state_run_at", "state", "run_at"),
    )


class Mail(Base):
    """One e-mail to one person, and how far it has come. Its text is composed when it is sent: a personal
    link is not stored.
    """

    __tablename__ = "mail"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firm.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    respondent_id: Mapped[UUID | None] = mapped_column(ForeignKey("respondent.id"), index=True)
    delegation_id: Mapped[UUID | None] = mapped_column(ForeignKey("delegation.id"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitation.id"))
    """Of a reader's e-mail: the link that it is about."""
    kind: Mapped[str] = mapped_column(String(20))
    dedup: Mapped[str] = mapped_column(String(200), unique=True)
    """What makes it the same e-mail: a second press of a button notes no second one."""
    to_name: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    to_address: Mapped[str] = mapped_column(String(320), info=PERSONAL)
    locale: Mapped[str] = mapped_column(String(2))
    message_id: Mapped[str] = mapped_column(String(200))
    """Chosen when it is noted, so that a repeated sending is recognised as the same message."""
    state: Mapped[str] = mapped_column(String(10), default="queued")
    """``sending`` that stays so was cut off, and may have arrived; ``dropped`` was not needed any more."""
    error: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)
    """What the mail server said, or why it was marked as bounced."""
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'refused', 'bounced', 'dropped')", name="state"
        ),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_at"),
    )


class Attempt(Base):
    """One attempt at something that is limited: signing in, entering by a link, sending."""

    __tablename__ = "attempt"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str] = mapped_column(String(64))
    """SHA-256 of what is limited and for whom."""
    at: Mapped[datetime]

    __table_args__ = (Index("ix_attempt_key_at", "key", "at"),)


class Event(Base):
    """A line of the journal: who did what, when. Never changed; each carries the digest of the one before.

    What may be about a person stands in the chain as a salted digest alone. An erasure empties those columns
    and the salt: the chain still holds, and nobody can try names against the digest any more.
    """

    __tablename__ = "event"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firm.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    number: Mapped[int]
    """Counts the firm's lines, from 1."""
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(20))
    """The kind of actor: account, respondent, delegate, reader, command or worker."""
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    action: Mapped[str] = mapped_column(String(40))
    """What was done, such as ``campaign.launch``."""
    subject: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    """To what, in words."""
    detail: Mapped[dict[str, object]] = mapped_column(JSON, default=dict, info=PERSONAL)
    salt: Mapped[str] = mapped_column(String(32))
    """At random for each line; "" once the line was emptied."""
    personal: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the salt and of all that may be about a person."""
    previous: Mapped[str] = mapped_column(String(64), default="")
    digest: Mapped[str] = mapped_column(String(64))

    __table_args__ = (UniqueConstraint("firm_id", "number"),)
