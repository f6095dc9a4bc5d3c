"""The journal: who did what, when. Lines are only ever added, each with the digest of the one before.

The chain covers what may be about a person by a salted digest alone, so that an erasure can empty it
(``empty``) and the chain still holds. An emptied line is in order only where a later line says who erased it.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ..models import Event, Firm, Organisation
from .tenant import Member

ERASURES: Final = ("client.erase", "person.erase", "person.forget", "campaign.forget")
"""Actions whose lines name, in their detail, the lines that they emptied."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: an account, a respondent, a delegate, a reader, a command or a worker."""

    kind: str
    name: str = ""
    id: UUID | None = None


def by(member: Member) -> Actor:
    """Somebody who signed in, as an actor."""
    return Actor("account", member.name, member.account_id)


def note(
    session: Session,
    firm_id: UUID,
    actor: Actor,
    action: str,
    now: datetime,
    *,
    subject: str = "",
    organisation_id: UUID | None = None,
    **detail: object,
) -> None:
    """Add a line, in the caller's transaction. ``detail`` is plain JSON without answers or secrets."""
    # On PostgreSQL the firm's row makes lines wait for each other; on SQLite the write gate does.
    session.execute(select(Firm.id).where(Firm.id == firm_id).with_for_update())
    last = session.execute(
        select(Event.number, Event.digest)
        .where(Event.firm_id == firm_id)
        .order_by(Event.number.desc())
        .limit(1)
    ).first()
    event = Event(
        firm_id=firm_id,
        organisation_id=organisation_id,
        number=(last[0] if last else 0) + 1,
        at=now,
        actor=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        subject=subject[:200],
        detail=detail,
        salt=secrets.token_hex(16),
        previous=last[1] if last else "",
    )
    event.personal = personal_of(event)
    event.digest = digest_of(event)
    session.add(event)
    session.flush()


def digest_of(event: Event) -> str:
    """SHA-256 over a line's content and the digest of the line before, as canonical JSON."""
    return _digest(
        [
            str(event.firm_id),
            event.number,
            event.at.isoformat(),
            event.actor,
            event.action,
            event.personal,
            event.previous,
        ]
    )


def personal_of(event: Event) -> str:
    """SHA-256 over a line's salt and all in it that may be about a person, as canonical JSON."""
    return _digest(
        [
            event.salt,
            str(event.organisation_id or ""),
            str(event.actor_id or ""),
            event.actor_name,
            event.subject,
            event.detail,
        ]
    )


def empty(events: Iterable[Event]) -> list[list[int]]:
    """Take out of lines all that may be about a person, in the caller's transaction.

    Gives their numbers as ranges, first and last, which the caller writes as ``emptied`` into the line of one
    of ERASURES; what an emptied line of that kind had named is among them. The client's id goes too, since
    the client may.
    """
    numbers: set[int] = set()
    for event in events:
        numbers |= {event.number, *_named(event)}
        event.organisation_id = event.actor_id = None
        event.actor_name = event.subject = event.salt = ""
        event.detail = {}
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges


def _named(event: Event) -> set[int]:
    """The numbers of the lines that an erasure says it emptied."""
    if event.action not in ERASURES:
        return set()
    found = event.detail.get("emptied", [])
    ranges = found if isinstance(found, list) else []
    return {number for first, last in ranges for number in range(first, min(last, event.number) + 1)}


def _digest(content: list[object]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Line:
    """A line as people read it."""

    number: int
    at: datetime
    actor: str
    actor_name: str
    action: str
    subject: str
    client: str
    """The client's name; "" where the line is about the firm."""
    detail: dict[str, object]
    emptied: bool
    """Whether an erasure took out whom and what it was about."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first line of a firm's journal that is not as it was written."""

    number: int
    why: str


def lines(
    session: Session,
    member: Member,
    *,
    client_id: UUID | None,
    nouns: tuple[str, ...],
    page: int,
    size: int,
) -> tuple[list[Line], int]:
    """A page of the firm's lines, newest first, and how many there are in all.

    ``client_id`` None: of every client and of the firm. ``nouns``: first halves of actions, none for all.
    """
    wanted = select(Event).where(Event.firm_id == member.firm_id)
    if client_id is not None:
        wanted = wanted.where(Event.organisation_id == client_id)
    if nouns:
        wanted = wanted.where(or_(*(Event.action.startswith(f"{noun}.", autoescape=True) for noun in nouns)))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = session.execute(
        wanted.add_columns(Organisation.name)
        .outerjoin(Organisation, Organisation.id == Event.organisation_id)
        .order_by(Event.number.desc())
        .limit(size)
        .offset((page - 1) * size)
    )
    return [
        Line(
            number=event.number,
            at=event.at,
            actor=event.actor,
            actor_name=event.actor_name,
            action=event.action,
            subject=event.subject,
            client=client or "",
            detail=event.detail,
            emptied=not event.salt,
        )
        for event, client in rows
    ], total


def verify(session: Session, firm_id: UUID) -> Fault | None:
    """The first line that was changed, removed, put in between or emptied by no erasure; None when all holds.

    Lines cut off at the end leave a chain that holds: keep the newest digest elsewhere to notice that.
    """
    previous, expected = "", 1
    emptied: set[int] = set()
    found = select(Event).where(Event.firm_id == firm_id).order_by(Event.number)
    with closing(session.scalars(found.execution_options(yield_per=500))) as events:
        for event in events:
            if fault := _fault(event, expected, previous):
                return fault
            emptied = (emptied - _named(event)) | (set() if event.salt else {event.number})
            previous, expected = event.digest, expected + 1
    return Fault(min(emptied), "it was emptied, and no erasure says so") if emptied else None


def _fault(event: Event, expected: int, previous: str) -> Fault | None:
    if event.number != expected:
        return Fault(expected, f"line {expected} is missing")
    if event.previous != previous:
        return Fault(event.number, "it does not follow the line before")
    left = event.salt or event.actor_name or event.subject or event.detail or event.actor_id
    if digest_of(event) != event.digest or (left and personal_of(event) != event.personal):
        return Fault(event.number, "its content was changed")
    return None


def head(session: Session, firm_id: UUID) -> tuple[int, str]:
    """Number and digest of a firm's newest line; 0 and "" where there is none."""
    newest = select(Event.number, Event.digest).where(Event.firm_id == firm_id)
    found = session.execute(newest.order_by(Event.number.desc()).limit(1)).first()
    return (found[0], found[1]) if found else (0, "")
