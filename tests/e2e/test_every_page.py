"""Every page that can be opened, as the site's own list of addresses has them: a new page is in here by itself.

A page whose address has a part that nobody has told this test how to fill makes it fail; so does one that
answers anything but a page.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.routing import Rule

from survey import create_app
from survey.config import read_settings
from survey.db import open_database, transaction
from survey.models import Account, Campaign, Department, Mail, Organisation, Respondent, Submission
from survey.services import accounts, invitations
from survey.web.access import ACCESS, READER, Rule as Access, Signed, Visiting, rule_of
from tests.e2e.conftest import Site
from tests.e2e.looking import Looker

Open = Callable[..., Page]
NARROW, WIDE = {"width": 320, "height": 800}, {"width": 1280, "height": 800}

NO_PAGES = {
    "answers_import.columns": "walked with a file in hand",
    "answers_import.check": "walked with a file in hand",
    "campaigns.people_preview": "walked with a file in hand",
    "accounts.second": "walked with a second factor",
    "factor.codes": "walked with a second factor",
    "oidc.start": "leads to the provider",
    "oidc.callback": "comes from the provider",
    "styleguide.page": "tests/e2e/test_styleguide.py",
    "letters.html": "an e-mail, shown inside a page",
    "outbox.html": "an e-mail, shown inside a page",
    "health": "a word for machines",
    "static": "files",
}
"""Addresses that answer no page by themselves, and where they are looked at instead."""
FILES = ("css", "png", "svg", "woff2", "pdf", "csv", "xlsx", "yaml", "json")

PARTS = {
    "part": ["tooling", "governance"],
    "number": ["1"],
    "kind": ["invitation", "prenotice"],
    "language": ["fr"],
    "question": ["tooling_integration"],
}
"""What stands for the parts of an address that name no row."""


class World:
    """The demo's rows, by which the parts of addresses are filled."""

    def __init__(self, site: Site, locale: str) -> None:
        now = datetime.now(UTC)
        database = open_database(site.database)
        with database.session() as session:
            clients = {row.name: row for row in session.scalars(select(Organisation))}
            wanted = ("Forges de Valmont", "Atelier Kerlan" if locale == "en" else "Banque Méridienne")
            self.clients = [str(clients[name].id) for name in wanted]
            self.campaigns = {
                str(row.organisation_id): str(row.id) for row in session.scalars(select(Campaign))
            }
            rows = session.execute(
                select(Respondent, Submission.state)
                .outerjoin(Submission)
                .where(Respondent.campaign_id == clients[wanted[0]].id if False else Respondent.id.is_not(None))
            ).all()
            self.people = {}
            for person, state in rows:
                self.people.setdefault((str(person.campaign_id), state or "new"), str(person.id))
            self.departments = {
                str(row.organisation_id): str(row.id) for row in session.scalars(select(Department))
            }
            colleague = session.scalars(select(Mail).where(Mail.kind == "delegation")).one()
            self.account = session.scalars(select(Account).where(Account.role == "lead")).one().id
            with transaction(session):
                self.tokens = {
                    purpose: accounts.ticket(session, self.account, purpose, now)  # type: ignore[arg-type]
                    for purpose in ("join", "reset")
                }
                from survey.models import Delegation

                delegation = session.get_one(Delegation, colleague.delegation_id)
                campaign = session.get_one(Campaign, colleague.campaign_id)
                self.delegate = invitations.invite(session, campaign, now, delegation=delegation)
        database.close()
        self.site = site

    def addresses(self, rule: Rule) -> Iterator[str]:
        """The addresses of a rule: one for each client shown, and for each state of a person."""
        names = rule.arguments
        places: list[dict[str, str]] = [{}]
        if names & {"client", "campaign"}:
            places = [{"client": found, "campaign": self.campaigns[found]} for found in self.clients]
        for place in places:
            choices = [[(name, value) for value in self.values(rule, name, place)] for name in sorted(names)]
            for chosen in product(*choices):
                built = rule.build(dict(chosen), append_unknown=False)
                assert built
                yield built[1]

    def values(self, rule: Rule, name: str, place: dict[str, str]) -> list[str]:
        if name in place:
            return [place[name]]
        if name == "token":
            purpose = rule.endpoint.partition(".")[2]
            links = [address.rpartition("/")[2] for address in (self.site.answer, self.site.read)]
            return [self.tokens[purpose]] if purpose in self.tokens else [*links, self.delegate, "A" * 43]
        if name == "respondent":
            sent = rule.endpoint.startswith("review.")
            states = ("sent",) if sent else ("new", "open") if "interview" in rule.endpoint else ("new", "open", "sent")
            return [
                self.people[place["campaign"], state]
                for state in states
                if (place["campaign"], state) in self.people
            ]
        if name == "department":
            return [self.departments[place["client"]]]
        if name == "account_id":
            return [str(self.account)]
        if name == "name":
            return [max(path.stem for path in (self.site.folder / "demo" / "outbox").glob("*.eml"))]
        return PARTS[name]


@pytest.fixture(scope="module")
def app(site: Site) -> Flask:
    return create_app(replace(read_settings({}, site.folder / "demo"), development=True))


def pages(app: Flask) -> list[Rule]:
    return sorted(
        (
            rule
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ())
            and rule.endpoint not in NO_PAGES
            and not rule.rule.endswith(FILES)
            and not rule.rule.endswith("kind>") | rule.rule.endswith("file>")
        ),
        key=lambda rule: rule.rule,
    )


def who(access: Access) -> str:
    if isinstance(access, Signed):
        return "staff"
    if isinstance(access, Visiting):
        return "reader" if access is READER else "respondent"
    return "nobody"


@pytest.mark.parametrize(("locale", "size", "other"), [("en", NARROW, WIDE), ("fr", WIDE, NARROW)])
def test_every_page(
    site: Site,
    app: Flask,
    chromium: Browser,
    open_page: Open,
    locale: str,
    size: dict[str, int],
    other: dict[str, int],
) -> None:
    world, looker = World(site, locale), Looker(chromium)
    browsers = {
        name: looker.follow(open_page(locale, viewport=size)) for name in ("staff", "respondent", "reader", "nobody")
    }
    site.sign_in(browsers["staff"])
    for name, link in (("respondent", site.answer), ("reader", site.read)):
        browsers[name].goto(link)
        browsers[name].locator("form.start button").click()
    faults = []
    for rule in pages(app):
        page = browsers[who(rule_of(rule.endpoint))]
        for address in world.addresses(rule):
            try:
                page.goto(site.address + address)
                status = looker.look(page)
                assert status in (200, 404, 410), f"{address}: {status}"
                within(page, other)
            except AssertionError as fault:
                faults.append(f"{rule.endpoint} {address}: {str(fault)[:600]}")
            finally:
                page.set_viewport_size(size)  # type: ignore[arg-type]
    assert not faults, "\n".join(faults)


def within(page: Page, size: dict[str, int]) -> None:
    """Nothing is wider than a screen of another size."""
    page.set_viewport_size(size)  # type: ignore[arg-type]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} at {size}"
