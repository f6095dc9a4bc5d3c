"""Documents in one press: each made once, or told why not; kept for thirty days, taken away together."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from questionnaires import Pack
from questionnaires.errors import InvalidAnswer, NotReady
from reports.build import build_report
from reports.render import RenderFailed
from reports.report import Brand
from survey import deliverables, jobs, press
from survey.db import transaction
from survey.deliverables import KINDS, Kind, Skipped
from survey.files.archive import read_archive
from survey.jobs import Worker
from survey.models import Answer, Bundle, Deliverable, Edition, Event, Job, Mail, Submission
from survey.services import archive_import, bundles, housekeeping, publishing, released, results
from survey.services.bundles import Pressed, Wish
from survey.services.campaigns import Created
from survey.services.desk import Desk
from survey.services.journal import Actor
from tests.reports.render import cases
from tests.survey.at_work import answer_all, desk_of, sign_in
from tests.survey.conftest import NOON, Browser, a_firm


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.extensions["database"].session() as found:
        yield found


@pytest.fixture
def desk(session: Session, client_company: Created) -> Desk:
    return desk_of(session, client_company, datetime.now(UTC), role="owner")


@pytest.fixture
def edition(session: Session, pack: Pack, client_company: Created, desk: Desk) -> UUID:
    """A published version."""
    answer_all(session, pack, client_company, 0)
    results.compute(session, pack, client_company.campaign_id, NOON, desk)
    sent = publishing.send_for_review(session, desk, pack)
    publishing.publish(session, desk, pack, sent, "")
    return sent


def work(app: Flask, session: Session) -> None:
    """Do every document that waits, as the worker does."""
    worker = Worker(app.extensions["database"], app.extensions["settings"], kinds=jobs.shares()[1])
    while worker.do_next():
        pass
    see_anew(session)


def see_anew(session: Session) -> None:
    """What was read before was as it was then."""
    session.rollback()
    session.expire_all()


def states(found: Pressed) -> list[tuple[str, str, str]]:
    return [(item.kind, item.locale, item.state) for item in found.items]


@pytest.mark.usefixtures("edition")
def test_each_document_is_made_in_each_language_and_taken_away(
    app: Flask, browser: Browser, client_company: Created, session: Session, desk: Desk
) -> None:
    sign_in(app, browser, client_company)
    here = f"/campaigns/{client_company.campaign_id}/results/documents"
    browser.see(here)
    form = {"version": "v1", "kinds": ["data", "scores", "roadmap"], "locales": ["fr", "en"], "tell": "y"}
    shown = browser.post(here, form).location
    assert shown.startswith(f"{here}/")
    assert "Being made: 0" in browser.see(shown)
    assert browser.get(f"{shown}/all.zip").status_code == 404
    assert browser.post(here, form).location == shown, "pressed twice, made once"
    work(app, session)
    page = browser.see(shown)
    assert "The documents are ready" in page
    found = bundles.pressed(session, desk, UUID(shown.rsplit("/", 1)[1]))
    assert states(found) == [
        ("roadmap", "en", "made"),
        ("roadmap", "fr", "made"),
        ("scores", "en", "made"),
        ("scores", "fr", "made"),
        ("data", "", "made"),
    ]
    archive = zipfile.ZipFile(io.BytesIO(browser.get(f"{shown}/all.zip").data))
    assert archive.testzip() is None
    assert archive.namelist() == [
        "forges-de-valmont-roadmap-v1-en.xlsx",
        "forges-de-valmont-roadmap-v1-fr.xlsx",
        "forges-de-valmont-results-v1-en.xlsx",
        "forges-de-valmont-results-v1-fr.xlsx",
        "forges-de-valmont-results-v1.json",
    ]
    one = browser.get(f"{shown}/{found.items[-1].id}")
    assert json.loads(one.data)["organisation"] == "Forges de Valmont"
    assert one.headers["Content-Disposition"] == 'attachment; filename="forges-de-valmont-results-v1.json"'
    assert session.scalars(select(Mail).where(Mail.kind == "documents")).one().to_name == "Marc Petit"


@pytest.mark.usefixtures("edition")
def test_the_client_s_archive_is_made_only_where_it_is_chosen_and_holds_the_version_s_results(
    app: Flask, browser: Browser, client_company: Created, session: Session
) -> None:
    sign_in(app, browser, client_company)
    here = f"/campaigns/{client_company.campaign_id}/results/documents"
    page = browser.see(here)
    assert re.search(r'value="data"[^>]* checked', page)
    assert re.search(r'value="archive"(?![^>]* checked)', page)
    form = {"version": "v1", "kinds": ["archive", "data"], "locales": ["fr"]}
    shown = browser.post(here, form).location
    work(app, session)
    taken = zipfile.ZipFile(io.BytesIO(browser.get(f"{shown}/all.zip").data))
    data, whole = taken.namelist()
    assert (data, whole) == ("forges-de-valmont-results-v1.json", "forges-de-valmont-archive-v1.mandate.zip")
    kept = session.scalars(select(Edition)).one()
    archive = read_archive(taken.read(whole), whole)
    assert archive.tables["edition"][0]["results"] == kept.results
    inside = zipfile.ZipFile(io.BytesIO(taken.read(whole)))
    assert inside.read("results.json") == taken.read(data) == kept.results.encode()
    assert len(session.scalars(select(Event).where(Event.action == "client.export")).all()) == 1
    firm = a_firm(session, "Another firm")
    plan = archive_import.plan(session, firm, taken.read(whole), whole)
    made = archive_import.take_over(session, firm, plan, Actor("command"), NOON)
    brought = session.scalars(select(Edition).where(Edition.organisation_id == made)).one()
    person = session.scalars(select(Submission.respondent_id).where(Submission.organisation_id == made)).one()
    assert list(released.read_basis(brought.reports[released.BASIS])) == [str(person)]
    released.check(session, brought.campaign_id, brought.reports)
    assert publishing.digest_of(brought) == brought.digest


def test_nothing_chosen_is_a_fault_of_the_form(
    app: Flask, browser: Browser, client_company: Created, edition: UUID
) -> None:
    sign_in(app, browser, client_company)
    here = f"/campaigns/{client_company.campaign_id}/results/documents"
    browser.see(here)
    response = browser.post(here, {"version": "v1", "locales": ["fr"]})
    assert response.status_code == 422
    assert "Choose at least one" in response.text


def test_a_draft_on_results_that_no_longer_hold_is_announced(
    app: Flask, session: Session, browser: Browser, client_company: Created, edition: UUID
) -> None:
    sign_in(app, browser, client_company)
    here = f"/campaigns/{client_company.campaign_id}/results/documents"
    told = "Answers or facts have changed since the results were computed"
    assert told not in browser.see(here)
    with transaction(session):
        session.execute(update(Answer).values(value="2", revision=Answer.revision + 1))
    assert told in browser.see(here)


def test_a_press_needs_something_that_there_is(session: Session, desk: Desk) -> None:
    with pytest.raises(InvalidAnswer, match="Choose at least one"):
        bundles.press(session, desk, Wish(None, ["report"], []))
    with pytest.raises(NotReady, match="not been computed"):
        bundles.press(session, desk, Wish(None, ["report"], ["en"]))
    with pytest.raises(InvalidAnswer, match="no such version"):
        bundles.press(session, desk, Wish(desk.campaign.id, ["report"], ["en"]))


def test_a_draft_s_documents_say_so(
    app: Flask, session: Session, pack: Pack, client_company: Created, desk: Desk
) -> None:
    answer_all(session, pack, client_company, 0)
    results.compute(session, pack, client_company.campaign_id, NOON, desk)
    made = bundles.press(session, desk, Wish(None, ["data", "page"], ["fr"]))
    work(app, session)
    found = bundles.pressed(session, desk, made)
    assert [item.name for item in found.items] == [
        "forges-de-valmont-report-draft-fr.html",
        "forges-de-valmont-results-draft.json",
    ]
    report = results.report(session, pack, client_company.campaign_id, "fr")
    assert report
    assert deliverables.watermarked(report, None).watermark == "Brouillon"
    assert deliverables.watermarked(report, 1) is report


def test_what_is_left_out_or_fails_says_why_and_fails_alone(
    app: Flask,
    session: Session,
    desk: Desk,
    edition: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = []

    def skipped(_given: object) -> bytes:
        raise Skipped("no_verdict")

    def failing(_given: object) -> bytes:
        tries.append(1)
        if len(tries) == 1:
            raise RenderFailed("the PDF needed more memory than its limit")
        if len(tries) == 2:
            raise KeyError("x")
        return b"%PDF-"

    kinds = {
        "report": replace(KINDS["report"], make=failing),
        "letter": replace(KINDS["letter"], make=skipped),
        "data": KINDS["data"],
    }
    monkeypatch.setattr("survey.press.KINDS", kinds)
    made = bundles.press(session, desk, Wish(edition, list(kinds), ["en"], tell=True))
    work(app, session)
    found = bundles.pressed(session, desk, made)
    assert [(item.state, item.error) for item in found.items] == [
        ("failed", "the PDF needed more memory than its limit"),
        ("skipped", "no_verdict"),
        ("made", ""),
    ]
    assert found.state == "failed"
    for state, error in (("failed", "KeyError: 'x'"), ("ready", "")):
        later = replace(desk, now=desk.now + timedelta(milliseconds=len(tries)))
        assert bundles.retry(session, later, made) == 1
        see_anew(session)
        assert bundles.pressed(session, desk, made).state == "making"
        work(app, session)
        found = bundles.pressed(session, desk, made)
        assert (found.state, found.items[0].error) == (state, error)
    assert bundles.retry(session, desk, made) == 0
    assert len(session.scalars(select(Mail).where(Mail.kind == "documents")).all()) == 3


def test_a_document_done_twice_changes_nothing(
    app: Flask, session: Session, desk: Desk, edition: UUID
) -> None:
    made = bundles.press(session, desk, Wish(edition, ["data"], ["en"], tell=True))
    job = session.scalars(select(Job).where(Job.kind == bundles.JOB)).one()
    sessions, settings = app.extensions["database"].session, app.extensions["settings"]
    press.make(sessions, settings, job.payload)
    see_anew(session)
    first = session.scalars(select(Deliverable)).one()
    before = (first.made_at, first.size)
    press.make(sessions, settings, job.payload)
    press.make(sessions, settings, {"item": str(made)})
    see_anew(session)
    again = session.scalars(select(Deliverable)).one()
    assert (again.made_at, again.size) == before
    assert len(session.scalars(select(Mail).where(Mail.kind == "documents")).all()) == 1


def test_there_is_one_document_a_department_where_a_kind_asks_for_it(
    session: Session, desk: Desk, edition: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    each = Kind(lambda given: given.department.encode(), "department", "pdf", "x/y", each_department=True)
    monkeypatch.setattr("survey.services.bundles.KINDS", {"each": each})
    made = bundles.press(session, desk, Wish(edition, ["each"], ["en", "fr"]))
    found = bundles.pressed(session, desk, made).items
    assert [(item.department, item.locale) for item in found[:3]] == [
        ("Direction générale", "en"),
        ("Direction générale", "fr"),
        ("Finance", "en"),
    ]
    assert len(found) == 16, "eight departments, two languages"


def test_a_department_without_a_score_gets_no_report_and_is_told_why(
    app: Flask, session: Session, desk: Desk, edition: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.render.render_pdf_isolated", lambda *_: b"%PDF-")
    made = bundles.press(session, desk, Wish(edition, ["department", "board"], ["fr"]))
    work(app, session)
    items = {item.department: (item.state, item.error) for item in bundles.pressed(session, desk, made).items}
    assert items[""] == ("made", "")
    assert items["Direction générale"] == ("made", "")
    state, error = items["Finance"]
    assert state == "skipped"
    assert "personne n’a encore répondu" in error.replace("'", "’")


def test_documents_are_removed_after_thirty_days(
    app: Flask, session: Session, desk: Desk, edition: UUID
) -> None:
    now = datetime.now(UTC)
    old, fresh = (bundles.press(session, desk, Wish(edition, ["data"], [code])) for code in ("en", "fr"))
    assert old == fresh, "what is the same in every language is the same wish"
    other = bundles.press(session, desk, Wish(edition, ["roadmap"], ["fr"]))
    with transaction(session):
        session.execute(
            update(Bundle).where(Bundle.id == old).values(asked_at=now - timedelta(days=30, hours=1))
        )
    housekeeping.tidy(session, now)
    session.expire_all()
    assert session.scalars(select(Bundle.id)).all() == [other]
    assert session.scalars(select(Deliverable.bundle_id)).all() == [other]
    work(app, session)


@pytest.mark.parametrize("name", ["Cœur d'Élan & Fils", "日本"])
def test_file_names_are_plain(name: str) -> None:
    assert deliverables.slug(name) == {"Cœur d'Élan & Fils": "cur-d-elan-fils", "日本": ""}[name]


def test_the_results_workbook_says_the_verdict_as_it_was_reworded(pack: Pack) -> None:
    found = cases.results("forges_valmont")
    report = build_report(pack, found, "en")
    reworded = replace(report, decision=replace(report.decision, headline="Hand the mandate over in writing"))
    made = KINDS["scores"].make(deliverables.Material(pack, found, reworded, Brand(), 1))
    book = load_workbook(io.BytesIO(made))
    told = [cell.value for row in book.worksheets[0].iter_rows(max_row=4) for cell in row]
    assert "Hand the mandate over in writing" in told
    assert report.decision.headline not in told
