"""The consulting firm that runs assessments, and the accounts of those who sign in."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .organisation import Organisation
from .tenant import PERSONAL


class Firm(Base):
    """Whoever runs assessments for clients: the outer tenant. An organisation alone is its own firm."""

    __tablename__ = "firm"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    """Whom respondents may write to or call, unless a campaign names somebody else."""
    accent: Mapped[str] = mapped_column(String(7), default="")
    """``#rrggbb`` for the firm's own pages; "" for Mandate's."""
    logo: Mapped[bytes | None] = mapped_column(LargeBinary)
    """A PNG made by us; None while there is none."""
    keep_months: Mapped[int | None]
    """Months after a campaign's closing until its people are forgotten; None: until somebody erases them."""
    created_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("name <> ''", name="named"),)


class Account(Base):
    """Somebody who signs in. Owners and consultants see every client of the firm, others those assigned."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firm.id"), index=True)
    email: Mapped[str] = mapped_column(String(320), unique=True, info=PERSONAL)
    """In lower case."""
    name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    role: Mapped[str] = mapped_column(String(10))
    locale: Mapped[str | None] = mapped_column(String(2))
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    """Argon2id, or "" until a password was chosen."""
    totp_secret: Mapped[str] = mapped_column(String(64), default="")
    """Base 32 secret of the second factor; "" without one."""
    totp_confirmed_at: Mapped[datetime | None]
    """None until a first code proved that the device has the secret."""
    totp_step: Mapped[int] = mapped_column(default=0)
    """The newest time step whose code was used: none is taken twice."""
    oidc_subject: Mapped[str | None] = mapped_column(String(255), unique=True, info=PERSONAL)
    """Issuer and subject of an identity provider, once linked."""
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    firm: Mapped[Firm] = relationship()
    clients: Mapped[list[Organisation]] = relationship(secondary="assignment", order_by=Organisation.name)

    __table_args__ = (
        UniqueConstraint("firm_id", "id"),
        CheckConstraint("role IN ('owner', 'consultant', 'lead', 'reader')", name="role"),
        CheckConstraint("email = lower(email) AND email LIKE '%_@_%'", name="email"),
    )


class Assignment(Base):
    """A client that a lead or a reader may see."""

    __tablename__ = "assignment"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)


class SignIn(Base):
    """A browser in which somebody signed in: the server's side of the session, which can be ended here."""

    __tablename__ = "sign_in"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the token in the browser's cookie."""
    agent: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    """What the browser said it was, for the list of sessions."""
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()

    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest"),)


class Ticket(Base):
    """A single-use link by e-mail: to join and choose a password, or to choose a new one."""

    __tablename__ = "ticket"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()

    __table_args__ = (
        CheckConstraint("purpose IN ('join', 'reset')", name="purpose"),
        CheckConstraint("length(digest) = 64", name="digest"),
    )


class RecoveryCode(Base):
    """A code to sign in with when the second factor is lost; each works once."""

    __tablename__ = "recovery_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("account_id", "digest"),
        CheckConstraint("length(digest) = 64", name="digest"),
    )
