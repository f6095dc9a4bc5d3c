"""How many queries a page asks: few, and as many for a large client as for a small one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from questionnaires import Pack
from questionnaires.answers import Invited
from survey.files import read_facts
from survey.services import campaigns
from survey.services.campaigns import Created
from tests.survey.at_work import publish
from tests.survey.conftest import NOON, SAMPLE, Browser, a_firm
from tests.survey.test_results_web import answer

MOST = 8
"""Of any page."""
OF_A_PERSON = ("/answers", "/answers/tooling", "/answers/tooling/1", "/answers/send")
OF_A_READER = (
    "/results",
    "/results/dimensions/tooling",
    "/results/departments",
    "/results/why",
    "/results/what-if",
    "/results/decision",
    "/results/follow-up",
)

pytestmark = pytest.mark.sqlite


def client_of(app: Flask, pack: Pack, departments: int, people: int) -> Created:
    """A client of a size, with so many people in each department."""
    with app.extensions["database"].session() as session:
        names = [f"Department {number}" for number in range(departments)]
        invited = tuple(Invited(name, people, 40) for name in names)
        case = replace(read_facts(SAMPLE, pack), departments=invited, as_of=date(2026, 11, 2))
        roles = list(pack.role)
        everybody = [
            campaigns.Person(name, role=roles[place % len(roles)])
            for name in names
            for place in range(people)
        ]
        firm = a_firm(session, f"Firm of {departments}")
        return campaigns.create_campaign(session, firm, pack, case, everybody, NOON)


@pytest.fixture
def counted(app: Flask) -> Callable[[Browser, str], int]:
    """Counts the queries of a page."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(app.extensions["database"].engine, "before_cursor_execute", note)

    def count(browser: Browser, path: str) -> int:
        seen.clear()
        browser.see(path)
        return sum(statement.startswith("SELECT") for statement in seen)

    return count


def test_a_page_asks_little_however_large_the_client(
    app: Flask, pack: Pack, counted: Callable[[Browser, str], int]
) -> None:
    found: list[dict[str, int]] = []
    for size in ((3, 1), (12, 3)):
        created = client_of(app, pack, *size)
        person, reader = Browser(app.test_client()), Browser(app.test_client())
        person.enter(created.links[0].token)
        reader.enter(created.reader.token)
        queries = {path: counted(person, path) for path in OF_A_PERSON}
        answer(app, pack, created, range(1, len(created.links)))
        with app.extensions["database"].session() as session:
            publish(session, pack, created)
        queries |= {path: counted(reader, path) for path in OF_A_READER}
        queries["/i/…"] = counted(Browser(app.test_client()), f"/i/{created.links[0].token}")
        found.append(queries)
    assert found[0] == found[1]
    assert max(found[0].values()) <= MOST, found[0]


def test_a_page_is_light(browser: Browser, client_company: Created) -> None:
    """With its style and its script, as they are before any compression."""
    browser.enter(client_company.links[0].token)
    for path in (*OF_A_PERSON, f"/i/{client_company.links[0].token}"):
        page = browser.see(path)
        assets = {part.split('"')[0] for part in page.split('"') if part.startswith("/static/")}
        heavy = [name for name in assets if name.split("?")[0].endswith((".css", ".js"))]
        assert len(heavy) >= 2
        weight = len(page.encode()) + sum(len(browser.client.get(name, buffered=True).data) for name in heavy)
        assert weight <= 60 * 1024, (path, weight)
