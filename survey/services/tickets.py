"""Single-use links: to join and choose a password, and to choose a new one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..db import transaction
from ..models import Account, Ticket
from . import accounts, journal, mail, throttle
from .accounts import Purpose
from .invitations import digest_of
from .passwords import hash_password

FOR_ONE_PERSON: Final = (3, 3600)
"""Links to choose a new password, in so many seconds."""
FROM_ONE_PLACE: Final = (30, 3600)
_REDEEMED: Final = {"join": "account.join", "reset": "account.reset"}


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose single-use link it is."""

    account_id: UUID
    email: str
    name: str
    firm: str
    locale: str | None


def forgot(session: Session, email: str, address: str, locale: str, now: datetime) -> None:
    """Send a link to choose a new password, where there is such an account. What happened is not told.

    Raises TooMany for a network address that asks for too many.
    """
    with transaction(session):
        place = throttle.allowed(session, ("forgot-from", address), *FROM_ONE_PLACE, now)
        person = throttle.allowed(session, ("forgot", email.strip().lower()), *FOR_ONE_PERSON, now)
    if not place:
        raise throttle.TooMany(FROM_ONE_PLACE[1])
    if not person:
        return
    with transaction(session):
        account = session.scalar(
            select(Account).where(Account.email == email.strip().lower(), Account.disabled_at.is_(None))
        )
        if account is None:
            return
        mail.queue(
            session,
            now,
            firm_id=account.firm_id,
            # Somebody who never joined gets the link that also asks for the name.
            kind="reset" if account.password_hash else "join",
            dedup=f"reset:{account.id}:{now.isoformat()}",
            to_name=account.name,
            to_address=account.email,
            locale=account.locale or locale,
            account_id=account.id,
        )
        actor = journal.Actor("visitor")
        journal.note(session, account.firm_id, actor, "account.forgot", now, subject=account.name)


def look_up(session: Session, token: str, purpose: Purpose, now: datetime) -> Holder | None:
    """Whose link a token is; None for one that is unknown, used or expired. Changes nothing."""
    found = session.scalar(
        select(Ticket)
        .join(Ticket.account)
        .where(
            Ticket.digest == digest_of(token),
            Ticket.purpose == purpose,
            Ticket.used_at.is_(None),
            Ticket.expires_at > now,
            Account.disabled_at.is_(None),
        )
    )
    if found is None:
        return None
    account = found.account
    return Holder(account.id, account.email, account.name, account.firm.name, account.locale)


def redeem(
    session: Session, token: str, purpose: Purpose, password: str, now: datetime, *, name: str = ""
) -> UUID | None:
    """Choose a password, and when joining a name, by a single-use link; None as in ``look_up``.

    Every other link and every session of the account ends. Raises InvalidAnswer for a password that
    ``passwords.fault`` refuses.
    """
    hashed = hash_password(password)
    with transaction(session):
        found = look_up(session, token, purpose, now)
        if found is None:
            return None
        account = session.get_one(Account, found.account_id)
        account.password_hash = hashed
        account.name = name or account.name
        accounts.use_up_tickets(session, account.id, now)
        accounts.end_sessions(session, account.id, now)
        actor = journal.Actor("account", account.name, account.id)
        journal.note(session, account.firm_id, actor, _REDEEMED[purpose], now)
        return account.id
