"""A department head reads the own department beside the organisation, and nobody else's number."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from questionnaires import Pack
from reports.build import own_steps
from reports.results import Results, from_json, to_json
from reports.visibility import grouped
from survey.db import transaction
from survey.models import Campaign, Decision, Edition, FollowUp, Invitation, Reading, Respondent
from survey.services import dossier, forgetting, invitations, own_results
from survey.services.journal import Actor
from survey.services.visitors import Visitor
from tests.reports.render.printed import pages_of
from tests.survey.conftest import NOON, Browser
from tests.survey.full_client import Canaries, a_full_client
from tests.survey.team_of import in_database, words


@pytest.fixture
def full(session: Session, pack: Pack) -> Canaries:
    found = a_full_client(session, pack)
    with transaction(session):
        session.get_one(Campaign, found.campaign_id).shows_results = True
    return found


def a_visitor(session: Session, full: Canaries) -> Visitor:
    with transaction(session):
        campaign = session.get_one(Campaign, full.campaign_id)
        person = session.scalars(
            select(Respondent).where(Respondent.campaign_id == campaign.id).order_by(Respondent.id)
        ).first()
        assert person
        token = invitations.invite(session, campaign, NOON, respondent=person)
    found = invitations.look_up(session, token, NOON)
    assert found
    return found


def published(session: Session) -> Results:
    return from_json(session.scalars(select(Edition)).one().results)


def republish(session: Session, results: Results) -> None:
    with transaction(session):
        edition = session.scalars(select(Edition)).one()
        with session.no_autoflush:
            later = (edition.erased_at or NOON) + timedelta(days=1)
            edition.results, edition.erased_at = to_json(results), later


def test_own_numbers_stand_beside_the_organisations(session: Session, pack: Pack, full: Canaries) -> None:
    visitor = a_visitor(session, full)
    results = published(session)
    found = own_results.mine(session, pack, visitor)
    assert found
    assert (found.state, found.number, found.published_at) == ("ready", 1, NOON)
    own = next(item for item in results.departments if item.name == visitor.department)
    assert [(one.dimension, one.score) for one in found.standings] == [
        (c.dimension, c.score) for c in own.cells
    ]
    assert [one.organisation for one in found.standings] == [item.score for item in results.dimensions]
    assert 1 <= len(found.steps) <= 3
    level = {one.dimension: one.level for one in found.standings}
    assert all(step.start == level[step.dimension] for step in found.steps)
    efforts = [own_steps.EFFORTS.index(step.effort) for step in found.steps]
    assert efforts == sorted(efforts)


def test_with_one_other_department_the_organisations_number_would_tell_it(
    session: Session, pack: Pack, full: Canaries
) -> None:
    visitor = a_visitor(session, full)
    results = published(session)
    own = [item for item in results.departments if item.name == visitor.department]
    others = [item for item in results.departments if item.name != visitor.department]
    republish(session, replace(results, departments=(*own, others[0])))
    found = own_results.mine(session, pack, visitor)
    assert found
    assert {one.organisation for one in found.standings} == {None}
    republish(session, replace(results, departments=(*own, *others[:2])))
    found = own_results.mine(session, pack, visitor)
    assert found
    assert None not in {one.organisation for one in found.standings}


def test_what_is_not_published_hidden_or_not_there(session: Session, pack: Pack, full: Canaries) -> None:
    visitor = a_visitor(session, full)
    results = published(session)

    def state() -> str:
        found = own_results.mine(session, pack, visitor)
        assert found
        return found.state

    republish(session, grouped(pack, results))
    assert state() == "hidden"
    republish(session, replace(results, departments=results.departments[:0]))
    assert state() == "absent"
    with transaction(session):
        edition = session.scalars(select(Edition)).one()
        edition.state, edition.ended_at = "withdrawn", NOON
    assert state() == "awaited"
    assert own_results.mine(session, pack, replace(visitor, shows_results=False)) is None


def test_the_page_in_words(app: Flask, browser: Browser, pack: Pack) -> None:
    with in_database(app) as session:
        full = a_full_client(session, pack)
        with transaction(session):
            campaign = session.get_one(Campaign, full.campaign_id)
            people = session.scalars(
                select(Respondent).where(Respondent.campaign_id == campaign.id).order_by(Respondent.id)
            ).all()
            department = people[0].department.name
            others = {one.department.name for one in people} - {department}
            token = invitations.invite(session, campaign, NOON, respondent=people[0])
    browser.enter(token)
    assert browser.get("/answers/results").status_code == 404
    assert "/answers/results" not in browser.see("/answers/sent")
    with in_database(app) as session, transaction(session):
        session.get_one(Campaign, full.campaign_id).shows_results = True
    assert "/answers/results" in browser.see("/answers/sent")
    page = words(browser.see("/answers/results"))
    assert f"{department} Your department’s results" in page
    assert "What your department can do in 30 days" in page
    assert not [name for name in others if re.search(rf"\b{re.escape(name)}\b", page)]
    assert 'action="/answers/results.pdf"' in browser.see("/answers/results")
    taken = browser.post("/answers/results.pdf?lang=fr")
    assert taken.mimetype == "application/pdf"
    assert "fr.pdf" in taken.headers["Content-Disposition"]
    told = " ".join(" ".join(pages_of(taken.data)).split())
    assert department in told
    others.discard("Direction générale")  # so is the function called that owns some of the steps
    assert not [name for name in others if re.search(rf"\b{re.escape(name)}\b", told)]
    with in_database(app) as session, transaction(session):
        for model in (FollowUp, Decision, Reading):
            session.execute(delete(model))
        edition = session.scalars(select(Edition)).one()
        edition.state, edition.ended_at = "withdrawn", NOON
    assert "Nothing is published yet" in words(browser.see("/answers/results?lang=en"))
    assert browser.post("/answers/results.pdf").status_code == 404


def test_a_department_report_taken_along_is_in_the_view_log_until_the_person_is_forgotten(
    app: Flask, pack: Pack, browser: Browser
) -> None:
    with in_database(app) as session:
        full = a_full_client(session, pack)
        with transaction(session):
            campaign = session.get_one(Campaign, full.campaign_id)
            campaign.shows_results = True
            person = session.scalars(select(Respondent).where(Respondent.campaign_id == campaign.id)).first()
            assert person is not None
            token = invitations.invite(session, campaign, NOON, respondent=person)
    browser.enter(token)
    browser.see("/answers/results")
    assert browser.post("/answers/results.pdf?lang=fr").status_code == 200
    with in_database(app) as session:
        noted = select(Reading).where(Reading.what == "department.pdf fr")
        [line] = session.scalars(noted).all()
        whose = session.get_one(Invitation, line.invitation_id).respondent
        assert whose is not None
        assert line.who == whose.name
        assert "department.pdf fr" in str(dossier.about(session, whose))
        actor = Actor("command")
        forgetting.forget_person(session, full.client_id, whose.id, actor, NOON, answers=False)
        assert session.scalars(noted).all() == []
