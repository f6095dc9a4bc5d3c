"""The people of a campaign: listed, added, changed, taken off the list and put back."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer

from ..db import transaction
from ..models import Campaign, Department, Respondent, Submission
from ..phrases import phrase
from . import packs
from .launch import invite_by_mail
from .setup import changeable, of_campaign
from .tenant import Member, own


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a person. ``role`` and ``locale`` None: the person states them."""

    department_id: UUID
    name: str
    email: str = ""
    role: str | None = None
    locale: str | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A person as listed. ``state``: "new", "started" or "sent"."""

    id: UUID
    department_id: UUID
    department: str
    details: Details
    state: str
    removed_at: datetime | None


def listed(session: Session, campaign_id: UUID) -> list[Listed]:
    """Everybody of a campaign in the order of the departments, those taken off the list included."""
    rows = session.execute(
        select(Respondent, Department.name, Submission.state)
        .join(Department, Department.id == Respondent.department_id)
        .outerjoin(Submission, Submission.respondent_id == Respondent.id)
        .where(Respondent.campaign_id == campaign_id)
        .order_by(Department.position, Respondent.name, Respondent.id)
    )
    states = {None: "new", "open": "started", "sent": "sent"}
    return [
        Listed(person.id, person.department_id, name, details_of(person), states[state], person.removed_at)
        for person, name, state in rows
    ]


def details_of(person: Respondent) -> Details:
    """What is known of a person."""
    return Details(**{name: getattr(person, name) for name in Details.__slots__})


def add_person(
    session: Session, member: Member, campaign_id: UUID, details: Details, now: datetime, *, mail_out: bool
) -> bool:
    """Add a person to a campaign. True where an invitation was noted, because it has been launched.

    Raises InvalidAnswer for somebody who is on the list already, and NotReady once it is closed.
    """
    with transaction(session):
        campaign = changeable(session, member, campaign_id)
        _check(session, campaign, details, None)
        person = Respondent(
            organisation_id=campaign.organisation_id, campaign_id=campaign_id, **asdict(details)
        )
        session.add(person)
        session.flush()
        of_campaign(session, member, campaign, "person.add", now, person=details.name)
        return campaign.state == "open" and invite_by_mail(session, campaign, person, now, mail_out=mail_out)


def edit_person(  # noqa: PLR0917 - who, where, what, when
    session: Session, member: Member, campaign_id: UUID, person_id: UUID, details: Details, now: datetime
) -> None:
    """Change what is known of a person. Raises as ``add_person``. Answers and links stay as they are."""
    with transaction(session):
        campaign = changeable(session, member, campaign_id)
        person = _person(session, campaign, person_id)
        _check(session, campaign, details, person_id)
        if details.role is None and person.role and _has_begun(session, person_id):
            # Answers need a function: the one that they were given under stays.
            details = replace(details, role=person.role)
        before = asdict(details_of(person))
        changed = [name for name, value in asdict(details).items() if before[name] != value]
        for name in changed:
            setattr(person, name, getattr(details, name))
        if changed:
            of_campaign(session, member, campaign, "person.edit", now, person=details.name, changed=changed)


def remove_person(
    session: Session, member: Member, campaign_id: UUID, person_id: UUID, now: datetime
) -> None:
    """Take a person off the list: no longer invited nor counted. What was answered is kept."""
    with transaction(session):
        campaign = changeable(session, member, campaign_id)
        person = _person(session, campaign, person_id)
        if person.removed_at is None:
            person.removed_at = now
            of_campaign(session, member, campaign, "person.remove", now, person=person.name)


def restore_person(
    session: Session, member: Member, campaign_id: UUID, person_id: UUID, now: datetime
) -> None:
    """Put a person back on the list, with what had been answered, and the same links."""
    with transaction(session):
        campaign = changeable(session, member, campaign_id)
        person = _person(session, campaign, person_id)
        if person.removed_at is not None:
            _check(session, campaign, details_of(person), person_id)
            person.removed_at = None
            of_campaign(session, member, campaign, "person.restore", now, person=person.name)


def _has_begun(session: Session, person_id: UUID) -> bool:
    return bool(session.scalar(select(exists().where(Submission.respondent_id == person_id))))


def _person(session: Session, campaign: Campaign, person_id: UUID) -> Respondent:
    person = own(session, Respondent, campaign.organisation_id, person_id, campaign.id)
    if person is None:
        raise InvalidAnswer("there is no such person")
    return person


def _check(session: Session, campaign: Campaign, details: Details, itself: UUID | None) -> None:
    if own(session, Department, campaign.organisation_id, details.department_id) is None:
        raise InvalidAnswer("there is no such department")
    if details.role is not None and details.role not in packs.of_campaign(session, campaign).role:
        raise InvalidAnswer(f"unknown role {details.role!r}")
    same_department = session.execute(
        select(Respondent.id, Respondent.name, Respondent.email).where(
            Respondent.campaign_id == campaign.id,
            Respondent.department_id == details.department_id,
            Respondent.removed_at.is_(None),
        )
    )
    for other, name, email in same_department:
        if other == itself:
            continue
        if name.casefold() == details.name.casefold() and name:
            raise InvalidAnswer(phrase("{name} is on the list for this department already", name=name))
        if email and email == details.email:
            raise InvalidAnswer(
                phrase("{name} has this address in the same department already", name=name or email)
            )
