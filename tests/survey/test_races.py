"""Two at the same time: on either database nothing is doubled, lost or answered with a fault of ours."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from questionnaires import InvalidAnswer, Pack
from survey.db import Database, Unstorable, fault_of, transaction
from survey.models import Account, Answer, Firm, StoredResult, Submission
from survey.services import accounts, invitations, results, submissions
from survey.services.campaigns import Created
from survey.services.submissions import Conflict, Saved
from tests.survey.conftest import NOON, Browser, a_firm, dump

AT_ONCE = 6


def at_once(database: Database, act: Callable[[Session], Any]) -> list[Any]:
    """What came of doing the same at the same time, each in a session of its own; faults among it."""
    found: list[Any] = []
    together = threading.Barrier(AT_ONCE)

    def run() -> None:
        with database.session() as session:
            together.wait()
            try:
                found.append(act(session))
            except Exception as error:  # noqa: BLE001 - whatever it is, the test judges it
                found.append(error)

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def counted(database: Database, model: Any) -> int:
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_link_opened_twice_begins_one_questionnaire(
    database: Database, created: Created, pack: Pack
) -> None:
    token = created.links[0].token
    visits = at_once(database, lambda session: invitations.enter(session, pack, token, NOON))
    assert all(isinstance(visit, str) for visit in visits), visits
    assert len(set(visits)) == AT_ONCE
    assert counted(database, Submission) == 1


def test_one_of_many_saves_at_once_is_kept_and_the_others_are_told(
    database: Database, session: Session, created: Created, pack: Pack
) -> None:
    invitations.enter(session, pack, created.links[0].token, NOON)
    visitor = invitations.look_up(session, created.links[0].token, NOON)
    assert visitor
    values = iter("123451")
    found = at_once(
        database,
        lambda session: submissions.save_answer(
            session,
            pack,
            visitor,
            "tooling_access",
            value=next(values),
            comment=threading.current_thread().name,
            based_on=0,
            now=NOON,
        ),
    )
    saved = [item for item in found if isinstance(item, Saved)]
    assert len(saved) == 1, found
    assert [item.stored for item in found if isinstance(item, Conflict)] == saved * (AT_ONCE - 1)
    assert counted(database, Answer) == 1


def test_a_conclusion_asked_for_twice_is_stored_once(
    database: Database, session: Session, created: Created, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = results.compute(session, pack, created.campaign_id, NOON)
    with transaction(session):
        for stored in session.scalars(select(StoredResult)):
            session.delete(stored)
    # What takes its time is not what is tested here.
    monkeypatch.setattr("reports.assess.assess", lambda *_: once)
    found = at_once(database, lambda session: results.compute(session, pack, created.campaign_id, NOON))
    assert found == [once] * AT_ONCE
    assert counted(database, StoredResult) == 1


def test_an_address_gets_one_account(database: Database, session: Session) -> None:
    firm = a_firm(session)

    def add(session: Session) -> str:
        with transaction(session):
            accounts.add_account(session, firm, "a@example.org", name="A", role="owner", now=NOON)
        return "added"

    found = at_once(database, add)
    assert found.count("added") == 1
    for refused in found:
        assert refused == "added" or isinstance(refused, InvalidAnswer) or fault_of(refused) == "busy"
    assert counted(database, Account) == 1


def test_nothing_is_written_outside_of_a_transaction(session: Session) -> None:
    session.add(Firm(name="A", created_at=NOON))
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        session.commit()
    session.rollback()
    assert session.scalars(select(Firm)).all() == []


def test_what_is_read_is_one_snapshot(database: Database) -> None:
    with database.session() as reading:
        assert reading.scalar(select(func.count(Firm.id))) == 0
        with database.session() as session:
            a_firm(session)
        assert reading.scalar(select(func.count(Firm.id))) == 0
        reading.rollback()
        assert reading.scalar(select(func.count(Firm.id))) == 1


@pytest.mark.parametrize("name", ["x" * 201, "a\0b"])
def test_both_engines_refuse_the_same_texts(session: Session, name: str) -> None:
    with pytest.raises(Unstorable, match=r"Firm\.name"), transaction(session):
        session.add(Firm(name=name, created_at=NOON))
    assert session.scalars(select(Firm)).all() == []


class _Refusal(Exception):
    """As a driver says it: PostgreSQL's by a state, SQLite's by a name."""

    def __init__(self, code: str) -> None:
        super().__init__("as the test wants it")
        self.sqlstate = "" if code.startswith("SQLITE") else code
        self.sqlite_errorname = code if code.startswith("SQLITE") else ""


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("23505", 503),  # a race for a unique value, lost
        ("40P01", 503),
        ("53100", 507),
        ("57P01", 503),
        ("SQLITE_BUSY", 503),
        ("SQLITE_FULL", 507),
        ("SQLITE_IOERR_WRITE", 503),
    ],
)
@pytest.mark.sqlite
def test_a_save_that_the_database_refuses_is_told_as_not_saved(
    browser: Browser, client_company: Created, monkeypatch: pytest.MonkeyPatch, code: str, status: int
) -> None:
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    before = dump(browser.client.application)

    def refuse(_session: Session) -> None:
        raise (IntegrityError if code == "23505" else OperationalError)("INSERT", {}, _Refusal(code))

    data = {"csrf_token": browser.proof(), "q_tooling_access": "3", "revision": "0", "next": "on"}
    with monkeypatch.context() as patched:
        patched.setattr(Session, "commit", refuse)
        page = browser.client.post("/answers/tooling/1", data=data)
        headers = {"X-Requested-With": "fetch"}
        script = browser.client.post("/answers/tooling/1", data=data, headers=headers)
    assert page.status_code == script.status_code == status
    assert "Not saved" in page.text
    assert script.json
    assert script.json["error"].startswith("Not saved")
    assert int(page.headers["Retry-After"]) > 0
    assert dump(browser.client.application) == before
    assert browser.save("tooling", 1, "tooling_access", "3", 0).status_code == 303


def test_a_text_with_a_nul_is_refused(browser: Browser, client_company: Created) -> None:
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    assert browser.save("tooling", 1, "tooling_access", "3", 0, comment="a\0b").status_code == 400
