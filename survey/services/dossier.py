"""Everything that is kept about one person of a client, in every wave: for the person to read and take along.

Answers that were not sent yet are the person's alone: they are counted here, and taken by the personal link.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from questionnaires.errors import InvalidAnswer

from ..db import transaction
from ..models import (
    AgreedAnswer,
    Campaign,
    Event,
    Invitation,
    Mail,
    Organisation,
    Reading,
    Respondent,
    ReviewNote,
    Submission,
    Visit,
)
from . import journal, own, packs
from .desk import named
from .erasure import lines_about
from .forgetting import same_person
from .journal import Actor
from .mentions import Mentions


def about(session: Session, person: Respondent) -> dict[str, Any]:
    """What is kept about a person, as plain JSON: who it is, each wave, and the journal's lines."""
    client = session.get_one(Organisation, person.organisation_id)
    rows = same_person(session, person)
    return {
        "organisation": client.name,
        "person": own.who(person),
        "waves": [_wave(session, row, client.locale) for row in rows],
        "journal": _lines(session, rows),
    }


def take_away(session: Session, person: Respondent, actor: Actor, now: datetime) -> dict[str, Any]:
    """As ``about``, and noted in the journal: somebody took it away."""
    with transaction(session):
        firm_id = session.get_one(Organisation, person.organisation_id).firm_id
        journal.note(
            session,
            firm_id,
            actor,
            "person.export",
            now,
            subject=named(person),
            organisation_id=person.organisation_id,
        )
    return about(session, person)


def find(session: Session, person_id: UUID) -> Respondent:
    """A person by id, for the command line. Raises InvalidAnswer where there is none."""
    found = session.get(Respondent, person_id)
    if found is None:
        raise InvalidAnswer(f"there is no person {person_id}; run: mandate privacy people CLIENT")
    return found


def people(session: Session, client_id: UUID) -> list[tuple[UUID, int, str]]:
    """The people of a client, by wave and name: id, wave, name with address or department."""
    rows = session.execute(
        select(Respondent, Campaign.wave)
        .join(Campaign, Campaign.id == Respondent.campaign_id)
        .where(Respondent.organisation_id == client_id)
        .options(joinedload(Respondent.department))
    )
    found = [
        (row.id, wave, " ".join(filter(None, (row.name or row.department.name, row.email))))
        for row, wave in rows
    ]
    return sorted(found, key=lambda item: (item[1], item[2].casefold()))


def _wave(session: Session, person: Respondent, locale: str) -> dict[str, Any]:
    campaign = session.get_one(Campaign, person.campaign_id)
    pack = packs.of_campaign(session, campaign)
    given = session.scalar(select(Submission).where(Submission.respondent_id == person.id))
    sent = given is not None and given.state == "sent"
    return {
        "wave": campaign.wave,
        "department": person.department.name,
        "questionnaire": {"key": campaign.pack_key, "version": campaign.pack_version},
        "person": own.who(person),
        "taken_off_the_list_at": own.moment(person.removed_at),
        "started_at": own.moment(given.started_at) if given else None,
        "sent_at": own.moment(given.sent_at) if given else None,
        "answers": own.answers(pack, given, locale) if given and sent else [],
        "answers_not_sent": len(given.answers) if given and not sent else 0,
        "agreed_answers": _agreed(session, given) if given else [],
        "notes": _notes(session, given) if given else [],
        "passed_on": own.passed_on(session, person),
        "links": _links(session, person),
        "emails": _mails(session, person),
    }


def _agreed(session: Session, given: Submission) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(AgreedAnswer).where(AgreedAnswer.submission_id == given.id).order_by(AgreedAnswer.agreed_at)
    )
    return [
        {
            "question": row.question,
            "value": row.value,
            "reason": row.reason,
            "agreed_by": row.agreed_by,
            "agreed_at": own.moment(row.agreed_at),
        }
        for row in rows
    ]


def _notes(session: Session, given: Submission) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(ReviewNote).where(ReviewNote.submission_id == given.id).order_by(ReviewNote.written_at)
    )
    return [
        {
            "question": row.question or None,
            "text": row.text,
            "written_by": row.written_by,
            "written_at": own.moment(row.written_at),
        }
        for row in rows
    ]


def _links(session: Session, person: Respondent) -> list[dict[str, Any]]:
    """The personal links made for somebody, when a browser opened each, and what was taken along by it."""
    rows = session.scalars(
        select(Invitation).where(Invitation.respondent_id == person.id).order_by(Invitation.created_at)
    ).all()
    opened: dict[Any, list[str | None]] = {}
    taken: dict[Any, list[dict[str, str | None]]] = {}
    for visit in session.scalars(
        select(Visit).where(Visit.invitation_id.in_([row.id for row in rows])).order_by(Visit.opened_at)
    ):
        opened.setdefault(visit.invitation_id, []).append(own.moment(visit.opened_at))
    for read in session.scalars(
        select(Reading).where(Reading.invitation_id.in_([row.id for row in rows])).order_by(Reading.at)
    ):
        taken.setdefault(read.invitation_id, []).append({"file": read.what, "at": own.moment(read.at)})
    return [
        {
            "for": "colleague" if row.purpose == "delegate" else "person",
            "made_at": own.moment(row.created_at),
            "withdrawn_at": own.moment(row.revoked_at),
            "opened_at": opened.get(row.id, []),
            "taken_along": taken.get(row.id, []),
        }
        for row in rows
    ]


def _mails(session: Session, person: Respondent) -> list[dict[str, Any]]:
    rows = session.scalars(select(Mail).where(Mail.respondent_id == person.id).order_by(Mail.created_at))
    return [
        {
            "kind": row.kind,
            "to_name": row.to_name,
            "to_address": row.to_address,
            "state": row.state,
            "answer_of_the_server": row.error,
            "sent_at": own.moment(row.sent_at),
        }
        for row in rows
    ]


def _lines(session: Session, rows: list[Respondent]) -> list[dict[str, Any]]:
    """The lines that name the person, or are by the person: nothing else of them."""
    words = Mentions([word for row in rows for word in (row.name, row.email)])
    among = Event.organisation_id == rows[0].organisation_id
    found = lines_about(session, among, words, actors={row.id for row in rows})
    return [
        {"at": own.moment(line.at), "action": line.action, "by": line.actor_name or line.actor}
        for line in sorted(found, key=lambda line: line.number)
    ]
