"""Campaigns: set up from a case, closed, and looked at from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questionnaires.answers import Case, check_case
from questionnaires.errors import InvalidAnswer
from questionnaires.model import Pack

from ..db import transaction
from ..models import Campaign, Department, Organisation, Respondent, StatedFact, Submission
from . import packs
from .invitations import invite
from .organisations import add_organisation


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to invite. ``role`` and ``locale`` may be left open: the person states them."""

    department: str
    name: str = ""
    email: str = ""
    role: str | None = None
    locale: str | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A personal link as handed out, once. ``department`` is "" for a reader of results."""

    token: str
    department: str
    name: str
    respondent_id: UUID | None


@dataclass(frozen=True, slots=True)
class Created:
    """A campaign just made, with the links of everybody invited and of the reader of its results."""

    campaign_id: UUID
    links: tuple[Link, ...]
    reader: Link


@dataclass(frozen=True, slots=True)
class State:
    """Where a campaign stands."""

    campaign_id: UUID
    organisation: str
    open: bool
    invited: int
    started: int
    sent: int


def people_of(case: Case) -> list[Person]:
    """As many unnamed people as the facts say were invited, for want of a list of them."""
    return [Person(item.name) for item in case.departments for _ in range(item.invited)]


def create_campaign(  # noqa: PLR0917 - what a campaign is made of, in the order of the words
    session: Session,
    firm_id: UUID,
    pack: Pack,
    case: Case,
    people: Sequence[Person],
    now: datetime,
    *,
    prepared_by: str = "",
    contact: str = "",
    closes_on: date | None = None,
) -> Created:
    """Set up an organisation of a firm, its departments and respondents, and open a campaign.

    Raises InvalidAnswer where a fact, department or role does not fit, and then nothing was set up.
    """
    check_case(pack, case)
    _check_people(pack, case, people)
    with transaction(session):
        organisation = add_organisation(session, firm_id, case, now)
        campaign = Campaign(
            organisation_id=organisation.id,
            pack_key=pack.questionnaire.key,
            pack_version=pack.questionnaire.version,
            as_of=case.as_of,
            prepared_by=prepared_by,
            contact=contact,
            closes_on=closes_on,
            created_at=now,
            opened_at=now,
        )
        session.add(campaign)
        session.flush()
        session.add_all(
            StatedFact(
                organisation_id=organisation.id,
                campaign_id=campaign.id,
                fact=fact,
                value=value,
                stated_by=case.sponsor_name,
                stated_at=now,
            )
            for fact, value in case.facts.items()
        )
        ids = {department.name: department.id for department in organisation.departments}
        links = tuple(
            _add_person(session, campaign, ids[person.department], person, now) for person in people
        )
        reader = Link(invite(session, campaign, now, name=case.sponsor_name), "", case.sponsor_name, None)
    return Created(campaign.id, links, reader)


def close_campaign(session: Session, campaign_id: UUID, now: datetime) -> bool:
    """Close a campaign to answers; False when it was closed. Raises InvalidAnswer for an unknown one."""
    with transaction(session):
        campaign = session.get(Campaign, campaign_id, with_for_update=True)
        if campaign is None:
            raise InvalidAnswer(f"there is no campaign {campaign_id}; run: mandate campaign list")
        if campaign.state == "closed":
            return False
        campaign.state, campaign.closed_at = "closed", now
    return True


def list_campaigns(session: Session) -> list[State]:
    """Every campaign, newest first."""
    campaigns = session.execute(
        select(Campaign, Organisation.name)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .order_by(Campaign.opened_at.desc())
    )
    return [
        State(campaign.id, name, campaign.state == "open", *participation(session, campaign.id))
        for campaign, name in campaigns
    ]


def participation(session: Session, campaign_id: UUID) -> tuple[int, int, int]:
    """How many people were invited, have started, and have sent. People taken off the list do not count."""
    counted = session.execute(
        select(
            func.count(Respondent.id),
            func.count(Submission.id),
            func.count(Submission.sent_at),
        )
        .outerjoin(Submission, Submission.respondent_id == Respondent.id)
        .where(Respondent.campaign_id == campaign_id, Respondent.removed_at.is_(None))
    ).one()
    return counted[0], counted[1], counted[2]


def departments_heard(session: Session, campaign_id: UUID) -> tuple[int, int]:
    """How many departments were invited, and how many of them somebody has sent answers for."""
    rows = session.execute(
        select(Department.id, Submission.state)
        .join(Respondent, Respondent.department_id == Department.id)
        .outerjoin(Submission, Submission.respondent_id == Respondent.id)
        .where(Respondent.campaign_id == campaign_id, Respondent.removed_at.is_(None))
    ).all()
    return len({row[0] for row in rows}), len({row[0] for row in rows if row[1] == "sent"})


def _add_person(
    session: Session, campaign: Campaign, department_id: UUID, person: Person, now: datetime
) -> Link:
    respondent = Respondent(
        organisation_id=campaign.organisation_id,
        campaign_id=campaign.id,
        department_id=department_id,
        name=person.name,
        email=person.email,
        phone=person.phone,
        role=person.role,
        locale=person.locale,
    )
    session.add(respondent)
    session.flush()
    token = invite(session, campaign, now, respondent=respondent)
    return Link(token, person.department, person.name, respondent.id)


def _check_people(pack: Pack, case: Case, people: Sequence[Person]) -> None:
    names = [item.name for item in case.departments]
    for person in people:
        if person.department not in names:
            raise InvalidAnswer(
                f"{person.name}: no department {person.department!r}; one of {', '.join(names)}"
            )
        if person.role is not None and person.role not in pack.role:
            raise InvalidAnswer(f"{person.name}: unknown role {person.role!r}; one of {', '.join(pack.role)}")
    for name in names:
        if name not in {person.department for person in people}:
            raise InvalidAnswer(
                f"nobody is invited for {name!r}; name at least one person, or remove it from the facts"
            )


def pack_of(session: Session, campaign_id: UUID) -> Pack:
    """The content pack a campaign asks with. Raises InvalidAnswer for an unknown campaign."""
    return packs.of_campaign(session, _known(session, campaign_id))


def _known(session: Session, campaign_id: UUID) -> Campaign:
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise InvalidAnswer(f"there is no campaign {campaign_id}; run: mandate campaign list")
    return campaign
