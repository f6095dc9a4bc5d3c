"""Passing a part on: a colleague answers it by a link of their own, its owner alone can send it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer, NotReady
from questionnaires.model import Pack

from ..config import Settings
from ..db import transaction
from ..letters import Letter, complete
from ..models import Campaign, Delegation, Invitation, Respondent
from . import mail
from .domains import check_address
from .invitations import invite
from .journal import note
from .letter_values import UNSEEN, of_campaign, of_delegation
from .letters import wording
from .submissions import check_open, submission_of
from .visitors import Visitor

LONGEST_MESSAGE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Request:
    """What an owner asks of a colleague."""

    name: str
    email: str = ""
    message: str = ""
    due_on: date | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A part that a colleague was asked for, and how far that has come."""

    delegation_id: UUID
    part: str
    name: str
    email: str
    message: str
    due_on: date | None
    asked_at: datetime
    started_at: datetime | None
    returned_at: datetime | None


def asked(session: Session, visitor: Visitor) -> dict[str, Asked]:
    """The parts that are with colleagues or came back from them, by dimension. A delegate sees none."""
    if visitor.delegation_id is not None:
        return {}
    rows = session.scalars(_live(visitor))
    return {row.dimension: _asked(row) for row in rows}


def check(session: Session, pack: Pack, visitor: Visitor, part: str, request: Request) -> None:
    """Raise InvalidAnswer, AddressRefused or NotReady where ``ask`` would. Changes nothing."""
    if visitor.delegation_id is not None or part not in pack.dimension:
        raise InvalidAnswer(f"{part!r} cannot be passed on by this person")
    if not request.name.strip():
        raise InvalidAnswer("the colleague needs a name")
    if len(request.message) > LONGEST_MESSAGE:
        raise InvalidAnswer(f"the message is longer than {LONGEST_MESSAGE} characters")
    if request.email:
        check_address(session, visitor, request.email)


def letter(session: Session, settings: Settings, visitor: Visitor, part: str, request: Request) -> Letter:
    """The e-mail that ``ask`` would have sent, with a link that opens nothing."""
    campaign = session.get_one(Campaign, visitor.campaign_id)
    locale = request.locale or visitor.letters_in
    row = Delegation(
        respondent_id=visitor.respondent_id,
        dimension=part,
        name=request.name,
        message=request.message,
        due_on=request.due_on,
    )
    values = of_campaign(session, settings, campaign, locale) | of_delegation(session, campaign, row, locale)
    values["link"] = f"{settings.public_url}/i/{UNSEEN}"
    return complete(wording(session, campaign.id, "delegation", locale), values, locale)


def ask(  # noqa: PLR0917 - who asks whom for what, in the order of the words
    session: Session,
    pack: Pack,
    visitor: Visitor,
    part: str,
    request: Request,
    now: datetime,
    *,
    by_mail: bool,
) -> str:
    """Ask a colleague for a part: by e-mail, or without it by a link, whose token is returned ("" by e-mail).

    Raises as ``check`` does, and NotReady when somebody else has the part, it was sent, or all is closed.
    """
    check(session, pack, visitor, part, request)
    with transaction(session):
        _check_changeable(session, visitor)
        if session.scalar(_live(visitor, part)) is not None:
            raise NotReady("somebody was asked for this part already")
        row = Delegation(
            organisation_id=visitor.organisation_id,
            campaign_id=visitor.campaign_id,
            respondent_id=visitor.respondent_id,
            dimension=part,
            name=" ".join(request.name.split()),
            email=request.email.lower(),
            message=request.message.replace("\r\n", "\n").strip(),
            due_on=request.due_on,
            locale=request.locale,
            created_at=now,
        )
        session.add(row)
        session.flush()
        _note(session, visitor, "delegation.ask", row, now)
        if by_mail and row.email:
            _mail(session, visitor, row, now, f"delegation:{row.id}")
            return ""
        return _fresh_link(session, visitor, row, now)


def new_link(session: Session, visitor: Visitor, part: str, now: datetime) -> str:
    """A fresh link for the colleague who has a part; earlier ones stop working. Raises NotReady."""
    with transaction(session):
        row = _own(session, visitor, part)
        _note(session, visitor, "delegation.link", row, now)
        return _fresh_link(session, visitor, row, now)


