"""Two firms, three clients, everybody who may be there: the world that isolation is tested in."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires import Pack, shipped_files
from questionnaires.editing import rename, retitle
from survey.db import transaction
from survey.files import read_facts
from survey.models import (
    Bundle,
    Campaign,
    Delegation,
    Deliverable,
    Department,
    FirmPack,
    Invitation,
    Mail,
    Remark,
    Respondent,
)
from survey.services import accounts, campaigns, decisions, follow_up, invitations, publishing, results
from survey.services.decisions import Taken
from survey.services.desk import Desk
from survey.services.journal import Actor
from survey.services.recorder import Recorder
from survey.services.tenant import Member, Role
from tests.survey.conftest import NOON, SAMPLE, Browser

PASSWORD = "a long enough secret"
OWN_PACK = "own_questionnaire"
ROLES = ("ceo", "finance", "cio", "operations", "risk", "sales", "hr", "product")


@dataclass
class Client:
    """A client in the field: its ids, and the links of its people."""

    id: UUID
    campaign: UUID
    respondent: UUID
    department: UUID
    answer: str
    delegate: str
    reader: str
    rows: dict[str, UUID] = field(default_factory=dict)
    """One row of each table of the client, by the table's name."""


@dataclass
class World:
    """``own`` and ``sibling`` are clients of one firm, ``foreign`` of another."""

    own: Client
    sibling: Client
    foreign: Client
    accounts: Mapping[str, UUID]
    """Account ids by role, and ``stranger``: the owner of the other firm."""


def build(app: Flask, pack: Pack) -> World:
    """The world, in the app's database."""
    with app.extensions["database"].session() as session:
        with transaction(session):
            mine, theirs = (accounts.add_firm(session, name, NOON).id for name in ("Ours", "Theirs"))
        own, sibling, foreign = (_client(session, pack, firm) for firm in (mine, mine, theirs))
        with transaction(session):
            roles: tuple[Role, ...] = ("owner", "consultant", "lead", "reader")
            found = {role: _account(session, mine, role, own.id) for role in roles}
            found["stranger"] = _account(session, theirs, "owner", foreign.id, "stranger")
            for firm, name in ((mine, "Ours"), (theirs, "Theirs")):
                session.add(questionnaire(firm, name))
    return World(own, sibling, foreign, found)


def questionnaire(firm: UUID, name: str) -> FirmPack:
    """A draft of a firm's own. Both firms call theirs the same: what is read must be one's own."""
    files = rename(shipped_files("ai_maturity", "v1"), OWN_PACK, "v1")
    return FirmPack(
        firm_id=firm,
        key=OWN_PACK,
        version="v1",
        title=f"Questionnaire of {name}",
        titles={"en": f"Questionnaire of {name}", "fr": f"Questionnaire de {name}"},
        copied_from="ai_maturity/v1",
        files=retitle(files, {"en": f"Questionnaire of {name}", "fr": f"Questionnaire de {name}"}),
        created_at=NOON,
        changed_at=NOON,
        changed_by=name,
    )


def _account(session: Session, firm: UUID, role: Role, client: UUID, name: str = "") -> UUID:
    clients = (client,) if role in ("lead", "reader") else ()
    email = f"{name or role}@firm.example"
    return accounts.add_account(
        session, firm, email, name=name or role, role=role, now=NOON, password=PASSWORD, clients=clients
    ).id


