"""Every endpoint × method × role × own, sibling and foreign client: the access table is what happens.

A new endpoint is in here by itself: it is read from the app. An address with a part that nobody has told this
test how to fill makes it fail.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import true
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from questionnaires import Pack
from survey.services import tenant
from survey.web.access import ACCESS, Anybody, Signed, Visiting
from tests.survey.conftest import Browser, dump
from tests.survey.world import MISSING, OWN_PACK, Client, World, build, sign_in, visiting

WRITES = ("POST", "PUT", "PATCH", "DELETE")
SIGNED = ("owner", "consultant", "lead", "reader")

PLAIN: dict[str, str] = {
    "part": "tooling",
    "number": "1",
    "filename": "site.css",
    "name": "none",
    "kind": "invitation",
    "locale": "fr",
    "language": "fr",
    "token": "x" * 43,
    "code": "none",
    "question": "tooling_access",
    "format": "csv",
    "file": "csv",
    "table": "questions",
    "passage": "decision.headline",
    "finding": "own_00000000",
    "key": OWN_PACK,
    "version": "v1",
}
"""Parts of addresses that name nothing of a client's."""

NAMED: dict[str, str] = {"client": "id", "organisation": "id", "campaign": "campaign"}
"""Parts of addresses that name a client or its campaign, by the field of ``Client``."""


@dataclass(frozen=True)
class Cell:
    """One request: who asked what of whom."""

    rule: Rule
    method: str
    role: str
    target: str

    def __str__(self) -> str:
        return f"{self.role}: {self.method} {self.rule.rule} ({self.target})"


@pytest.fixture
def world(app: Flask, pack: Pack) -> World:
    return build(app, pack)


@pytest.fixture
def browsers(app: Flask, world: World) -> dict[str, Browser]:
    """Everybody, signed in or with a link of the own client opened; nobody is a browser without either."""
    found = {role: sign_in(app, role) for role in (*SIGNED, "stranger")}
    found |= {
        "answer": visiting(app, world.own.answer),
        "delegate": visiting(app, world.own.delegate),
        "read": visiting(app, world.own.reader),
        "nobody": Browser(app.test_client()),
    }
    # A refusal here must be the table's: that a form needs its proof is tested elsewhere.
    app.config["WTF_CSRF_ENABLED"] = False
    return found


def rules(app: Flask) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")


def path(rule: Rule, client: Client | None) -> str:
    """The rule's address for a client's things; None: with ids that nothing has."""

    def part(match: re.Match[str]) -> str:
        name = match[1].split(":")[-1]
        if name in PLAIN:
            return PLAIN[name]
        if client is None:
            return str(MISSING)
        if name in NAMED:
            return str(getattr(client, NAMED[name]))
        # Rows that no feature made here are still ids: another client's must not be told from none.
        return str(client.rows.get(name, MISSING))

    return re.sub(r"<([^>]+)>", part, rule.rule)


def of_a_client(rule: Rule) -> bool:
    return bool(rule.arguments & NAMED.keys())


def allowed(rule: Rule, role: str) -> bool:
    match ACCESS[rule.endpoint]:
        case Anybody():
            return True
        case Visiting(purposes):
            return role in purposes
        case Signed(roles):
            return role in roles or (role == "stranger" and "owner" in roles)
    return False


def ask(browser: Browser, cell: Cell, address: str) -> TestResponse:
    return browser.client.open(address, method=cell.method)


def refused(cell: Cell, answer: TestResponse) -> bool:
    """Not found; or, for a page of staff asked by nobody signed in, the way to sign in."""
    if answer.status_code == 404:
        return True
    to_sign_in = answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in")
    staff = isinstance(ACCESS[cell.rule.endpoint], Signed)
    return to_sign_in and staff and cell.role in ("nobody", "answer", "delegate", "read")


