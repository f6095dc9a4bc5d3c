"""Each answer that a client can get, by a case that leads to it."""

from questionnaires import load
from tests.builders import Draft, a_busy_case, a_case, a_moderate_case


def verdict(draft: Draft) -> str | None:
    return draft.results().mandate.verdict


# --- the six verdicts ----------------------------------------------------------------------------------


def test_foundations_first_when_little_is_in_use_and_little_is_in_place() -> None:
    assert verdict(a_case().answering(1, data=2)) == "foundations_first"


def test_ai_lead_when_the_foundations_hold_and_there_is_little_to_coordinate() -> None:
    assert verdict(a_case().answering(3)) == "ai_lead"


def test_head_of_ai_when_there_is_much_to_coordinate_and_ai_only_supports_the_business() -> None:
    assert verdict(a_busy_case()) == "head_of_ai"


def test_extended_mandate_when_an_executive_in_post_has_fluency_and_time() -> None:
    assert verdict(a_moderate_case().with_facts(bench_cio="fluent_with_time")) == "extended_mandate"


def test_fractional_caio_when_a_small_firm_has_means_pilots_and_nobody_fluent() -> None:
    assert verdict(a_moderate_case().with_facts(headcount=120)) == "fractional_caio"


def test_full_time_caio_when_ai_is_core_and_nobody_at_the_table_can_carry_it() -> None:
    assert verdict(a_busy_case().with_facts(headcount=3000, strategic_importance="core")) == "full_time_caio"


def test_every_verdict_has_its_case() -> None:
    told = {name for name in globals() for key in load().verdict if name.startswith(f"test_{key}")}
    assert len(told) == len(load().verdict)


# --- conditional, provisional, none --------------------------------------------------------------------


def test_conditional_names_what_does_not_hold_yet() -> None:
    case = a_busy_case().with_facts(
        headcount=3000, strategic_importance="core", stop_go="advice", cse="not_started"
    )
    mandate = case.results().mandate
    assert (mandate.verdict, mandate.conditional) == ("full_time_caio", True)
    assert mandate.conditions == ("stop_go", "works_council")


def test_not_conditional_when_every_requirement_of_the_verdict_holds() -> None:
    mandate = a_busy_case().with_facts(headcount=3000, strategic_importance="core").results().mandate
    assert (mandate.conditional, mandate.conditions) == (False, ())


def test_a_requirement_of_another_verdict_is_no_condition() -> None:
    """A lead needs no right to stop a use: that it is missing does not matter here."""
    mandate = a_case().with_facts(stop_go="none").results().mandate
    assert (mandate.verdict, mandate.conditions) == ("ai_lead", ())


def test_the_works_council_is_a_condition_in_france_from_fifty_people_on() -> None:
    case = a_moderate_case().with_facts(cse="not_started")
    assert "works_council" in case.with_facts(headcount=50).results().mandate.conditions
    assert "works_council" not in case.with_facts(headcount=49).results().mandate.conditions
    assert "works_council" not in case.with_facts(headcount=400, country="uk").results().mandate.conditions


def test_a_data_protection_officer_cannot_be_the_holder() -> None:
    mandate = a_case().with_facts(proposed_holder="dpo").results().mandate
    assert next(gate for gate in mandate.gates if gate.id == "conflict").fired
    assert (mandate.verdict, mandate.conditional, mandate.conditions) == ("ai_lead", True, ("no_conflict",))


def test_provisional_when_departments_are_missing() -> None:
    mandate = a_case().with_silent("Legal").results().mandate  # 3 of 4 is 75 %
    assert (mandate.verdict, mandate.provisional) == ("ai_lead", ("departments",))


def test_provisional_when_fewer_than_three_people_answered() -> None:
    assert a_case().from_departments("A", "B").results().mandate.provisional == ("respondents",)
    assert a_case().from_departments("A", "B", "C").results().mandate.provisional == ()


def test_no_verdict_when_most_departments_are_missing() -> None:
    results = a_case().with_silent("Legal", "IT", "Purchasing", "Logistics").results()  # 3 of 7 is 43 %
    mandate = results.mandate
    assert (mandate.verdict, mandate.withheld) == (None, ("departments",))
    assert (mandate.options, mandate.flips, mandate.distances, mandate.gates) == ((), (), (), ())
    assert (mandate.stability, mandate.row, mandate.possible) == (None, None, ())
    assert all(item.score == 3 for item in results.dimensions), "the findings stand all the same"


def test_no_verdict_when_nobody_answered() -> None:
    results = a_case().from_departments().with_silent("Finance").results()
    assert results.mandate.withheld == ("items", "departments")
    assert {item.status for item in results.dimensions} == {"no_answer"}
    assert results.headline.score is None


def test_no_verdict_when_nobody_was_invited() -> None:
    results = a_case().from_departments().results()
    assert results.mandate.withheld == ("items", "departments")
    assert not results.participation.census


# --- unknown facts -------------------------------------------------------------------------------------


def test_an_unknown_fact_is_read_prudently_and_the_other_verdicts_stay_open() -> None:
    case = a_moderate_case().with_facts(headcount=120)
    assert case.results().mandate.possible == ("fractional_caio",)
    mandate = case.not_knowing("sponsor").results().mandate
    assert (mandate.verdict, mandate.possible) == (
        "foundations_first",
        ("foundations_first", "ai_lead", "fractional_caio"),
    )
    assert mandate.possible_exhaustive


def test_a_fact_that_is_absent_is_unknown() -> None:
    absent = a_case()
    absent = type(absent)(facts={key: value for key, value in absent.facts.items() if key != "high_risk_use"})
    facts = {item.id: item for item in absent.results().facts}
    assert (facts["high_risk_use"].value, facts["high_risk_use"].read_as) == ("unknown", "no")
