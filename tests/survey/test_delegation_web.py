"""A part passed on to a colleague: what each of the two sees, may do, and may not."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires import InvalidAnswer, NotReady, Pack
from survey.db import transaction
from survey.models import Answer, Campaign, Delegation, Event, Mail, Respondent
from survey.services import delegation, invitations, mail, standing, submissions
from survey.services.campaigns import Created
from survey.services.delegation import Request
from survey.services.domains import AddressRefused
from tests.survey.conftest import NOON, Browser, dump

PART = "governance"


@pytest.fixture
def claire(app: Flask, client_company: Created) -> Respondent:
    """The head of a department, with a name and an address."""
    with app.extensions["database"].session() as session, transaction(session):
        person = session.get_one(Respondent, client_company.links[1].respondent_id)
        person.name, person.email = "Claire Morel", "claire@valmont.example"
    return person


@pytest.fixture
def owner(browser: Browser, client_company: Created, claire: Respondent) -> Browser:
    browser.enter(client_company.links[1].token)
    return browser


@pytest.fixture
def by_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "available", lambda _settings: True)


def first_question(pack: Pack) -> str:
    return next(item.id for item in pack.questionnaire.questions if item.dimension == PART)


def asked(owner: Browser, step: str = "ask", **more: str) -> str:
    """Léa is asked; the page with her link."""
    owner.see(f"/answers/{PART}/colleague")
    form = {"name": "Léa Martin", "message": "You know the rules best.", "locale": "en", "step": step, **more}
    response = owner.post(f"/answers/{PART}/colleague", form)
    assert response.status_code in (200, 303), response.text
    owner.last = response.text
    return response.text


def link_in(page: str) -> str:
    found = re.search(r"/i/([\w-]{43})", page)
    assert found
    return found[1]


def test_the_journey_of_a_part(
    app: Flask, owner: Browser, another: Browser, client_company: Created, pack: Pack
) -> None:
    token = link_in(asked(owner, due_on="2026-12-04"))
    assert "Asked: Léa Martin" in owner.see("/answers")
    assert "not opened yet" in owner.last

    page = another.see(f"/i/{token}")
    for words in ("Claire Morel asks you", "You know the rules best.", "hopes for it by", "this part alone"):
        assert words in page
    another.enter(token)
    page = another.see("/answers")
    assert page.count('class="row"') == 1
    assert "questions answered" in page
    assert "opened on" in owner.see("/answers")
    another.see(f"/answers/{PART}/1")
    assert another.save(PART, 1, first_question(pack), "4", 0).status_code == 303
    another.see(f"/answers/{PART}")
    assert "Give it back" in another.see("/answers")
    another.post("/answers/give-back")
    assert "You gave this part back" in another.see("/answers")
    assert another.get(f"/answers/{PART}/1").location == "/answers"

    assert "given back by Léa Martin" in owner.see("/answers")
    assert "Answered by Léa Martin" in owner.see(f"/answers/{PART}")
    assert owner.save(PART, 1, first_question(pack), "2", 1).status_code == 303
    with app.extensions["database"].session() as session:
        answer = session.scalars(select(Answer)).one()
        assert (answer.value, answer.source, answer.given_by, answer.revision) == ("2", "self", "", 2)
        actions = set(session.scalars(select(Event.action)))
        assert {"delegation.ask", "delegation.give_back", "submission.start"} <= actions
    another.see("/answers")
    another.post("/answers/resume")
    assert another.get(f"/answers/{PART}/1").status_code == 200
    owner.post("/answers/send")
    assert "has sent the answers" in another.see("/answers")
    assert "has sent the answers" in another.see(f"/i/{token}")


def test_a_delegate_reaches_that_part_and_nothing_else(
    app: Flask, owner: Browser, another: Browser, pack: Pack
) -> None:
    owner.see("/answers/tooling/1")
    owner.save("tooling", 1, "tooling_access", "5", 0, comment="only between us")
    another.enter(link_in(asked(owner)))
    another.see(f"/answers/{PART}/1")
    before = dump(app)
    for path in ("/answers/tooling", "/answers/tooling/1", "/answers/send", "/answers/sent"):
        assert another.get(path).status_code == 404, path
    for path in ("/answers/export.json", "/answers/copy.pdf", f"/answers/{PART}/colleague"):
        assert another.get(path).status_code == 404, path
    another.see(f"/answers/{PART}/1")
    assert another.save("tooling", 1, "tooling_access", "1", 1).status_code == 404
    for path in (
        "/answers/send",
        "/answers/reopen",
        f"/answers/{PART}/colleague",
        f"/answers/{PART}/colleague/take-back",
        f"/answers/{PART}/colleague/link",
        f"/answers/{PART}/colleague/remind",
    ):
        assert another.post(path).status_code == 404, path
    assert dump(app) == before
    for path in ("/answers", f"/answers/{PART}", f"/answers/{PART}/1"):
        assert "only between us" not in another.see(path)


def test_the_services_keep_a_delegate_to_the_part(
    app: Flask, owner: Browser, client_company: Created, pack: Pack
) -> None:
    token = link_in(asked(owner))
    with app.extensions["database"].session() as session:
        invitations.enter(session, pack, token, NOON)
        lea = invitations.look_up(session, token, NOON)
        assert lea
        assert [item.dimension for item in standing.progress(session, pack, lea).sections] == [PART]
        with pytest.raises(InvalidAnswer, match="not in the part"):
            submissions.save_answer(
                session, pack, lea, "tooling_access", value="1", comment="", based_on=0, now=NOON
            )
        with pytest.raises(NotReady):
            submissions.send(session, lea, NOON)
        with pytest.raises(NotReady):
            submissions.reopen(session, lea, NOON)
        with pytest.raises(InvalidAnswer):
            delegation.check(session, pack, lea, PART, Request("Somebody"))
        assert delegation.asked(session, lea) == {}
        for act in (delegation.take_back, delegation.new_link, delegation.remind):
            with pytest.raises(NotReady):
                act(session, lea, PART, NOON)


def test_taking_a_part_back_ends_the_access_and_keeps_the_answers(
    owner: Browser, another: Browser, pack: Pack
) -> None:
    token = link_in(asked(owner))
    another.enter(token)
    another.see(f"/answers/{PART}/1")
    another.save(PART, 1, first_question(pack), "4", 0)
    owner.see(f"/answers/{PART}/colleague")
    owner.post(f"/answers/{PART}/colleague/take-back")
    assert "yours again" in owner.see("/answers")
    assert another.get("/answers").status_code == 404
    ended = another.get(f"/i/{token}")
    assert ended.status_code == 410
    assert "Claire Morel has taken this part back" in ended.text
    assert "Answered by Léa Martin" in owner.see(f"/answers/{PART}")
    assert "Asked:" not in owner.see("/answers")
    asked(owner)  # somebody else may be asked now


def test_a_new_link_replaces_the_one_before(owner: Browser, another: Browser) -> None:
    first = link_in(asked(owner))
    owner.see(f"/answers/{PART}/colleague")
    response = owner.post(f"/answers/{PART}/colleague/link")
    second = link_in(response.text)
    assert first != second
    replaced = another.get(f"/i/{first}")
    assert (replaced.status_code, "replaced by a newer one" in replaced.text) == (410, True)
    another.see(f"/i/{second}")


def test_several_parts_go_to_several_people(owner: Browser, another: Browser, app: Flask) -> None:
    lea = link_in(asked(owner))
    owner.see("/answers/skills/colleague")
    page = owner.post("/answers/skills/colleague", {"name": "Omar Haddad", "locale": "fr", "step": "ask"})
    omar = link_in(page.text)
    another.enter(lea)
    third = Browser(app.test_client())
    third.enter(omar)
    assert third.get(f"/answers/{PART}").status_code == 404
    assert '<html lang="fr">' in third.see("/answers/skills")
    assert owner.see("/answers").count("Asked:") == 2
    taken = owner.post("/answers/skills/colleague", {"name": "Third", "locale": "fr", "step": "ask"})
    assert taken.status_code == 409


@pytest.mark.usefixtures("by_mail")
def test_the_address_must_be_at_the_organisation(app: Flask, owner: Browser, client_company: Created) -> None:
    form = {"name": "Léa Martin", "message": "Please <b>", "locale": "en", "step": "preview"}
    for email, told in (
        ("", "Write an e-mail address"),
        ("no address", "Write an e-mail address"),
        ("lea@elsewhere.example", "Only addresses at valmont.example"),
        ("lea@valmont.example.evil.example", "Only addresses at valmont.example"),
    ):
        owner.see(f"/answers/{PART}/colleague")
        response = owner.post(f"/answers/{PART}/colleague", {**form, "email": email})
        assert response.status_code == 422
        assert told in response.text
        assert "Please &lt;b&gt;" in response.text  # nothing typed is lost
    with app.extensions["database"].session() as session, transaction(session):
        session.get_one(Campaign, client_company.campaign_id).delegates_anywhere = True
    owner.see(f"/answers/{PART}/colleague")
    assert (
        owner.post(f"/answers/{PART}/colleague", {**form, "email": "lea@elsewhere.example"}).status_code
        == 200
    )


@pytest.mark.usefixtures("by_mail")
def test_by_e_mail_the_letter_is_shown_first_and_sent_once(
    app: Flask, owner: Browser, another: Browser, client_company: Created, pack: Pack
) -> None:
    before = dump(app)
    page = asked(owner, step="preview", email="Lea@Valmont.example")
    assert "You know the rules best." in page
    assert "Claire Morel" in page
    assert dump(app) == before
    asked(owner, email="Lea@Valmont.example")
    assert "We have written to Léa Martin" in owner.see(f"/answers/{PART}/colleague")
    with app.extensions["database"].session() as session:
        row = session.scalars(select(Mail)).one()
        assert (row.kind, row.to_address, row.locale) == ("delegation", "lea@valmont.example", "en")
        part = session.scalars(select(Delegation)).one()
        with transaction(session):
            campaign = session.get_one(Campaign, client_company.campaign_id)
            token = invitations.invite(session, campaign, NOON, delegation=part)
    owner.post(f"/answers/{PART}/colleague/remind")
    assert "tomorrow" in owner.see(f"/answers/{PART}/colleague")
    another.enter(token)
    another.see("/answers")
    another.post("/answers/give-back")
    another.post("/answers/give-back")
    with app.extensions["database"].session() as session:
        kinds = [row.kind for row in session.scalars(select(Mail).order_by(Mail.created_at))]
        assert kinds == ["delegation", "delegation_returned"]


def test_reminding_is_possible_once_a_day(
    app: Flask, owner: Browser, client_company: Created, pack: Pack
) -> None:
    with app.extensions["database"].session() as session:
        found = invitations.look_up(session, client_company.links[1].token, NOON)
        assert found
        request = Request("Léa", "lea@valmont.example")
        assert delegation.ask(session, pack, found, PART, request, NOON, by_mail=True) == ""
        tomorrow = NOON + timedelta(days=1)
        told = [
            delegation.remind(session, found, PART, moment)
            for moment in (NOON, tomorrow, tomorrow + timedelta(hours=2), tomorrow + timedelta(days=1))
        ]
        assert told == [False, True, False, True]


def test_an_unknown_domain_names_the_known_ones(
    app: Flask, owner: Browser, client_company: Created, pack: Pack
) -> None:
    with app.extensions["database"].session() as session:
        found = invitations.look_up(session, client_company.links[1].token, NOON)
        assert found
        with pytest.raises(AddressRefused) as refused:
            delegation.check(session, pack, found, PART, Request("Léa", "lea@elsewhere.example"))
        assert refused.value.domains == ("valmont.example",)
        assert _untouched(session)


def _untouched(session: Session) -> bool:
    return session.scalar(select(Delegation.id)) is None