def _client(session: Session, pack: Pack, firm: UUID) -> Client:
    case = read_facts(SAMPLE, pack)
    people = [
        campaigns.Person(item.name, f"P. {role}", f"{role}@client.example", role=role)
        for item, role in zip(case.departments, ROLES, strict=True)
    ]
    made = campaigns.create_campaign(session, firm, pack, case, people, NOON, contact="conseil@example.org")
    with transaction(session):
        campaign = session.get_one(Campaign, made.campaign_id)
        person = session.get_one(Respondent, made.links[0].respondent_id)
        delegation = Delegation(
            organisation_id=campaign.organisation_id,
            campaign_id=campaign.id,
            respondent=person,
            dimension=pack.questionnaire.dimensions[0].id,
            name="D. Legate",
            created_at=NOON,
        )
        session.add(delegation)
        session.flush()
        sent = Mail(
            firm_id=firm,
            organisation_id=campaign.organisation_id,
            campaign_id=campaign.id,
            respondent_id=person.id,
            kind="invitation",
            dedup=f"{person.id}:invitation",
            to_address=person.email,
            locale="en",
            message_id="<a@conseil.example>",
            state="sent",
            created_at=NOON,
            sent_at=NOON,
        )
        session.add(sent)
        session.flush()
        remark = Remark(
            organisation_id=campaign.organisation_id,
            campaign_id=campaign.id,
            passage="decision.headline",
            text="Ask the sponsor first",
            written_by="consultant",
            written_at=NOON,
        )
        session.add(remark)
        session.flush()
        delegate = invitations.invite(session, campaign, NOON, delegation=delegation)
        department = session.scalars(
            select(Department.id).where(Department.organisation_id == campaign.organisation_id)
        ).first()
    assert department
    assert person.id
    client = Client(
        campaign.organisation_id,
        campaign.id,
        person.id,
        department,
        made.links[0].token,
        delegate,
        made.reader.token,
    )
    client.rows = {
        "delegation": delegation.id,
        "respondent": person.id,
        "person": person.id,
        "department": department,
        "mail": sent.id,
        "remark": remark.id,
        **_published(session, client, pack),
    }
    client.rows |= _decided(session, client, pack)
    return client


def _published(session: Session, client: Client, pack: Pack) -> dict[str, UUID]:
    """A version of the report, a document of it, and the link of its reader."""
    campaign = session.get_one(Campaign, client.campaign)
    firm = campaign.organisation.firm_id
    member = Member(uuid.uuid4(), firm, "", "owner", "Marc", "marc@firm.example", None, None)
    desk = Desk(member, campaign, NOON)
    results.compute(session, pack, campaign.id, NOON)
    edition = publishing.send_for_review(session, desk, pack)
    publishing.publish(session, desk, pack, edition, "")
    with transaction(session):
        bundle = Bundle(
            organisation_id=client.id,
            campaign_id=client.campaign,
            edition_id=edition,
            state="ready",
            asked_by="Marc",
            asked_at=NOON,
            finished_at=NOON,
        )
        session.add(bundle)
        session.flush()
        document = Deliverable(
            organisation_id=client.id,
            bundle_id=bundle.id,
            kind="data",
            position=0,
            name="results.json",
            media_type="application/json",
            content=b"{}",
            size=2,
            state="made",
            made_at=NOON,
        )
        session.add(document)
        session.flush()
        reads = (Invitation.campaign_id == client.campaign) & (Invitation.purpose == "read")
        link = session.scalars(select(Invitation.id).where(reads)).one()
    return {"edition": edition, "bundle": bundle.id, "deliverable": document.id, "invitation": link}


def _decided(session: Session, client: Client, pack: Pack) -> dict[str, UUID]:
    """What was decided on the version, and something of one's own on the list that follows from it."""
    firm = session.get_one(Campaign, client.campaign).organisation.firm_id
    by = Recorder(firm, client.id, client.campaign, Actor("reader", "R. Eader"), NOON, NOON.date())
    taken = Taken("postponed", "The committee", NOON.date())
    decision = decisions.record(session, by, pack, client.rows["edition"], taken, ())
    own = follow_up.add(session, by, follow_up.Values("Look again in March"))
    return {"decision": decision, "follow_up": own}


def sign_in(app: Flask, role: str) -> Browser:
    """A browser in which the account of a role is signed in."""
    browser = Browser(app.test_client())
    browser.see("/sign-in")
    answer = browser.post("/sign-in", {"email": f"{role}@firm.example", "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return browser


def visiting(app: Flask, token: str) -> Browser:
    """A browser in which a personal link was entered."""
    browser = Browser(app.test_client())
    browser.enter(token)
    return browser


MISSING = uuid.UUID(int=7)
"""An id that nothing has."""

Values = dict[str, Any]
