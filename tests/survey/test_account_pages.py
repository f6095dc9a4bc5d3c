"""One's own account: the second factor, the password, the sessions, and single-use links."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from survey.db import transaction
from survey.models import Account, Mail, RecoveryCode, SignIn, Ticket
from survey.services import accounts, second_factor
from survey.services.accounts import Purpose
from survey.web import site
from survey.web.profile import browser_of
from tests.survey.conftest import Browser
from tests.survey.team_of import (
    OTHER_PASSWORD,
    PASSWORD,
    Person,
    a_person,
    actions,
    cookie_of,
    in_database,
    sign_in,
    try_to_sign_in,
    words,
)
from tests.survey.test_web import dump

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def owner(app: Flask) -> Person:
    return a_person(app)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The site's clock: a list of one moment, to be moved."""
    moments = [NOON]
    monkeypatch.setattr(site, "now", lambda: moments[0])
    return moments


def ticket(app: Flask, person: Person, purpose: Purpose, now: datetime = NOON) -> str:
    with in_database(app) as session, transaction(session):
        return accounts.ticket(session, person.id, purpose, now)


def with_second_factor(
    browser: Browser, owner: Person, clock: list[datetime]
) -> tuple[pyotp.TOTP, list[str]]:
    """Set up a second factor on the pages; the device, and the recovery codes that were shown."""
    sign_in(browser, owner)
    browser.see("/account/second-factor")
    assert browser.post("/account/second-factor", {"password": PASSWORD}).status_code == 303
    page = browser.see("/account/second-factor")
    secret = re.search(r'value="([A-Z2-7]{32})"', page)
    assert secret
    device = pyotp.TOTP(secret[1])
    shown = browser.post("/account/second-factor/confirm", {"code": device.at(clock[0])})
    assert shown.location == "/account/second-factor/codes"
    codes = re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", browser.see(shown.location))
    return device, codes


def second_step(browser: Browser, owner: Person, code: str) -> int:
    """Sign in by password, then with a code; the status of the second step."""
    browser.client.delete_cookie("mandate")
    assert try_to_sign_in(browser, owner).location == "/sign-in/code"
    browser.see("/sign-in/code")
    found: int = browser.post("/sign-in/code", {"code": code}).status_code
    return found


def test_a_second_factor_from_set_up_to_its_end(
    app: Flask, browser: Browser, owner: Person, clock: list[datetime]
) -> None:
    device, codes = with_second_factor(browser, owner, clock)
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    assert browser.get("/account/second-factor/codes").status_code == 303  # shown once
    with in_database(app) as session:
        kept = set(session.scalars(select(RecoveryCode.digest)))
    assert len(kept) == 10
    assert not any(code in digest for code in codes for digest in kept)

    assert second_step(browser, owner, device.at(clock[0])) == 422  # used when it was set up
    clock[0] += timedelta(seconds=30)
    assert second_step(browser, owner, device.at(clock[0])) == 303
    assert second_step(browser, owner, device.at(clock[0])) == 422  # no code twice
    clock[0] += timedelta(minutes=5)
    assert second_step(browser, owner, device.at(clock[0] - timedelta(seconds=90))) == 422
    assert second_step(browser, owner, f" {device.at(clock[0] - timedelta(seconds=30))} ") == 303
    clock[0] += timedelta(minutes=20)
    assert second_step(browser, owner, device.at(clock[0] + timedelta(seconds=30))) == 303

    assert second_step(browser, owner, codes[0].upper().replace("-", " ")) == 303
    assert second_step(browser, owner, codes[0]) == 422  # each recovery code once
    assert second_step(browser, owner, codes[1]) == 303
    assert "8 recovery codes left" in words(browser.see("/account"))

    browser.see("/account/second-factor")
    assert browser.post("/account/second-factor/codes", {"password": PASSWORD}).status_code == 303
    renewed = browser.see("/account/second-factor/codes")
    assert codes[2] not in renewed
    assert second_step(browser, owner, codes[2]) == 422
    assert second_step(browser, owner, re.findall(r"<code>(.+?)</code>", renewed)[0]) == 303

    browser.see("/account/second-factor")
    assert browser.post("/account/second-factor/end", {"password": OTHER_PASSWORD}).status_code == 422
    assert browser.post("/account/second-factor/end", {"password": PASSWORD}).status_code == 303
    browser.client.delete_cookie("mandate")
    sign_in(browser, owner)
    assert {"account.second_factor_on", "account.recovery_codes", "account.second_factor_off"} <= set(
        actions(app)
    )


