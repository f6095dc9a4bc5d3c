"""A client with at least one row in every table, and a canary in every column that is about people."""

import base64
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, LargeBinary, Table, insert, select, update
from sqlalchemy.orm import Session

from questionnaires import Pack
from reports.build import build_report
from reports.report_json import report_to_json
from reports.results import Results, to_json
from survey.db import Base, transaction
from survey.files import read_facts
from survey.models import (
    Answer,
    Campaign,
    Decision,
    Delegation,
    Department,
    Edition,
    Invitation,
    Respondent,
    Seat,
    Submission,
    Workshop,
)
from survey.services import accounts, campaigns, journal, publishing, released, results
from survey.services.released import BASIS
from tests.survey.conftest import NOON, SAMPLE, a_firm

LATER = NOON + timedelta(days=1)
ROLES = ("ceo", "finance", "cio", "operations", "risk", "sales", "hr", "product")

A_LOGO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAYAAADED76LAAAAFUlEQVR4nGPkj4/5z4AHMOGTHD4KANrCAdl2vl7lAAAAAElFTkSuQmCC"
)
ALREADY = (("edition", "reports"), ("organisation", "sponsor_name"))
"""Columns that were made with their canary."""
RESULTS = (("edition", "results"), ("stored_result", "results"))
"""Columns that name the sponsor."""


@dataclass
class Canaries:
    """The client, and what must be nowhere once it is erased."""

    firm_id: UUID
    client_id: UUID
    campaign_id: UUID
    name: str
    canaries: list[str]
    digests: list[str]
    """Of links, codes and tokens."""
    sponsor: str


def personal_columns(table: Table) -> list[Any]:
    """The columns of a table that are tagged as about people."""
    return [column for column in table.c if column.info.get("personal")]


def a_full_client(
    session: Session, pack: Pack, name: str = "Forges du Canari", firm_id: UUID | None = None
) -> Canaries:
    """The sample client, answered, concluded, published, decided on and in a workshop."""
    firm_id = firm_id or a_firm(session, f"Firm {len(name)}")
    case = read_facts(SAMPLE, pack)
    people = [
        campaigns.Person(item.name, f"P. {role}", f"{role}@client.example", role=role)
        for item, role in zip(case.departments, ROLES, strict=True)
    ]
    made = campaigns.create_campaign(session, firm_id, pack, case, people, NOON, contact="ask@example.org")
    with transaction(session):
        campaign = session.get_one(Campaign, made.campaign_id)
        campaign.organisation.name = name
        campaign.organisation.sponsor_name = f"canary:{name}:organisation.sponsor_name"
        campaign.organisation.logo = A_LOGO
        _answer(session, pack, campaign)
    found = results.compute(session, pack, made.campaign_id, NOON)
    mark = f"canary:{name}:"
    with transaction(session):
        edition = _edition(session, pack, campaign, found, mark)
        rows = _rows(session, campaign, firm_id, mark, edition)
    client_id = campaign.organisation_id
    with transaction(session):
        canaries = [
            canary
            for table in Base.metadata.sorted_tables
            if "organisation_id" in table.c or table.name == "organisation"
            for canary in _fill(session, table, client_id, mark)
        ]
        lead = accounts.add_account(
            session,
            firm_id,
            f"{len(name)}.lead@canary.example",
            name=f"{mark}account",
            role="lead",
            now=NOON,
            clients=(client_id,),
        )
        accounts.ticket(session, lead.id, "join", NOON)
        canaries += [lead.name, lead.email]
        journal.note(
            session,
            firm_id,
            journal.Actor("account", "A. Consultant"),
            "account.add",
            NOON,
            subject=lead.name,
            email=lead.email,
        )
        journal.note(
            session,
            firm_id,
            journal.Actor("account", lead.name, lead.id),
            "client.edit",
            NOON,
            subject=name,
            organisation_id=client_id,
            before=f"{mark}event.before",
        )
    token = accounts.open_session(session, lead.id, NOON, agent=f"{mark}sign_in.agent")
    assert token
    session.expire_all()
    canaries += [f"{mark}sign_in.agent", f"{mark}event.before"]
    return Canaries(firm_id, client_id, campaign.id, name, canaries, rows, f"{mark}organisation.sponsor_name")


def _answer(session: Session, pack: Pack, campaign: Campaign) -> None:
    for place, person in enumerate(
        session.scalars(
            select(Respondent).where(Respondent.campaign_id == campaign.id).order_by(Respondent.id)
        )
    ):
        mine = {"organisation_id": campaign.organisation_id}
        given = Submission(
            **mine, campaign_id=campaign.id, respondent=person, state="sent", started_at=NOON, sent_at=NOON
        )
        session.add(given)
        session.flush()
        for number, question in enumerate(pack.questionnaire.questions):
            value = str(1 + (number * 7 + place * 3) % 5)
            session.add(
                Answer(**mine, submission_id=given.id, question=question.id, value=value, saved_at=NOON)
            )


def _edition(session: Session, pack: Pack, campaign: Campaign, found: Results, mark: str) -> Edition:
    report = build_report(pack, found, "en", f"{mark}edition.reports")
    edition = Edition(
        organisation_id=campaign.organisation_id,
        campaign_id=campaign.id,
        results=to_json(found),
        reports={
            BASIS: released.basis(results.inputs(session, campaign.id)[1]),
            "en": report_to_json(report),
        },
        accent="",
        state="published",
        number=1,
        published_at=NOON,
        sent_at=NOON,
        sent_by="x",
    )
    edition.digest = publishing.digest_of(edition)
    session.add(edition)
    session.flush()
    return edition


