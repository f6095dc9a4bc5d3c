"""The database: one engine an app, a session an app context, ``transaction()`` for everything that writes.

SQLite commits are durable (write-ahead log, synced before anything is told) and one writer at a time passes a
gate, so that nobody meets "database is locked". PostgreSQL needs neither. On both, what is read outside of a
transaction is one snapshot, and the database itself refuses to write then.
"""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    MetaData,
    String,
    TypeDecorator,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from .doctor import dotted, keeps_its_log
from .gate import GATE_SECONDS, Gate, Log
from .sqlite import sqlite_engine

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


WRITING: Final = {"isolation_level": "READ COMMITTED", "postgresql_readonly": False}
"""What a connection to PostgreSQL does that writes."""


REST_SECONDS: Final = 2.0
"""After so long in the pool a connection is tried before it is used."""


class DatabaseUnfit(Exception):
    """This database must not hold answers. The message says why and names the cure."""


class Unstorable(ValueError):
    """A text that a column cannot hold: too long, or with a NUL. Nothing was changed."""


Fault = Literal["busy", "full", "down"]


def fault_of(error: DBAPIError) -> Fault | None:
    """What a database error says about the machine; None for one that is a fault of the program."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    # Of PostgreSQL: a lost race for a unique value, a deadlock, a lock that did not come in time.
    if state in ("23505", "40001", "40P01", "55P03") or name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "busy"
    if state in ("53100", "54000") or name == "SQLITE_FULL":
        return "full"
    unreachable = error.connection_invalidated or state[:2] in ("08", "53", "57", "58")
    no_file = name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY"))
    no_answer = not state and type(error.orig).__module__.startswith("psycopg") and _operational(error)
    return "down" if unreachable or no_file or no_answer else None


def _operational(error: DBAPIError) -> bool:
    return type(error).__name__ in ("OperationalError", "InterfaceError")


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is taken off on the way in and put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give back an aware moment in UTC."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Base(DeclarativeBase):
    """What every model inherits from. The naming convention lets migrations name each constraint."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Moment}  # noqa: RUF012 - SQLAlchemy reads it from the class


@dataclass(frozen=True, slots=True)
class Database:
    """An engine and the sessions made from it."""

    engine: Engine
    session: sessionmaker[Session]

    def close(self) -> None:
        """Close every idle connection."""
        self.engine.dispose()
        self.session.kw["info"]["writer"].dispose()


class _Session(Session):
    """A session that reads by one engine, and by another what is read and written in a ``transaction()``."""

    def get_bind(self, *_args: Any, **_more: Any) -> Engine:
        """The engine for what comes next."""
        found: Engine = self.info["writer" if self.info.get("writing") else "reader"]
        return found


def open_database(address: str) -> Database:
    """A database by its SQLAlchemy address. Raises DatabaseUnfit for a SQLite that can lose answers."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url)
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    settings = f"-c lock_timeout={int(GATE_SECONDS * 1000)} -c idle_in_transaction_session_timeout=120000"
    engine = create_engine(
        url,
        pool_size=10,
        max_overflow=30,
        hide_parameters=True,
        connect_args={"options": settings},
    )
    _try_the_rested(engine)
    writer = engine.execution_options(**WRITING)
    engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(engine, _sessions(engine, writer))


def _try_the_rested(engine: Engine) -> None:
    """Ask a connection that lay idle whether it still holds: the server may have been restarted meanwhile.

    Asking every time would be one more round trip for each page.
    """
    dialect: Any = engine.dialect

    def rest(_connection: Any, record: Any) -> None:
        record.info["rests"] = time.monotonic()

    def again(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("rests", math.inf) < REST_SECONDS:
            return
        try:
            dialect.do_ping(connection)
        except dialect.dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", rest)
    event.listen(engine, "checkout", again)


def _open_sqlite(url: URL) -> Database:
    from pysqlite3 import dbapi2  # noqa: PLC0415 - PostgreSQL does without

    if not keeps_its_log(dbapi2.sqlite_version_info):
        raise DatabaseUnfit(
            f"SQLite {dotted(dbapi2.sqlite_version_info)} can lose committed answers when its log is reset."
            " Run: pip install 'pysqlite3>=0.6.1'"
        )
    if not url.database or url.database == ":memory:":
        raise DatabaseUnfit(
            "a database in memory keeps nothing: name a file, as in sqlite:////var/lib/mandate.sqlite"
        )
    path = Path(url.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    engine, writer = sqlite_engine(url, dbapi2), sqlite_engine(url, dbapi2, "together")
    # Beside the database, by names that SQLite gives and that we give.
    gate, log = (path.with_name(path.name + suffix) for suffix in (".gate", "-wal"))
    return Database(engine, _sessions(engine, writer, Gate(gate), Log(log)))


def _sessions(
    engine: Engine, writer: Engine, gate: Gate | None = None, log: Log | None = None
) -> sessionmaker[Session]:
    info = {"reader": engine, "writer": writer, "gate": gate, "log": log}
    made: sessionmaker[Session] = sessionmaker(engine, class_=_Session, expire_on_commit=False, info=info)
    event.listen(made, "before_flush", _check_texts)
    return made


def write_options(engine: Engine) -> dict[str, Any]:
    """The execution options by which a connection of ``Database.engine`` may write, as migrations do."""
    return {"writes": "alone"} if engine.dialect.name == "sqlite" else WRITING


@contextmanager
def apart(database: Database) -> Iterator[Any]:
    """SQLite's own connection, outside of any transaction, while every writer waits. Raises Busy."""
    gate: Gate = database.session.kw["info"]["gate"]
    with gate():
        connection = database.engine.raw_connection()
        # It does not go back: what is done here is nothing that the pool knows of.
        connection.detach()
        try:
            found: Any = connection.dbapi_connection
            found.execute("PRAGMA query_only=OFF")
            yield found
        finally:
            connection.close()


def _check_texts(session: Session, _context: Any, _instances: Any) -> None:
    """What PostgreSQL refuses, SQLite refuses too, and in words: SQLite alone would store any length."""
    for row in (*session.new, *session.dirty):
        for name, length in _lengths(type(row)):  # type: ignore[arg-type]  # a type is hashable
            value = getattr(row, name)
            if isinstance(value, str) and ("\0" in value or (length is not None and len(value) > length)):
                raise Unstorable(f"{type(row).__name__}.{name}: longer than {length}, or with a NUL")


@cache
def _lengths(model: type[Base]) -> tuple[tuple[str, int | None], ...]:
    kinds = [(attribute.key, attribute.columns[0].type) for attribute in inspect(model).column_attrs]
    return tuple((key, kind.length) for key, kind in kinds if isinstance(kind, String))


@contextmanager
def transaction(session: Session) -> Iterator[Session]:
    """One write: everything inside is committed together, durably, or not at all.

    What was read before is read again inside, under the write lock. Raises Busy after seconds of waiting, and
    Unsynced when the disk fails.
    """
    if session.info.get("writing"):
        raise RuntimeError("a transaction is open: a service must not call another service that writes")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed outside of a transaction")
    session.rollback()
    gate: Gate | None = session.info["gate"]
    with gate() if gate else nullcontext():
        session.info["writing"] = True
        try:
            session.connection()
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["writing"] = False
    # Even where nothing was written: what was found stored may be another's, who still waits for the disk.
    log: Log | None = session.info["log"]
    if log:
        log.sync()
