"""What leadership decided, and the list that follows from it: recorded once, changed by several people."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from questionnaires import Pack
from questionnaires.errors import InvalidAnswer, NotReady
from reports.build import Planned
from survey.models import Event
from survey.services import decisions, editions, follow_up, journal
from survey.services.campaigns import Created
from survey.services.decisions import Taken
from survey.services.follow_up import Conflict, Entry, Values
from survey.services.journal import Actor
from survey.services.recorder import Recorder
from tests.survey.at_work import answer_all, desk_of, publish
from tests.survey.conftest import NOON

PLAN = (
    Planned("rule_sheet", "Publish a rule sheet", "Data protection officer", 60, "Dated rule sheet"),
    Planned("champions", "Name one AI champion", "Head of AI", 90, "List of champions"),
)
TAKEN = Taken("head_of_ai", "Executive committee", date(2026, 11, 18), "Start in March.")


@pytest.fixture
def by(session: Session, pack: Pack, created: Created) -> Recorder:
    """A reader with a name, of a campaign with a published version."""
    for place in range(7):
        answer_all(session, pack, created, place)
    publish(session, pack, created)
    desk = desk_of(session, created)
    campaign = desk.campaign
    actor = Actor("reader", "Hélène Marchebois")
    return Recorder(desk.member.firm_id, campaign.organisation_id, campaign.id, actor, NOON, NOON.date())


def record(session: Session, pack: Pack, by: Recorder, taken: Taken = TAKEN) -> decisions.Recorded:
    shown = editions.shown(session, by.campaign_id)
    assert shown
    decisions.record(session, by, pack, shown.edition_id, taken, PLAN)
    return decisions.decisions(session, by.campaign_id)[0]


def listed(session: Session, by: Recorder) -> list[Entry]:
    return follow_up.entries(session, by.campaign_id)


def test_a_decision_is_kept_as_it_was_taken(session: Session, pack: Pack, by: Recorder) -> None:
    found = record(session, pack, by, replace(TAKEN, decided_by="  Executive \n committee "))
    assert found.taken == TAKEN
    assert (found.recorded_by, found.recorded_at) == ("Hélène Marchebois", NOON)
    noted = session.query(Event.actor_name).filter(Event.action == "decision.record").all()
    assert [line.actor_name for line in noted] == ["Hélène Marchebois"]
    assert journal.verify(session, by.firm_id) is None


def test_it_brings_the_plan_with_days_counted_from_it(session: Session, pack: Pack, by: Recorder) -> None:
    record(session, pack, by)
    assert [(item.action, item.values) for item in listed(session, by)] == [
        (
            "rule_sheet",
            Values(
                "Publish a rule sheet", "Data protection officer", date(2027, 1, 17), "Dated rule sheet"
            ),
        ),
        ("champions", Values("Name one AI champion", "Head of AI", date(2027, 2, 16), "List of champions")),
    ]


def test_recording_it_twice_records_it_once(session: Session, pack: Pack, by: Recorder) -> None:
    first = record(session, pack, by)
    second = record(session, pack, replace(by, now=NOON + timedelta(hours=1)))
    assert first.id == second.id
    assert len(listed(session, by)) == 2


def test_a_later_decision_counts_and_leaves_the_list_as_people_wrote_it(
    session: Session, pack: Pack, by: Recorder
) -> None:
    record(session, pack, by)
    mine = listed(session, by)[0]
    follow_up.change(session, by, mine.id, replace(mine.values, state="done"), based_on=1)
    later = replace(by, now=NOON + timedelta(days=1))
    found = record(session, pack, later, replace(TAKEN, option="ai_lead"))
    assert found.taken.option == "ai_lead"
    assert [item.taken.option for item in decisions.decisions(session, by.campaign_id)] == [
        "ai_lead",
        "head_of_ai",
    ]
    assert [item.values.state for item in listed(session, by)] == ["done", "open"]


def test_a_postponed_decision_brings_no_list(session: Session, pack: Pack, by: Recorder) -> None:
    record(session, pack, by, replace(TAKEN, option="postponed"))
    assert listed(session, by) == []
    record(session, pack, replace(by, now=NOON + timedelta(days=1)))
    assert len(listed(session, by)) == 2


@pytest.mark.parametrize(
    ("taken", "why"),
    [
        (replace(TAKEN, option="chief_of_everything"), "not one of the options"),
        (replace(TAKEN, decided_by="  "), "who decided"),
        (replace(TAKEN, decided_by="x" * 201), "200 characters"),
        (replace(TAKEN, decided_on=date(2026, 11, 21)), "still to be taken"),
        (replace(TAKEN, option="other", amendments=" "), "decided instead"),
        (replace(TAKEN, amendments="x" * 5_001), "5000 characters"),
    ],
)
def test_what_cannot_have_been_decided_is_refused(
    session: Session, pack: Pack, by: Recorder, taken: Taken, why: str
) -> None:
    with pytest.raises(InvalidAnswer, match=why):
        record(session, pack, by, taken)
    assert decisions.decisions(session, by.campaign_id) == []


def test_somebody_without_a_name_records_nothing(session: Session, pack: Pack, by: Recorder) -> None:
    record(session, pack, by)
    nobody = replace(by, actor=Actor("reader"))
    with pytest.raises(NotReady, match="names nobody"):
        record(session, pack, nobody, replace(TAKEN, option="ai_lead"))
    with pytest.raises(NotReady, match="names nobody"):
        follow_up.add(session, nobody, Values("Tell the works council"))
    with pytest.raises(NotReady, match="names nobody"):
        follow_up.change(session, nobody, listed(session, by)[0].id, Values("x"), based_on=1)


def test_the_options_are_those_of_the_pack_in_its_order(pack: Pack) -> None:
    verdicts = tuple(item.id for item in pack.mandate.verdicts)
    assert decisions.options(pack) == (*verdicts, "other", "postponed")


def test_two_people_who_save_at_once_are_told_of_each_other(
    session: Session, pack: Pack, by: Recorder
) -> None:
    record(session, pack, by)
    before = listed(session, by)[0]
    theirs = replace(before.values, state="started", owner="Nora Quai")
    saved = follow_up.change(session, by, before.id, theirs, based_on=1)
    assert isinstance(saved, Entry)
    assert (saved.revision, saved.changed_by) == (2, "Hélène Marchebois")
    mine = replace(before.values, state="done")
    found = follow_up.change(session, by, before.id, mine, based_on=1)
    assert isinstance(found, Conflict)
    assert found.stored.values == theirs
    assert listed(session, by)[0].values == theirs
    # What is stored already is no conflict, whatever the page was based on.
    assert follow_up.change(session, by, before.id, theirs, based_on=1) == saved
    again = follow_up.change(session, by, before.id, mine, based_on=2)
    assert isinstance(again, Entry)
    assert again.values == mine


def test_the_title_of_an_action_of_the_catalogue_stays(session: Session, pack: Pack, by: Recorder) -> None:
    record(session, pack, by)
    first = listed(session, by)[0]
    saved = follow_up.change(session, by, first.id, replace(first.values, title="Another"), based_on=1)
    assert saved == first


def test_an_own_item_comes_last_and_can_be_changed_whole(session: Session, pack: Pack, by: Recorder) -> None:
    with pytest.raises(NotReady, match="record the decision first"):
        follow_up.add(session, by, Values("Tell the works council"))
    record(session, pack, by)
    made = follow_up.add(session, by, Values(" Tell the\nworks council ", "Head of HR"))
    last = listed(session, by)[-1]
    assert (last.id, last.action, last.values) == (made, "", Values("Tell the works council", "Head of HR"))
    changed = Values("Consult the works council", state="dropped", note="Done in spring.\r\nMinutes kept.")
    follow_up.change(session, by, made, changed, based_on=1)
    assert listed(session, by)[-1].values == replace(changed, note="Done in spring.\nMinutes kept.")


@pytest.mark.parametrize(
    "values", [Values(" "), Values("x" * 301), Values("x", state="soon"), Values("x", note="y" * 5_001)]
)
def test_what_cannot_be_kept_is_refused(session: Session, pack: Pack, by: Recorder, values: Values) -> None:
    record(session, pack, by)
    with pytest.raises(InvalidAnswer):
        follow_up.add(session, by, values)


def test_overdue_is_what_is_neither_done_nor_dropped_once_its_day_has_passed(
    session: Session, pack: Pack, by: Recorder
) -> None:
    record(session, pack, by)
    first = listed(session, by)[0]
    due = date(2027, 1, 17)
    assert [first.overdue(due + timedelta(days=n)) for n in (0, 1)] == [False, True]
    for state, late in (("open", True), ("started", True), ("done", False), ("dropped", False)):
        found = replace(first, values=replace(first.values, state=state))
        assert found.overdue(date(2027, 6, 1)) is late
    assert replace(first, values=replace(first.values, due_on=None)).overdue(date(2027, 6, 1)) is False


def test_another_campaign_s_list_is_missing(session: Session, pack: Pack, by: Recorder) -> None:
    record(session, pack, by)
    first = listed(session, by)[0]


    assert follow_up.entry_of(session, by.organisation_id, uuid4(), first.id) is None
    assert follow_up.entry_of(session, by.organisation_id, by.campaign_id, first.id) == first
    with pytest.raises(InvalidAnswer, match="nothing like this"):
        follow_up.change(session, replace(by, campaign_id=uuid4()), first.id, Values("x"), based_on=1)
