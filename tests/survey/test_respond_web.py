"""The respondent's pages beyond the plain journey: states of a link, what stands beside an answer, copies."""

import io
import json
from collections.abc import Callable
from datetime import date, timedelta

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select

from questionnaires import Pack
from survey.db import transaction
from survey.models import Answer, Campaign, Invitation, Mail, Respondent
from survey.services import invitations, mail
from survey.services.campaigns import Created, close_campaign
from tests.survey.conftest import NOON, Browser, dump


@pytest.fixture
def by_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "available", lambda _settings: True)


@pytest.fixture
def change(app: Flask, client_company: Created) -> Callable[..., None]:
    """Changes the campaign, or the first person invited."""

    def changed(person: dict[str, object] | None = None, **campaign: object) -> None:
        with app.extensions["database"].session() as session, transaction(session):
            found = session.get_one(Campaign, client_company.campaign_id)
            for name, value in campaign.items():
                setattr(found, name, value)
            first = session.get_one(Respondent, client_company.links[0].respondent_id)
            for name, value in (person or {}).items():
                setattr(first, name, value)

    return changed


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", " ")


def test_a_link_says_where_things_stand(
    app: Flask, browser: Browser, client_company: Created, change: Callable[..., None]
) -> None:
    link = f"/i/{client_company.links[0].token}"
    change(state="draft", opened_at=None)
    assert "not open yet" in browser.see(link)
    assert 'class="start"' not in browser.last
    change(state="open", opened_at=NOON, closes_on=date(2026, 12, 11))
    assert ">Start</button>" in browser.see(link)
    assert "December 2026" in browser.last
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    browser.save("tooling", 1, "tooling_access", "3", 0)
    assert ">Continue</button>" in browser.see(link)
    assert "1 question is answered" in browser.last
    browser.see("/answers/send")
    browser.post("/answers/send")
    assert "See or change my answers" in browser.see(link)
    assert "were sent on" in browser.last
    with app.extensions["database"].session() as session:
        close_campaign(session, client_company.campaign_id, NOON)
    assert "This questionnaire closed on 20" in browser.see(link)
    assert "mailto:conseil@example.org" in browser.last
    browser.post(link)
    assert "have been sent" in browser.see("/answers/sent")
    assert "Change my answers" not in browser.last


def test_a_link_that_was_good_once_says_why_it_is_not(
    app: Flask, browser: Browser, client_company: Created, change: Callable[..., None]
) -> None:
    link = f"/i/{client_company.links[0].token}"
    before = dump(app)
    assert browser.get(link).status_code == 200
    assert dump(app) == before
    with app.extensions["database"].session() as session, transaction(session):
        row = session.scalars(
            select(Invitation).where(Invitation.digest == invitations.digest_of(link[3:]))
        ).one()
        row.expires_at = NOON
    expired = browser.get(link)
    assert (expired.status_code, "has expired" in expired.text) == (410, True)
    browser.last = expired.text
    change(person={"removed_at": NOON})
    withdrawn = browser.get(link)
    assert (withdrawn.status_code, "has been withdrawn" in withdrawn.text) == (410, True)
    assert "conseil@example.org" in withdrawn.text
    assert browser.get("/i/" + "A" * 43).status_code == 404


@pytest.mark.parametrize(
    ("visibility", "told"), [("attributed", "under your department"), ("grouped", "5 answers")]
)
def test_who_sees_what_follows_the_campaign(
    browser: Browser, client_company: Created, change: Callable[..., None], visibility: str, told: str
) -> None:
    change(visibility=visibility)
    page = browser.see(f"/i/{client_company.links[0].token}")
    assert "Confidential, not anonymous" in page
    assert told in page
    assert page.count("<dt>") == 4


