"""How sure: shares of runs, words, and each source of uncertainty by itself."""

import numpy as np
import pytest

from questionnaires import load
from reports.results import Stability
from reports.robustness import SOURCES, word
from tests.builders import Draft, a_case


def sure(draft: Draft, runs: int = 2_000) -> Stability:
    found = draft.results(runs).mandate.stability
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (1.0, "robust"),
        (0.9, "robust"),
        (0.8999, "likely"),
        (0.7, "likely"),
        (0.6999, "leaning"),
        (0.5, "leaning"),
        (0.4999, "undecided"),
        (0.0, "undecided"),
    ],
)
def test_words_have_half_open_bands(share: float, expected: str) -> None:
    assert word(share) == expected


def test_a_case_far_from_every_boundary_is_robust() -> None:
    found = sure(a_case())
    assert (found.shares["ai_lead"], found.word, found.runner_up) == (1.0, "robust", None)
    assert set(found.sources) == set(SOURCES)
    assert set(found.sources.values()) == {1.0}


def test_thresholds_move_a_case_that_stands_on_one() -> None:
    """Data at 1.75 stands on its floor: shifted by up to 0.25 either way, it holds half the time."""
    draft = a_case().from_departments("A", "B", "C", "D").answering(3, data=2)
    for name in "ABCD":
        draft = draft.but(name, data_rules=1) if name != "D" else draft.but(name, data_rules=1, data_access=1)
    results = draft.results(2_000)
    assert next(item.score for item in results.dimensions if item.id == "data") == 1.75
    found = results.mandate.stability
    assert found is not None
    assert found.sources["thresholds"] == pytest.approx(0.5, abs=0.05)
    assert (found.runner_up, results.mandate.verdict) == ("foundations_first", "ai_lead")


def test_departments_move_a_case_that_rests_on_one_of_them() -> None:
    """Data 3, 3 and 1: (3 + 3 + 1) / 3 = 2.33. Resampled, all three places go to the low one in 1 of 27,
    two of them in 6 of 27 (5 / 3 = 1.67, below the floor too): the verdict holds in 20 of 27, 74 %.
    """
    draft = a_case().but(
        "Sales", **dict.fromkeys(["data_ownership", "data_reliability", "data_access", "data_rules"], 1)
    )
    draft = draft.told_by(Production="cio", Finance="cio").answering(data_catalogue="dk")
    found = sure(draft)
    assert found.sources["departments"] == pytest.approx(20 / 27, abs=0.03)
    assert found.sources["weights"] == 1.0


def test_an_unknown_fact_moves_by_its_values() -> None:
    """Sponsor unknown is read as none: foundations. Of the four values, none is one: 25 % keep it."""
    found = sure(a_case().not_knowing("sponsor"))
    assert found.sources["unknown_facts"] == pytest.approx(0.25, abs=0.03)
    assert found.runner_up == "ai_lead"
    assert found.word == "undecided"


def test_not_knowing_read_pessimistically_moves() -> None:
    """Of the five questions on data, everybody answers two and does not know three."""
    draft = a_case().answering(3, data_reliability="dk", data_access="dk", data_catalogue="dk")
    # As found 3; pessimistic: ownership 3, rules 3, the three others 1: 9 / 5 = 1.8, still above.
    assert sure(draft).sources["dont_know"] == 1.0
    draft = draft.answering(
        data_ownership=2
    )  # 2.5 as found; 8 / 5 = 1.6 pessimistic: below the floor in half the runs
    assert sure(draft).sources["dont_know"] == pytest.approx(0.5, abs=0.05)


def test_shares_sum_to_one_and_belong_to_the_verdicts() -> None:
    found = sure(a_case().not_knowing("sponsor", "headcount", "commitment", "high_risk_use").answering(2))
    assert list(found.shares) == list(load().verdict)
    assert sum(found.shares.values()) == pytest.approx(1.0)


def test_the_seed_makes_runs_repeatable_and_more_runs_agree() -> None:
    draft = a_case().not_knowing("sponsor", "high_risk_use").answering(2)
    few, again, many = sure(draft, 1_000), sure(draft, 1_000), sure(draft, 10_000)
    assert few == again
    difference = np.subtract(list(few.shares.values()), list(many.shares.values()))
    assert np.abs(difference).max() < 0.04


def test_a_dimension_nobody_assessed_may_stand_anywhere() -> None:
    """Data unknown to all: its floor of 1.75 on a scale of 4 is crossed in (1.75 − 1) / 4 = 19 % of runs."""
    found = sure(a_case().answering(3, data="na"), 10_000)
    assert found.shares["foundations_first"] == pytest.approx(0.1875, abs=0.02)
