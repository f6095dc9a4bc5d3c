"""The team of a firm: who is in it, who sees what, and the firm's own settings."""

import io
import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from survey.models import Account, Firm, Mail, Organisation
from survey.services.campaigns import Created
from tests.survey.conftest import Browser
from tests.survey.team_of import (
    PASSWORD,
    Person,
    a_person,
    actions,
    in_database,
    sign_in,
    try_to_sign_in,
    words,
)


@pytest.fixture
def owner(app: Flask) -> Person:
    return a_person(app)


def client_of_the_firm(app: Flask) -> UUID:
    with in_database(app) as session:
        found = session.scalar(select(Organisation.id))
        assert found
        return found


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 90)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "#224466").save(stream, kind)
    return stream.getvalue()


def test_somebody_is_added_joins_and_sees_what_the_role_says(
    app: Flask, browser: Browser, another: Browser, client_company: Created, owner: Person
) -> None:
    client = client_of_the_firm(app)
    sign_in(browser, owner)
    page = browser.see("/team/new")
    assert "Never an answer or a note" in page
    assert "Forges de Valmont" in page
    lead = {"name": "Lou Exemple", "email": "Lou@client.example", "role": "lead"}
    assert "Choose at least one client" in browser.post("/team", lead).text
    assert "Enter an e-mail address like" in browser.post("/team", {**lead, "email": "lou"}).text
    foreign = browser.post("/team", {**lead, "clients": str(uuid4())})
    assert foreign.status_code == 422
    added = browser.post("/team", {**lead, "clients": str(client)})
    assert added.status_code == 303
    page = browser.see(added.location)
    link = re.search(r'value="http://127\.0\.0\.1:5000(/join/[\w-]{43})"', page)
    assert link
    assert link[1] not in browser.see(added.location)  # shown once
    assert "Has not joined yet" in browser.see("/team")
    again = browser.post("/team", {**lead, "clients": str(client)})
    assert "has an account already" in again.text

    another.see(link[1])
    assert another.post(link[1], {"name": "Lou Exemple", "password": PASSWORD}).status_code == 303
    assert another.get("/team").status_code == 404
    assert another.get("/journal").status_code == 404
    assert another.get("/firm").status_code == 404
    assert another.get("/account").status_code == 200
    with in_database(app) as session:
        account = session.scalar(select(Account).where(Account.email == "lou@client.example"))
        assert account
        assert [item.id for item in account.clients] == [client]


def test_a_lost_link_is_replaced(app: Flask, browser: Browser, another: Browser, owner: Person) -> None:
    sign_in(browser, owner)
    browser.see("/team/new")
    person = browser.post("/team", {"name": "N", "email": "n@conseil.example", "role": "consultant"}).location
    first = re.search(r"(/join/[\w-]{43})", browser.see(person))
    assert browser.post(f"{person}/invite").location == person
    second = re.search(r"(/join/[\w-]{43})", browser.see(person))
    assert first
    assert second
    assert another.get(first[1]).status_code == 404
    another.see(second[1])
    assert another.post(second[1], {"name": "N", "password": PASSWORD}).status_code == 303
    browser.see(person)
    assert browser.post(f"{person}/invite").status_code == 303
    page = browser.see(person)
    assert "has joined in the meantime" in page
    assert "/join/" not in page