def _rows(session: Session, campaign: Campaign, firm_id: UUID, mark: str, edition: Edition) -> list[str]:
    """One row in each table that has none yet; the digests of what is secret."""
    mine: dict[str, Any] = {"organisation_id": campaign.organisation_id}
    ours = {**mine, "campaign_id": campaign.id}
    tables = Base.metadata.tables
    digests = [f"{number:x}{campaign.id.hex}".ljust(64, "f") for number in range(1, 6)]

    def add(table: str, **values: Any) -> None:
        session.execute(insert(tables[table]).values(**values))

    person = session.scalars(select(Respondent).where(Respondent.campaign_id == campaign.id)).first()
    link = session.scalars(
        select(Invitation).where(Invitation.campaign_id == campaign.id, Invitation.purpose == "read")
    ).first()
    given = session.scalars(select(Submission).where(Submission.respondent_id == person.id)).one()  # type: ignore[union-attr]
    department = session.scalars(
        select(Department).where(Department.organisation_id == campaign.organisation_id)
    ).first()
    part = Delegation(**ours, respondent_id=person.id, dimension="tooling", name="x", created_at=NOON)  # type: ignore[union-attr]
    room = Workshop(**ours, digest=digests[0], questions=["tooling_access"], opened_at=NOON, opened_by="x")
    account = accounts.add_account(
        session, firm_id, f"{campaign.id.hex}@firm.example", name="A", role="consultant", now=NOON
    )
    session.add_all([part, room])
    session.flush()
    seat = Seat(**mine, workshop_id=room.id, department_id=department.id, digest=digests[1], joined_at=NOON)  # type: ignore[union-attr]
    decided = Decision(
        **ours,
        edition_id=edition.id,
        option="other",
        decided_by="x",
        decided_on=NOON.date(),
        recorded_by="x",
        recorded_at=NOON,
    )
    session.add_all([seat, decided])
    session.flush()
    add(
        "vote",
        **mine,
        workshop_id=room.id,
        seat_id=seat.id,
        question="tooling_access",
        value="3",
        voted_at=NOON,
    )
    add(
        "consensus",
        **mine,
        workshop_id=room.id,
        question="tooling_access",
        value="3",
        reason="x",
        recorded_by="x",
        recorded_at=NOON,
    )
    add("follow_up", **ours, decision_id=decided.id, title="x", position=0, changed_by="x", changed_at=NOON)
    add("draft", **ours, board={}, changed_at=NOON)
    add("wording", **ours, locale="en", passage="a", text="x", changed_at=NOON)
    add("remark", **ours, passage="a", text="x", written_by="x", written_at=NOON)
    add(
        "reading",
        **ours,
        edition_id=edition.id,
        invitation_id=link.id,
        account_id=account.id,
        who="x",  # type: ignore[union-attr]
        what="home",
        at=NOON,
    )
    bundle = UUID(int=campaign.id.int ^ 1)
    add(
        "bundle",
        **ours,
        id=bundle,
        edition_id=edition.id,
        asked_by="x",
        asked_at=NOON,
        state="ready",
        finished_at=NOON,
        account_id=account.id,
    )
    add("deliverable", **mine, bundle_id=bundle, kind="report", position=0, content=b"x", state="made")
    add("upload", **ours, account_id=account.id, kind="people", name="x", content=b"x", created_at=NOON)
    add(
        "firm_upload",
        firm_id=firm_id,
        account_id=account.id,
        kind="archive",
        name=f"{mark}firm_upload.name",
        content=f"{mark}firm_upload.content".encode(),
        created_at=NOON,
    )
    add("visit", **mine, invitation_id=link.id, digest=digests[2], opened_at=NOON, expires_at=LATER)  # type: ignore[union-attr]
    add("read_code", **mine, invitation_id=link.id, digest=digests[3], made_at=NOON, expires_at=LATER)  # type: ignore[union-attr]
    add("mail_template", **ours, kind="invitation", locale="en", subject="x", body="x", changed_at=NOON)
    add(
        "agreed_answer",
        **mine,
        submission_id=given.id,
        question="tooling_access",
        # What was given already: the results that were computed hold.
        value=next(one.value for one in given.answers if one.question == "tooling_access"),
        reason="x",
        agreed_by="x",
        agreed_at=NOON,
    )
    add("review_note", **mine, submission_id=given.id, text="x", written_by="x", written_at=NOON)
    add(
        "mail",
        firm_id=firm_id,
        **ours,
        respondent_id=person.id,
        kind="invitation",
        dedup=f"{person.id}",  # type: ignore[union-attr]
        to_address="x",
        locale="en",
        message_id="x",
        created_at=NOON,
    )
    add("job", **mine, kind="mail", payload={}, due_at=NOON, run_at=NOON, error="x", created_at=NOON)
    return [*digests, link.digest]  # type: ignore[union-attr]


def _fill(session: Session, table: Table, client_id: UUID, mark: str) -> list[str]:
    """Put a canary into every column about people of the client's rows; what was put there."""
    if table.name == "event":
        return []
    key = table.c.id if table.name == "organisation" else table.c.organisation_id
    canaries = []
    for column in personal_columns(table):
        canary = f"{mark}{table.name}.{column.name}"
        if (table.name, column.name) in RESULTS:
            continue
        canaries.append(canary)
        if (table.name, column.name) in ALREADY:
            continue
        value: Any = canary
        if isinstance(column.type, JSON):
            value = {"said": [canary]} if table.name != "stated_fact" else canary
        if isinstance(column.type, LargeBinary):
            value = canary.encode()
        length = getattr(column.type, "length", None)
        assert length is None or len(canary) <= length, canary
        session.execute(update(table).where(key == client_id).values({column.name: value}))
    return canaries
