"""Leadership's pages: everybody sees what was published, in words; who may record does; nobody sees more."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from questionnaires import Pack
from survey.db import transaction
from survey.models import Campaign, Edition
from survey.services import editions, publishing, readers
from survey.services.campaigns import Created
from survey.services.tenant import Role
from tests.survey.at_work import answer_all, desk_of, publish, sign_in
from tests.survey.conftest import NOON, Browser

PAGES = (
    "",
    "/departments",
    "/why",
    "/what-if",
    "/progress",
    "/decision",
    "/documents",
    "/method",
    "/follow-up",
)


@pytest.fixture
def published(app: Flask, pack: Pack, client_company: Created) -> Created:
    """A campaign that seven of eight departments answered, with one published version."""
    with app.extensions["database"].session() as session:
        for place in range(7):
            answer_all(session, pack, client_company, place, "2" if place % 2 else "4")
        publish(session, pack, client_company)
    return client_company


def reader_of(app: Flask, browser: Browser, created: Created, name: str = "Hélène Marchebois") -> Browser:
    """A browser in which a link in somebody's name was opened."""
    with app.extensions["database"].session() as session:
        token = readers.hand_out(session, desk_of(session, created, role="owner"), readers.Terms(name))
    browser.enter(token)
    return browser


def withdraw(app: Flask, created: Created, number: int, why: str) -> None:
    with app.extensions["database"].session() as session:
        found = editions.shown(session, created.campaign_id, number)
        assert found
        publishing.withdraw(session, desk_of(session, created, role="owner"), found.edition_id, why)


