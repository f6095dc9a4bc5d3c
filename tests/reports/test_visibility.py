"""What a grouped campaign shows: nothing that rests on fewer than five people, nor gives it away."""

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from questionnaires import Answer, Case, Invited, NotReady, Pack, Submission, load
from reports.assess import assess
from reports.results import Results, from_json, to_json
from reports.visibility import SMALLEST, grouped
from reports.waves import Wave, with_progress
from tests.builders import FEW_RUNS, QUIET

PACK = load()
ROLES = ("operations", "sales", "hr", "finance", "ceo", "cio")


def organisation(sizes: dict[str, int], seed: int = 1, gaps: float = 0.0) -> Results:
    """Departments with so many respondents each, who answer at random; some leave whole dimensions out."""
    chance = random.Random(seed)
    submissions = []
    for name, size in sizes.items():
        skipped = {item.id for item in PACK.questionnaire.dimensions if chance.random() < gaps}
        for number in range(size):
            answers: dict[str, Answer] = {
                question.id: chance.choice((1, 2, 3, 4, 5))
                for question in PACK.questionnaire.questions
                if question.dimension not in skipped
            }
            submissions.append(Submission(name, ROLES[number % len(ROLES)], answers, f"{name}-{number}"))
    invited = tuple(Invited(name, max(size, 1), 10 * size) for name, size in sizes.items())
    case = Case("Example", date(2026, 11, 2), invited, QUIET, "A. Sponsor")
    return assess(PACK, case, submissions, FEW_RUNS)


def hidden(results: Results) -> set[str]:
    return {
        item.name for item in results.departments if any(cell.status == "hidden" for cell in item.cells)
    }


def test_five_answers_are_shown_and_four_are_not() -> None:
    found = grouped(PACK, organisation({"Finance": 5, "Sales": 6, "Legal": 4, "IT": 3}))
    assert hidden(found) == {"Legal", "IT"}
    finance, *_ = found.departments
    assert all(cell.score is not None for cell in finance.cells)


def test_one_small_department_takes_the_next_smallest_with_it() -> None:
    """Alone, its score would follow from the organisation's and the others'."""
    found = grouped(PACK, organisation({"Finance": 9, "Sales": 7, "Legal": 4}))
    assert hidden(found) == {"Legal", "Sales"}


def test_two_very_small_ones_together_must_still_be_five() -> None:
    found = grouped(PACK, organisation({"Finance": 9, "Sales": 7, "Legal": 2, "IT": 1}))
    assert hidden(found) == {"Legal", "IT", "Sales"}


def test_a_hidden_score_is_none_and_is_not_unanswered() -> None:
    results = organisation({"Finance": 6, "Sales": 6, "Legal": 3, "IT": 3, "Silent": 0})
    found = {item.name: item for item in grouped(PACK, results).departments}
    assert {cell.status for cell in found["Legal"].cells} == {"hidden"}
    assert {cell.status for cell in found["Silent"].cells} == {"no_answer"}
    assert found["Legal"].mean is None
    assert found["Legal"].dont_know is None
    assert found["Legal"].answered == 3


def test_what_an_informant_alone_said_is_not_shown() -> None:
    found = grouped(PACK, organisation({"Finance": 6, "Sales": 6}))
    assert not [item.id for item in found.questions if item.basis == "informant" or item.informant]
    for dimension in PACK.questionnaire.dimensions:
        mine = [item for item in found.questions if PACK.question[item.id].dimension == dimension.id]
        assert sum(item.basis == "hidden" for item in mine) != 1, dimension.id


def test_nothing_is_hidden_where_every_group_is_large() -> None:
    results = organisation({"Finance": 5, "Sales": 6, "Legal": 7})
    found = grouped(PACK, results)
    assert found.departments == tuple(replace(item, answers=()) for item in results.departments)
    assert found.dimensions == results.dimensions


def test_fewer_than_five_in_all_give_no_result() -> None:
    with pytest.raises(NotReady, match="5 answers"):
        grouped(PACK, organisation({"Finance": 2, "Sales": 2}))


def test_findings_about_hidden_departments_and_small_groups_are_left_out() -> None:
    found = grouped(PACK, organisation({"Finance": 9, "Sales": 7, "Legal": 2, "IT": 3}))
    gone = hidden(found)
    for finding in found.findings:
        assert not gone & set(finding.subjects)
        assert finding.kind != "weighting"
        if finding.kind == "perception":
            assert min(finding.values["leaders"], finding.values["others"]) >= SMALLEST
    assert found.participation.straight_lining == ()


def test_the_view_is_stored_with_the_results() -> None:
    found = grouped(PACK, organisation({"Finance": 9, "Sales": 3, "IT": 3}))
    assert found.visibility == "grouped"
    assert from_json(to_json(found)) == found


