"""The database: durable, one writer at a time, rules kept by the tables, migrations both ways."""

import os
import sqlite3
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from questionnaires import Pack
from survey import db, schema
from survey.db import Base, Database, DatabaseUnfit, open_database, transaction
from survey.gate import Busy, Gate, Log, Unsynced
from survey.models import Answer, Campaign, Department, Edition, Firm, Organisation, Respondent, Submission
from survey.services.campaigns import Created
from tests.survey.conftest import NOON, set_up


def test_migrations_go_up_and_down(empty_address: str) -> None:
    database = open_database(empty_address)
    assert schema.revision_of(database.engine) is None
    schema.upgrade(database.engine)
    assert schema.revision_of(database.engine) == schema.wanted_revision()
    assert schema.differences(database.engine) == []
    schema.downgrade(database.engine)
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    schema.upgrade(database.engine)
    assert set(Base.metadata.tables) < set(inspect(database.engine).get_table_names())
    database.close()


@pytest.mark.sqlite
def test_sqlite_is_set_to_keep_what_it_confirmed(database: Database) -> None:
    with database.engine.connect() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}


def test_memory_is_no_place_for_answers() -> None:
    with pytest.raises(DatabaseUnfit, match="name a file"):
        open_database("sqlite://")


def test_every_row_of_a_client_names_the_client(database: Database) -> None:
    """A table without a client's id is one of these, each for a reason."""
    of_the_firm = {"firm", "account", "assignment", "sign_in", "ticket", "recovery_code", "attempt"}
    of_the_firm |= {"firm_pack", "firm_upload"}
    of_either = {"job", "mail", "event"}
    for table in Base.metadata.sorted_tables:
        if table.name in {"organisation", "assignment"} | of_the_firm:
            continue
        assert table.c.organisation_id.nullable == (table.name in of_either), table.name


def test_an_edition_never_changes(session: Session, created: Created) -> None:
    campaign = session.get_one(Campaign, created.campaign_id)
    with transaction(session):
        edition = Edition(
            organisation_id=campaign.organisation_id,
            campaign_id=campaign.id,
            results="{}",
            reports={"en": {}},
            digest="0" * 64,
            sent_at=NOON,
            sent_by="Marc",
        )
        session.add(edition)
    with transaction(session):
        edition.state, edition.number, edition.published_at = "published", 1, NOON
    changes = (("results", "[]"), ("reports", {"en": {"title": ""}}), ("accent", "#123456"), ("number", 2))
    for name, value in changes:
        with pytest.raises(DBAPIError, match="never changes"), transaction(session):
            setattr(edition, name, value)
    with transaction(session):
        edition.state, edition.ended_at = "withdrawn", NOON


def test_moments_come_back_in_utc(session: Session) -> None:
    paris = datetime(2026, 7, 1, 14, 30, tzinfo=timezone(timedelta(hours=2)))
    with transaction(session):
        session.add(Firm(name="A", created_at=paris))
    session.expire_all()
    assert session.scalar(select(Firm.created_at)) == datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
    with pytest.raises(Exception, match="time zone"), transaction(session):
        session.add(Firm(name="B", created_at=datetime(2026, 7, 1)))  # noqa: DTZ001


def test_the_tables_keep_the_rules(session: Session, created: Created) -> None:
    campaign = session.get_one(Campaign, created.campaign_id)
    respondent = session.scalars(select(Respondent)).first()
    assert respondent is not None
    mine = {"organisation_id": campaign.organisation_id}
    submission = {"campaign_id": campaign.id, "respondent_id": respondent.id, "started_at": NOON, **mine}
    broken = [
        lambda: Submission(**submission, state="sent"),
        lambda: Submission(**submission, state="lost"),
        lambda: Submission(**{**submission, "organisation_id": None}),
        lambda: Department(**mine, name="Finance", position=9),
        lambda: Department(**mine, name="", position=9),
    ]
    for make in broken:
        with pytest.raises(IntegrityError), transaction(session):
            session.add(make())
    with transaction(session):
        kept = Submission(**submission)
        session.add(kept)
        session.flush()
    for value in ("6", "0", "no"):
        with pytest.raises(IntegrityError), transaction(session):
            session.add(Answer(**mine, submission_id=kept.id, question="q", value=value, saved_at=NOON))