def test_no_more_reminders_and_again(app: Flask, browser: Browser, client_company: Created) -> None:
    link = f"/i/{client_company.links[0].token}"

    def muted() -> bool:
        with app.extensions["database"].session() as session:
            person = session.get_one(Respondent, client_company.links[0].respondent_id)
            return person.muted_at is not None

    browser.see(link)
    assert browser.post(f"{link}/reminders", {"muted": "yes"}).location == link
    assert muted()
    assert "no more reminders" in browser.see(link)
    browser.post(f"{link}/reminders", {"muted": "no"})
    assert not muted()
    browser.see(link)
    assert browser.post("/i/" + "A" * 43 + "/reminders", {"muted": "yes"}).status_code == 404


def test_what_stands_beside_an_answer_is_kept(app: Flask, browser: Browser, client_company: Created) -> None:
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    more = {"who": "the data team", "why": "never kept", "comment": "a list", "quote": "unnamed"}
    browser.save("tooling", 1, "tooling_access", "dk", 0, **more)
    page = browser.see("/answers/tooling")
    assert "the data team" in page
    assert "May be quoted without name" in page
    assert 'value="the data team"' in browser.see("/answers/tooling/1")
    # What belongs to another answer goes with it.
    browser.save("tooling", 1, "tooling_access", "2", 1, who="the data team", comment="a list")
    with app.extensions["database"].session() as session:
        row = session.scalars(select(Answer)).one()
        assert (row.value, row.note, row.quote, row.revision) == ("2", "", "private", 2)
    browser.see("/answers/tooling/1")
    assert browser.save("tooling", 1, "tooling_access", "2", 2, quote="everybody").status_code == 422


def test_why_it_does_not_apply_is_asked_once(browser: Browser, client_company: Created) -> None:
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    asked = browser.save("tooling", 1, "tooling_access", "na", 0)
    assert asked.location == "/answers/tooling/1?reason="
    page = browser.see(asked.location)
    assert "Your answer is saved" in page
    assert browser.save("tooling", 1, "tooling_access", "na", 1, told="yes").location == "/answers/tooling/2"
    browser.see("/answers/tooling/1")
    given = browser.save("tooling", 1, "tooling_access", "na", 1, why="we have no team")
    assert given.location == "/answers/tooling/2"
    assert "Because: we have no team" in browser.see("/answers/tooling")


def test_the_last_look_links_every_gap(browser: Browser, client_company: Created, pack: Pack) -> None:
    browser.enter(client_company.links[0].token)
    page = browser.see("/answers/send")
    assert "nothing to send yet" in page
    assert page.count("/answers/tooling/") == 5
    browser.see("/answers/tooling/1")
    browser.save("tooling", 1, "tooling_access", "3", 0)
    page = browser.see("/answers/send")
    assert "Send anyway" in page
    assert "/answers/tooling/1" not in page
    assert "/answers/tooling/2" in page


@pytest.mark.usefixtures("by_mail")
def test_sending_thanks_once(
    app: Flask, browser: Browser, client_company: Created, change: Callable[..., None]
) -> None:
    change(person={"name": "Anne Veil", "email": "anne@valmont.example"})
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    browser.save("tooling", 1, "tooling_access", "3", 0)
    for _ in range(2):
        browser.see("/answers/send")
        browser.post("/answers/send")
        assert "Reference:" in browser.see("/answers/sent")
        browser.post("/answers/reopen")
    with app.extensions["database"].session() as session:
        assert [row.kind for row in session.scalars(select(Mail))] == ["thanks"]


@pytest.mark.usefixtures("by_mail")
def test_whoever_left_can_have_the_link_sent(
    app: Flask, browser: Browser, another: Browser, client_company: Created, change: Callable[..., None]
) -> None:
    change(person={"email": "anne@valmont.example"}, closes_on=date(2026, 12, 11))
    browser.enter(client_company.links[0].token)
    browser.see("/answers")
    browser.post("/answers/leave")
    assert "December 2026" in browser.see("/left")
    for told in ("on its way", "within this hour"):
        browser.post("/left/link")
        assert told in browser.see("/left")
    with app.extensions["database"].session() as session:
        row = session.scalars(select(Mail)).one()
        assert (row.kind, row.to_address) == ("my_link", "anne@valmont.example")
    another.see(f"/i/{client_company.links[0].token}")  # for the proof of its form
    assert another.post("/left/link").status_code == 404
    assert "E-mail me my link" not in another.see("/left")


