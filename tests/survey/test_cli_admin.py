"""The commands that need the database: what they print and what they refuse."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from survey.cli import main
from survey.db import open_database, transaction
from tests.survey.conftest import SAMPLE


@pytest.fixture
def run(tmp_path: Path, empty_address: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs ``mandate`` on a fresh instance folder and an empty database."""
    monkeypatch.setenv("SURVEY_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("SURVEY_DATABASE_URL", empty_address)

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    return command


def test_a_campaign_from_set_up_to_closing(run: Callable[..., Result], tmp_path: Path) -> None:
    created = run("campaign", "create", str(SAMPLE), "--contact", "help@example.org")
    assert created.exit_code == 0, created.output
    links = re.findall(r"^http://127\.0\.0\.1:5000/i/[\w-]{43}  (.+)$", created.stdout, re.MULTILINE)
    assert len(links) == 9
    assert links[-1] == "results · Hélène Marchebois"
    assert len(set(re.findall(r"/i/[\w-]{43}", created.stdout))) == 9
    campaign = created.stdout.split()[1]
    assert run("campaign", "list").stdout == f"{campaign}  open   0/8 sent  Forges de Valmont\n"
    assert run("campaign", "close", campaign).stdout == "closed\n"
    assert run("campaign", "close", campaign).stdout == "was closed already\n"
    again = run("campaign", "close", "00000000-0000-0000-0000-000000000000")
    assert again.exit_code == 2
    assert "mandate campaign list" in again.stderr


def test_people_are_invited_by_name(run: Callable[..., Result], tmp_path: Path) -> None:
    departments = re.findall(r"\{name: ([^,}]+)", SAMPLE.read_text(encoding="utf-8"))
    rows = [
        f"{name},Person {place},other_head,p{place}@example.org,fr" for place, name in enumerate(departments)
    ]
    people = tmp_path / "people.csv"
    people.write_text("\n".join(["department,name,role,email,language", *rows]), encoding="utf-8")
    created = run("campaign", "create", str(SAMPLE), "--people", str(people))
    assert created.exit_code == 0, created.output
    assert "Finance · Person 1" in created.stdout


def test_a_wrong_list_of_people_is_told_whole_and_sets_nothing_up(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("department,name,role,email,language\nFinanc,A,boss,nobody,de\n", encoding="utf-8")
    refused = run("campaign", "create", str(SAMPLE), "--people", str(people))
    assert refused.exit_code == 2
    for words in (
        "no such department",
        "unknown role",
        "not an e-mail address",
        "unknown language",
        "nobody is invited",
    ):
        assert words in " ".join(refused.stderr.split())
    assert run("campaign", "list").stdout == ""
    people.write_text("department,person\nFinance,A\n", encoding="utf-8")
    assert "unknown columns" in run("campaign", "create", str(SAMPLE), "--people", str(people)).stderr


def test_the_database_is_brought_up_and_checked(run: Callable[..., Result]) -> None:
    unchecked = run("db", "check")
    assert unchecked.exit_code == 1
    assert "mandate db upgrade" in unchecked.stderr
    assert run("db", "upgrade").stdout.startswith("empty → ")
    assert run("db", "upgrade").stdout.startswith("already at ")
    assert run("db", "check").exit_code == 0


def test_wrong_settings_are_told_without_a_traceback(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEY_PORT", "many")
    refused = run("campaign", "list")
    assert refused.exit_code == 1
    assert "SURVEY_PORT: 'many' is not a whole number" in refused.stderr
    monkeypatch.delenv("SURVEY_PORT")
    monkeypatch.setenv("SURVEY_DATABASE_URL", "nonsense")
    assert "cannot be read" in run("campaign", "list").stderr
    monkeypatch.setenv("SURVEY_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    assert "does not answer" in run("campaign", "list").stderr


def test_an_older_database_is_refused_with_its_cure(run: Callable[..., Result], empty_address: str) -> None:
    run("db", "upgrade")
    database = open_database(empty_address)
    with database.session() as session, transaction(session):
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    database.close()
    refused = run("campaign", "list")
    assert refused.exit_code == 1
    assert "mandate db upgrade" in refused.stderr
