"""Every combination of axis values, every row and every gate, reached by facts and answers."""

from itertools import product

import pytest

from questionnaires import load
from questionnaires.model import Row
from tests.builders import Draft, a_case

MANDATE = load().mandate
AXES = {axis.id: [value.id for value in axis.values] for axis in MANDATE.axes}
COMBINATIONS = [dict(zip(AXES, values, strict=True)) for values in product(*AXES.values())]

# The facts that put a case in each band, axes independent of one another. Importance is a fact of need and of
# stake: the facts of need leave room for either.
NEED = {
    "low": {},
    "medium": {"use_cases_production": 5, "dependent_units": 2, "use_cases_pilot": 3, "pilots_owned": "nobody",
               "spend": "ad_hoc", "value_proven": "some"},
    "high": {"use_cases_production": 20, "dependent_units": 5, "use_cases_pilot": 12, "pilots_owned": "nobody",
             "external_effect": "customers", "spend": "major", "spend_trend": "growing", "value_proven": "some",
             "shadow_ai": "known"},
}  # fmt: skip
STAKE = {
    "strategic": {"strategic_importance": "high", "priority_duration": "two_years"},
    "ordinary": {"strategic_importance": "high", "priority_duration": "one_year"},
}
CONDITIONS = {"met": {}, "partial": {"stop_go": "none"}}
BENCH = {"able": {"bench_digital": "fluent_with_time"}, "gap": {"bench_digital": "fluent_no_time"}}
SIZE = {"small": {"headcount": 249}, "middle": {"headcount": 250}, "large": {"headcount": 1000}}
FOUNDATIONS = {"sound": 2, "weak": 1}

UNREACHABLE: dict[tuple[str, ...], str] = {}
"""Combinations that no case can reach, each with its reason. The axes read different facts, but for
importance, which leaves every band of need open: so there is none."""


def a_case_of(need: str, stake: str, conditions: str, bench: str, size: str, foundations: str) -> Draft:
    """Facts and answers for one combination."""
    facts = NEED[need] | STAKE[stake] | CONDITIONS[conditions] | BENCH[bench] | SIZE[size]
    return a_case().with_facts(**facts).answering(FOUNDATIONS[foundations])


def the_row(combination: dict[str, str]) -> Row:
    """Found by reading the table as printed, not by the code under test."""
    (row,) = [
        row for row in MANDATE.table if all(combination[axis] in wanted for axis, wanted in row.when.items())
    ]
    return row


def test_there_are_144_combinations() -> None:
    assert list(AXES) == ["need", "stake", "conditions", "bench", "size", "foundations"]
    assert len(COMBINATIONS) == 3 * 2 * 2 * 2 * 3 * 2 == 144


def test_every_combination_is_reached_and_leads_to_its_row() -> None:
    missed = {}
    for combination in COMBINATIONS:
        mandate = a_case_of(**combination).results(runs=1).mandate
        reached = {axis.axis: axis.value for axis in mandate.axes}
        if reached != combination:
            missed[tuple(combination.values())] = f"reached {reached}"
            continue
        row = the_row(combination)
        assert mandate.row == row.id, combination
        assert mandate.gates[0].before == row.verdict, combination
    assert missed.keys() == UNREACHABLE.keys(), missed


def test_every_row_is_reached_by_some_combination() -> None:
    assert {the_row(combination).id for combination in COMBINATIONS} == {row.id for row in MANDATE.table}


def test_high_need_while_nothing_is_in_production_cannot_be() -> None:
    """Not a hole in the table: the ceiling reads such a case as medium."""
    facts = {"use_cases_production": 0, "high_risk_use": "yes", "external_effect": "people_decisions"}
    mandate = a_case_of("high", "strategic", "met", "gap", "large", "sound").with_facts(**facts).results().mandate
    assert mandate.need >= 50
    assert (mandate.need_capped, mandate.axes[0].value, mandate.row) == (True, "medium", "medium_large")


# --- gates: each fired and not ------------------------------------------------------------------------------------

HEADS = a_case_of("high", "ordinary", "met", "gap", "large", "sound")
SEATS = a_case_of("high", "strategic", "met", "gap", "large", "sound")
LEADS = a_case_of("low", "ordinary", "met", "gap", "middle", "sound")
PARTS = a_case_of("medium", "ordinary", "met", "gap", "small", "sound")

FIRED = {
    "scale": (HEADS.with_facts(jurisdictions="several"), "head_of_ai", "full_time_caio"),
    "micro": (PARTS.with_facts(headcount=9), "fractional_caio", "ai_lead"),
    "seat": (SEATS.with_facts(c_seat_appetite="no"), "full_time_caio", "head_of_ai"),
    "data": (PARTS.answering(data=1), "fractional_caio", "foundations_first"),
    "sponsorship": (LEADS.with_facts(sponsor="none"), "ai_lead", "foundations_first"),
    "high_risk": (LEADS.with_facts(sponsor="none", high_risk_use="yes"), "foundations_first", "ai_lead"),
    "legal": (LEADS.with_facts(external_mandate="yes"), "ai_lead", "extended_mandate"),
    "conflict": (LEADS.with_facts(proposed_holder="dpo"), "ai_lead", "ai_lead"),
}
NOT_FIRED = {
    "scale": HEADS,
    "micro": PARTS.with_facts(headcount=10),
    "seat": SEATS.with_facts(c_seat_appetite="open"),
    "data": PARTS.answering(data=2),
    "sponsorship": LEADS.with_facts(sponsor="executive", commitment="part_time"),
    "high_risk": LEADS.with_facts(high_risk_use="no"),
    "legal": LEADS.with_facts(external_mandate="no"),
    "conflict": LEADS.with_facts(proposed_holder="cio"),
}


def test_every_gate_is_tried() -> None:
    assert list(FIRED) == list(NOT_FIRED) == [gate.id for gate in MANDATE.gates]


@pytest.mark.parametrize("gate", FIRED)
def test_a_gate_fires(gate: str) -> None:
    draft, before, after = FIRED[gate]
    (found,) = [item for item in draft.results().mandate.gates if item.id == gate]
    assert (found.fired, found.before, found.after) == (True, before, after)


@pytest.mark.parametrize("gate", NOT_FIRED)
def test_a_gate_stays_open(gate: str) -> None:
    (found,) = [item for item in NOT_FIRED[gate].results().mandate.gates if item.id == gate]
    assert not found.fired
    assert found.before == found.after


def test_every_replacement_of_every_gate_is_reached() -> None:
    """Each gate is tried in every combination: a replacement that none of them needs would be dead text."""
    facts = {
        "scale": {"regulated": "model_risk"}, "micro": {"headcount": 5}, "seat": {"c_seat_appetite": "no"},
        "sponsorship": {"commitment": "none"}, "legal": {"external_mandate": "yes"},
        "data": {}, "high_risk": {"high_risk_use": "yes", "commitment": "none"}, "conflict": {},
    }  # fmt: skip
    seen: dict[str, set[tuple[str, str]]] = {gate.id: set() for gate in MANDATE.gates}
    for combination in COMBINATIONS:
        for key, changed in facts.items():
            draft = a_case_of(**combination).with_facts(**changed)
            draft = draft.answering(data=1) if key == "data" else draft
            for gate in draft.results(runs=1).mandate.gates:
                if gate.before != gate.after:
                    seen[gate.id].add((gate.before, gate.after))
    assert seen == {gate.id: set(gate.replace.items()) for gate in MANDATE.gates}
