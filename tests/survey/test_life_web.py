"""Journal and data life in the browser: what is held, taken away, brought in, forgotten, erased."""

import io
import json
import re

import pytest
from flask import Flask
from sqlalchemy import select

from questionnaires import Pack
from survey.db import transaction
from survey.models import Campaign, Event, FirmUpload, Organisation, Respondent, Submission
from survey.services import archive, journal
from survey.services.journal import Actor
from tests.survey.conftest import NOON, Browser
from tests.survey.full_client import Canaries, a_full_client
from tests.survey.team_of import Person, a_person, in_database, sign_in, words


@pytest.fixture
def owner(app: Flask) -> Person:
    return a_person(app)


@pytest.fixture
def full(app: Flask, pack: Pack, owner: Person) -> Canaries:
    with in_database(app) as session:
        return a_full_client(session, pack, firm_id=owner.firm_id)


@pytest.fixture
def signed(browser: Browser, owner: Person, full: Canaries) -> Browser:
    sign_in(browser, owner)
    return browser


def test_the_page_says_what_is_held(signed: Browser, full: Canaries) -> None:
    page = words(signed.see(f"/clients/{full.client_id}/data"))
    assert "People with a name or an address 8" in page
    assert "Version of the report 1" in page
    assert "Leave empty for the firm’s rule: until somebody erases them" in page
    assert "canary:Forges du Canari:respondent.name" in page


def test_a_clients_rule_is_kept_and_checked(app: Flask, signed: Browser, full: Canaries) -> None:
    here = f"/clients/{full.client_id}/data"
    signed.see(here)
    for wrong in ("0", "121", "many", "1.5"):
        answer = signed.post(f"{here}/retention", {"months": wrong})
        assert answer.status_code == 422
        assert "from 1 to 120" in words(answer.text)
        assert f'value="{wrong}"' in answer.text
    assert signed.post(f"{here}/retention", {"months": "24"}).status_code == 303
    with in_database(app) as session:
        assert session.get_one(Organisation, full.client_id).keep_months == 24
    signed.post(f"{here}/retention", {"months": ""})
    with in_database(app) as session:
        assert session.get_one(Organisation, full.client_id).keep_months is None


def test_the_firms_rule_and_whose_time_is_over(app: Flask, signed: Browser, full: Canaries) -> None:
    assert "Nobody: no campaign is closed" in words(signed.see("/firm/data"))
    assert signed.post("/firm/data", {"months": "6"}).status_code == 303
    with in_database(app) as session, transaction(session):
        campaign = session.get_one(Campaign, full.campaign_id)
        campaign.state, campaign.closed_at = "closed", NOON
    page = words(signed.see("/firm/data"))
    assert "Forges du Canari" in page
    assert "20 May 2027" in page
    assert "Wave 1, closed on 20 November 2026: until 20 May 2027" in words(
        signed.see(f"/clients/{full.client_id}/data")
    )


def test_a_client_is_taken_away_erased_and_brought_back(app: Flask, signed: Browser, full: Canaries) -> None:
    here = f"/clients/{full.client_id}/data"
    signed.see(here)
    taken = signed.post(f"{here}/archive")
    assert taken.mimetype == "application/zip"
    assert 'filename="forges-du-canari.mandate.zip"' in taken.headers["Content-Disposition"]
    signed.see("/clients/import")
    refused = signed.post("/clients/import", {"file": (io.BytesIO(taken.data), "client.zip")})
    assert refused.status_code == 422
    assert "There is a client called Forges du Canari already" in words(refused.text)
    wrong = signed.post(f"{here}/erase", {"name": "Forges"})
    assert wrong.status_code == 422
    assert "Type the client’s name as it stands above" in words(wrong.text)
    assert signed.post(f"{here}/erase", {"name": full.name}).status_code == 303
    assert "Forges du Canari has been erased" in signed.see("/clients")
    assert signed.get(here).status_code == 404
    assert full.name not in signed.see("/clients")
    sent = signed.post("/clients/import", {"file": (io.BytesIO(taken.data), "client.zip")})
    look = sent.headers["Location"]
    assert "8 people" in words(signed.see(look))
    done = signed.post(look)
    assert done.status_code == 303
    assert full.name in signed.see(done.headers["Location"])
    assert signed.get(look).status_code == 404
    with in_database(app) as session:
        assert session.scalars(select(FirmUpload).where(FirmUpload.kind == "archive")).all() == []
        assert journal.verify(session, full.firm_id) is None
        said = session.scalars(select(Event.action).where(Event.firm_id == full.firm_id)).all()
        assert {"client.export", "client.erase", "client.import"} <= set(said)


