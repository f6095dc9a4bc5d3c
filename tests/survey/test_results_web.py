"""What leadership reads: pending, current, older; as a page, as the report, as a PDF."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from questionnaires import Pack
from survey.services import campaigns, invitations, results, submissions
from survey.services.campaigns import Created
from survey.web.results import policy_for, with_one_sheet
from tests.survey.at_work import publish
from tests.survey.conftest import NOON, Browser


def answer(app: Flask, pack: Pack, created: Created, places: range) -> None:
    """Send one and the same answer from some departments."""
    with app.extensions["database"].session() as session:
        for place in places:
            token = created.links[place].token
            invitations.enter(session, pack, token, NOON)
            visitor = invitations.look_up(session, token, NOON)
            assert visitor
            for question in pack.question:
                submissions.save_answer(
                    session,
                    pack,
                    visitor,
                    question,
                    value="3",
                    comment="a private remark",
                    based_on=0,
                    now=NOON,
                )
            submissions.send(session, visitor, NOON)


@pytest.fixture
def concluded(app: Flask, pack: Pack, client_company: Created) -> Created:
    answer(app, pack, client_company, range(7))
    with app.extensions["database"].session() as session:
        publish(session, pack, client_company)
    return client_company


def test_before_anything_was_computed(browser: Browser, client_company: Created) -> None:
    browser.enter(client_company.reader.token)
    assert "not ready yet" in browser.see("/results")
    assert "0\u00a0of\u00a08 departments" in browser.last


def test_the_page_shows_the_decision_of_the_report(
    app: Flask, browser: Browser, concluded: Created, pack: Pack
) -> None:
    browser.enter(concluded.reader.token)
    for locale in ("en", "fr"):
        page = browser.see(f"/results?lang={locale}")
        with app.extensions["database"].session() as session:
            report = results.report(session, pack, concluded.campaign_id, locale)
        assert report
        text = re.sub(r"&#39;|’", "'", page)
        for sentence in (
            report.decision.headline,
            report.decision.meaning,
            *(words for _, words in report.decision.reasons),
        ):
            assert sentence.replace("’", "'") in text
        assert report.prepared_by.endswith("Atelier Conseil")


def test_the_report_comes_as_a_page_under_its_own_policy(browser: Browser, concluded: Created) -> None:
    browser.enter(concluded.reader.token)
    response = browser.get("/results/report?language=fr")
    assert response.status_code == 200
    assert '<html lang="fr"' in response.text
    assert response.headers["Content-Security-Policy"] == policy_for(response.text)
    assert "a private remark" not in response.text
    faces = re.findall(r"src:url\((/fonts/[^)]+)\)", response.text)
    assert len(faces) == 4
    assert browser.get(faces[0]).status_code == 200
    assert browser.get("/results/report?language=xx").status_code == 404


def test_the_report_comes_as_a_pdf(browser: Browser, concluded: Created) -> None:
    browser.enter(concluded.reader.token)
    browser.see("/results")
    path = "/results/versions/1/report.pdf"
    response = browser.post(path, {"language": "fr"})
    assert response.data.startswith(b"%PDF-")
    assert (
        response.headers["Content-Disposition"] == 'attachment; filename="mandate-forges-de-valmont-fr.pdf"'
    )
    assert browser.post(path, {"language": "fr"}).data == response.data


def bare(page: str) -> str:
    """A page without the proofs of its forms, which are new each time."""
    return re.sub(r'value="[^"]{40,}"', "", page)


def test_later_answers_change_nothing_until_the_next_version(
    app: Flask, browser: Browser, concluded: Created, pack: Pack
) -> None:
    browser.enter(concluded.reader.token)
    before = browser.see("/results")
    assert "7\u00a0of\u00a08 departments" in before
    answer(app, pack, concluded, range(7, 8))
    assert bare(browser.see("/results")) == bare(before)
    with app.extensions["database"].session() as session:
        publish(session, pack, concluded, NOON + timedelta(days=1))
    assert "8\u00a0of\u00a08 departments" in browser.see("/results")
    assert "Version\u00a02, published" in browser.last
    assert "7\u00a0of\u00a08 departments" in browser.see("/results?version=1")
    assert "An older version" in browser.last


def test_a_reader_reaches_no_answers(browser: Browser, concluded: Created) -> None:
    browser.enter(concluded.reader.token)
    assert browser.get("/answers").status_code == 404


def test_style_attributes_move_into_the_sheet() -> None:
    page = '<style>p{}</style><body><p style="width:3%">a style="no"</p><p style="width:3%"></p>'.replace(
        '"no"', "&#34;no&#34;"
    )
    moved = with_one_sheet(page)
    assert moved.count('data-style="s0"') == 2
    assert "[data-style=s0][data-style=s0][data-style=s0]{width:3%}</style>" in moved
    assert "style=&#34;no&#34;" in moved


def test_states_of_a_campaign(app: Flask, concluded: Created) -> None:
    with app.extensions["database"].session() as session:
        assert campaigns.list_campaigns(session) == [
            campaigns.State(concluded.campaign_id, "Forges de Valmont", True, 8, 7, 7)
        ]
