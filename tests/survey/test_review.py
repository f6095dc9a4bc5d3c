"""Review and interviews: what was given stays, what was agreed counts, and private notes are nowhere else."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires import InvalidAnswer, NotReady, Pack
from survey.db import transaction
from survey.models import Answer, Event, Respondent, ReviewNote, Submission
from survey.services import interview, results, review, submissions
from survey.services.campaigns import Created
from survey.services.standing import parts
from survey.services.submissions import Saved
from tests.survey.at_work import answer_all, begin, desk_of, person_at, publish, sign_in
from tests.survey.conftest import NOON, Browser

SECRET = "the head of Finance was hesitant"
ASKED = "tooling_access"


def given_to(session: Session, created: Created) -> dict[str, object]:
    """What the results rest on, for the question asked, by respondent."""
    _, given = results.inputs(session, created.campaign_id)
    return {item.respondent: item.answers.get(ASKED) for item in given}


def test_an_agreed_answer_counts_and_the_given_one_stays(
    session: Session, pack: Pack, created: Created
) -> None:
    answer_all(session, pack, created, 0)
    somebody = person_at(created, 0)
    desk = desk_of(session, created, NOON + timedelta(hours=1))
    before = results.compute(session, pack, created.campaign_id, NOON)
    assert given_to(session, created) == {str(somebody): 3}

    review.agree(session, pack, desk, somebody, ASKED, value="1", reason="the register shows none")
    assert given_to(session, created) == {str(somebody): 1}
    assert session.scalars(select(Answer.value).where(Answer.question == ASKED)).one() == "3"
    after = results.compute(session, pack, created.campaign_id, NOON)
    assert after.fingerprint != before.fingerprint
    stored = review.sheets(session, created.campaign_id)[0].answers[ASKED]
    assert (stored.value, stored.counted) == ("3", "1")
    assert stored.agreed
    assert (stored.agreed.by, stored.agreed.reason) == ("Marc Petit", "the register shows none")

    review.agree(session, pack, desk, somebody, ASKED, value="dk", reason="nobody could tell")
    assert given_to(session, created) == {str(somebody): "dk"}
    review.agree(session, pack, desk, somebody, ASKED, value=None, reason="a misunderstanding")
    assert given_to(session, created) == {str(somebody): 3}
    assert len(review.sheets(session, created.campaign_id)[0].answers[ASKED].agreements) == 3
    for value, reason in (("6", "x"), ("1", " "), ("1", "x" * 501)):
        with pytest.raises(InvalidAnswer):
            review.agree(session, pack, desk, somebody, ASKED, value=value, reason=reason)


def test_a_respondent_who_changes_an_answer_is_heard_again(
    session: Session, pack: Pack, created: Created
) -> None:
    visitor = answer_all(session, pack, created, 0)
    desk = desk_of(session, created, NOON + timedelta(hours=1))
    review.agree(session, pack, desk, person_at(created, 0), ASKED, value="1", reason="in the workshop")
    submissions.reopen(session, visitor, NOON)
    assert review.sheets(session, created.campaign_id) == []  # nobody reads what is not sent
    later = NOON + timedelta(hours=2)
    submissions.save_answer(session, pack, visitor, ASKED, value="4", comment="", based_on=1, now=later)
    submissions.send(session, visitor, later)
    assert given_to(session, created) == {str(person_at(created, 0)): 4}
    stored = review.sheets(session, created.campaign_id)[0].answers[ASKED]
    assert stored.agreements
    assert not stored.agreed


def test_review_from_the_pages(app: Flask, browser: Browser, client_company: Created, pack: Pack) -> None:
    with app.extensions["database"].session() as session:
        answer_all(session, pack, client_company, 0, "dk")
        answer_all(session, pack, client_company, 1, "4", now=NOON + timedelta(hours=1))
    sign_in(app, browser, client_company)
    base, somebody = f"/campaigns/{client_company.campaign_id}/answers", person_at(client_company, 0)
    page = browser.see(base)
    assert "2 questionnaires were sent" in page
    assert "Direction générale" in browser.see(f"{base}?show=unsure")
    assert "Nobody is in this view" in browser.see(f"{base}?show=notes")

    sheet = browser.see(f"{base}/{somebody}")
    assert "a private remark" in sheet
    assert "Not to be quoted" in sheet
    assert len(sheet.encode()) < 45_000
    assert browser.post(f"{base}/{somebody}/note", {"text": ""}).status_code == 422
    browser.post(f"{base}/{somebody}/note", {"text": SECRET})
    assert SECRET in browser.see(f"{base}/{somebody}")

    one = f"{base}/{somebody}/{ASKED}"
    browser.see(one)
    fault = browser.post(f"{one}/agree", {"value": "2", "reason": ""})
    assert fault.status_code == 422
    assert "Say in up to 500" in fault.text
    assert " checked" in fault.text
    browser.post(f"{one}/agree", {"value": "2", "reason": "in the workshop"})
    browser.post(f"{one}/note", {"text": "on this answer alone"})
    page = browser.see(one)
    assert "in the workshop" in page
    assert "on this answer alone" in page
    assert "1 answer agreed otherwise" in browser.see(base)

    question = browser.see(f"{base}/questions/{ASKED}")
    assert "From level 2 to level 4, of 2 who chose a statement" in question
    browser.post(f"{base}/{somebody}/reviewed", {"reviewed": "y"})
    assert "Marc Petit" in browser.see(base)
    browser.post(f"{one}/agree", {"value": "given", "reason": "taken back"})
    assert "agreed otherwise" not in browser.see(base)
    for path in (f"{base}/questions/nothing", f"{base}/{person_at(client_company, 5)}", f"{one}x"):
        assert browser.get(path).status_code == 404


def test_private_notes_appear_nowhere_else(
    app: Flask, browser: Browser, another: Browser, client_company: Created, pack: Pack
) -> None:
    """On review pages for the firm, and in no page, table, report or document for anybody."""
    with app.extensions["database"].session() as session:
        for place in range(7):
            answer_all(session, pack, client_company, place)
        desk = desk_of(session, client_company, NOON + timedelta(hours=1), "owner")
        somebody = person_at(client_company, 0)
        review.add_note(session, desk, somebody, SECRET)
        review.add_note(session, desk, somebody, SECRET, question=ASKED)
        review.agree(session, pack, desk, somebody, ASKED, value="2", reason=SECRET)
        publish(session, pack, client_company, NOON + timedelta(hours=2))
        assert not any(
            SECRET in str((event.subject, event.detail)) for event in session.scalars(select(Event))
        )
    base = f"/campaigns/{client_company.campaign_id}"
    sign_in(app, browser, client_company)
    browser.enter(client_company.reader.token)
    another.enter(client_company.links[0].token)
    staff = [
        base,
        f"{base}/people/{somebody}",
        f"{base}/people.csv",
        f"{base}/calls",
        f"{base}/calls.csv",
        f"{base}/remind",
        f"{base}/results",
        f"{base}/results/report",
        f"{base}/results/report?language=fr",
        "/results",
        "/results/dimensions/tooling",
        "/results/report",
    ]
    for path in staff:
        response = browser.get(path)
        assert response.status_code == 200, path
        assert SECRET not in response.text, path
    for path in ("/answers", "/answers/tooling", "/answers/tooling/1", "/answers/send", "/answers/sent"):
        assert SECRET not in another.get(path).text
    for path in ("/people.xlsx", "/calls.xlsx"):
        book = load_workbook(io.BytesIO(browser.get(base + path).data))
        assert SECRET not in str([row for sheet in book for row in sheet.iter_rows(values_only=True)])
    assert SECRET in browser.see(f"{base}/answers/{somebody}")


def test_an_interview_keeps_how_each_answer_came(session: Session, pack: Pack, created: Created) -> None:
    visitor = begin(session, pack, created, 0)
    submissions.save_answer(session, pack, visitor, ASKED, value="5", comment="own", based_on=0, now=NOON)
    somebody = person_at(created, 0)
    desk = desk_of(session, created, NOON + timedelta(hours=1))
    # The page was opened before the respondent saved: nothing is overwritten, the note is kept.
    stored = interview.save(session, pack, desk, somebody, ASKED, given=Saved("2"), private=SECRET)
    assert stored
    assert (stored.value, stored.source) == ("5", "self")
    assert interview.save(session, pack, desk, somebody, ASKED, given=Saved("2", revision=1)) is None
    second = list(pack.question)[1]
    interview.save(session, pack, desk, somebody, second, given=Saved("dk", note="Léa Martin"))
    rows = {item.question: item for item in session.scalars(select(Answer))}
    assert {(item.value, item.source, item.given_by) for item in rows.values()} == {
        ("2", "interview", "Marc Petit"),
        ("dk", "interview", "Marc Petit"),
    }
    assert rows[second].note == "Léa Martin"
    assert session.scalars(select(ReviewNote.text)).all() == [SECRET]
    interview.send_for(session, desk, somebody)
    with pytest.raises(NotReady):
        interview.save(session, pack, desk, somebody, second, given=Saved("3", revision=1))
    assert "submission.send_for" in session.scalars(select(Event.action)).all()


def test_the_whole_interview_from_the_pages(
    app: Flask, browser: Browser, client_company: Created, pack: Pack
) -> None:
    somebody = person_at(client_company, 2)
    with app.extensions["database"].session() as session, transaction(session):
        session.get_one(Respondent, somebody).role = None
    sign_in(app, browser, client_company)
    base = f"/campaigns/{client_company.campaign_id}/interview/{somebody}"
    browser.see(base)
    browser.see(f"{base}/read-back")
    with app.extensions["database"].session() as session:
        assert session.scalars(select(Submission)).all() == []  # looking begins nothing
    for part, keys in parts(pack):
        for number, key in enumerate(keys, 1):
            if number == 1:
                # The page that respondents see, and one thing more: the firm's own notes.
                page = browser.see(f"{base}/{part}/{number}")
                assert page.count(f'name="q_{key}"') == 7
                assert 'name="private"' in page
            answered = browser.post(f"{base}/{part}/{number}", {f"q_{key}": "4", "revision": "0"})
            assert answered.status_code == 303
    first = f"q_{parts(pack)[0][1][0]}"
    told = browser.post(f"{base}/tooling/1", {first: "1", "revision": "0", "private": SECRET})
    assert told.status_code == 409
    assert "Saved by Marc Petit" in told.text
    assert SECRET in told.text  # a note is kept even then
    assert browser.post(f"{base}/tooling/1", {first: "9", "revision": "1"}).status_code == 422
    asks = browser.post(f"{base}/tooling/1", {first: "na", "revision": "1"})
    assert asks.location == f"{base}/tooling/1?reason="
    assert "Your answer is saved" in browser.see(asks.location)
    browser.post(f"{base}/tooling/1", {first: "4", "revision": "2"})
    assert browser.get(f"{base}/tooling/99").status_code == 404
    assert "Every question is answered" in browser.see(f"{base}/read-back")
    assert browser.post(f"{base}/send").location == base  # the function is not known yet
    browser.see(base)
    browser.post(f"{base}/role", {"role": "cio"})
    assert browser.post(f"{base}/send").location == f"/campaigns/{client_company.campaign_id}"
    assert browser.get(base).location == f"/campaigns/{client_company.campaign_id}/answers/{somebody}"
    assert "Given in an interview" in browser.see(
        f"/campaigns/{client_company.campaign_id}/answers/{somebody}"
    )
