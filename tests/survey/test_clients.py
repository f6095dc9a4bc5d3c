"""Clients: the portfolio, one client with its departments, and its looks."""

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from questionnaires import InvalidAnswer, Pack
from survey.db import Database, transaction
from survey.models import Campaign, Department, Event, Mail, Organisation, Respondent, Submission
from survey.services import brand, clients, launch, results, setup
from survey.services.portfolio import Line, portfolio
from survey.services.tenant import Member
from tests.survey.at_work import publish
from tests.survey.conftest import NOON, Browser, Created, checked
from tests.survey.setting_up import NAMES, a_draft, member_of, settle_all, signed_in

TODAY = NOON.date()


@pytest.fixture
def member(session: Session) -> Member:
    return member_of(session, "Atelier Conseil")


def lines(session: Session, member: Member, days: int = 0, *, mail: bool = True) -> dict[str, Line]:
    """The portfolio some days after noon of the day on which everything was set up."""
    at = NOON + timedelta(days=days)
    return {line.client: line for line in portfolio(session, member, at, at.date(), mail=mail)}


def send_all(session: Session, campaign: Any, but: int = 0) -> None:
    """Everybody but the last so many has sent."""
    with transaction(session):
        people = session.scalars(
            select(Respondent).where(Respondent.campaign_id == campaign).order_by(Respondent.name)
        ).all()
        for person in people[: len(people) - but]:
            person.role = person.role or "operations"
            session.add(
                Submission(
                    organisation_id=person.organisation_id,
                    campaign_id=campaign,
                    respondent_id=person.id,
                    state="sent",
                    started_at=NOON,
                    sent_at=NOON,
                )
            )


def test_a_client_goes_through_its_stages_each_with_its_next_step(
    session: Session, member: Member, pack: Pack
) -> None:
    client = clients.add_client(session, member, clients.Details("Valmont", "", "fr"), NOON)
    assert lines(session, member)["Valmont"].action.kind == "first_wave"
    campaign = setup.new_campaign(session, member, client, NOON, today=TODAY)
    assert lines(session, member)["Valmont"].action.kind == "people"

    draft = a_draft(session, member)
    found = lines(session, member)["Forges de Valmont"]
    assert (found.stage, found.action.kind, found.action.n) == ("draft", "settle", 6)
    settle_all(session, member, draft.campaign, NOON)
    assert lines(session, member)["Forges de Valmont"].action.kind == "launch"
    launch.launch(session, member, draft.campaign, NOON, today=TODAY, mail_out=True)

    found = lines(session, member, 2)["Forges de Valmont"]
    assert (found.stage, found.day, found.days) == ("open", 3, 15)
    assert (found.action.kind, found.action.due) == ("remind", TODAY + timedelta(days=4))
    assert lines(session, member, 9)["Forges de Valmont"].action.due == TODAY + timedelta(days=8)
    assert lines(session, member, 13)["Forges de Valmont"].action.due == TODAY + timedelta(days=11)
    late = lines(session, member, 16)["Forges de Valmont"].action
    assert (late.kind, late.due) == ("close", TODAY + timedelta(days=14))

    send_all(session, draft.campaign)
    assert lines(session, member, 2)["Forges de Valmont"].action.kind == "all_in"
    launch.close(session, member, draft.campaign, NOON)
    assert lines(session, member, 2)["Forges de Valmont"].action.kind == "compute"
    results.compute(session, pack, draft.campaign, NOON)
    done = lines(session, member, 2)["Forges de Valmont"]
    assert (done.stage, done.action.kind) == ("results", "read")
    assert campaign != draft.campaign


def test_addresses_that_fail_come_first_and_a_reminder_sent_is_done(session: Session, member: Member) -> None:
    draft = a_draft(session, member)
    settle_all(session, member, draft.campaign, NOON)
    launch.launch(session, member, draft.campaign, NOON, today=TODAY, mail_out=True)
    with transaction(session):
        mails = session.scalars(select(Mail)).all()
        mails[0].state = "bounced"
    found = lines(session, member, 1)["Forges de Valmont"].action
    assert (found.kind, found.n) == ("undelivered", 1)
    with transaction(session):
        # A later one that arrived makes good for it, and the reminder of the fourth day is done by it.
        sent = NOON + timedelta(days=4, hours=1)
        for mail in mails[:1]:
            session.add(
                Mail(
                    firm_id=mail.firm_id,
                    organisation_id=mail.organisation_id,
                    campaign_id=mail.campaign_id,
                    respondent_id=mail.respondent_id,
                    kind="reminder_new",
                    dedup="again",
                    to_address=mail.to_address,
                    locale="fr",
                    message_id="<again>",
                    state="sent",
                    sent_at=sent,
                    created_at=sent,
                )
            )
    found = lines(session, member, 4)["Forges de Valmont"].action
    assert (found.kind, found.due) == ("remind", TODAY + timedelta(days=8))


