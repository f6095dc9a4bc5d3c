"""A whole database in one file, and a database out of such a file."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError

from ..db import Base, Database, apart, open_database

SQLITE: Final = b"SQLite format 3\0"
POSTGRESQL: Final = b"PGDMP"


class BackupRefused(Exception):
    """A backup could not be made, or a file not be restored; nothing was changed. The message says why."""


def backup(database: Database, path: Path) -> None:
    """Write everything that is committed to a new file, while others go on reading and writing.

    Raises BackupRefused for a file that exists already, and where PostgreSQL's own programs fail.
    """
    if path.exists():
        raise BackupRefused(f"{path} exists already; choose another name")
    # Under another name until it is whole: a file of the wanted name is always a complete backup.
    partly = path.with_name(path.name + ".part")
    partly.unlink(missing_ok=True)
    try:
        if database.engine.dialect.name == "sqlite":
            with apart(database) as connection:
                connection.execute("VACUUM INTO ?", (str(partly),))
        else:
            _program("pg_dump", database, "--format=custom", "--no-owner", f"--file={partly}")
        partly.chmod(0o600)
        partly.rename(path)
    finally:
        partly.unlink(missing_ok=True)


def restore(database: Database, path: Path, *, replace: bool = False) -> None:
    """Make the database what it was when the file was written, which is checked before anything is touched.

    All of it or nothing, also while others use the database. Raises BackupRefused for a file that is none of
    ours or damaged, and for a database with rows in it unless ``replace``.
    """
    engine = database.engine
    kind = SQLITE if engine.dialect.name == "sqlite" else POSTGRESQL
    with path.open("rb") as stream:
        if not stream.read(len(kind)).startswith(kind):
            raise BackupRefused(f"{path} is not a backup of a {engine.dialect.name} database")
    if kind == SQLITE:
        _check_sqlite(path)
    else:
        _program("pg_restore", None, "--list", str(path))
    if has_rows(database) and not replace:
        raise BackupRefused("the database has data in it; to put the backup in its place, add --replace")
    if kind == SQLITE:
        _restore_sqlite(database, path)
    else:
        _program(
            "pg_restore", database, "--clean", "--if-exists", "--no-owner", "--single-transaction", str(path)
        )


def has_rows(database: Database) -> bool:
    """Whether any of our tables has a row."""
    with database.engine.connect() as connection:
        there = set(inspect(connection).get_table_names())
        return any(
            connection.execute(select(table).limit(1)).first() is not None
            for table in Base.metadata.sorted_tables
            if table.name in there
        )


def _check_sqlite(path: Path) -> None:
    with _copy(path) as opened:
        try:
            with opened.engine.connect() as connection:
                found = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
                tables = inspect(connection).get_table_names()
        except DatabaseError as error:
            raise BackupRefused(f"{path} is damaged: {error.orig}") from error
    if found != "ok":
        raise BackupRefused(f"{path} is damaged: {found}")
    if "alembic_version" not in tables:
        raise BackupRefused(f"{path} is a SQLite database, but not one of Mandate's")


@contextmanager
def _copy(path: Path) -> Iterator[Database]:
    """A copy, opened: opening leaves files beside a database, and a backup may lie where none may be."""
    with tempfile.TemporaryDirectory() as folder:
        opened = open_database(f"sqlite:///{shutil.copy(path, Path(folder) / 'copy.sqlite')}")
        try:
            yield opened
        finally:
            opened.close()


def _restore_sqlite(database: Database, path: Path) -> None:
    with _copy(path) as opened, apart(opened) as source, apart(database) as target:
        source.backup(target)


def _program(name: str, database: Database | None, *arguments: str) -> None:
    program = shutil.which(name)
    if program is None:
        raise BackupRefused(f"{name} was not found: install PostgreSQL's client programs on this machine")
    command, environment = [program, *arguments], dict(os.environ)
    if database is not None:
        url = database.engine.url
        # The password by the environment: others on this machine can read a command line.
        environment |= {"PGPASSWORD": url.password} if isinstance(url.password, str) else {}
        plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
        command.append(f"--dbname={plain.render_as_string()}")
    done = subprocess.run(  # noqa: S603 - our own words and a file's name
        command, capture_output=True, text=True, check=False, env=environment
    )
    if done.returncode != 0:
        raise BackupRefused(f"{name} failed: {done.stderr.strip()[-500:]}")
