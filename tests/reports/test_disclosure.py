"""No document of a grouped campaign, nor all of them over editions, tells what is hidden: exact algebra."""

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from questionnaires import Answer, Case, Invited, NotReady, Submission, load
from reports import visibility
from reports.algebra import Published
from reports.assess import assess
from reports.editions import may_follow
from reports.results import Results
from reports.visibility import grouped, hidden_in
from tests.builders import FEW_RUNS, QUIET
from tests.reports.disclosure import Edition, told

PACK = load()
ROLES = ("operations", "sales", "hr", "finance", "ceo", "executive", "cio")


def people(chance: random.Random, department: str, number: int, gaps: float) -> list[Submission]:
    """So many people, who answer at random, do not know now and then, and leave whole dimensions out."""
    made = []
    for _ in range(number):
        skipped = {item.id for item in PACK.questionnaire.dimensions if chance.random() < gaps}
        answers: dict[str, Answer] = {
            key: "dk" if chance.random() < gaps else chance.choice((1, 2, 3, 4, 5))
            for key, question in PACK.question.items()
            if question.dimension not in skipped
        }
        made.append(Submission(department, chance.choice(ROLES), answers, f"{chance.random()}"))
    return made


def concluded(submissions: list[Submission], names: list[str]) -> Results:
    invited = tuple(
        Invited(name, max(1, sum(item.department == name for item in submissions)), 50) for name in names
    )
    return assess(PACK, Case("Example", date(2026, 11, 2), invited, QUIET, ""), submissions, FEW_RUNS)


def edition(submissions: list[Submission], names: list[str], *earlier: Results) -> Edition:
    raw = concluded(submissions, names)
    return Edition(submissions, raw, grouped(PACK, raw, earlier))


def organisation(seed: int, gaps: float) -> tuple[random.Random, list[str], list[Submission]]:
    chance = random.Random(seed)
    names = [f"D{place}" for place in range(chance.randint(2, 7))]
    sizes = [chance.choice((0, 1, 2, 2, 3, 3, 4, 5, 6, 8)) for _ in names]
    sizes[-1] = chance.choice((5, 7, 9))
    made = [
        item for name, size in zip(names, sizes, strict=True) for item in people(chance, name, size, gaps)
    ]
    return chance, names, made


@pytest.mark.parametrize("gaps", [0.0, 0.12])
@pytest.mark.parametrize("seed", range(8))
def test_no_hidden_figure_follows_from_all_documents_together(seed: int, gaps: float) -> None:
    _, names, submissions = organisation(seed, gaps)
    try:
        made = edition(submissions, names)
    except NotReady:
        assert len(submissions) < 5 or gaps, "with five answers and all of them whole there is a result"
        return
    assert told(PACK, [made]) == set()


@pytest.mark.parametrize("seed", range(8))
def test_no_hidden_figure_follows_from_two_editions(seed: int) -> None:
    """A department grows by five and more, the least that the rule lets pass."""
    chance, names, before = organisation(seed, 0.0)
    if len(before) < 5:
        return
    first = edition(before, names)
    grown = chance.choice(names)
    after = [*before, *people(chance, grown, chance.choice((5, 6, 9)), 0.0)]
    may_follow(before, after)
    try:
        second = edition(after, names, first.shown)
    except NotReady:
        return
    assert hidden_in(first.shown) <= hidden_in(second.shown)
    assert told(PACK, [first, second]) == set()


