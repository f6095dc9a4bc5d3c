"""Who answered, and what that allows to say."""

from dataclasses import replace

import pytest

from questionnaires import load
from reports.assess import assess
from reports.results import Participation
from tests.builders import FEW_RUNS, Draft, a_case


def people(draft: Draft) -> Participation:
    return draft.results().participation


def test_everyone_invited_answered_is_a_census() -> None:
    found = people(a_case())
    assert (found.census, found.departments_invited, found.departments_answered) == (True, 3, 3)
    assert (found.people_invited, found.respondents, found.silent) == (3, 3, ())
    assert (found.coverage, found.dont_know, found.not_applicable, found.not_answered) == (1.0, 0.0, 0.0, 0.0)


def test_a_silent_department_is_named_and_ends_the_census() -> None:
    found = people(a_case().with_silent("Legal"))
    assert (found.census, found.silent, found.departments_answered) == (False, ("Legal",), 3)


def test_a_colleague_who_did_not_answer_ends_the_census_too() -> None:
    draft = Draft(invited=2)
    assert people(draft).people_invited == 6
    assert not people(draft).census


def test_more_answers_than_invitations_count_as_invited() -> None:
    found = people(a_case().and_also("Sales", data_ownership=2))
    assert (found.people_invited, found.respondents, found.census) == (4, 4, True)


def test_shares_are_of_what_applies_to_those_who_answered() -> None:
    # Three sheets of 14 questions on the department, 12 on the organisation counted once: 54 asked, 2 do
    # not apply, so 52; 1 unknown, 1 left out: 50 have a level. Other shares: of 78 cells, 76 applicable.
    draft = a_case().with_silent("Legal").but("Sales", data_rules="na", data_access="na", tooling_access="dk")
    found = people(draft.but("Finance", skills_basics=None))
    assert found.coverage == 0.961538  # 50 / 52
    assert (found.dont_know, found.not_answered) == (0.013158, 0.013158)  # 1 / 76
    assert found.not_applicable == 0.025641  # 2 / 78


def test_one_level_throughout_is_flagged_from_ten_answers_on() -> None:
    varied = a_case().answering(2, data_rules=4)
    assert people(varied).straight_lining == ()
    # The builder's "everybody answers 3" is straight-lining itself: 26 times 3.
    assert people(a_case()).straight_lining == ("Finance", "Production", "Sales")
    ten = [
        "tooling_access",
        "tooling_integration",
        "tooling_evaluation",
        "data_ownership",
        "data_reliability",
        "data_access",
        "data_rules",
        "skills_basics",
        "skills_practice",
        "skills_managers",
    ]
    assert people(varied.and_also("Sales", **dict.fromkeys(ten[:9], 3))).straight_lining == ()
    assert people(varied.and_also("Sales", **dict.fromkeys(ten, 3))).straight_lining == ("Sales",)
    other = dict.fromkeys(ten, 3) | {"skills_plan": "dk"}
    assert people(varied.and_also("Sales", **other)).straight_lining == ("Sales",), "not knowing is no level"


def test_facts_known_out_of_those_asked() -> None:
    found = people(a_case().not_knowing("spend", "sponsor"))
    assert (found.facts_known, found.facts_asked) == (35, 37)


def test_a_fact_left_out_is_the_same_input_as_one_stated_unknown() -> None:
    draft = a_case().not_knowing("spend")
    stated = draft.case()
    left_out = replace(stated, facts={key: value for key, value in stated.facts.items() if key != "spend"})
    first, second = (assess(load(), case, draft.submissions(), FEW_RUNS) for case in (stated, left_out))
    assert first == second


# --- the evidence gate, at each of its boundaries ------------------------------------------------------


def sheets_with(levels: int, departments: int = 5) -> Draft:
    """Five sheets of 14 questions on the department, ``levels`` of these answered; the other 12 are."""
    names = tuple(f"Department {number}" for number in range(departments))
    draft = a_case().from_departments(*names)
    own = [key for key, question in load().question.items() if question.referent == "department"]
    questions = [(name, question) for name in names for question in own]
    for name, question in questions[levels:]:
        draft = draft.but(name, **{question: "dk"})
    return draft


@pytest.mark.parametrize(
    ("levels", "withheld", "provisional"),
    [
        (37, ("items",), ()),  # (37 + 12) / (70 + 12) = 59.8 %
        (38, (), ("items",)),  # 50 / 82 = 61.0 %
        (53, (), ("items",)),  # 65 / 82 = 79.3 %
        (54, (), ()),  # 66 / 82 = 80.5 %
    ],
)
def test_coverage_of_questions(levels: int, withheld: tuple[str, ...], provisional: tuple[str, ...]) -> None:
    mandate = sheets_with(levels).results().mandate
    assert (mandate.withheld, mandate.provisional) == (withheld, provisional)
    assert (mandate.verdict is None) == bool(withheld)


@pytest.mark.parametrize(
    ("answering", "withheld", "provisional"),
    [
        (4, ("departments",), ()),
        (5, (), ("departments",)),  # 50 %
        (7, (), ("departments",)),
        (8, (), ()),  # 80 %
    ],
)
def test_coverage_of_departments(
    answering: int, withheld: tuple[str, ...], provisional: tuple[str, ...]
) -> None:
    names = [f"Department {number}" for number in range(10)]
    draft = a_case().from_departments(*names[:answering]).with_silent(*names[answering:])
    mandate = draft.results().mandate
    assert (mandate.withheld, mandate.provisional) == (withheld, provisional)


@pytest.mark.parametrize(("unknown", "withheld"), [(18, ()), (19, ("facts",))])
def test_coverage_of_facts(unknown: int, withheld: tuple[str, ...]) -> None:
    """Of 37 facts, half is 18.5: 19 known are enough, 18 are not."""
    draft = a_case().not_knowing(*list(a_case().facts)[:unknown])
    assert draft.results().mandate.withheld == withheld


def test_every_reason_is_told_at_once() -> None:
    draft = a_case().answering("dk").with_silent("A", "B", "C", "D").not_knowing(*list(a_case().facts)[:20])
    assert draft.results().mandate.withheld == ("items", "departments", "facts")
