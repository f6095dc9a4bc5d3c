"""What an installation needs, checked one by one, each fault with its cure: the ``mandate doctor`` command.

Nothing here changes anything but a probe file in the instance folder, written and removed.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from ctypes import CDLL, c_char_p
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

# The document's libraries, each with the Debian package that brings it.
LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0-0"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
    ("libharfbuzz.so.0", "libharfbuzz0b"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset0"),
)
FONTS = (("font-source-serif-pro", "font_source_serif_pro"), ("font-source-sans-pro", "font_source_sans_pro"))
PYTHON = (3, 11)
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Any of these tests the screens; the first draws no window around them, which is quickest."""
REINSTALL = "Run: pip install -r requirements.txt"

Version = tuple[int, ...]


@dataclass(frozen=True)
class Check:
    """One thing looked at. ``cure`` is empty when all is well; Mandate works without what is optional."""

    name: str
    ok: bool
    detail: str
    cure: str = ""
    optional: bool = False


def run_checks(
    instance: Path = Path("instance"),
    database_url: str | None = None,
    pack: tuple[str, str] = ("ai_maturity", "v1"),
) -> list[Check]:
    """Check the installation, without stopping at the first fault.

    ``instance`` is the folder of local data; ``database_url`` an SQLAlchemy address, or None while none is
    set; ``pack`` the key and version to load. Raises nothing for a faulty installation: the checks tell it.
    """
    checks = [
        check_python(sys.version_info[:3]),
        *(check_library(name, package) for name, package in LIBRARIES),
        check_pango(pango_version()),
        check_weasyprint(),
        *(check_font(distribution, package) for distribution, package in FONTS),
        check_pack(*pack),
        check_instance(instance),
        check_sqlite(*sqlite_in_use()),
        check_chromium(),
    ]
    if database_url is not None:
        checks.append(check_database(database_url))
    return checks


def lines(checks: list[Check]) -> Iterator[str]:
    """The checks as text, one a line, each fault followed by its cure."""
    for check in checks:
        mark = "ok  " if check.ok else "note" if check.optional else "FAIL"
        yield f"{mark}  {check.name}: {check.detail}"
        if not check.ok:
            yield f"      {check.cure}"


def healthy(checks: list[Check]) -> bool:
    """True when nothing but optional checks failed."""
    return all(check.ok or check.optional for check in checks)


def check_python(running: Version) -> Check:
    """Is this Python new enough?"""
    wanted = dotted(PYTHON)
    return Check(
        "Python",
        running >= PYTHON,
        dotted(running),
        "" if running >= PYTHON else f"Install Python {wanted} or newer, remove .venv, and run: make setup",
    )


def check_library(name: str, package: str) -> Check:
    """Can this shared library be loaded?"""
    try:
        CDLL(name)
    except OSError as fault:
        return Check(
            name, False, str(fault), f"Run: apt-get install {package} (or your system's package of it)"
        )
    return Check(name, True, "loads")


def pango_version() -> str | None:
    """The version of the Pango that would draw the document; None when there is none."""
    try:
        tell = CDLL("libpango-1.0.so.0").pango_version_string
    except (OSError, AttributeError):
        return None
    tell.restype = c_char_p
    return str(tell().decode())


def check_pango(found: str | None) -> Check:
    """Is this Pango one that crashes? 1.56.4 is reported to (WeasyPrint issues 2507 and 2623)."""
    if found is None:
        return Check("Pango", False, "not found", "Run: apt-get install libpango-1.0-0")
    if found == "1.56.4":
        cure = "Update Pango; until then a report may fail now and then (the site itself is not touched)."
        return Check("Pango", False, "1.56.4 is reported to crash while drawing text", cure, optional=True)
    return Check("Pango", True, found)


def check_weasyprint() -> Check:
    """Is the PDF library there, with its system libraries? Not imported: it fails with a page of advice."""
    for name, _ in LIBRARIES:
        if not check_library(name, "").ok:
            return Check(
                "WeasyPrint", False, f"not tried without {name}", "Install the libraries named above."
            )
    if find_spec("weasyprint") is None:
        return Check("WeasyPrint", False, "not installed", REINSTALL)
    return Check("WeasyPrint", True, version("weasyprint"))


def check_font(distribution: str, package: str) -> Check:
    """Are the files of this typeface there?"""
    try:
        found = version(distribution)
        present = any(entry.name.endswith("-Regular.ttf") for entry in (files(package) / "files").iterdir())
    except (PackageNotFoundError, ModuleNotFoundError, FileNotFoundError):
        return Check(distribution, False, "not installed", REINSTALL)
    if not present:
        return Check(distribution, False, "installed without its font files", REINSTALL)
    return Check(distribution, True, found)