def test_with_a_mail_server_the_link_goes_by_e_mail(
    app: Flask, browser: Browser, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("survey.services.mail.available", lambda _settings: True)
    sign_in(browser, owner)
    browser.see("/team/new")
    person = browser.post("/team", {"name": "N", "email": "n@conseil.example", "role": "reader"})
    assert person.status_code == 422  # a reader needs a client
    person = browser.post("/team", {"name": "N", "email": "n@conseil.example", "role": "owner"})
    page = browser.see(person.location)
    assert "receives an e-mail" in page
    assert "/join/" not in page
    with in_database(app) as session:
        mail = session.scalars(select(Mail)).one()
        assert (mail.kind, mail.to_address) == ("join", "n@conseil.example")
        assert mail.account_id is not None


def test_the_last_owner_stays(app: Flask, browser: Browser, another: Browser, owner: Person) -> None:
    sign_in(browser, owner)
    me = f"/team/{owner.id}"
    browser.see(me)
    refused = browser.post(me, {"role": "consultant"})
    assert refused.status_code == 422
    assert "The firm needs an owner" in refused.text
    assert browser.post(f"{me}/disable").location == me
    assert "The firm needs an owner" in browser.see(me)
    other = a_person(app, "owner", "other@conseil.example")
    sign_in(another, other)
    browser.see(me)
    assert browser.post(f"/team/{other.id}/disable").status_code == 303
    assert another.get("/account").status_code == 303
    assert try_to_sign_in(another, other).status_code == 422
    # A disabled owner is none: the other one is the last again.
    assert browser.post(me, {"role": "consultant"}).status_code == 422
    browser.see(f"/team/{other.id}")
    assert browser.post(f"/team/{other.id}/enable").status_code == 303
    sign_in(another, other)
    browser.see(me)
    assert browser.post(me, {"role": "consultant"}).location == "/team"
    assert browser.get("/team/new").status_code == 404
    assert browser.get(me).status_code == 404
    page = browser.see("/team")
    assert "other@conseil.example" in page
    assert "/team/new" not in page


def test_another_firms_people_do_not_exist(app: Flask, browser: Browser, owner: Person) -> None:
    stranger = a_person(app, "owner", "x@elsewhere.example", firm="Elsewhere")
    sign_in(browser, owner)
    assert "elsewhere" not in browser.see("/team")
    missing = browser.get(f"/team/{uuid4()}")
    foreign = browser.get(f"/team/{stranger.id}")
    assert missing.status_code == foreign.status_code == 404
    for path, data in (
        ("", {"role": "reader"}),
        ("/invite", {}),
        ("/disable", {}),
        ("/enable", {}),
        ("/second-factor", {}),
    ):
        browser.see("/team/new")
        assert browser.post(f"/team/{stranger.id}{path}", data).status_code == 404
    with in_database(app) as session:
        account = session.get_one(Account, stranger.id)
        assert (account.role, account.disabled_at) == ("owner", None)


@pytest.mark.parametrize("role", ["consultant", "lead", "reader"])
def test_only_owners_manage(
    app: Flask, browser: Browser, client_company: Created, owner: Person, role: str
) -> None:
    person = a_person(app, role, "p@conseil.example", clients=(client_of_the_firm(app),))  # type: ignore[arg-type]
    sign_in(browser, person)
    for path in ("/team/new", "/firm", f"/team/{owner.id}"):
        assert browser.get(path).status_code == 404
    browser.see("/account")
    for path in ("/team", "/firm", f"/team/{owner.id}", f"/team/{owner.id}/disable"):
        assert browser.post(path, {"role": "owner"}).status_code == 404
    expected = 200 if role == "consultant" else 404
    assert browser.get("/team").status_code == browser.get("/journal").status_code == expected


def test_the_firm_has_a_name_a_colour_and_a_logo(app: Flask, browser: Browser, owner: Person) -> None:
    sign_in(browser, owner)
    assert browser.get("/firm/logo.png").status_code == 404
    assert browser.get("/firm/brand.css").status_code == 404
    browser.see("/firm")
    good = {"name": "Atelier R&D", "contact": "Camille, +33 1 00 00 00 00", "accent": "#6A2C70"}
    for wrong, said in (
        ({"name": ""}, "Enter the name of the firm"),
        ({"accent": "red; } body { display: none"}, "Enter a colour like"),
        ({"accent": "#ffee00"}, "White text cannot be read"),
        ({"logo": (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "a.png")}, "PNG, JPEG or WebP"),
        ({"logo": (io.BytesIO(picture(size=(2_500, 2_500))), "big.png")}, "PNG, JPEG or WebP"),
    ):
        refused = browser.post("/firm", {**good, **wrong}, content_type="multipart/form-data")
        assert refused.status_code == 422
        assert said in refused.text, wrong
    too_much = {"data": b"x" * 3_000_000, "content_type": "multipart/form-data; boundary=x"}
    assert browser.client.post("/firm", **too_much).status_code == 413
    noise = Image.effect_noise((900, 200), 90)
    stream = io.BytesIO()
    noise.save(stream, "PNG")
    assert len(stream.getvalue()) > 100_000  # more than any other request may bring
    sent = {**good, "logo": (io.BytesIO(stream.getvalue()), "logo.png")}
    assert browser.post("/firm", sent, content_type="multipart/form-data").status_code == 303
    page = browser.see("/firm")
    assert "Atelier R&amp;D" in page
    assert 'href="/firm/brand.css"' in page
    assert 'src="/firm/logo.png"' in page
    assert b"--accent: #6a2c70" in browser.get("/firm/brand.css").data
    assert browser.get("/firm/logo.png").data.startswith(b"\x89PNG")
    removed = {**good, "accent": "", "remove_logo": "y"}
    assert browser.post("/firm", removed, content_type="multipart/form-data").status_code == 303
    assert browser.get("/firm/logo.png").status_code == 404
    with in_database(app) as session:
        assert session.scalars(select(Firm.contact)).one() == good["contact"]


def test_an_owner_ends_the_second_factor_of_who_lost_the_device(
    app: Flask, browser: Browser, another: Browser, owner: Person
) -> None:
    import pyotp

    person = a_person(app, "consultant", "p@conseil.example")
    sign_in(another, person)
    another.see("/account/second-factor")
    another.post("/account/second-factor", {"password": PASSWORD})
    secret = re.search(r'value="([A-Z2-7]{32})"', another.see("/account/second-factor"))
    assert secret
    another.post("/account/second-factor/confirm", {"code": pyotp.TOTP(secret[1]).now()})
    sign_in(browser, owner)
    browser.see(f"/team/{person.id}")
    assert browser.post(f"/team/{person.id}/second-factor").status_code == 303
    assert another.get("/account").status_code == 303
    sign_in(another, person)
    assert "Second factor ended P Exemple" in words(browser.see("/journal"))


def test_what_was_done_stands_in_the_journal(app: Flask, browser: Browser, owner: Person) -> None:
    sign_in(browser, owner)
    browser.see("/team/new")
    person = browser.post("/team", {"name": "N", "email": "n@conseil.example", "role": "consultant"}).location
    browser.see(person)
    browser.post(person, {"role": "owner"})
    browser.post(f"{person}/invite")
    browser.post(f"{person}/disable")
    browser.post(f"{person}/disable")  # nothing new
    browser.post(f"{person}/enable")
    assert actions(app) == [
        "account.sign_in",
        "account.add",
        "account.role",
        "account.invite",
        "account.disable",
        "account.enable",
    ]
    page = words(browser.see("/journal?lang=fr"))
    assert "Personne ajoutée à l’équipe N, Conseil" in page
    assert "Rôle ou clients d’une personne modifiés N, Propriétaire" in page
