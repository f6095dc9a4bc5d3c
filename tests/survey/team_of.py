"""People who sign in, for tests: an account of each role, and a browser in which somebody did."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.db import transaction
from survey.models import Event, Firm
from survey.services import accounts
from survey.services.tenant import Role
from tests.survey.conftest import NOON, Browser

PASSWORD = "three calm horses by the sea"
OTHER_PASSWORD = "seven green lamps in a row"


@dataclass(frozen=True)
class Person:
    """An account to sign in with."""

    id: UUID
    firm_id: UUID
    email: str
    password: str = PASSWORD


def a_person(
    app: Flask,
    role: Role = "owner",
    email: str = "camille@conseil.example",
    *,
    clients: tuple[UUID, ...] = (),
    firm: str = "Atelier Conseil",
    password: str = PASSWORD,
) -> Person:
    """An account of a firm, which is made where it does not exist."""
    with app.extensions["database"].session() as session, transaction(session):
        known = session.scalar(select(Firm).where(Firm.name == firm))
        found = known or accounts.add_firm(session, firm, NOON)
        name = email.split("@", maxsplit=1)[0].capitalize() + " Exemple"
        made = accounts.add_account(
            session,
            found.id,
            email,
            name=name,
            role=role,
            now=datetime.now(UTC),
            password=password,
            clients=clients,
        )
        return Person(made.id, found.id, email, password)


def try_to_sign_in(browser: Browser, person: Person, **more: str) -> Any:
    """Fill in the form of the sign-in page."""
    browser.see("/sign-in")
    return browser.post("/sign-in", {"email": person.email, "password": person.password, **more})


def sign_in(browser: Browser, person: Person) -> Browser:
    """Sign in, which must succeed."""
    response = try_to_sign_in(browser, person)
    assert response.status_code == 303, response.text
    assert response.location == "/"
    return browser


def cookie_of(browser: Browser) -> dict[str, Any]:
    """What the signed cookie of a browser holds."""
    with browser.client.session_transaction() as kept:
        return dict(kept)


def actions(app: Flask) -> list[str]:
    """The actions of the journal, oldest first."""
    with app.extensions["database"].session() as session:
        return list(session.scalars(select(Event.action).order_by(Event.number)))


def in_database(app: Flask) -> Session:
    """A session on the app's database; to be closed."""
    found: Session = app.extensions["database"].session()
    return found


def words(page: str) -> str:
    """The text of a page, without marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
