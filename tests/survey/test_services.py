"""The use cases without the web: links, answers, conflicts, conclusions."""

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires import InvalidAnswer, NotReady, Pack
from reports.assess import assess
from survey.files import read_facts
from survey.models import Answer, Invitation, StoredResult
from survey.services import campaigns, invitations, results, standing, submissions
from survey.services.campaigns import Created
from survey.services.submissions import Conflict, Saved
from survey.services.visitors import Visitor
from tests.survey.conftest import NOON, SAMPLE, a_firm


def begun(session: Session, pack: Pack, created: Created, place: int = 0) -> Visitor:
    token = created.links[place].token
    assert invitations.enter(session, pack, token, NOON)
    found = invitations.look_up(session, token, NOON)
    assert found
    return found


def save(
    session: Session, pack: Pack, visitor: Visitor, value: str | None, based_on: int, *, comment: str = ""
) -> Saved | Conflict:
    return submissions.save_answer(
        session, pack, visitor, "tooling_access", value=value, comment=comment, based_on=based_on, now=NOON
    )


def test_a_link_is_stored_as_its_digest_only(session: Session, created: Created) -> None:
    stored = {row.digest for row in session.scalars(select(Invitation))}
    assert len(stored) == 9
    for link in (*created.links, created.reader):
        assert link.token not in stored
        assert invitations.digest_of(link.token) in stored


@pytest.mark.parametrize("token", ["", "x" * 43, "é" * 43, "x" * 4000, "../../etc"])
def test_an_unknown_link_is_nobody(session: Session, created: Created, pack: Pack, token: str) -> None:
    assert invitations.look_up(session, token, NOON) is None
    assert invitations.enter(session, pack, token, NOON) is None


def test_a_new_link_withdraws_the_old_one(session: Session, created: Created, pack: Pack) -> None:
    from survey.db import transaction
    from survey.models import Campaign, Respondent

    visit = invitations.enter(session, pack, created.links[0].token, NOON)
    with transaction(session):
        respondent = session.get_one(Respondent, created.links[0].respondent_id)
        campaign = session.get_one(Campaign, created.campaign_id)
        token = invitations.invite(session, campaign, NOON, respondent=respondent, withdraw=True)
    assert invitations.look_up(session, created.links[0].token, NOON) is None
    assert invitations.visitor(session, str(visit), NOON) is None
    assert invitations.look_up(session, token, NOON)


def test_a_visit_ends_in_time_and_on_request(session: Session, created: Created, pack: Pack) -> None:
    visit = str(invitations.enter(session, pack, created.links[0].token, NOON, days=2))
    assert invitations.visitor(session, visit, NOON + timedelta(days=1))
    assert invitations.visitor(session, visit, NOON + timedelta(days=3)) is None
    invitations.leave(session, visit)
    assert invitations.visitor(session, visit, NOON) is None


def test_a_function_is_asked_for_where_it_is_not_known(session: Session, pack: Pack) -> None:
    case = read_facts(SAMPLE, pack)
    created = campaigns.create_campaign(session, a_firm(session), pack, case, campaigns.people_of(case), NOON)
    token = created.links[0].token
    with pytest.raises(InvalidAnswer, match="function"):
        invitations.enter(session, pack, token, NOON)
    assert invitations.enter(session, pack, token, NOON, role="ceo")
    assert invitations.enter(session, pack, token, NOON)


def test_nobody_invited_is_told(session: Session, pack: Pack) -> None:
    case = read_facts(SAMPLE, pack)
    with pytest.raises(InvalidAnswer, match="Finance"):
        campaigns.create_campaign(
            session, a_firm(session), pack, case, [campaigns.Person("Direction générale")], NOON
        )
    assert campaigns.list_campaigns(session) == []


def test_saves_count_their_revisions(session: Session, pack: Pack, created: Created) -> None:
    visitor = begun(session, pack, created)
    assert save(session, pack, visitor, "3", 0) == Saved("3", "", 1, NOON)
    assert save(session, pack, visitor, "4", 1) == Saved("4", "", 2, NOON)
    # The same again, from a page that missed the news: nothing to overwrite, nothing changes.
    assert save(session, pack, visitor, "4", 1) == Saved("4", "", 2, NOON)
    assert save(session, pack, visitor, None, 2, comment="why") == Saved(None, "why", 3, NOON)
    assert len(session.scalars(select(Answer)).all()) == 1


