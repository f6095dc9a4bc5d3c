"""A client taken away, erased, and brought back elsewhere: the identical report, and nothing left behind."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from questionnaires import Pack
from questionnaires.errors import InvalidAnswer
from reports.build import build_report
from reports.render import render_pdf_isolated
from reports.results import from_json
from survey.db import Base, Database, open_database, transaction
from survey.files import ImportProblems
from survey.files.archive import read_archive
from survey.models import Campaign, Event, Organisation, StoredResult
from survey.services import archive, archive_import, erasure, journal, results
from survey.services.archive import PACK_COLUMNS
from survey.services.archive_columns import LEFT_OUT, NOT_OURS, RENEWED, columns, plain, references, tables
from survey.services.journal import Actor
from tests.survey.conftest import NOON, a_firm
from tests.survey.full_client import Canaries, a_full_client
from tests.survey.world import OWN_PACK, questionnaire

COMMAND = Actor("command")


@pytest.fixture
def full(session: Session, pack: Pack) -> Canaries:
    return a_full_client(session, pack)


def test_every_table_of_a_client_is_archived_or_left_out_by_name() -> None:
    kept = {table.name for table in tables()}
    of_clients = {table.name for table in Base.metadata.sorted_tables if "organisation_id" in table.c}
    assert of_clients - kept == LEFT_OUT.keys()
    assert not kept & LEFT_OUT.keys()
    assert all(LEFT_OUT.values())


def test_only_what_may_be_empty_is_left_out_of_a_row() -> None:
    for table in tables():
        held = {column.name for column in columns(table)}
        for column in table.c:
            if column.name in held | {"organisation_id", "firm_id"} or (table.name, column.name) in RENEWED:
                continue
            assert column.nullable, f"{table.name}.{column.name}"
            assert references(table)[column.name] in NOT_OURS


def elsewhere(postgres_or_file: str) -> Database:
    return open_database(postgres_or_file)


def report_of(session: Session, pack: Pack, client_id: UUID) -> tuple[str, bytes]:
    """The newest Results of a client's campaign as they are stored, and the PDF made from them."""
    campaign = session.scalars(select(Campaign).where(Campaign.organisation_id == client_id)).one()
    stored = session.scalars(select(StoredResult).where(StoredResult.campaign_id == campaign.id)).one()
    report = build_report(pack, from_json(stored.results), "fr", campaign.prepared_by)
    return stored.results, render_pdf_isolated(report)


def test_archive_erase_and_import_elsewhere_give_the_identical_report(
    session: Session, pack: Pack, full: Canaries
) -> None:
    before = report_of(session, pack, full.client_id)
    content = archive.export(session, full.client_id, COMMAND, NOON)
    erasure.erase_client(session, full.client_id, COMMAND, NOON, typed=full.name)
    other = a_firm(session, "Another firm")
    wanted = archive_import.plan(session, other, content, "client.zip")
    assert wanted.client == full.name
    assert wanted.warnings == ()
    assert wanted.counts["respondent"] == 8
    made = archive_import.take_over(session, other, wanted, COMMAND, NOON)
    assert made != full.client_id
    assert report_of(session, pack, made) == before
    campaign = session.scalars(select(Campaign).where(Campaign.organisation_id == made)).one()
    latest = results.latest(session, pack, campaign.id)
    assert latest
    assert not latest.outdated
    assert journal.verify(session, other) is None
    assert session.get_one(Organisation, made).firm_id == other


def test_what_was_imported_is_what_was_taken_away(session: Session, full: Canaries) -> None:
    content = archive.export(session, full.client_id, COMMAND, NOON)
    other = a_firm(session, "Another firm")
    made = archive_import.take_over(
        session, other, archive_import.plan(session, other, content, "client.zip"), COMMAND, NOON
    )
    again = archive.export(session, made, COMMAND, NOON)
    first, second = (read_archive(item, "client.zip") for item in (content, again))
    assert without_ids(first.tables) == without_ids(second.tables)
    assert {name for name, rows in first.tables.items() if rows} >= {"answer", "vote", "follow_up", "reading"}


