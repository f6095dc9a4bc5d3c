"""Work in the background: what each kind of job does, and the worker that does them one after the other.

A worker is a thread of the server, or a process of its own (``mandate worker``), or many of them: they share
nothing but the table of jobs.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from . import post, press
from .config import Settings
from .db import Database, transaction
from .gate import Busy
from .services import bundles, erasure, housekeeping
from .services import jobs as table
from .services.jobs import NOTED, Claimed, GiveUp

log = logging.getLogger("mandate.jobs")

Sessions = sessionmaker[Session]
Run = Callable[[Sessions, Settings, Mapping[str, Any]], None]
"""Does a job. Raises GiveUp where trying again would not help; any other exception has it tried again."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job. ``lease``: longer than one may take, for after it somebody else begins it anew.

    ``hold``: until when none may begin, such as to keep a rate. ``failed``: what is noted when one is given
    up, in the same transaction.
    """

    run: Run
    lease: timedelta = timedelta(minutes=5)
    hold: Callable[[Session, Settings, datetime], datetime | None] | None = None
    failed: Callable[[Session, Mapping[str, Any], str, datetime], None] | None = None


def _tidy(sessions: Sessions, _settings: Settings, _payload: Mapping[str, Any]) -> None:
    with sessions() as session:
        now = datetime.now(UTC)
        housekeeping.tidy(session, now)
        housekeeping.plan(session, now)


def _scrub(sessions: Sessions, _settings: Settings, _payload: Mapping[str, Any]) -> None:
    erasure.scrub(Database(sessions.kw["bind"], sessions))


KINDS: Final[Mapping[str, Kind]] = {
    "mail": Kind(post.send, hold=post.hold, failed=post.failed),
    "housekeeping": Kind(_tidy, lease=timedelta(minutes=30)),
    erasure.JOB: Kind(_scrub, lease=timedelta(minutes=30)),
    bundles.JOB: Kind(press.make, failed=press.failed),
}
"""Every kind of job."""
SLOW: Final = frozenset({bundles.JOB})
"""Kinds of which one takes seconds: they have a worker of their own, so that no e-mail waits for them."""

SOON: Final = timedelta(seconds=30)
"""How long a worker waits at most before it looks again."""
PAUSE: Final = 5.0
"""Seconds of rest when the database did not answer."""


class Worker:
    """Does jobs, one after the other, until it is told to stop. It finishes the one in hand."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        *,
        kinds: Mapping[str, Kind] = KINDS,
        look: timedelta = SOON,
    ) -> None:
        self._database, self._settings, self._kinds, self._look = database, settings, kinds, look
        self._wake, self._stopping = threading.Event(), threading.Event()

    def run(self) -> None:
        """Work until ``stop``."""
        self._begin()
        while not self._stopping.is_set():
            try:
                if self.do_next():
                    continue
                seconds = self._rest()
            except (Busy, SQLAlchemyError):
                log.warning("the table of jobs cannot be read at the moment", exc_info=True)
                seconds = PAUSE
            self._wake.wait(seconds)
            self._wake.clear()

    def stop(self) -> None:
        """Stop after the job in hand. May be called by a signal's handler."""
        self._stopping.set()
        self._wake.set()

    def wake(self) -> None:
        """Look at once whether there is something to do."""
        self._wake.set()

    def do_next(self) -> bool:
        """Do the job that has waited longest; False when there is none."""
        now = datetime.now(UTC)
        with self._database.session() as session:
            leases = {name: kind.lease for name, kind in self._open(session, now)}
            job = table.claim(session, now, leases)
        if job is None:
            return False
        self._do(job)
        return True

    def _begin(self) -> None:
        try:
            with self._database.session() as session:
                housekeeping.plan(session, datetime.now(UTC))
        except (Busy, SQLAlchemyError):
            log.warning("the housekeeping could not be planned", exc_info=True)

    def _do(self, job: Claimed) -> None:
        kind = self._kinds[job.kind]
        now = datetime.now(UTC)
        words, last = "", False
        if job.attempt > table.MOST_CLAIMS:
            words, last = f"begun {job.attempt - 1} times and never finished", True
        else:
            try:
                kind.run(self._database.session, self._settings, job.payload)
            except GiveUp as fault:
                words, last = str(fault), True
            except Exception as fault:
                # Whatever it is, it ends this attempt and not the worker; it is logged and shown.
                log.warning("job %s (%s) failed, attempt %d", job.id, job.kind, job.attempt, exc_info=True)
                words, last = f"{type(fault).__name__}: {fault}", table.is_last(job, now)
        with self._database.session() as session, transaction(session):
            now = datetime.now(UTC)
            if not words:
                table.finish(session, job, now)
            elif not last:
                table.put_off(session, job, now, words)
            elif table.fail(session, job, now, words) and kind.failed is not None:
                kind.failed(session, job.payload, words, now)

    def _open(self, session: Session, now: datetime) -> list[tuple[str, Kind]]:
        return [
            (name, kind)
            for name, kind in self._kinds.items()
            if kind.hold is None or (kind.hold(session, self._settings, now) or now) <= now
        ]

    def _rest(self) -> float:
        """Seconds until there may be something to do."""
        now = datetime.now(UTC)
        with self._database.session() as session:
            held = [kind.hold(session, self._settings, now) for kind in self._kinds.values() if kind.hold]
            open_kinds = [name for name, _ in self._open(session, now)]
            moments = [table.next_at(session, open_kinds), *held]
        waits = [(moment - now) for moment in moments if moment is not None]
        return max(0.05, min([self._look, *waits]).total_seconds())


WAKE: Final = signal.SIGUSR1
"""Tells the process with the worker that another one has noted a job."""


def when_noted(database: Database, wake: Callable[[], None]) -> None:
    """Call ``wake`` whenever a job was noted in this process."""

    def committed(session: Session) -> None:
        if session.info.pop(NOTED, False):
            wake()

    event.listen(database.session, "after_commit", committed)


def wake_other(process: int) -> None:
    """Wake the worker of another process; where there is none any more, the next one looks by itself."""
    with suppress(ProcessLookupError):
        os.kill(process, WAKE)


class Embedded:
    """Workers as threads of the server, woken when a job was noted here or in a process beside it."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._workers = [Worker(database, settings, kinds=kinds) for kinds in shares()]
        self._threads = [
            threading.Thread(target=worker.run, name="jobs", daemon=True) for worker in self._workers
        ]
        when_noted(database, self.wake)

    def start(self) -> None:
        """Begin to work. To be called by the main thread, the only one that signals may be meant for."""
        signal.signal(WAKE, lambda _signal, _frame: self.wake())
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look at once whether there is something to do."""
        for worker in self._workers:
            worker.wake()

    def stop(self, seconds: float) -> None:
        """Let the jobs in hand finish, for so long; cut off, they are begun again by the next worker."""
        until = time.monotonic() + seconds
        for worker in self._workers:
            worker.stop()
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))


def shares() -> list[dict[str, Kind]]:
    """The kinds of job, as workers side by side share them: what is quick, and what takes seconds."""
    quick = {name: kind for name, kind in KINDS.items() if name not in SLOW}
    return [found for found in (quick, {name: KINDS[name] for name in SLOW if name in KINDS}) if found]
