"""The consultant's tables, worked by hand."""

import pytest

from questionnaires import load
from questionnaires.errors import InvalidAnswer
from reports.analysis import Outlier, QuestionRow, Selection, priorities, question_rows, widest
from tests.builders import Draft, a_busy_case, a_case

PACK = load()
FOUR = a_case().from_departments("Finance", "Legal", "Production", "Sales").answering(2)


def rows(draft: Draft, **chosen: str) -> dict[str, QuestionRow]:
    found = question_rows(PACK, draft.case(), draft.submissions(), Selection(**chosen))
    return {row.id: row for row in found}


def test_a_question_is_told_by_its_counts_mean_and_spread() -> None:
    draft = FOUR.but("Sales", data_ownership=4).but("Legal", data_ownership="dk")
    row = rows(draft.but("Finance", data_ownership="na"))["data_ownership"]
    assert row.counts == (0, 1, 0, 1, 0)
    assert (row.people, row.mean, row.deviation) == (2, 3.0, 1.0)
    assert (row.lowest, row.highest, row.distance) == (("Production", 2.0), ("Sales", 4.0), 2.0)
    assert row.dont_know == round(1 / 3, 6)
    assert (row.not_applicable, row.not_answered) == (0.25, 0.0)
    assert row.flags == ("few", "unknown")


def test_a_department_two_levels_from_the_median_stands_out() -> None:
    row = rows(FOUR.but("Sales", data_ownership=4))["data_ownership"]
    assert row.outliers == (Outlier("Sales", 4.0, 2.0),)
    assert row.flags == ("outlier",)
    assert rows(FOUR.but("Sales", data_ownership=3))["data_ownership"].outliers == ()


def test_several_people_of_a_department_count_as_its_mean() -> None:
    draft = FOUR.but("Sales", data_ownership=4).and_also("Sales", data_ownership=3)
    row = rows(draft)["data_ownership"]
    assert row.highest == ("Sales", 3.5)
    assert row.outliers == ()
    assert row.mean == 2.6


def test_of_two_departments_neither_is_the_odd_one() -> None:
    draft = a_case().from_departments("Finance", "Sales").answering(1).but("Sales", data_ownership=5)
    assert rows(draft)["data_ownership"].outliers == ()
    assert rows(draft)["data_ownership"].distance == 4.0


def test_nobody_on_a_question_is_no_zero() -> None:
    draft = a_case().answering(3, data_ownership="na")
    row = rows(draft)["data_ownership"]
    assert (row.mean, row.deviation, row.lowest, row.highest, row.dont_know) == (None,) * 5
    assert (row.people, row.not_applicable, row.distance) == (0, 1.0, 0.0)
    assert row.flags == ("few",)
    empty = rows(a_case().from_departments())["data_ownership"]
    assert (empty.not_applicable, empty.not_answered) == (None, None)


def test_tables_can_be_cut_by_dimension_department_and_role() -> None:
    draft = FOUR.told_by(Sales="sales").but("Sales", data_ownership=5)
    assert {PACK.question[key].dimension for key in rows(draft, dimension="data")} == {"data"}
    assert rows(draft, department="Sales")["data_ownership"].counts == (0, 0, 0, 0, 1)
    assert rows(draft, role="operations")["data_ownership"].counts == (0, 3, 0, 0, 0)
    assert rows(draft, department="Sales", role="operations")["data_ownership"].people == 0


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"dimension": "datas"}, "there is no dimension 'datas'; did you mean 'data'?"),
        ({"department": "Sale"}, "there is no department 'Sale'; did you mean 'Sales'?"),
        ({"role": "boss"}, "there is no role 'boss'; known: "),
    ],
)
def test_a_choice_that_there_is_not_is_named(chosen: dict[str, str], message: str) -> None:
    with pytest.raises(InvalidAnswer) as caught:
        rows(FOUR, **chosen)
    assert message in str(caught.value)


def test_a_workshop_gets_the_widest_disagreements() -> None:
    draft = FOUR.but("Sales", data_ownership=5, data_access=4, governance_policy=4)
    found = rows(draft.but("Legal", data_access=4))
    assert [row.id for row in widest(list(found.values()), 3)] == [
        "data_ownership",
        "data_access",
        "governance_policy",
    ]
    assert [row.id for row in widest(list(found.values()), 1)] == ["data_ownership"]
    assert widest(list(rows(FOUR).values()), 3) == ()


def test_importance_is_what_the_roadmap_rests_on_an_answer_and_then_the_gap() -> None:
    results = a_busy_case().answering(3, governance=1, data=2).results()
    found = priorities(PACK, results)
    assert len(found) == len(PACK.question)
    order = ["gate", "law", "gap", "prerequisite", None]
    keys = [(order.index(row.reason), -row.gap) for row in found]
    assert keys == sorted(keys)
    for row in found:
        called = [
            item
            for item in results.roadmap
            if row.question in {trigger.question for trigger in item.triggers}
        ]
        assert row.actions == tuple(item.action for item in called)
        assert (row.reason is None) == (not called)
    starts = [level.start for level in PACK.questionnaire.levels]
    policy = next(row for row in found if row.question == "governance_policy")
    assert (policy.score, policy.level, policy.gap) == (1.0, 1, starts[1] - 1.0)


def test_the_highest_level_has_no_gap() -> None:
    assert {row.gap for row in priorities(PACK, a_case().answering(5).results())} == {0.0}
