"""Clients of a firm and their departments: added, changed, put in order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer

from ..db import transaction
from ..models import Department, Organisation, Respondent
from ..phrases import phrase
from . import journal
from .tenant import Member, client_of, own


@dataclass(frozen=True, slots=True)
class Details:
    """What a client is called, who asks there, and the language its people are written to in."""

    name: str
    sponsor_name: str
    locale: str


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department as listed. ``used``: somebody of it was invited, in whatever wave."""

    id: UUID
    name: str
    headcount: int | None
    used: bool


def add_client(session: Session, member: Member, details: Details, now: datetime) -> UUID:
    """Add a client to the member's firm. Raises InvalidAnswer for a name that another client has."""
    with transaction(session):
        _check_name(session, member, details.name, None)
        client = Organisation(
            firm_id=member.firm_id,
            name=details.name,
            sponsor_name=details.sponsor_name,
            locale=details.locale,
            created_at=now,
        )
        session.add(client)
        session.flush()
        noted(session, member, client, "client.add", now)
    return client.id


def edit_client(session: Session, member: Member, client_id: UUID, details: Details, now: datetime) -> None:
    """Change what a client is called, its sponsor and its language. Raises as ``add_client``."""
    with transaction(session):
        client = known(session, member, client_id)
        _check_name(session, member, details.name, client_id)
        old = Details(client.name, client.sponsor_name, client.locale)
        if old == details:
            return
        client.name, client.sponsor_name, client.locale = details.name, details.sponsor_name, details.locale
        noted(session, member, client, "client.edit", now, before=old.name)


def write_notes(session: Session, member: Member, client_id: UUID, notes: str, now: datetime) -> None:
    """Keep the firm's own notes on a client. Their text stays out of the journal."""
    with transaction(session):
        client = known(session, member, client_id)
        notes = notes.replace("\r\n", "\n").strip()
        if client.notes != notes:
            client.notes = notes
            noted(session, member, client, "client.notes", now)


def departments(session: Session, client_id: UUID) -> list[DepartmentRow]:
    """A client's departments in its own order."""
    used = exists().where(Respondent.department_id == Department.id)
    rows = session.execute(
        select(Department.id, Department.name, Department.headcount, used)
        .where(Department.organisation_id == client_id)
        .order_by(Department.position)
    )
    return [DepartmentRow(*row) for row in rows]


def add_department(  # noqa: PLR0917 - who, where, what, when
    session: Session, member: Member, client_id: UUID, name: str, headcount: int | None, now: datetime
) -> UUID:
    """Add a department at the end. Raises InvalidAnswer for a name that another one has."""
    with transaction(session):
        client = known(session, member, client_id)
        _check_department(session, client_id, name, None)
        department = Department(
            organisation_id=client_id,
            name=name,
            headcount=headcount,
            position=next_position(session, client_id),
        )
        session.add(department)
        session.flush()
        noted(session, member, client, "department.add", now, subject=name)
    return department.id


def edit_department(  # noqa: PLR0917 - who, where, what, when
    session: Session,
    member: Member,
    client_id: UUID,
    department_id: UUID,
    name: str,
    headcount: int | None,
    now: datetime,
) -> None:
    """Rename a department, or change its headcount. Raises InvalidAnswer as ``add_department``."""
    with transaction(session):
        client = known(session, member, client_id)
        department = _department(session, client_id, department_id)
        _check_department(session, client_id, name, department_id)
        if (department.name, department.headcount) == (name, headcount):
            return
        before = department.name
        department.name, department.headcount = name, headcount
        noted(session, member, client, "department.edit", now, subject=name, before=before)


def move_department(  # noqa: PLR0917 - who, where, what, when
    session: Session, member: Member, client_id: UUID, department_id: UUID, up: bool, now: datetime
) -> None:
    """Exchange a department with the one before it, or after it; at the end of the list, nothing."""
    with transaction(session):
        client = known(session, member, client_id)
        listed = list(
            session.scalars(
                select(Department)
                .where(Department.organisation_id == client_id)
                .order_by(Department.position)
                .with_for_update()
            )
        )
        department = _department(session, client_id, department_id)
        place = listed.index(department)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(listed):
            return
        listed[place], listed[other] = listed[other], listed[place]
        for position, item in enumerate(listed):
            item.position = position
        noted(session, member, client, "department.move", now, subject=department.name)


def remove_department(
    session: Session, member: Member, client_id: UUID, department_id: UUID, now: datetime
) -> None:
    """Remove a department nobody of which was ever invited. Raises InvalidAnswer for one that is used."""
    with transaction(session):
        client = known(session, member, client_id)
        department = _department(session, client_id, department_id)
        if session.scalar(select(exists().where(Respondent.department_id == department_id))):
            raise InvalidAnswer(
                phrase("People of {name} were invited: the department stays with them", name=department.name)
            )
        session.delete(department)
        noted(session, member, client, "department.remove", now, subject=department.name)


def next_position(session: Session, client_id: UUID) -> int:
    """The position after a client's last department. Part of the caller's transaction."""
    last = session.scalar(
        select(func.max(Department.position)).where(Department.organisation_id == client_id)
    )
    return 0 if last is None else last + 1


def known(session: Session, member: Member, client_id: UUID) -> Organisation:
    """The member's client, asked again under the lock. Raises InvalidAnswer where there is none."""
    client = client_of(session, member, client_id)
    if client is None:
        raise InvalidAnswer("there is no such client")
    return client


def _department(session: Session, client_id: UUID, department_id: UUID) -> Department:
    department = own(session, Department, client_id, department_id)
    if department is None:
        raise InvalidAnswer("there is no such department")
    return department


def _check_name(session: Session, member: Member, name: str, itself: UUID | None) -> None:
    same = select(Organisation.id).where(
        Organisation.firm_id == member.firm_id, func.lower(Organisation.name) == name.lower()
    )
    if any(found != itself for found in session.scalars(same)):
        raise InvalidAnswer(phrase("There is a client called {name} already", name=name))


def _check_department(session: Session, client_id: UUID, name: str, itself: UUID | None) -> None:
    rows = session.execute(
        select(Department.id, Department.name).where(Department.organisation_id == client_id)
    )
    if any(other.casefold() == name.casefold() and found != itself for found, other in rows):
        raise InvalidAnswer(phrase("There is a department called {name} already", name=name))


def noted(
    session: Session,
    member: Member,
    client: Organisation,
    action: str,
    now: datetime,
    *,
    subject: str = "",
    **detail: object,
) -> None:
    """A line of the journal about a client. Part of the caller's transaction."""
    actor = journal.by(member)
    told = subject or client.name
    journal.note(
        session, member.firm_id, actor, action, now, subject=told, organisation_id=client.id, **detail
    )
