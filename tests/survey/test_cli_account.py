"""Accounts on the command line: the first one of an installation, and what an administrator needs."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey.cli import main
from survey.config import read_settings
from survey.db import open_database
from survey.services import tickets
from survey.web import site

LINK = r"http://127\.0\.0\.1:5000/(join|reset)/([\w-]{43})\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs ``mandate`` on a fresh instance folder."""
    monkeypatch.setenv("SURVEY_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.delenv("SURVEY_DATABASE_URL", raising=False)

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    return command


def test_the_first_account_and_the_next(run: Callable[..., Result]) -> None:
    nameless = run("account", "create", "camille@conseil.example")
    assert nameless.exit_code == 2
    assert "--firm" in nameless.stderr
    whom = ("--name", "Camille", "--firm", "Atelier Conseil")
    first = run("account", "create", " Camille@Conseil.example", *whom)
    assert first.exit_code == 0, first.output
    made = re.fullmatch(LINK, first.stdout)
    assert made
    assert "shown once" in first.stderr
    assert run("account", "create", "lou@conseil.example", "--role", "consultant").exit_code == 0
    for wrong in ("camille@conseil.example", "camille", "a@b", "x\ny@conseil.example"):
        assert run("account", "create", wrong).exit_code == 2, wrong
    assert run("account", "create", "x@conseil.example", "--firm", "Another").exit_code == 2
    assert run("account", "create", "x@conseil.example", "--role", "reader").exit_code == 2
    assert run("account", "list").stdout == (
        "Atelier Conseil  owner      invited   camille@conseil.example  Camille\n"
        "Atelier Conseil  consultant invited   lou@conseil.example\n"
    )
    database = open_database(read_settings().address)
    with database.session() as session:
        holder = tickets.look_up(session, made[2], "join", site.now())
        assert holder
        assert (holder.email, holder.firm) == ("camille@conseil.example", "Atelier Conseil")
        assert tickets.redeem(session, made[2], "join", "three calm horses by the sea", site.now())
    database.close()
    again = run("account", "link", "camille@conseil.example")
    assert re.fullmatch(LINK, again.stdout)
    assert "/reset/" in again.stdout
    assert "/join/" in run("account", "link", "lou@conseil.example").stdout


def test_the_last_owner_cannot_be_disabled(run: Callable[..., Result]) -> None:
    run("account", "create", "camille@conseil.example", "--firm", "Atelier Conseil")
    run("account", "create", "lou@conseil.example", "--role", "consultant")
    refused = run("account", "disable", "camille@conseil.example")
    assert refused.exit_code == 2
    assert "needs an owner" in refused.stderr
    assert run("account", "disable", "LOU@conseil.example").stdout == "disabled\n"
    assert run("account", "disable", "lou@conseil.example").stdout == "was disabled already\n"
    unknown = run("account", "disable", "nobody@conseil.example")
    assert unknown.exit_code == 2
    assert "mandate account list" in unknown.stderr
    assert "disabled  lou@conseil.example" in run("account", "list").stdout
