"""Need index and axes: points by hand, and each band at its edges."""

import pytest

from questionnaires import load
from reports.results import MandateResult
from tests.builders import Draft, a_case

# Points × weight / 2, out of 19 (the sum of the sixteen weights): 0.25 × 19 = 4.75 and 0.5 × 19 = 9.5.
MODERATE = {
    "use_cases_production": 4,  # several: 3 × 1 / 2 = 1.5
    "dependent_units": 2,  # some: 2 × 1 / 2 = 1
    "strategic_importance": "supporting",  # 2 × 0.5 / 2 = 0.5
    "use_cases_pilot": 2,  # few: 1 × 0.5 / 2 = 0.25
    "pilots_owned": "nobody",  # 1 × 2 / 2 = 1
    "spend": "ad_hoc",  # 1 × 0.5 / 2 = 0.25
    "value_proven": "some",  # 1 × 1 / 2 = 0.5
    "shadow_ai": "suspected",  # 1 × 1 / 2 = 0.5
}  # together 5.5 of 19


def mandate(draft: Draft) -> MandateResult:
    return draft.results().mandate


def axis(draft: Draft, name: str) -> str:
    return next(item.value for item in mandate(draft).axes if item.axis == name)


def test_the_weights_sum_to_nineteen() -> None:
    assert sum(item.weight for item in load().mandate.need.indicators) == 19


def test_need_is_points_over_the_most_possible() -> None:
    found = mandate(a_case().with_facts(**MODERATE))
    assert found.need == 28.947368  # 5.5 / 19 × 100
    parts = {part.fact: part.points for part in found.need_parts}
    assert parts["use_cases_production"] == 7.894737  # 1.5 / 19 × 100
    assert parts["incidents"] == 0
    assert sum(parts.values()) == pytest.approx(found.need, abs=1e-5)
    assert sum(part.most for part in found.need_parts) == pytest.approx(100, abs=1e-4)


def test_nothing_gives_no_need() -> None:
    assert mandate(a_case()).need == 0


@pytest.mark.parametrize(
    ("changed", "need", "band"),
    [
        ({"shadow_ai": "no", "use_cases_pilot": 0}, 25.0, "medium"),  # 5.5 − 0.5 − 0.25 = 4.75
        ({"shadow_ai": "no", "use_cases_pilot": 0, "spend": "none"}, 23.684211, "low"),  # 4.5 / 19
        (
            {
                "external_effect": "people_decisions",
                "high_risk_use": "yes",
                "incidents": "yes",
                "failed_initiative": "yes",
            },
            50.0,
            "high",
        ),  # 5.5 + 2 + 1 + 0.5 + 0.5 = 9.5
        (
            {
                "external_effect": "people_decisions",
                "high_risk_use": "yes",
                "incidents": "yes",
                "shadow_ai": "known",
                "spend": "none",
            },
            48.684211,
            "medium",
        ),  # 5.5 + 2 + 1 + 0.5 + 0.5 − 0.25 = 9.25
    ],
)
def test_the_bands_of_need_are_half_open(changed: dict[str, str | int], need: float, band: str) -> None:
    draft = a_case().with_facts(**MODERATE).with_facts(**changed)
    assert mandate(draft).need == need
    assert axis(draft, "need") == band


@pytest.mark.parametrize(
    ("headcount", "value", "size"),
    [
        (0, "micro", "small"),
        (9, "micro", "small"),
        (10, "small", "small"),
        (49, "small", "small"),
        (50, "medium", "small"),
        (249, "medium", "small"),
        (250, "middle", "middle"),
        (999, "middle", "middle"),
        (1000, "large", "large"),
        (4999, "large", "large"),
        (5000, "very_large", "large"),
    ],
)
def test_size_by_headcount(headcount: int, value: str, size: str) -> None:
    draft = a_case().with_facts(headcount=headcount)
    stated = next(item for item in draft.results().facts if item.id == "headcount")
    assert (stated.stated, stated.value, axis(draft, "size")) == (headcount, value, size)


