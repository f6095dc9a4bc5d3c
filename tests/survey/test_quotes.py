"""What people wrote beside their answers: quoted as far as they allowed, and no further."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires import Pack
from reports.results import Cell, Results
from survey.db import transaction
from survey.models import Answer, Submission
from survey.services import editions, quotes
from survey.services.campaigns import Created
from survey.services.quotes import Quote
from tests.survey.at_work import answer_all, person_at, publish
from tests.survey.conftest import NOON

ASKED = "tooling_access"


@pytest.fixture
def results(session: Session, pack: Pack, created: Created) -> Results:
    """Five have answered; three wrote something, each with another permission."""
    for place, (permission, text) in enumerate(
        [
            ("department", "Everybody has one, few use it"),
            ("unnamed", "A licence came without a lesson"),
            ("private", "Ask Noé before December"),
            ("department", ""),
            ("unnamed", ""),
        ]
    ):
        answer_all(session, pack, created, place)
        wanted = (
            select(Answer)
            .join(Submission, Submission.id == Answer.submission_id)
            .where(Submission.respondent_id == person_at(created, place), Answer.question == ASKED)
        )
        with transaction(session):
            row = session.scalars(wanted).one()
            row.quote, row.comment = permission, text
    publish(session, pack, created)
    shown = editions.shown(session, created.campaign_id)
    assert shown
    return shown.results


def test_a_department_is_named_where_its_author_agreed(
    session: Session, created: Created, results: Results
) -> None:
    found = quotes.quotable(session, created.campaign_id, results, [ASKED], NOON + timedelta(days=1))
    named = results.departments[0].name
    assert found == [
        Quote(ASKED, "A licence came without a lesson", ""),
        Quote(ASKED, "Everybody has one, few use it", named),
    ]


def test_in_a_grouped_campaign_a_hidden_department_is_not_named(
    session: Session, created: Created, results: Results
) -> None:
    first = results.departments[0]
    hidden = replace(first, cells=tuple(Cell(cell.dimension, "hidden", None) for cell in first.cells))
    grouped = replace(results, visibility="grouped", departments=(hidden, *results.departments[1:]))
    found = quotes.quotable(session, created.campaign_id, grouped, [ASKED], NOON + timedelta(days=1))
    assert [item.department for item in found] == ["", ""]
    shown = replace(results, visibility="grouped")
    again = quotes.quotable(session, created.campaign_id, shown, [ASKED], NOON + timedelta(days=1))
    assert [item.department for item in again] == ["", first.name]


def test_what_was_written_after_the_version_came_out_is_not_in_it(
    session: Session, created: Created, results: Results
) -> None:
    assert quotes.quotable(session, created.campaign_id, results, [ASKED], NOON - timedelta(days=1)) == []
