"""Next steps: few, in order, for the next level only."""

from hypothesis import given, settings

from questionnaires import load
from reports.results import Results
from reports.roadmap import CAPACITY
from tests.builders import Draft, a_case
from tests.reports.strategies import drafts

PACK = load()


def actions(results: Results) -> dict[str, str]:
    return {item.action: item.reason for item in results.roadmap}


def is_open(results: Results, key: str) -> bool:
    """Short of the level it leads to on some question, or that is not known."""
    scores = {item.id: item.score for item in results.questions}
    action = PACK.action[key]
    return any((score := scores[question]) is None or score < action.start + 1 for question in action.lifts)


@settings(max_examples=80)
@given(drafts())
def test_the_roadmap_keeps_its_rules(draft: Draft) -> None:
    results = draft.results(1)
    levels = {item.id: item.level for item in results.dimensions}
    order = [item.action for item in results.roadmap]
    due = {item.action: item.due for item in results.roadmap}
    assert len(order) == len(set(order)) <= CAPACITY == 12
    assert [item.rank for item in results.roadmap] == list(range(1, len(order) + 1))
    assert list(due.values()) == sorted(due.values())
    for item in results.roadmap:
        action, level = PACK.action[item.action], levels[PACK.action[item.action].dimension]
        if item.reason == "gap":
            assert action.start == level, "the next level, neither one behind nor one beyond"
        if item.reason != "gate":
            assert is_open(results, action.id), "nothing that is done already"
        assert item.due >= action.horizon
        assert [trigger.question for trigger in item.triggers] == list(action.lifts)
        for before in action.after:
            if is_open(results, before) and (item.reason != "gate"):
                test = PACK.action[before].when
                assert before in order or test is not None, "what must come first is there"
            if before in order:
                assert order.index(before) < order.index(action.id)
                assert due[before] <= due[action.id]
    needed = _with_prerequisites([item.action for item in results.roadmap if item.reason in ("law", "gate")])
    for item in results.roadmap:
        action = PACK.action[item.action]
        level = levels[action.dimension]
        if level is not None and action.start > level:
            assert item.reason in ("gate", "law", "prerequisite")
            assert action.id in needed, "beyond the next level goes only what law or a gate asks for"


def _with_prerequisites(keys: list[str]) -> set[str]:
    found = set(keys)
    for key in keys:
        found |= _with_prerequisites(list(PACK.action[key].after))
    return found


def test_the_weakest_dimension_comes_first() -> None:
    found = actions(a_case().answering(3, skills=1).results())
    assert sum(PACK.action[key].dimension == "skills" for key in found) == 3
    crowded = actions(a_case().answering(1, skills=3).results())
    assert sum(PACK.action[key].dimension == "skills" for key in crowded) == 0, (
        "no room is left for the strongest"
    )


def test_a_gate_names_the_first_action() -> None:
    assert actions(a_case().with_facts(sponsor="none").results())["sponsorship_name_sponsor"] == "gate"
    assert actions(a_case().answering(3, data=1).results())["data_owner_ten_sets"] == "gate"


def test_under_fifty_people_the_small_form_is_printed() -> None:
    small = a_case().with_facts(headcount=49).answering(1).results().roadmap
    large = a_case().with_facts(headcount=50).answering(1).results().roadmap
    assert any(item.small for item in small)
    assert not any(item.small for item in large)
    assert all(PACK.action[item.action].small is not None for item in small if item.small)


def test_at_the_top_of_the_scale_there_is_nothing_left_but_what_law_keeps() -> None:
    assert {item.reason for item in a_case().answering(5).results().roadmap} <= {"law"}
