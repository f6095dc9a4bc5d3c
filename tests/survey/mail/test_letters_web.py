"""Pages of letters: wording kept, or refused and nothing lost; how it looks; what became of each."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from survey import create_app
from survey.db import transaction
from survey.letters import EDITED, shipped
from survey.models import Event, Firm, Job, Mail, MailTemplate
from survey.services import accounts
from survey.services.tenant import Role
from tests.survey.conftest import Browser, a_firm
from tests.survey.mail.conftest import Post


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """An installation that can send: to the outbox."""
    found = create_app(replace(app.extensions["settings"], development=True))
    yield found
    found.extensions["database"].close()


def signed_in(post: Post, browser: Browser, role: Role = "consultant", firm: str = "") -> None:
    """Somebody of the campaign's firm, or of another, signs in."""
    session, now = post.session, datetime.now(UTC)
    firm_id = a_firm(session, firm) if firm else session.scalars(select(Firm.id)).one()
    with transaction(session):
        account = accounts.add_account(
            session,
            firm_id,
            f"{role}{firm}@conseil.example",
            name="Léa Exemple",
            role=role,
            now=now,
            clients=(post.campaign.organisation_id,),
        )
    token = accounts.open_session(session, account.id, now)
    with browser.client.session_transaction() as cookie:
        cookie["staff"] = token


def at(post: Post, path: str = "") -> str:
    return f"/campaigns/{post.campaign.id}/emails{path}"


def own_wordings(post: Post) -> list[str]:
    """The languages in which the campaign has a wording of its own."""
    post.session.rollback()
    return [*post.session.scalars(select(MailTemplate.locale).order_by(MailTemplate.locale))]


def typed(kind: str = "invitation", **more: str) -> dict[str, str]:
    """What the form of a letter holds."""
    data = {}
    for language in ("en", "fr"):
        data[f"subject_{language}"] = shipped(kind, language).subject
        data[f"body_{language}"] = shipped(kind, language).body.replace("\n", "\r\n")
    return data | more


@pytest.mark.sqlite
def test_each_letter_has_its_page_in_both_languages(post: Post, browser: Browser) -> None:
    signed_in(post, browser)
    overview = browser.see(at(post))
    for kind in EDITED:
        assert f'href="{at(post)}/{kind}"' in overview
        page = browser.see(at(post, f"/{kind}"))
        assert shipped(kind, "fr").body.splitlines()[-1] in page
        for language in ("en", "fr"):
            answer = browser.get(at(post, f"/{kind}/{language}.html"))
            assert f'<html lang="{language}" dir="ltr">' in answer.text
            assert "sha256-" in answer.headers["Content-Security-Policy"]
    assert browser.get(at(post, "/join")).status_code == 404
    assert "Aperçu" in browser.see(at(post, "/invitation?lang=fr"))


def test_a_wording_of_ones_own_is_kept_shown_sent_and_taken_back(post: Post, browser: Browser) -> None:
    signed_in(post, browser)
    browser.see(at(post, "/invitation"))
    own = typed(body_en="Dear {name} <b>,\r\n\r\nGo: {link}\r\n", subject_en="Your turn")
    preview = browser.post(at(post, "/invitation"), own | {"next": "preview"})
    assert preview.status_code == 200
    assert "Dear Claire Exemple &lt;b&gt;," in preview.text
    assert own_wordings(post) == []
    assert browser.post(at(post, "/invitation"), own).status_code == 303
    page = browser.see(at(post, "/invitation"))
    assert "The wording is saved." in page
    assert "Changed for this campaign" in page
    # French stayed as it is shipped, so that none of it is kept.
    assert own_wordings(post) == ["en"]
    post.queue()
    post.work()
    (message,) = post.listener.messages()
    assert str(message["Subject"]) == "Your turn"
    assert browser.post(at(post, "/invitation/restore")).status_code == 303
    assert "Changed for this campaign" not in browser.see(at(post, "/invitation"))
    post.session.rollback()
    actions = post.session.scalars(select(Event.action).order_by(Event.number)).all()
    assert actions[-2:] == ["letter.change", "letter.restore"]


@pytest.mark.sqlite
def test_a_faulty_wording_is_told_by_place_and_nothing_typed_is_lost(post: Post, browser: Browser) -> None:
    signed_in(post, browser)
    browser.see(at(post, "/invitation"))
    wrong = typed(body_fr="Bonjour {prenom}\r\n{{ 7*7 }}", subject_en="")
    answer = browser.post(at(post, "/invitation"), wrong)
    assert answer.status_code == 422
    assert "Line 1: {prenom} stands for nothing in this e-mail; take one from the list" in answer.text
    assert "Write a subject" in answer.text
    assert "Bonjour {prenom}\n{{ 7*7 }}</textarea>" in answer.text.replace("\r\n", "\n")
    assert 'href="#body_fr"' in answer.text
    assert own_wordings(post) == []