def check_pack(key: str, pack_version: str) -> Check:
    """Does the shipped content load without a fault?"""
    from questionnaires.errors import DefinitionError  # noqa: PLC0415 - a broken pydantic must be told, not met
    from questionnaires.loader import load  # noqa: PLC0415

    name = f"Content {key} {pack_version}"
    try:
        pack = load(key, pack_version)
    except DefinitionError as fault:
        more = f" (and {len(fault.faults) - 1} more)" if len(fault.faults) > 1 else ""
        cure = "Run: python -m questionnaires check. If you did not edit the pack, install Mandate again."
        return Check(name, False, fault.faults[0] + more, cure)
    return Check(name, True, f"{len(pack.questionnaire.questions)} questions, {len(pack.actions)} actions")


def check_instance(folder: Path) -> Check:
    """Can local data be written there? A folder that does not exist yet counts by its nearest parent."""
    name = "Folder for local data"
    place = folder.resolve()
    while not place.exists():
        place = place.parent
    cure = f"Run: mkdir -p '{folder}' && chown {os.getuid()} '{folder}'"
    if not place.is_dir():
        return Check(
            name, False, f"{place} is not a folder", "Move that file away, or choose another folder."
        )
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as fault:
        return Check(name, False, f"{place}: {fault.strerror}", cure)
    return Check(name, True, str(folder.resolve()))


def sqlite_in_use() -> tuple[str, Version]:
    """The driver that Mandate would take, and the version of the SQLite inside it."""
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415 - which of the two is there is the question
    except ImportError:
        import sqlite3  # noqa: PLC0415

        return "sqlite3", sqlite3.sqlite_version_info
    return "pysqlite3", dbapi2.sqlite_version_info


def keeps_its_log(sqlite: Version) -> bool:
    """Is this SQLite free of the defect that can lose pages when a write-ahead log is reset?

    It came with the log in 3.7.0 and went in 3.51.3; 3.50.7 and 3.44.6 carry the correction too.
    """
    corrected = sqlite >= (3, 51, 3) or (3, 50, 7) <= sqlite < (3, 51) or (3, 44, 6) <= sqlite < (3, 45)
    return corrected or sqlite < (3, 7)


def check_sqlite(driver: str, sqlite: Version) -> Check:
    """Is the SQLite in use one that keeps what it confirmed?"""
    detail = f"{dotted(sqlite)} by {driver}"
    if keeps_its_log(sqlite):
        return Check("SQLite", True, detail)
    cure = "Run: pip install 'pysqlite3>=0.6.1', which brings a corrected SQLite."
    return Check("SQLite", False, f"{detail} can lose committed answers when its log is reset", cure)


def check_database(url: str) -> Check:
    """Does the database answer, and is it at the version of this program?"""
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - half a second that other checks spare
    from alembic.script import ScriptDirectory  # noqa: PLC0415
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.engine import make_url  # noqa: PLC0415
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    try:
        address = make_url(url)
    except ArgumentError:
        return Check("Database", False, "its address cannot be read", "Write it as driver://user@host/name.")
    shown = address.render_as_string(hide_password=True)
    if address.get_backend_name() == "sqlite" and address.database and not Path(address.database).exists():
        return Check("Database", False, f"{shown} does not exist", "Run: mandate db upgrade")
    try:
        # Without a pool the connection closes with its block.
        with create_engine(address, poolclass=NullPool).connect() as connection:
            current = set(MigrationContext.configure(connection).get_current_heads())
    except (SQLAlchemyError, ImportError) as fault:
        cure = "Start the database server, or correct the address."
        return Check("Database", False, f"{shown}: {str(fault).splitlines()[0]}", cure)
    wanted = set(ScriptDirectory(str(files("survey") / "migrations")).get_heads())
    if current != wanted:
        detail = f"{shown} is at {named(current)}, this program needs {named(wanted)}"
        return Check("Database", False, detail, "Run: mandate db upgrade (after a backup)")
    return Check("Database", True, f"{shown} at {named(current)}")


def check_chromium(find: Callable[[str], str | None] = shutil.which) -> Check:
    """Is there a Chromium? Only the tests ask for it."""
    place = next(filter(None, map(find, BROWSERS)), None)
    if place:
        return Check("Chromium (for tests)", True, place, optional=True)
    return Check("Chromium (for tests)", False, "not found", "Run: apt-get install chromium", optional=True)


def dotted(number: Version) -> str:
    """3.11.7 for (3, 11, 7)."""
    return ".".join(map(str, number))


def named(revisions: set[str]) -> str:
    """The revisions of a database in words."""
    return ", ".join(sorted(revisions)) or "no revision"
