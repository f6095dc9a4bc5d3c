"""Signing in by password, staying signed in, and what ends it."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask

from survey import create_app, schema
from survey.config import Settings
from survey.db import transaction
from survey.models import Account, SignIn
from survey.services import accounts, passwords, team
from survey.services import sign_in as service
from survey.web import site
from survey.web.accounts import here
from tests.survey.conftest import Browser
from tests.survey.team_of import (
    OTHER_PASSWORD,
    Person,
    a_person,
    actions,
    cookie_of,
    in_database,
    sign_in,
    try_to_sign_in,
    words,
)

NEXT_TO_NOWHERE = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example/team",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/team\\..\\..\\evil",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "ftp://evil.example/",
    "mailto:somebody@example.org",
    "evil.example",
    "evil.example/team",
    "@evil.example",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/team\r\nSet-Cookie: stolen=1",
    "/team\r\n\r\n<script>alert(1)</script>",
    "/team\x00.evil.example",
    "/\u2044evil.example",
    "/\u202eevil",
    "https:evil.example",
    "https:/evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "/" + "a" * 5_000,
]


@pytest.fixture
def owner(app: Flask) -> Person:
    return a_person(app)


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """From now on the site believes that it is this moment."""
    monkeypatch.setattr(site, "now", lambda: moment)


def test_signing_in_and_out(app: Flask, browser: Browser, owner: Person) -> None:
    assert browser.get("/account").location == "/sign-in?next=/account"
    browser.see("/sign-in?next=/account")
    assert 'autocomplete="current-password"' in browser.last
    assert 'autocomplete="username"' in browser.last
    data = {"email": " Camille@Conseil.example", "password": owner.password, "next": "/account"}
    assert browser.post("/sign-in", data).location == "/account"
    assert "Camille Exemple" in browser.see("/account")
    assert browser.get("/sign-in").location == "/"
    assert browser.post("/sign-out").location == "/sign-in"
    assert "You are signed out" in browser.see("/sign-in")
    assert browser.get("/account").status_code == 303
    assert actions(app) == ["account.sign_in", "account.sign_out"]


def test_the_session_has_a_new_id_and_keeps_nothing_of_before(
    app: Flask, browser: Browser, another: Browser, owner: Person
) -> None:
    browser.see("/sign-in?lang=fr")
    with browser.client.session_transaction() as planted:
        planted["answer"] = "somebody's visit"
        planted["csrf_token"] = planted.get("csrf_token", "known to an attacker")
        before = dict(planted)
    sign_in(browser, owner)
    after = cookie_of(browser)
    assert after["locale"] == "fr"
    assert after.keys() & {"answer", "_flashes", "half"} == set()
    assert after.get("csrf_token") != before["csrf_token"]
    first = after["staff"]
    sign_in(another, owner)
    assert cookie_of(another)["staff"] != first
    with in_database(app) as session:  # what the cookie holds is nowhere in the database
        assert first not in {row.digest for row in session.query(SignIn)}


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secure = create_app(
        Settings(instance=tmp_path, public_url="https://survey.example.org", secret_key="k" * 40)
    )
    schema.upgrade(secure.extensions["database"].engine)
    owner = a_person(secure)
    client = secure.test_client()
    there = {"base_url": "https://survey.example.org", "headers": {"Referer": "https://survey.example.org/"}}
    page = client.get("/sign-in", **there).text
    proof = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert proof
    data = {"csrf_token": proof[1], "email": owner.email, "password": owner.password}
    response = client.post("/sign-in", data=data, **there)
    assert response.status_code == 303
    sent = response.headers["Set-Cookie"]
    assert sent.startswith("__Host-mandate=")
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in sent
    assert "Domain" not in sent
    foreign = {**there, "headers": {"Referer": "https://evil.example/"}}
    assert client.post("/account", data={"csrf_token": proof[1]}, **foreign).status_code == 400
    secure.extensions["database"].close()


@pytest.mark.parametrize("address", NEXT_TO_NOWHERE)
def test_signing_in_leads_to_this_site_only(address: str) -> None:
    assert here(address) == ""


def test_a_hostile_next_leads_to_the_start_page(browser: Browser, owner: Person) -> None:
    for address in ("//evil.example", "/\\evil.example", "/" + "a" * 5_000):
        assert try_to_sign_in(browser, owner, next=address).location == "/"
        browser.see("/account")
        browser.post("/sign-out")


def test_signing_in_leads_to_where_one_wanted_to_go(browser: Browser, owner: Person) -> None:
    assert try_to_sign_in(browser, owner, next="/journal?page=2").location == "/journal?page=2"


def test_unknown_known_and_disabled_accounts_get_the_same_answer(
    app: Flask, browser: Browser, owner: Person
) -> None:
    gone = a_person(app, "consultant", "gone@conseil.example")
    with in_database(app) as session, transaction(session):
        session.get_one(Account, gone.id).disabled_at = datetime.now(UTC)
    said = []
    for email, password in (
        (owner.email, OTHER_PASSWORD),
        ("nobody@conseil.example", owner.password),
        (gone.email, gone.password),
    ):
        browser.see("/sign-in")
        response = browser.post("/sign-in", {"email": email, "password": password})
        assert response.status_code == 422
        page = re.sub(r'name="csrf_token" value="[^"]+"', "", response.text)
        said.append(page.replace(email, "…"))
        assert password not in page
    assert len(set(said)) == 1
    assert "do not belong together" in said[0]


def test_an_unknown_account_takes_as_long(app: Flask, owner: Person) -> None:
    # A hash of the cost that the site's own have: those of other tests are quick.
    with in_database(app) as session, transaction(session):
        costly = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1).hash(owner.password)
        session.get_one(Account, owner.id).password_hash = costly

    def seconds(email: str, place: int) -> float:
        with in_database(app) as session:
            # Of this thread alone: the machine may be busy.
            began = time.thread_time()
            service.by_password(session, email, OTHER_PASSWORD, f"192.0.2.{place}", datetime.now(UTC))
            return time.thread_time() - began

    pairs = [
        (seconds(owner.email, place), seconds("nobody@conseil.example", place)) for place in range(7)
    ]
    known, unknown = (min(column) for column in zip(*pairs, strict=True))
    # The hash is nearly all of it: without one for unknown accounts, this would be a tenth.
    assert 0.5 < unknown / known < 2


def test_too_many_wrong_passwords_are_told_when_to_try_again(
    app: Flask, browser: Browser, another: Browser, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    at(monkeypatch, noon)
    wrong = Person(owner.id, owner.firm_id, owner.email, OTHER_PASSWORD)
    for _ in range(service.TRIES):
        assert try_to_sign_in(browser, wrong).status_code == 422
    for _ in range(2):
        refused = try_to_sign_in(another, owner)  # right by now, from elsewhere too
        assert refused.status_code == 429
        assert refused.headers["Retry-After"] == "900"
        assert "You can try again from 13:15 on" in refused.text
    assert actions(app) == ["account.blocked"]
    at(monkeypatch, noon + timedelta(seconds=service.WINDOW + 1))
    sign_in(another, owner)
    assert actions(app) == ["account.blocked", "account.sign_in"]


def test_the_limit_is_per_address_too(app: Flask, owner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "fits", lambda *_: False)
    now = datetime.now(UTC)
    with in_database(app) as session:
        told = [
            service.by_password(session, f"p{place}@example.org", "x", "192.0.2.1", now).why  # type: ignore[union-attr]
            for place in range(service.TRIES_FROM_ONE_PLACE + 1)
        ]
        assert told == ["wrong"] * service.TRIES_FROM_ONE_PLACE + ["throttled"]
        elsewhere = service.by_password(session, "p@example.org", "x", "192.0.2.2", now)
        assert elsewhere == service.Refused("wrong")


def test_the_journal_counts_the_wrong_tries_before(app: Flask, browser: Browser, owner: Person) -> None:
    wrong = Person(owner.id, owner.firm_id, owner.email, OTHER_PASSWORD)
    for _ in range(3):
        try_to_sign_in(browser, wrong)
    sign_in(browser, owner)
    assert "by password, after 3 wrong tries" in words(browser.see("/journal"))


def test_a_session_ends_when_idle_and_at_the_latest_after_twelve_hours(
    browser: Browser, another: Browser, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = datetime.now(UTC)
    sign_in(browser, owner)
    moment = began
    while moment < began + timedelta(hours=11):
        moment += timedelta(minutes=110)
        at(monkeypatch, moment)
        assert browser.get("/account").status_code == 200, moment - began
    at(monkeypatch, began + timedelta(hours=12, minutes=1))
    assert browser.get("/account").status_code == 303
    at(monkeypatch, began)
    sign_in(another, owner)
    at(monkeypatch, began + timedelta(hours=2, minutes=1))
    assert another.get("/account").status_code == 303


def test_the_last_use_is_written_once_a_minute_and_into_the_cookie_only(
    browser: Browser, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(browser, owner)
    browser.see("/journal")
    began = datetime.now(UTC)
    at(monkeypatch, began + timedelta(seconds=30))
    assert "Set-Cookie" not in browser.get("/journal").headers
    at(monkeypatch, began + timedelta(seconds=90))
    assert "Set-Cookie" in browser.get("/journal").headers


def test_a_disabled_account_is_out_at_once(app: Flask, browser: Browser, owner: Person) -> None:
    a_person(app, "owner", "other@conseil.example")
    sign_in(browser, owner)
    with in_database(app) as session, transaction(session):
        account = session.get_one(Account, owner.id)
        team.disable(session, account, team.journal.Actor("command"), datetime.now(UTC), on=False)
    assert browser.get("/account").status_code == 303
    assert try_to_sign_in(browser, owner).status_code == 422


def test_what_was_typed_when_the_session_ended_can_be_sent_again(
    app: Flask, browser: Browser, owner: Person
) -> None:
    sign_in(browser, owner)
    page = browser.see("/account")
    proof = browser.proof()
    with in_database(app) as session, transaction(session):
        accounts.end_sessions(session, owner.id, datetime.now(UTC))
    typed = {"name": "Camille </textarea> Nouvelle", "language": "fr", "password_again": "secret words"}
    told = browser.post("/account", typed)
    assert told.status_code == 403
    assert "Nothing that you typed is lost" in told.text
    assert "Camille &lt;/textarea&gt; Nouvelle" in told.text
    assert "secret words" not in told.text
    assert 'action="/account"' in told.text
    fetched = browser.post("/account", typed, headers={"X-Requested-With": "fetch"})
    assert (fetched.status_code, fetched.json) == (403, {"error": "You were signed out"})
    sign_in(browser, owner)  # in another tab of the same browser
    browser.last = page  # the proof of the first tab holds still
    assert browser.proof() == proof
    assert browser.post("/account", {**typed, "name": "Camille Nouvelle"}).status_code == 303


def test_somebody_else_does_not_inherit_the_proof(app: Flask, browser: Browser, owner: Person) -> None:
    other = a_person(app, "consultant", "other@conseil.example")
    sign_in(browser, owner)
    page = browser.see("/account")
    browser.client.set_cookie("unrelated", "1")
    with in_database(app) as session, transaction(session):
        accounts.end_sessions(session, owner.id, datetime.now(UTC))
    sign_in(browser, other)
    browser.last = page
    assert browser.post("/account", {"name": "X", "language": ""}).status_code == 400


def test_an_empty_installation_says_how_to_begin(browser: Browser) -> None:
    assert "mandate account create" in browser.see("/sign-in")
    assert "Nobody has an account yet" in browser.see("/")


def test_members_go_from_the_start_page_to_their_work(
    browser: Browser, another: Browser, owner: Person
) -> None:
    assert 'href="/sign-in"' in browser.see("/")
    assert "mandate account create" not in another.see("/sign-in")
    sign_in(browser, owner)
    assert browser.get("/").status_code == 303


@pytest.mark.parametrize("path", ["/sign-in", "/forgot", "/sign-in/code"])
def test_forms_of_strangers_need_a_proof_too(browser: Browser, owner: Person, path: str) -> None:
    refused = browser.post(path, {"email": owner.email, "password": owner.password})
    assert refused.status_code == 400
    assert "load the page again" in refused.text
    assert "personal link" not in refused.text


def test_what_is_not_for_a_role_is_not_found_and_logged(
    app: Flask, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    consultant = a_person(app, "consultant", "noa@conseil.example")
    sign_in(browser, consultant)
    refused = browser.get("/firm")
    assert refused.status_code == 404
    unknown = browser.get("/nothing/of/the/kind")
    for page in (refused, unknown):
        assert "or is not for your role to see" in page.text
    assert f"denied: consultant {consultant.id} to firm.overview" in caplog.text
    assert actions(app) == ["account.sign_in"]  # a log line only


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("short words", "short"),
        ("x" * 257, "long"),
        ("calm é horses in snow", ""),
        ("azertyuiop123", "common"),
        ("Pass-Word 1234", "common"),
        ("aaaaaaaaaaaaaaa", "common"),
        ("abcabcabcabcabc", "common"),
        ("camille@conseil.example", "own"),
        ("Camille Exemple", "own"),
        ("CAMILLE-EXEMPLE", "own"),
        ("!!!!!!!!!!!!!!!!", "common"),
        ("three calm horses by the sea", ""),
        ("x" * 255 + "y", ""),
    ],
)
def test_which_passwords_are_refused(password: str, fault: str) -> None:
    assert passwords.fault(password, "camille@conseil.example", "Camille Exemple") == fault


def test_the_list_of_common_passwords_is_of_long_ones() -> None:
    assert len(passwords._common()) > 90
    assert passwords.fits(passwords.hash_password("caf\u00e9 au lait du soir"), "cafe\u0301 au lait du soir")
    assert not passwords.fits("", "nobody has this password")
