"""Jobs are done once they are committed, by one worker each; those that fail are tried again and shown."""

import os
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey.cli import main
from survey.config import Settings
from survey.db import Database, open_database, transaction
from survey.jobs import Embedded, Kind, Worker, wake_other, when_noted
from survey.models import Firm, Job, SignIn, Ticket
from survey.services import accounts, housekeeping, jobs
from survey.services.jobs import GiveUp, enqueue
from tests.survey.conftest import NOON, a_firm

LEASE = {"note": timedelta(minutes=5)}


class Notes:
    """A kind of job that writes down what it was given, and fails as it is told."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.faults: list[Exception] = []

    def run(self, _sessions: Any, _settings: Settings, payload: Mapping[str, Any]) -> None:
        self.seen.append(payload["text"])
        if self.faults:
            raise self.faults.pop(0)

    def worker(self, database: Database) -> Worker:
        return Worker(database, Settings(), kinds={"note": Kind(self.run)})


@pytest.fixture
def notes() -> Notes:
    return Notes()


def noted(session: Session, text: str = "a", **more: Any) -> bool:
    with transaction(session):
        return enqueue(session, "note", {"text": text}, datetime.now(UTC), **more)


def only(session: Session) -> Job:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Job)).one()


def test_what_is_rolled_back_is_never_done(database: Database, session: Session, notes: Notes) -> None:
    try:
        with transaction(session):
            enqueue(session, "note", {"text": "never"}, NOON)
            raise LookupError
    except LookupError:
        pass
    assert not notes.worker(database).do_next()
    assert notes.seen == []


def test_the_same_is_noted_once_even_by_two_at_once(database: Database, session: Session) -> None:
    assert noted(session, dedup="one")
    assert not noted(session, dedup="one")
    with database.session() as other, transaction(other):
        assert not enqueue(other, "note", {}, NOON, dedup="one")


def test_two_and_more_workers_never_do_the_same_job(
    database: Database, session: Session, notes: Notes
) -> None:
    with transaction(session):
        for number in range(40):
            enqueue(session, "note", {"text": str(number)}, NOON)

    def work() -> None:
        worker = notes.worker(database)
        while worker.do_next():
            pass

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(notes.seen) == Counter(map(str, range(40)))
    assert set(session.scalars(select(Job.state))) == {"done"}


def test_a_worker_that_comes_too_late_changes_nothing(database: Database, session: Session) -> None:
    noted(session)
    now = datetime.now(UTC)
    slow = jobs.claim(session, now, LEASE)
    assert slow is not None
    assert jobs.claim(session, now, LEASE) is None
    quick = jobs.claim(session, now + timedelta(minutes=6), LEASE)
    assert quick is not None
    assert quick.id == slow.id
    with transaction(session):
        assert not jobs.finish(session, slow, now)
        assert not jobs.fail(session, slow, now, "too late")
        assert jobs.finish(session, quick, now)
    assert (only(session).state, only(session).attempts) == ("done", 2)


def test_a_job_that_fails_is_tried_after_1_5_and_30_minutes_then_every_6_hours_for_two_days(
    session: Session,
) -> None:
    noted(session)
    now, waits = datetime.now(UTC), []
    with transaction(session):
        session.execute(update(Job).values(run_at=now, due_at=now))
    start = now
    while True:
        job = jobs.claim(session, now, LEASE)
        assert job is not None
        with transaction(session):
            if jobs.is_last(job, now):
                jobs.fail(session, job, now, "still down")
                break
            jobs.put_off(session, job, now, "down")
        waits.append((only(session).run_at - now).total_seconds() / 60)
        now = only(session).run_at
    assert waits == [1, 5, 30, *[360] * 8]
    assert timedelta(hours=48) <= now - start < timedelta(hours=54)


def test_what_was_given_up_is_listed_and_can_be_tried_again(
    database: Database, session: Session, notes: Notes, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEY_DATABASE_URL", address)
    assert CliRunner().invoke(main, ["jobs"]).output == "No job was given up.\n"
    noted(session)
    notes.faults = [GiveUp("the paper is out")]
    worker = notes.worker(database)
    assert worker.do_next()
    assert not worker.do_next()
    shown = CliRunner().invoke(main, ["jobs"]).output
    job_id = str(only(session).id)
    assert shown.startswith(job_id)
    assert "after 1 attempts: the paper is out" in shown
    assert CliRunner().invoke(main, ["jobs", "retry", job_id]).exit_code == 0
    assert worker.do_next()
    assert only(session).state == "done"
    again = CliRunner().invoke(main, ["jobs", "retry", str(uuid4())])
    assert again.exit_code == 1
    assert "was given up; run: mandate jobs" in again.output


def test_a_fault_of_a_job_ends_neither_the_worker_nor_what_comes_after(
    database: Database, session: Session, notes: Notes
) -> None:
    noted(session, "first")
    noted(session, "second", run_at=datetime.now(UTC))
    notes.faults = [RuntimeError("boom")]
    worker = notes.worker(database)
    assert worker.do_next()
    assert worker.do_next()
    assert not worker.do_next()
    assert notes.seen == ["first", "second"]
    errors = {job.error: job.state for job in session.scalars(select(Job))}
    assert errors == {"RuntimeError: boom": "ready", "": "done"}


def test_a_job_that_ends_its_worker_each_time_is_given_up(
    database: Database, session: Session, notes: Notes
) -> None:
    noted(session)
    with transaction(session):
        session.execute(update(Job).values(attempts=jobs.MOST_CLAIMS))
    notes.worker(database).do_next()
    assert notes.seen == []
    assert (only(session).state, only(session).error) == ("failed", "begun 40 times and never finished")


def test_the_thread_of_the_server_begins_when_a_job_is_committed(
    database: Database, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()
    monkeypatch.setattr("survey.jobs.KINDS", {"note": Kind(lambda *_: done.set())})
    work = Embedded(database, Settings())
    work.start()
    try:
        noted(session)
        assert done.wait(5)
    finally:
        work.stop(5)
    assert not any(thread.is_alive() for thread in work._threads)


def test_a_process_beside_it_wakes_it_when_it_has_noted_a_job(
    database: Database, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()
    monkeypatch.setattr("survey.jobs.KINDS", {"note": Kind(lambda *_: done.set())})
    beside = open_database(database.engine.url.render_as_string(hide_password=False))
    when_noted(beside, lambda: wake_other(os.getpid()))
    work = Embedded(database, Settings())
    work.start()
    try:
        with beside.session() as other:
            noted(other)
        assert done.wait(5)
    finally:
        work.stop(5)
        beside.close()


def test_what_has_run_out_is_removed_once_a_day(database: Database, session: Session) -> None:
    now = datetime.now(UTC)
    firm_id = a_firm(session)
    with transaction(session):
        account = accounts.add_account(
            session, firm_id, "lea@conseil.example", name="Léa", role="owner", now=NOON
        )
        accounts.ticket(session, account.id, "reset", now - timedelta(hours=2))
        accounts.ticket(session, account.id, "join", now)
    accounts.open_session(session, account.id, now - timedelta(days=2))
    current = accounts.open_session(session, account.id, now)
    housekeeping.plan(session, now)
    worker = Worker(database, Settings())
    assert worker.do_next()
    assert not worker.do_next()
    session.rollback()
    assert [found.purpose for found in session.scalars(select(Ticket))] == ["join"]
    assert len(session.scalars(select(SignIn)).all()) == 1
    assert accounts.member(session, current, now) is not None
    waiting = session.scalars(select(Job.run_at).where(Job.state == "ready")).all()
    assert [moment > now + timedelta(hours=23) for moment in waiting] == [True]
    assert session.scalars(select(Firm)).one().id == firm_id
