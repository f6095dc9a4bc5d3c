"""Accounts of a firm: made, signed in by password, recognised by their session, signed out."""

from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from questionnaires.errors import InvalidAnswer

from ..db import transaction
from ..models import Account, Assignment, Firm, Organisation, SignIn, Ticket
from .invitations import digest_of, new_token
from .tenant import Member, Role

Purpose = Literal["join", "reset"]

TICKET_LIFE: Final = {"join": timedelta(days=7), "reset": timedelta(hours=1)}
SIGN_IN_HOURS: Final = 12
"""How long a session lasts at most."""
SHORTEST: Final = 12
"""Characters of a password."""
LONGEST: Final = 256

# 19 MiB, two passes: OWASP's figures for argon2id; about 30 ms a try.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY: Final = _HASHER.hash("nobody has this password")


def add_firm(session: Session, name: str, now: datetime) -> Firm:
    """Note a firm. Part of the caller's transaction."""
    firm = Firm(name=name, created_at=now)
    session.add(firm)
    session.flush()
    return firm


def firm_for(session: Session, name: str, first: str, now: datetime) -> UUID:
    """The firm of a name; without one, the only firm; in an empty installation, a new one called ``first``.

    Raises InvalidAnswer for an unknown name, and where a name is needed to choose.
    """
    firms = {firm.name: firm.id for firm in session.scalars(select(Firm).order_by(Firm.name))}
    if not firms:
        with transaction(session):
            return add_firm(session, name or first, now).id
    if name in firms:
        return firms[name]
    if name or len(firms) > 1:
        raise InvalidAnswer(f"name the firm with --firm; one of: {', '.join(firms)}")
    return next(iter(firms.values()))


def add_account(
    session: Session,
    firm_id: UUID,
    email: str,
    *,
    name: str,
    role: Role,
    now: datetime,
    password: str = "",
    clients: tuple[UUID, ...] = (),
) -> Account:
    """Note an account. Part of the caller's transaction. Raises InvalidAnswer for an address in use."""
    email = email.strip().lower()
    if session.scalar(select(Account.id).where(Account.email == email)) is not None:
        raise InvalidAnswer(f"{email} has an account already")
    account = Account(
        firm_id=firm_id,
        email=email,
        name=name,
        role=role,
        created_at=now,
        password_hash=hash_password(password) if password else "",
    )
    session.add(account)
    session.flush()
    known = select(Organisation.id).where(Organisation.firm_id == firm_id, Organisation.id.in_(clients))
    for client_id in session.scalars(known) if clients else ():
        session.add(Assignment(account_id=account.id, organisation_id=client_id))
    session.flush()
    return account


def hash_password(password: str) -> str:
    """Argon2id of a password. Raises InvalidAnswer for one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidAnswer(f"a password has {SHORTEST} to {LONGEST} characters")
    return _HASHER.hash(password)


def password_fits(account: Account | None, password: str) -> bool:
    """Whether a password is an account's. Takes as long for an account that does not exist."""
    kept = account.password_hash if account and account.password_hash else _NOBODY
    try:
        _HASHER.verify(kept, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not _NOBODY


def open_session(session: Session, account_id: UUID, now: datetime, agent: str = "") -> str:
    """Open a session for an account and return its token, for the browser's cookie."""
    token, digest = new_token()
    with transaction(session):
        session.add(
            SignIn(
                account_id=account_id,
                digest=digest,
                agent=agent[:200],
                opened_at=now,
                expires_at=now + timedelta(hours=SIGN_IN_HOURS),
            )
        )
    return token


def end_session(session: Session, token: str, now: datetime) -> None:
    """End the session of a token: sign out."""
    with transaction(session):
        found = session.scalar(select(SignIn).where(SignIn.digest == digest_of(token)))
        if found is not None and found.ended_at is None:
            found.ended_at = now


def member(session: Session, token: str, now: datetime) -> Member | None:
    """Whose session a token is; None when it ended or expired, or the account was disabled."""
    found = session.scalar(
        select(SignIn)
        .where(SignIn.digest == digest_of(token), SignIn.ended_at.is_(None), SignIn.expires_at > now)
        .options(
            joinedload(SignIn.account).joinedload(Account.firm),
            joinedload(SignIn.account).options(selectinload(Account.clients).load_only(Organisation.id)),
        )
    )
    if found is None or found.account.disabled_at is not None:
        return None
    account = found.account
    everything = account.role in ("owner", "consultant")
    return Member(
        account_id=account.id,
        firm_id=account.firm_id,
        firm=account.firm.name,
        role=account.role,  # type: ignore[arg-type]  # the table's own constraint says so
        name=account.name,
        email=account.email,
        locale=account.locale,
        clients=None if everything else frozenset(client.id for client in account.clients),
    )


def ticket(session: Session, account_id: UUID, purpose: Purpose, now: datetime) -> str:
    """Make a single-use link, to join (7 days) or to choose a new password (1 hour); return its token.

    Part of the caller's transaction. Earlier links of the same purpose stop working.
    """
    _use_up(session, account_id, now, purpose)
    token, digest = new_token()
    session.add(
        Ticket(
            account_id=account_id,
            digest=digest,
            purpose=purpose,
            created_at=now,
            expires_at=now + TICKET_LIFE[purpose],
        )
    )
    session.flush()
    return token


def _use_up(session: Session, account_id: UUID, now: datetime, purpose: Purpose | None = None) -> None:
    live = select(Ticket).where(Ticket.account_id == account_id, Ticket.used_at.is_(None))
    for found in session.scalars(live.where(Ticket.purpose == purpose) if purpose else live):
        found.used_at = now