def test_the_most_urgent_client_stands_first(session: Session, member: Member) -> None:
    calm = a_draft(session, member, "Armor")
    pressing = a_draft(session, member, "Zénith")
    settle_all(session, member, pressing.campaign, NOON)
    launch.launch(session, member, pressing.campaign, NOON, today=TODAY, mail_out=True)
    assert calm
    assert list(lines(session, member, 5)) == ["Zénith", "Armor"]


def test_the_portfolio_asks_as_many_questions_for_twenty_clients_as_for_one(
    database: Database, session: Session, member: Member
) -> None:
    asked: list[str] = []

    def count() -> int:
        asked.clear()
        portfolio(session, member, NOON, TODAY, mail=True)
        return len(asked)

    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    a_draft(session, member, "First")
    before = count()
    for number in range(10):
        draft = a_draft(session, member, f"Client {number}")
        settle_all(session, member, draft.campaign, NOON)
        launch.launch(session, member, draft.campaign, NOON, today=TODAY, mail_out=True)
    assert count() == before
    assert before <= 10


def test_the_page_shows_filters_and_finds(app: Flask) -> None:
    with app.extensions["database"].session() as session:
        member = member_of(session, "Atelier Conseil")
        reader_of = a_draft(session, member, "R&D <b>Group</b>")
        for number in range(6):
            clients.add_client(session, member, clients.Details(f"Client {number}", "", "en"), NOON)
        lead = member_of(session, "Atelier Conseil", "lead", reader_of.client)
        reader = member_of(session, "Atelier Conseil", "reader", reader_of.client)
    browser = signed_in(app, member)
    assert browser.get("/").location == "/clients"
    page = browser.see("/clients")
    assert "R&amp;D &lt;b&gt;Group&lt;/b&gt;" in page
    assert "<b>Group" not in page
    assert "All (7)" in page
    assert "Client 3" not in browser.see("/clients?stage=draft")
    found = browser.see("/clients?q=client+3")
    assert "Client 3" in found
    assert "Client 4" not in found
    assert "No client fits" in browser.see("/clients?q=nobody")
    assert re.search(r"Aucun client ne correspond", browser.see("/clients?q=nobody&lang=fr"))
    # Whoever sees one client only sees that one, and a reader gets no way into the set-up.
    assert "Client 3" not in signed_in(app, lead).see("/clients")
    page = signed_in(app, reader).see("/clients")
    assert "R&amp;D" in page
    assert "/campaigns/" not in page


def test_an_empty_portfolio_says_how_to_begin(app: Flask) -> None:
    with app.extensions["database"].session() as session:
        member = member_of(session, "Atelier Conseil")
    assert "Add your first client" in signed_in(app, member).see("/clients")


def test_a_client_is_added_changed_and_named_once(app: Flask) -> None:
    with app.extensions["database"].session() as session:
        member = member_of(session, "Atelier Conseil")
    browser = signed_in(app, member)
    browser.see("/clients/new")
    empty = browser.post("/clients/new", {"name": "  ", "locale": "fr"})
    assert empty.status_code == 422
    assert 'href="#name"' in empty.text
    made = browser.post("/clients/new", {"name": " Verre  et Fer ", "sponsor_name": "", "locale": "fr"})
    assert made.status_code == 303
    page = browser.see(made.location)
    assert "Verre et Fer has been added" in page
    browser.see("/clients/new")
    again = browser.post("/clients/new", {"name": "VERRE ET FER", "locale": "fr"})
    assert (again.status_code, "already" in again.text) == (422, True)
    browser.see(f"{made.location}/edit")
    browser.post(f"{made.location}/edit", {"name": "Verre", "sponsor_name": "Ada Blanc", "locale": "en"})
    assert "Ada Blanc" in browser.see(made.location)
    browser.post(f"{made.location}/notes", {"notes": "They fear the works council.\r\nCall Léa."})
    assert "They fear" in browser.see(made.location)
    with app.extensions["database"].session() as session:
        told = session.scalars(select(Event).where(Event.action == "client.notes")).one()
        assert "fear" not in str(told.detail) + told.subject


