"""Versions of a report: from the draft over review to readers, and back; what was sent never changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from questionnaires import Pack
from questionnaires.errors import InvalidAnswer, NotReady
from survey.db import transaction
from survey.models import Campaign, Edition, Event, Organisation
from survey.services import editions, journal, publishing, results
from survey.services.campaigns import Created
from survey.services.desk import Desk
from tests.survey.at_work import answer_all, desk_of
from tests.survey.conftest import NOON


@pytest.fixture
def desk(session: Session, pack: Pack, created: Created) -> Desk:
    """A consultant at work on a campaign in which seven departments have answered, not concluded yet."""
    for place in range(7):
        answer_all(session, pack, created, place)
    return desk_of(session, created)


@pytest.fixture
def computed(session: Session, pack: Pack, desk: Desk) -> Desk:
    results.compute(session, pack, desk.campaign.id, NOON, desk)
    return desk


def published(session: Session, pack: Pack, desk: Desk, note: str = "") -> int:
    sent = publishing.send_for_review(session, desk, pack, note)
    return publishing.publish(session, desk, pack, sent, note)


def test_without_results_there_is_nothing_to_review(session: Session, pack: Pack, desk: Desk) -> None:
    with pytest.raises(NotReady, match="not been computed"):
        publishing.send_for_review(session, desk, pack)
    assert publishing.obstacles(session, desk.campaign, pack) == ["The results have not been computed yet"]


def test_a_draft_goes_to_review_and_only_then_to_readers(
    session: Session, pack: Pack, computed: Desk
) -> None:
    campaign_id = computed.campaign.id
    sent = publishing.send_for_review(session, computed, pack, "First version")
    assert editions.shown(session, campaign_id) is None
    waiting = editions.in_review(session, campaign_id)
    assert waiting
    assert (waiting.edition_id, waiting.number, waiting.note) == (sent, None, "First version")
    later = replace(computed, now=NOON + timedelta(days=1))
    assert publishing.publish(session, later, pack, sent, "First version") == 1
    shown = editions.shown(session, campaign_id)
    assert shown
    assert (shown.number, shown.state, shown.newest, shown.note) == (1, "published", True, "First version")
    assert shown.published_at == NOON + timedelta(days=1)
    stored = results.report(session, pack, campaign_id, "fr")
    assert shown.report("fr") == stored
    lines = session.query(Event.action).filter(Event.action.startswith("edition.")).order_by(Event.number)
    assert [line.action for line in lines] == ["edition.review", "edition.publish"]
    assert journal.verify(session, computed.member.firm_id) is None


def test_publishing_twice_gives_one_number(session: Session, pack: Pack, computed: Desk) -> None:
    sent = publishing.send_for_review(session, computed, pack)
    assert [publishing.publish(session, computed, pack, sent, "") for _ in range(2)] == [1, 1]


def test_two_versions_are_not_reviewed_at_once(session: Session, pack: Pack, computed: Desk) -> None:
    publishing.send_for_review(session, computed, pack)
    with pytest.raises(NotReady, match="in review already"):
        publishing.send_for_review(session, computed, pack)


def test_a_version_comes_back_with_a_reason(session: Session, pack: Pack, computed: Desk) -> None:
    campaign_id = computed.campaign.id
    sent = publishing.send_for_review(session, computed, pack)
    with pytest.raises(InvalidAnswer, match="Say why"):
        publishing.return_to_draft(session, computed, sent, "  ")
    publishing.return_to_draft(session, computed, sent, "The sponsor's name is misspelt")
    back = editions.returned(session, campaign_id)
    assert back
    assert back.reason == "The sponsor's name is misspelt"
    with pytest.raises(NotReady):
        publishing.publish(session, computed, pack, sent, "")
    later = replace(computed, now=NOON + timedelta(hours=1))
    assert published(session, pack, later) == 1, "numbers count published versions"
    assert editions.returned(session, campaign_id) is None


def test_later_answers_stand_against_review_and_publication(
    session: Session, pack: Pack, created: Created, computed: Desk
) -> None:
    sent = publishing.send_for_review(session, computed, pack)
    answer_all(session, pack, created, 7)
    with pytest.raises(NotReady, match="have changed since"):
        publishing.publish(session, computed, pack, sent, "")
    publishing.return_to_draft(session, computed, sent, "Another answer came in")
    with pytest.raises(NotReady, match="have changed since"):
        publishing.send_for_review(session, computed, pack)
    results.compute(session, pack, computed.campaign.id, NOON + timedelta(hours=1), computed)
    assert published(session, pack, computed) == 1


def test_versions_are_counted_withdrawn_and_still_asked_for_by_number(
    session: Session, pack: Pack, computed: Desk
) -> None:
    campaign_id = computed.campaign.id
    assert [published(session, pack, computed, note) for note in ("one", "two", "three")] == [1, 2, 3]
    third = editions.versions(session, campaign_id)[0]
    publishing.withdraw(session, computed, third.edition_id, "A figure was wrong")
    assert [(item.number, item.state) for item in editions.versions(session, campaign_id)] == [
        (3, "withdrawn"),
        (2, "published"),
        (1, "published"),
    ]
    newest, gone, first = (editions.shown(session, campaign_id, number) for number in (None, 3, 1))
    assert newest
    assert gone
    assert first
    assert (newest.number, newest.newest) == (2, True)
    assert (gone.state, gone.newest) == ("withdrawn", False)
    assert (first.state, first.newest) == ("published", False)
    assert editions.shown(session, campaign_id, 4) is None
    with pytest.raises(NotReady):
        publishing.withdraw(session, computed, third.edition_id, "Again")


def test_what_was_sent_for_review_stays_as_it_was(session: Session, pack: Pack, computed: Desk) -> None:
    published(session, pack, computed)
    before = editions.shown(session, computed.campaign.id)
    assert before
    with transaction(session):
        session.get_one(Organisation, computed.campaign.organisation_id).accent = "#7a2e52"
    after = editions.shown(session, computed.campaign.id)
    assert after == before
    row = session.get_one(Edition, before.edition_id)
    assert publishing.digest_of(row) == row.digest
    with pytest.raises(DBAPIError, match="never changes"), transaction(session):
        session.execute(text("UPDATE edition SET results = '{}'"))


def test_another_campaign_s_version_is_not_there(session: Session, pack: Pack, computed: Desk) -> None:
    sent = publishing.send_for_review(session, computed, pack)
    elsewhere = replace(computed, campaign=type(computed.campaign)(id=sent, organisation_id=sent))
    for act in (publishing.withdraw, publishing.return_to_draft):
        with pytest.raises(InvalidAnswer, match="no such version"):
            act(session, elsewhere, sent, "why")


def test_a_grouped_campaign_s_next_version_tells_on_nobody(
    session: Session, pack: Pack, created: Created
) -> None:
    with transaction(session):
        session.get_one(Campaign, created.campaign_id).visibility = "grouped"
    for place in range(7):
        answer_all(session, pack, created, place)
    desk = desk_of(session, created)
    results.compute(session, pack, created.campaign_id, NOON, desk)
    assert published(session, pack, desk) == 1
    assert published(session, pack, desk) == 2, "nothing changed: nobody can be told apart"
    shown = editions.shown(session, created.campaign_id)
    assert shown
    assert set(shown.reports) == {"en", "fr"}
    answer_all(session, pack, created, 7)
    results.compute(session, pack, created.campaign_id, NOON + timedelta(hours=1), desk)
    sent = publishing.send_for_review(session, desk, pack)
    with pytest.raises(NotReady, match="Too few people changed since version 1"):
        publishing.publish(session, desk, pack, sent, "")
