"""Scores, each figure worked by hand in the comment beside it."""

import numpy as np
import pytest

from questionnaires import load
from reports.results import DepartmentResult, DimensionResult, QuestionResult, Results
from reports.scoring import headlines
from tests.builders import Draft, a_case


def dimension(results: Results, key: str) -> DimensionResult:
    return next(item for item in results.dimensions if item.id == key)


def question(results: Results, key: str) -> QuestionResult:
    return next(item for item in results.questions if item.id == key)


def department(results: Results, name: str) -> DepartmentResult:
    return next(item for item in results.departments if item.name == name)


def cell(results: Results, name: str, key: str) -> tuple[str, float | None]:
    found = next(item for item in department(results, name).cells if item.dimension == key)
    return found.status, found.score


def two_departments() -> Draft:
    """Data has four questions about the department and one about the organisation, which the CIO knows best.

    ============  =========  ===========  ======  =====  =========
    department    ownership  reliability  access  rules  catalogue
    ============  =========  ===========  ======  =====  =========
    Finance       2          3            dk      4      5
    IT (the CIO)  1          2            3       na     2
    ============  =========  ===========  ======  =====  =========
    """
    return (
        a_case()
        .from_departments("Finance", "IT")
        .told_by(IT="cio")
        .but(
            "Finance", data_ownership=2, data_reliability=3, data_access="dk", data_rules=4, data_catalogue=5
        )
        .but("IT", data_ownership=1, data_reliability=2, data_access=3, data_rules="na", data_catalogue=2)
    )


# --- department first, then organisation ---------------------------------------------------------------


def test_department_first_then_organisation() -> None:
    results = two_departments().results()
    assert cell(results, "Finance", "data") == ("assessed", 2.75)  # (2 + 3 + 4 + the CIO's 2) / 4
    assert cell(results, "IT", "data") == ("assessed", 2.0)  # (1 + 2 + 3 + 2) / 4
    assert dimension(results, "data").score == 2.375  # (2.75 + 2) / 2


def test_a_large_department_counts_once() -> None:
    """Three more people in Finance move Finance, not the weight of Finance."""
    draft = two_departments()
    for _ in range(3):
        draft = draft.and_also("Finance", data_ownership=4, data_reliability=3)
    results = draft.results()
    # Ownership (2 + 4 + 4 + 4) / 4 = 3.5, reliability 3, rules 4, the CIO's 2: 12.5 / 4 = 3.125
    assert cell(results, "Finance", "data") == ("assessed", 3.125)
    assert dimension(results, "data").score == 2.5625  # (3.125 + 2) / 2


def test_headcount_is_a_sensitivity_beside_the_score() -> None:
    results = two_departments().counting(Finance=300, IT=100).results()
    assert dimension(results, "data").score == 2.375
    assert dimension(results, "data").by_headcount == 2.5625  # (300 × 2.75 + 100 × 2) / 400
    assert dimension(two_departments().counting(Finance=300).results(), "data").by_headcount is None


def test_do_not_know_read_pessimistically_is_beside_the_score_too() -> None:
    # Finance with access at 1: (2 + 3 + 1 + 4 + 2) / 5 = 2.4; IT unchanged 2.0; mean 2.2
    assert dimension(two_departments().results(), "data").pessimistic == 2.2


def test_share_of_do_not_know_is_of_the_answers_given() -> None:
    # Finance: 4 levels and 1 dk. IT: 4 levels; "does not apply" says nothing about knowing. 1 / 9
    assert dimension(two_departments().results(), "data").dont_know == 0.111111


# --- questions about the organisation ------------------------------------------------------------------


def test_the_best_placed_informant_decides() -> None:
    """For the catalogue the head of data comes before the CIO; nobody else counts."""
    found = question(two_departments().results(), "data_catalogue")
    assert (found.score, found.basis, found.informant) == (2.0, "informant", "cio")
    found = question(two_departments().told_by(Finance="data_lead").results(), "data_catalogue")
    assert (found.score, found.basis, found.informant) == (5.0, "informant", "data_lead")


def test_several_best_placed_informants_are_averaged() -> None:
    found = question(two_departments().and_also("IT", "cio", data_catalogue=5).results(), "data_catalogue")
    assert found.score == 3.5  # (2 + 5) / 2


def test_an_informant_who_does_not_know_leaves_it_to_the_next() -> None:
    draft = two_departments().and_also("IT", "data_lead", data_catalogue="dk")
    assert question(draft.results(), "data_catalogue").informant == "cio"


def test_without_an_informant_the_departments_stand_in_and_it_is_marked() -> None:
    found = question(two_departments().told_by(IT="operations").results(), "data_catalogue")
    assert (found.score, found.basis, found.informant) == (3.5, "others", None)  # (5 + 2) / 2