@pytest.mark.parametrize(
    ("importance", "duration", "stake"),
    [
        ("core", "none", "strategic"),
        ("high", "two_years", "strategic"),
        ("high", "one_year", "ordinary"),
        ("supporting", "two_years", "ordinary"),
    ],
)
def test_stake(importance: str, duration: str, stake: str) -> None:
    draft = a_case().with_facts(strategic_importance=importance, priority_duration=duration)
    assert axis(draft, "stake") == stake


@pytest.mark.parametrize(
    ("changed", "conditions"),
    [
        ({}, "met"),
        (
            {"sponsor": "board", "commitment": "part_time", "stop_go": "advice", "budget_right": "cosigns"},
            "met",
        ),
        ({"sponsor": "executive"}, "partial"),
        ({"commitment": "none"}, "partial"),
        ({"stop_go": "none"}, "partial"),
        ({"budget_right": "none"}, "partial"),
        ({"budget_right": "unknown"}, "partial"),
    ],
)
def test_conditions_are_met_together_or_partly(changed: dict[str, str], conditions: str) -> None:
    assert axis(a_case().with_facts(**changed), "conditions") == conditions


def test_a_filled_seat_is_a_bench() -> None:
    assert axis(a_case(), "bench") == "gap"
    assert axis(a_case().with_facts(caio_seat="filled"), "bench") == "able"


# --- scores at the edges of the rule -------------------------------------------------------------------

FOUR = ("A", "B", "C", "D")


def data_of(total: int) -> Draft:
    """Four departments, five data questions each: twenty levels that sum to ``total``, all 2 but a few.

    The question about the organisation is answered alike by all, with 2.
    """
    draft = a_case().from_departments(*FOUR).answering(3, data=2)
    lowered = [
        (name, key)
        for name in FOUR
        for key in ("data_ownership", "data_reliability", "data_access", "data_rules")
    ]
    for name, key in lowered[: 40 - total]:
        draft = draft.but(name, **{key: 1})
    return draft


@pytest.mark.parametrize(
    ("total", "score", "fired", "verdict"),
    [
        (36, 1.8, False, "ai_lead"),
        (35, 1.75, False, "ai_lead"),  # 35 / 20: at the floor is not below it
        (34, 1.7, True, "foundations_first"),
    ],
)
def test_the_data_floor(total: int, score: float, fired: bool, verdict: str) -> None:
    results = data_of(total).results()
    assert next(item.score for item in results.dimensions if item.id == "data") == score
    assert next(gate.fired for gate in results.mandate.gates if gate.id == "data") is fired
    assert results.mandate.verdict == verdict


def test_a_dimension_that_is_not_assessed_fires_nothing_and_meets_nothing() -> None:
    results = a_case().answering(3, data="na").results()
    assert not next(gate.fired for gate in results.mandate.gates if gate.id == "data")
    head = a_case().with_facts(headcount=3000, **MODERATE).answering(3, data="na").results().mandate
    assert (head.verdict, head.conditions) == ("head_of_ai", ("data_usable",))


def test_foundations_hold_from_headline_two_on() -> None:
    """3, 3, 3, 3 and 1 is min(13 / 5, 1 + 1) = 2: just enough."""
    assert axis(a_case().answering(3, governance=1), "foundations") == "sound"


def test_foundations_are_weak_just_below() -> None:
    # 2, 2, 2, 2 and 1 is min(9 / 5, 1 + 1) = 1.8.
    assert axis(a_case().answering(2, governance=1), "foundations") == "weak"


def test_foundations_are_weak_when_too_little_is_assessed_for_a_headline() -> None:
    draft = a_case().answering(5, data="na", governance="na", skills="na")
    assert draft.results().headline.score is None
    assert axis(draft, "foundations") == "weak"
