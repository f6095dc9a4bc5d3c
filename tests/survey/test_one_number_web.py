"""One number everywhere, as people get it: screens, documents of the press, and the client's archive."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires import Pack
from survey import jobs
from survey.db import transaction
from survey.files.archive import read_archive
from survey.jobs import Worker
from survey.models import Answer, Campaign, Edition, Respondent, Submission
from survey.services import bundles, editions
from survey.services.bundles import Wish
from survey.services.campaigns import Created
from tests.reports import readings
from tests.reports.readings import Case, Reading, disagreements, expected
from tests.reports.render.cases import sample
from tests.reports.render.office import recalculated
from tests.reports.render.printed import squeezed
from tests.survey.at_work import desk_of, publish, sign_in
from tests.survey.conftest import NOON, Browser

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]
SPOKEN = ("report", "board", "department", "slides", "text", "scores", "roadmap")
PLAIN = ("data", "archive")


@pytest.fixture
def published(app: Flask, pack: Pack, client_company: Created) -> Created:
    """The sample client with its own answers, and one published version."""
    with app.extensions["database"].session() as session:
        _answers(session, client_company)
        publish(session, pack, client_company)
    return client_company


def _answers(session: Session, created: Created) -> None:
    campaign = session.get_one(Campaign, created.campaign_id)
    whose = {"organisation_id": campaign.organisation_id}
    people = session.scalars(select(Respondent).where(Respondent.campaign_id == campaign.id)).all()
    free = {person: person.department.name for person in people}
    with transaction(session):
        for given in sample("forges_valmont")[1]:
            person = next(one for one, name in free.items() if name == given.department)
            del free[person]
            person = session.get_one(Respondent, person.id)
            person.role = given.role
            answers = [
                Answer(question=key, value=str(value), saved_at=NOON, **whose)
                for key, value in given.answers.items()
            ]
            session.add(
                Submission(
                    campaign_id=campaign.id,
                    respondent_id=person.id,
                    state="sent",
                    started_at=NOON,
                    sent_at=NOON,
                    answers=answers,
                    **whose,
                )
            )


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_screens_documents_and_archive_of_a_version_print_the_same_numbers(
    app: Flask,
    browser: Browser,
    pack: Pack,
    published: Created,
    *,
    locale: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(app, browser, published)
    with app.extensions["database"].session() as session:
        shown = editions.shown(session, published.campaign_id)
        kept = session.scalars(select(Edition)).one().results
    assert shown
    case = Case(pack, shown.results, locale, tmp_path)
    wanted = expected(case)
    monkeypatch.setattr("survey.services.bundles._departments", lambda *_: [case.results.departments[0].name])
    files = _made(app, published, locale)
    found: dict[str, Reading] = {
        "pdf": readings.of_pdf(case, files["report"]),
        "board": readings.of_pdf(case, files["board"]),
        "department": readings.of_department(case, files["department"]),
        "slides": readings.of_slides(case, files["slides"]),
        "word": readings.of_word(case, files["text"]),
        "data": readings.of_archive(case, files["data"].decode()),
    }
    found |= {
        f"archive {name}": readings.of_archive(case, text) for name, text in _archived(files["archive"])
    }
    found["workbook as written"] = readings.of_workbooks(case, files["scores"], files["roadmap"])
    if locale == "fr":
        books = recalculated(tmp_path, files["scores"], files["roadmap"])
        found["workbook recalculated"] = readings.of_workbooks(case, *books)
    assert len(found["department"]) == len(pack.dimension)
    assert disagreements(case, wanted, found) == []
    assert files["data"].decode() == kept
    assert {text for _, text in _archived(files["archive"])} == {kept}
    see = _seen(browser, published, locale)
    assert disagreements(case, _of_home(case, wanted), {"home": _home(case, see(""))}) == []
    for key in pack.dimension:
        assert _headline(case, see(f"/dimensions/{key}"), key) == {wanted[key]}
    assert _heat(see("/departments")) == _rows(case)


def _made(app: Flask, created: Created, locale: str) -> dict[str, bytes]:
    """Every document of the version in a language, by its kind, as the worker makes it."""
    database = app.extensions["database"]
    with database.session() as session:
        edition = session.scalars(select(Edition.id)).one()
        wish = Wish(edition, [*SPOKEN, *PLAIN], [locale])
        asked = bundles.press(session, desk_of(session, created), wish)
        worker = Worker(database, app.extensions["settings"], kinds=jobs.shares()[1])
        while worker.do_next():
            pass
        session.rollback()
        session.expire_all()
        items = bundles.pressed(session, desk_of(session, created), asked).items
        assert [item.error for item in items if item.state != "made"] == []
        return {item.kind: bundles.content(session, item.id) for item in items}


def _archived(data: bytes) -> list[tuple[str, str]]:
    """Every set of results that an archive holds."""
    archive = read_archive(data, "archive.zip")
    with zipfile.ZipFile(io.BytesIO(data)) as members:
        beside = members.read("results.json").decode()
    rows = [
        (table, str(row["results"]))
        for table in ("edition", "stored_result")
        for row in archive.tables[table]
    ]
    assert len(rows) == 2
    return [*rows, ("results.json", beside)]


def _seen(browser: Browser, created: Created, locale: str) -> Callable[[str], Element]:
    """Pages of the version as leadership reads them, their bodies."""

    def see(path: str) -> Element:
        page = browser.see(f"/campaigns/{created.campaign_id}/read{path}?lang={locale}")
        found: Element = html5lib.parse(page, namespaceHTMLElements=False).find("body")
        return found

    return see


def _of_home(case: Case, wanted: dict[str, str]) -> dict[str, str]:
    """What the first page prints: neither the need, which the path to the verdict tells, nor the steps."""
    printed = {"overall", "sure", "respondents", "verdict", *case.pack.dimension}
    return {name: text for name, text in wanted.items() if name in printed}


def _home(case: Case, body: Element) -> Reading:
    text = "".join(readings.visible(body))
    found = readings.of_text(case, text)
    flat, sure = squeezed(text), squeezed(case.report.decision.sure_title)
    found["sure"] = set(re.findall(rf"([<>]?\d+%){re.escape(sure)}\.", flat))
    found["respondents"] = set(re.findall(r"(\d+)(?:people|personnes)", flat))
    return found


def _headline(case: Case, body: Element, key: str) -> set[str]:
    name = re.escape(squeezed(case.voice.dimension(key)))
    of = "of5" if case.locale == "en" else "sur5"
    return set(re.findall(rf"{name},(\d[.,]\d){of}", squeezed("".join(body.find(".//h1").itertext()))))


def _heat(body: Element) -> list[list[str]]:
    """The heat table of the departments: the texts of its cells, the last row that of the organisation."""
    table = next(item for item in body.iter("table") if item.get("class") == "heat")
    return [["".join(cell.itertext()) for cell in row.iter("td")] for row in table.find("tbody").iter("tr")]


def _rows(case: Case) -> list[list[str]]:
    """What the results say of each department, and of the organisation."""

    def text(score: float | None) -> str:
        return "–" if score is None else case.decimal(score)

    found = case.results
    rows = [[*(text(cell.score) for cell in item.cells), text(item.mean)] for item in found.departments]
    return [*rows, [*(text(item.score) for item in found.dimensions), text(found.headline.mean)]]
