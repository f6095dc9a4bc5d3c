"""A second wave: what it takes over, what people see of the first, and what the results compare."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires import NotReady, Pack
from survey.db import transaction
from survey.models import Answer, Campaign, Respondent, StatedFact, Submission
from survey.services import facts, invitations, launch, publishing, readiness, results, setup, waves
from survey.services.campaigns import Created
from survey.services.desk import Desk
from survey.services.facts import Statement
from survey.services.visitors import Visitor
from tests.survey.at_work import desk_of, give_addresses, sign_in
from tests.survey.conftest import NOON, Browser
from tests.survey.setting_up import settle_all

LATER = NOON + timedelta(days=200)


def fill(session: Session, pack: Pack, campaign: Campaign, value: str, now: datetime) -> None:
    """Everybody of a wave has sent the same answer to everything."""
    whose = {"organisation_id": campaign.organisation_id}
    with transaction(session):
        for person in session.scalars(select(Respondent).where(Respondent.campaign_id == campaign.id)).all():
            person.role = person.role or "operations"
            answers = [Answer(question=key, value=value, saved_at=now, **whose) for key in pack.question]
            session.add(
                Submission(
                    campaign_id=campaign.id,
                    respondent_id=person.id,
                    state="sent",
                    started_at=now,
                    sent_at=now,
                    answers=answers,
                    **whose,
                )
            )


def first_wave(session: Session, pack: Pack, created: Created, value: str = "2") -> Desk:
    """Everybody answered the first wave; it is closed and concluded."""
    give_addresses(session, created)
    desk = desk_of(session, created)
    fill(session, pack, desk.campaign, value, NOON)
    launch.close(session, desk.member, created.campaign_id, NOON)
    results.compute(session, pack, created.campaign_id, NOON, desk)
    return desk


def second_wave(session: Session, desk: Desk, visibility: str = "attributed") -> Campaign:
    """The next wave, in the field."""
    member = desk.member
    client = desk.campaign.organisation_id
    id_ = setup.new_campaign(session, member, client, LATER, today=LATER.date(), contact="Ada, 01")
    facts.confirm(session, member, id_, LATER)
    setup.set_visibility(session, member, id_, visibility, LATER, shows_previous=True)
    settle_all(session, member, id_, LATER)
    launch.launch(session, member, id_, LATER, today=LATER.date(), mail_out=False)
    return session.get_one(Campaign, id_)


def everybody(session: Session, pack: Pack, campaign: Campaign) -> list[Visitor]:
    """Everybody of a wave, with the questionnaire begun."""
    found = []
    people = select(Respondent).where(Respondent.campaign_id == campaign.id).order_by(Respondent.name)
    for person in session.scalars(people).all():
        with transaction(session):
            token = invitations.invite(session, campaign, LATER, respondent=person)
        invitations.enter(session, pack, token, LATER)
        visitor = invitations.look_up(session, token, LATER)
        assert visitor
        found.append(visitor)
    return found


def test_facts_are_taken_over_and_wait_to_be_confirmed(
    session: Session, pack: Pack, created: Created
) -> None:
    desk = first_wave(session, pack, created)
    client = desk.campaign.organisation_id
    id_ = setup.new_campaign(session, desk.member, client, LATER, today=LATER.date())
    then, now = facts.stated(session, created.campaign_id), facts.stated(session, id_)
    known = {key: item for key, item in then.items() if item.value != "unknown"}
    assert {key: (item.value, item.stated_by, item.stated_at) for key, item in now.items()} == {
        key: (item.value, item.stated_by, item.stated_at) for key, item in known.items()
    }
    assert all(item.carried for item in now.values())
    settle_all(session, desk.member, id_, LATER)
    with pytest.raises(NotReady, match="facts"):
        launch.launch(session, desk.member, id_, LATER, today=LATER.date(), mail_out=False)
    # Stated again as it was, or otherwise: confirmed by that.
    one = next(iter(now))
    facts.state(session, desk.member, id_, {one: Statement(now[one].value, now[one].stated_by)}, LATER)
    assert not facts.stated(session, id_)[one].carried
    assert facts.confirm(session, desk.member, id_, LATER) == len(now) - 1
    assert facts.confirm(session, desk.member, id_, LATER) == 0
    counted = readiness.counts(session, [session.get_one(Campaign, id_)])[id_]
    assert counted.carried == 0
    assert session.scalars(select(StatedFact).where(StatedFact.carried)).all() == []


def test_people_see_their_own_earlier_answer_and_nobody_elses(
    session: Session, pack: Pack, created: Created
) -> None:
    desk = first_wave(session, pack, created, "2")
    campaign = second_wave(session, desk)
    question = next(iter(pack.question))
    first, second = everybody(session, pack, campaign)[:2]
    found = waves.earlier_answer(session, pack, first, question)
    assert found is not None
    assert (found.value, found.as_of) == ("2", desk.campaign.as_of)
    with transaction(session):
        person = session.get_one(Respondent, second.respondent_id)
        person.email = "somebody.else@example.org"
    assert waves.earlier_answer(session, pack, second, question) is None
    with transaction(session):
        campaign.shows_previous = False
    hidden = invitations.behind(session, first.invitation_id or created.campaign_id, LATER)
    assert hidden
    assert waves.earlier_answer(session, pack, hidden, question) is None


def test_results_of_a_second_wave_are_compared_and_rest_on_both(
    session: Session, pack: Pack, created: Created
) -> None:
    desk = first_wave(session, pack, created, "2")
    campaign = second_wave(session, desk)
    fill(session, pack, campaign, "4", LATER)
    launch.close(session, desk.member, campaign.id, LATER)
    second = results.compute(session, pack, campaign.id, LATER)
    assert second.progress is not None
    assert {(item.before, item.after, item.clear) for item in second.progress.dimensions} == {
        (2.0, 4.0, True)
    }
    assert second.progress.same_posts == len(created.links)
    assert second.progress.as_of == desk.campaign.as_of
    latest = results.latest(session, pack, campaign.id)
    assert latest
    assert latest.results == second
    assert not latest.outdated
    report = results.report(session, pack, campaign.id, "en")
    assert report
    section = next(item for item in report.sections if item.id == "progress")
    assert section.headline.startswith("Since ")
    # The first wave is opened again and changes: what was compared with it is out of date.
    first = results.latest(session, pack, created.campaign_id)
    assert first
    assert first.results.progress is None
    people = session.scalars(select(Respondent).where(Respondent.campaign_id == created.campaign_id)).all()
    with transaction(session):
        people[0].removed_at = LATER
    changed = results.latest(session, pack, campaign.id)
    assert changed
    assert changed.outdated


def test_a_grouped_wave_compares_no_department(session: Session, pack: Pack, created: Created) -> None:
    desk = first_wave(session, pack, created, "2")
    campaign = second_wave(session, desk, "grouped")
    fill(session, pack, campaign, "3", LATER)
    launch.close(session, desk.member, campaign.id, LATER)
    found = results.compute(session, pack, campaign.id, LATER).progress
    assert found is not None
    assert found.departments == ()
    assert {(item.before, item.after) for item in found.dimensions} == {(2.0, 3.0)}


def test_a_grouped_wave_that_few_left_since_it_went_out_is_compared_no_more(
    session: Session, pack: Pack, created: Created
) -> None:
    """Its scores of today beside those that were read would be the answers of whoever is missing."""
    desk = first_wave(session, pack, created, "2")
    with transaction(session):
        session.get_one(Campaign, created.campaign_id).visibility = "grouped"
    results.compute(session, pack, created.campaign_id, NOON, desk)
    publishing.publish(session, desk, pack, publishing.send_for_review(session, desk, pack), "")
    campaign = second_wave(session, desk, "grouped")
    fill(session, pack, campaign, "3", LATER)
    launch.close(session, desk.member, campaign.id, LATER)
    assert results.compute(session, pack, campaign.id, LATER).progress is not None
    people = session.scalars(select(Respondent).where(Respondent.campaign_id == created.campaign_id)).all()
    with transaction(session):
        people[0].removed_at = LATER
    found = results.latest(session, pack, campaign.id)
    assert found
    assert found.outdated
    assert results.compute(session, pack, campaign.id, LATER + timedelta(days=1)).progress is None


def test_the_earlier_answer_stands_on_the_page(app: Flask, pack: Pack, client_company: Created) -> None:
    with app.extensions["database"].session() as session:
        desk = first_wave(session, pack, client_company, "2")
        campaign = second_wave(session, desk)
        person = session.scalars(select(Respondent).where(Respondent.campaign_id == campaign.id)).first()
        with transaction(session):
            token = invitations.invite(session, campaign, LATER, respondent=person)
    browser = Browser(app.test_client())
    browser.enter(token)
    question = next(iter(pack.question.values()))
    page = browser.see(f"/answers/{question.dimension}/1")
    assert "you answered:" in page
    assert f"<q>{question.statements[1]['en']}</q>" in page
    chosen = re.findall(r'<input[^>]* name="(q_\w+)"[^>]* checked', page)
    assert chosen == [], "what was said then is read, and not chosen for now"


def test_facts_are_confirmed_in_the_browser(
    app: Flask, pack: Pack, client_company: Created, browser: Browser
) -> None:
    with app.extensions["database"].session() as session:
        desk = first_wave(session, pack, client_company)
        client = desk.campaign.organisation_id
        id_ = setup.new_campaign(session, desk.member, client, LATER, today=LATER.date())
    sign_in(app, browser, client_company, "owner")
    assert "to confirm" in browser.see(f"/campaigns/{id_}/setup")
    page = browser.see(f"/campaigns/{id_}/facts")
    assert "taken over from the wave before" in page
    assert re.search(r"The (organisation|need|conditions): \d+ to confirm", page), "each group tells its own"
    assert browser.post(f"/campaigns/{id_}/facts/confirm").status_code == 303
    assert "taken over from the wave before" not in browser.see(f"/campaigns/{id_}/facts")
    assert "own answer of the wave before" in browser.see(f"/campaigns/{id_}/setup/visibility")
