"""A PostgreSQL server of the tests' own: in a temporary folder, gone with the process that started it."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import delete

from survey import schema
from survey.db import Base, open_database

CURE = "PostgreSQL's initdb was not found: run make setup-tests, or install your system's package postgresql"
DURABLE = ("fsync=on", "synchronous_commit=on")
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""For tests about anything but the loss of power."""


class Cluster:
    """A running server, reached by a socket in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers, self._free = count(), list[str]()
        self._template = ""

    def address(self, name: str) -> str:
        """The address of one of its databases, as ``SURVEY_DATABASE_URL`` takes it."""
        return f"postgresql://mandate@/{name}?host={self.folder}"

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A new database without any table; its address."""
        name = self._new()
        yield self.address(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """A database with every table and no row; its address. Emptied afterwards, and used again."""
        if not self._template:
            self._template = self._new()
            database = open_database(self.address(self._template))
            schema.upgrade(database.engine)
            database.close()
        name = self._free.pop() if self._free else self._new(f"TEMPLATE {self._template}")
        yield self.address(name)
        # Deleting is ten times quicker than truncating tables this small, or than a new database.
        deletes = ";".join(str(delete(table)) for table in Base.metadata.tables.values())
        self._run(f"SET lock_timeout = '5s'; SET session_replication_role = replica; {deletes}", name)
        self._free.append(name)

    def _new(self, more: str = "") -> str:
        name = f"d{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} {more}")
        return name

    def _run(self, statements: str, name: str = "postgres") -> None:
        with psycopg.connect(f"host={self.folder} user=mandate dbname={name}", autocommit=True) as connection:
            connection.execute(statements)  # type: ignore[arg-type, unused-ignore]


@contextmanager
def cluster(settings: tuple[str, ...] = QUICK) -> Iterator[Cluster]:
    """Start a server, and stop it at the end. It stops too when this process is killed."""
    bin_folder = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="mandate-pg-"))
    as_user = _as_user(folder)
    try:
        made = [bin_folder / "initdb", "-D", folder / "data", "-U", "mandate", "-A", "trust", "--no-sync"]
        locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run([*as_user, *made, *locale], check=True, capture_output=True, cwd=folder)
        where = (f"unix_socket_directories={folder}", "listen_addresses=")
        options = [f"--{setting}" for setting in (*settings, *where)]
        command = [*as_user, "--pdeathsig", "INT", bin_folder / "postgres", "-D", folder / "data", *options]
        with (folder / "log").open("wb") as log, subprocess.Popen(command, cwd=folder, stderr=log) as server:
            try:
                found = Cluster(folder)
                _wait(found, server)
                yield found
            finally:
                server.send_signal(signal.SIGINT)
                server.wait(timeout=20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    on_path = shutil.which("initdb")
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not on_path and not newest:
        raise FileNotFoundError(CURE)
    return (Path(on_path).resolve() if on_path else newest[-1]).parent


def _as_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the user that its package made."""
    if os.getuid() != 0:
        return ["setpriv"]
    shutil.chown(folder, "postgres", "postgres")
    folder.chmod(0o755)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _wait(found: Cluster, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        try:
            psycopg.connect(f"host={found.folder} user=mandate dbname=postgres").close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None:
                break
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{(found.folder / 'log').read_text()[-2000:]}")
