"""The analysis: tables with filters, priorities, and comments with what their writers allow."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import update

from questionnaires import Pack
from survey.db import transaction
from survey.models import Answer, Submission
from survey.services import review
from survey.services.campaigns import Created
from tests.survey.at_work import answer_all, desk_of, person_at, sign_in
from tests.survey.conftest import NOON, Browser
from tests.survey.test_editor import conclude

PRIVATE, UNNAMED, NAMED = "only for you to know", "said without a name", "said for the department"
ASKED = "tooling_access"


@pytest.fixture
def base(app: Flask, browser: Browser, client_company: Created, pack: Pack) -> str:
    """The analysis of a campaign that was concluded, to the consultant who is signed in."""
    with app.extensions["database"].session() as session:
        conclude(session, pack, client_company)
        with transaction(session):
            session.execute(update(Answer).values(comment=""))
            for place, text, quote in (
                (0, PRIVATE, "private"),
                (1, UNNAMED, "unnamed"),
                (2, NAMED, "department"),
            ):
                mine = Submission.respondent_id == person_at(client_company, place)
                session.execute(
                    update(Answer)
                    .where(
                        Answer.submission_id.in_(
                            Submission.__table__.select().with_only_columns(Submission.id).where(mine)
                        ),
                        Answer.question == ASKED,
                    )
                    .values(comment=text, quote=quote)
                )
    sign_in(app, browser, client_company)
    return f"/campaigns/{client_company.campaign_id}/analysis"


def rows(browser: Browser, path: str) -> list[list[str]]:
    """A file in CSV, its head left out."""
    answer = browser.get(path)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))[1:]


def test_each_question_is_told_with_its_spread(browser: Browser, base: str, pack: Pack) -> None:
    page = browser.see(base)
    assert "8 people sent answers" in page.replace("\u00a0", " ")
    assert "People by level, 1 to 5: 0, 0, 1, 6, 1" in page  # tooling
    table = {row[1]: row for row in rows(browser, f"{base}/questions.csv")}
    assert len(table) == len(pack.question)
    asked = pack.question[ASKED].topic["en"]
    # Seven hand-worked cells: 3, 5 and six times 4.
    assert table[asked][2:9] == ["4.0", "0.5", "0", "0", "1", "6", "1"]
    assert table[asked][9:13] == ["Direction générale", "3.0", "Finance", "5.0"]
    assert table[asked][13:16] == ["0.0", "0.0", "0.0"]


def test_filters_narrow_and_few_answers_are_told(browser: Browser, base: str) -> None:
    page = browser.see(f"{base}?dimension=data&department=Finance&order=apart")
    assert "1 person is selected" in page
    assert "a mean says little" in page
    assert "answers/questions/data_ownership" in page
    assert f"answers/questions/{ASKED}" not in page
    assert len(rows(browser, f"{base}/questions.csv?dimension=data&department=Finance")) == 5
    assert "Nobody in this selection" in browser.see(f"{base}?department=Finance&role=cio")
    for wrong in ("dimension=nothing", "department=Nobody", "role=king", "order=random"):
        assert browser.get(f"{base}?{wrong}").status_code == 404


def test_outliers_are_named(
    app: Flask, browser: Browser, client_company: Created, base: str, pack: Pack
) -> None:
    with app.extensions["database"].session() as session:
        desk = desk_of(session, client_company, NOON + timedelta(hours=1), "owner")
        review.agree(session, pack, desk, person_at(client_company, 2), ASKED, value="1", reason="seen")
    page = browser.see(base)
    assert "at 1.0, the median at 4.0" in page


def test_priorities_come_from_the_roadmap(browser: Browser, base: str) -> None:
    table = rows(browser, f"{base}/priorities.csv?dimension=governance")
    assert table
    reasons = [row[3] for row in table]
    order = [
        "A gate of the verdict asks for it",
        "The law asks for it",
        "It closes a gap",
        "Another action needs it first",
        "Nothing in the roadmap rests on it",
    ]
    assert reasons == sorted(reasons, key=order.index)
    assert all(row[4] for row in table if row[3] != order[-1])


def test_comments_carry_their_permission_and_private_ones_are_in_no_file(browser: Browser, base: str) -> None:
    page = browser.see(base)
    for text, words in (
        (PRIVATE, "Private: never to be quoted"),
        (UNNAMED, "May be quoted without a name"),
        (NAMED, "May be quoted with the department"),
    ):
        assert text in page
        assert words in page
    assert PRIVATE not in browser.see(f"{base}?dimension=data")
    table = rows(browser, f"{base}/quotes.csv")
    assert {row[2]: bool(row[1]) for row in table} == {UNNAMED: False, NAMED: True}
    # A filter by department would say whose the unnamed one is.
    assert rows(browser, f"{base}/quotes.csv?department=Finance") == table
    for name in ("quotes", "questions", "priorities"):
        book = load_workbook(io.BytesIO(browser.get(f"{base}/{name}.xlsx").data))
        assert PRIVATE not in str([row for sheet in book for row in sheet.iter_rows(values_only=True)])


def test_before_anybody_has_sent_answers(
    app: Flask, browser: Browser, client_company: Created, pack: Pack
) -> None:
    sign_in(app, browser, client_company)
    base = f"/campaigns/{client_company.campaign_id}/analysis"
    assert "Nobody has sent answers yet" in browser.see(base)
    assert len(rows(browser, f"{base}/questions.csv")) == len(pack.question)
    with app.extensions["database"].session() as session:
        answer_all(session, pack, client_company, 0, questions=3)
    page = browser.see(base)
    assert "Compute the results first" in page
    assert "1 person is selected" in page
