"""What if: the same rule on changed inputs, from the stored results alone."""

import pytest

from questionnaires import InvalidAnswer, NotReady, load
from reports.results import Results, from_json, to_json
from reports.what_if import what_if
from tests.builders import a_busy_case, a_case, a_moderate_case

PACK = load()
CASES = {"quiet": a_case(), "moderate": a_moderate_case(), "busy": a_busy_case()}


@pytest.fixture(params=CASES)
def results(request: pytest.FixtureRequest) -> Results:
    return from_json(to_json(CASES[request.param].results()))


def test_nothing_changed_moves_nothing(results: Results) -> None:
    found = what_if(PACK, results)
    assert found.before == found.after == results.mandate.verdict
    assert found.moved == ()
    assert found.changes == ()
    assert found.need[0] == pytest.approx(results.mandate.need)
    assert found.headline[0] == results.headline.score


def test_what_is_stated_already_is_no_change(results: Results) -> None:
    same = {item.id: item.read_as for item in results.facts}
    scores = {item.id: item.score for item in results.dimensions if item.score is not None}
    assert what_if(PACK, results, same, scores).changes == ()


def test_it_agrees_with_an_assessment_of_the_changed_case() -> None:
    for draft in CASES.values():
        for sponsor in ("none", "ceo"):
            changed = draft.with_facts(sponsor=sponsor).results().mandate
            found = what_if(PACK, draft.results(), {"sponsor": sponsor})
            assert found.after == changed.verdict
            assert found.conditions == changed.conditions


def test_each_flip_of_the_results_is_confirmed(results: Results) -> None:
    for flip in results.mandate.flips[:20]:
        facts = {item.id: item.after for item in flip.changes if item.kind == "fact"}
        scores = {item.id: float(item.after) for item in flip.changes if item.kind == "score"}
        found = what_if(PACK, results, facts, scores)
        assert found.after == flip.verdict
        assert found.moved


def test_without_sponsor_the_gate_is_what_moved() -> None:
    found = what_if(PACK, a_busy_case().results(), {"sponsor": "none"})
    assert found.after == "foundations_first"
    assert ("gate", "fires") in {(step.kind, step.after) for step in found.moved}


@pytest.mark.parametrize(
    ("facts", "scores"),
    [
        ({"nothing": "x"}, {}),
        ({"sponsor": "x"}, {}),
        ({}, {"nothing": 2.0}),
        ({}, {"data": 5.5}),
        ({}, {"data": 0.0}),
    ],
)
def test_what_is_not_admitted_is_named(facts: dict[str, str], scores: dict[str, float]) -> None:
    with pytest.raises(InvalidAnswer):
        what_if(PACK, a_case().results(), facts, scores)


def test_without_verdict_there_is_nothing_to_move() -> None:
    results = a_case().from_departments("Finance").with_silent("A", "B", "C", "D").results()
    assert results.mandate.verdict is None
    with pytest.raises(NotReady):
        what_if(PACK, results)
