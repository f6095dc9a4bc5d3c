"""A backup holds every row, and a restore brings every row back, or touches nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from questionnaires import Pack
from survey.cli import main
from survey.db import Database, open_database, transaction
from survey.models import Firm
from survey.services.backup import has_rows
from tests.survey.conftest import rows, set_up


@pytest.fixture
def run(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("SURVEY_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("SURVEY_DATABASE_URL", address)
    return lambda *arguments: CliRunner().invoke(main, ["db", *map(str, arguments)])


@pytest.fixture
def filled(database: Database, pack: Pack) -> Database:
    with database.session() as session:
        set_up(session, pack)
    return database


def test_every_row_comes_back(run: Callable[..., Result], filled: Database, tmp_path: Path) -> None:
    file, before = tmp_path / "backup", rows(filled)
    assert has_rows(filled)
    made = run("backup", file)
    assert made.exit_code == 0, made.output
    assert file.stat().st_mode & 0o777 == 0o600
    with filled.session() as session, transaction(session):
        for firm in session.scalars(select(Firm)):
            firm.name = "Changed since"
    assert rows(filled) != before
    refused = run("restore", file)
    assert refused.exit_code == 1
    assert "--replace" in refused.stderr
    assert rows(filled) != before
    restored = run("restore", "--replace", file)
    assert restored.exit_code == 0, restored.output
    # By a connection that was open all the while, as a running site has.
    assert rows(filled) == before
    assert run("check").exit_code == 0


def test_a_backup_goes_into_an_empty_database(
    run: Callable[..., Result],
    filled: Database,
    empty_address: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run("backup", tmp_path / "backup")
    monkeypatch.setenv("SURVEY_DATABASE_URL", empty_address)
    restored = run("restore", tmp_path / "backup")
    assert restored.exit_code == 0, restored.output
    other = open_database(empty_address)
    assert rows(other) == rows(filled)
    with other.session() as session, transaction(session):
        session.add(Firm(name="Written after", created_at=session.scalars(select(Firm.created_at)).one()))
    other.close()


def test_a_file_is_checked_before_anything_is_touched(
    run: Callable[..., Result], filled: Database, tmp_path: Path
) -> None:
    before, good = rows(filled), tmp_path / "good"
    run("backup", good)
    content = good.read_bytes()
    broken = {
        "text": b"not a backup",
        "empty": b"",
        "half": content[: len(content) // 2] if content.startswith(b"SQLite") else content[:200],
    }
    for name, wrong in broken.items():
        (tmp_path / name).write_bytes(wrong)
        refused = run("restore", "--replace", tmp_path / name)
        assert refused.exit_code == 1, name
        assert str(tmp_path / name) in refused.stderr or "failed" in refused.stderr
    assert rows(filled) == before
    assert run("backup", good).exit_code == 1
    assert good.read_bytes() == content
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.endswith(".part")) == []
