"""SQLite's connections: each only reads unless told otherwise, and writes begin with the lock in hand.

A connection that was just told has to plan every statement again, which is a tenth of a page: those that
write answers are therefore others than those that read.
"""

from typing import Any, Final, Literal

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.engine.characteristics import ConnectionCharacteristic

Writes = Literal["not", "alone", "together"]
"""How a connection writes: not at all, with a sync at each commit, or with the next sync of the log."""

_ALWAYS: Final = ("busy_timeout=10000", "journal_mode=WAL", "foreign_keys=ON", "cache_size=-256")
"""256 KB of pages are kept by a connection: the system has them all, and there are many connections."""


def _set(connection: Any, writes: Writes) -> None:
    connection.execute(f"PRAGMA query_only={'ON' if writes == 'not' else 'OFF'}")
    connection.execute(f"PRAGMA synchronous={'NORMAL' if writes == 'together' else 'FULL'}")
    connection.writes = writes


class _Writing(ConnectionCharacteristic):
    """The execution option ``writes``, for what is rare: holds until the connection goes back to the pool."""

    def set_characteristic(self, _dialect: Any, dbapi_conn: Any, value: Any) -> None:
        _set(dbapi_conn, value)

    def reset_characteristic(self, _dialect: Any, dbapi_conn: Any) -> None:
        _set(dbapi_conn, dbapi_conn.usual)

    def get_characteristic(self, _dialect: Any, dbapi_conn: Any) -> Any:
        return dbapi_conn.writes


class Dialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's own, but for how it begins. By a listener of the engine, that costs a tenth of a page."""

    supports_statement_cache = True
    connection_characteristics = SQLiteDialect_pysqlite.connection_characteristics.union(
        {"writes": _Writing()}
    )

    def do_begin(self, dbapi_connection: Any) -> None:
        """Begin. A plain BEGIN that writes later can fail half-way: another writer may have come between."""
        dbapi_connection.execute("BEGIN" if dbapi_connection.writes == "not" else "BEGIN IMMEDIATE")


registry.register("sqlite.durable", __name__, "Dialect")


def sqlite_engine(url: URL, module: Any, writes_usually: Writes = "not") -> Engine:
    """An engine on a file, by the driver ``module``, whose connections do as said unless told otherwise."""

    class Connection(module.Connection):  # type: ignore[misc]
        usual: Writes = writes_usually
        writes: Writes = writes_usually

    engine = create_engine(
        url.set(drivername="sqlite+durable"),
        module=module,
        connect_args={"factory": Connection},
        # The one used last has its statements and pages at hand; the others stay small.
        pool_use_lifo=True,
        pool_size=10,
        max_overflow=30,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    # The driver must emit no BEGIN of its own: reads and writes begin differently.
    connection.isolation_level = None
    for pragma in _ALWAYS:
        connection.execute(f"PRAGMA {pragma}")
    _set(connection, connection.usual)
