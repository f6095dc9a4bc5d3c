"""Workshop mode: a private vote, the ends explain, and what is agreed counts beside what was sent."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questionnaires import InvalidAnswer, NotReady, Pack
from survey.db import transaction
from survey.models import AgreedAnswer, Answer, Campaign, Department, Respondent, Submission, Vote, Workshop
from survey.services import results, seats, workshop
from survey.services.campaigns import Created
from survey.services.desk import Desk
from tests.survey.at_work import desk_of, sign_in
from tests.survey.conftest import NOON, Browser

KEY = "a key of the site that nobody knows"


def disagreeing(session: Session, pack: Pack, created: Created) -> Desk:
    """Everybody has sent level 2 to everything; the first person level 5 to the first question."""
    desk = desk_of(session, created)
    whose = {"organisation_id": desk.campaign.organisation_id}
    first = next(iter(pack.question))
    people = select(Respondent).where(Respondent.campaign_id == created.campaign_id).order_by(Respondent.id)
    with transaction(session):
        for place, person in enumerate(session.scalars(people).all()):
            person.role = person.role or "operations"
            answers = [
                Answer(question=key, value="5" if key == first and not place else "2", saved_at=NOON, **whose)
                for key in pack.question
            ]
            session.add(
                Submission(
                    campaign_id=created.campaign_id,
                    respondent_id=person.id,
                    state="sent",
                    started_at=NOON,
                    sent_at=NOON,
                    answers=answers,
                    **whose,
                )
            )
    return desk


def seat(session: Session, code: str, place: int) -> seats.Seated:
    """Somebody joins for the department at a place."""
    found = seats.open_by(session, code, NOON)
    assert found
    token = seats.join(session, code, found[1][place][0], "192.0.2.1", NOON)
    joined = seats.seated(session, token, NOON)
    assert joined
    return joined


def test_a_vote_is_seen_by_nobody_until_all_are_shown(session: Session, pack: Pack, created: Created) -> None:
    desk = disagreeing(session, pack, created)
    ((question, apart),) = workshop.proposed(session, pack, created.campaign_id)[:1]
    assert (question, apart) == (next(iter(pack.question)), 3.0)
    id_ = workshop.begin(session, pack, desk, KEY, [question])
    code = workshop.code_of(KEY, id_)
    assert session.scalar(select(func.count()).where(Workshop.digest == workshop.digest_of(code))) == 1
    ada, bob = seat(session, code.lower(), 0), seat(session, f"{code[:4]} {code[4:]}", 1)
    seats.vote(session, ada, question, "1", NOON)
    seats.vote(session, ada, question, "2", NOON)
    seats.vote(session, bob, question, "5", NOON)
    row = session.get_one(Workshop, id_)
    room = workshop.room(session, row)
    assert (room.seats, room.voted, room.votes, room.ends) == (2, 2, (), None)
    workshop.step(session, desk, id_, "show", room.revision)
    room = workshop.room(session, row)
    names = [ada.department, bob.department]
    assert room.votes == ((names[0], "2"), (names[1], "5"))
    assert room.ends == ((names[0], "2"), (names[1], "5"))
    with pytest.raises(NotReady):
        seats.vote(session, bob, question, "3", NOON)
    # A second press of a page that was left behind changes nothing.
    workshop.step(session, desk, id_, "again", room.revision - 1)
    assert workshop.room(session, row).stage == "shown"
    workshop.step(session, desk, id_, "again", room.revision)
    assert session.scalar(select(func.count()).select_from(Vote)) == 0


def test_what_is_agreed_counts_for_the_departments_named(
    session: Session, pack: Pack, created: Created
) -> None:
    desk = disagreeing(session, pack, created)
    question = next(iter(pack.question))
    id_ = workshop.begin(session, pack, desk, KEY, [question])
    departments = session.scalars(
        select(Department).where(Department.organisation_id == desk.campaign.organisation_id)
    ).all()
    told = {"value": "3", "doubtful": True, "departments": [item.id for item in departments]}
    with pytest.raises(InvalidAnswer, match="Say why"):
        workshop.record(session, desk, id_, question, reason=" ", **told)  # type: ignore[arg-type]
    number = workshop.record(session, desk, id_, question, reason="Seen together", **told)  # type: ignore[arg-type]
    sent = session.scalar(select(func.count()).select_from(Submission))
    assert number == sent
    _, given = results.inputs(session, created.campaign_id)
    assert {item.answers[question] for item in given} == {3}
    # What was sent stays.
    stored = session.scalars(select(Answer.value).where(Answer.question == question)).all()
    assert max(filter(None, stored)) == "5"
    agreed = workshop.room(session, session.get_one(Workshop, id_)).agreed[question]
    assert (agreed.value, agreed.reason, agreed.doubtful) == ("3", "Seen together", True)
    assert session.scalar(select(func.count()).select_from(AgreedAnswer)) == sent


def test_a_code_opens_its_workshop_alone_and_not_for_ever(
    session: Session, pack: Pack, created: Created
) -> None:
    desk = disagreeing(session, pack, created)
    id_ = workshop.begin(session, pack, desk, KEY, list(pack.question)[:2])
    code = workshop.code_of(KEY, id_)
    assert re.fullmatch(f"[{workshop.LETTERS}]{{8}}", code)
    assert seats.open_by(session, "AAAA AAAA", NOON) is None
    assert seats.open_by(session, code, NOON + workshop.LASTS + timedelta(minutes=1)) is None
    with pytest.raises(InvalidAnswer, match="department"):
        seats.join(session, code, id_, "192.0.2.1", NOON)
    second = workshop.begin(session, pack, desk, KEY, list(pack.question)[:1])
    assert workshop.current(session, created.campaign_id) == second
    assert seats.open_by(session, code, NOON) is None
    with pytest.raises(InvalidAnswer, match="at most"):
        workshop.begin(session, pack, desk, KEY, list(pack.question)[:9])


def test_from_the_screen_to_the_phone_and_back(
    app: Flask, pack: Pack, client_company: Created, browser: Browser, another: Browser
) -> None:
    with app.extensions["database"].session() as session:
        disagreeing(session, pack, client_company)
        campaign = session.get_one(Campaign, client_company.campaign_id)
        first = session.scalars(
            select(Department)
            .where(Department.organisation_id == campaign.organisation_id)
            .order_by(Department.position)
        ).first()
        assert first
        department, name, organisation = str(first.id), first.name, campaign.organisation_id
        with transaction(session):
            campaign.organisation.accent = "#7a1f5c"
    sign_in(app, browser, client_company, "owner")
    here = f"/campaigns/{client_company.campaign_id}/workshop"
    assert browser.see(here).count('name="question"') == 1
    assert browser.post(here, {}).status_code == 422
    question = next(iter(pack.question))
    opened = browser.post(here, {"question": question})
    screen = opened.location
    code = re.search(r'class="code">(\w+) (\w+)<', browser.see(screen))
    assert code
    wrong = another.see("/room") and another.post("/room", {"code": "NOPE", "department": department})
    assert wrong.status_code == 422
    assert "opens no workshop" in wrong.text
    typed = another.post("/room", {"code": f"{code[1]} {code[2]}"})
    assert name in another.see(typed.location)
    assert f"/brand/{organisation}.css" in another.last  # whose workshop it is, is known by its looks
    nobody = another.post("/room", {"code": code[1] + code[2], "department": ""})
    assert nobody.status_code == 422
    assert "Choose the department that you speak for" in nobody.text
    assert another.post("/room", {"code": code[1] + code[2], "department": department}).status_code == 303
    assert another.see("/room/vote").count('type="radio"') == 6
    assert another.post("/room/vote", {"question": question, "value": "9"}).status_code == 422
    assert another.post("/room/vote", {"question": question, "value": "4"}).status_code == 303
    assert "Your vote is in" in another.see("/room/vote")
    page = browser.see(screen)
    assert re.search(r'role="status">1\W+of\W+1 ', page), page[page.find("role=\"status"):][:200]
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision
    assert browser.post(screen, {"action": "show", "revision": revision[1]}).status_code == 303
    assert "Look at the screen" in another.see("/room/vote")
    page = browser.see(screen)
    assert "What the room agrees" in page
    assert browser.post(f"{screen}/agreed", {"reason": ""}).status_code == 422
    told = {"value": "4", "reason": "Seen in the room", "departments": department}
    assert browser.post(f"{screen}/agreed", told).status_code == 303
    assert "It counts instead of 1 answer" in browser.see(screen)
    revision = re.search(r'name="revision" value="(\d+)"', browser.see(screen))
    assert revision
    closed = browser.post(screen, {"action": "close", "revision": revision[1]})
    assert closed.location.endswith("/workshop")
    assert another.get("/room/vote").location.endswith("/room")