def violations(
    app: Flask, world: World, browsers: dict[str, Browser], methods: tuple[str, ...]
) -> Iterator[str]:
    """Every cell in which something other than the table happens."""
    missing: dict[tuple[str, str], TestResponse] = {}
    for cell, browser, client in cells(app, world, browsers, methods):
        answer = ask(browser, cell, path(cell.rule, client))
        if answer.status_code >= 500:
            yield f"{cell}: {answer.status_code}"
        foreign = cell.target != "own" and of_a_client(cell.rule) and not reaches(cell)
        if not allowed(cell.rule, cell.role) or foreign:
            if not refused(cell, answer):
                yield f"{cell}: {answer.status_code} instead of 404"
            elif answer.status_code == 404 and cell.method != "HEAD":
                key = (cell.rule.rule, cell.role)
                if key not in missing:  # what has nobody's ids is asked once, whosever else was asked for
                    missing[key] = ask(browser, cell, path(cell.rule, None))
                if missing[key].status_code == 404 and bare(missing[key]) != bare(answer):
                    yield f"{cell}: differs from what is missing"


def cells(
    app: Flask, world: World, browsers: dict[str, Browser], methods: tuple[str, ...]
) -> Iterator[tuple[Cell, Browser, Client]]:
    for rule in rules(app):
        targets = ("own", "sibling", "foreign") if of_a_client(rule) else ("own",)
        for method in sorted((rule.methods or set()) & set(methods)):
            for role, browser in browsers.items():
                # HEAD is GET less its body, guard and all: asked once by each role.
                for target in targets[:1] if method == "HEAD" else targets:
                    yield Cell(rule, method, role, target), browser, getattr(world, target)


def reaches(cell: Cell) -> bool:
    """Whether this role may reach this client at all."""
    if isinstance(ACCESS[cell.rule.endpoint], Anybody):
        return True
    if cell.role in ("owner", "consultant"):
        return cell.target != "foreign"
    if cell.role == "stranger":
        return cell.target == "foreign"
    return cell.target == "own"


def bare(answer: TestResponse) -> str:
    """A page without its proof, which is new each time."""
    return re.sub(r'value="[^"]{40,}"', "", answer.text)


def test_every_part_of_every_address_is_known_here(app: Flask) -> None:
    """Parts that name rows of a client are ``<uuid:table>``; all others are told in PLAIN."""
    for rule in rules(app):
        for converter, name in re.findall(r"<(?:(\w+):)?(\w+)>", rule.rule):
            assert name in PLAIN or name in NAMED or converter == "uuid", rule.rule


def test_reading_is_as_the_table_says_and_writes_nothing(
    app: Flask, world: World, browsers: dict[str, Browser]
) -> None:
    before = dump(app)
    assert list(violations(app, world, browsers, ("GET", "HEAD"))) == []
    assert dump(app) == before


def test_writing_is_as_the_table_says(app: Flask, world: World, browsers: dict[str, Browser]) -> None:
    """Only what is refused is asked: what is allowed would end sessions and change what the rest rests on."""
    before = dump(app)
    found = []
    for cell, browser, client in cells(app, world, browsers, WRITES):
        foreign = cell.target != "own" and of_a_client(cell.rule) and not reaches(cell)
        if allowed(cell.rule, cell.role) and not foreign:
            continue
        answer = ask(browser, cell, path(cell.rule, client))
        if answer.status_code != 404:
            found.append(f"{cell}: {answer.status_code} instead of 404")
    assert found == []
    assert dump(app) == before


@pytest.mark.parametrize("filter_name", ["visible", "belongs"])
def test_removing_a_tenant_filter_is_found(
    app: Flask,
    world: World,
    browsers: dict[str, Browser],
    monkeypatch: pytest.MonkeyPatch,
    filter_name: str,
) -> None:
    monkeypatch.setattr(tenant, filter_name, lambda *_: true())
    assert any(nested_leaks(app, world, browsers))


def nested_leaks(app: Flask, world: World, browsers: dict[str, Browser]) -> Iterator[str]:
    """What an owner reads of the foreign client: directly, or as a foreign row under an own address."""
    yield from violations(app, world, {"owner": browsers["owner"]}, ("GET",))
    for rule in rules(app):
        nested = [name for name in rule.arguments if name in world.foreign.rows]
        if "GET" not in (rule.methods or ()) or not nested or not of_a_client(rule):
            continue
        mixed = path(rule, world.own)
        for name in nested:
            mixed = mixed.replace(str(world.own.rows[name]), str(world.foreign.rows[name]))
        if browsers["owner"].client.get(mixed).status_code != 404:
            yield f"owner: GET {mixed}"


def test_a_foreign_row_under_an_own_address_is_missing(
    app: Flask, world: World, browsers: dict[str, Browser]
) -> None:
    assert list(nested_leaks(app, world, browsers)) == []
