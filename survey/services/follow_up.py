"""What follows from a decision: who does what by when, what proves it, and how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer, NotReady

from ..db import transaction
from ..models import Decision, FollowUp
from . import tenant
from .recorder import Recorder

if TYPE_CHECKING:
    from reports.build import Planned

STATES: Final = ("open", "started", "done", "dropped")
LONGEST: Final = {"title": 300, "owner": 200, "proof": 500, "note": 5_000}
"""Characters of each text."""


@dataclass(frozen=True, slots=True)
class Values:
    """What can be said of one thing to do. ``due_on`` None: no day was agreed."""

    title: str
    owner: str = ""
    due_on: date | None = None
    proof: str = ""
    state: str = "open"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do, as it stands. ``action``: the id of an action of the catalogue; "" for an own one."""

    id: UUID
    action: str
    values: Values
    revision: int
    changed_by: str
    changed_at: datetime

    def overdue(self, today: date) -> bool:
        """Whether its day has passed and it is neither done nor dropped."""
        due = self.values.due_on
        return due is not None and due < today and self.values.state in ("open", "started")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else saved meanwhile: how it stands now."""

    stored: Entry


def entries(session: Session, campaign_id: UUID) -> list[Entry]:
    """Everything on a campaign's list, in the order of the plan, own items last."""
    found = select(FollowUp).where(FollowUp.campaign_id == campaign_id)
    return [_entry(row) for row in session.scalars(found.order_by(FollowUp.position, FollowUp.id))]


def entry_of(session: Session, organisation_id: UUID, campaign_id: UUID, entry_id: UUID) -> Entry | None:
    """One thing to do of a campaign; None where it is another's, or there is none."""
    found = tenant.own(session, FollowUp, organisation_id, entry_id, campaign_id)
    return _entry(found) if found else None


def begin(
    session: Session, by: Recorder, decision_id: UUID, decided_on: date, plan: "Sequence[Planned]"
) -> None:
    """Put the plan's actions on the list, in the caller's transaction.

    An action that an earlier decision brought in stays as people have written it since.
    """
    known = {item.action for item in entries(session, by.campaign_id)}
    new = [item for item in plan if item.action not in known]
    for place, item in enumerate(new, start=_last(session, by.campaign_id) + 1):
        values = Values(item.title, item.owner, decided_on + timedelta(days=item.due), item.proof)
        session.add(_row(by, decision_id, values, place, item.action))
    session.flush()


def add(session: Session, by: Recorder, values: Values) -> UUID:
    """Put something of one's own on the list; its id.

    Raises NotReady before a decision was recorded, or for somebody without a name, and InvalidAnswer for what
    cannot be kept.
    """
    by.check()
    values = _checked(values)
    with transaction(session):
        decision = session.scalar(
            select(Decision.id)
            .where(Decision.campaign_id == by.campaign_id)
            .order_by(Decision.recorded_at.desc(), Decision.id)
            .limit(1)
        )
        if decision is None:
            raise NotReady("record the decision first: the list follows from it")
        row = _row(by, decision, values, _last(session, by.campaign_id) + 1)
        session.add(row)
        session.flush()
        by.note(session, "follow_up.add", values.title)
    return row.id


def change(
    session: Session, by: Recorder, entry_id: UUID, values: Values, *, based_on: int
) -> Entry | Conflict:
    """Save how one thing to do stands; ``based_on`` is the revision that the form showed.

    Saving what is stored already changes nothing, whatever the revision. The title of an action of the
    catalogue stays. Raises InvalidAnswer for what cannot be kept or is not there, NotReady for somebody
    without a name.
    """
    by.check()
    values = _checked(values)
    with transaction(session):
        row = session.scalar(
            select(FollowUp)
            .where(FollowUp.id == entry_id, tenant.belongs(FollowUp, by.organisation_id, by.campaign_id))
            .with_for_update()
        )
        if row is None:
            raise InvalidAnswer("there is nothing like this on the list")
        stored = _entry(row)
        if row.action:
            values = Values(row.title, values.owner, values.due_on, values.proof, values.state, values.note)
        if stored.values == values:
            return stored
        if stored.revision != based_on:
            return Conflict(stored)
        row.title, row.owner, row.due_on = values.title, values.owner, values.due_on
        row.proof, row.state, row.note = values.proof, values.state, values.note
        row.revision, row.changed_by, row.changed_at = based_on + 1, by.actor.name, by.now
        by.note(session, "follow_up.change", row.title, state=values.state)
        return _entry(row)


def _row(by: Recorder, decision_id: UUID, values: Values, place: int, action: str = "") -> FollowUp:
    return FollowUp(
        organisation_id=by.organisation_id,
        campaign_id=by.campaign_id,
        decision_id=decision_id,
        action=action,
        title=values.title,
        owner=values.owner,
        due_on=values.due_on,
        proof=values.proof,
        state=values.state,
        note=values.note,
        position=place,
        changed_by=by.actor.name,
        changed_at=by.now,
    )


def _last(session: Session, campaign_id: UUID) -> int:
    newest = select(func.max(FollowUp.position)).where(FollowUp.campaign_id == campaign_id)
    return session.scalar(newest) or 0


def _entry(row: FollowUp) -> Entry:
    values = Values(row.title, row.owner, row.due_on, row.proof, row.state, row.note)
    return Entry(row.id, row.action, values, row.revision, row.changed_by, row.changed_at)


def _checked(values: Values) -> Values:
    title, owner, proof = (" ".join(text.split()) for text in (values.title, values.owner, values.proof))
    made = Values(title, owner, values.due_on, proof, values.state, values.note.replace("\r\n", "\n").strip())
    if not made.title:
        raise InvalidAnswer("say what there is to do")
    if made.state not in STATES:
        raise InvalidAnswer(f"{made.state!r} is not one of the states")
    for name, most in LONGEST.items():
        if len(getattr(made, name)) > most:
            raise InvalidAnswer(f"{name}: {most} characters at most")
    return made
