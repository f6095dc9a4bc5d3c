"""No document of two grouped waves, nor all of them together, tells what either hides: exact algebra."""

import random
from dataclasses import replace
from datetime import date

import pytest

from questionnaires import Case, Invited, NotReady, Submission, load
from reports.editions import may_follow
from reports.results import Results
from reports.waves import Wave, compare, with_progress
from tests.builders import QUIET
from tests.reports.disclosure import Edition, told
from tests.reports.test_disclosure import edition, organisation, people
from tests.reports.test_waves import replace_question

PACK = load()


def wave(submissions: list[Submission], names: list[str]) -> Wave:
    invited = tuple(
        Invited(name, max(1, sum(one.department == name for one in submissions)), 50) for name in names
    )
    return Wave(PACK, Case("Example", date(2026, 11, 2), invited, QUIET, ""), submissions, "grouped")


def compared(first: list[Submission], second: list[Submission], names: list[str]) -> list[Edition]:
    """Both waves as they are published, the second one with its comparison."""
    now = edition(second, names)
    shown = with_progress(now.shown, wave(first, names), wave(second, names))
    return [edition(first, names), replace(now, shown=shown)]


@pytest.mark.parametrize("gaps", [0.0, 0.12])
@pytest.mark.parametrize("seed", range(6))
def test_no_hidden_figure_follows_from_both_waves_together(seed: int, gaps: float) -> None:
    """Of the second wave, departments have other sizes, and everybody answers anew."""
    chance, names, first = organisation(seed, gaps)
    second = [
        one for name in names for one in people(chance, name, chance.choice((0, 2, 3, 4, 5, 6, 8)), gaps)
    ]
    try:
        editions = compared(first, second, names)
    except NotReady:
        return
    found = editions[1].shown.progress
    assert found
    assert found.departments == ()
    assert told(PACK, editions) == set()


def test_a_dimension_with_a_reworded_question_is_not_compared() -> None:
    """Its score on the questions left would be a second figure beside the wave's own."""
    chance = random.Random(7)
    sizes = {"Finance": 9, "Sales": 7, "Legal": 2, "IT": 3}
    first, second = (
        [one for name, size in sizes.items() for one in people(chance, name, size, 0.0)] for _ in range(2)
    )
    asked = PACK.questionnaire.questions[0]
    before, after = wave(first, list(sizes)), wave(second, list(sizes))
    other = replace(after, pack=replace_question(PACK, asked.id))
    same = {item.id: item for item in compare(before, after).dimensions}
    changed = {item.id: item for item in compare(before, other).dimensions}
    assert same[asked.dimension].before is not None
    assert (changed[asked.dimension].before, changed[asked.dimension].after) == (None, None)


def test_this_algebra_sees_what_a_comparison_of_departments_tells() -> None:
    chance = random.Random(8)
    sizes = {"Finance": 9, "Sales": 7, "Legal": 2, "IT": 3}
    first, second = (
        [one for name, size in sizes.items() for one in people(chance, name, size, 0.0)] for _ in range(2)
    )
    high = [
        replace(one, answers=dict.fromkeys(one.answers, 5)) for one in second if one.department == "Legal"
    ]
    second = [one for one in second if one.department != "Legal"] + high
    names = list(sizes)
    assert told(PACK, compared(first, second, names)) == set()
    open_ = [replace(wave(given, names), visibility="attributed") for given in (first, second)]
    now = edition(second, names)
    careless = replace(now, shown=with_progress(now.shown, *open_))
    found = told(PACK, [edition(first, names), careless])
    assert {figure[:3] for figure in found} >= {("0", "cell", "Legal"), ("1", "cell", "Legal")}


def test_this_algebra_sees_what_an_earlier_wave_tells_that_one_person_left_since() -> None:
    """A comparison prints the earlier wave's scores as they are now, and nothing else of it."""
    chance = random.Random(9)
    names = ["Finance", "Sales"]
    first = people(chance, "Finance", 6, 0.0) + people(chance, "Sales", 8, 0.0)
    second = people(chance, "Finance", 7, 0.0) + people(chance, "Sales", 7, 0.0)
    rest = edition(first[1:], names)
    found = compare(wave(first[1:], names), wave(second, names))
    assert [item.before for item in found.dimensions] == [item.score for item in rest.shown.dimensions]
    assert told(PACK, [edition(first, names), replace(rest, shown=scores_alone(rest.shown))]) >= {
        ("1", "cell", "Finance", "data")
    }
    with pytest.raises(NotReady, match=r"Finance \(1\)"):
        may_follow(first, first[1:])


def scores_alone(shown: Results) -> Results:
    """Results of which nothing is left but the dimensions' scores."""
    return replace(
        shown,
        dimensions=tuple(
            replace(item, interval=None, leave_one_out=None, by_headcount=None, pessimistic=None)
            for item in shown.dimensions
        ),
        questions=tuple(
            replace(item, score=None, basis="hidden", counts=(0,) * 5, veiled=True, lowest=None, highest=None)
            for item in shown.questions
        ),
        departments=tuple(
            replace(item, cells=tuple(replace(cell, status="hidden", score=None) for cell in item.cells))
            for item in shown.departments
        ),
        findings=(),
    )
