"""Answers collected elsewhere, from the file to the review: nothing is written before everything is clear."""

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questionnaires import Pack
from survey.models import Answer, Respondent, Submission, Upload
from survey.services import answers_import, answers_writing, results
from survey.services.campaigns import Created
from tests.survey.at_work import answer_all, desk_of, give_addresses, person_at, sign_in
from tests.survey.conftest import NOON, Browser
from tests.survey.files.small import csv_bytes, xlsx_bytes

MICROSOFT = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]


def export(pack: Pack, people: list[tuple[str, str, str]], level: int = 2, odd: str = "") -> list[list[str]]:
    """A Microsoft Forms export: address, department and role of each, and a statement for each question."""
    questions = pack.questionnaire.questions
    rows = [
        [
            *MICROSOFT,
            "What is your department?",
            "What is your role?",
            *(item.text["en"] for item in questions),
            "Anything else?",
        ]
    ]
    for number, (address, department, role) in enumerate(people, 1):
        name = pack.role[role].name["en"]
        answers = [item.statements[level - 1]["en"] for item in questions]
        if odd and number == 1:
            answers[0] = odd
        rows.append(
            [str(number), "10:00", "10:20", address, "A Name", "", department, name, *answers, "Thanks"]
        )
    return rows


def bring(browser: Browser, base: str, content: bytes, name: str = "answers.xlsx") -> str:
    """Bring a file; the address of its columns."""
    browser.see(f"{base}/import")
    response = browser.post(f"{base}/import", {"file": (io.BytesIO(content), name)})
    assert response.status_code == 303, response.text
    return str(response.location)


def test_an_export_of_microsoft_forms_comes_in(
    app: Flask, browser: Browser, client_company: Created, pack: Pack
) -> None:
    with app.extensions["database"].session() as session:
        give_addresses(session, client_company)
        answer_all(session, pack, client_company, 2)
        third = session.get_one(Respondent, person_at(client_company, 2))
        taken, address = third.department.name, third.email
        first = session.get_one(Respondent, person_at(client_company, 0))
        known = (first.email, first.department.name, "ceo")
    sign_in(app, browser, client_company)
    base = f"/campaigns/{client_company.campaign_id}/answers"
    people = [known, (address, taken, "cio"), ("guest@example.org", "Finances", "finance")]
    at = bring(browser, base, xlsx_bytes(export(pack, people, odd="Quite good, really")))
    page = browser.see(at)
    assert "Microsoft Forms" in page
    for part in ("What is your department?", "Thanks", "to confirm"):
        assert part in page
    form = dict(
        re.findall(r'<select id="[^"]+" name="([^"]+)"[^>]*>.*?<option value="([^"]*)" selected', page)
    )
    assert browser.post(at, form).location == f"{at}/check"

    page = browser.see(f"{at}/check")
    assert "Quite good, really" in page
    assert "Nothing has been written" in page
    assert browser.post(f"{at}/confirm").status_code == 422
    browser.see(f"{at}/check")
    keys = re.findall(r'name="(at|was)_(\d+)" value="([^"]*)"', page)
    assert keys[0][2] == "I"
    browser.post(f"{at}/check", {**{f"{name}_{n}": value for name, n, value in keys}, "fix_0": "dk"})
    page = browser.see(f"{at}/check")
    assert "2 people in 2 departments will be written" in page.replace("\u00a0", " ")
    assert "has answers already: left out" in page
    assert "found by function" in page
    with app.extensions["database"].session() as session:
        assert session.scalar(select(func.count(Submission.id))) == 1  # nothing yet

    assert browser.post(f"{at}/confirm").location == base
    assert "The answers of 2" in browser.see(base)
    with app.extensions["database"].session() as session:
        _, given = results.inputs(session, client_company.campaign_id)
        assert sorted(item.department for item in given) == sorted([known[1], taken, "Finance"])
        by_file = session.scalars(select(Answer).where(Answer.source == "import")).all()
        assert {item.given_by for item in by_file} == {"Marc Petit"}
        assert len(by_file) == 2 * len(pack.question)
        first = next(item for item in given if item.respondent == str(person_at(client_company, 0)))
        assert first.answers["tooling_access"] == "dk"
        # The respondent's own answers stayed as they were.
        own = next(item for item in given if item.respondent == str(person_at(client_company, 2)))
        assert set(own.answers.values()) == {3}
        assert session.scalars(select(Upload)).all() == []
    assert browser.post(f"{at}/confirm").status_code == 404


