"""Leadership's links: handed out, opened with a code, extended, withdrawn; and who read what."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from questionnaires import Pack
from questionnaires.errors import InvalidAnswer
from survey.db import transaction
from survey.models import Campaign, Event, Invitation, Mail, ReadCode
from survey.services import invitations, publishing, read_codes, readers, reading_log, results, sending
from survey.services.campaigns import Created
from survey.services.readers import Terms
from survey.web.read_access import masked
from tests.survey.at_work import answer_all, desk_of, sign_in
from tests.survey.conftest import NOON, Browser, dump

ADDRESS = "jean@client.example"


@pytest.fixture
def published(app: Flask, client_company: Created, pack: Pack) -> Created:
    """The client with a published version."""
    with app.extensions["database"].session() as session:
        answer_all(session, pack, client_company, 0)
        desk = desk_of(session, client_company, role="owner")
        results.compute(session, pack, client_company.campaign_id, NOON, desk)
        sent = publishing.send_for_review(session, desk, pack)
        publishing.publish(session, desk, pack, sent, "")
    return client_company


def link(app: Flask, created: Created, **terms: Any) -> str:
    """A link on some terms."""
    with app.extensions["database"].session() as session:
        return readers.hand_out(session, desk_of(session, created), Terms("Jean Dupont", **terms))


def letters(app: Flask, kind: str) -> list[str]:
    """The texts of the e-mails of a kind, made as they are when they are sent."""
    texts = []
    with app.extensions["database"].session() as session:
        for mail_id in session.scalars(
            select(Mail.id).where(Mail.kind == kind, Mail.state == "queued")
        ).all():
            made = sending.begin(session, app.extensions["settings"], mail_id, {"reader": "J"}, _now())
            assert made
            texts.append(made.letter.text)
            sending.delivered(session, made, _now())
    return texts


def _now() -> datetime:
    return datetime.now(UTC)


def code_in(text: str) -> str:
    found = re.search(r"^(\d{6})$", text, re.MULTILINE)
    assert found
    return found[1]


def test_a_link_is_shown_once_listed_and_withdrawn(
    app: Flask, browser: Browser, another: Browser, published: Created
) -> None:
    sign_in(app, browser, published)
    here = f"/campaigns/{published.campaign_id}/results/sharing"
    browser.see(here)
    assert browser.post(here, {"name": " ", "how": "copy"}).status_code == 422
    shown = browser.post(here, {"name": "Jean Dupont", "how": "copy"})
    assert "Error:" not in shown.text
    token = re.search(r'value="http://127.0.0.1:5000/i/([^"]+)"', shown.text)
    assert token
    another.enter(token[1])
    page = browser.see(here)
    assert "Jean Dupont" in page
    assert "Opened the results" in page
    assert token[1] not in page
    assert "Jean Dupont" in browser.get(f"{here}/log.csv").text
    withdraw = re.findall(rf'action="({here}/[^"]+/withdraw)"', page)
    assert len(withdraw) == 2, "the sponsor's, and this one"
    for path in withdraw:
        browser.post(path)
    assert browser.see(here).count(">withdrawn<") == 2
    ended = browser.get(f"/i/{published.reader.token}")
    assert ended.status_code == 410
    assert "not open to this link any more" in ended.text, "a reader was never asked anything"
    assert another.get("/results").status_code == 404
    foreign = withdraw[0].replace(str(published.campaign_id), "00000000-0000-0000-0000-000000000001")
    assert browser.post(foreign).status_code == 404


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"email": "nobody"}, "Enter an e-mail address"),
        ({"asks_code": "y"}, "No e-mail can go out from here"),
        ({"expires_on": "2020-01-01"}, "Choose today or a later day"),
        ({"expires_on": "tomorrow"}, "Enter a day"),
    ],
)
def test_a_form_with_a_fault_keeps_what_was_typed(
    app: Flask, browser: Browser, published: Created, sent: dict[str, str], fault: str
) -> None:
    sign_in(app, browser, published)
    here = f"/campaigns/{published.campaign_id}/results/sharing"
    browser.see(here)
    response = browser.post(here, {"name": "Jean Dupont", "how": "copy", **sent})
    assert response.status_code == 422
    assert fault in response.text
    assert 'value="Jean Dupont"' in response.text


def test_a_link_by_e_mail_is_made_when_it_is_sent_and_all_of_an_address_are_one_reader_s(
    app: Flask, published: Created
) -> None:
    campaign_id = published.campaign_id
    with app.extensions["database"].session() as session:
        desk = desk_of(session, published)
        end = _now() + timedelta(days=2)
        terms = Terms("Jean Dupont", ADDRESS, "fr", end, asks_code=True)
        assert readers.hand_out(session, desk, terms, by_mail=True) == ""
    [text] = letters(app, "results")
    token = text.split("/i/")[1].split()[0]
    assert "code à six chiffres" in text
    with app.extensions["database"].session() as session:
        visitor = invitations.look_up(session, token, _now())
        assert visitor
        assert (visitor.name, visitor.email, visitor.locale, visitor.asks_code) == (
            "Jean Dupont",
            ADDRESS,
            "fr",
            True,
        )
        jean = next(item for item in readers.readers(session, campaign_id) if item.email == ADDRESS)
        assert jean.mail_state == "sent"
        readers.extend(session, desk, jean.id, None)
        assert session.scalars(select(Invitation.expires_at).where(Invitation.email == ADDRESS)).all() == [
            None,
            None,
        ]
        readers.send_again(session, desk, jean.id)
        readers.withdraw(session, desk, jean.id)
        assert invitations.look_up(session, token, _now()) is None
        mail_id = session.scalars(select(Mail.id).where(Mail.kind == "results", Mail.state == "queued")).one()
        assert sending.begin(session, app.extensions["settings"], mail_id, {}, _now()) is None
        assert session.get_one(Mail, mail_id).error == "no_link"
        with pytest.raises(InvalidAnswer, match="withdrawn"):
            readers.send_again(session, desk, jean.id)


def test_a_link_with_a_code_opens_with_the_code_alone(
    app: Flask, browser: Browser, published: Created
) -> None:
    token = link(app, published, email=ADDRESS, asks_code=True)
    before = dump(app)
    page = browser.see(f"/i/{token}")
    assert "j•••@client.example" in page
    assert ADDRESS not in page
    browser.see(f"/i/{token}/code")
    assert dump(app) == before
    assert browser.post(f"/i/{token}").status_code == 422, "no code, no visit"
    assert browser.post(f"/i/{token}/code").location == f"/i/{token}/code"
    [text] = letters(app, "read_code")
    code = code_in(text)
    wrong = "000000" if code != "000000" else "111111"
    assert "not the one we sent" in browser.post(f"/i/{token}", {"code": wrong}).text
    assert browser.get("/results").status_code == 404
    assert browser.post(f"/i/{token}", {"code": f" {code[:3]} {code[3:]} "}).status_code == 303
    with app.extensions["database"].session() as session:
        assert [item.who for item in reading_log.lines(session, published.campaign_id)] == ["Jean Dupont"]
        assert code not in str(rows := dump(app)["read_code"]), rows
        actions = session.scalars(select(Event.action).where(Event.action.startswith("reader."))).all()
        assert "reader.code" in actions
    assert browser.post(f"/i/{token}", {"code": code}).status_code == 422, "a code works once"


def test_a_code_ends_after_five_wrong_tries_or_ten_minutes(
    app: Flask, browser: Browser, published: Created
) -> None:
    token = link(app, published, email=ADDRESS, asks_code=True)
    browser.see(f"/i/{token}/code")
    for ended in ("tries", "minutes"):
        browser.post(f"/i/{token}/code")
        code = code_in(letters(app, "read_code")[0])
        if ended == "tries":
            wrong = "000000" if code != "000000" else "111111"
            for _ in range(read_codes.TRIES):
                browser.post(f"/i/{token}", {"code": wrong})
        else:
            with app.extensions["database"].session() as session, transaction(session):
                session.execute(update(ReadCode).values(expires_at=_now()))
        assert browser.post(f"/i/{token}", {"code": code}).status_code == 422, ended
    for _ in range(read_codes.ASKED[0] - 2):
        assert browser.post(f"/i/{token}/code").status_code == 303
    assert browser.post(f"/i/{token}/code").status_code == 429


def test_an_expired_link_says_so_and_a_new_one_can_be_asked_for(
    app: Flask, browser: Browser, published: Created
) -> None:
    token = link(app, published, email=ADDRESS, expires_at=NOON + timedelta(days=1))
    with app.extensions["database"].session() as session, transaction(session):
        session.execute(
            update(Invitation).where(Invitation.email == ADDRESS).values(expires_at=NOON - timedelta(days=1))
        )
        client = session.get_one(Campaign, published.campaign_id).organisation
        client.accent = "#7a2e52"
        looks = f"/brand/{client.id}.css"
    response = browser.get(f"/i/{token}")
    assert response.status_code == 410
    assert "Ask for a new link" in response.text
    assert looks in response.text, "a link that was good once has its client's looks"
    assert looks not in browser.get(f"/i/{'A' * 43}").text, "one that nobody has tells nothing"
    browser.last = response.text
    for _ in range(2):
        assert browser.post(f"/i/{token}/ask").location == f"/i/{token}"
    with app.extensions["database"].session() as session:
        mail = session.scalars(select(Mail).where(Mail.kind == "asks_link")).one()
        assert mail.to_address == "conseil@example.org"
    [text] = letters(app, "asks_link")
    assert f"/campaigns/{published.campaign_id}/results/sharing" in text
    assert browser.post(f"/i/{published.reader.token}/ask").status_code == 404, "a link that works"
    assert browser.post(f"/i/{published.links[0].token}/ask").status_code == 404, "no link to read"


def test_terms_that_cannot_hold_are_refused(app: Flask, published: Created) -> None:
    with app.extensions["database"].session() as session:
        desk = desk_of(session, published)
        for terms, by_mail in (
            (Terms(" "), False),
            (Terms("Jean", "nobody"), False),
            (Terms("Jean"), True),
            (Terms("Jean", asks_code=True), False),
            (Terms("Jean", expires_at=NOON), False),
        ):
            with pytest.raises(InvalidAnswer):
                readers.hand_out(session, desk, terms, by_mail=by_mail)


def test_an_address_is_masked() -> None:
    assert masked("jean.dupont@client.example") == "j•••@client.example"
