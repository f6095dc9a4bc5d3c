"""Signing in: the password, the second step, an identity provider. Each try is counted and limited."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..db import transaction
from ..models import Account
from . import accounts, journal, passwords, second_factor, throttle

TRIES: Final = 10
"""Wrong passwords for one address, or wrong codes of one account, within ``WINDOW``."""
TRIES_FROM_ONE_PLACE: Final = 100
"""Tries from one network address, right ones too: somebody with an account of their own gains nothing."""
WINDOW: Final = 15 * 60
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whose password it was. ``proof`` holds until the password changes."""

    account_id: UUID
    proof: str
    second_step: bool
    """Whether a code is still to be asked for."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nobody got in: nothing fits, or there were too many tries."""

    why: Literal["wrong", "throttled"]


def by_password(
    session: Session, email: str, password: str, address: str, now: datetime
) -> Known | Refused:
    """Whose e-mail and password these are. An unknown account gets the same answer after the same time."""
    email = email.strip().lower()
    parts = ("sign-in", email)
    with transaction(session):
        place = throttle.allowed(session, ("sign-in-from", address), TRIES_FROM_ONE_PLACE, WINDOW, now)
        person = throttle.allowed(session, parts, TRIES, WINDOW, now)
    account = session.scalar(select(Account).where(Account.email == email, Account.disabled_at.is_(None)))
    if not place or not person:
        _note_block(session, account, now)
        return Refused("throttled")
    fits = passwords.fits(account.password_hash if account else "", password)
    if account is None or not fits:
        return Refused("wrong")
    return Known(account.id, proof(account), account.totp_confirmed_at is not None)


def enter(session: Session, known: Known, agent: str, now: datetime) -> str:
    """Open a session for somebody whose password was right and who needs no second step."""
    with transaction(session):
        return _admit(session, session.get_one(Account, known.account_id), now, agent, how="password")


def by_code(
    session: Session, account_id: UUID, proven: str, code: str, now: datetime, *, agent: str
) -> str | Refused:
    """The second step: a code of the device, or a recovery code. Returns the session's token."""
    with transaction(session):
        if not throttle.allowed(session, ("code", str(account_id)), TRIES, WINDOW, now):
            return Refused("throttled")
        account = session.get(Account, account_id)
        if account is None or account.disabled_at is not None or proof(account) != proven:
            return Refused("wrong")
        how = second_factor.use(session, account, code, now)
        if how is None:
            return Refused("wrong")
        throttle.forgive(session, ("code", str(account_id)))
        return _admit(session, account, now, agent, how=how)


def by_provider(
    session: Session, issuer: str, subject: str, email: str, now: datetime, *, agent: str
) -> str | None:
    """Open a session for whom an identity provider vouches; None where there is no such account.

    ``email``: as verified by the provider, "" otherwise. It finds the account the first time; from then on
    issuer and subject do, whatever becomes of the address. No account is ever made here.
    """
    key = f"{issuer} {subject}"
    with transaction(session):
        account = session.scalar(select(Account).where(Account.oidc_subject == key))
        if account is None and email:
            free = (Account.email == email.strip().lower(), Account.oidc_subject.is_(None))
            account = session.scalar(select(Account).where(*free))
        if account is None or account.disabled_at is not None:
            return None
        account.oidc_subject = key
        return _admit(session, account, now, agent, how="provider")


def proof(account: Account) -> str:
    """Says which password was right, without saying which one it is."""
    return hashlib.sha256(f"{account.id} {account.password_hash}".encode()).hexdigest()[:32]


def _admit(session: Session, account: Account, now: datetime, agent: str, how: str) -> str:
    # A right password was counted too: what is left are the wrong ones before it.
    failures = max(0, throttle.forgive(session, ("sign-in", account.email)) - (how != "provider"))
    return accounts.admit(session, account.id, now, agent, how=how, failures=failures)


def _note_block(session: Session, account: Account | None, now: datetime) -> None:
    """One line in the journal a window, however long somebody keeps trying."""
    if account is None:
        return
    with transaction(session):
        if throttle.allowed(session, ("sign-in-blocked", str(account.id)), 1, WINDOW, now):
            actor = journal.Actor("visitor")
            journal.note(
                session, account.firm_id, actor, "account.blocked", now, subject=account.email, tries=TRIES
            )
