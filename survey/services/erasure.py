"""A whole client erased from every table, with the accounts of its own people and all it left behind.

The journal's lines about it stay as numbers and digests, emptied of whom and what they were about. What a
database keeps in its file beyond its rows is cleared by ``scrub``; backups keep what they have.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, NullPool, Table, create_engine, delete, select, update
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer

from ..db import Base, Database, apart, transaction
from ..gate import Busy
from ..models import Account, Assignment, Event, FirmUpload, Job, Mail, Organisation
from . import journal
from .jobs import enqueue
from .journal import Actor
from .mentions import Mentions

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
    of_others = select(Assignment.account_id).where(Assignment.organisation_id != client_id)
    found = (
        select(Account)
        .join(Assignment, Assignment.account_id == Account.id)
        .where(
            Assignment.organisation_id == client_id,
            Account.role.in_(("lead", "reader")),
            Account.id.not_in(of_others),
        )
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
        ids = [one.id for one in people]
        named = Mentions([name, *(word for one in people for word in (one.name, one.email))])
        lines = lines_about(session, Event.firm_id == firm_id, named, client_id=client_id, actors=ids)
        ranges = journal.empty(lines)
        session.flush()
        session.expunge_all()
        rows = _delete_client(session, client_id) + _delete_accounts(session, ids, firm_id)
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
        # Another engine's connection: one of the pool would have to be told that it is in no transaction.
        with create_engine(engine.url, poolclass=NullPool).connect() as found:
            found.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM")


def lines_about(
    session: Session,
    among: ColumnElement[bool],
    named: Mentions,
    *,
    client_id: UUID | None = None,
    actors: Collection[UUID] = (),
) -> list[Event]:
    """The lines ``among`` these that name somebody, are by one of ``actors``, or about a client.

    All of them are looked through: the databases do not search JSON, nor letters with accents, alike.
    """
    columns = (Event.id, Event.organisation_id, Event.actor_id, Event.actor_name, Event.subject, Event.detail)
    wanted = [
        row[0]
        for row in session.execute(select(*columns).where(among))
        if (client_id is not None and row[1] == client_id) or row[2] in actors or named.within(list(row[3:]))
    ]
    found: list[Event] = []
    for start in range(0, len(wanted), 500):
        found += session.scalars(select(Event).where(Event.id.in_(wanted[start : start + 500])))
    return found


def _delete_client(session: Session, client_id: UUID) -> int:
    """Delete every row that carries the client's id, children first, and the client."""
    rows = 0
    for table in reversed(Base.metadata.sorted_tables):
        if table.name == "event" or "organisation_id" not in table.c:
            continue
        rows += _deleted(session, table, table.c.organisation_id == client_id)
    return rows + _deleted(session, Base.metadata.tables["organisation"], Organisation.id == client_id)


def _delete_accounts(session: Session, ids: list[UUID], firm_id: UUID) -> int:
    """Delete accounts with whatever is about them, and archives that are waiting to be imported."""
    uploads = (FirmUpload.firm_id == firm_id) & (FirmUpload.kind == "archive")
    rows = _deleted(session, Base.metadata.tables["firm_upload"], uploads)
    mails = session.scalars(select(Mail.id).where(Mail.account_id.in_(ids))).all()
    rows += _deleted(session, Base.metadata.tables["job"], Job.dedup.in_([f"mail:{one}" for one in mails]))
    for table in reversed(Base.metadata.sorted_tables):
        for key in table.foreign_keys:
            if key.column.table.name != "account":
                continue
            if key.parent.nullable and table.name not in ("mail", "reading"):
                session.execute(update(table).where(key.parent.in_(ids)).values({key.parent.name: None}))
            else:
                rows += _deleted(session, table, key.parent.in_(ids))
    return rows + _deleted(session, Base.metadata.tables["account"], Account.id.in_(ids))


def _deleted(session: Session, table: Table, condition: Any) -> int:
    done = session.execute(delete(table).where(condition))
    return int(done.rowcount)  # type: ignore[attr-defined]  # a DELETE counts