def test_setting_up_asks_for_the_password_and_a_right_code(
    browser: Browser, owner: Person, clock: list[datetime]
) -> None:
    sign_in(browser, owner)
    browser.see("/account/second-factor")
    assert browser.get("/account/second-factor/qr.svg").status_code == 404
    assert browser.post("/account/second-factor", {"password": OTHER_PASSWORD}).status_code == 422
    assert browser.post("/account/second-factor", {"password": PASSWORD}).status_code == 303
    picture = browser.get("/account/second-factor/qr.svg")
    assert picture.mimetype == "image/svg+xml"
    assert b"style=" not in picture.data
    for wrong in ("000000", "12345", "abcdef", "١٢٣٤٥٦", "1" * 5_000, ""):
        assert browser.post("/account/second-factor/confirm", {"code": wrong}).status_code == 422
    # Not confirmed: the password alone signs in still.
    browser.client.delete_cookie("mandate")
    sign_in(browser, owner)


def test_the_second_step_holds_for_ten_minutes_and_for_this_password(
    app: Flask, browser: Browser, owner: Person, clock: list[datetime]
) -> None:
    device, _ = with_second_factor(browser, owner, clock)
    clock[0] += timedelta(hours=1)
    browser.client.delete_cookie("mandate")
    assert browser.get("/sign-in/code").location == "/sign-in"
    try_to_sign_in(browser, owner)
    assert browser.get("/account").status_code == 303  # half signed in is not signed in
    browser.see("/sign-in/code")
    clock[0] += timedelta(minutes=10, seconds=1)
    assert browser.post("/sign-in/code", {"code": device.at(clock[0])}).location == "/sign-in"
    assert "Enter your password again" in browser.see("/sign-in")

    try_to_sign_in(browser, owner)
    browser.see("/sign-in/code")
    with in_database(app) as session, transaction(session):
        session.get_one(Account, owner.id).password_hash = "another"
    assert browser.post("/sign-in/code", {"code": device.at(clock[0])}).status_code == 422