def test_our_own_layout_needs_no_columns_confirmed(
    app: Flask, browser: Browser, client_company: Created, pack: Pack
) -> None:
    sign_in(app, browser, client_company)
    base = f"/campaigns/{client_company.campaign_id}/answers"
    rows = [
        ["department", "role", "respondent", *pack.question],
        ["Finnances", "finance", "", *["3"] * len(pack.question)],
    ]
    at = bring(browser, base, csv_bytes(rows), "answers.csv")
    assert browser.get(at).location == f"{at}/check"
    page = browser.see(f"{at}/check")
    assert "Finnances" in page
    keys = re.findall(r'name="(at|was)_(\d+)" value="([^"]*)"', page)
    assert keys[0][2] == "A"
    browser.post(f"{at}/check", {**{f"{name}_{n}": value for name, n, value in keys}, "fix_0": "Finance"})
    assert "found by function" in browser.see(f"{at}/check")
    browser.post(f"{at}/confirm")
    with app.extensions["database"].session() as session:
        sent = session.scalars(select(Submission)).one()
        assert (sent.respondent_id, sent.state) == (person_at(client_company, 1), "sent")


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "empty.csv", "the table is empty"),
        (b"\0\1\2", "binary.xlsx", "neither a CSV nor an XLSX"),
        (b"PK\3\4broken", "broken.xlsx", "damaged"),
        (b"a" * 40_000 + b"\n", "wide.csv", "40000 characters"),
    ],
)
def test_what_is_no_table_is_told(  # noqa: PLR0917 - pytest passes by name
    app: Flask, browser: Browser, client_company: Created, content: bytes, name: str, told: str
) -> None:
    sign_in(app, browser, client_company)
    base = f"/campaigns/{client_company.campaign_id}/answers"
    browser.see(f"{base}/import")
    response = browser.post(f"{base}/import", {"file": (io.BytesIO(content), name)})
    assert response.status_code == 422
    assert told in response.text
    browser.see(f"{base}/import")
    assert browser.post(f"{base}/import").status_code == 422
    kind = "multipart/form-data; boundary=b"
    assert browser.client.post(f"{base}/import", data=b"a" * 6_000_000, content_type=kind).status_code == 413


def test_a_file_is_its_bringer_s_alone_and_for_a_day(session: Session, pack: Pack, created: Created) -> None:
    desk = desk_of(session, created)
    rows = [["department", "role", *pack.question], ["Finance", "finance", *["3"] * len(pack.question)]]
    upload = answers_import.store(session, desk, "answers.csv", csv_bytes(rows))
    assert answers_import.draft(session, pack, desk, upload)
    colleague = desk_of(session, created, role="owner")
    assert answers_import.draft(session, pack, colleague, upload) is None
    tomorrow = type(desk)(desk.member, desk.campaign, NOON + timedelta(days=1))
    assert answers_import.draft(session, pack, tomorrow, upload) is None
    again = answers_import.store(session, desk, "answers.csv", csv_bytes(rows))
    assert session.scalars(select(Upload.id)).all() == [again]


def test_people_are_found_by_name_before_function(session: Session, pack: Pack, created: Created) -> None:
    give_addresses(session, created)
    desk = desk_of(session, created)
    rows = [
        ["department", "role", "respondent", *pack.question],
        ["Finance", "finance", "Somebody else", *["3"] * len(pack.question)],
        ["Finance", "finance", "person 1", *["4"] * len(pack.question)],
    ]
    upload = answers_import.store(session, desk, "answers.csv", csv_bytes(rows))
    found = answers_import.draft(session, pack, desk, upload)
    assert found
    how = [(item.how, item.person) for item in answers_writing.coming(session, pack, desk, found)]
    assert how == [("added", "Somebody else"), ("name", "Person 1")]
    assert answers_writing.write(session, pack, desk, upload) == answers_writing.Written(2, 1, 0)
    assert session.scalar(select(func.count(Respondent.id))) == 9


def test_one_use_stands_at_one_column(
    app: Flask, browser: Browser, client_company: Created, pack: Pack
) -> None:
    sign_in(app, browser, client_company)
    base = f"/campaigns/{client_company.campaign_id}/answers"
    at = bring(
        browser, base, csv_bytes(export(pack, [("a@example.org", "Finance", "finance")])), "forms.csv"
    )
    browser.see(at)
    told = browser.post(at, {"use_A": "department"})
    assert told.status_code == 422
    assert "two columns" in told.text
    assert browser.get(f"{at}/check").location == at
