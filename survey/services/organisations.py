"""Client companies and their departments."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.answers import Case

from ..models import Department, Organisation


def add_organisation(session: Session, firm_id: UUID, case: Case, now: datetime) -> Organisation:
    """Note a case's organisation and departments, in their order. Part of the caller's transaction."""
    organisation = Organisation(
        firm_id=firm_id, name=case.organisation, sponsor_name=case.sponsor_name, created_at=now
    )
    organisation.departments = [
        Department(name=invited.name, headcount=invited.headcount, position=position)
        for position, invited in enumerate(case.departments)
    ]
    session.add(organisation)
    session.flush()
    return organisation


def departments(session: Session, organisation_id: UUID) -> list[Department]:
    """The departments of an organisation, in its own order."""
    found = (
        select(Department).where(Department.organisation_id == organisation_id).order_by(Department.position)
    )
    return list(session.scalars(found))