def test_codes_cannot_be_guessed_for_long(
    app: Flask, browser: Browser, owner: Person, clock: list[datetime]
) -> None:
    device, _ = with_second_factor(browser, owner, clock)
    clock[0] += timedelta(hours=1)
    browser.client.delete_cookie("mandate")
    try_to_sign_in(browser, owner)
    browser.see("/sign-in/code")
    statuses = [browser.post("/sign-in/code", {"code": "000000"}).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert browser.post("/sign-in/code", {"code": device.at(clock[0])}).status_code == 429


def test_a_new_password_signs_out_every_other_browser(
    app: Flask, browser: Browser, another: Browser, owner: Person
) -> None:
    sign_in(browser, owner)
    sign_in(another, owner)
    browser.see("/account")
    for current, new, fault in (
        (OTHER_PASSWORD, "six quiet rivers run", "This is not your current password"),
        (PASSWORD, "too short", "Use at least 12 characters"),
        (PASSWORD, "azertyuiop123", "Many people use this password"),
        (PASSWORD, owner.email, "other than your e-mail address"),
    ):
        refused = browser.post("/account/password", {"current": current, "password": new})
        assert refused.status_code == 422
        assert fault in refused.text
        assert new not in re.sub(r"<p class=\"lead\">.*?</p>|value=\"[^\"]*\"", "", refused.text)
    changed = browser.post("/account/password", {"current": PASSWORD, "password": OTHER_PASSWORD})
    assert changed.status_code == 303
    assert "Every other browser was signed out" in browser.see("/account")
    assert another.get("/account").status_code == 303
    assert try_to_sign_in(another, owner).status_code == 422


def test_sessions_are_listed_and_ended(
    app: Flask, browser: Browser, another: Browser, owner: Person
) -> None:
    other = a_person(app, "owner", "other@conseil.example")
    sign_in(browser, owner)
    another.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/140.0"
    sign_in(another, owner)
    page = browser.see("/account")
    assert "Firefox, Windows" in page
    ends = re.findall(r'action="(/account/sessions/[^"]+)"', page)
    assert len(ends) == 1
    assert browser.post(f"/account/sessions/{uuid4()}/end").status_code == 404
    stranger = sign_in(Browser(app.test_client()), other)
    stranger.see("/account")
    assert stranger.post(ends[0]).status_code == 404  # another's session is none
    assert another.get("/account").status_code == 200
    assert browser.post(ends[0]).status_code == 303
    assert another.get("/account").status_code == 303
    sign_in(another, owner)
    browser.see("/account")
    assert browser.post("/account/sign-out-everywhere").location == "/sign-in"
    assert "signed out in 2 browsers" in browser.see("/sign-in")
    assert another.get("/account").status_code == 303
    with in_database(app) as session:
        live = session.scalars(select(SignIn.account_id).where(SignIn.ended_at.is_(None))).all()
        assert live == [other.id]


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(
    app: Flask, browser: Browser, owner: Person
) -> None:
    sign_in(browser, owner)
    stolen = Browser(app.test_client())
    with stolen.client.session_transaction() as copy:
        copy.update(cookie_of(browser))
    assert stolen.get("/account").status_code == 200
    browser.see("/account")
    browser.post("/sign-out")
    assert stolen.get("/account").status_code == 303


def test_name_and_language_are_ones_own(
    app: Flask, browser: Browser, another: Browser, owner: Person
) -> None:
    sign_in(browser, owner)
    browser.see("/account")
    assert browser.post("/account", {"name": "", "language": "xx"}).status_code == 422
    assert browser.post("/account", {"name": "x" * 201, "language": "fr"}).status_code == 422
    assert browser.post("/account", {"name": "\x07R&D\n<b>", "language": "fr"}).status_code == 303
    page = browser.see("/account")
    assert '<html lang="fr">' in page
    assert "R&amp;D &lt;b&gt;" in page
    sign_in(another, owner)
    assert '<html lang="fr">' in another.see("/account")


def test_joining_by_a_link(app: Flask, browser: Browser, clock: list[datetime]) -> None:
    invited = a_person(app, "consultant", "nouvelle@conseil.example", password="")
    token = ticket(app, invited, "join")
    before = dump(app)
    for _ in range(2):
        browser.client.head(f"/join/{token}")
        page = browser.see(f"/join/{token}")
    assert dump(app) == before
    assert "Join Atelier Conseil" in page
    assert "nouvelle@conseil.example" in page
    wrong = browser.post(f"/join/{token}", {"name": "Noa Exemple", "password": "Noa Exemple!"})
    assert wrong.status_code == 422
    assert "Noa Exemple" in wrong.text
    assert dump(app) == before
    assert browser.post(f"/join/{token}", {"name": "Noa Exemple", "password": PASSWORD}).location == "/"
    assert "Noa Exemple" in browser.see("/account")
    assert browser.get(f"/join/{token}").status_code == 404  # single use
    assert browser.post(f"/join/{token}", {"name": "X", "password": OTHER_PASSWORD}).status_code == 404
    assert actions(app) == ["account.join", "account.sign_in"]


def test_choosing_a_new_password_by_a_link(
    app: Flask, browser: Browser, another: Browser, owner: Person, clock: list[datetime]
) -> None:
    with_second_factor(another, owner, clock)
    first = ticket(app, owner, "reset")
    token = ticket(app, owner, "reset")
    assert browser.get(f"/reset/{first}").status_code == 404  # a newer one replaced it
    assert browser.get(f"/join/{token}").status_code == 404  # another purpose
    browser.see(f"/reset/{token}")
    assert browser.post(f"/reset/{token}", {"password": OTHER_PASSWORD}).location == "/sign-in"
    assert another.get("/account").status_code == 303
    browser.see("/sign-in")
    new = Person(owner.id, owner.firm_id, owner.email, OTHER_PASSWORD)
    assert try_to_sign_in(browser, new).location == "/sign-in/code"  # the second factor stays
    assert try_to_sign_in(another, owner).status_code == 422
    assert browser.post(f"/reset/{token}", {"password": PASSWORD}).status_code == 404


@pytest.mark.parametrize("purpose", ["join", "reset"])
def test_links_expire(
    app: Flask, browser: Browser, owner: Person, clock: list[datetime], purpose: Purpose
) -> None:
    life = accounts.TICKET_LIFE[purpose]
    token = ticket(app, owner, purpose)
    clock[0] += life - timedelta(seconds=1)
    browser.see(f"/{purpose}/{token}")
    clock[0] += timedelta(seconds=1)
    gone = browser.get(f"/{purpose}/{token}")
    unknown = browser.get(f"/{purpose}/{'A' * 43}")
    assert gone.status_code == unknown.status_code == 404
    assert gone.text.replace(token, "") == unknown.text.replace("A" * 43, "")


def test_asking_for_a_new_password_tells_nothing(
    app: Flask, browser: Browser, owner: Person, clock: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "mandate account link" in browser.see("/forgot")  # no e-mail can go out
    monkeypatch.setattr("survey.services.mail.available", lambda _settings: True)
    said = set()
    for email in (owner.email, "nobody@conseil.example"):
        browser.see("/forgot")
        answer = browser.post("/forgot", {"email": email})
        assert answer.status_code == 200
        said.add(re.sub(r'value="[^"]*"', "", answer.text))
    assert len(said) == 1
    for _ in range(5):
        clock[0] += timedelta(minutes=1)
        browser.see("/forgot")
        assert browser.post("/forgot", {"email": owner.email}).status_code == 200
    with in_database(app) as session:
        mails = session.scalars(select(Mail)).all()
        assert [(mail.kind, mail.to_address) for mail in mails] == [("reset", owner.email)] * 3
        assert session.scalars(select(Ticket)).all() == []  # made when it is sent


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU) Version/19.0 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        ("curl/8", "Unknown browser"),
    ],
)
def test_browsers_are_called_by_name(app: Flask, agent: str, said: str) -> None:
    with app.test_request_context():
        assert browser_of(agent) == said
