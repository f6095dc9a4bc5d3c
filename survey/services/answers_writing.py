"""Answers collected elsewhere become submissions: first whose each is, then all of them at once, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from questionnaires.answers import Submission as Given
from questionnaires.errors import InvalidAnswer, NotReady
from questionnaires.model import Pack

from ..db import transaction
from ..models import Answer, Department, Respondent, Submission
from .answers_import import Draft, draft, own_upload
from .desk import Desk

How = Literal["name", "role", "only", "added", "answered"]
"""How a row found its person: by name or address, by role, as the only one of the department; or somebody
new; or "answered": the person has answers already, and the row is left out."""


@dataclass(frozen=True, slots=True)
class Coming:
    """One submission of a file, and whose it is."""

    given: Given
    how: How
    person_id: UUID | None
    person: str
    """The name of the person it belongs to, as invited."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of an import."""

    people: int
    added: int
    left_out: int


def coming(session: Session, pack: Pack, desk: Desk, found: Draft) -> list[Coming]:
    """Whose each submission of a file is. Raises ImportProblems where something cannot be read."""
    given = found.read(pack)
    people = list(
        session.scalars(
            select(Respondent)
            .where(Respondent.campaign_id == desk.campaign.id, Respondent.removed_at.is_(None))
            .options(joinedload(Respondent.department))
            .order_by(Respondent.id)
        )
    )
    answered = set(
        session.scalars(
            select(Submission.respondent_id)
            .join(Answer, Answer.submission_id == Submission.id)
            .where(Submission.campaign_id == desk.campaign.id, Answer.value.is_not(None))
            .distinct()
        )
    )
    return _matched(given, people, answered)


def write(session: Session, pack: Pack, desk: Desk, upload_id: UUID) -> Written:
    """Write every submission of a file as sent, and forget the file: all of it or nothing.

    Nobody's own answers are overwritten: their rows are left out. Raises ImportProblems, NotReady when the
    campaign is closed, InvalidAnswer when the file is not kept any more.
    """
    with transaction(session):
        if desk.campaign.state != "open":
            raise NotReady("the campaign is closed")
        found, upload = draft(session, pack, desk, upload_id), own_upload(session, desk, upload_id)
        if found is None or upload is None:
            raise InvalidAnswer("this file is not kept any more: bring it again")
        if not found.confirmed:
            raise NotReady("the columns are not confirmed")
        rows = coming(session, pack, desk, found)
        departments = {
            item.name: item.id
            for item in session.scalars(
                select(Department).where(Department.organisation_id == desk.campaign.organisation_id)
            )
        }
        taken = [row for row in rows if row.how != "answered"]
        for row in taken:
            _write(session, desk, row, departments[row.given.department])
        session.delete(upload)
        added = sum(row.how == "added" for row in taken)
        outcome = Written(len(taken), added, len(rows) - len(taken))
        desk.note(session, "answers.import", subject=found.name, people=outcome.people, added=added)
    return outcome


def _matched(given: Sequence[Given], people: Sequence[Respondent], answered: set[UUID]) -> list[Coming]:
    free = {person.id: person for person in people if person.id not in answered}
    found: dict[int, Coming] = {}
    # Names first: what is said of somebody outweighs what could be said of anybody of the role.
    for place, row in enumerate(given):
        name = row.respondent.casefold()
        same = [
            person
            for person in people
            if name
            and person.department.name == row.department
            and name in (person.name.casefold(), person.email.casefold())
        ]
        if same and same[0].id in answered:
            found[place] = Coming(row, "answered", same[0].id, same[0].name)
        elif same and same[0].id in free:
            person = free.pop(same[0].id)
            found[place] = Coming(row, "name", person.id, person.name)
    for how in ("role", "only"):
        for place, row in enumerate(given):
            if place in found:
                continue
            candidates = [
                person
                for person in free.values()
                if person.department.name == row.department
                and (person.role == row.role if how == "role" else person.role is None)
            ]
            rivals = sum(
                other.department == row.department and other.role == row.role and at not in found
                for at, other in enumerate(given)
            )
            if len(candidates) == 1 and rivals == 1:
                person = free.pop(candidates[0].id)
                found[place] = Coming(row, "role" if how == "role" else "only", person.id, person.name)
    return [found.get(place) or Coming(row, "added", None, row.respondent) for place, row in enumerate(given)]


def _write(session: Session, desk: Desk, row: Coming, department_id: UUID) -> None:
    campaign, given = desk.campaign, row.given
    if row.person_id is None:
        person = Respondent(
            organisation_id=campaign.organisation_id,
            campaign_id=campaign.id,
            department_id=department_id,
            name="" if "@" in given.respondent else given.respondent,
            email=given.respondent if "@" in given.respondent else "",
        )
        session.add(person)
        session.flush()
    else:
        person = session.get_one(Respondent, row.person_id)
    person.role = person.role or given.role
    submission = session.scalar(select(Submission).where(Submission.respondent_id == person.id))
    if submission is None:
        submission = Submission(
            organisation_id=campaign.organisation_id,
            campaign_id=campaign.id,
            respondent_id=person.id,
            started_at=desk.now,
        )
        session.add(submission)
    submission.state, submission.sent_at = "sent", desk.now
    session.flush()
    known = {
        answer.question: answer
        for answer in session.scalars(select(Answer).where(Answer.submission_id == submission.id))
    }
    for question, value in given.answers.items():
        answer = known.get(question)
        if answer is None:
            answer = Answer(
                organisation_id=campaign.organisation_id,
                submission_id=submission.id,
                question=question,
                revision=0,
            )
            session.add(answer)
        answer.value, answer.source, answer.given_by = str(value), "import", desk.member.name
        answer.saved_at, answer.revision = desk.now, answer.revision + 1
