"""Generated forms for each endpoint: refused or accepted, never a fault of ours. ``make soak``: hundreds."""

import os
import random
import re
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from questionnaires import Pack
from survey.db import transaction
from survey.models import Campaign, Delegation, Respondent
from survey.services import accounts, invitations
from survey.web.access import ACCESS, Signed, Visiting
from tests.survey.conftest import Browser
from tests.survey.test_matrix import path, rules
from tests.survey.world import World, build, visiting

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]

FORMS = int(os.environ.get("MANDATE_FORMS", "12"))
"""Forms an endpoint; ``make soak`` sends five hundred."""
PARTS = 8
"""The endpoints are dealt to so many tests, so that both cores have some."""

HOSTILE = (
    "",
    " ",
    "0",
    "-1",
    "1",
    "2",
    "99999999999999999999999",
    "1e309",
    "NaN",
    "٣",
    "1_0",
    "on",
    "true",
    "null",
    "dk",
    "na",
    "en",
    "fr",
    "x" * 5000,
    "é" * 300,
    "\x00",
    "a\x00b",
    "a\r\nBcc: x@example.org",
    "\u202e\u200b",
    "\U0001f600",
    "<script>alert(1)</script>",
    "'; DROP TABLE answer; --",
    "{{ 7*7 }}",
    "{link} {nothing} {0}",
    "=1+1",
    "//evil.example",
    "../../etc/passwd",
    "2026-02-31",
    "2026-11-30",
    "9999-12-31",
    "0000-00-00",
    "a@b.example",
    "a@b@c",
    "#0f5f5c",
    "#zzzzzz",
    "00000000-0000-0000-0000-000000000007",
)
FILES: tuple[tuple[bytes, str], ...] = (
    (b"", "empty.csv"),
    (b"department,name\nFinance,A\n", "people.csv"),
    (b"\xff\xfe\x00", "odd.csv"),
    (b"PK\x03\x04garbage", "broken.xlsx"),
    (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "broken.png"),
    (b"<svg onload=alert(1)>", "logo.svg"),
    (b"a: &x [*x]\n", "facts.yaml"),
)


@pytest.fixture
def world(app: Flask, pack: Pack) -> World:
    return build(app, pack)


def taking_forms(app: Flask) -> list[Rule]:
    return sorted(
        (rule for rule in rules(app) if "POST" in (rule.methods or ())), key=lambda rule: rule.endpoint
    )


def arrived(app: Flask, world: World, rule: Rule) -> Browser:
    """A browser of somebody who may reach the rule; quick, since a form may end the session."""
    who = ACCESS[rule.endpoint]
    if isinstance(who, Visiting):
        return visiting(app, a_fresh_link(app, world, who.purposes))
    browser = Browser(app.test_client())
    if isinstance(who, Signed):
        role = "owner" if "owner" in who.roles else next(iter(who.roles))
        with app.extensions["database"].session() as session:
            token = accounts.open_session(session, world.accounts[role], accounts_now())
        with browser.client.session_transaction() as cookie:
            cookie["staff"] = token
    return browser


def a_fresh_link(app: Flask, world: World, purposes: frozenset[str]) -> str:
    """A link for one of these purposes, whatever forms have withdrawn, closed or taken off before."""
    with app.extensions["database"].session() as session, transaction(session):
        campaign = session.get_one(Campaign, world.own.campaign)
        campaign.state, campaign.closed_at = "open", None
        person = session.get_one(Respondent, world.own.respondent)
        person.removed_at = None
        if "read" in purposes:
            return invitations.invite(session, campaign, accounts_now())
        if "answer" in purposes:
            return invitations.invite(session, campaign, accounts_now(), respondent=person)
        delegation = session.get_one(Delegation, world.own.rows["delegation"])
        delegation.withdrawn_at = delegation.returned_at = None
        return invitations.invite(session, campaign, accounts_now(), delegation=delegation)


def accounts_now() -> Any:
    from survey.web import site

    return site.now()


def names_of(browser: Browser, address: str) -> dict[str, list[str]]:
    """The fields of the forms of a page, each with the values that the page offers."""
    page = browser.client.get(address)
    found: dict[str, list[str]] = {}
    if page.mimetype != "text/html":
        return found
    for tag in re.findall(r"<(?:input|select|textarea|button)[^>]*>", page.text):
        name = re.search(r'\bname="([^"]+)"', tag)
        value = re.search(r'\bvalue="([^"]*)"', tag)
        if name and name[1] != "csrf_token":
            found.setdefault(name[1], []).extend([value[1]] if value else [])
    return found


def a_form(chance: random.Random, names: dict[str, list[str]]) -> dict[str, Any]:
    form: dict[str, Any] = {}
    for name, offered in names.items():
        if chance.random() < 0.15:
            continue
        pick = chance.random()
        if pick < 0.5 and offered:
            form[name] = chance.choice(offered)
        elif pick < 0.9:
            form[name] = chance.choice(HOSTILE)
        elif pick < 0.95:
            form[name] = [chance.choice(HOSTILE), chance.choice(HOSTILE)]
        else:
            data, file_name = chance.choice(FILES)
            form[name] = (BytesIO(data), file_name)
    if chance.random() < 0.2:
        form[chance.choice(("_method", "x", "next", "lang", "role"))] = chance.choice(HOSTILE)
    return form


class Beginning:
    """The database as it was, for each endpoint anew: a form may erase a client, or fill a library."""

    def __init__(self, app: Flask) -> None:
        self._database = app.extensions["database"]
        self._file = Path(self._database.engine.url.database)
        self._kept = self._file.with_suffix(".kept")
        self._quiet()
        shutil.copy(self._file, self._kept)

    def again(self) -> None:
        """Put it back."""
        self._quiet()
        shutil.copy(self._kept, self._file)

    def _quiet(self) -> None:
        # The last connection to close takes the write-ahead log with it.
        self._database.close()
        for log in (f"{self._file}-wal", f"{self._file}-shm"):
            Path(log).unlink(missing_ok=True)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_form_is_a_fault_of_ours(app: Flask, world: World, part: int) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    everywhere = {name: ["1"] for name in ("email", "password", "name", "value", "comment", "file", "upload")}
    beginning = Beginning(app)
    for rule in taking_forms(app)[part::PARTS]:
        beginning.again()
        address = path(rule, world.own)
        browser = arrived(app, world, rule)
        names = names_of(browser, address) or everywhere
        chance = random.Random(rule.rule)
        for number in range(FORMS):
            answer = browser.client.post(address, data=a_form(chance, names))
            told = (rule.rule, number, answer.get_data()[:600])
            assert answer.status_code < 500 or answer.status_code == 503, told
            if answer.status_code in (303, 404, 429) and number % 20 == 0:
                beginning.again()
                browser = arrived(app, world, rule)
