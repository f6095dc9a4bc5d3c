"""Who stands behind a personal link: read in one query, handed on as a value."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import RowMapping, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from ..models import Campaign, Delegation, Department, Firm, Invitation, Organisation, Respondent, Visit
from .journal import Actor


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands behind a link or a visit, and what for. A reader of results has no ``respondent_id``."""

    firm_id: UUID
    organisation_id: UUID
    organisation: str
    accent: str
    logo_digest: str
    """The client's looks, as Organisation has them; "" for none."""
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
    """The person's own choice; None for the browser's."""
    letters_in: str
    """The language to write to this person in."""
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
    asks_code: bool = False
    """Of a reader: whether the link opens only with a code sent to the address."""
    shows_previous: bool = False
    """Whether people see their own answers of the wave before."""
    shows_results: bool = False
    """Whether people see their department's results once a version is published."""

    @property
    def open(self) -> bool:
        """Whether the campaign takes answers."""
        return self.state == "open"

    @property
    def actor(self) -> Actor:
        """This person in the journal."""
        kind = {"read": "reader", "delegate": "delegate"}.get(self.purpose, "respondent")
        whose = self.delegation_id or self.respondent_id or self.invitation_id
        return Actor(kind, self.name or self.department, whose)


@dataclass(frozen=True, slots=True)
class Ended:
    """A link that was good once, and whom to ask. ``why``: expired, replaced, taken_back or withdrawn."""

    why: str
    purpose: str
    organisation_id: UUID
    organisation: str
    accent: str
    logo_digest: str
    prepared_by: str
    contact: str
    owner: str
    locale: str | None


# Every request asks this: columns instead of objects, and a statement that is built once.
_EVERY_LINK: Final[Select[*tuple[Any, ...]]] = (
    select(
        Organisation.firm_id,
        Invitation.organisation_id,
        Organisation.name.label("organisation"),
        Organisation.accent,
        Organisation.logo_digest,
        Organisation.sponsor_name.label("sponsor"),
        Organisation.locale.label("common_locale"),
        Invitation.campaign_id,
        Campaign.pack_key,
        Campaign.pack_version,
        Campaign.state,
        Campaign.visibility,
        Campaign.closes_on,
        Campaign.closed_at,
        Campaign.prepared_by,
        Campaign.contact,
        Campaign.shows_previous,
        Campaign.shows_results,
        Firm.name.label("firm"),
        Firm.contact.label("firm_contact"),
        Invitation.id.label("invitation_id"),
        Invitation.purpose,
        Invitation.name,
        Invitation.expires_at,
        Invitation.email.label("reader_email"),
        Invitation.locale.label("reader_locale"),
        Invitation.asks_code,
        Invitation.respondent_id,
        Respondent.name.label("person"),
        Respondent.email,
        Respondent.role,
        Respondent.locale,
        Respondent.muted_at,
        Department.name.label("department"),
        Invitation.delegation_id,
        Delegation.email.label("delegate_email"),
        Delegation.locale.label("delegate_locale"),
        Delegation.dimension.label("part"),
        Delegation.message,
        Delegation.due_on,
        Delegation.returned_at,
    )
    .select_from(Invitation)
    .join(Campaign, Campaign.id == Invitation.campaign_id)
    .join(Organisation, Organisation.id == Invitation.organisation_id)
    .join(Firm, Firm.id == Organisation.firm_id)
    .outerjoin(Respondent, Respondent.id == Invitation.respondent_id)
    .outerjoin(Department, Department.id == Respondent.department_id)
    .outerjoin(Delegation, Delegation.id == Invitation.delegation_id)
)
_LIVE: Final = _EVERY_LINK.where(
    Invitation.revoked_at.is_(None),
    or_(Invitation.expires_at.is_(None), Invitation.expires_at > bindparam("now")),
    Respondent.removed_at.is_(None),
)
ANY_BY_DIGEST: Final = _EVERY_LINK.where(Invitation.digest == bindparam("digest"))
"""A link by the SHA-256 of its token, good or not."""
BY_DIGEST: Final = _LIVE.where(Invitation.digest == bindparam("digest"))
"""A link that opens something, by the SHA-256 of its token."""
BY_ID: Final = _LIVE.where(Invitation.id == bindparam("id"))
"""A link that opens something, by its id."""
BY_VISIT: Final = _LIVE.join(Visit, Visit.invitation_id == Invitation.id).where(
    Visit.digest == bindparam("digest"), Visit.expires_at > bindparam("now")
)
"""A link that opens something, by the SHA-256 of a visit's token."""
NEWER: Final = _LIVE.where(
    Invitation.respondent_id == bindparam("respondent_id"),
    Invitation.delegation_id.is_not_distinct_from(bindparam("delegation_id")),
)
"""Links that open something, of the same respondent and part."""