@pytest.mark.parametrize("seed", range(40))
def test_no_hidden_score_follows_from_what_is_shown(seed: int) -> None:
    """Exact linear algebra over random organisations: no hidden cell is a sum of published figures."""
    chance = random.Random(seed)
    many = chance.randint(2, 9)
    sizes = {f"D{place}": chance.choice((0, 1, 2, 3, 4, 4, 5, 6, 8)) for place in range(many)}
    sizes["Big"] = chance.choice((5, 7, 9))
    results = organisation(sizes, seed, gaps=0.25)
    try:
        found = grouped(PACK, results)
    except NotReady:
        # Some dimension was answered by too few in all: nothing is shown, so nothing leaks.
        behind = [
            sum(item.answered for item in results.departments if item.cells[place].score is not None)
            for place in range(len(PACK.questionnaire.dimensions))
        ]
        assert 0 < min(count for count in behind if count) < SMALLEST
        return
    for place in range(len(PACK.questionnaire.dimensions)):
        _no_cell_recoverable(results, found, place)
        _no_question_recoverable(PACK, found, place)


def _no_cell_recoverable(results: Results, found: Results, place: int) -> None:
    names = [item.name for item in results.departments if item.cells[place].score is not None]
    published = [
        [Fraction(int(other == item.name)) for other in names]
        for item in found.departments
        if item.cells[place].score is not None
    ]
    dimension = found.dimensions[place]
    if dimension.score is not None:
        published.append([Fraction(1, len(names)) for _ in names])
    if dimension.by_headcount is not None:
        heads = {item.name: item.headcount or 0 for item in results.departments}
        published.append([Fraction(heads[name]) for name in names])
    out = [item for item in found.departments if item.cells[place].status == "hidden"]
    for item in out:
        target = [Fraction(int(other == item.name)) for other in names]
        if len(names) == 1:
            assert item.answered >= SMALLEST
        else:
            assert not _spans(published, target), (item.name, names)
    if out:
        # What does follow, the mean of those hidden together, is a group of five or more.
        assert sum(item.answered for item in out) >= SMALLEST
        assert dimension.interval is None
        assert dimension.leave_one_out is None


def _no_question_recoverable(pack: Pack, found: Results, place: int) -> None:
    key = pack.questionnaire.dimensions[place].id
    mine = [item for item in found.questions if pack.question[item.id].dimension == key]
    scored = [item for item in mine if item.score is not None or item.basis == "hidden"]
    rows = [
        [Fraction(int(other is item)) for other in scored] for item in scored if item.score is not None
    ]
    rows.append([Fraction(1) for _ in scored])  # the dimension's score, where everybody answered everything
    for item in scored:
        if item.basis == "hidden" and len(scored) > 1:
            assert not _spans(rows, [Fraction(int(other is item)) for other in scored]), item.id


def _spans(rows: list[list[Fraction]], target: list[Fraction]) -> bool:
    """Whether the target is a linear combination of the rows: by ranks, without rounding."""
    return _rank(rows) == _rank([*rows, target])


def _rank(rows: list[list[Fraction]]) -> int:
    left, rank = [list(row) for row in rows], 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[rank:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(rank, pivot)
        for row in left[rank + 1 :]:
            factor = row[column] / pivot[column]
            row[:] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
        rank += 1
    return rank


def test_the_algebra_of_this_test_sees_a_leak() -> None:
    """One hidden department beside a published mean is found out."""
    results = organisation({"Finance": 9, "Sales": 7, "Legal": 4})
    leaking = replace(
        results,
        departments=tuple(
            replace(item, cells=tuple(replace(cell, status="hidden", score=None) for cell in item.cells))
            if item.name == "Legal"
            else item
            for item in results.departments
        ),
    )
    with pytest.raises(AssertionError):
        _no_cell_recoverable(results, leaking, 0)


def test_a_second_wave_s_next_edition_of_the_same_answers_hides_no_more() -> None:
    """What the wave before was changes what it is compared with, and not whose answers are shown."""
    sizes = {"Finance": 9, "Sales": 7, "Legal": 3, "IT": 3}
    raw = organisation(sizes)
    case = Case("Example", date(2025, 11, 2), tuple(Invited(name, 9, 50) for name in sizes), QUIET, "")
    before = Wave(PACK, case, [], "grouped")
    first = with_progress(grouped(PACK, raw), before, before)
    assert first.fingerprint != raw.fingerprint
    assert first.progress
    assert first.progress.inputs == raw.fingerprint
    again = grouped(PACK, raw, [first])
    assert again == grouped(PACK, raw)
    assert not any(item.veiled for item in again.questions)
    older = replace(first, progress=replace(first.progress, inputs=""))
    assert all(item.veiled for item in grouped(PACK, raw, [older]).questions)