IDS = re.compile(r'"[0-9a-f]{8}-[0-9a-f-]{27}"')


def without_ids(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """Rows without their ids, and without the agreement to be compared, which goes with the firm.

    What a version rests on names people by their ids, so its digest is another one.
    """
    for row in found["edition"]:
        row["digest"] = ""
    for row in found["organisation"]:
        row.update(benchmark_at=None, benchmark_by="")
    return {
        name: [IDS.sub('"id"', json.dumps(row, sort_keys=True)) for row in rows]
        for name, rows in found.items()
    }


def test_an_archive_holds_no_link_and_no_other_client(session: Session, pack: Pack, full: Canaries) -> None:
    other = a_full_client(session, pack, "Another company")
    content = archive.export(session, full.client_id, COMMAND, NOON)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        everything = "".join(opened.read(name).decode() for name in opened.namelist())
    assert full.name in everything
    assert "Another company" not in everything
    assert str(other.client_id) not in everything
    for secret in full.digests:
        assert secret not in everything


def test_an_import_is_whole_or_not_at_all(session: Session, full: Canaries) -> None:
    content = changed(
        archive.export(session, full.client_id, COMMAND, NOON),
        "vote",
        lambda rows: rows[-1].update(value="9"),
    )
    other = a_firm(session, "Another firm")
    before = counts(session)
    wanted = archive_import.plan(session, other, content, "client.zip")
    with pytest.raises(ImportProblems, match=r"vote:\d+: a rule of the table is broken"):
        archive_import.take_over(session, other, wanted, COMMAND, NOON)
    session.expire_all()
    assert counts(session) == before


def counts(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def changed(
    content: bytes,
    table: str,
    change: Callable[[list[dict[str, Any]]], object],
    manifest: Callable[[dict[str, Any]], object] = lambda _: None,
) -> bytes:
    """An archive with a table changed, and its manifest in step."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    head = json.loads(members["manifest.json"])
    name = f"tables/{table}.json"
    rows = json.loads(members.get(name, b"[]"))
    change(rows)
    members[name] = json.dumps(rows).encode()
    head["members"][name] = {"sha256": hashlib.sha256(members[name]).hexdigest()}
    manifest(head)
    members["manifest.json"] = json.dumps(head).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for member, data in members.items():
            made.writestr(member, data)
    return out.getvalue()


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        ("answer", lambda rows: rows[2].update(mood="good"), r"answer:3: there is no column mood"),
        ("mood", lambda rows: rows.append({}), r"mood: there is no table mood"),
        ("answer", lambda rows: rows[1].update(revision="2"), r"answer:2: revision holds what it cannot"),
        ("answer", lambda rows: rows[1].update(revision=True), r"answer:2: revision holds what it cannot"),
        ("answer", lambda rows: rows[1].update(comment=None), r"answer:2: comment is empty"),
        ("answer", lambda rows: rows[1].update(comment="a\0"), r"answer:2: comment holds control char"),
        ("respondent", lambda rows: rows[0].update(name="x" * 201), r"respondent:1: name is longer than 200"),
        ("answer", lambda rows: rows[0].update(saved_at="2026-11-20T12:00:00"), r"answer:1: saved_at holds"),
        (
            "answer",
            lambda rows: rows[0].update(submission_id=str(UUID(int=7))),
            r"answer:1: submission_id names",
        ),
        ("answer", lambda rows: rows[0].update(id="7"), r"answer:1: id holds what it cannot"),
        ("answer", lambda rows: rows[0].update(id=rows[1]["id"]), r"answer: two rows have the same id"),
        ("organisation", lambda rows: rows.append(rows[0]), r"organisation: one client is expected"),
        ("organisation", lambda rows: rows[0].update(accent="}*{x:y"), r"organisation:1: the accent is no"),
        ("organisation", lambda rows: rows[0].update(logo="PHN2Zz4="), r"organisation:1: this is not a PNG"),
        (
            "campaign",
            lambda rows: rows[0].update(pack_version="v99"),
            r"the questionnaire ai_maturity/v99 is",
        ),
        ("answer", lambda rows: rows.append(7), r"row \d+ is no row"),
    ],
)
def test_a_fault_of_an_archive_names_table_and_row(
    session: Session, full: Canaries, table: str, change: Any, told: str
) -> None:
    content = archive.export(session, full.client_id, COMMAND, NOON)
    other = a_firm(session, "Another firm")
    with pytest.raises(ImportProblems, match=told):
        archive_import.plan(session, other, changed(content, table, change), "client.zip")


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda row: None, ""),
        (
            lambda row: row["files"].update({"facts.yaml": "facts: [\n"}),
            rf"{OWN_PACK}/v1/facts.yaml:\d+: not YAML",
        ),
        (
            lambda row: row["files"].pop("mandate.yaml"),
            rf"{OWN_PACK}/v1/mandate.yaml:1: the file is missing; add",
        ),
        (lambda row: row.update(version="v2"), rf"{OWN_PACK}/v2 calls itself otherwise"),
    ],
)
def test_a_questionnaire_that_comes_along_is_read_before_it_is_taken(
    session: Session, full: Canaries, change: Any, told: str
) -> None:
    with transaction(session):
        pack = questionnaire(full.firm_id, "Ours")
        session.add(pack)
        session.flush()
        row: dict[str, Any] = {item.name: plain(item, getattr(pack, item.name)) for item in PACK_COLUMNS}
    row["files"] = dict(row["files"])
    change(row)
    content = archive.export(session, full.client_id, COMMAND, NOON)
    content = changed(content, "firm_pack", lambda rows: rows.append(row))
    other = a_firm(session, "Another firm")
    if not told:
        assert len(archive_import.plan(session, other, content, "client.zip").packs) == 1
        return
    with pytest.raises(ImportProblems, match=told):
        archive_import.plan(session, other, content, "client.zip")


@pytest.mark.sqlite
def test_what_is_no_archive_is_refused_in_words(session: Session, full: Canaries) -> None:
    content = archive.export(session, full.client_id, COMMAND, NOON)
    firm = a_firm(session, "Another firm")

    def told(data: bytes) -> str:
        with pytest.raises(ImportProblems) as error:
            archive_import.plan(session, firm, data, "client.zip")
        return str(error.value)

    assert "the archive is damaged" in told(b"PK\x03\x04garbage")
    assert "the archive is damaged" in told(content[:-200])
    assert "larger than 20 MB" in told(b"\0" * 20_000_001)
    assert "no manifest" in told(zipped({"a.txt": b"a"}))
    assert "unpacks to more than 100 MB" in told(zipped({"tables/answer.json": b" " * 100_000_001}))
    assert "damaged" in told(zipped({f"{n}.json": b"" for n in range(101)}))
    assert "has format 2; this installation reads format 1" in told(
        changed(content, "answer", len, lambda head: head.update(format=2))
    )
    assert "update the older of the two" in told(
        changed(content, "answer", len, lambda head: head.update(format=2))
    )
    assert "is not what the manifest says" in told(
        changed(content, "answer", len, lambda head: head["members"]["tables/vote.json"].update(sha256="0"))
    )
    assert "vote.json is missing" not in told(b"")
    assert "damaged" in told(changed(content, "answer", len, lambda head: head.update(members=[])))


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def test_a_name_that_is_taken_is_told_before_anything_is_written(session: Session, full: Canaries) -> None:
    content = archive.export(session, full.client_id, COMMAND, NOON)
    with pytest.raises(ImportProblems, match=r"called .* already; rename or erase that client"):
        archive_import.plan(session, full.firm_id, content, "client.zip")


def test_a_questionnaire_worded_otherwise_is_a_warning(session: Session, full: Canaries) -> None:
    content = changed(
        archive.export(session, full.client_id, COMMAND, NOON),
        "answer",
        len,
        lambda head: head.update(packs={"ai_maturity/v1": "0" * 64}),
    )
    wanted = archive_import.plan(session, a_firm(session, "Another firm"), content, "client.zip")
    assert [str(item) for item in wanted.warnings] == [
        "The questionnaire ai_maturity/v1 is worded otherwise here: results can be outdated."
    ]


# --- erasing --------------------------------------------------------------------------------------


def everything(session: Session) -> str:
    """Every row of every table as text."""
    session.rollback()
    return "\n".join(
        str(tuple(row)) for table in Base.metadata.sorted_tables for row in session.execute(select(table))
    )


def test_an_erased_client_is_in_no_table(session: Session, pack: Pack, full: Canaries) -> None:
    other = a_full_client(session, pack, "Another company")
    firm = other.firm_id
    found = everything(session)
    assert all(canary in found for canary in full.canaries)
    kept = {table: n for table, n in of_client(session, other.client_id).items() if n}
    done = erasure.erase_client(session, full.client_id, COMMAND, NOON, typed=f" {full.name} ")
    found = everything(session)
    assert [canary for canary in full.canaries if canary in found] == []
    assert full.name not in found
    assert not any(of_client(session, full.client_id).values())
    assert of_client(session, other.client_id) | kept == of_client(session, other.client_id)
    assert done.accounts == 1
    for of_firm in (full.firm_id, firm):
        assert journal.verify(session, of_firm) is None
    line = session.scalars(select(Event).where(Event.action == "client.erase")).one()
    assert line.detail["client"] == str(full.client_id)
    assert done.lines == sum(last - first + 1 for first, last in line.detail["emptied"])  # type: ignore[attr-defined]


def of_client(session: Session, client_id: UUID) -> dict[str, int]:
    return {
        table.name: session.scalar(
            select(func.count()).select_from(table).where(table.c.organisation_id == client_id)
        )
        or 0
        for table in Base.metadata.sorted_tables
        if "organisation_id" in table.c
    }


def test_a_client_is_erased_only_by_its_name(session: Session, full: Canaries) -> None:
    with pytest.raises(InvalidAnswer, match="not the client's name"):
        erasure.erase_client(session, full.client_id, COMMAND, NOON, typed="forges")
    with pytest.raises(InvalidAnswer, match="there is no client"):
        erasure.erase_client(session, UUID(int=7), COMMAND, NOON, typed="")
    assert session.get(Organisation, full.client_id)


@pytest.mark.sqlite
def test_the_files_of_sqlite_hold_nothing_of_an_erased_client(
    database: Database, session: Session, full: Canaries, address: str
) -> None:
    path = Path(address.removeprefix("sqlite:///"))

    def on_disk() -> bytes:
        return b"".join(
            file.read_bytes() for file in path.parent.glob(path.name + "*") if not file.name.endswith("gate")
        )

    assert full.canaries[0].encode() in on_disk()
    erasure.erase_client(session, full.client_id, COMMAND, NOON, typed=full.name)
    session.rollback()
    erasure.scrub(database)
    left = on_disk()
    assert [canary for canary in full.canaries if canary.encode() in left] == []


def test_scrubbing_leaves_every_row(database: Database, session: Session, full: Canaries) -> None:
    before = counts(session)
    session.rollback()
    erasure.scrub(database)
    assert counts(session) == before


def test_an_account_that_sees_another_client_stays(session: Session, pack: Pack, full: Canaries) -> None:
    other = a_full_client(session, pack, "Another company", firm_id=full.firm_id)
    with transaction(session):
        session.execute(
            text(
                "INSERT INTO assignment (account_id, organisation_id)"
                " SELECT account_id, :other FROM assignment WHERE organisation_id = :mine"
            ),
            {
                "other": other.client_id.hex
                if session.get_bind().dialect.name == "sqlite"
                else other.client_id,
                "mine": full.client_id.hex if session.get_bind().dialect.name == "sqlite" else full.client_id,
            },
        )
    assert erasure.own_accounts(session, full.client_id) == []
