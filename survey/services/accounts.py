"""Accounts of a firm: made, let in, recognised by their session, and given a single-use link."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer

from ..db import transaction
from ..models import Account, Assignment, Firm, Organisation, SignIn, Ticket
from . import journal
from .invitations import digest_of, new_token
from .passwords import hash_password
from .tenant import Member, Role

SIGN_IN_HOURS: Final = 12
"""How long a session lasts at most."""

# Asked by every page of staff: built once.
_SIGNED_IN: Final = (
    select(
        SignIn.account_id,
        Account.firm_id,
        Firm.name.label("firm"),
        Account.role,
        Account.name,
        Account.email,
        Account.locale,
        Firm.accent,
        func.length(Firm.logo).label("logo"),
    )
    .join(SignIn.account)
    .join(Account.firm)
    .where(
        SignIn.digest == bindparam("digest"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("now"),
        Account.disabled_at.is_(None),
    )
)
_ASSIGNED: Final = select(Assignment.organisation_id).where(Assignment.account_id == bindparam("account_id"))

Purpose = Literal["join", "reset"]
TICKET_LIFE: Final = {"join": timedelta(days=7), "reset": timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class Listed:
    """An account, as the command line lists it. ``state``: active, invited or disabled."""

    firm: str
    role: str
    state: str
    email: str
    name: str


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


def firms(session: Session) -> list[tuple[UUID, str]]:
    """Every firm of the installation, by name."""
    return [(firm.id, firm.name) for firm in session.scalars(select(Firm).order_by(Firm.name))]


def any_firm(session: Session) -> bool:
    """Whether there is a firm at all."""
    return session.scalar(select(Firm.id).limit(1)) is not None


def list_accounts(session: Session) -> list[Listed]:
    """Every account of the installation, firm by firm."""
    rows = session.scalars(
        select(Account).join(Account.firm).order_by(Firm.name, Account.role.desc(), Account.email)
    )
    return [
        Listed(
            firm=row.firm.name,
            role=row.role,
            state="disabled" if row.disabled_at else "active" if row.password_hash else "invited",
            email=row.email,
            name=row.name,
        )
        for row in rows
    ]


def by_email(session: Session, email: str) -> Account:
    """An account by its address, for the command line. Raises InvalidAnswer where there is none."""
    found = session.scalar(select(Account).where(Account.email == email.strip().lower()))
    if found is None:
        raise InvalidAnswer(f"there is no account {email!r}; `mandate account list` lists them")
    return found


def any_account(session: Session) -> bool:
    """Whether anybody can sign in at all."""
    return session.scalar(select(Account.id).limit(1)) is not None


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
    assign(session, account, clients)
    return account


def assign(session: Session, account: Account, clients: tuple[UUID, ...]) -> None:
    """Make these clients of the firm those of a lead or reader. Part of the caller's transaction."""
    known = select(Organisation.id).where(
        Organisation.firm_id == account.firm_id, Organisation.id.in_(clients)
    )
    wanted = set(session.scalars(known)) if clients and account.role in ("lead", "reader") else set()
    mine = select(Assignment).where(Assignment.account_id == account.id)
    kept = {row.organisation_id: row for row in session.scalars(mine)}
    for client_id in kept.keys() - wanted:
        session.delete(kept[client_id])
    for client_id in wanted - kept.keys():
        session.add(Assignment(account_id=account.id, organisation_id=client_id))
    session.flush()


def open_session(session: Session, account_id: UUID, now: datetime, agent: str = "") -> str:
    """Open a session for an account and return its token, for the browser's cookie."""
    with transaction(session):
        return admit(session, account_id, now, agent, how="password")


def admit(
    session: Session, account_id: UUID, now: datetime, agent: str, *, how: str, failures: int = 0
) -> str:
    """As ``open_session``, part of the caller's transaction.

    The journal notes how, and how many tries failed before.
    """
    token, digest = new_token()
    session.add(
        SignIn(
            account_id=account_id,
            digest=digest,
            agent=agent[:200],
            opened_at=now,
            expires_at=now + timedelta(hours=SIGN_IN_HOURS),
        )
    )
    account = session.get_one(Account, account_id)
    actor = journal.Actor("account", account.name, account.id)
    journal.note(session, account.firm_id, actor, "account.sign_in", now, how=how, failures=failures)
    return token


def end_session(session: Session, token: str, now: datetime) -> None:
    """End the session of a token: sign out."""
    with transaction(session):
        found = session.scalar(select(SignIn).where(SignIn.digest == digest_of(token)))
        if found is None or found.ended_at is not None:
            return
        found.ended_at = now
        actor = journal.Actor("account", found.account.name, found.account_id)
        journal.note(session, found.account.firm_id, actor, "account.sign_out", now)


def member(session: Session, token: str, now: datetime) -> Member | None:
    """Whose session a token is; None when it ended or expired, or the account was disabled."""
    found = session.execute(_SIGNED_IN, {"digest": digest_of(token), "now": now}).one_or_none()
    if found is None:
        return None
    clients = None
    if found.role not in ("owner", "consultant"):
        clients = frozenset(session.scalars(_ASSIGNED, {"account_id": found.account_id}))
    return Member(**{**found._asdict(), "logo": bool(found.logo), "clients": clients})


def holder_of_session(session: Session, token: str) -> UUID | None:
    """Whose session a token was, be it ended or not."""
    return session.scalar(select(SignIn.account_id).where(SignIn.digest == digest_of(token)))


def ticket(session: Session, account_id: UUID, purpose: Purpose, now: datetime) -> str:
    """Make a single-use link, to join (7 days) or to choose a new password (1 hour); return its token.

    Part of the caller's transaction. Earlier links of the same purpose stop working.
    """
    use_up_tickets(session, account_id, now, purpose)
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


def end_sessions(session: Session, account_id: UUID, now: datetime, *, keep: str = "") -> int:
    """End the sessions of an account, but for the token to keep. Part of the caller's transaction."""
    live = select(SignIn).where(
        SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.expires_at > now
    )
    ended = [found for found in session.scalars(live) if not keep or found.digest != digest_of(keep)]
    for found in ended:
        found.ended_at = now
    return len(ended)


def use_up_tickets(
    session: Session, account_id: UUID, now: datetime, purpose: Purpose | None = None
) -> None:
    """Single-use links of an account stop working. Part of the caller's transaction."""
    live = select(Ticket).where(Ticket.account_id == account_id, Ticket.used_at.is_(None))
    for found in session.scalars(live.where(Ticket.purpose == purpose) if purpose else live):
        found.used_at = now