def text_of(page: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("&#39;", "'").replace("\u00a0", " ")


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_every_page_says_something_in_both_languages_for_visitors_and_members(
    app: Flask, browser: Browser, another: Browser, published: Created, locale: str
) -> None:
    reader_of(app, browser, published)
    sign_in(app, another, published, "reader")
    own = f"/campaigns/{published.campaign_id}/read"
    for path in (*PAGES, "/dimensions/tooling", "/dimensions/sponsorship"):
        for who, prefix in ((browser, "/results"), (another, own)):
            page = who.see(f"{prefix}{path}?lang={locale}")
            assert page.count("<h1") == 1, path
            assert f'href="{prefix}/departments' in page, path
            assert 'href="/static/reading.css' in page
            assert 'href="/report.css?v=' in page
    sheet = browser.get(re.findall(r'href="(/report\.css[^"]+)"', page)[0])
    assert sheet.mimetype == "text/css"
    assert "immutable" in sheet.headers["Cache-Control"]


def test_before_a_version_nobody_sees_a_result(
    app: Flask, browser: Browser, another: Browser, client_company: Created, pack: Pack
) -> None:
    with app.extensions["database"].session() as session:
        for place in range(3):
            answer_all(session, pack, client_company, place)
    browser.enter(client_company.reader.token)
    sign_in(app, another, client_company, "reader")
    for path in PAGES:
        for page in (
            browser.see(f"/results{path}"),
            another.see(f"/campaigns/{client_company.campaign_id}/read{path}"),
        ):
            assert "not ready yet" in page
            assert "3 of 8 departments" in text_of(page)
    assert browser.get("/results?version=1").status_code == 404
    assert browser.get("/results?version=one").status_code == 404
    app.config["WTF_CSRF_ENABLED"] = False
    assert browser.post("/results/decision/record").status_code == 404


def test_a_withdrawn_version_leads_to_the_newest(
    app: Flask, browser: Browser, published: Created, pack: Pack
) -> None:
    reader_of(app, browser, published)
    with app.extensions["database"].session() as session:
        answer_all(session, pack, published, 7)
        publish(session, pack, published, NOON + timedelta(days=1), "Sales came in")
    withdraw(app, published, 1, "A fact was wrong")
    page = browser.see("/results?version=1")
    assert "This version was withdrawn" in page
    assert "A fact was wrong" in page
    assert re.search(r'class="button" href="/results">', page)
    assert "0/5" not in page
    for path in ("/results/report?version=1", "/results/decision?version=1"):
        assert "withdrawn" in browser.see(path)
    listed = browser.see("/results/documents")
    assert "Sales came in" in listed
    assert "Withdrawn" in listed
    withdraw(app, published, 2, "Another one, too")
    assert "No other version" in browser.see("/results")


def test_an_older_version_stays_the_one_that_is_read(
    app: Flask, browser: Browser, published: Created, pack: Pack
) -> None:
    reader_of(app, browser, published)
    with app.extensions["database"].session() as session:
        publish(session, pack, published, NOON + timedelta(days=1))
    page = browser.see("/results?version=1")
    assert "An older version" in page
    links = re.findall(r'href="(/results[^"]*)"', page)
    older = [link for link in links if link != "/results"]
    assert len(older) > 10
    assert all("version=1" in link for link in older)


def test_departments_are_narrowed_and_sorted_by_the_address(
    app: Flask, browser: Browser, published: Created
) -> None:
    reader_of(app, browser, published)

    def names(query: str) -> list[str]:
        page = browser.see(f"/results/departments{query}")
        table = page.split('<table class="heat">')[1].split("</table>")[0] if "heat" in page else ""
        return re.findall(r'<tr><th scope="row">([^<]+)', table)

    listed = names("")
    assert len(listed) == 8
    lowest = names("?sort=mean")
    assert sorted(lowest) == sorted(listed)
    assert lowest[:3] == [listed[1], listed[3], listed[5]]
    assert lowest[-1] == listed[7]
    assert names("?name=PRODUCTION") == [name for name in listed if "production" in name.casefold()]
    assert names("?below=3") == [listed[1], listed[3], listed[5]]
    assert "8 of 8 departments are shown" in text_of(browser.see("/results/departments"))
    assert "No department is like this" in browser.see("/results/departments?name=zzz")
    for wrong in ("?sort=zzz", "?below=9", "?below=x"):
        assert browser.get(f"/results/departments{wrong}").status_code == 404


def test_what_is_missing_in_a_cell_is_said_in_words(app: Flask, browser: Browser, published: Created) -> None:
    reader_of(app, browser, published)
    page = browser.see("/results/departments")
    assert page.count("is-no_answer") >= 5
    assert "No answer was received" in page


def test_a_grouped_campaign_explains_what_it_hides(
    app: Flask, browser: Browser, pack: Pack, client_company: Created
) -> None:
    with app.extensions["database"].session() as session:
        with transaction(session):
            session.get_one(Campaign, client_company.campaign_id).visibility = "grouped"
        for place in range(7):
            answer_all(session, pack, client_company, place)
        publish(session, pack, client_company)
    reader_of(app, browser, client_company)
    page = browser.see("/results/departments")
    assert page.count('class="is-hidden"') == 35
    assert "Why some cells are hidden" in page
    said = "ewer than five answers, or shown it would give such a group away"
    assert page.count(said) == 1, "all are hidden: the legend says it once"
    strip = browser.see("/results/dimensions/tooling")
    assert strip.count('class="absent">Hidden: fewer than 5 answers') == 7
    assert "fewer than five answers are hidden" in browser.see("/results/method")


def test_what_if_says_what_becomes_of_the_verdict(
    app: Flask, browser: Browser, published: Created, pack: Pack
) -> None:
    reader_of(app, browser, published)
    plain = browser.see("/results/what-if")
    with app.extensions["database"].session() as session:
        shown = editions.shown(session, published.campaign_id)
    assert shown
    now = {item.id: item.read_as for item in shown.results.facts}
    other = next(item.id for item in pack.fact["sponsor"].values if item.id != now["sponsor"])
    everything = {f"f_{key}": value for key, value in now.items()} | {"f_sponsor": other}
    # The form sends every field; what differs alone stays in the address.
    answer = browser.get("/results/what-if", query_string=everything)
    assert answer.status_code == 303
    assert answer.location == f"/results/what-if?f_sponsor={other}"
    page = browser.see(answer.location)
    assert "From today to what if" in page
    assert page != plain
    assert f'<option value="{other}" selected>' in page
    assert browser.get("/results/what-if?f_zzz=1").location == "/results/what-if"


def test_what_if_tells_in_place_what_it_cannot_take(
    app: Flask, browser: Browser, published: Created
) -> None:
    reader_of(app, browser, published)
    answer = browser.get("/results/what-if?s_skills=seven&f_sponsor=zeus&s_data=NaN&s_tooling=0.9")
    assert answer.status_code == 422
    assert answer.text.count("rite a number from 1 to 5, such as 2.5") == 6
    assert answer.text.count("hoose one of the values") == 2
    assert 'value="seven"' in answer.text
    french = browser.get("/results/what-if?s_skills=4,5&lang=fr", follow_redirects=True)
    assert french.status_code == 200
    assert 'value="4,5"' in french.text


def test_a_decision_is_recorded_by_the_holder_of_a_link_and_followed_up(
    app: Flask, browser: Browser, another: Browser, published: Created, pack: Pack
) -> None:
    reader_of(app, browser, published)
    browser.see("/results/decision/record")
    nothing = {"option": "other", "decided_by": " ", "decided_on": "x"}
    wrong = browser.post("/results/decision/record", nothing)
    assert wrong.status_code == 422
    for text in ("Enter the person or body", "Enter a day, such as", "Write what was decided instead"):
        assert wrong.text.count(text) == 2
    late = {"option": "ai_lead", "decided_by": "COMEX", "decided_on": "2999-01-01"}
    assert "still to come" in browser.post("/results/decision/record", late).text
    said = {**late, "decided_on": "2026-11-19", "amendments": "From March"}
    assert browser.post("/results/decision/record", said).location == "/results/follow-up"
    assert "Decision recorded: AI lead" in text_of(browser.see("/results"))
    page = browser.see("/results/decision")
    assert "By COMEX, on 19 November 2026." in text_of(page)
    assert "Recorded by Hélène Marchebois" in text_of(page)
    assert "From March" in page
    listed = browser.see("/results/follow-up")
    entries = re.findall(r'href="(/results/follow-up/[0-9a-f-]{36})"', listed)
    assert len(entries) > 3
    # A project lead finds the same list under the campaign; a reader's account may not change it.
    sign_in(app, another, published, "reader")
    own = f"/campaigns/{published.campaign_id}/read"
    mine = entries[0].replace("/results", own)
    assert "<textarea" not in another.see(mine)
    assert another.post(mine, {"state": "done"}).status_code == 404
    assert another.get(f"{own}/decision/record").status_code == 404


def test_two_people_change_the_same_thing(
    app: Flask, browser: Browser, another: Browser, published: Created
) -> None:
    reader_of(app, browser, published)
    browser.see("/results/decision/record")
    said = {"option": "ai_lead", "decided_by": "COMEX", "decided_on": "2026-11-19"}
    browser.post("/results/decision/record", said)
    entry = re.findall(r'href="(/results/follow-up/[0-9a-f-]{36})"', browser.see("/results/follow-up"))[0]
    sign_in(app, another, published, "lead")
    theirs = entry.replace("/results", f"/campaigns/{published.campaign_id}/read")
    another.see(theirs)
    typed = {"title": "x", "owner": "Nora Quai", "due_on": "2026-11-20", "state": "started", "revision": "1"}
    assert another.post(theirs, typed).status_code == 303
    browser.see(entry)
    late = browser.post(entry, {**typed, "owner": "Theo Berge", "revision": "1"})
    assert late.status_code == 409
    assert "Saved: Nora Quai" in text_of(late.text)
    assert "You wrote: Theo Berge" in text_of(late.text)
    assert 'name="revision" value="2"' in late.text
    assert browser.post(entry, {**typed, "owner": "Theo Berge", "revision": "2"}).status_code == 303
    listed = browser.see("/results/follow-up")
    assert "Theo Berge" in listed
    assert "Overdue" in listed
    browser.see(entry)
    wrong = browser.post(entry, {**typed, "due_on": "soon", "state": "zzz", "note": "x" * 5_001})
    assert wrong.status_code == 422
    assert wrong.text.count("Enter a day, such as") == 2


def test_an_own_item_and_the_list_as_a_file(app: Flask, browser: Browser, published: Created) -> None:
    reader_of(app, browser, published)
    browser.see("/results/decision/record")
    said = {"option": "ai_lead", "decided_by": "COMEX", "decided_on": "2026-11-19"}
    browser.post("/results/decision/record", said)
    browser.see("/results/follow-up/new")
    assert browser.post("/results/follow-up/new", {"title": " ", "state": "open"}).status_code == 422
    made = {"title": "=Tell the works council", "state": "open", "due_on": "2027-01-15"}
    assert browser.post("/results/follow-up/new", made).location == "/results/follow-up"
    table = browser.get("/results/follow-up.csv")
    assert table.headers["Content-Disposition"].endswith('filename="follow-up-forges-de-valmont.csv"')
    assert table.data.decode("utf-8-sig").splitlines()[-1] == (
        "'=Tell the works council,,2027-01-15,To do,,,Hélène Marchebois"
    )
    book = load_workbook(io.BytesIO(browser.get("/results/follow-up.xlsx").data))
    assert book.sheetnames == ["Follow-up"]
    assert list(book.active.values)[-1][0] == "=Tell the works council"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("consultant", 200), ("lead", 200), ("reader", 404)]
)
def test_members_who_run_the_campaign_may_record(
    app: Flask, browser: Browser, published: Created, role: Role, status: int
) -> None:
    sign_in(app, browser, published, role)
    assert browser.get(f"/campaigns/{published.campaign_id}/read/decision/record").status_code == status
    tabs = browser.get(f"/campaigns/{published.campaign_id}/results").text
    assert ("What leadership sees" in tabs) is (role != "reader")


