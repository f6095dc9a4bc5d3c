"""Every table on screen can be taken away: what stands on the page, in its language, numbers as numbers."""

import csv
import io
import re
from html import unescape

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from questionnaires import Pack
from reports.results import from_json, to_json
from reports.waves import Wave, with_progress
from survey.db import transaction
from survey.models import Edition
from tests.builders import a_case
from tests.survey.conftest import NOON, Browser
from tests.survey.setting_up import member_of, signed_in
from tests.survey.test_comparing import published
from tests.survey.world import build, sign_in

CLIENT, CAMPAIGN = "/clients/{client}", "/campaigns/{campaign}"
READ = f"{CAMPAIGN}/read"
TABLES = {
    "/journal": ("/journal", "When", "Quand"),
    f"{CAMPAIGN}/emails/list": (f"{CAMPAIGN}/emails/sent", "To", "À"),
    "/clients": ("/clients", "Client", "Client"),
    "/team": ("/team", "Name", "Nom"),
    "/library": ("/library", "Questionnaire", "Questionnaire"),
    f"{CLIENT}/data/held": (f"{CLIENT}/data", "What", "Quoi"),
    f"{CLIENT}/data/people": (f"{CLIENT}/data", "Name", "Nom"),
    f"{READ}/departments": (f"{READ}/departments", "Department", "Direction"),
    f"{READ}/dimensions/data/questions": (f"{READ}/dimensions/data", "Question", "Question"),
}
"""Address of a file → its page, and the head of its first column in English and French."""


def rows_of(browser: Browser, address: str, locale: str = "en") -> list[list[str]]:
    """A file's rows as CSV has them; as a workbook it has as many."""
    answer = browser.get(f"{address}.csv")
    assert answer.status_code == 200, address
    text = answer.data.decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(text), delimiter=";" if locale == "fr" else ","))
    book = browser.get(f"{address}.xlsx")
    assert book.headers["Content-Disposition"].endswith('.xlsx"')
    page = load_workbook(io.BytesIO(book.data)).worksheets[0]
    assert (page.max_row, page.max_column) == (len(found), len(found[0]))
    return found


def text_of(page: str) -> str:
    text = unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(text.split())


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_each_table_is_offered_on_its_page_and_taken_away(app: Flask, pack: Pack, locale: str) -> None:
    world = build(app, pack)
    browser = sign_in(app, "owner")
    named = {"client": world.own.id, "campaign": world.own.campaign}
    for pattern, (page, *heads) in TABLES.items():
        address = pattern.format(**named)
        shown = browser.see(f"{page.format(**named)}?lang={locale}")
        assert f'href="{address}.csv"' in shown, address
        assert f'href="{address}.xlsx"' in shown, address
        head, *rows = rows_of(browser, address, locale)
        assert head[0] == heads[locale == "fr"], address
        assert rows, address
        text = text_of(shown)
        first = [" ".join((row[0] or row[1]).replace("\u00a0", " ").split()) for row in rows[:50]]
        assert [name for name in first if name not in text] == [], address


def test_what_leadership_takes_away_is_what_the_version_shows(app: Flask, pack: Pack) -> None:
    world = build(app, pack)
    browser = sign_in(app, "reader")
    with app.extensions["database"].session() as session:
        wanted = select(Edition).where(Edition.campaign_id == world.own.campaign, Edition.number == 1)
        found = from_json(session.scalars(wanted).one().results)
    read = READ.format(campaign=world.own.campaign)
    browser.see(f"{read}?lang=en")
    _, *rows = rows_of(browser, f"{read}/departments")
    assert [row[0] for row in rows] == [*(item.name for item in found.departments), "All departments"]
    for row, item in zip(rows, found.departments, strict=False):
        assert row[1:-2] == ["" if cell.score is None else str(round(cell.score, 2)) for cell in item.cells]
    _, *rows = rows_of(browser, f"{read}/dimensions/data/questions")
    asked = [item for item in found.questions if pack.question[item.id].dimension == "data"]
    assert [[int(text) for text in row[2:7]] for row in rows] == [list(item.counts) for item in asked]
    assert browser.get(f"{read}/dimensions/none/questions.csv").status_code == 404


def test_a_client_s_comparisons_are_taken_away(app: Flask, pack: Pack) -> None:
    with app.extensions["database"].session() as session:
        member = member_of(session, "Atelier Conseil")
        mine = published(session, member, "Mine", 4)
        for number, level in enumerate((1, 2, 2, 4, 5)):
            published(session, member, f"Client {number}", level)
        then, now = a_case().answering(2), a_case().answering(4)
        before, after = (Wave(pack, draft.case(), draft.submissions()) for draft in (then, now))
        with transaction(session):
            edition = session.scalars(select(Edition).where(Edition.organisation_id == mine)).one()
            with session.no_autoflush:
                compared = with_progress(from_json(edition.results), before, after)
                # The database lets a published version change for an erasure alone.
                edition.results, edition.erased_at = to_json(compared), NOON
    browser = signed_in(app, member)
    page = browser.see(f"/clients/{mine}/compare?lang=en")
    base = f"/clients/{mine}/compare"
    assert f'href="{base}/waves.xlsx"' in page
    assert f'href="{base}/sector.csv"' in page
    head, *rows = rows_of(browser, f"{base}/waves")
    assert head == ["Dimension", "Then", "Now", "Change"]
    assert {tuple(row[1:]) for row in rows} == {("2.0", "4.0", "clear rise of 2.00")}
    head, *rows = rows_of(browser, f"{base}/sector")
    assert head == ["Dimension", "Mine", "Median", "Middle half", "Based on"]
    assert {tuple(row[1:]) for row in rows} == {("4.0", "2.0", "2.0 to 4.0", "5")}
    other = published_alone(app, pack)
    assert browser.get(f"/clients/{other}/compare/waves.csv").status_code == 404
    assert browser.get(f"/clients/{other}/compare/sector.csv").status_code == 404


def published_alone(app: Flask, pack: Pack) -> object:
    """A client of the same firm in its first wave, which takes no part in its sector."""
    with app.extensions["database"].session() as session:
        member = member_of(session, "Atelier Conseil", "owner")
        return published(session, member, "Alone", 3, takes_part=False)
