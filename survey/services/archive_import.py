"""A client out of an archive: looked at first, then taken over whole or not at all.

Every row gets an id of its own, in the order of the old ids, so that what is computed in the order of rows is
computed the same again. Personal links, e-mails sent and accounts are not in an archive.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Table, func, insert, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from questionnaires import catalogue, load, load_files
from questionnaires.errors import DefinitionError
from questionnaires.yaml_lines import Fault

from ..db import Base, transaction
from ..files.archive import Contents, read_archive
from ..files.problems import ImportProblems, refuse
from ..files.yaml_faults import told_of
from ..models import FirmPack, Organisation
from ..phrases import phrase
from . import journal, released
from .archive import PACK_COLUMNS
from .archive_columns import RENEWED, columns, references, tables, value_of
from .archive_looks import check_looks, check_versions, stamp
from .journal import Actor

CURED: Final = phrase("take the archive away again where it came from")
SHOWN: Final = ("campaign", "department", "respondent", "submission", "answer", "edition")
"""Tables whose rows a preview counts."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. ``rows``: table → its rows as the database takes them, ids already new."""

    client: str
    program: str
    created_at: str
    counts: dict[str, int]
    """Rows by table, those that people know."""
    total: int
    """Rows in all."""
    warnings: tuple[str, ...]
    digest: str
    """SHA-256 of the file."""
    client_id: UUID
    rows: dict[str, list[Row]]
    packs: tuple[Row, ...]
    """The firm's questionnaires that come along and are not here yet."""


def plan(session: Session, firm_id: UUID, content: bytes, name: str) -> Plan:
    """Read an archive for a firm; nothing is written. Raises ImportProblems, which names table and row."""
    found = read_archive(content, name)
    known = {table.name: table for table in tables()}
    _same_tables(found, known)
    rows = {
        table.name: [_row(table, row, number) for number, row in enumerate(found.tables[table.name], 1)]
        for table in known.values()
    }
    if len(rows["organisation"]) != 1:
        raise refuse(
            "organisation",
            phrase("one client is expected, and there are {n}", n=len(rows["organisation"])),
            CURED,
        )
    packs = [_pack(row, number) for number, row in enumerate(found.tables.get("firm_pack", []), 1)]
    client = rows["organisation"][0]
    _name_is_free(session, firm_id, client["name"])
    check_looks(rows)
    check_versions(rows)
    client_id = _renew(rows, firm_id)
    return Plan(
        client=client["name"],
        program=found.program,
        created_at=found.created_at,
        counts={table: len(rows[table]) for table in SHOWN},
        total=sum(len(items) for items in rows.values()),
        warnings=_packs_fit(session, firm_id, found, rows["campaign"], packs),
        digest=found.digest,
        client_id=client_id,
        rows=rows,
        packs=tuple(packs),
    )


def take_over(session: Session, firm_id: UUID, wanted: Plan, actor: Actor, now: datetime) -> UUID:
    """Do what a plan says, whole or not at all; the new client's id. Raises ImportProblems."""
    with transaction(session):
        take_over_within(session, firm_id, wanted, actor, now)
    return wanted.client_id


def take_over_within(session: Session, firm_id: UUID, wanted: Plan, actor: Actor, now: datetime) -> None:
    """As ``take_over``, in the caller's transaction."""
    _name_is_free(session, firm_id, wanted.client)
    for number, row in enumerate(wanted.packs, 1):
        same = (FirmPack.firm_id == firm_id, FirmPack.key == row["key"], FirmPack.version == row["version"])
        if session.scalar(select(FirmPack.id).where(*same)) is None:
            _insert(
                session, Base.metadata.tables["firm_pack"], {**row, "id": uuid4(), "firm_id": firm_id}, number
            )
    for table in tables():
        for number, row in enumerate(wanted.rows[table.name], 1):
            _insert(session, table, row, number)
    journal.note(
        session,
        firm_id,
        actor,
        "client.import",
        now,
        subject=wanted.client,
        organisation_id=wanted.client_id,
        rows=wanted.total,
        sha256=wanted.digest,
    )


def _same_tables(found: Contents, known: Mapping[str, Table]) -> None:
    """Every table of ours, and no other but the firm's questionnaires."""
    for name in found.tables:
        if name not in known and name != "firm_pack":
            message = phrase("there is no table {name} in this version of the program", name=name)
            raise refuse(name, message, phrase("update this installation, then import again"))
    for name in known:
        # An archive of an older program lacks what came later.
        found.tables.setdefault(name, [])


def _row(table: Table, given: Mapping[str, Any], number: int) -> Row:
    """A row as the database takes it, with the archive's ids. A column that came later has its default."""
    wanted = {column.name: column for column in columns(table)}
    if table.name == "organisation":
        wanted.pop("id")
    for name in given:
        if name not in wanted:
            message = phrase("there is no column {name} in this version of the program", name=name)
            raise refuse(table.name, message, phrase("update this installation, then import again"), number)
    row: Row = {}
    for name, column in wanted.items():
        if name not in given and (column.nullable or column.default is not None):
            continue
        try:
            row[name] = value_of(column, given.get(name))
        except ValueError as error:
            raise refuse(table.name, error.args[0], CURED, number) from error
    return row


