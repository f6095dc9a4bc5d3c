"""People forgotten: who it was goes, from every table of the client; the answers stay, or go as well.

A person is found in every wave of the client, by address or, without one, by name. In texts that others wrote
(notes, findings, decisions, results) the name, the address and the person's own words give way to "…"; in a
published version too, which is the one change that the database lets happen to it, and which it tells.
"""

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, ColumnElement, LargeBinary, delete, select, update
from sqlalchemy.orm import Session, undefer

from questionnaires.errors import InvalidAnswer, NotReady

from ..db import Base, transaction
from ..deliverables import KINDS
from ..models import (
    AgreedAnswer,
    Answer,
    Bundle,
    Campaign,
    Delegation,
    Deliverable,
    Edition,
    Event,
    FirmUpload,
    Invitation,
    Job,
    Mail,
    Organisation,
    Reading,
    Respondent,
    ReviewNote,
    StoredResult,
    Submission,
    Upload,
    Visit,
)
from . import journal, packs, publishing, results, tenant
from .erasure import JOB, lines_about
from .jobs import enqueue
from .journal import Actor
from .mentions import MASK, Mentions


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done: rows of people, texts in which a name gave way, lines of the journal emptied."""

    people: int
    texts: int
    lines: int
    campaigns: frozenset[UUID]


def same_person(session: Session, person: Respondent) -> list[Respondent]:
    """The rows of a person in every wave of the client: those of the same address, or else name."""
    rows = session.scalars(
        select(Respondent).where(Respondent.organisation_id == person.organisation_id).order_by(Respondent.id)
    )
    mark = _mark(person)
    return [row for row in rows if row.id == person.id or (mark and _mark(row) == mark)]


def forget_person(
    session: Session, client_id: UUID, person_id: UUID, actor: Actor, now: datetime, *, answers: bool
) -> Forgotten:
    """Forget somebody in every wave of a client; with ``answers``, erase them and compute results anew.

    Raises InvalidAnswer where the client has no such person.
    """
    with transaction(session):
        person = tenant.own(session, Respondent, client_id, person_id)
        if person is None:
            raise InvalidAnswer(f"there is no person {person_id}; run: mandate privacy people")
        people = same_person(session, person)
        waves = {one.campaign_id for one in people}
        stored = select(StoredResult.campaign_id).where(StoredResult.campaign_id.in_(waves))
        concluded = set(session.scalars(stored))
        firm_id = session.get_one(Organisation, client_id).firm_id
        action = "person.erase" if answers else "person.forget"
        done = forget(session, firm_id, people, actor=actor, action=action, now=now, answers=answers)
    for campaign_id in sorted(concluded) if answers else ():
        # Too few may be left to conclude anything: then there are no results, until more have answered.
        with suppress(NotReady):
            pack = packs.of_campaign(session, session.get_one(Campaign, campaign_id))
            results.compute(session, pack, campaign_id, now)
    return done


def forget(
    session: Session,
    firm_id: UUID,
    people: Sequence[Respondent],
    *,
    actor: Actor,
    action: str,
    now: datetime,
    answers: bool = False,
    named: Sequence[Respondent] | None = None,
) -> Forgotten:
    """Forget these rows of one client's people, in the caller's transaction, and note it as ``action``.

    ``answers``: theirs go too, and with them the results that rest on them. ``named``: those of them whose
    names are looked for in texts; all, if left out.
    """
    client_id = people[0].organisation_id
    campaigns = frozenset(person.campaign_id for person in people)
    words = Mentions(_words(session, client_id, people if named is None else named))
    ids = [person.id for person in people]
    parts = session.scalars(select(Delegation.id).where(Delegation.respondent_id.in_(ids))).all()
    among = Event.organisation_id == client_id
    lines = lines_about(session, among, words, actors={*ids, *parts})
    ranges = journal.empty(lines)
    _end_links(session, ids)
    delete_mail(session, client_id, Mail.respondent_id.in_(ids) | Mail.delegation_id.in_(parts))
    _delete_copies(session, firm_id, client_id, campaigns)
    (_delete_answers if answers else _clear_answers)(session, people, campaigns)
    session.flush()
    session.expire_all()
    texts = _mask(session, client_id, words, now)
    journal.note(session, firm_id, actor, action, now, organisation_id=client_id, emptied=ranges)
    enqueue(session, JOB, {}, now, dedup=f"{JOB}:{uuid4()}")
    return Forgotten(len(people), texts, len(lines), campaigns)


def _mark(person: Respondent) -> str:
    return (person.email or person.name).strip().casefold()


def _words(session: Session, client_id: UUID, people: Sequence[Respondent]) -> list[str]:
    """What to look for: names, addresses and numbers, of the people and of those they asked; their words.

    A name that somebody else of the client has too is left out.
    """
    ids = [person.id for person in people]
    rest = select(Respondent.name, Respondent.email).where(
        Respondent.organisation_id == client_id, Respondent.id.not_in(ids)
    )
    others = {word.casefold() for row in session.execute(rest) for word in row}
    found = [word for person in people for word in (person.name, person.email, person.phone)]
    asked = select(Delegation.name, Delegation.email, Delegation.message).where(
        Delegation.respondent_id.in_(ids)
    )
    found += [word for row in session.execute(asked) for word in row]
    said = (
        select(Answer.comment, Answer.note)
        .join(Submission, Submission.id == Answer.submission_id)
        .where(Submission.respondent_id.in_(ids))
    )
    found += [word for row in session.execute(said) for word in row if len(word) > len("n.a. / none")]
    return [word for word in found if word and word.casefold() not in others]


def _end_links(session: Session, ids: Sequence[UUID]) -> None:
    links = session.scalars(select(Invitation.id).where(Invitation.respondent_id.in_(ids))).all()
    session.execute(delete(Visit).where(Visit.invitation_id.in_(links)))
    session.execute(delete(Reading).where(Reading.invitation_id.in_(links)))
    session.execute(delete(Invitation).where(Invitation.id.in_(links)))


def delete_mail(session: Session, client_id: UUID, condition: ColumnElement[bool]) -> None:
    """Delete e-mails with the jobs that were to send them: what a server answered may name the address."""
    found = session.scalars(select(Mail.id).where(Mail.organisation_id == client_id, condition)).all()
    session.execute(delete(Job).where(Job.dedup.in_([f"mail:{one}" for one in found])))
    session.execute(delete(Mail).where(Mail.id.in_(found)))


def _delete_copies(session: Session, firm_id: UUID, client_id: UUID, campaigns: Iterable[UUID]) -> None:
    """Delete files that may name anybody: documents are made again, uploads are kept for a day at most."""
    whole = [key for key, kind in KINDS.items() if kind.whole]
    # Of every wave, whichever campaign they were asked for in.
    session.execute(
        delete(Deliverable).where(Deliverable.organisation_id == client_id, Deliverable.kind.in_(whole))
    )
    bundles = select(Bundle.id).where(Bundle.campaign_id.in_(campaigns))
    session.execute(delete(Deliverable).where(Deliverable.bundle_id.in_(bundles)))
    session.execute(delete(Bundle).where(Bundle.campaign_id.in_(campaigns)))
    session.execute(delete(Upload).where(Upload.campaign_id.in_(campaigns)))
    session.execute(delete(FirmUpload).where(FirmUpload.firm_id == firm_id, FirmUpload.kind == "archive"))


def _clear_answers(session: Session, people: Sequence[Respondent], _campaigns: Iterable[UUID]) -> None:
    """Leave the chosen levels, and nothing that says whose they are."""
    ids = [person.id for person in people]
    given = select(Submission.id).where(Submission.respondent_id.in_(ids)).scalar_subquery()
    nothing = {"comment": "", "note": "", "given_by": "", "quote": "private"}
    session.execute(update(Answer).where(Answer.submission_id.in_(given)).values(**nothing))
    session.execute(update(AgreedAnswer).where(AgreedAnswer.submission_id.in_(given)).values(reason=MASK))
    session.execute(delete(ReviewNote).where(ReviewNote.submission_id.in_(given)))
    parts = {"name": "", "email": "", "message": "", "locale": None}
    session.execute(update(Delegation).where(Delegation.respondent_id.in_(ids)).values(**parts))
    who = {"name": "", "email": "", "phone": "", "locale": None}
    session.execute(update(Respondent).where(Respondent.id.in_(ids)).values(**who))


def _delete_answers(session: Session, people: Sequence[Respondent], campaigns: Iterable[UUID]) -> None:
    """Delete the people with their answers, and the results that were computed from them."""
    ids = [person.id for person in people]
    given = session.scalars(select(Submission.id).where(Submission.respondent_id.in_(ids))).all()
    for model in (Answer, AgreedAnswer, ReviewNote):
        session.execute(delete(model).where(model.submission_id.in_(given)))
    session.execute(delete(Submission).where(Submission.id.in_(given)))
    session.execute(delete(Delegation).where(Delegation.respondent_id.in_(ids)))
    session.execute(delete(Respondent).where(Respondent.id.in_(ids)))
    session.execute(delete(StoredResult).where(StoredResult.campaign_id.in_(campaigns)))


def _mask(session: Session, client_id: UUID, words: Mentions, now: datetime) -> int:
    """Put "…" for the words in every text about people of the client; how many texts."""
    count = 0
    for table in Base.metadata.sorted_tables:
        if table.name == "event" or not (table.name == "organisation" or "organisation_id" in table.c):
            continue
        key = table.c.id if table.name == "organisation" else table.c.organisation_id
        columns = [
            column
            for column in table.c
            if column.info.get("personal") and not isinstance(column.type, LargeBinary)
        ]
        rows = session.execute(select(table.c.id, *columns).where(key == client_id)) if columns else ()
        for row_id, *values in list(rows):
            pairs = zip(columns, values, strict=True)
            changed = {
                column.name: masked
                for column, value in pairs
                if (masked := _masked(column, value, words)) != value
            }
            count += len(changed)
            if changed and table.name == "edition":
                _change_edition(session, row_id, changed, now)
            elif changed:
                session.execute(update(table).where(table.c.id == row_id).values(**changed))
    return count


def _change_edition(session: Session, edition_id: UUID, changed: dict[str, Any], now: datetime) -> None:
    """Change a version, which the database lets happen to an erasure alone, and stamp it anew."""
    # With its logo: loading that later would write half of the change.
    edition = session.scalars(
        select(Edition).where(Edition.id == edition_id).options(undefer(Edition.logo))
    ).one()
    for name, value in changed.items():
        setattr(edition, name, value)
    edition.erased_at, edition.digest = now, publishing.digest_of(edition)
    session.flush()


def _masked(column: Column[Any], value: Any, words: Mentions) -> Any:
    """A column's value without the words."""
    match (column.table.name, column.name):
        case ("edition" | "stored_result", "results"):
            return _masked_json(value, words, {"indent": 2}, "\n")
        case ("edition", "reports"):
            short = {"separators": (",", ":")}
            # Beside the reports, which are JSON as text, it keeps what they rest on.
            return {
                name: _masked_json(kept, words, short) if isinstance(kept, str) else words.masked(kept)
                for name, kept in value.items()
            }
    return words.masked(value)


def _masked_json(text: str, words: Mentions, layout: dict[str, Any], end: str = "") -> str:
    """JSON as text, in which letters may be escaped, without the words; as it was where none stands in it."""
    content = json.loads(text)
    if not words.within(content):
        return text
    return json.dumps(words.masked(content), ensure_ascii=False, **layout) + end
