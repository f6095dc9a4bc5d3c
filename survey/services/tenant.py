"""The tenant filter: the one place where a row is fetched by an id that came from outside."""

from dataclasses import dataclass
from typing import Literal, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, select, true
from sqlalchemy.orm import Session, joinedload

from ..models import Account, Campaign, Organisation
from ..models.tenant import OfOrganisation

Role = Literal["owner", "consultant", "lead", "reader"]
Row = TypeVar("Row", bound=OfOrganisation)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who signed in. ``clients`` None: every client of the firm; else those assigned."""

    account_id: UUID
    firm_id: UUID
    firm: str
    role: Role
    name: str
    email: str
    locale: str | None
    clients: frozenset[UUID] | None
    accent: str = ""
    """The firm's, as ``#rrggbb``; "" for Mandate's."""
    logo: bool = False
    """Whether the firm has one."""


def visible(member: Member) -> ColumnElement[bool]:
    """The condition on Organisation that holds for the clients a member may see, and for no other."""
    of_firm = Organisation.firm_id == member.firm_id
    if member.clients is None:
        return of_firm
    return of_firm & (Organisation.id.in_(member.clients) if member.clients else false())


def clients_of(member: Member) -> Select[Organisation]:
    """The clients a member may see, by name."""
    return select(Organisation).where(visible(member)).order_by(Organisation.name)


def client_of(session: Session, member: Member, client_id: UUID) -> Organisation | None:
    """A client by its id; None where it is not the member's, exactly as where there is none."""
    return session.scalar(clients_of(member).where(Organisation.id == client_id))


def campaign_of(session: Session, member: Member, campaign_id: UUID) -> Campaign | None:
    """A campaign, with its organisation, by its id; None where it is not the member's, or there is none."""
    return session.scalar(
        select(Campaign)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .where(Campaign.id == campaign_id, visible(member))
        .options(joinedload(Campaign.organisation))
    )


def account_of(session: Session, member: Member, account_id: UUID) -> Account | None:
    """An account of the member's firm by its id; None where it is another firm's, or there is none."""
    return session.scalar(
        select(Account).where(Account.id == account_id, Account.firm_id == member.firm_id)
    )


def own(
    session: Session, model: type[Row], organisation_id: UUID, row_id: UUID, campaign_id: UUID | None = None
) -> Row | None:
    """A row of a client by its id; None where it is another client's or campaign's, or there is none."""
    of_campaign = model.campaign_id == campaign_id if campaign_id else true()  # type: ignore[attr-defined]
    return session.scalar(
        select(model).where(model.id == row_id, model.organisation_id == organisation_id, of_campaign)
    )
