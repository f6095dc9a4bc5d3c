"""Clients and people on the command line: taken away, brought in, forgotten, erased."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey.cli import main
from tests.survey.conftest import SAMPLE

PEOPLE = "department,name,email\nFinance,Ines Quetzalcoatl,ines@client.example\nProduction,Max Comptant,\n"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SURVEY_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.delenv("SURVEY_DATABASE_URL", raising=False)
    made = run("campaign", "create", str(SAMPLE), "--firm", "Atelier")
    assert made.exit_code == 0, made.output
    listed = run("client", "list").stdout
    return re.fullmatch(r"([0-9a-f-]{36})    1  Forges de Valmont\n", listed)[1]  # type: ignore[index]


def run(*arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=answer)


def test_a_client_goes_from_one_installation_to_another(
    client: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "valmont.zip"
    assert run("client", "export", client, "--out", str(file)).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert "exists already" in run("client", "export", client, "--out", str(file)).output
    refused = run("client", "erase", client, "--name", "Valmont")
    assert (refused.exit_code, "not the client's name" in refused.output) == (2, True)
    erased = run("client", "erase", client, "--name", "Forges de Valmont")
    assert re.match(r"erased: \d+ rows, 0 accounts; \d+ lines of the journal emptied\n", erased.stdout)
    assert run("client", "list").stdout == ""
    assert run("journal", "verify").exit_code == 0
    for name in ("mandate.sqlite", "mandate.sqlite-wal"):
        found = tmp_path / "instance" / name
        assert not found.exists() or b"Valmont" not in found.read_bytes()
    monkeypatch.setenv("SURVEY_INSTANCE", str(tmp_path / "other"))
    assert run("client", "import", str(file)).exit_code == 2
    assert run("client", "import", str(file), "--firm", "Elsewhere", "--confirm").exit_code == 0
    assert "Forges de Valmont" in run("client", "list").stdout
    again = run("client", "import", str(file))
    assert again.exit_code == 2
    assert "There is a client called Forges de" in again.output


def test_an_import_is_told_before_it_is_done(client: str, tmp_path: Path) -> None:
    file = tmp_path / "valmont.zip"
    run("client", "export", client, "--out", str(file))
    run("client", "erase", client, "--name", "Forges de Valmont")
    told = run("client", "import", str(file))
    assert told.exit_code == 0
    assert "Forges de Valmont, taken away on 20" in told.stdout
    assert "1 × campaign, 8 × department, 8 × respondent" in told.stdout
    assert "Nothing was written" in told.stderr
    assert run("client", "list").stdout == ""


def test_one_persons_data(client: str, tmp_path: Path) -> None:
    listed = run("privacy", "people", client).stdout.splitlines()
    assert len(listed) == 8
    person = listed[0].split()[0]
    file = tmp_path / "person.json"
    assert run("privacy", "export", person, "--out", str(file)).exit_code == 0
    found = json.loads(file.read_text("utf-8"))
    assert found["organisation"] == "Forges de Valmont"
    assert found["waves"][0]["answers"] == []
    assert run("privacy", "forget", person).stdout.startswith("forgotten in every wave (1): ")
    assert run("privacy", "erase", person, answer="n\n").exit_code == 1
    assert "erased in every wave (1): " in run("privacy", "erase", person, answer="y\n").stdout
    gone = run("privacy", "forget", person)
    assert (gone.exit_code, "there is no person" in gone.output) == (2, True)
    assert run("privacy", "due").stdout == ""


def test_the_record_is_printed() -> None:
    assert run("privacy", "record").stdout.startswith("# What is held about people\n")
