"""What somebody changes about their own account: name, language, password, sessions, second factor."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..db import transaction
from ..models import Account, SignIn
from . import accounts, journal, passwords, second_factor, throttle
from .invitations import digest_of
from .sign_in import TRIES, WINDOW
from .tenant import Member


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser in which somebody is signed in."""

    id: UUID
    agent: str
    opened_at: datetime
    expires_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """An account as its holder sees it."""

    name: str
    email: str
    locale: str | None
    has_password: bool
    second_factor: bool
    codes_left: int
    linked: bool
    """Whether an identity provider vouches for this account."""
    sessions: tuple[OpenSession, ...]


def read(session: Session, member: Member, token: str, now: datetime) -> Profile:
    """The account of a member; ``token`` is that of this browser's session."""
    account = session.get_one(Account, member.account_id)
    live = (
        select(SignIn)
        .where(SignIn.account_id == account.id, SignIn.ended_at.is_(None), SignIn.expires_at > now)
        .order_by(SignIn.opened_at.desc())
    )
    mine = digest_of(token)
    return Profile(
        name=account.name,
        email=account.email,
        locale=account.locale,
        has_password=bool(account.password_hash),
        second_factor=account.totp_confirmed_at is not None,
        codes_left=second_factor.codes_left(session, account.id),
        linked=account.oidc_subject is not None,
        sessions=tuple(
            OpenSession(row.id, row.agent, row.opened_at, row.expires_at, row.digest == mine)
            for row in session.scalars(live)
        ),
    )


def change(session: Session, member: Member, name: str, locale: str | None, now: datetime) -> None:
    """Another name, and the language of pages and e-mails; None for the browser's."""
    with transaction(session):
        account = session.get_one(Account, member.account_id)
        if (account.name, account.locale) == (name, locale):
            return
        account.name, account.locale = name, locale
        journal.note(session, account.firm_id, journal.by(member), "account.change", now, subject=name)


def password_is(session: Session, member: Member, password: str, now: datetime) -> bool:
    """Whether this is the member's password, asked again before something that matters.

    Raises TooMany after too many wrong ones.
    """
    parts = ("password", str(member.account_id))
    with transaction(session):
        allowed = throttle.allowed(session, parts, TRIES, WINDOW, now)
    if not allowed:
        raise throttle.TooMany(WINDOW)
    account = session.get_one(Account, member.account_id)
    if not passwords.fits(account.password_hash, password):
        return False
    with transaction(session):
        throttle.forgive(session, parts)
    return True


def change_password(session: Session, member: Member, password: str, token: str, now: datetime) -> int:
    """A new password; every other session ends, and their number is returned. Raises InvalidAnswer."""
    hashed = passwords.hash_password(password)
    with transaction(session):
        account = session.get_one(Account, member.account_id)
        account.password_hash = hashed
        journal.note(session, account.firm_id, journal.by(member), "account.password", now)
        return accounts.end_sessions(session, account.id, now, keep=token)


def end_second_factor(session: Session, member: Member, now: datetime) -> None:
    """Sign in by password alone from now on."""
    with transaction(session):
        account = session.get_one(Account, member.account_id)
        second_factor.end(session, account, journal.by(member), now)


def end_one_session(session: Session, member: Member, session_id: UUID, now: datetime) -> bool:
    """End one of the member's own sessions; False where there is none of that id."""
    with transaction(session):
        found = session.get(SignIn, session_id)
        if found is None or found.account_id != member.account_id:
            return False
        if found.ended_at is None:
            found.ended_at = now
            journal.note(session, member.firm_id, journal.by(member), "account.session_end", now)
    return True


def sign_out_everywhere(session: Session, member: Member, now: datetime, *, keep: str = "") -> int:
    """End the member's sessions, but for the token to keep; return how many ended."""
    with transaction(session):
        ended = accounts.end_sessions(session, member.account_id, now, keep=keep)
        journal.note(
            session, member.firm_id, journal.by(member), "account.sign_out_everywhere", now, sessions=ended
        )
        return ended