def test_notes_of_the_firm_stay_in_the_firm(app: Flask) -> None:
    with app.extensions["database"].session() as session:
        member = member_of(session, "Atelier Conseil")
        draft = a_draft(session, member)
        clients.write_notes(session, member, draft.client, "Between us.", NOON)
        lead = member_of(session, "Atelier Conseil", "lead", draft.client)
    browser = signed_in(app, lead)
    assert "Between us" not in browser.see(f"/clients/{draft.client}")
    assert browser.post(f"/clients/{draft.client}/notes", {"notes": ""}).status_code == 404


def test_departments_are_put_in_order_renamed_and_removed_while_unused(app: Flask) -> None:
    with app.extensions["database"].session() as session:
        member = member_of(session, "Atelier Conseil")
        draft = a_draft(session, member)
    browser = signed_in(app, member)
    here = f"/clients/{draft.client}"

    def order() -> list[str]:
        with app.extensions["database"].session() as session:
            return [item.name for item in clients.departments(session, draft.client)]

    browser.see(here)
    browser.post(f"{here}/departments", {"name": "Legal", "headcount": "12"})
    browser.post(f"{here}/departments/{draft.departments[2]}/move", {"to": "up"})
    browser.post(f"{here}/departments/{draft.departments[0]}/move", {"to": "up"})
    assert order() == ["Finance", "Human resources", "Operations", "Legal"]
    wrong = browser.post(f"{here}/departments", {"name": "legal", "headcount": "many"})
    assert wrong.status_code == 422
    assert "Enter a whole number" in wrong.text
    same = browser.post(f"{here}/departments/{draft.departments[0]}", {"name": "legal"})
    assert (same.status_code, "already" in same.text) == (422, True)
    browser.post(f"{here}/departments/{draft.departments[0]}", {"name": "Finances", "headcount": ""})
    with app.extensions["database"].session() as session:
        legal = session.scalars(select(Department).where(Department.name == "Legal")).one()
    browser.post(f"{here}/departments/{legal.id}/remove")
    browser.post(f"{here}/departments/{draft.departments[0]}/remove")
    assert order() == ["Finances", "Human resources", "Operations"]
    assert "were invited" in browser.see(here)


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 100)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#6a2c70").save(out, kind)
    return out.getvalue()


