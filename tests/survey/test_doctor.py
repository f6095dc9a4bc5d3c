"""Each check of ``mandate doctor``: what it accepts, what it refuses, and the cure it names."""

from pathlib import Path

import pytest

from survey import doctor
from survey.doctor import Check


@pytest.mark.parametrize(
    ("sqlite", "safe"),
    [
        ((3, 6, 23), True),
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_sqlite_versions_that_can_lose_their_log_are_refused(sqlite: tuple[int, ...], safe: bool) -> None:
    check = doctor.check_sqlite("sqlite3", sqlite)
    assert check.ok is safe
    assert ("pysqlite3" in check.cure) is not safe


def test_the_sqlite_that_we_install_is_safe() -> None:
    driver, found = doctor.sqlite_in_use()
    assert driver == "pysqlite3"
    assert doctor.keeps_its_log(found)


def test_an_old_python_is_refused() -> None:
    assert doctor.check_python((3, 11, 0)).ok
    check = doctor.check_python((3, 9, 2))
    assert not check.ok
    assert "3.11" in check.cure


def test_a_missing_library_names_its_package() -> None:
    check = doctor.check_library("libabsent.so.0", "libabsent0")
    assert not check.ok
    assert check.cure.startswith("Run: apt-get install libabsent0")


def test_a_pango_that_crashes_is_noted_but_does_not_fail() -> None:
    assert doctor.check_pango("1.50.12").ok
    assert not doctor.check_pango(None).ok
    crashing = doctor.check_pango("1.56.4")
    assert not crashing.ok
    assert doctor.healthy([crashing])


def test_a_missing_font_is_told() -> None:
    assert not doctor.check_font("font-of-nobody", "font_of_nobody").ok


def test_an_instance_folder_may_be_missing_but_not_unwritable(tmp_path: Path) -> None:
    assert doctor.check_instance(tmp_path / "new" / "instance").ok
    assert not (tmp_path / "new").exists()
    occupied = tmp_path / "occupied"
    occupied.write_text("a file")
    assert not doctor.check_instance(occupied).ok


def test_chromium_is_optional() -> None:
    missing = doctor.check_chromium(lambda name: None)
    assert not missing.ok
    assert doctor.healthy([missing])
    assert doctor.check_chromium(lambda name: "/usr/bin/" + name if name == "google-chrome" else None).ok


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense", "cannot be read"),
        ("sqlite:////nowhere/mandate.sqlite", "does not exist"),
        ("postgresql+psycopg://mandate:secret@127.0.0.1:1/mandate", "127.0.0.1:1"),
    ],
)
def test_a_database_that_does_not_answer_is_told_without_its_password(url: str, told: str) -> None:
    check = doctor.check_database(url)
    assert not check.ok
    assert told in check.detail
    assert "secret" not in check.detail


def test_an_unmigrated_database_is_told(tmp_path: Path) -> None:
    if not (Path(doctor.__file__).parent / "migrations").is_dir():
        pytest.skip("no migrations yet")
    (tmp_path / "empty.sqlite").touch()
    check = doctor.check_database(f"sqlite:///{tmp_path}/empty.sqlite")
    assert not check.ok
    assert "no revision" in check.detail
    assert "mandate db upgrade" in check.cure


def test_lines_name_the_cure_under_the_fault() -> None:
    checks = [Check("One", True, "1.0"), Check("Two", False, "gone", "Fetch it.")]
    assert list(doctor.lines(checks)) == ["ok    One: 1.0", "FAIL  Two: gone", "      Fetch it."]
    assert not doctor.healthy(checks)


def test_all_checks_run_on_this_installation(tmp_path: Path) -> None:
    checks = {check.name: check for check in doctor.run_checks(tmp_path)}
    assert checks["SQLite"].ok
    assert checks["WeasyPrint"].ok
    assert len(checks) >= 10
