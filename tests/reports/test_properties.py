"""What must hold whatever the case."""

import os
import subprocess
import sys
from dataclasses import replace
from math import isnan
from pathlib import Path

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from questionnaires import Pack, Submission, load
from reports.assess import assess
from reports.results import Results, from_json, to_json
from reports.scoring import Scores, score
from reports.sheet import read_sheet
from tests.builders import Draft, a_case
from tests.reports import oracle
from tests.reports.strategies import drafts, submissions

PACK = load()
quick = settings(max_examples=25)


def scores_of(sheets: list[Submission]) -> Scores:
    case = Draft(departments=(), silent=tuple(sorted({sheet.department for sheet in sheets}))).case()
    return score(PACK, read_sheet(PACK, case, sheets))


def all_scores(found: Scores) -> list[float | None]:
    values = [*found.cells.ravel().tolist(), *found.dimensions.tolist(), found.headline, found.mean]
    return [None if isnan(value) else value for value in values]


# --- scores --------------------------------------------------------------------------------------------


@settings(max_examples=150)
@given(submissions(), st.data())
def test_a_better_answer_never_lowers_a_score(sheets: list[Submission], data: st.DataObject) -> None:
    lower = [
        (place, key)
        for place, sheet in enumerate(sheets)
        for key, answer in sheet.answers.items()
        if isinstance(answer, int) and answer < 5
    ]
    assume(lower)
    place, key = data.draw(st.sampled_from(lower))
    answers = dict(sheets[place].answers)
    answers[key] = data.draw(st.integers(int(answers[key]) + 1, 5))
    better = [*sheets[:place], replace(sheets[place], answers=answers), *sheets[place + 1 :]]
    for before, after in zip(all_scores(scores_of(sheets)), all_scores(scores_of(better)), strict=True):
        assert (before is None) == (after is None)
        assert before is None or after is None or after >= before


@settings(max_examples=100)
@given(submissions(), st.sampled_from(["dk", "na", None]))
def test_not_knowing_not_applying_and_not_answering_never_enter_a_mean(
    sheets: list[Submission], answer: str | None
) -> None:
    """One more colleague who gives no level at all changes no score that there is."""
    silent = {} if answer is None else dict.fromkeys(PACK.question, answer)
    more = [*sheets, Submission(sheets[0].department, "ceo", silent)]  # type: ignore[arg-type]
    before, after = scores_of(sheets), scores_of(more)
    assert 0 not in (*all_scores(before), *all_scores(after))
    both = ~np.isnan(before.cells) & ~np.isnan(after.cells)
    assert np.array_equal(before.cells[both], after.cells[both])
    if before.status == after.status:
        # A colleague who does not say "does not apply" makes a question apply: that moves floors only.
        assert all_scores(before) == all_scores(after)


@settings(max_examples=100)
@given(submissions())
def test_scores_lie_on_the_scale_or_are_not_there(sheets: list[Submission]) -> None:
    assert all(value is None or 1 <= value <= 5 for value in all_scores(scores_of(sheets)))


@quick
@given(st.sampled_from(["dk", "na", None]), st.integers(1, 4))
def test_nothing_but_non_answers_is_not_assessed(answer: str | None, people: int) -> None:
    names = tuple("ABCD"[:people])
    sheets = {} if answer is None else dict.fromkeys(PACK.question, answer)
    draft = Draft(
        departments=(), silent=names, extra=tuple(Submission(name, "ceo", sheets) for name in names)
    )  # type: ignore[arg-type]
    results = draft.results(1)
    assert all(item.score is None and item.level is None for item in results.dimensions)
    state = {"na": "not_applicable", "dk": "too_few", None: "no_answer"}[answer]
    assert {item.status for item in results.dimensions} == {state}
    assert (results.headline.score, results.mandate.verdict) == (None, None)


# --- order, weights, repetition ------------------------------------------------------------------------