def find(session: Session, query: Select[*tuple[Any, ...]], **values: object) -> Visitor | None:
    """The visitor behind the first link that one of the queries above finds for these values."""
    row = session.connection().execute(query, values).first()
    return _visitor_of(row._mapping) if row else None  # noqa: SLF001 - its public name, oddly spelt


def _visitor_of(row: RowMapping) -> Visitor:
    delegated, department = row["delegation_id"] is not None, row["department"] or ""
    own = row["delegate_locale"] or row["locale"] or row["reader_locale"]
    return Visitor(
        firm_id=row["firm_id"],
        organisation_id=row["organisation_id"],
        organisation=row["organisation"],
        accent=row["accent"],
        logo_digest=row["logo_digest"],
        sponsor=row["sponsor"],
        campaign_id=row["campaign_id"],
        pack=(row["pack_key"], row["pack_version"]),
        state=row["state"],
        visibility=row["visibility"],
        closes_on=row["closes_on"].isoformat() if row["closes_on"] else "",
        closed_at=row["closed_at"],
        prepared_by=row["prepared_by"] or row["firm"],
        contact=row["contact"] or row["firm_contact"],
        invitation_id=row["invitation_id"],
        purpose=row["purpose"],
        name=row["name"] or (row["person"] if row["person"] and not delegated else ""),
        email=(row["delegate_email"] if delegated else row["email"] or row["reader_email"]) or "",
        respondent_id=row["respondent_id"],
        department=department,
        role=row["role"],
        locale=own,
        letters_in=own or row["common_locale"],
        muted=row["muted_at"] is not None,
        expires_at=row["expires_at"],
        delegation_id=row["delegation_id"],
        part=row["part"] or "",
        owner=(row["person"] or department) if delegated else "",
        message=row["message"] or "",
        due_on=row["due_on"].isoformat() if row["due_on"] else "",
        returned_at=row["returned_at"],
        asks_code=row["asks_code"],
        shows_previous=row["shows_previous"],
        shows_results=row["shows_results"],
    )


def on_behalf(session: Session, campaign: Campaign, respondent: Respondent) -> Visitor:
    """A respondent as their own questionnaire knows them, for whoever answers in their name."""
    organisation = campaign.organisation
    firm = session.get_one(Firm, organisation.firm_id)
    return Visitor(
        firm_id=firm.id,
        organisation_id=organisation.id,
        organisation=organisation.name,
        accent=organisation.accent,
        logo_digest=organisation.logo_digest,
        sponsor=organisation.sponsor_name,
        campaign_id=campaign.id,
        pack=(campaign.pack_key, campaign.pack_version),
        state=campaign.state,
        visibility=campaign.visibility,
        closes_on=campaign.closes_on.isoformat() if campaign.closes_on else "",
        closed_at=campaign.closed_at,
        prepared_by=campaign.prepared_by or firm.name,
        contact=campaign.contact or firm.contact,
        invitation_id=None,
        purpose="interview",
        name=respondent.name,
        email=respondent.email,
        respondent_id=respondent.id,
        department=respondent.department.name,
        role=respondent.role,
        locale=respondent.locale,
        letters_in=respondent.locale or organisation.locale,
        muted=respondent.muted_at is not None,
        expires_at=None,
        delegation_id=None,
        part="",
        owner="",
        message="",
        due_on="",
        returned_at=None,
    )