def remind(session: Session, visitor: Visitor, part: str, now: datetime) -> bool:
    """Write to the colleague once more; False when that was done today. Raises NotReady."""
    with transaction(session):
        _check_changeable(session, visitor)
        row = _own(session, visitor, part)
        if not row.email or row.returned_at is not None:
            raise NotReady("there is nothing to remind of, or no address to write to")
        if row.created_at.date() == now.date():
            return False
        if not _mail(session, visitor, row, now, f"delegation:{row.id}:{now.date().isoformat()}"):
            return False
        _note(session, visitor, "delegation.remind", row, now)
        return True


def take_back(session: Session, visitor: Visitor, part: str, now: datetime) -> None:
    """Take a part back; what the colleague answered stays, and their links stop working. Raises NotReady."""
    with transaction(session):
        row = _own(session, visitor, part)
        row.withdrawn_at = now
        session.execute(
            update(Invitation)
            .where(Invitation.delegation_id == row.id, Invitation.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        _note(session, visitor, "delegation.take_back", row, now)


def give_back(session: Session, visitor: Visitor, now: datetime, *, tell: bool) -> None:
    """A delegate hands the part back; twice changes nothing. ``tell`` the owner by mail. Raises NotReady."""
    with transaction(session):
        row = _delegates(session, visitor)
        if row.returned_at is not None:
            return
        row.returned_at = now
        _note(session, visitor, "delegation.give_back", row, now)
        owner = session.get_one(Respondent, row.respondent_id)
        if tell and mail.address_fits(owner.email):
            mail.queue(
                session,
                now,
                firm_id=visitor.firm_id,
                kind="delegation_returned",
                dedup=f"delegation_returned:{row.id}",
                to_name=owner.name,
                to_address=owner.email,
                locale=owner.locale or visitor.letters_in,
                organisation_id=visitor.organisation_id,
                campaign_id=visitor.campaign_id,
                respondent_id=owner.id,
                delegation_id=row.id,
            )


def resume(session: Session, visitor: Visitor, now: datetime) -> None:
    """A delegate who gave the part back goes on with it. Raises NotReady when the answers were sent."""
    with transaction(session):
        row = _delegates(session, visitor)
        if row.returned_at is not None:
            row.returned_at = None
            _note(session, visitor, "delegation.resume", row, now)


def _live(visitor: Visitor, part: str = "") -> Select[Delegation]:
    found = select(Delegation).where(
        Delegation.organisation_id == visitor.organisation_id,
        Delegation.respondent_id == visitor.respondent_id,
        Delegation.withdrawn_at.is_(None),
    )
    return found.where(Delegation.dimension == part) if part else found


def _own(session: Session, visitor: Visitor, part: str) -> Delegation:
    row = None if visitor.delegation_id is not None else session.scalar(_live(visitor, part))
    if row is None:
        raise NotReady("nobody was asked for this part, or it was taken back")
    return row


def _delegates(session: Session, visitor: Visitor) -> Delegation:
    _check_changeable(session, visitor)
    row = session.scalar(_live(visitor).where(Delegation.id == visitor.delegation_id))
    if row is None:
        raise NotReady("the part was taken back")
    return row


def _check_changeable(session: Session, visitor: Visitor) -> None:
    check_open(session, visitor)
    if submission_of(session, visitor).state == "sent":
        raise NotReady("the answers were sent")


def _fresh_link(session: Session, visitor: Visitor, row: Delegation, now: datetime) -> str:
    campaign = session.get_one(Campaign, visitor.campaign_id)
    return invite(session, campaign, now, delegation=row, withdraw=True)


def _mail(session: Session, visitor: Visitor, row: Delegation, now: datetime, dedup: str) -> bool:
    return mail.queue(
        session,
        now,
        firm_id=visitor.firm_id,
        kind="delegation",
        dedup=dedup,
        to_name=row.name,
        to_address=row.email,
        locale=row.locale or visitor.letters_in,
        organisation_id=visitor.organisation_id,
        campaign_id=visitor.campaign_id,
        respondent_id=visitor.respondent_id,
        delegation_id=row.id,
    )


def _note(session: Session, visitor: Visitor, action: str, row: Delegation, now: datetime) -> None:
    note(
        session,
        visitor.firm_id,
        visitor.actor,
        action,
        now,
        subject=row.name,
        organisation_id=visitor.organisation_id,
        part=row.dimension,
    )


def _asked(row: Delegation) -> Asked:
    return Asked(
        row.id,
        row.dimension,
        row.name,
        row.email,
        row.message,
        row.due_on,
        row.created_at,
        row.started_at,
        row.returned_at,
    )
