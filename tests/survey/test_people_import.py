"""A list of people as a file: what is read, what is refused and in which words, and what is taken over."""

import csv
import io
import zipfile
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questionnaires import Pack
from survey.files import ImportProblems, parse_table, people_in
from survey.files.people_template import people_csv, people_workbook
from survey.models import Department, Event, Mail, Respondent, Upload
from survey.services import launch, people
from survey.services.tenant import Member
from tests.survey.conftest import NOON, Browser
from tests.survey.setting_up import NAMES, Set, a_draft, member_of, settle_all, signed_in

HEAD = "department,name,role,email,language,phone"


def read(text: str | bytes, pack: Pack, departments: tuple[str, ...] = NAMES) -> Any:
    data = text.encode() if isinstance(text, str) else text
    return people_in(parse_table(data, "people.csv"), pack, departments)


def problems(text: str, pack: Pack) -> list[tuple[str, str]]:
    with pytest.raises(ImportProblems) as told:
        read(text, pack)
    return [(problem.place, str(problem.message)) for problem in told.value.problems]


def test_headings_and_values_may_be_french_in_any_case_separator_and_code_page(pack: Pack) -> None:
    head = "Direction;NOM;Fonction;Courriel;Langue;Téléphone"
    text = f"{head}\nfinance;Zoé Lenoir;Direction financière;Zoe@EX.example;Français;01 02\n"
    for data in (text.encode(), text.encode("utf-8-sig"), text.encode("cp1252"), text.encode("utf-16")):
        (entry,) = read(data, pack).people
        assert (entry.department, entry.name, entry.role) == ("Finance", "Zoé Lenoir", "finance")
        assert (entry.email, entry.locale, entry.phone) == ("zoe@ex.example", "fr", "01 02")


def test_every_problem_is_told_with_its_cell(pack: Pack) -> None:
    rows = (
        "Finance,A,boss,nobody,de,",
        ",B,,,,",
        "Finance,C,,c@ex.example,,",
        "Finance,c,,other@ex.example,,",
        "Finance,,cio,,,",
    )
    assert problems("\n".join([HEAD, *rows]), pack) == [
        ("people.csv C2", "unknown role"),
        ("people.csv D2", "not an e-mail address"),
        ("people.csv E2", "unknown language"),
        ("people.csv A3", "the department is missing"),
        ("people.csv B5", "row 4 has the same person with other details"),
        ("people.csv B6", "the name is missing"),
    ]


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("department,name,boss", "unknown columns: boss"),
        ("department,role", "missing columns: name"),
        ("department,direction,name", "two columns say the same: direction"),
    ],
)
def test_columns_that_cannot_be_told_are_refused(pack: Pack, head: str, message: str) -> None:
    assert problems(f"{head}\nFinance,A", pack)[0][1] == message


@pytest.mark.parametrize(
    "address",
    [
        "a@b",
        "a b@c.example",
        "a@b.example\tBcc: x@y.example",
        "a@@b.example",
        "a@b.example,c@d.example",
        "<a@b.example>",
    ],
)
def test_an_address_is_one_address_and_nothing_more(pack: Pack, address: str) -> None:
    assert problems(f'{HEAD}\nFinance,A,,"{address}",,', pack)[0][1] == "not an e-mail address"


def test_rows_that_repeat_one_and_departments_alone_are_left_out(pack: Pack) -> None:
    found = read(f"{HEAD}\nFinance,A,,,,\nFinance,A,,,,\nLegal,,,,,", pack)
    assert [entry.name for entry in found.people] == ["A"]
    assert [(entry.row, before) for entry, before in found.repeated] == [(3, 2)]
    assert found.empty == ["Legal"]


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_a_template_is_read_back_as_it_was_filled_in(pack: Pack, locale: str) -> None:
    departments = ("Finance", "R&D; Qualité")
    book = load_workbook(io.BytesIO(people_workbook(pack, locale, departments)))
    sheet = book.worksheets[0]
    for column, value in enumerate(["Zoé", book.worksheets[1]["A4"].value, "zoe@ex.example", "fr"], 2):
        sheet.cell(2, column, value)
    out = io.BytesIO()
    book.save(out)
    found = people_in(parse_table(out.getvalue(), "people.xlsx"), pack, departments)
    assert [(entry.name, entry.role, entry.locale) for entry in found.people] == [("Zoé", "finance", "fr")]
    assert found.empty == ["R&D; Qualité"]
    assert read(people_csv(pack, locale, departments), pack, departments).empty == list(departments)


