"""What published advice agrees on about appointing, each sentence as a test."""

import pytest

from questionnaires import load
from tests.builders import Draft, a_busy_case, a_case, a_moderate_case


def verdict(draft: Draft) -> str | None:
    return draft.results().mandate.verdict


def a_strong_case_for_the_seat() -> Draft:
    """AI core, in production, several units, mandate and money, nobody fluent at the table."""
    return a_busy_case().with_facts(headcount=3000, strategic_importance="core", use_cases_production=40)


def test_a_full_time_caio_is_never_first_before_ai_is_in_production_somewhere() -> None:
    assert verdict(a_strong_case_for_the_seat()) == "full_time_caio"
    everything_else = {"external_effect": "people_decisions", "high_risk_use": "yes", "spend": "major"}
    before = (
        a_strong_case_for_the_seat().with_facts(use_cases_production=0, **everything_else).results().mandate
    )
    assert before.verdict == "head_of_ai"
    assert (before.need >= 50, before.need_capped) == (True, True)


@pytest.mark.parametrize(
    "lacking",
    [
        {"strategic_importance": "supporting"},
        {"use_cases_production": 0},
        {"commitment": "none"},
        {"sponsor": "none"},
        {"bench_cdo": "fluent_with_time"},
        {"dependent_units": 1, "use_cases_production": 2, "external_effect": "internal", "shadow_ai": "no"},
    ],
    ids=[
        "no priority",
        "no production",
        "no money",
        "no sponsor",
        "no gap on the bench",
        "few units and uses",
    ],
)
def test_a_full_time_caio_needs_several_things_together(lacking: dict[str, str | int]) -> None:
    assert verdict(a_strong_case_for_the_seat().with_facts(**lacking)) != "full_time_caio"


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("lacking", [{"sponsor": "none"}, {"commitment": "none"}], ids=["sponsor", "money"])
def test_no_sponsor_or_money_means_foundations_whatever_the_levels(
    level: int, lacking: dict[str, str]
) -> None:
    mandate = a_strong_case_for_the_seat().with_facts(**lacking).answering(level).results().mandate
    assert mandate.verdict == "foundations_first"


def test_the_first_action_without_a_sponsor_is_to_name_one() -> None:
    results = a_case().with_facts(sponsor="none").answering(2).results()
    assert "sponsorship_name_sponsor" in [item.action for item in results.roadmap if item.reason == "gate"]


def test_no_authority_never_ends_in_more_than_a_lead_in_a_small_firm() -> None:
    case = a_moderate_case().with_facts(headcount=120, stop_go="none", budget_right="none")
    assert verdict(case) == "ai_lead"


def test_unusable_data_means_foundations() -> None:
    assert verdict(a_moderate_case().answering(3, data=1)) == "foundations_first"


def test_unusable_data_sometimes_goes_with_an_executives_mandate() -> None:
    case = a_moderate_case().with_facts(bench_cdo="fluent_with_time").answering(3, data=1)
    mandate = case.results().mandate
    assert (mandate.verdict, mandate.conditions) == ("extended_mandate", ("data_usable",))


def test_perfect_data_is_a_condition_of_nothing() -> None:
    two = a_strong_case_for_the_seat().answering(3, data=2)
    assert verdict(two) == verdict(two.answering(data=5)) == "full_time_caio"
    assert all(
        requirement.when.reaches is None or requirement.when.reaches <= 2
        for requirement in load().mandate.requirements
    )


@pytest.mark.parametrize(
    "bench", ["bench_cio", "bench_cto", "bench_cdo", "bench_digital", "bench_strategy", "bench_other"]
)
def test_an_executive_in_post_with_fluency_and_time_takes_the_mandate(bench: str) -> None:
    for case in (a_moderate_case(), a_busy_case(), a_strong_case_for_the_seat()):
        assert verdict(case.with_facts(**{bench: "fluent_with_time"})) == "extended_mandate"
        assert verdict(case.with_facts(**{bench: "fluent_no_time"})) != "extended_mandate", (
            "fluency without time: not"
        )


@pytest.mark.parametrize("headcount", [60, 200])
def test_a_small_firm_with_a_sponsor_and_pilots_nobody_owns_and_no_one_fluent_goes_fractional(
    headcount: int,
) -> None:
    assert (
        verdict(a_moderate_case().with_facts(headcount=headcount, commitment="part_time"))
        == "fractional_caio"
    )


def test_a_middle_sized_firm_with_weak_foundations_goes_fractional_too() -> None:
    assert verdict(a_moderate_case().with_facts(headcount=600).answering(1, data=2)) == "fractional_caio"


def test_a_middle_sized_firm_with_few_initiatives_names_a_head_or_a_lead() -> None:
    assert verdict(a_moderate_case().with_facts(headcount=600)) == "head_of_ai"
    assert verdict(a_case().with_facts(headcount=600)) == "ai_lead"


def test_a_board_against_another_seat_gets_a_head_of_ai() -> None:
    assert verdict(a_strong_case_for_the_seat().with_facts(c_seat_appetite="no")) == "head_of_ai"


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_a_legal_duty_to_name_someone_removes_not_now_and_the_lead(level: int) -> None:
    for case in (a_case(), a_moderate_case(), a_case().with_facts(sponsor="none")):
        assert verdict(case.with_facts(external_mandate="yes").answering(level)) not in (
            "foundations_first",
            "ai_lead",
        )


def test_the_usual_form_of_an_external_mandate_is_the_extended_one() -> None:
    assert verdict(a_case().with_facts(external_mandate="yes")) == "extended_mandate"


@pytest.mark.parametrize(
    "scale",
    [{"jurisdictions": "several"}, {"use_cases_production": 300}, {"regulated": "model_risk"}],
    ids=["several jurisdictions", "hundreds of uses", "model risk supervised"],
)
def test_a_large_firm_of_scale_with_a_weak_bench_goes_full_time(scale: dict[str, str | int]) -> None:
    """Even where AI supports the business rather than defines it."""
    large = a_busy_case().with_facts(headcount=6000)
    assert verdict(large) == "head_of_ai"
    assert verdict(large.with_facts(**scale)) == "full_time_caio"


def test_a_high_risk_use_needs_a_name_whatever_the_score() -> None:
    for level in (1, 5):
        case = a_case().answering(level).with_facts(high_risk_use="yes", sponsor="none")
        assert verdict(case) == "ai_lead"


def test_where_sources_disagree_the_row_says_so() -> None:
    rows = {row.id: row for row in load().mandate.table}
    sponsored_beginner = a_case().with_facts(strategic_importance="core").results().mandate
    regulated_middle = a_busy_case().with_facts(regulated="sector").results().mandate
    full_time = a_busy_case().with_facts(strategic_importance="core").results().mandate
    for mandate in (sponsored_beginner, regulated_middle, full_time):
        assert mandate.row is not None
        assert rows[mandate.row].disputed is not None, mandate.row
