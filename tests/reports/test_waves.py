"""Two waves: only common questions count, and a change within noise is not called one."""


import pytest

from questionnaires import Pack, load
from reports.results import Comparison
from reports.waves import Wave, compare, detectable
from tests.builders import Draft, a_case

PACK = load()


def wave(draft: Draft, pack: Pack = PACK) -> Wave:
    return Wave(pack, draft.case(), draft.submissions())


def changes(found: Comparison) -> dict[str, tuple[float | None, float | None, bool]]:
    return {item.id: (item.before, item.after, item.clear) for item in found.dimensions}


@pytest.mark.parametrize(
    ("people", "everybody", "nobody"),
    [(3, 0.70, 1.27), (5, 0.54, 0.98), (8, 0.43, 0.78), (12, 0.35, 0.63), (20, 0.27, 0.49), (40, 0.19, 0.35)],
)
def test_the_detectable_change_by_hand(people: int, everybody: float, nobody: float) -> None:
    """Five items; everybody answered both times, or nobody did."""
    assert detectable(people, people, 5) == pytest.approx(everybody, abs=0.006)
    assert detectable(people, 0, 5) == pytest.approx(nobody, abs=0.006)


def test_a_level_up_by_the_same_people_is_clear() -> None:
    found = compare(wave(a_case().answering(2)), wave(a_case().answering(2, data=3)))
    assert changes(found)["data"] == (2.0, 3.0, True)
    assert changes(found)["tooling"] == (2.0, 2.0, False)
    assert found.same_posts == 3


def test_a_small_move_is_within_noise() -> None:
    key = next(item.id for item in PACK.questionnaire.questions if item.referent == "department")
    after = a_case().answering(2).but("Finance", **{key: 3})
    dimension = PACK.question[key].dimension
    found = compare(wave(a_case().answering(2)), wave(after))
    before, now, clear = changes(found)[dimension]
    assert before == 2.0
    assert now is not None
    assert now > 2.0
    assert not clear


def test_other_people_need_a_larger_change() -> None:
    before, after = a_case().answering(2), a_case().answering(3)
    others = after.told_by(Finance="finance", Production="sales", Sales="hr")
    assert all(item.clear for item in compare(wave(before), wave(after)).dimensions)
    assert not any(item.clear for item in compare(wave(before), wave(others)).dimensions)


def test_a_reworded_question_is_left_out_and_named() -> None:
    first = PACK.questionnaire.questions[0]
    other = replace_question(PACK, first.id)
    key = first.dimension
    found = compare(wave(a_case().answering(2)), wave(a_case().answering(2, **{first.id: 5}), other))
    assert found.reworded == (first.id,)
    assert first.id not in found.common
    assert changes(found)[key][:2] == (2.0, 2.0)


def replace_question(pack: Pack, key: str) -> Pack:
    questions = tuple(
        item.model_copy(update={"text": PACK.questionnaire.questions[1].text}) if item.id == key else item
        for item in pack.questionnaire.questions
    )
    questionnaire = pack.questionnaire.model_copy(update={"questions": questions, "version": "v2"})
    # Not a copy: it would carry the look-ups that the first pack has made already.
    parts = {name: getattr(pack, name) for name in Pack.model_fields}
    return Pack(**{**parts, "questionnaire": questionnaire})


def test_a_department_is_compared_with_itself_only() -> None:
    before = a_case().answering(2).from_departments("Finance", "Legal")
    after = a_case().answering(3).from_departments("Finance", "Sales")
    found = compare(wave(before), wave(after))
    assert {item.department for item in found.departments} == {"Finance"}
    assert {(item.before, item.after) for item in found.departments} == {(2.0, 3.0)}


def test_a_dimension_that_was_not_assessed_has_no_change() -> None:
    nothing = {item.id: None for item in PACK.questionnaire.questions if item.dimension == "data"}
    before = a_case()
    for name in before.departments:
        before = before.but(name, **nothing)
    found = {item.id: item for item in compare(wave(before), wave(a_case())).dimensions}
    assert found["data"].before is None
    assert found["data"].detectable is None
    assert not found["data"].clear