def test_a_stale_save_is_told_what_is_there(session: Session, pack: Pack, created: Created) -> None:
    visitor = begun(session, pack, created)
    save(session, pack, visitor, "3", 0)
    assert save(session, pack, visitor, "5", 0) == Conflict(Saved("3", "", 1, NOON))
    assert standing.progress(session, pack, visitor).answers["tooling_access"].value == "3"


@pytest.mark.parametrize("value", ["6", "", "DK", "1 ", "true"])
def test_what_is_no_answer_is_refused(session: Session, pack: Pack, created: Created, value: str) -> None:
    with pytest.raises(InvalidAnswer):
        save(session, pack, begun(session, pack, created), value, 0)


def test_sending_closes_and_reopening_opens(session: Session, pack: Pack, created: Created) -> None:
    visitor = begun(session, pack, created)
    with pytest.raises(NotReady, match="nothing"):
        submissions.send(session, visitor, NOON)
    save(session, pack, visitor, "dk", 0)
    submissions.send(session, visitor, NOON)
    submissions.send(session, visitor, NOON)
    with pytest.raises(NotReady, match="sent"):
        save(session, pack, visitor, "2", 1)
    submissions.reopen(session, visitor, NOON)
    assert save(session, pack, visitor, "2", 1) == Saved("2", "", 2, NOON)


def test_a_closed_campaign_takes_nothing(session: Session, pack: Pack, created: Created) -> None:
    visitor = begun(session, pack, created)
    save(session, pack, visitor, "2", 0)
    assert campaigns.close_campaign(session, created.campaign_id, NOON)
    assert not campaigns.close_campaign(session, created.campaign_id, NOON)
    for act in (
        lambda: save(session, pack, visitor, "3", 1),
        lambda: submissions.send(session, visitor, NOON),
        lambda: submissions.reopen(session, visitor, NOON),
    ):
        with pytest.raises(NotReady, match="closed"):
            act()


def test_progress_tells_sections_apart(session: Session, pack: Pack, created: Created) -> None:
    visitor = begun(session, pack, created)
    save(session, pack, visitor, "na", 0)
    found = standing.progress(session, pack, visitor)
    assert [section.status for section in found.sections] == ["started", "new", "new", "new", "new"]
    assert found.sections[0].open_question == 2
    assert found.gaps == len(pack.questionnaire.questions) - 1


def test_only_what_was_sent_counts(session: Session, pack: Pack, created: Created) -> None:
    for place in (0, 1):
        visitor = begun(session, pack, created, place)
        save(session, pack, visitor, "3", 0, comment="a comment that never leaves the database")
    submissions.send(session, visitor, NOON)
    case, given = results.inputs(session, created.campaign_id)
    assert [item.department for item in given] == ["Finance"]
    assert given[0].answers == {"tooling_access": 3}
    stated = read_facts(SAMPLE, pack)
    assert dataclasses.replace(case, departments=stated.departments) == stated
    assert [item.invited for item in case.departments] == [1] * 8


def test_a_conclusion_is_that_of_assess_and_is_stored_once(
    session: Session, pack: Pack, created: Created
) -> None:
    visitor = begun(session, pack, created)
    save(session, pack, visitor, "3", 0)
    submissions.send(session, visitor, NOON)
    concluded = results.compute(session, pack, created.campaign_id, NOON)
    assert concluded == assess(pack, *results.inputs(session, created.campaign_id))
    results.compute(session, pack, created.campaign_id, NOON)
    assert len(session.scalars(select(StoredResult)).all()) == 1
    latest = results.latest(session, pack, created.campaign_id)
    assert latest
    assert latest.results == concluded
    assert not latest.outdated
    submissions.reopen(session, visitor, NOON)
    latest = results.latest(session, pack, created.campaign_id)
    assert latest
    assert latest.outdated
