"""A grouped campaign: what it stores has no small group in it, and with too few answers it says so."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires import NotReady, Pack
from survey.db import transaction
from survey.models import Campaign, StoredResult
from survey.services import invitations, results, submissions
from survey.services.campaigns import Created
from tests.survey.conftest import NOON


def answered(session: Session, pack: Pack, created: Created, people: int) -> None:
    """So many people answer every question and send, in a campaign in groups."""
    with transaction(session):
        session.get_one(Campaign, created.campaign_id).visibility = "grouped"
    for link in created.links[:people]:
        invitations.enter(session, pack, link.token, NOON)
        visitor = invitations.look_up(session, link.token, NOON)
        assert visitor
        for question in pack.question:
            submissions.save_answer(
                session, pack, visitor, question, value="3", comment="", based_on=0, now=NOON
            )
        submissions.send(session, visitor, NOON)


def test_four_people_give_no_result(session: Session, pack: Pack, created: Created) -> None:
    answered(session, pack, created, 4)
    with pytest.raises(NotReady, match="5 answers"):
        results.compute(session, pack, created.campaign_id, NOON)
    assert session.scalars(select(StoredResult)).all() == []


def test_one_person_a_department_is_never_stored_as_a_departments_score(
    session: Session, pack: Pack, created: Created
) -> None:
    answered(session, pack, created, 8)
    results.compute(session, pack, created.campaign_id, NOON)
    stored = json.loads(session.scalars(select(StoredResult.results)).one())
    assert stored["visibility"] == "grouped"
    cells = [cell for item in stored["departments"] for cell in item["cells"]]
    assert {cell["status"] for cell in cells} == {"hidden"}
    assert {cell["score"] for cell in cells} == {None}
    assert all(item["score"] is not None for item in stored["dimensions"])
    found = results.latest(session, pack, created.campaign_id)
    assert found
    assert not found.outdated
