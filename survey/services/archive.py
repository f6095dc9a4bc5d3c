"""A client as one file to take away: every row of it, in plain JSON."""

from datetime import datetime
from importlib.metadata import version
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from questionnaires import load
from questionnaires.errors import InvalidAnswer

from ..db import Base, transaction
from ..files.archive import write_archive
from ..models import Campaign, Event, FirmPack, Organisation
from . import journal
from .archive_columns import columns, plain, tables
from .journal import Actor

_PACKS: Final = Base.metadata.tables[FirmPack.__tablename__]
PACK_COLUMNS: Final = tuple(column for column in _PACKS.columns if column.name not in ("id", "firm_id"))
"""What an archive holds of a firm's questionnaire that the client was asked by."""


def export(session: Session, client_id: UUID, actor: Actor, now: datetime) -> bytes:
    """The archive of a client, noted in the journal. Raises InvalidAnswer for an unknown client."""
    with transaction(session):
        content = written(session, client_id, now)
        client = session.get_one(Organisation, client_id)
        journal.note(
            session,
            client.firm_id,
            actor,
            "client.export",
            now,
            subject=client.name,
            organisation_id=client_id,
            bytes=len(content),
        )
    return content


def written(session: Session, client_id: UUID, now: datetime, results: str = "") -> bytes:
    """The archive of a client, with the ``results`` of one version beside its rows where they are given.

    For whoever notes by other means who takes it away. Raises InvalidAnswer for an unknown client.
    """
    client = session.get(Organisation, client_id)
    if client is None:
        raise InvalidAnswer(f"there is no client {client_id}; run: mandate client list")
    found = {table.name: _rows(session, table, _of(table, client_id)) for table in tables()}
    asked = {(row["pack_key"], row["pack_version"]) for row in found["campaign"]}
    found["firm_pack"] = [
        {column.name: plain(column, row[column]) for column in PACK_COLUMNS}
        for row in session.execute(
            select(*PACK_COLUMNS).where(FirmPack.firm_id == client.firm_id)
        ).mappings()
        if (row[PACK_COLUMNS[0]], row[PACK_COLUMNS[1]]) in asked
    ]
    own = {(row["key"], row["version"]) for row in found["firm_pack"]}
    return write_archive(
        found,
        _journal(session, client_id),
        program=version("mandate"),
        client=client.name,
        packs={f"{key}/{number}": load(key, number).digest for key, number in sorted(asked - own)},
        now=now,
        results=results,
    )


def clients(session: Session) -> list[tuple[UUID, str, int]]:
    """Every client of the installation by name: id, name, number of campaigns."""
    waves: dict[UUID, int] = {}
    for client_id in session.scalars(select(Campaign.organisation_id)):
        waves[client_id] = waves.get(client_id, 0) + 1
    rows = session.execute(select(Organisation.id, Organisation.name).order_by(Organisation.name))
    return [(client_id, name, waves.get(client_id, 0)) for client_id, name in rows]


def _of(table: Table, client_id: UUID) -> ColumnElement[bool]:
    key = table.c.id if table.name == "organisation" else table.c.organisation_id
    return key == client_id


def _rows(session: Session, table: Table, condition: ColumnElement[bool]) -> list[dict[str, Any]]:
    wanted = [column for column in columns(table) if (table.name, column.name) != ("organisation", "id")]
    query = select(*wanted).where(condition).order_by(table.c.id)
    return [
        {column.name: plain(column, row[column]) for column in wanted}
        for row in session.execute(query).mappings()
    ]


def _journal(session: Session, client_id: UUID) -> list[dict[str, Any]]:
    """The client's lines of the journal, to read: the chain stays where it was written."""
    lines = session.scalars(select(Event).where(Event.organisation_id == client_id).order_by(Event.number))
    return [
        {
            "at": line.at.isoformat(),
            "who": line.actor_name or line.actor,
            "action": line.action,
            "subject": line.subject,
            "detail": line.detail,
        }
        for line in lines
    ]