def _pack(given: Mapping[str, Any], number: int) -> Row:
    wanted = {column.name: column for column in PACK_COLUMNS}
    if given.keys() != wanted.keys():
        raise refuse("firm_pack", phrase("row {n} is no row", n=number), CURED, number)
    try:
        row = {name: value_of(column, given[name]) for name, column in wanted.items()}
    except ValueError as error:
        raise refuse("firm_pack", error.args[0], CURED, number) from error
    name = f"{row['key']}/{row['version']}"
    try:
        pack = load_files(row["files"])
    except DefinitionError as error:
        found = [Fault.read(line) for line in error.faults]
        raise ImportProblems([told_of(replace(one, file=f"{name}/{one.file}")) for one in found]) from error
    if (pack.questionnaire.key, pack.questionnaire.version) != (row["key"], row["version"]):
        message = phrase("the questionnaire {name} calls itself otherwise", name=name)
        raise refuse("firm_pack", message, CURED, number)
    return row


def _name_is_free(session: Session, firm_id: UUID, name: str) -> None:
    same = select(Organisation.id).where(
        Organisation.firm_id == firm_id, func.lower(Organisation.name) == name.lower()
    )
    if session.scalar(same) is not None:
        message = phrase("There is a client called {name} already", name=name)
        # Not renamed on the way in: the name stands in its results, which must stay what they were.
        raise refuse("organisation", message, phrase("rename or erase that client, then import again"))


def _renew(rows: dict[str, list[Row]], firm_id: UUID) -> UUID:
    """Give every row a new id and every reference the new id of its row; the client's new id."""
    client_id = uuid4()
    fresh: dict[str, dict[UUID, UUID]] = {}
    for table in tables():
        if table.name == "organisation":
            rows[table.name][0].update(id=client_id, firm_id=firm_id, benchmark_at=None, benchmark_by="")
            continue
        old = [row["id"] for row in rows[table.name]]
        if len(set(old)) != len(old):
            raise refuse(table.name, phrase("two rows have the same id"), CURED)
        fresh[table.name] = dict(zip(sorted(old), sorted(uuid4() for _ in old), strict=True))
        for number, row in enumerate(rows[table.name], 1):
            row["id"] = fresh[table.name][row["id"]]
            row["organisation_id"] = client_id
            row.update({name: secrets.token_hex(32) for kind, name in RENEWED if kind == table.name})
            for name, other in references(table).items():
                if row.get(name) is not None:
                    row[name] = _renewed(fresh.get(other, {}), row[name], table, name, number)
    for row in rows["edition"]:
        # What a version rests on names people by their ids; who was erased since has none.
        row["reports"] = released.renamed(row["reports"], fresh["respondent"])
        row["digest"] = stamp(row)
    return client_id


def _renewed(known: Mapping[UUID, UUID], old: UUID, table: Table, column: str, number: int) -> UUID:
    if old not in known:
        raise refuse(
            table.name, phrase("{column} names a row that is not there", column=column), CURED, number
        )
    return known[old]


def _packs_fit(
    session: Session, firm_id: UUID, found: Contents, campaigns: list[Row], packs: list[Row]
) -> tuple[str, ...]:
    """Warnings about questionnaires. Raises ImportProblems where one is missing, or is another one here."""
    brought = {(row["key"], row["version"]): row for row in packs}
    here = set(catalogue())
    warnings = []
    for key, version in sorted({(row["pack_key"], row["pack_version"]) for row in campaigns}):
        name = f"{key}/{version}"
        if (key, version) in brought:
            _same_pack(session, firm_id, brought[key, version], name)
        elif (key, version) not in here:
            message = phrase("the questionnaire {name} is not in this installation", name=name)
            raise refuse("campaign", message, phrase("update this installation, then import again"))
        elif found.packs.get(name) != load(key, version).digest:
            warnings.append(
                phrase(
                    "The questionnaire {name} is worded otherwise here: results can be outdated.", name=name
                )
            )
    return tuple(warnings)


def _same_pack(session: Session, firm_id: UUID, row: Row, name: str) -> None:
    query = select(FirmPack.files).where(
        FirmPack.firm_id == firm_id, FirmPack.key == row["key"], FirmPack.version == row["version"]
    )
    here = session.scalar(query)
    if here is not None and here != row["files"]:
        message = phrase("your firm has another questionnaire called {name}", name=name)
        raise refuse("firm_pack", message, phrase("give yours another version, then import again"))


def _insert(session: Session, table: Table, row: Row, number: int) -> None:
    try:
        session.execute(insert(table).values(**row))
    except (IntegrityError, DataError) as error:
        message = phrase("a rule of the table is broken: {rule}", rule=_rule(error))
        raise refuse(table.name, message, CURED, number) from error


def _rule(error: IntegrityError | DataError) -> str:
    """The rule's name where the database says it, without any value of the row."""
    diagnostics = getattr(error.orig, "diag", None)
    name = getattr(diagnostics, "constraint_name", None) or str(error.orig).rpartition(":")[2].strip()
    return str(name)[:80]
