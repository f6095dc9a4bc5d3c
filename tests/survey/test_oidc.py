"""Signing in by an identity provider: a real one in small, honest and hostile."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from joserfc.jwk import RSAKey
from sqlalchemy import select

from survey import create_app, schema
from survey.config import Settings, SettingsError, read_settings
from survey.models import Account
from tests.survey.conftest import Browser
from tests.survey.provider import CLIENT_ID, CLIENT_SECRET, Provider, running
from tests.survey.team_of import Person, a_person, in_database, words

KNOWN = {"email": "camille@conseil.example", "email_verified": True, "name": "Camille Exemple"}


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as found:
        found.claims = dict(KNOWN)
        yield found


@pytest.fixture
def linked(provider: Provider, tmp_path: Path, migrated_file: Path) -> Iterator[Flask]:
    """The site with that provider in its settings."""
    (tmp_path / "linked").mkdir()
    shutil.copy(migrated_file, tmp_path / "linked" / "mandate.sqlite")
    found = create_app(
        Settings(
            instance=tmp_path / "linked",
            secret_key="k" * 40,
            oidc_issuer=provider.issuer,
            oidc_client_id=CLIENT_ID,
            oidc_client_secret=CLIENT_SECRET,
            oidc_name="Forges ID",
        )
    )
    yield found
    found.extensions["database"].close()


@pytest.fixture
def there(linked: Flask) -> Browser:
    return Browser(linked.test_client())


@pytest.fixture
def owner(linked: Flask) -> Person:
    return a_person(linked)


def come_back(browser: Browser, provider: Provider, **other: str) -> str:
    """Go to the provider, sign in there, and follow its answer; the page that it leads to."""
    browser.see("/sign-in")
    going = browser.get("/sign-in/provider?next=/journal")
    assert going.status_code == 303
    parts = urlsplit(going.location)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{provider.issuer}/authorize"
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert query["scope"] == "openid email profile"
    assert query["redirect_uri"] == "http://127.0.0.1:5000/sign-in/provider/back"
    back = urlsplit(provider.authorize({**query, **other}))
    response = browser.get(f"{back.path}?{back.query}")
    if response.status_code == 303:
        assert response.location == "/sign-in"
        return browser.see("/sign-in")
    browser.last = response.text
    return response.text


def signed_in_as(app: Flask, browser: Browser) -> str:
    response = browser.get("/account")
    return words(response.text) if response.status_code == 200 else ""


def test_without_settings_there_is_no_trace(app: Flask, browser: Browser) -> None:
    assert "/sign-in/provider" not in browser.see("/sign-in")
    for path in ("/sign-in/provider", "/sign-in/provider/back"):
        assert browser.get(path).status_code == 404
    browser.see("/sign-in")
    assert browser.post("/sign-in/provider").status_code == 404


def test_signing_in_the_first_time_and_again(
    linked: Flask, there: Browser, provider: Provider, owner: Person
) -> None:
    assert "Continue with Forges ID" in there.see("/sign-in")
    page = come_back(there, provider)
    assert "Continue as Camille Exemple" in page
    assert there.get("/account").status_code == 303  # the button is pressed first: a GET opens no session
    done = there.post("/sign-in/provider")
    assert there.get(done.location).location == "/journal"
    assert "by the identity provider" in words(there.see("/journal"))
    with in_database(linked) as session:
        assert session.get_one(Account, owner.id).oidc_subject == f"{provider.issuer} person-1"

    # From now on the subject counts, whatever the address is.
    provider.claims = {"email": "new@elsewhere.example", "email_verified": False}
    again = Browser(linked.test_client())
    come_back(again, provider)
    again.post("/sign-in/provider")
    assert owner.email in signed_in_as(linked, again)

    # And the address alone does not, once somebody holds the account.
    provider.claims = {**KNOWN, "sub": "person-2"}
    other = Browser(linked.test_client())
    come_back(other, provider)
    other.post("/sign-in/provider")
    assert signed_in_as(linked, other) == ""


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email": "nobody@conseil.example"},
        {"email": ""},
        {"email": "CAMILLE@conseil.example@evil.example"},
    ],
)
def test_unverified_and_unknown_people_stay_outside(
    linked: Flask, there: Browser, provider: Provider, owner: Person, claims: dict[str, object]
) -> None:
    provider.claims = {**KNOWN, **claims}
    come_back(there, provider)
    there.post("/sign-in/provider")
    assert "there is no account here for you" in there.see("/sign-in")
    assert signed_in_as(linked, there) == ""
    with in_database(linked) as session:
        assert session.scalars(select(Account.oidc_subject)).all() == [None]  # and none was made


def sign_with_another_key(provider: Provider) -> None:
    provider.published = RSAKey.generate_key(2048, {"kid": "k1"})


LIES: dict[str, Callable[[Provider], None]] = {
    "wrong nonce": lambda p: p.claims.update(nonce="another"),
    "no nonce": lambda p: p.claims.update(nonce=None),
    "wrong audience": lambda p: p.claims.update(aud="another-client"),
    "wrong audience, on our behalf": lambda p: p.claims.update(aud="another-client", azp=CLIENT_ID),
    "audience of two, for the other": lambda p: p.claims.update(aud=[CLIENT_ID, "x"], azp="x"),
    "wrong issuer": lambda p: p.claims.update(iss="https://evil.example"),
    "expired": lambda p: p.claims.update(exp=1_700_000_000, iat=1_699_999_000),
    "no subject": lambda p: p.claims.update(sub=""),
    "signed by another key": sign_with_another_key,
    "signed with the shared secret": lambda p: (
        setattr(p, "algorithm", "HS256"),
        p.metadata.update(id_token_signing_alg_values_supported=["HS256", "none"]),
    )[0],
    "leads elsewhere": lambda p: setattr(p, "leads_to", f"{p.issuer}/elsewhere"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_noticed(linked: Flask, there: Browser, provider: Provider, owner: Person, lie: str) -> None:
    LIES[lie](provider)
    page = come_back(there, provider)
    assert "did not confirm who you are" in page, lie
    there.post("/sign-in/provider")
    assert signed_in_as(linked, there) == ""
    assert "/elsewhere" not in provider.asked


def test_discovery_of_another_issuer_is_refused(
    linked: Flask, there: Browser, provider: Provider, owner: Person
) -> None:
    provider.metadata = {"issuer": "https://evil.example"}
    assert there.get("/sign-in/provider").location == "/sign-in"
    assert "did not confirm" in there.see("/sign-in")


def test_a_foreign_or_used_state_is_refused(
    linked: Flask, there: Browser, provider: Provider, owner: Person
) -> None:
    assert "did not confirm" in come_back(there, provider, state="another")
    come_back(there, provider)
    there.post("/sign-in/provider")
    for query in ("", "?code=x&state=y", "?error=access_denied", "?state=" + "s" * 4_000):
        assert Browser(linked.test_client()).get(f"/sign-in/provider/back{query}").location == "/sign-in"
    # The button without what the provider proved.
    another = Browser(linked.test_client())
    another.see("/sign-in")
    assert another.post("/sign-in/provider").location == "/sign-in"
    assert signed_in_as(linked, another) == ""


def test_a_provider_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with running() as provider:
        gone = provider.issuer
    found = create_app(
        Settings(
            instance=tmp_path,
            secret_key="k" * 40,
            oidc_issuer=gone,
            oidc_client_id="x",
            oidc_client_secret="y",
        )
    )
    schema.upgrade(found.extensions["database"].engine)
    browser = Browser(found.test_client())
    assert browser.get("/sign-in/provider").location == "/sign-in"
    assert "OpenID did not confirm" in browser.see("/sign-in")
    found.extensions["database"].close()


def test_the_settings_go_together(tmp_path: Path) -> None:
    for variables in (
        {"SURVEY_OIDC_ISSUER": "https://id.example.org"},
        {"SURVEY_OIDC_ISSUER": "http://id.example.org", "SURVEY_OIDC_CLIENT_ID": "x"},
    ):
        with pytest.raises(SettingsError, match="OIDC"):
            read_settings(variables, tmp_path)
