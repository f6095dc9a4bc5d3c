"""What is held of one client, since when and until when; and its people, each once, however many waves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, func, select
from sqlalchemy.orm import Session

from ..models import (
    Answer,
    Campaign,
    Deliverable,
    Department,
    Edition,
    Event,
    Mail,
    Respondent,
    StoredResult,
    Submission,
)

Kind = Literal["people", "answers", "comments", "emails", "results", "editions", "documents", "journal"]


@dataclass(frozen=True, slots=True)
class Kept:
    """So many of one kind, the oldest of a moment; None where there is none."""

    kind: Kind
    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a client: by the row of the newest wave."""

    id: UUID
    campaign_id: UUID
    name: str
    """"" for somebody without a name, or forgotten."""
    department: str
    email: str
    waves: tuple[int, ...]
    sent: bool
    """Whether answers of theirs are held, in whichever wave."""


def kept(session: Session, client_id: UUID) -> list[Kept]:
    """What is held of a client, kind by kind."""
    found = []
    for kind, query in _QUERIES.items():
        count, since = session.execute(query, {"client": client_id}).one()
        found.append(Kept(kind, count, since))
    return found


def people(session: Session, client_id: UUID) -> list[Person]:
    """The people of a client by name; those without one after them, by department."""
    rows = session.execute(
        select(Respondent, Campaign.wave, Department.name, Submission.sent_at)
        .join(Campaign, Campaign.id == Respondent.campaign_id)
        .join(Department, Department.id == Respondent.department_id)
        .outerjoin(Submission, Submission.respondent_id == Respondent.id)
        .where(Respondent.organisation_id == client_id)
        .order_by(Campaign.wave.desc(), Respondent.id)
    )
    found: dict[object, Person] = {}
    for row, wave, department, sent in rows:
        # As in forgetting.same_person: by address, else by name, else nobody but this row.
        mark = (row.email or row.name).strip().casefold() or row.id
        newest = found.get(mark)
        if newest is None:
            values = (row.id, row.campaign_id, row.name, department, row.email, (wave,), sent is not None)
            found[mark] = Person(*values)
        else:
            found[mark] = Person(
                newest.id,
                newest.campaign_id,
                newest.name,
                newest.department,
                newest.email,
                (wave, *newest.waves),
                newest.sent or sent is not None,
            )
    return sorted(found.values(), key=lambda one: (not one.name, one.name.casefold(), one.department))


def _count(model: Any, moment: Any, *conditions: Any) -> Select[Any]:
    of_client = model.organisation_id == bindparam("client", type_=Uuid())
    return select(func.count(), func.min(moment)).select_from(model).where(of_client, *conditions)


_QUERIES: Final[dict[Kind, Select[Any]]] = {
    "people": _count(Respondent, Campaign.opened_at, (Respondent.name != "") | (Respondent.email != "")).join(
        Campaign, Campaign.id == Respondent.campaign_id
    ),
    "answers": _count(Answer, Answer.saved_at, Answer.value.is_not(None)),
    "comments": _count(Answer, Answer.saved_at, (Answer.comment != "") | (Answer.note != "")),
    "emails": _count(Mail, Mail.created_at),
    "results": _count(StoredResult, StoredResult.computed_at),
    "editions": _count(Edition, Edition.sent_at),
    "documents": _count(Deliverable, Deliverable.made_at),
    "journal": _count(Event, Event.at),
}
