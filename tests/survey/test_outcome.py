"""The Results tab: how far the report has come, and what is done about it."""

import re

from flask import Flask

from questionnaires import Pack
from survey.services import publishing, reading_log, results
from survey.services.campaigns import Created
from tests.survey.at_work import answer_all, desk_of, sign_in
from tests.survey.conftest import NOON, Browser


def test_from_nothing_to_the_report(
    app: Flask, browser: Browser, client_company: Created, pack: Pack
) -> None:
    sign_in(app, browser, client_company)
    here = f"/campaigns/{client_company.campaign_id}/results"
    assert "No results yet" in browser.see(here)
    assert browser.get(f"{here}/report.pdf").status_code == 404
    with app.extensions["database"].session() as session:
        for place in range(7):
            answer_all(session, pack, client_company, place)
    assert "have not been computed yet" in browser.see(here)
    assert browser.post(here).location == here
    page = browser.see(here)
    with app.extensions["database"].session() as session:
        report = results.report(session, pack, client_company.campaign_id, "en")
    assert report
    assert report.decision.headline.replace("’", "'") in page.replace("&#39;", "'").replace("’", "'")
    assert page.count("<h1") == 1
    assert "Compute the results again" not in page
    assert '<html lang="fr"' in browser.get(f"{here}/report?language=fr").text
    with app.extensions["database"].session() as session:
        answer_all(session, pack, client_company, 7)
    page = browser.see(here)
    assert "Compute the results again" in page
    assert "Answers or facts have changed since the results were computed" in page
    assert "Send it for review" not in page


def test_a_report_is_reviewed_published_and_withdrawn(
    app: Flask, browser: Browser, client_company: Created, pack: Pack
) -> None:
    sign_in(app, browser, client_company)
    here = f"/campaigns/{client_company.campaign_id}/results"
    with app.extensions["database"].session() as session:
        answer_all(session, pack, client_company, 0)
        results.compute(session, pack, client_company.campaign_id, NOON)
    browser.see(here)
    assert browser.post(f"{here}/review", {"note": "x" * 1001}).status_code == 422
    assert browser.post(f"{here}/review").location == here
    page = browser.see(here)
    publish = re.search(rf'action="({here}/editions/[^"]+/publish)"', page)
    assert publish
    back = publish[1].replace("/publish", "/return")
    assert "Say why" in browser.post(back, {"reason": " "}).text
    assert browser.post(back, {"reason": "A name is <misspelt>"}).location == here
    assert "A name is &lt;misspelt&gt;" in browser.see(here)
    browser.post(f"{here}/review")
    publish = re.search(rf'action="({here}/editions/[^"]+/publish)"', browser.see(here))
    assert publish
    document = publish[1].replace("/publish", "/report")
    assert '<html lang="fr"' in browser.get(f"{document}?language=fr").text
    assert browser.post(publish[1], {"note": "The first one"}).location == here
    page = browser.see(here)
    assert "what readers see" in page
    assert "there is nothing new to publish" in page
    withdraw = publish[1].replace("/publish", "/withdraw")
    assert browser.post(withdraw, {"reason": ""}).status_code == 422
    assert browser.post(withdraw, {"reason": "A figure was wrong"}).location == here
    page = browser.see(here)
    assert "A figure was wrong" in page
    assert "Send it for review" in page
    foreign = withdraw.replace(str(client_company.campaign_id), "00000000-0000-0000-0000-000000000001")
    assert browser.post(foreign, {"reason": "why"}).status_code == 404


def test_leads_see_how_far_the_report_has_come_and_change_nothing(
    app: Flask, browser: Browser, client_company: Created, pack: Pack
) -> None:
    sign_in(app, browser, client_company, "lead")
    here = f"/campaigns/{client_company.campaign_id}/results"
    assert "No results yet" in browser.see(here)
    with app.extensions["database"].session() as session:
        answer_all(session, pack, client_company, 0)
        results.compute(session, pack, client_company.campaign_id, NOON)
    page = browser.see(here)
    assert "Where the report stands" in page
    assert "Send it for review" not in page
    assert browser.post(here).status_code == 404
    assert browser.post(f"{here}/review").status_code == 404
    assert browser.get(f"{here}/report").status_code == 404, "a draft is the consultants' own"


def test_a_published_version_is_taken_along_and_noted(
    app: Flask, browser: Browser, another: Browser, client_company: Created, pack: Pack
) -> None:
    with app.extensions["database"].session() as session:
        answer_all(session, pack, client_company, 0)
        desk = desk_of(session, client_company)
        results.compute(session, pack, client_company.campaign_id, NOON, desk)
        sent = publishing.send_for_review(session, desk, pack)
    take = "/results/versions/1/report.pdf"
    another.enter(client_company.reader.token)
    assert another.post(take).status_code == 404, "what is in review is nobody's to read yet"
    with app.extensions["database"].session() as session:
        publishing.publish(session, desk, pack, sent, "")
    for _ in range(2):
        response = another.post(take, {"language": "fr"})
        assert response.data.startswith(b"%PDF-")
    assert another.post(take, {"language": "xx"}).status_code == 404
    assert another.get(take).status_code == 405
    with app.extensions["database"].session() as session:
        noted = reading_log.lines(session, client_company.campaign_id)
        assert [(item.what, item.number) for item in noted] == [("report.pdf fr", 1)], "once an hour"
        publishing.withdraw(session, desk, sent, "A figure was wrong")
    assert another.post(take).status_code == 404
