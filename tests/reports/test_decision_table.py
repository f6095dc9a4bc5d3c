"""Every combination of axis values, every row and every gate, reached by facts and answers."""

from itertools import product

import numpy as np
import pytest

from questionnaires import load
from questionnaires.model import Row
from reports.flips import Base, cases
from reports.mandate import decide
from reports.tally import fact_results
from tests.builders import Draft, a_case

MANDATE = load().mandate
AXES = {axis.id: [value.id for value in axis.values] for axis in MANDATE.axes}
COMBINATIONS = [dict(zip(AXES, values, strict=True)) for values in product(*AXES.values())]

# The facts that put a case in each band, axes independent of one another. Importance is a fact of need and of
# stake: the facts of need leave room for either.
NEED = {
    "low": {},
    "medium": {
        "use_cases_production": 5,
        "dependent_units": 2,
        "use_cases_pilot": 3,
        "pilots_owned": "nobody",
        "spend": "ad_hoc",
        "value_proven": "some",
    },
    "high": {
        "use_cases_production": 20,
        "dependent_units": 5,
        "use_cases_pilot": 12,
        "pilots_owned": "nobody",
        "external_effect": "customers",
        "spend": "major",
        "spend_trend": "growing",
        "value_proven": "some",
        "shadow_ai": "known",
    },
}
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


def a_case_of(*, need: str, stake: str, conditions: str, bench: str, size: str, foundations: str) -> Draft:
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
    mandate = (
        a_case_of(
            need="high", stake="strategic", conditions="met", bench="gap", size="large", foundations="sound"
        )
        .with_facts(**facts)
        .results()
        .mandate
    )
    assert mandate.need >= 50
    assert (mandate.need_capped, mandate.axes[0].value, mandate.row) == (True, "medium", "medium_large")


# --- gates: each fired and not -------------------------------------------------------------------------

HEADS = a_case_of(
    need="high", stake="ordinary", conditions="met", bench="gap", size="large", foundations="sound"
)
SEATS = a_case_of(
    need="high", stake="strategic", conditions="met", bench="gap", size="large", foundations="sound"
)
LEADS = a_case_of(
    need="low", stake="ordinary", conditions="met", bench="gap", size="middle", foundations="sound"
)
PARTS = a_case_of(
    need="medium", stake="ordinary", conditions="met", bench="gap", size="small", foundations="sound"
)

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


PRECAUTIONS = {
    (
        "data",
        "full_time_caio",
    ): "the gate looks at low and medium need, and full-time comes at high need only",
    ("micro", "head_of_ai"): "fewer than ten people is small, and no row for small firms says head of AI",
}
"""Replacements that no case needs as the table stands: they hold if a row changes."""

ON_TOP = {
    "scale": {"regulated": "model_risk"},
    "micro": {"headcount": 5},
    "seat": {"c_seat_appetite": "no"},
    "data": {},
    "sponsorship": {"commitment": "none"},
    "high_risk": {"high_risk_use": "yes", "commitment": "none"},
    "legal": {"external_mandate": "yes"},
    "conflict": {"proposed_holder": "dpo"},
}
"""What makes each gate fire where it can, on top of every combination."""


def test_every_replacement_of_every_gate_is_reached_or_says_why_not() -> None:
    """Through the rule alone, all cases at once: 144 combinations with each gate's facts on top."""
    pack, facts, dimensions = load(), [], []
    for combination, (gate, changed) in product(COMBINATIONS, ON_TOP.items()):
        stated = fact_results(pack, a_case_of(**combination).with_facts(**changed).case())
        level = FOUNDATIONS[combination["foundations"]]
        facts.append(Base(pack, stated, np.empty(0), "").values())
        dimensions.append([1 if gate == "data" and key == "data" else level for key in pack.dimension])
    base = Base(pack, stated, np.empty(0), "")
    trail = decide(pack, cases(base, np.array(facts), np.array(dimensions, dtype=float))).trail
    ids = list(pack.verdict)
    for place, gate in enumerate(MANDATE.gates):
        turned = {(ids[a], ids[b]) for a, b in trail[:, place : place + 2].tolist() if a != b}
        named = {(a, b) for a, b in gate.replace.items() if (gate.id, a) not in PRECAUTIONS}
        assert turned == named, gate.id
