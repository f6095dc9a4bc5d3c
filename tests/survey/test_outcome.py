"""Results for those who signed in, and leadership's links to them."""

import re

from flask import Flask

from questionnaires import Pack
from survey.services import invitations, results
from survey.services.campaigns import Created
from tests.survey.at_work import answer_all, sign_in
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
    assert "Update the results" not in page
    assert '<html lang="fr"' in browser.get(f"{here}/report?language=fr").text
    with app.extensions["database"].session() as session:
        answer_all(session, pack, client_company, 7)
    assert "Update the results" in browser.see(here)


def test_leads_read_and_change_nothing(
    app: Flask, browser: Browser, client_company: Created, pack: Pack
) -> None:
    sign_in(app, browser, client_company, "lead")
    here = f"/campaigns/{client_company.campaign_id}/results"
    assert "No results yet" in browser.see(here)
    with app.extensions["database"].session() as session:
        answer_all(session, pack, client_company, 0)
        results.compute(session, pack, client_company.campaign_id, NOON)
        answer_all(session, pack, client_company, 1)
    page = browser.see(here)
    assert "Update the results" not in page
    assert "by a link" not in page
    assert browser.post(here).status_code == 404
    assert browser.post(f"{here}/links", {"name": "Jean"}).status_code == 404
    assert browser.get(f"{here}/report").status_code == 200


def test_a_reader_s_link_is_shown_once_and_can_be_withdrawn(
    app: Flask, browser: Browser, another: Browser, client_company: Created, pack: Pack
) -> None:
    sign_in(app, browser, client_company)
    here = f"/campaigns/{client_company.campaign_id}/results"
    browser.see(here)
    assert browser.post(f"{here}/links", {"name": " "}).status_code == 422
    shown = browser.post(f"{here}/links", {"name": "Jean Dupont"}).text
    token = re.search(r'value="http://127.0.0.1:5000/i/([^"]+)"', shown)
    assert token
    another.enter(token[1])
    another.see("/results")
    page = browser.see(here)
    assert "Jean Dupont" in page
    assert token[1] not in page
    withdraw = re.findall(rf'action="({here}/links/[^"]+/withdraw)"', page)[0]
    with app.extensions["database"].session() as session:
        assert invitations.look_up(session, token[1], NOON)
    for path in re.findall(rf'action="({here}/links/[^"]+/withdraw)"', page):
        browser.post(path)
    assert browser.see(here).count("withdrawn today") == 2
    assert another.get("/results").status_code == 404
    foreign = withdraw.replace(str(client_company.campaign_id), "00000000-0000-0000-0000-000000000001")
    assert browser.post(foreign).status_code == 404