def test_this_algebra_sees_what_numbers_of_people_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 9, 7, 2 and 3: the mean of departments and the mean of people give the two small ones."""
    chance = random.Random(1)
    sizes = {"Finance": 9, "Sales": 7, "Legal": 2, "IT": 3}
    submissions = [item for name, size in sizes.items() for item in people(chance, name, size, 0.0)]
    assert told(PACK, [edition(submissions, list(sizes))]) == set()
    monkeypatch.setattr(visibility, "telling", lambda *_: frozenset())
    found = told(PACK, [edition(submissions, list(sizes))])
    assert ("0", "cell", "Legal", "data") in found
    assert ("0", "cell", "IT", "data") in found


def test_numbers_of_people_stay_where_they_tell_nothing() -> None:
    """Two hidden departments of the same size, or three of different ones, cannot be told apart."""
    for sizes in ({"A": 9, "B": 3, "C": 3}, {"A": 9, "B": 2, "C": 3, "D": 4}):
        chance = random.Random(2)
        submissions = [item for name, size in sizes.items() for item in people(chance, name, size, 0.0)]
        made = edition(submissions, list(sizes))
        assert not any(item.veiled for item in made.shown.questions)
        assert told(PACK, [made]) == set()


def test_this_algebra_sees_what_another_complement_tells() -> None:
    """Sales hidden beside Legal first, then HR instead, nobody in HR or Legal having changed."""
    chance = random.Random(3)
    names = ["Legal", "Sales", "HR", "IT"]
    before = [
        item
        for name, size in zip(names, (4, 6, 7, 9), strict=True)
        for item in people(chance, name, size, 0.0)
    ]
    after = [*before, *people(chance, "Sales", 6, 0.0)]
    first = edition(before, names)
    assert hidden_in(first.shown) == {"Legal", "Sales"}
    careless = edition(after, names)
    assert hidden_in(careless.shown) == {"Legal", "HR"}
    assert ("1", "cell", "Legal", "data") in told(PACK, [first, careless])
    second = edition(after, names, first.shown)
    assert hidden_in(second.shown) == {"Legal", "Sales"}
    assert told(PACK, [first, second]) == set()


def test_an_edition_that_differs_by_one_person_is_not_published() -> None:
    chance = random.Random(4)
    before = people(chance, "Finance", 6, 0.0) + people(chance, "Sales", 6, 0.0)
    may_follow(before, list(reversed(before)))
    may_follow(before, [*before, *people(chance, "Sales", 5, 0.0)])
    with pytest.raises(NotReady, match=r"Sales \(1\)"):
        may_follow(before, [*before, *people(chance, "Sales", 1, 0.0)])
    with pytest.raises(NotReady, match=r"Finance \(1\)"):
        may_follow(before, before[1:])
    changed = replace(before[0], answers={**before[0].answers, "data_ownership": "dk"})
    with pytest.raises(NotReady, match=r"Finance \(1\)"):
        may_follow(before, [changed, *before[1:]])
    moved = replace(before[0], department="Sales")
    with pytest.raises(NotReady, match=r"Finance \(1\), Sales \(1\)"):
        may_follow(before, [moved, *before[1:]])


def test_where_earlier_editions_showed_everything_a_small_group_cannot_hide() -> None:
    chance = random.Random(5)
    before = people(chance, "Finance", 6, 0.0) + people(chance, "Sales", 6, 0.0)
    first = edition(before, ["Finance", "Sales"])
    with pytest.raises(NotReady, match="earlier editions"):
        edition([*before, *people(chance, "Legal", 2, 0.0)], ["Finance", "Sales", "Legal"], first.shown)


def test_a_department_answered_in_part_by_few_is_hidden() -> None:
    """Six people, of whom one alone answered on data: the score on data would be that one's answers."""
    chance = random.Random(6)
    keys = {key for key, item in PACK.question.items() if item.dimension == "data"}
    finance = people(chance, "Finance", 6, 0.0)
    for place in range(1, 6):
        kept = {key: value for key, value in finance[place].answers.items() if key not in keys}
        finance[place] = replace(finance[place], answers=kept)
    submissions = finance + people(chance, "Sales", 8, 0.0) + people(chance, "IT", 9, 0.0)
    made = edition(submissions, ["Finance", "Sales", "IT"])
    assert "Finance" in hidden_in(made.shown)
    assert told(PACK, [made]) == set()


def test_what_follows_from_sums() -> None:
    """a + b and a - b give a and b; a + b + c beside them gives c, and nothing gives d."""

    def row(*values: int) -> tuple[Fraction, ...]:
        return tuple(map(Fraction, values))

    known = Published([row(1, 1, 0, 0), row(1, -1, 0, 0), row(1, 1, 1, 0)])
    assert all(known.tells(row(*unit)) for unit in ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)))
    assert not known.tells(row(0, 0, 0, 1))
    known.add(row(0, 0, 2, 3))
    assert known.tells(row(0, 0, 0, 1))
