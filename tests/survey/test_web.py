"""The site, page by page: who gets in, what is saved, and what every response keeps to."""

import re
from itertools import product
from typing import Any

import pytest
from flask import Flask

from questionnaires import Pack
from survey.services.campaigns import Created, close_campaign
from survey.web.access import ACCESS, AccessTableIncomplete, Anybody, Visiting
from survey.web.access import check as apply_access
from tests.survey.conftest import NOON, Browser, dump, set_up

PAGES = ("/answers", "/answers/tooling", "/answers/tooling/1", "/answers/send", "/answers/sent")


def chosen(page: str) -> list[str]:
    """The values of the cards that are chosen."""
    return re.findall(r'name="q_\w+" value="(\w+)" checked>', page)


def test_an_endpoint_without_a_rule_stops_the_start(app: Flask) -> None:
    new = Flask("new")
    new.add_url_rule("/new", "new", lambda: "")
    with pytest.raises(AccessTableIncomplete, match="new"):
        apply_access(new)
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ACCESS)


def test_every_rule_is_applied(app: Flask, browser: Browser, client_company: Created) -> None:
    """Role × endpoint: nobody, a respondent and a reader reach what the table says, and nothing else."""
    links = {
        None: None,
        "answer": client_company.links[0].token,
        "read": client_company.reader.token,
    }
    for role, token in links.items():
        visitor = Browser(app.test_client())
        if token:
            visitor.enter(token)
        for rule in app.url_map.iter_rules():
            who = ACCESS[rule.endpoint]
            if isinstance(who, Anybody) or (isinstance(who, Visiting) and role in who.purposes):
                continue
            refused = (404,) if isinstance(who, Visiting) else (303, 404)
            path = re.sub(r"<[^>]*:[^>]*>", "1", rule.rule).replace("<part>", "tooling")
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                found = visitor.get(path) if method == "GET" else visitor.post(path)
                # Without a page there is no proof either: both are refusals that tell nothing.
                assert found.status_code in (refused if method == "GET" else (400, 404)), (role, rule, method)


def test_opening_a_link_changes_nothing(app: Flask, browser: Browser, client_company: Created) -> None:
    before = dump(app)
    for link in (*client_company.links, client_company.reader):
        page = browser.see(f"/i/{link.token}")
        browser.client.head(f"/i/{link.token}")
        assert link.token in page  # in the addresses of its forms only
        assert page.count(link.token) == page.count(f'action="/i/{link.token}')
    assert dump(app) == before


def test_no_get_writes(app: Flask, browser: Browser, client_company: Created) -> None:
    browser.enter(client_company.links[0].token)
    browser.enter(client_company.reader.token)
    before = dump(app)
    more = ("/answers/tooling/colleague", "/answers/export.json", "/your-data", "/accessibility", "/left")
    for path in (*PAGES, *more, "/", "/results", "/results/report", "/nothing"):
        browser.get(path)
        browser.get(path + "?lang=fr")
        browser.client.head(path)
    assert dump(app) == before


def test_foreign_unknown_and_withdrawn_look_alike(
    app: Flask, browser: Browser, client_company: Created
) -> None:
    bodies = {
        browser.get(path).get_data()
        for path in ("/i/" + "A" * 43, "/i/short", "/answers", "/results", "/answers/tooling/1", "/nothing")
    }
    assert len(bodies) == 1


def test_a_visit_reaches_its_own_answers_only(
    app: Flask, browser: Browser, another: Browser, client_company: Created, pack: Pack
) -> None:
    with app.extensions["database"].session() as session:
        other = set_up(session, pack)
    browser.enter(client_company.links[0].token)
    another.enter(other.links[0].token)
    browser.save("tooling", 1, "tooling_access", "5", 0)
    assert not chosen(another.see("/answers/tooling/1"))
    assert chosen(browser.see("/answers/tooling/1")) == ["5"]


def test_the_address_after_start_holds_no_token(browser: Browser, client_company: Created) -> None:
    response = browser.enter(client_company.links[0].token)
    assert response.location == "/answers"
    assert "HttpOnly" in response.headers["Set-Cookie"]
    assert "SameSite=Lax" in response.headers["Set-Cookie"]
    assert client_company.links[0].token not in browser.see("/answers")