def workbook(rows: list[list[str]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return out.getvalue()


@pytest.fixture
def at_work(app: Flask) -> tuple[Member, Set, Browser]:
    with app.extensions["database"].session() as session:
        member = member_of(session, "Atelier Conseil")
        draft = a_draft(session, member)
    return member, draft, signed_in(app, member)


def upload(
    browser: Browser, draft: Set, content: bytes | str, name: str = "people.csv", lang: str = "en"
) -> Any:
    data = content.encode() if isinstance(content, str) else content
    here = f"/campaigns/{draft.campaign}/people/import"
    browser.see(f"{here}?lang={lang}")
    return browser.post(here, {"file": (io.BytesIO(data), name)})


def counted(session: Session) -> tuple[int, int, int]:
    kinds = (Respondent, Department, Upload)
    return tuple(session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds)  # type: ignore[return-value]


def test_hostile_and_broken_files_are_refused_and_leave_nothing(app: Flask, at_work: Any) -> None:
    _, draft, browser = at_work
    formula = workbook([["department", "name"], ["Finance", '=HYPERLINK("http://x.example")']])
    files = {
        "bomb.xlsx": (zip_bomb(), "se déplie sur"),
        "old.xls": (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "ancien format .xls"),
        "zero.csv": (b"\0\0\0", "ni un fichier CSV"),
        "empty.csv": (b"", "le tableau est vide"),
        "formula.xlsx": (formula, "une formule"),
        "rows.csv": ((HEAD + "\n" + "F,A,,,,\n" * 25_000).encode(), "il y a plus de"),
        "cell.csv": ((HEAD + '\nF,"' + "x" * 200_000).encode(), "bien trop longue"),
        "<img src=x onerror=alert(1)>.csv": (b"a,b\n1,2", "colonnes inconnues"),
    }
    for name, (content, words) in files.items():
        answer = upload(browser, draft, content, name, "fr")
        assert answer.status_code == 422, name
        assert words in answer.text.replace("\u202f", " ").replace("\u00a0", " "), name
        assert "<img" not in answer.text
        assert "problem" in answer.text
    assert upload(browser, draft, b"", "").status_code == 422
    with app.extensions["database"].session() as session:
        assert counted(session) == (3, 3, 0)


def test_a_preview_says_what_would_happen_and_does_nothing(app: Flask, at_work: Any) -> None:
    _, draft, browser = at_work
    rows = [
        "finance,Person 0,cio,p0@valmont.example,en,01",  # role, language and phone change
        "Operations,Person 1,,,,",  # as it is
        "Finances,New One,,new@valmont.example,,",  # a department that looks like one there is
        "Legal,Other One,,,fr,",
        "Legal,Other One,,,fr,",
    ]
    sent = upload(browser, draft, "\n".join([HEAD, *rows]))
    assert sent.status_code == 303
    with app.extensions["database"].session() as session:
        before = counted(session)
        page = browser.see(sent.location)
        browser.client.head(sent.location)
        assert counted(session) == before == (3, 3, 1)
    for words in (
        "looks like Finance",
        "2 departments are made",
        "Row 6 says the same as row 5",
        "Head of IT",
        "1 person on the list is not in the file",
    ):
        assert words in page
    assert "Ce que ferait le fichier" in browser.see(sent.location + "?lang=fr")


def test_a_confirmed_list_is_taken_over_once_and_whole(app: Flask, at_work: Any) -> None:
    member, draft, browser = at_work
    with app.extensions["database"].session() as session:
        found = {item.details.name: item for item in people.listed(session, draft.campaign)}
        people.remove_person(session, member, draft.campaign, found["Person 2"].id, NOON)
    rows = [
        "Finance,Person 0,,,,+33 1",  # a phone; nothing else is erased
        "Legal,Person 1,,,,",  # another department, without an address: somebody else
        "Operations,Person Two,,p2@valmont.example,,",  # the address moved, and the person is back
    ]
    sent = upload(browser, draft, "\n".join([HEAD, *rows]))
    browser.see(sent.location)
    assert browser.post(sent.location).status_code == 303
    assert "1 person added, 2 changed, 1 new department." in browser.see(
        f"/campaigns/{draft.campaign}/people"
    )
    browser.post(sent.location)
    assert "not waiting any more" in browser.see(f"/campaigns/{draft.campaign}/people")
    assert browser.get(sent.location).status_code == 404
    with app.extensions["database"].session() as session:
        listed = {
            (item.department, item.details.name): item for item in people.listed(session, draft.campaign)
        }
        assert set(listed) == {
            ("Finance", "Person 0"),
            ("Operations", "Person 1"),
            ("Operations", "Person Two"),
            ("Legal", "Person 1"),
        }
        first = listed["Finance", "Person 0"].details
        assert (first.phone, first.email, first.role) == ("+33 1", "p0@valmont.example", "finance")
        assert listed["Operations", "Person Two"].removed_at is None
        line = session.scalars(select(Event).where(Event.action == "people.import")).one()
        assert (line.detail["added"], line.detail["changed"], line.actor_name) == (1, 2, member.name)


def test_one_person_may_head_two_departments(app: Flask, at_work: Any) -> None:
    _, draft, browser = at_work
    rows = "Legal,Person 0,,p0@valmont.example,,\nFinance,Person 0,,p0@valmont.example,,"
    sent = upload(browser, draft, f"{HEAD}\n{rows}")
    browser.see(sent.location)
    browser.post(sent.location)
    with app.extensions["database"].session() as session:
        found = [
            item.department
            for item in people.listed(session, draft.campaign)
            if item.details.name == "Person 0"
        ]
        assert sorted(found) == ["Finance", "Legal"]


def test_after_the_launch_those_added_are_invited_once(app: Flask, at_work: Any, monkeypatch: Any) -> None:
    member, draft, browser = at_work
    monkeypatch.setattr("survey.services.mail.available", lambda _settings: True)
    with app.extensions["database"].session() as session:
        settle_all(session, member, draft.campaign)
        launch.launch(session, member, draft.campaign, NOON, today=NOON.date(), mail_out=True)
    rows = "Finance,Person 0,,p0@valmont.example,,\nFinance,Late One,,late@valmont.example,,"
    for _ in range(2):
        sent = upload(browser, draft, f"{HEAD}\n{rows}")
        browser.see(sent.location)
        browser.post(sent.location)
    with app.extensions["database"].session() as session:
        addresses = sorted(session.scalars(select(Mail.to_address).where(Mail.kind == "invitation")))
        assert addresses == ["late@valmont.example", "p0@valmont.example", "p2@valmont.example"]


def test_a_template_is_handed_out_in_the_language_of_the_page(at_work: Any) -> None:
    _, draft, browser = at_work
    here = f"/campaigns/{draft.campaign}/people/template"
    text = browser.get(f"{here}.csv?lang=fr").get_data().decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text), delimiter=";")) == [
        "Direction",
        "Nom",
        "Fonction",
        "Courriel",
        "Langue",
        "Téléphone",
    ]
    assert "Human resources" in text
    book = load_workbook(io.BytesIO(browser.get(f"{here}.xlsx?lang=en").get_data()))
    assert book.worksheets[0]["A1"].value == "Department"
    assert browser.get(f"{here}.exe").status_code == 404
