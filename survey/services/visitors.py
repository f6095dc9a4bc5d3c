"""Who stands behind a personal link: read in one query, handed on as a value."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from ..models import Campaign, Firm, Invitation, Organisation, Respondent
from .journal import Actor


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands behind a link or a visit, and what for. A reader of results has no ``respondent_id``."""

    firm_id: UUID
    organisation_id: UUID
    organisation: str
    sponsor: str
    campaign_id: UUID
    pack: tuple[str, str]
    state: str
    """The campaign's: "draft", "open" or "closed"."""
    visibility: str
    closes_on: str
    """ISO day, or "" while none is announced."""
    closed_at: datetime | None
    prepared_by: str
    contact: str
    invitation_id: UUID | None
    """None for an interview, which needs no link."""
    purpose: str
    name: str
    email: str
    respondent_id: UUID | None
    department: str
    role: str | None
    locale: str | None
    muted: bool
    """Whether the person asked for no more reminders."""
    expires_at: datetime | None
    delegation_id: UUID | None
    part: str
    """The one dimension that a delegate was asked for; "" for whoever sees all of them."""
    owner: str
    """Whose questionnaire it is, for a delegate: a name, or the department where there is none."""
    message: str
    """What the owner wrote to the delegate."""
    due_on: str
    """ISO day by which the owner hopes for it, or ""."""
    returned_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether the campaign takes answers."""
        return self.state == "open"

    @property
    def actor(self) -> Actor:
        """This person in the journal."""
        kind = {"read": "reader", "delegate": "delegate"}.get(self.purpose, "respondent")
        return Actor(kind, self.name or self.department, self.delegation_id or self.respondent_id)


@dataclass(frozen=True, slots=True)
class Ended:
    """A link that was good once, and whom to ask. ``why``: expired, replaced, taken_back or withdrawn."""

    why: str
    organisation: str
    prepared_by: str
    contact: str
    owner: str
    locale: str | None


def every_link() -> Select[Invitation, str, str]:
    """Links with whom they belong to, good or not, beside the firm's name and contact."""
    return (
        select(Invitation, Firm.name, Firm.contact)
        .join(Invitation.campaign)
        .join(Campaign.organisation)
        .join(Firm, Firm.id == Organisation.firm_id)
        .outerjoin(Invitation.respondent)
        .options(
            contains_eager(Invitation.campaign)
            .contains_eager(Campaign.organisation)
            .defer(Organisation.logo)
            .defer(Organisation.notes),
            contains_eager(Invitation.respondent).joinedload(Respondent.department),
            joinedload(Invitation.delegation),
        )
    )


def live(now: datetime) -> Select[Invitation, str, str]:
    """The links that open something."""
    return every_link().where(
        Invitation.revoked_at.is_(None),
        or_(Invitation.expires_at.is_(None), Invitation.expires_at > now),
        Respondent.removed_at.is_(None),
    )


def find(session: Session, query: Select[Invitation, str, str]) -> Visitor | None:
    """The visitor behind the first link that a query finds."""
    row = session.execute(query).first()
    return visitor_of(*row) if row else None


def visitor_of(link: Invitation, firm: str, contact: str) -> Visitor:
    """A link's row as the visitor that it lets in."""
    person, asked = link.respondent, link.delegation
    department = person.department.name if person else ""
    return Visitor(
        **_of_campaign(link.campaign, firm, contact),
        invitation_id=link.id,
        purpose=link.purpose,
        name=link.name or (person.name if person and not asked else ""),
        email=asked.email if asked else person.email if person else "",
        respondent_id=link.respondent_id,
        department=department,
        role=person.role if person else None,
        locale=(asked and asked.locale) or (person.locale if person else None),
        muted=person is not None and person.muted_at is not None,
        expires_at=link.expires_at,
        delegation_id=link.delegation_id,
        part=asked.dimension if asked else "",
        owner=((person.name or department) if person else "") if asked else "",
        message=asked.message if asked else "",
        due_on=asked.due_on.isoformat() if asked and asked.due_on else "",
        returned_at=asked.returned_at if asked else None,
    )


def on_behalf(session: Session, campaign: Campaign, respondent: Respondent) -> Visitor:
    """A respondent as their own questionnaire knows them, for whoever answers in their name."""
    firm = session.get_one(Firm, campaign.organisation.firm_id)
    return Visitor(
        **_of_campaign(campaign, firm.name, firm.contact),
        invitation_id=None,
        purpose="interview",
        name=respondent.name,
        email=respondent.email,
        respondent_id=respondent.id,
        department=respondent.department.name,
        role=respondent.role,
        locale=respondent.locale,
        muted=respondent.muted_at is not None,
        expires_at=None,
        delegation_id=None,
        part="",
        owner="",
        message="",
        due_on="",
        returned_at=None,
    )


def _of_campaign(campaign: Campaign, firm: str, contact: str) -> dict[str, Any]:
    return {
        "firm_id": campaign.organisation.firm_id,
        "organisation_id": campaign.organisation_id,
        "organisation": campaign.organisation.name,
        "sponsor": campaign.organisation.sponsor_name,
        "campaign_id": campaign.id,
        "pack": (campaign.pack_key, campaign.pack_version),
        "state": campaign.state,
        "visibility": campaign.visibility,
        "closes_on": campaign.closes_on.isoformat() if campaign.closes_on else "",
        "closed_at": campaign.closed_at,
        "prepared_by": campaign.prepared_by or firm,
        "contact": campaign.contact or contact,
    }