def test_the_whole_journey(app: Flask, browser: Browser, client_company: Created, pack: Pack) -> None:
    page = browser.see("/i/" + client_company.links[5].token)
    for words in (
        "Commerce",
        "Forges de Valmont",
        "Hélène Marchebois",
        "Confidential, not anonymous",
        "Atelier Conseil",
        "About 13",
    ):
        assert words in page
    browser.enter(client_company.links[5].token)
    assert browser.see("/answers").count("Not started") == 5
    for dimension in pack.questionnaire.dimensions:
        questions = [item for item in pack.questionnaire.questions if item.dimension == dimension.id]
        for number, question in enumerate(questions, 1):
            page = browser.see(f"/answers/{dimension.id}/{number}")
            assert page.count(f'name="q_{question.id}"') == 7
            assert not chosen(page)
            response = browser.save(dimension.id, number, question.id, "3", 0)
            last = number == len(questions)
            assert response.location == (
                f"/answers/{dimension.id}" if last else f"/answers/{dimension.id}/{number + 1}"
            )
    assert browser.see("/answers").count("Completed") == 5
    assert "Every question is answered" in browser.see("/answers/send")
    assert browser.post("/answers/send").location == "/answers/sent"
    assert "have been sent" in browser.see("/answers/sent")
    assert browser.get("/answers").location == "/answers/sent"
    assert browser.post("/answers/reopen").location == "/answers"
    browser.see("/answers")


def test_numbers_and_names_of_levels_are_never_shown(
    browser: Browser, client_company: Created, pack: Pack
) -> None:
    browser.enter(client_company.links[0].token)
    page = browser.see("/answers/tooling/1")
    cards = re.findall(r"<label class=\"card\".*?<span>(.*?)</span>", page, re.DOTALL)
    assert len(cards) == 7
    assert not any(level.name["en"] in card for level, card in product(pack.questionnaire.levels, cards))


def test_leaving_a_question_empty_is_allowed(browser: Browser, client_company: Created) -> None:
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    assert (
        browser.post("/answers/tooling/1", {"revision": "0", "next": "on"}).location == "/answers/tooling/2"
    )
    assert "Not answered" in browser.see("/answers/tooling")


def test_an_answer_can_be_removed(browser: Browser, client_company: Created) -> None:
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    browser.save("tooling", 1, "tooling_access", "3", 0)
    browser.see("/answers/tooling/1")
    assert browser.save("tooling", 1, "tooling_access", "3", 1, next="clear").location == "/answers/tooling/1"
    assert not chosen(browser.see("/answers/tooling/1"))


def test_the_second_of_two_devices_is_told_both_values(
    app: Flask, browser: Browser, another: Browser, client_company: Created, pack: Pack
) -> None:
    statements = pack.question["tooling_access"].statements
    for device in (browser, another):
        device.enter(client_company.links[0].token)
        device.see("/answers/tooling/1")
    browser.save("tooling", 1, "tooling_access", "2", 0)
    told = another.save("tooling", 1, "tooling_access", "4", 0)
    assert told.status_code == 409
    another.last = told.text
    for level in (2, 4):
        assert told.text.count(statements[level - 1]["en"].replace("'", "’")) == 2
    assert 'name="revision" value="1"' in told.text
    assert another.save("tooling", 1, "tooling_access", "4", 1).status_code == 303
    stale = another.save("tooling", 1, "tooling_access", "1", 0, headers={"X-Requested-With": "fetch"})
    assert (stale.status_code, stale.json) == (409, {"conflict": True})


def test_the_script_is_told_the_revision(browser: Browser, client_company: Created) -> None:
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    saved = browser.save(
        "tooling", 1, "tooling_access", "2", 0, headers={"X-Requested-With": "fetch"}, next="stay"
    )
    assert saved.json
    assert saved.json["revision"] == 1
    assert saved.json["saved_at"].endswith("+00:00")


@pytest.mark.parametrize(
    "path", ["/i/{token}", "/answers/tooling/1", "/answers/send", "/answers/reopen", "/answers/leave"]
)
def test_a_form_without_proof_is_refused(browser: Browser, client_company: Created, path: str) -> None:
    token = client_company.links[0].token
    browser.enter(token)
    browser.last = ""
    assert (
        browser.post(path.format(token=token), {"q_tooling_access": "1", "revision": "0"}).status_code == 400
    )


@pytest.mark.parametrize(
    "data",
    [
        {"q_tooling_access": "6", "revision": "0"},
        {"q_tooling_access": "1"},
        {"q_tooling_access": "1", "revision": "-1"},
        {"q_tooling_access": "1", "revision": "many"},
        {"q_tooling_access": "1", "revision": "0", "next": "//evil.example"},
        {"q_tooling_access": "1", "revision": "0", "comment": "x" * 2001},
    ],
)
def test_what_no_form_of_ours_sends_is_refused(
    app: Flask, browser: Browser, client_company: Created, data: dict[str, Any]
) -> None:
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    before = dump(app)
    assert browser.post("/answers/tooling/1", data).status_code == 422
    assert dump(app) == before


def test_hostile_text_comes_back_as_text(browser: Browser, client_company: Created) -> None:
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    hostile = "</textarea><script>alert(1)</script> R&D <b> \u202e {{ 7*7 }}"
    browser.save("tooling", 1, "tooling_access", "2", 0, comment=hostile)
    for path in ("/answers/tooling/1", "/answers/tooling"):
        page = browser.see(path)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
        assert "{{ 7*7 }}" in page