def test_counts_and_extremes_of_a_question() -> None:
    found = question(two_departments().results(), "data_ownership")
    assert (found.score, found.basis) == (1.5, "departments")  # (2 + 1) / 2
    assert found.counts == (1, 1, 0, 0, 0)
    assert (found.lowest, found.highest) == (("IT", 1.0), ("Finance", 2.0))
    found = question(two_departments().but("IT", data_access=None).results(), "data_access")
    assert (found.score, found.dont_know, found.not_applicable, found.not_answered) == (None, 1, 0, 1)


# --- floors: not assessed is never zero ----------------------------------------------------------------

LEFT_OUT = {"data_ownership": None, "data_reliability": "dk", "data_access": None, "data_rules": "dk"}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (
            {**LEFT_OUT, "data_ownership": 4, "data_access": 4},
            ("assessed", 3.666667),
        ),  # 2 of 4; (4 + 4 + 3) / 3
        ({**LEFT_OUT, "data_ownership": 4}, ("too_few", None)),  # 1 of 4
        (LEFT_OUT, ("too_few", None)),
        (dict.fromkeys(LEFT_OUT, "na"), ("not_applicable", None)),
        # Two of the four do not apply: 1 of 2 is enough; (4 + 3) / 2
        ({**LEFT_OUT, "data_ownership": 4, "data_access": "na", "data_rules": "na"}, ("assessed", 3.5)),
    ],
    ids=["half", "a quarter", "none", "does not apply", "half of what applies"],
)
def test_the_floor_of_answered_questions(
    answers: dict[str, int | str | None], expected: tuple[str, float | None]
) -> None:
    results = a_case().but("Sales", **answers).results()  # type: ignore[arg-type]
    assert cell(results, "Sales", "data") == expected


def test_a_silent_department_has_no_answer() -> None:
    results = a_case().with_silent("Legal").results()
    assert cell(results, "Legal", "data") == ("no_answer", None)
    assert department(results, "Legal").mean is None
    assert dimension(results, "data").score == 3


def test_a_dimension_that_applies_nowhere_is_not_assessed() -> None:
    results = a_case().answering(data="na").results()
    found = dimension(results, "data")
    assert (found.status, found.score, found.level, found.interval) == ("not_applicable", None, None, None)
    assert results.headline.score == 3, "the other four stand"


def test_a_dimension_nobody_knows_is_too_few() -> None:
    found = dimension(a_case().answering(data="dk").results(), "data")
    assert (found.status, found.score, found.pessimistic) == ("too_few", None, 1.0)


@pytest.mark.parametrize(("names", "status"), [(("A", "B"), "indicative"), (("A", "B", "C"), "assessed")])
def test_fewer_than_three_respondents_are_indicative(names: tuple[str, ...], status: str) -> None:
    assert dimension(a_case().from_departments(*names).results(), "skills").status == status


# --- headline ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scores", "capped", "mean"),
    [
        ([5, 5, 5, 5, 1], 2.0, 4.2),  # min(21 / 5, 1 + 1)
        ([3, 3, 3, 3, 2], 2.8, 2.8),  # min(14 / 5, 2 + 1)
        ([4, 4, 4, 4, 1.5], 2.5, 3.5),  # min(17.5 / 5, 1.5 + 1)
        ([2, 3, np.nan, 4, np.nan], 3.0, 3.0),  # min(9 / 3, 2 + 1)
        ([2, 3, np.nan, np.nan, np.nan], np.nan, np.nan),  # two are too few
    ],
)
def test_headline(scores: list[float], capped: float, mean: float) -> None:
    assert np.array_equal(headlines(np.array([scores])), [[capped], [mean]], equal_nan=True)


def test_headline_of_exactly_two_reaches_two() -> None:
    """1.8 + 1.9 + 2.0 + 2.1 + 2.2 over 5, in whatever order it is summed."""
    scores = np.array([1.8, 1.9, 2.0, 2.1, 2.2])
    orders = np.array([np.roll(np.random.default_rng(seed).permutation(scores), seed) for seed in range(40)])
    assert set(headlines(orders)[0].tolist()) == {2.0}


def test_headline_in_results_says_when_the_cap_bites() -> None:
    headline = a_case().answering(5, data=1).results().headline
    assert (headline.score, headline.mean, headline.capped, headline.level) == (2.0, 4.2, True, 2)
    assert not a_case().answering(3, data=2).results().headline.capped


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (1.0, 1),
        (1.94, 1),
        (1.951, 2),
        (2.0, 2),
        (3.0, 3),
        (3.94, 3),
        (4.0, 4),
        (4.44, 4),
        (4.451, 5),
        (4.5, 5),
        (5.0, 5),
    ],
)
def test_a_level_is_that_of_the_printed_figure(score: float, level: int) -> None:
    """1.951 prints as 2.0, and a reader who sees 2.0 must not read level 1 beside it."""
    assert load().level(score).number == level
