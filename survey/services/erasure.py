"""A whole client erased from every table, with the accounts of its own people and all it left behind.

The journal's lines about it stay as numbers and digests, emptied of whom and what they were about. What a
database keeps in its file beyond its rows is cleared by ``scrub``, and backups are whoever keeps them to clear.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import JSON, Column, LargeBinary, String, Table, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer

from ..db import Base, Busy, Database, apart, transaction
from ..models import Account, Assignment, Event, FirmUpload, Organisation
from . import journal
from .jobs import enqueue
from .journal import Actor

JOB: Final = "scrub"
"""The kind of job that clears the database's file of what was deleted."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took away: rows, accounts among them, lines of the journal that were emptied."""

    rows: int
    accounts: int
    lines: int


def own_accounts(session: Session, client_id: UUID) -> list[Account]:
    """Leads and readers who see this client and no other: they are the client's people, and go with it."""
    elsewhere = exists().where(
        Assignment.account_id == Account.id, Assignment.organisation_id != client_id
    )
    found = (
        select(Account)
        .join(Assignment, Assignment.account_id == Account.id)
        .where(Assignment.organisation_id == client_id, Account.role.in_(("lead", "reader")), ~elsewhere)
        .order_by(Account.name)
    )
    return list(session.scalars(found))


def erase_client(session: Session, client_id: UUID, actor: Actor, now: datetime, *, typed: str) -> Erased:
    """Erase a client. Raises InvalidAnswer where there is none, or ``typed`` is not its name."""
    with transaction(session):
        client = session.get(Organisation, client_id)
        if client is None:
            raise InvalidAnswer(f"there is no client {client_id}; run: mandate client list")
        if typed.split() != client.name.split():
            raise InvalidAnswer("the name typed is not the client's name")
        firm_id, name = client.firm_id, client.name
        people = own_accounts(session, client_id)
        words = {name, *(word for one in people for word in (one.name, one.email) if word)}
        lines = _lines(session, firm_id, client_id, [one.id for one in people], words)
        ranges = journal.empty(lines)
        session.flush()
        ids = [one.id for one in people]
        session.expunge_all()
        rows = _delete_accounts(session, ids, firm_id) + _delete_client(session, client_id)
        # Which client it was is told by its id alone: whoever has to account for the erasure knows it.
        journal.note(
            session, firm_id, actor, "client.erase", now, client=str(client_id), rows=rows, emptied=ranges
        )
        enqueue(session, JOB, {}, now, dedup=f"{JOB}:{client_id}")
    return Erased(rows, len(ids), len(lines))


def scrub(database: Database) -> None:
    """Clear the database's file of rows that are deleted already. Raises Busy: to be tried again.

    SQLite leaves them in free pages and in its log: the file is written anew and the log cut off. PostgreSQL
    frees their space for other rows.
    """
    engine = database.engine
    if engine.dialect.name == "sqlite":
        with apart(database) as connection:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise Busy
    else:
        with engine.execution_options(
            isolation_level="AUTOCOMMIT", postgresql_readonly=False
        ).connect() as connection:
            connection.exec_driver_sql("VACUUM")


def holds(column: Column[Any]) -> bool:
    """Whether a column can hold a text that somebody wrote."""
    return isinstance(column.type, (String, JSON, LargeBinary))


def _lines(
    session: Session, firm_id: UUID, client_id: UUID, accounts: Iterable[UUID], words: Iterable[str]
) -> list[Event]:
    """The lines of a firm's journal about a client: its own, those of its people, those that name either."""
    named = [
        func.lower(column, type_=String).contains(word.lower(), autoescape=True)
        for word in words
        for column in (Event.subject, Event.actor_name)
    ]
    about = or_(Event.organisation_id == client_id, Event.actor_id.in_(list(accounts)), *named)
    found = list(session.scalars(select(Event).where(Event.firm_id == firm_id, about).order_by(Event.number)))
    seen = {line.number for line in found}
    # What stands in a detail is looked at here: the databases do not search JSON alike.
    others = session.scalars(select(Event).where(Event.firm_id == firm_id, ~about))
    return found + [
        line for line in others if line.number not in seen and mentions(line.detail, words)
    ]


def mentions(value: Any, words: Iterable[str]) -> bool:
    """Whether one of these words stands in a text, or in any text within a JSON value; case aside."""
    if isinstance(value, str):
        return any(word.casefold() in value.casefold() for word in words)
    if isinstance(value, dict):
        return any(mentions(item, words) for pair in value.items() for item in pair)
    if isinstance(value, list):
        return any(mentions(item, words) for item in value)
    return False


def _delete_client(session: Session, client_id: UUID) -> int:
    """Delete every row that carries the client's id, children first, and the client."""
    rows = 0
    for table in reversed(Base.metadata.sorted_tables):
        if table.name == "event" or "organisation_id" not in table.c:
            continue
        rows += _deleted(session, table, table.c.organisation_id == client_id)
    return rows + _deleted(session, Base.metadata.tables["organisation"], Organisation.id == client_id)


def _delete_accounts(session: Session, ids: list[UUID], firm_id: UUID) -> int:
    """Delete accounts with whatever refers to them, and archives that are waiting to be imported."""
    rows = _deleted(
        session,
        Base.metadata.tables["firm_upload"],
        (FirmUpload.firm_id == firm_id) & (FirmUpload.kind == "archive"),
    )
    for table in reversed(Base.metadata.sorted_tables):
        for key in table.foreign_keys:
            if key.column.table.name == "account":
                rows += _deleted(session, table, key.parent.in_(ids))
    return rows + _deleted(session, Base.metadata.tables["account"], Account.id.in_(ids))


def _deleted(session: Session, table: Table, condition: Any) -> int:
    done = session.execute(delete(table).where(condition))
    return int(done.rowcount)  # type: ignore[attr-defined]  # a DELETE counts
