"""The people of a firm: who is in it, with which role and for which clients, and the firm's own settings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from questionnaires.errors import InvalidAnswer, NotReady

from ..db import transaction
from ..models import Account, Firm, Organisation, SignIn
from . import accounts, journal, mail, second_factor, tenant
from .tenant import Member, Role


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the firm, as the team page shows them."""

    id: UUID
    name: str
    email: str
    role: Role
    clients: tuple[tuple[UUID, str], ...]
    """Those of a lead or reader; empty for who sees all."""
    last_sign_in: datetime | None
    second_factor: bool
    joined: bool
    """Whether they chose a password or are vouched for by a provider."""
    disabled: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who may join. ``token``: the link to hand over; "" where an e-mail brings it."""

    account_id: UUID
    name: str
    token: str


@dataclass(frozen=True, slots=True)
class FirmSettings:
    """What a firm says and shows of itself. ``logo``: new bytes, "keep" or "remove"."""

    name: str
    contact: str
    accent: str
    logo: bytes | Literal["keep", "remove"] = "keep"


def people(session: Session, member: Member) -> tuple[Colleague, ...]:
    """Everybody of the member's firm: owners first, then by name; those who are out at the end."""
    newest = (
        select(SignIn.account_id, func.max(SignIn.opened_at).label("at"))
        .group_by(SignIn.account_id)
        .subquery()
    )
    rows = session.execute(
        select(Account, newest.c.at)
        .outerjoin(newest, newest.c.account_id == Account.id)
        .where(Account.firm_id == member.firm_id)
        .options(selectinload(Account.clients).load_only(Organisation.id, Organisation.name))
    )
    order = ("owner", "consultant", "lead", "reader")
    found = [_colleague(account, at) for account, at in rows]
    return tuple(
        sorted(found, key=lambda one: (one.disabled, order.index(one.role), one.name.casefold(), one.email))
    )


def colleague(session: Session, member: Member, account_id: UUID) -> Colleague | None:
    """One of the firm by id; None where it is another firm's, or there is none."""
    account = tenant.account_of(session, member, account_id)
    if account is None:
        return None
    last = session.scalar(select(func.max(SignIn.opened_at)).where(SignIn.account_id == account.id))
    return _colleague(account, last)


def add(
    session: Session,
    member: Member,
    email: str,
    now: datetime,
    *,
    name: str,
    role: Role,
    clients: tuple[UUID, ...],
    by_mail: bool,
    locale: str,
) -> Invited:
    """Give somebody an account, and a link to join by. Raises InvalidAnswer for an address in use."""
    with transaction(session):
        account = accounts.add_account(
            session, member.firm_id, email, name=name, role=role, now=now, clients=clients
        )
        actor, subject = journal.by(member), _called(account)
        journal.note(session, member.firm_id, actor, "account.add", now, subject=subject, role=role)
        return _invite(session, member, account, now, by_mail=by_mail, locale=locale)


def invite_again(
    session: Session, member: Member, account_id: UUID, now: datetime, *, by_mail: bool, locale: str
) -> Invited | None:
    """A new link to join by; earlier ones stop working. None where there is no such colleague.

    Raises NotReady for somebody who has joined, or who is out.
    """
    with transaction(session):
        account = tenant.account_of(session, member, account_id)
        if account is None:
            return None
        if account.password_hash or account.disabled_at is not None:
            raise NotReady("this account needs no link to join")
        actor = journal.by(member)
        journal.note(session, member.firm_id, actor, "account.invite", now, subject=_called(account))
        return _invite(session, member, account, now, by_mail=by_mail, locale=locale)


def change(
    session: Session,
    member: Member,
    account_id: UUID,
    now: datetime,
    *,
    role: Role,
    clients: tuple[UUID, ...],
) -> bool:
    """Another role, or other clients; False where there is no such colleague.

    Raises InvalidAnswer where nobody would be left to manage the firm.
    """
    with transaction(session):
        _lock(session, member)
        account = tenant.account_of(session, member, account_id)
        if account is None:
            return False
        if account.role == "owner" and role != "owner":
            _another_owner(session, account)
        account.role = role
        session.flush()
        accounts.assign(session, account, clients)
        actor, subject = journal.by(member), _called(account)
        journal.note(session, member.firm_id, actor, "account.role", now, subject=subject, role=role)
    return True