def test_what_waits_is_its_bringers_own(app: Flask, signed: Browser, full: Canaries) -> None:
    with in_database(app) as session:
        content = archive.export(session, full.client_id, Actor("command"), NOON)
        with transaction(session):
            session.get_one(Organisation, full.client_id).name = "Renamed"
    signed.see("/clients/import")
    look = signed.post("/clients/import", {"file": (io.BytesIO(content), "c.zip")}).headers["Location"]
    other = a_person(app, "consultant", "other@conseil.example")
    sign_in(colleague := Browser(app.test_client()), other)
    assert colleague.get(look).status_code == 404
    assert signed.get(look).status_code == 200
    with in_database(app) as session, transaction(session):
        session.get_one(Organisation, full.client_id).name = full.name
    changed = signed.post(look)
    assert changed.status_code == 422
    assert "rename or erase that client" in words(changed.text)


def someone(app: Flask, full: Canaries) -> Respondent:
    with in_database(app) as session, transaction(session):
        person = session.scalars(
            select(Respondent).where(Respondent.campaign_id == full.campaign_id).order_by(Respondent.id)
        ).first()
        assert person
        person.name, person.email = "Ines Quetzalcoatl", "ines.q@client.example"
    return person


def test_a_persons_data_is_read_and_taken_away(app: Flask, signed: Browser, full: Canaries) -> None:
    person = someone(app, full)
    here = f"/campaigns/{full.campaign_id}/people/{person.id}/data"
    page = words(signed.see(here))
    assert "Data of Ines Quetzalcoatl" in page
    assert "canary:Forges du Canari:answer.comment" in page
    taken = signed.post(f"{here}.json")
    assert 'filename="ines-quetzalcoatl.json"' in taken.headers["Content-Disposition"]
    found = json.loads(taken.data)
    assert found["person"]["email"] == "ines.q@client.example"
    assert len(found["waves"][0]["answers"]) == 26
    read = signed.post(f"{here}.html")
    assert "Ines Quetzalcoatl" in read.text
    assert "canary:Forges du Canari:answer.comment" in read.text
    with in_database(app) as session:
        lines = session.scalars(select(Event).where(Event.action == "person.export")).all()
        assert [line.subject for line in lines] == ["Ines Quetzalcoatl"] * 2


def test_answers_not_sent_stay_the_persons_alone(app: Flask, signed: Browser, full: Canaries) -> None:
    person = someone(app, full)
    with in_database(app) as session, transaction(session):
        given = session.scalars(select(Submission).where(Submission.respondent_id == person.id)).one()
        given.state, given.sent_at = "open", None
    here = f"/campaigns/{full.campaign_id}/people/{person.id}/data"
    page = words(signed.see(here))
    assert re.search(r"\d+ answers are saved and not sent", page)
    assert "canary:Forges du Canari:answer.comment" not in page
    assert json.loads(signed.post(f"{here}.json").data)["waves"][0]["answers"] == []


@pytest.mark.parametrize("how", ["forget", "erase"])
def test_a_person_is_forgotten_or_erased(app: Flask, signed: Browser, full: Canaries, how: str) -> None:
    person = someone(app, full)
    here = f"/campaigns/{full.campaign_id}/people/{person.id}/data"
    signed.see(here)
    nothing = signed.post(here)
    assert nothing.status_code == 422
    assert "Choose one of the two" in nothing.text
    assert signed.post(here, {"how": how}).status_code == 303
    page = signed.see(f"/clients/{full.client_id}/data")
    assert page.count("Quetzalcoatl") == 1  # what was just told
    assert "Quetzalcoatl" not in signed.see(f"/clients/{full.client_id}/data")
    assert signed.get(here).status_code == (404 if how == "erase" else 200)