def test_a_row_cannot_refer_to_another_client(session: Session, created: Created, pack: Pack) -> None:
    mine = session.get_one(Campaign, created.campaign_id)
    with transaction(session):
        other = Organisation(firm_id=mine.organisation.firm_id, name="Other", created_at=NOON)
        session.add(other)
    theirs = session.scalars(select(Respondent)).first()
    assert theirs is not None
    with pytest.raises(IntegrityError), transaction(session):
        session.add(
            Submission(
                organisation_id=other.id, campaign_id=mine.id, respondent_id=theirs.id, started_at=NOON
            )
        )


def test_a_failed_transaction_leaves_nothing(session: Session) -> None:
    def fail() -> None:
        with transaction(session):
            session.add(Firm(name="A", created_at=NOON))
            session.flush()
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        fail()
    assert session.scalars(select(Firm)).all() == []


def test_transactions_do_not_nest(session: Session) -> None:
    with pytest.raises(RuntimeError, match="another service"), transaction(session), transaction(session):
        pass


def test_the_gate_gives_up_in_time(tmp_path: Path) -> None:
    first, second = Gate(tmp_path / "g", 5), Gate(tmp_path / "g", 0.05)
    with first(), pytest.raises(Busy), second():
        pass
    with second():
        pass


class Disk:
    """Syncs slowly, counts how often, and fails when it is broken."""

    def __init__(self) -> None:
        self.syncs, self.broken = 0, False

    def sync(self, descriptor: int) -> None:
        if self.broken:
            raise OSError(5, "input/output error")
        time.sleep(0.05)
        os.fsync(descriptor)
        self.syncs += 1


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """The disk under every log."""
    found = Disk()
    monkeypatch.setattr("survey.gate.os.fdatasync", found.sync)
    return found


@pytest.mark.sqlite
def test_a_write_returns_after_a_sync_that_began_after_it(database: Database, disk: Disk) -> None:
    with database.session() as session:
        for number in range(1, 4):
            with transaction(session):
                session.add(Firm(name=str(number), created_at=NOON))
            assert disk.syncs == number


@pytest.mark.sqlite
def test_one_sync_serves_all_who_wait(tmp_path: Path, disk: Disk) -> None:
    path = tmp_path / "log"
    path.touch()
    log, began = Log(path), threading.Barrier(16)

    def wait() -> None:
        began.wait()
        log.sync()

    threads = [threading.Thread(target=wait) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The first one's, and one for those who came during it; a thread that starts late may need a third.
    assert 2 <= disk.syncs <= 3


@pytest.mark.sqlite
def test_after_a_failed_sync_nothing_is_told_as_saved(database: Database, disk: Disk) -> None:
    disk.broken = True
    with database.session() as session:
        for name in ("told as lost", "not synced either, though the system would"):
            with pytest.raises(Unsynced), transaction(session):
                session.add(Firm(name=name, created_at=NOON))
            disk.broken = False


def test_writers_queue_instead_of_failing(database: Database) -> None:
    failed: list[Exception] = []

    def write(name: str) -> None:
        try:
            with database.session() as session, transaction(session):
                session.add(Firm(name=name, created_at=NOON))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            failed.append(error)

    threads = [threading.Thread(target=write, args=(str(number),)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with database.session() as session:
        assert len(session.scalars(select(Firm)).all()) == 16


@pytest.mark.sqlite
def test_another_process_reads_what_was_committed(database: Database, tmp_path: Path) -> None:
    with database.session() as session, transaction(session):
        session.add(Firm(name="A", created_at=NOON))
    other = sqlite3.connect(tmp_path / "mandate.sqlite")
    assert other.execute("SELECT name FROM firm").fetchall() == [("A",)]
    other.close()


def test_two_clients_side_by_side(session: Session, pack: Pack) -> None:
    assert set_up(session, pack).campaign_id != set_up(session, pack).campaign_id


def test_a_connection_that_broke_while_it_rested_is_replaced(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("a file has no server that goes away")
    monkeypatch.setattr(db, "REST_SECONDS", 0.0)
    with database.session() as session:
        own = session.scalar(text("SELECT pg_backend_pid()"))
    other = open_database(database.engine.url.render_as_string(hide_password=False))
    with other.session() as session, transaction(session):
        assert session.scalar(text(f"SELECT pg_terminate_backend({own}, 5000)"))
    other.close()
    with database.session() as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) != own


def test_what_reads_keeps_its_plans_while_others_write(database: Database) -> None:
    """One connection for both would have to be told each time, and plan all its statements anew."""
    with database.session() as session, transaction(session):
        session.add(Firm(name="A", created_at=NOON))
        assert session.get_bind() is not database.engine
    with database.session() as session:
        assert session.get_bind() is database.engine
        assert session.scalar(select(Firm.name)) == "A"