def test_too_much_at_once_is_refused(browser: Browser, client_company: Created) -> None:
    browser.enter(client_company.links[0].token)
    assert browser.post("/answers/tooling/1", {"comment": "x" * 70_000}).status_code == 413


def test_a_host_that_is_not_ours_is_refused(browser: Browser) -> None:
    assert browser.client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert browser.client.get("/", headers={"Host": "localhost:5000"}).status_code == 200


def test_a_closed_questionnaire_says_so(
    app: Flask, browser: Browser, another: Browser, client_company: Created
) -> None:
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    with app.extensions["database"].session() as session:
        close_campaign(session, client_company.campaign_id, NOON)
    assert browser.save("tooling", 1, "tooling_access", "2", 0).status_code == 409
    assert "is closed" in browser.see("/answers")
    assert "closed on" in another.see(f"/i/{client_company.links[1].token}")
    assert "conseil@example.org" in another.last
    assert 'class="button"' not in another.last


def test_the_language_follows_person_choice_and_browser(browser: Browser, client_company: Created) -> None:
    path = f"/i/{client_company.links[0].token}"
    assert '<html lang="fr">' in browser.see(path, headers={"Accept-Language": "fr-CH, en;q=0.5"})
    assert "Confidentiel, mais pas anonyme" in browser.last
    assert '<html lang="en">' in browser.see(path, headers={"Accept-Language": "de"})
    assert '<html lang="fr">' in browser.see(path + "?lang=fr")
    assert '<html lang="fr">' in browser.see(path)
    assert '<html lang="fr">' in browser.see(path + "?lang=xx")


def test_switching_language_keeps_what_was_typed(browser: Browser, client_company: Created) -> None:
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    response = browser.save("tooling", 1, "tooling_access", "3", 0, comment="half a thought", next="fr")
    page = browser.see(response.location)
    assert '<html lang="fr">' in page
    assert "half a thought" in page
    assert chosen(page) == ["3"]


def test_save_and_exit_ends_the_visit(browser: Browser, client_company: Created) -> None:
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    assert browser.save("tooling", 1, "tooling_access", "3", 0, next="leave").location == "/left"
    assert "are saved" in browser.see("/left")
    assert browser.get("/answers").status_code == 404
    browser.enter(client_company.links[0].token)
    assert chosen(browser.see("/answers/tooling/1")) == ["3"]


def test_pages_are_light(browser: Browser, client_company: Created) -> None:
    browser.enter(client_company.links[0].token)
    for path in PAGES[:4]:
        weight = len(browser.see(path))
        for name in re.findall(r'(?:href|src)="(/static/[^"]+)"', browser.last):
            with browser.client.get(name) as asset:
                weight += len(asset.data)
                assert asset.headers["Cache-Control"].endswith("immutable")
        assert weight <= 60_000
    assert browser.get("/answers").headers["Cache-Control"] == "no-store"


def test_https_cookies_and_headers_insist(tmp_path: Any) -> None:
    from survey import create_app, schema
    from survey.config import Settings

    found = create_app(
        Settings(instance=tmp_path, public_url="https://survey.example.org", secret_key="k" * 40)
    )
    schema.upgrade(found.extensions["database"].engine)
    response = found.test_client().get("/?lang=fr", base_url="https://survey.example.org")
    assert response.headers["Set-Cookie"].startswith("__Host-mandate=")
    assert "Secure" in response.headers["Set-Cookie"]
    assert "max-age=31536000" in response.headers["Strict-Transport-Security"]
    found.extensions["database"].close()


def test_a_busy_database_says_try_again(
    browser: Browser, client_company: Created, monkeypatch: pytest.MonkeyPatch
) -> None:
    from survey.gate import Busy
    from survey.services import submissions

    def busy(*_: Any, **__: Any) -> None:
        raise Busy

    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")
    monkeypatch.setattr(submissions, "save_answer", busy)
    response = browser.save("tooling", 1, "tooling_access", "2", 0)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "3"
    fetched = browser.save("tooling", 1, "tooling_access", "2", 0, headers={"X-Requested-With": "fetch"})
    assert fetched.json == {"error": "Not saved yet"}


def test_a_fault_of_ours_is_logged_without_the_link(
    app: Flask,
    client_company: Created,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    from survey.services import invitations

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(invitations, "look_up", broken)
    token = client_company.links[0].token
    response = app.test_client().get(f"/i/{token}")
    assert response.status_code == 500
    assert "on purpose" not in response.text
    assert "Something went wrong" in response.text
    assert "on purpose" in caplog.text
    assert "invitations.landing [GET]" in caplog.text
    assert token not in caplog.text
