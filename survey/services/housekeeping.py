"""What has run out is removed, once a day, and people whose time is over are forgotten."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Delete, delete
from sqlalchemy.orm import Session

from ..db import transaction
from ..models import FirmUpload, Job, ReadCode, SignIn, Ticket, Upload, Visit
from . import bundles, retention, throttle
from .jobs import enqueue

JOB: Final = "housekeeping"
DAY: Final = timedelta(days=1)
KEPT: Final = timedelta(days=30)
"""How long a job that was done stays to be looked at."""


def tidy(session: Session, now: datetime) -> None:
    """Remove visits, sessions, codes and links of accounts that expired, uploads of yesterday, old documents
    and jobs long done.

    Forget the people of campaigns that were closed for as long as their client keeps them.
    """
    with transaction(session):
        for statement in _leftovers(now):
            session.execute(statement)
        throttle.forget(session, now)
    retention.run(session, now)


def plan(session: Session, now: datetime) -> None:
    """Note the housekeeping of today and of tomorrow, unless they are noted."""
    with transaction(session):
        for moment in (now, now + DAY):
            enqueue(session, JOB, {}, now, run_at=moment, dedup=f"{JOB}:{moment:%Y-%m-%d}")


def _leftovers(now: datetime) -> Iterator[Delete]:
    yield delete(Visit).where(Visit.expires_at <= now)
    yield delete(SignIn).where(SignIn.expires_at <= now)
    yield delete(Ticket).where(Ticket.expires_at <= now)
    yield delete(Upload).where(Upload.created_at <= now - DAY)
    yield delete(FirmUpload).where(FirmUpload.created_at <= now - DAY)
    yield from bundles.leftovers(now)
    yield delete(ReadCode).where(ReadCode.expires_at <= now - DAY)
    yield delete(Job).where(Job.state == "done", Job.finished_at <= now - KEPT)