def test_ones_own_data_can_be_taken_along(
    browser: Browser, client_company: Created, change: Callable[..., None]
) -> None:
    change(person={"name": "Anne Veil", "email": "anne@valmont.example"})
    assert "legitimate interest" in browser.see("/your-data")
    assert "conformity is claimed" in browser.see("/accessibility")
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    browser.save("tooling", 1, "tooling_access", "3", 0, comment="a list")
    assert "/answers/export.json" in browser.see("/your-data")
    found = json.loads(browser.get("/answers/export.json").get_data())
    assert found["person"]["email"] == "anne@valmont.example"
    assert [(item["question"], item["value"], item["comment"]) for item in found["answers"]] == [
        ("tooling_access", "3", "a list")
    ]


@pytest.mark.sqlite
@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_papers_carry_every_question_and_answer(
    app: Flask, browser: Browser, client_company: Created, pack: Pack, locale: str
) -> None:
    browser.enter(client_company.links[0].token)
    browser.see(f"/answers/tooling/1?lang={locale}")
    browser.save("tooling", 1, "tooling_access", "3", 0, comment="a list kept by <IT>")
    blank = browser.get("/answers/questions.pdf")
    assert blank.mimetype == "application/pdf"
    text = "".join(words_of(blank.data).split())
    for question in pack.questionnaire.questions:
        for sentence in (question.text, *question.statements):
            wanted = sentence[locale].replace("'", "’")
            assert "".join(wanted.split()) in text, wanted
    browser.see("/answers/send")
    browser.post("/answers/send")
    copy = browser.get("/answers/copy.pdf").data
    text = words_of(copy)
    assert "a list kept by <IT>" in text
    assert browser.see("/answers/sent").split("answers-")[0]
    with pikepdf.open(io.BytesIO(copy)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang).startswith(locale)


def test_errors_speak_both_languages_and_name_whom_to_ask(
    app: Flask, browser: Browser, client_company: Created
) -> None:
    page = browser.get("/nothing").text
    assert "There is nothing here for you" in page
    assert "Il n’y a rien ici pour vous" in page
    assert '<section class="other" lang="fr">' in page
    browser.enter(client_company.links[0].token)
    assert "mailto:conseil@example.org" in browser.get("/nothing").text
    instance = app.extensions["settings"].instance
    instance.mkdir(exist_ok=True)
    (instance / "maintenance").touch()
    works = browser.get("/answers")
    assert (works.status_code, works.headers["Retry-After"]) == (503, "600")
    assert "de retour" in works.text.lower()
    with browser.client.get("/static/site.css") as sheet:
        assert sheet.status_code == 200
    (instance / "maintenance").unlink()
    assert browser.get("/answers").status_code == 200


def test_an_interview_saves_in_somebodys_name(app: Flask, client_company: Created, pack: Pack) -> None:
    from survey.services import submissions
    from survey.services.journal import Actor
    from survey.services.visitors import on_behalf

    with app.extensions["database"].session() as session:
        campaign = session.get_one(Campaign, client_company.campaign_id)
        person = session.get_one(Respondent, client_company.links[0].respondent_id)
        visitor = on_behalf(session, campaign, person)
        for _ in range(2):
            submissions.begin(session, visitor, Actor("account", "Camille Ott"), NOON)
        submissions.save_answer(
            session,
            pack,
            visitor,
            "tooling_access",
            value="4",
            comment="",
            based_on=0,
            now=NOON + timedelta(minutes=1),
            source="interview",
            given_by="Camille Ott",
        )
        row = session.scalars(select(Answer)).one()
        assert (row.source, row.given_by) == ("interview", "Camille Ott")
