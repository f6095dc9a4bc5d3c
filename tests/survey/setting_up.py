"""A firm with people who sign in, and clients at each stage, for the tests of what consultants set up."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from survey.db import transaction
from survey.services import accounts, clients, people, setup
from survey.services.tenant import Member, Role
from tests.survey.conftest import NOON, Browser

PASSWORD = "a long enough password"
NAMES = ("Finance", "Operations", "Human resources")


@dataclass(frozen=True)
class Set:
    """A client with three departments and a person each, and its campaign."""

    client: UUID
    campaign: UUID
    departments: tuple[UUID, ...]


def member_of(session: Session, firm: str, role: Role = "consultant", *allowed: UUID) -> Member:
    """Somebody of a firm, which is made where there is none of that name."""
    known = {found.name: found.id for found in session.query(accounts.Firm)}
    with transaction(session):
        firm_id = known.get(firm) or accounts.add_firm(session, firm, NOON).id
        email = f"{role}@{firm.lower().replace(' ', '-')}.example"
        name = f"{role.capitalize()} of {firm}"
        account = accounts.add_account(
            session, firm_id, email, name=name, role=role, now=NOON, password=PASSWORD, clients=allowed
        )
    everything = role in ("owner", "consultant")
    return Member(
        account.id, firm_id, firm, role, name, email, None, None if everything else frozenset(allowed)
    )


def signed_in(app: Flask, member: Member) -> Browser:
    """A browser in which a member signed in."""
    browser = Browser(app.test_client())
    browser.see("/sign-in")
    response = browser.post("/sign-in", {"email": member.email, "password": PASSWORD})
    assert response.status_code == 303, response.text
    return browser


def a_draft(session: Session, member: Member, name: str = "Forges de Valmont") -> Set:
    """A client and a campaign in preparation: three departments, a person each, the middle one by hand."""
    client = clients.add_client(session, member, clients.Details(name, "Hélène Marchebois", "fr"), NOON)
    departments = tuple(
        clients.add_department(session, member, client, department, None, NOON) for department in NAMES
    )
    campaign = setup.new_campaign(
        session, member, client, NOON, today=NOON.date(), contact="Marc Petit, 01 00 00 00 00"
    )
    for place, department in enumerate(departments):
        email = "" if place == 1 else f"p{place}@valmont.example"
        details = people.Details(
            department,
            f"Person {place}",
            email,
            "finance" if place == 0 else None,
            "en" if place == 2 else None,
        )
        people.add_person(session, member, campaign, details, NOON, mail_out=False)
    return Set(client, campaign, departments)


def settle_all(session: Session, member: Member, campaign: UUID, now: datetime | None = None) -> None:
    """Everything that a launch asks for, settled; two weeks to answer."""
    now = now or datetime.now(UTC)
    setup.set_dates(session, member, campaign, now.date() + timedelta(days=14), now, today=now.date())
    for item in setup.ITEMS:
        setup.settle(session, member, campaign, item, "done", now, today=now.date())