def switch(session: Session, member: Member, account_id: UUID, now: datetime, *, on: bool) -> bool:
    """Let an account in again, or keep it out, which ends its sessions; False where there is none.

    Raises InvalidAnswer where nobody would be left to manage the firm.
    """
    with transaction(session):
        _lock(session, member)
        account = tenant.account_of(session, member, account_id)
        if account is None:
            return False
        disable(session, account, journal.by(member), now, on=on)
    return True


def disable(session: Session, account: Account, actor: journal.Actor, now: datetime, *, on: bool) -> None:
    """As ``switch``, part of the caller's transaction."""
    if on == (account.disabled_at is None):
        return
    if not on and account.role == "owner":
        _another_owner(session, account)
    account.disabled_at = None if on else now
    if not on:
        accounts.end_sessions(session, account.id, now)
    action = "account.enable" if on else "account.disable"
    journal.note(session, account.firm_id, actor, action, now, subject=_called(account))


def reset_second_factor(session: Session, member: Member, account_id: UUID, now: datetime) -> bool:
    """For somebody who lost device and recovery codes: the password is enough again. False where none."""
    with transaction(session):
        account = tenant.account_of(session, member, account_id)
        if account is None:
            return False
        if account.totp_confirmed_at is not None:
            second_factor.end(session, account, journal.by(member), now)
            accounts.end_sessions(session, account.id, now)
    return True


def firm_of(session: Session, member: Member) -> Firm:
    """The member's firm."""
    return session.get_one(Firm, member.firm_id)


def change_firm(session: Session, member: Member, to: FirmSettings, now: datetime) -> None:
    """Another name, contact, accent or logo. The logo is taken as it is: ``clean_logo`` made it."""
    with transaction(session):
        firm = session.get_one(Firm, member.firm_id)
        firm.name, firm.contact, firm.accent = to.name, to.contact, to.accent
        if to.logo != "keep":
            firm.logo = None if to.logo == "remove" else to.logo
        journal.note(session, firm.id, journal.by(member), "firm.change", now, subject=firm.name)


def _invite(
    session: Session, member: Member, account: Account, now: datetime, *, by_mail: bool, locale: str
) -> Invited:
    if not by_mail:
        token = accounts.ticket(session, account.id, "join", now)
        return Invited(account.id, account.name, token)
    mail.queue(
        session,
        now,
        firm_id=member.firm_id,
        kind="join",
        dedup=f"join:{account.id}:{now.isoformat()}",
        to_name=account.name,
        to_address=account.email,
        locale=account.locale or locale,
        account_id=account.id,
    )
    return Invited(account.id, account.name, "")


def _called(account: Account) -> str:
    return account.name or account.email


def _another_owner(session: Session, account: Account) -> None:
    others = select(Account.id).where(
        Account.firm_id == account.firm_id,
        Account.role == "owner",
        Account.disabled_at.is_(None),
        Account.id != account.id,
    )
    if session.scalar(others.limit(1)) is None:
        raise InvalidAnswer("the firm needs an owner: make somebody else owner first")


def _lock(session: Session, member: Member) -> None:
    # Two owners who remove each other at once: on PostgreSQL one waits here for the other.
    session.execute(select(Firm.id).where(Firm.id == member.firm_id).with_for_update())


def _colleague(account: Account, last: datetime | None) -> Colleague:
    everything = account.role in ("owner", "consultant")
    return Colleague(
        id=account.id,
        name=account.name,
        email=account.email,
        role=account.role,  # type: ignore[arg-type]  # the table's own constraint says so
        clients=() if everything else tuple((item.id, item.name) for item in account.clients),
        last_sign_in=last,
        second_factor=account.totp_confirmed_at is not None,
        joined=bool(account.password_hash) or account.oidc_subject is not None,
        disabled=account.disabled_at is not None,
    )