def test_quotes_stand_on_their_dimension_s_page(
    app: Flask, browser: Browser, published: Created, pack: Pack
) -> None:
    reader_of(app, browser, published)
    assert "In people’s own words" not in browser.see("/results/dimensions/tooling")
    assert "a private remark" not in browser.last
    assert browser.get("/results/dimensions/zzz").status_code == 404


def test_a_comparison_of_waves_is_shown_where_the_report_has_one(
    app: Flask, browser: Browser, published: Created, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader_of(app, browser, published)
    assert "The first wave is the baseline" in browser.see("/results/progress")
    made = editions.Shown.report

    def with_progress(self: editions.Shown, locale: str) -> object:
        found = made(self, locale)
        standing = next(item for item in found.sections if item.id == "standing")
        moved = replace(standing, id="progress", headline="Data quality rose", kicker="Since the wave before")
        return replace(found, sections=(*found.sections, moved))

    monkeypatch.setattr(editions.Shown, "report", with_progress)
    page = browser.see("/results/progress")
    assert "Data quality rose" in page
    assert "baseline" not in page


def test_a_version_that_was_changed_for_an_erasure_says_so_on_every_page(
    app: Flask, browser: Browser, published: Created
) -> None:
    reader_of(app, browser, published)
    assert "taken out of this version" not in browser.see("/results")
    with app.extensions["database"].session() as session, transaction(session):
        edition = session.scalars(select(Edition)).one()
        edition.erased_at = NOON + timedelta(days=3)
    for path in ("", "/departments", "/documents", "/dimensions/tooling"):
        page = text_of(browser.see(f"/results{path}?lang=en"))
        assert "On 23 November 2026, a person’s name and words were taken out of this version" in page
    assert "Le 23 novembre 2026, le nom et les propos" in text_of(browser.see("/results?lang=fr"))
