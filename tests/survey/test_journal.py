"""The journal: read by the firm's own, in plain words, and impossible to change without a trace."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

import survey
from survey import schema
from survey.cli import main
from survey.db import open_database, transaction, write_options
from survey.models import Event
from survey.services import journal
from survey.services.campaigns import Created
from survey.services.tenant import Member
from survey.web import journal_words
from tests.survey.conftest import NOON, Browser, a_firm
from tests.survey.team_of import Person, a_person, in_database, sign_in, words

CAMILLE = journal.Actor("account", "Camille Exemple")
ROOT = Path(survey.__file__).parent
FILES = ("csv", "docx", "html", "json", "pdf", "svg", "txt", "xlsx", "yaml")
"""What looks like an action and is the name of a file."""
NOUNS = {noun for nouns in journal_words.KINDS.values() for noun in nouns}


def a_journal(session: Session, count: int = 5):  # type: ignore[no-untyped-def]
    firm = a_firm(session)
    with transaction(session):
        for place in range(count):
            journal.note(
                session,
                firm,
                CAMILLE,
                "client.add",
                NOON + timedelta(minutes=place, microseconds=place),
                subject=f"Client {place} é",
                count=place,
                names=["a", "é"],
            )
    session.expire_all()
    return firm


def test_every_action_of_the_source_has_words(app: Flask) -> None:
    source = [*(ROOT / "services").glob("*.py"), *(ROOT / "commands").glob("*.py")]
    quoted = {item for path in source for item in re.findall(r'"([a-z]+\.[a-z_]+)"', path.read_text("utf-8"))}
    noted = {action for action in quoted if action.split(".")[1] not in FILES}
    noted = {action for action in noted if action.split(".")[0] in NOUNS}
    assert {"account.sign_in", "account.add", "firm.change", "account.join"} <= noted
    for locale in ("en", "fr"):
        with app.test_request_context(f"/?lang={locale}"):
            app.preprocess_request()
            said = journal_words.sentences()
            assert noted - said.keys() == set()
            assert all(said.values())
            assert {action.split(".")[0] for action in said} <= NOUNS


@pytest.mark.parametrize(
    ("action", "subject", "told"),
    [
        ("draft.words", "options.ai_lead.for.3", "AI lead: speaks for it"),
        ("remark.add", "decision.headline", "Headline"),
        ("edition.withdraw", "2", "Version 2"),
        ("client.add", "Forges", "Forges"),
    ],
)
def test_a_line_says_what_it_is_about_as_people_call_it(
    app: Flask, action: str, subject: str, told: str
) -> None:
    line = journal.Line(1, NOON, "account", "Camille", action, subject, "Forges", {}, False)
    with app.test_request_context("/?lang=en"):
        app.preprocess_request()
        assert journal_words.more(line) == told


def test_a_journal_that_nobody_touched_holds(session: Session) -> None:
    firm = a_journal(session)
    assert journal.verify(session, firm) is None
    number, digest = journal.head(session, firm)
    assert number == 5
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert journal.head(session, a_firm(session, "Another")) == (0, "")


@pytest.mark.parametrize(
    ("tampering", "line"),
    [
        ("UPDATE event SET subject = 'Another' WHERE number = 3", 3),
        ("UPDATE event SET actor_name = 'Somebody else' WHERE number = 1", 1),
        ("UPDATE event SET at = '2026-11-19 12:00:00.000000' WHERE number = 2", 2),
        ("UPDATE event SET detail = '{\"count\": 40, \"names\": [\"a\", \"é\"]}' WHERE number = 5", 5),
        ("UPDATE event SET action = 'client.edit' WHERE number = 4", 4),
        ("DELETE FROM event WHERE number = 1", 1),
        ("DELETE FROM event WHERE number = 3", 3),
        ("UPDATE event SET digest = '" + "0" * 64 + "' WHERE number = 2", 2),
        ("UPDATE event SET number = number + 10 WHERE number >= 4", 4),
        (
            "UPDATE event SET digest = (SELECT digest FROM event WHERE number = 1) WHERE number = 2",
            2,
        ),
    ],
)
def test_the_first_wrong_line_is_named(session: Session, tampering: str, line: int) -> None:
    firm = a_journal(session)
    with transaction(session):
        session.execute(text(tampering))
    fault = journal.verify(session, firm)
    assert fault
    assert fault.number == line


ERASED = "UPDATE event SET actor_name = '', subject = '', detail = '{}', salt = '' WHERE number = 4"


def test_an_emptied_line_holds_where_a_later_line_says_so(session: Session) -> None:
    firm = a_journal(session)
    with transaction(session):
        chosen = session.scalars(select(Event).where(Event.number.in_((2, 3, 5)))).all()
        ranges = journal.empty(chosen)
        assert ranges == [[2, 3], [5, 5]]
        journal.note(session, firm, CAMILLE, "person.erase", NOON, emptied=ranges)
    session.expire_all()
    assert journal.verify(session, firm) is None
    line = session.scalars(select(Event).where(Event.number == 3)).one()
    assert (line.subject, line.actor_name, line.detail, line.salt) == ("", "", {}, "")
    with transaction(session):
        # The erasure itself is emptied later: what it named is named again.
        ranges = journal.empty(session.scalars(select(Event).where(Event.number == 6)).all())
        assert ranges == [[2, 3], [5, 6]]
        journal.note(session, firm, CAMILLE, "client.erase", NOON, emptied=ranges)
    assert journal.verify(session, firm) is None


@pytest.mark.parametrize(
    ("tampering", "line", "why"),
    [
        (ERASED, 4, "no erasure says so"),
        ("UPDATE event SET salt = '' WHERE number = 4", 4, "was changed"),
        ("UPDATE event SET personal = '" + "0" * 64 + "' WHERE number = 4", 4, "was changed"),
        ("UPDATE event SET detail = '{\"emptied\": [[1, 6]]}' WHERE number = 6", 6, "was changed"),
    ],
)
def test_nobody_empties_a_line_in_silence(session: Session, tampering: str, line: int, why: str) -> None:
    firm = a_journal(session)
    with transaction(session):
        ranges = journal.empty(session.scalars(select(Event).where(Event.number == 2)).all())
        journal.note(session, firm, CAMILLE, "person.erase", NOON, emptied=ranges)
        session.execute(text(tampering))
    session.expire_all()
    fault = journal.verify(session, firm)
    assert fault
    assert (fault.number, why in fault.why) == (line, True)


def test_a_journal_of_before_is_chained_anew_and_a_wrong_line_stays_wrong(empty_address: str) -> None:
    database = open_database(empty_address)
    schema.upgrade(database.engine)
    with database.session() as session:
        firm = a_journal(session)
    schema.downgrade(database.engine, "0011")
    schema.upgrade(database.engine)
    with database.session() as session:
        assert journal.verify(session, firm) is None
    schema.downgrade(database.engine, "0011")
    with database.engine.connect().execution_options(**write_options(database.engine)) as connection:
        connection.execute(text("UPDATE event SET subject = 'Another' WHERE number = 3"))
        connection.commit()
    schema.upgrade(database.engine)
    with database.session() as session:
        fault = journal.verify(session, firm)
    assert fault == journal.Fault(3, "its content was changed")
    database.close()


def test_lines_cut_off_at_the_end_show_against_the_head(session: Session) -> None:
    firm = a_journal(session)
    before = journal.head(session, firm)
    with transaction(session):
        session.execute(text("DELETE FROM event WHERE number = 5"))
    assert journal.verify(session, firm) is None
    assert journal.head(session, firm) != before


def test_verify_and_head_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEY_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.delenv("SURVEY_DATABASE_URL", raising=False)

    def run(*arguments: str):  # type: ignore[no-untyped-def]
        return CliRunner().invoke(main, arguments)

    assert run("account", "create", "a@conseil.example", "--firm", "Atelier Conseil").exit_code == 0
    assert run("account", "create", "b@conseil.example").exit_code == 0
    checked = run("journal", "verify", "--head")
    assert checked.exit_code == 0
    assert re.fullmatch(
        r"Atelier Conseil: 2 lines, as they were written\nAtelier Conseil: 2 [0-9a-f]{64}\n", checked.stdout
    )
    from contextlib import closing

    from pysqlite3 import dbapi2

    with closing(dbapi2.connect(str(tmp_path / "instance" / "mandate.sqlite"))) as connection:
        connection.execute("UPDATE event SET subject = 'x' WHERE number = 2")
        connection.commit()
    wrong = run("journal", "verify")
    assert wrong.exit_code == 1
    assert "wrong at line 2: its content was changed" in wrong.stdout


@pytest.fixture
def owner(app: Flask) -> Person:
    return a_person(app)


def test_the_page_is_narrowed_and_paged(
    app: Flask, browser: Browser, client_company: Created, owner: Person
) -> None:
    from tests.survey.test_team import client_of_the_firm

    client = client_of_the_firm(app)
    stranger = a_person(app, "owner", "x@elsewhere.example", firm="Elsewhere")
    with in_database(app) as session, transaction(session):
        for place in range(120):
            of_client = client if place % 2 else None
            journal.note(
                session,
                owner.firm_id,
                CAMILLE,
                "campaign.launch" if place % 2 else "firm.change",
                NOON + timedelta(minutes=place),
                subject=f"<b>Wave {place}</b>",
                organisation_id=of_client,
            )
        journal.note(session, stranger.firm_id, CAMILLE, "client.add", NOON, subject="Secret client")
    sign_in(browser, owner)
    page = browser.see("/journal")
    assert "121 lines" in page
    assert "Page 1 of 3" in words(page)
    assert "&lt;b&gt;Wave 119&lt;/b&gt;" in page
    assert "Secret client" not in page
    assert "Wave 0" in browser.see("/journal?page=3")
    narrowed = browser.see(f"/journal?client={client}&kind=campaign")
    assert "60 lines" in narrowed
    assert "Settings of the firm changed" not in narrowed
    assert f"client={client}&amp;kind=campaign&amp;page=2" in narrowed
    assert "No line here" in browser.see("/journal?page=99")
    for strange in ("page=0", "page=-1", "page=9999999999", "page=٣", "client=x&kind=%00", "kind=nothing"):
        assert browser.get(f"/journal?{strange}").status_code == 200
    sign_in(other := Browser(app.test_client()), stranger)
    assert "Secret client" in other.see("/journal")
    assert "Forges de Valmont" not in other.see(f"/journal?client={client}")


def test_lines_are_the_members_own(session: Session) -> None:
    firm, other = a_journal(session), a_firm(session, "Another")
    made: Callable[..., Member] = lambda firm_id: Member(  # noqa: E731 - two of them, told apart by one value
        firm_id, firm_id, "", "owner", "", "", None, None
    )
    assert journal.lines(session, made(firm), client_id=None, nouns=(), page=1, size=3)[1] == 5
    assert journal.lines(session, made(other), client_id=None, nouns=(), page=1, size=3) == ([], 0)
    assert datetime.now(UTC) > NOON - timedelta(days=400)