def test_a_test_goes_to_oneself_and_opens_nothing(post: Post, browser: Browser) -> None:
    signed_in(post, browser)
    browser.see(at(post, "/reminder_new"))
    for _ in range(20):
        assert browser.post(at(post, "/reminder_new/test"), {"language": "fr"}).status_code == 303
        assert "A test is on its way to consultant@conseil.example." in browser.see(at(post, "/reminder_new"))
    assert browser.post(at(post, "/reminder_new/test"), {"language": "fr"}).status_code == 429
    assert browser.post(at(post, "/reminder_new/test"), {"language": "xx"}).status_code == 404
    assert post.work() == 20
    message = post.listener.messages()[0]
    assert str(message["To"]) == "Léa Exemple <consultant@conseil.example>"
    assert str(message["Subject"]).startswith("Essai\u00a0: Forges de Valmont\u00a0: votre regard")
    assert "https://survey.example.org/i/personal-link" in str(message)
    assert browser.get("/i/personal-link").status_code == 404


def test_what_was_refused_is_on_top_and_can_be_sent_again(post: Post, browser: Browser) -> None:
    signed_in(post, browser, "lead")
    assert "Nothing has been sent yet" in browser.see(at(post, "/sent"))
    refused = post.queue()
    post.listener.to_rcpt.append("550 5.1.1 No such <person>")
    sent = post.queue("my_link")
    post.work()
    page = browser.see(at(post, "/sent?show=problems"))
    assert "550 5.1.1 No such &lt;person&gt;" in page
    assert page.count("<tr>") == 2
    browser.see(at(post, "/sent"))
    assert browser.post(at(post, f"/sent/{sent}/bounced"), {"reason": "Full"}).status_code == 303
    assert browser.post(at(post, f"/sent/{sent}/bounced")).status_code == 404
    assert browser.post(at(post, f"/sent/{refused}/again")).status_code == 303
    assert "It will be sent again." in browser.see(at(post, "/sent"))
    assert browser.post(at(post, f"/sent/{uuid4()}/again")).status_code == 404
    post.session.rollback()
    states = post.session.scalars(select(Mail.state).order_by(Mail.created_at)).all()
    assert sorted(states) == ["bounced", "queued", "refused"]
    assert post.session.scalars(select(Job).where(Job.state == "ready", Job.kind == "mail")).one()


@pytest.mark.parametrize(("role", "firm"), [("lead", ""), ("reader", ""), ("owner", "Other")])
def test_who_may_not_does_not_learn_that_it_is_there(
    post: Post, browser: Browser, role: Role, firm: str
) -> None:
    signed_in(post, browser, role, firm)
    if role == "lead":  # who runs the field sees the letters, and does not word them
        assert "Save the wording" not in browser.see(at(post, "/invitation"))
    else:
        assert browser.get(at(post)).status_code == 404
        assert browser.get(at(post, "/sent")).status_code == 404
    with browser.client.session_transaction() as cookie:
        cookie["csrf_token"] = "x"
    assert browser.post(at(post, "/invitation"), typed(subject_en="Mine")).status_code in (400, 404)
    assert own_wordings(post) == []


@pytest.mark.sqlite
def test_the_outbox_shows_what_was_sent_with_its_links(post: Post, browser: Browser) -> None:
    assert "Nothing here yet" in browser.see("/outbox")
    post.queue(to_name="Claire <i>Exemple")
    post.work(smtp_url="", mail_from="", development=True)
    page = browser.see("/outbox")
    assert "Claire &lt;i&gt;Exemple" in page
    name = page.split('href="/outbox/')[1].split('"')[0]
    message = browser.see(f"/outbox/{name}")
    address = message.split('<a class="long" href="')[1].split('"')[0]
    assert address.startswith("https://survey.example.org/i/")
    page = browser.get(f"/outbox/{name}.html").text
    assert address in page
    assert "\r" not in page  # a browser would count other bytes than the policy
    browser.enter(address.rsplit("/", 1)[1])
    assert browser.get("/outbox/no-such").status_code == 404


@pytest.mark.sqlite
def test_only_installations_for_development_have_an_outbox(post: Post) -> None:
    real = create_app(replace(post.settings, development=False, public_url="http://localhost"))
    assert real.test_client().get("/outbox").status_code == 404
    real.extensions["database"].close()