def test_a_colour_that_is_too_light_is_never_taken_in_silence(app: Flask) -> None:
    with app.extensions["database"].session() as session:
        member = member_of(session, "Atelier Conseil")
        draft = a_draft(session, member)
    browser = signed_in(app, member)
    here = f"/clients/{draft.client}/brand"
    sheet = f"/brand/{draft.client}.css"
    browser.see(here)
    assert browser.get(sheet).status_code == 404
    refused = browser.post(f"{here}/accent", {"accent": "#FFB000"})
    assert refused.status_code == 422
    proposed = brand.nearest("#ffb000")
    assert f"Use {proposed}" in refused.text
    assert browser.get(sheet).status_code == 404
    assert browser.post(f"{here}/accent", {"accent": "orange"}).status_code == 422
    assert browser.post(f"{here}/accent", {"accent": "#fff;}body{x"}).status_code == 422
    browser.post(f"{here}/accent", {"accent": proposed})
    served = browser.get(sheet)
    assert served.mimetype == "text/css"
    assert served.text == f":root {{ --accent: {proposed}; --accent-dark: {brand.darker(proposed)} }}\n"
    address = re.search(rf'href="({sheet}\?v=[^"]+)"', browser.see(here))
    assert address
    assert "immutable" in browser.get(address[1]).headers["Cache-Control"]
    browser.post(f"{here}/accent", {"accent": ""})
    assert browser.get(sheet).status_code == 404


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_made_anew_and_shown(app: Flask, kind: str) -> None:
    with app.extensions["database"].session() as session:
        member = member_of(session, "Atelier Conseil")
        draft = a_draft(session, member)
    browser = signed_in(app, member)
    here = f"/clients/{draft.client}/brand"
    browser.see(here)
    # The name and type that a browser states are nobody's proof.
    sent = {"file": (io.BytesIO(picture(kind)), "../../logo.exe", "text/html")}
    assert browser.post(f"{here}/logo", sent).status_code == 303
    shown = browser.get(f"/brand/{draft.client}.png")
    assert shown.data.startswith(b"\x89PNG")
    assert (shown.mimetype, shown.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert 'alt="Forges de Valmont"' in browser.see(here)
    browser.post(f"{here}/logo/remove")
    assert browser.get(f"/brand/{draft.client}.png").status_code == 404


def too_much(browser: Browser, path: str) -> TestResponse:
    """A form of more than two megabytes, sent without a file in between."""
    form = "multipart/form-data; boundary=x"
    return checked(browser.client.post(path, data=b"x" * 2_200_000, content_type=form))


def test_what_is_no_logo_is_refused_in_words(app: Flask) -> None:
    with app.extensions["database"].session() as session:
        member = member_of(session, "Atelier Conseil")
        draft = a_draft(session, member)
    browser = signed_in(app, member)
    here = f"/clients/{draft.client}/brand"
    browser.see(f"{here}?lang=fr")
    bomb = bytearray(picture())
    bomb[16:24] = (12_000).to_bytes(4, "big") * 2  # declares 144 million pixels
    hostile = {
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>": "ce n’est pas une image",
        bytes(bomb): "",
        picture("GIF"): "ce n’est pas une image",
        picture(size=(2_100, 2_000)): "4 millions de pixels",
        b"%!PS-Adobe": "ce n’est pas une image",
    }
    for content, words in hostile.items():
        answer = browser.post(f"{here}/logo", {"file": (io.BytesIO(content), "logo.png")})
        assert answer.status_code == 422, content[:20]
        assert words.lower() in answer.text.lower(), content[:20]
    assert browser.post(f"{here}/logo", {}).status_code == 422
    huge = too_much(browser, f"{here}/logo")
    assert (huge.status_code, "2 Mo au plus" in huge.text.replace("\u00a0", " ")) == (413, True)
    # Elsewhere, requests stay small.
    assert browser.post(f"{here}/accent", {"accent": "#" * 70_000}).status_code == 413


def test_respondents_and_readers_see_their_own_organisation(
    app: Flask, client_company: Created, pack: Pack
) -> None:
    with app.extensions["database"].session() as session:
        campaign = session.get_one(Campaign, client_company.campaign_id)
        firm_id = session.get_one(Organisation, campaign.organisation_id).firm_id
        owner = Member(uuid4(), firm_id, "", "owner", "Ada", "", None, None)
        brand.set_accent(session, owner, campaign.organisation_id, "#6a2c70", NOON)
        brand.set_logo(session, owner, campaign.organisation_id, picture(), NOON)
        looks = brand.looks(session, campaign.organisation_id)
        assert looks.accent == "#6a2c70"
        assert looks.logo
        publish(session, pack, client_company, datetime.now(UTC))
    for link, then in (
        (client_company.links[0].token, "/answers"),
        (client_company.reader.token, "/results"),
    ):
        browser = Browser(app.test_client())
        for page in (browser.see(f"/i/{link}"), browser.enter(link) and browser.see(then)):
            assert f"/brand/{campaign.organisation_id}.css?v=6a2c70" in page
            assert "Forges de Valmont</title>" in page
    assert b"#6a2c70" in browser.get("/results/report").data


def test_another_firm_finds_nothing(session: Session, member: Member) -> None:
    draft = a_draft(session, member)
    other = member_of(session, "Neu Conseil")
    assert lines(session, other) == {}
    with pytest.raises(InvalidAnswer):
        clients.write_notes(session, other, draft.client, "mine", NOON)
    with pytest.raises(InvalidAnswer):
        setup.new_campaign(session, other, draft.client, NOON, today=TODAY)
    own = a_draft(session, other, "Other")
    with pytest.raises(InvalidAnswer):
        clients.remove_department(session, other, own.client, draft.departments[0], NOON)
    assert [item.name for item in clients.departments(session, draft.client)] == list(NAMES)
