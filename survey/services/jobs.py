"""The table of work in the background: noted with what it follows from, claimed with a lease, tried again.

Every moment is the caller's: no function here looks at a clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, Select, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..db import transaction
from ..models import Job, Mail

NOTED: Final = "jobs noted"
"""Set in ``session.info`` when a job was noted: the thread that does them is woken after the commit."""

DELAYS: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
LATER: Final = timedelta(hours=6)
"""How long after a failure the next attempt is made: the first ones soon, then four times a day."""
PATIENCE: Final = timedelta(hours=48)
"""From when it was due; after that a job has failed."""
MOST_CLAIMS: Final = 40
"""A job that ends its worker each time is not begun for ever."""


class GiveUp(Exception):
    """A job that would fail again however often it is tried. The text says why."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job in hand. ``attempt`` is what only its newest holder knows."""

    id: UUID
    kind: str
    payload: dict[str, object]
    attempt: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that somebody must look at."""

    id: UUID
    kind: str
    attempts: int
    error: str
    finished_at: datetime | None


def enqueue(
    session: Session,
    kind: str,
    payload: Mapping[str, object],
    now: datetime,
    *,
    run_at: datetime | None = None,
    dedup: str | None = None,
    organisation_id: UUID | None = None,
) -> bool:
    """Note a job, in the caller's transaction: it is done only if that is committed.

    ``payload`` holds ids and choices. False where a job of that ``dedup`` key exists, done or not.
    """
    values = {
        "id": uuid4(),
        "kind": kind,
        "payload": dict(payload),
        "organisation_id": organisation_id,
        "state": "ready",
        "due_at": run_at or now,
        "run_at": run_at or now,
        "attempts": 0,
        "dedup": dedup,
        "error": "",
        "created_at": now,
    }
    if not insert_once(session, Job, values, "dedup"):
        return False
    session.info[NOTED] = True
    return True


def insert_once(session: Session, model: type[Job | Mail], values: dict[str, object], key: str) -> bool:
    """Insert a row in the caller's transaction unless one has the same ``key``; whether it was inserted.

    Asking first would not do on PostgreSQL: another transaction may come in between.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(model).values(values).on_conflict_do_nothing(index_elements=[key])
    return session.scalar(statement.returning(model.id)) is not None


def claim(session: Session, now: datetime, lease: Mapping[str, timedelta]) -> Claimed | None:
    """Take the job that has waited longest, of the kinds that have a ``lease``; None when there is none.

    One whose lease ran out belonged to a worker that stopped: it is taken as well.
    """
    # A look first: on SQLite claiming passes the gate, where people's answers are being saved.
    if not lease or session.scalar(_waiting(now, lease).limit(1)) is None:
        return None
    with transaction(session):
        chosen = _waiting(now, lease).order_by(Job.run_at).limit(1).with_for_update(skip_locked=True)
        job = session.execute(
            update(Job)
            .where(Job.id == chosen.scalar_subquery())
            # The longest lease until the kind is known, which is one statement later.
            .values(state="running", attempts=Job.attempts + 1, lease_until=now + max(lease.values()))
            .returning(Job.id, Job.kind, Job.payload, Job.attempts, Job.due_at)
        ).first()
        if job is None:
            return None
        session.execute(update(Job).where(Job.id == job.id).values(lease_until=now + lease[job.kind]))
    return Claimed(job.id, job.kind, job.payload, job.attempts, job.due_at)


def finish(session: Session, job: Claimed, now: datetime) -> bool:
    """Note in the caller's transaction that a job is done; False when it was taken by somebody else since."""
    return _held(session, job, state="done", lease_until=None, finished_at=now, error="")


def put_off(session: Session, job: Claimed, now: datetime, error: str) -> bool:
    """Note in the caller's transaction that an attempt failed and when the next one is; False as above."""
    delay = DELAYS[job.attempt - 1] if job.attempt <= len(DELAYS) else LATER
    return _held(session, job, state="ready", lease_until=None, run_at=now + delay, error=error)


def fail(session: Session, job: Claimed, now: datetime, error: str) -> bool:
    """Note in the caller's transaction that a job is given up; False as above."""
    return _held(session, job, state="failed", lease_until=None, finished_at=now, error=error)


def is_last(job: Claimed, now: datetime) -> bool:
    """Whether a job that fails now is given up."""
    return (job.attempt > len(DELAYS) and now - job.due_at >= PATIENCE) or job.attempt >= MOST_CLAIMS


def next_at(session: Session, kinds: Iterable[str]) -> datetime | None:
    """When the next job of these kinds is to be looked at; None when none waits."""
    waiting = Job.state.in_(("ready", "running")) & Job.kind.in_(kinds)
    when = func.coalesce(Job.lease_until, Job.run_at)
    return session.scalar(select(when).where(waiting).order_by(when).limit(1))


def failed(session: Session) -> list[Failed]:
    """The jobs that were given up, newest first."""
    rows = session.scalars(select(Job).where(Job.state == "failed").order_by(Job.finished_at.desc()))
    return [Failed(job.id, job.kind, job.attempts, job.error, job.finished_at) for job in rows]


def retry(session: Session, job_id: UUID, now: datetime) -> bool:
    """Let a job that was given up be tried again, for two more days; False where none of that id was."""
    # Its attempts are not counted anew: a number that a stopped worker still holds must not come again.
    with transaction(session):
        done = session.execute(
            update(Job)
            .where(Job.id == job_id, Job.state == "failed")
            .values(state="ready", run_at=now, due_at=now, finished_at=None)
        )
        session.info[NOTED] = True
    assert isinstance(done, CursorResult)  # noqa: S101 - as above
    return done.rowcount == 1


def _waiting(now: datetime, kinds: Iterable[str]) -> Select[UUID]:
    ready = and_(Job.state == "ready", Job.run_at <= now)
    left = and_(Job.state == "running", Job.lease_until <= now)
    return select(Job.id).where(or_(ready, left), Job.kind.in_(kinds))


def _held(session: Session, job: Claimed, **values: object) -> bool:
    done = session.execute(
        update(Job)
        .where(Job.id == job.id, Job.state == "running", Job.attempts == job.attempt)
        .values(**values)
    )
    assert isinstance(done, CursorResult)  # noqa: S101 - as above
    return done.rowcount == 1