def in_one_order(results: Results) -> Results:
    """The same results with departments by name; the fingerprint covers the facts form as it was given."""
    people = replace(
        results.participation,
        silent=tuple(sorted(results.participation.silent)),
        straight_lining=tuple(sorted(results.participation.straight_lining)),
    )
    departments = tuple(sorted(results.departments, key=lambda item: item.name))
    return replace(results, departments=departments, participation=people, fingerprint="")


@quick
@given(drafts(), st.randoms(use_true_random=False))
def test_neither_the_order_of_submissions_nor_that_of_departments_matters(
    draft: Draft, chance: object
) -> None:
    case, results = draft.case(), draft.results(200)
    submissions, departments = draft.submissions(), list(case.departments)
    chance.shuffle(submissions)  # type: ignore[attr-defined]
    chance.shuffle(departments)  # type: ignore[attr-defined]
    assert assess(PACK, case, submissions, 200) == results
    other = assess(PACK, replace(case, departments=tuple(departments)), draft.submissions(), 200)
    assert in_one_order(other) == in_one_order(results)


def with_need_weights(factor: float) -> Pack:
    need = PACK.mandate.need
    scaled = tuple(item.model_copy(update={"weight": item.weight * factor}) for item in need.indicators)
    mandate = PACK.mandate.model_copy(update={"need": need.model_copy(update={"indicators": scaled})})
    return PACK.model_copy(update={"mandate": mandate})


@quick
@given(drafts(), st.sampled_from([0.1, 0.5, 3.0, 1000.0]))
def test_weights_are_scale_free(draft: Draft, factor: float) -> None:
    assert draft.results(200, with_need_weights(factor)) == draft.results(200)


@quick
@given(drafts())
def test_results_go_to_json_and_back(draft: Draft) -> None:
    results = draft.results(20)
    text = to_json(results)
    assert from_json(text) == results
    assert to_json(from_json(text)) == text


def test_results_are_the_same_to_the_byte_in_another_process() -> None:
    """Another process, another order of hashes."""
    draft = (
        a_case().not_knowing("sponsor", "high_risk_use").but("Sales", data_rules="dk").with_silent("Legal")
    )
    program = (
        "import sys; from tests.builders import a_case; from reports.results import to_json;"
        "draft = a_case().not_knowing('sponsor', 'high_risk_use');"
        "draft = draft.but('Sales', data_rules='dk').with_silent('Legal');"
        "sys.stdout.buffer.write(to_json(draft.results(500)).encode())"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        assert done.stdout == to_json(draft.results(500)).encode()


def test_the_fingerprint_covers_every_input_and_no_name_of_a_respondent() -> None:
    draft = a_case()
    same = [replace(item, respondent="Somebody") for item in draft.submissions()]
    assert assess(PACK, draft.case(), same, 1).fingerprint == draft.results(1).fingerprint
    changed = [
        draft.with_facts(headcount=401),
        draft.but("Sales", data_rules=4),
        draft.told_by(Sales="cio"),
        draft.with_silent("Legal"),
        draft.counting(Sales=3),
    ]
    prints = {item.results(1).fingerprint for item in (draft, *changed)}
    assert len(prints) == len(changed) + 1


# --- the rule, read a second time ----------------------------------------------------------------------


@settings(max_examples=100)
@given(drafts())
def test_the_verdict_is_what_the_rule_says_read_case_by_case(draft: Draft) -> None:
    results = draft.results(1)
    expected = oracle.decide(oracle.of(PACK, results))
    mandate = results.mandate
    assert {axis.axis: axis.value for axis in mandate.axes} == expected.axes
    assert abs(mandate.need - 100 * float(expected.need)) < 1e-5
    if mandate.verdict is not None:
        assert (mandate.verdict, mandate.row) == (expected.verdict, expected.row)
        assert tuple(gate.id for gate in mandate.gates if gate.fired) == expected.fired
    assert (mandate.verdict is None) == bool(mandate.withheld), "evidence alone withholds a verdict"
    assert not (mandate.withheld and mandate.provisional)
