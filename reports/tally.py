"""Counting: who answered, and every dimension, question and department as results."""

from typing import Final

import numpy as np

from questionnaires.answers import UNKNOWN, Case, value_id
from questionnaires.model import Pack, Question

from .intervals import interval, leave_one_out, silent_bounds
from .results import (
    DIGITS,
    Assessed,
    Basis,
    Cell,
    DepartmentResult,
    DimensionResult,
    FactResult,
    Headline,
    OwnAnswers,
    Participation,
    QuestionResult,
)
from .rules import Bools, Floats
from .scoring import INDICATIVE_BELOW, Scores, mean_over
from .sheet import Sheet

STRAIGHT_LINE_FROM: Final = 10
"""Fewest answered questions from which one and the same level throughout is flagged."""


def number(value: float) -> float | None:
    """A float to six decimals, or None for nan."""
    return None if np.isnan(value) else round(float(value), DIGITS)


def fact_results(pack: Pack, case: Case) -> tuple[FactResult, ...]:
    """Every fact of the pack as stated; one that the case does not name is unknown."""
    results = []
    for fact in pack.facts.facts:
        stated = case.facts.get(fact.id, UNKNOWN)
        value = value_id(fact, stated)
        results.append(FactResult(fact.id, stated, value, fact.assumed if value == UNKNOWN else value))
    return tuple(results)


def participation(pack: Pack, case: Case, sheet: Sheet, facts: tuple[FactResult, ...]) -> Participation:
    """Who answered, and what share of what was asked."""
    answered = np.bincount(sheet.department, minlength=len(sheet.names))
    asked = sheet.levels.size
    applicable = asked - int(sheet.not_applicable.sum())
    invited = [item.invited for item in case.departments]
    people = sum(max(known, int(count)) for known, count in zip(invited, answered, strict=True))
    return Participation(
        departments_invited=len(case.departments),
        departments_answered=int((answered > 0).sum()),
        people_invited=people,
        respondents=len(sheet.roles),
        coverage=_coverage(pack, sheet),
        dont_know=_share(int(sheet.dont_know.sum()), applicable),
        not_applicable=_share(int(sheet.not_applicable.sum()), asked),
        not_answered=_share(int(sheet.not_answered.sum()), applicable),
        facts_known=sum(item.value != UNKNOWN for item in facts),
        facts_asked=len(facts),
        roles=tuple(role.id for role in pack.questionnaire.roles if role.id in sheet.roles),
        silent=tuple(name for name, count in zip(sheet.names, answered, strict=True) if count == 0),
        straight_lining=_straight_lining(sheet),
        census=0 < people <= len(sheet.roles) and bool((answered > 0).all()),
    )


def _coverage(pack: Pack, sheet: Sheet) -> float:
    """Share of what applies that has a level.

    A question about the organisation counts once, and has a level when anybody gave one: that heads of
    departments say that they do not know it is a finding, not a gap in the evidence.
    """
    own = np.array([question.referent == "department" for question in pack.questionnaire.questions])
    known, applies = ~np.isnan(sheet.levels), ~sheet.not_applicable
    given = int(known[:, own].sum()) + int(known[:, ~own].any(axis=0).sum())
    applicable = int(applies[:, own].sum()) + int(applies[:, ~own].any(axis=0).sum())
    return _share(given, applicable)


def _share(part: int, whole: int) -> float:
    return round(part / whole, DIGITS) if whole else 0.0


def _straight_lining(sheet: Sheet) -> tuple[str, ...]:
    count = (~np.isnan(sheet.levels)).sum(axis=1)
    low = np.where(np.isnan(sheet.levels), np.inf, sheet.levels).min(axis=1, initial=np.inf)
    high = np.where(np.isnan(sheet.levels), -np.inf, sheet.levels).max(axis=1, initial=-np.inf)
    flagged = set(sheet.department[(count >= STRAIGHT_LINE_FROM) & (low == high)].tolist())
    return tuple(name for place, name in enumerate(sheet.names) if place in flagged)


def headline(pack: Pack, scores: Scores) -> Headline:
    """The overall score, its uncapped value, and whether the cap bites."""
    score, mean = number(scores.headline), number(scores.mean)
    capped = score is not None and mean is not None and score < mean
    return Headline(score, mean, capped, None if score is None else pack.level(score).number)


def dimension_results(
    pack: Pack, case: Case, sheet: Sheet, scores: Scores, pessimistic: Scores
) -> tuple[DimensionResult, ...]:
    """Every dimension for the organisation, with its band and its sensitivities."""
    headcounts = [item.headcount for item in case.departments]
    silent = len(sheet.names) - len(set(sheet.department.tolist()))
    results = []
    for k, dimension in enumerate(pack.questionnaire.dimensions):
        column, score = scores.cells[:, k], number(scores.dimensions[k])
        status = _status(sheet, scores, k)
        band = interval(column)
        results.append(
            DimensionResult(
                id=dimension.id,
                status=status,
                score=score,
                level=None if score is None else pack.level(score).number,
                interval=band,
                departments=int((~np.isnan(column)).sum()),
                leave_one_out=leave_one_out(column),
                silent_bounds=silent_bounds(column, silent),
                by_headcount=_by_headcount(column, headcounts),
                pessimistic=number(pessimistic.dimensions[k]),
                dont_know=_dont_know(pack, sheet, dimension.id),
            )
        )
    return tuple(results)


def _status(sheet: Sheet, scores: Scores, k: int) -> Assessed:
    """How the organisation's dimension is assessed, from how its departments are."""
    column = [row[k] for row in scores.status]
    if "assessed" in column:
        assessed = [d for d, state in enumerate(column) if state == "assessed"]
        respondents = int(np.isin(sheet.department, assessed).sum())
        return "indicative" if respondents < INDICATIVE_BELOW else "assessed"
    if "too_few" in column:
        return "too_few"
    return "not_applicable" if "not_applicable" in column else "no_answer"


def _by_headcount(column: Floats, headcounts: list[int | None]) -> float | None:
    known = ~np.isnan(column)
    weights = [count for count, fine in zip(headcounts, known, strict=True) if fine]
    if not weights or any(count is None for count in weights) or sum(w or 0 for w in weights) == 0:
        return None
    return number(np.average(column[known], weights=np.array(weights, dtype=float)))


def _dont_know(pack: Pack, sheet: Sheet, dimension: str) -> float:
    places = [p for p, question in enumerate(pack.questionnaire.questions) if question.dimension == dimension]
    unknown = int(sheet.dont_know[:, places].sum())
    given = int((~np.isnan(sheet.levels[:, places])).sum())
    return _share(unknown, unknown + given)


def question_results(pack: Pack, sheet: Sheet, scores: Scores) -> tuple[QuestionResult, ...]:
    """Every question: score, what it rests on, and the distribution of its answers."""
    questions = pack.questionnaire.questions
    return tuple(_question(question, place, sheet, scores) for place, question in enumerate(questions))


def _question(question: Question, place: int, sheet: Sheet, scores: Scores) -> QuestionResult:
    means = scores.by_department[:, place]
    levels = sheet.levels[:, place]
    informant: str | None = None
    basis: Basis | None
    if question.referent == "organisation":
        answer = scores.organisation[question.id]
        value, basis, informant = answer.value, answer.basis, answer.informant
    else:
        value = number(mean_over(means[:, None])[0])
        basis = None if value is None else "departments"
    known = [(float(mean), name) for mean, name in zip(means, sheet.names, strict=True) if not np.isnan(mean)]
    low, high = (min(known), max(known)) if known else (None, None)
    return QuestionResult(
        id=question.id,
        score=None if value is None else round(value, DIGITS),
        basis=basis,
        informant=informant,
        counts=_counts(levels),
        dont_know=int(sheet.dont_know[:, place].sum()),
        not_applicable=int(sheet.not_applicable[:, place].sum()),
        not_answered=int(sheet.not_answered[:, place].sum()),
        lowest=None if low is None else (low[1], round(low[0], DIGITS)),
        highest=None if high is None else (high[1], round(high[0], DIGITS)),
    )


def department_results(pack: Pack, case: Case, sheet: Sheet, scores: Scores) -> tuple[DepartmentResult, ...]:
    """Every invited department with a cell for every dimension."""
    results = []
    for d, invited in enumerate(case.departments):
        rows = sheet.department == d
        given = int((~np.isnan(sheet.levels[rows])).sum())
        unknown = int(sheet.dont_know[rows].sum())
        results.append(
            DepartmentResult(
                name=invited.name,
                invited=invited.invited,
                answered=int(rows.sum()),
                headcount=invited.headcount,
                cells=tuple(
                    Cell(
                        dimension.id,
                        scores.status[d][k],
                        number(scores.cells[d, k]),
                        _people(pack, sheet, rows, dimension.id),
                    )
                    for k, dimension in enumerate(pack.questionnaire.dimensions)
                ),
                mean=number(mean_over(scores.cells[[d], :].T)[0]),
                dont_know=_share(unknown, unknown + given) if rows.any() else None,
                answers=_own_answers(pack, sheet, rows) if rows.any() else (),
            )
        )
    return tuple(results)


def _people(pack: Pack, sheet: Sheet, rows: Bools, dimension: str) -> int:
    """How many of a department's respondents gave a level to a question about it in a dimension."""
    own = [
        place
        for place, question in enumerate(pack.questionnaire.questions)
        if question.dimension == dimension and question.referent == "department"
    ]
    return int((~np.isnan(sheet.levels[rows][:, own])).any(axis=1).sum())


def _own_answers(pack: Pack, sheet: Sheet, rows: Bools) -> tuple[OwnAnswers, ...]:
    return tuple(
        OwnAnswers(
            question.id,
            _counts(sheet.levels[rows, place]),
            int(sheet.dont_know[rows, place].sum()),
            int(sheet.not_applicable[rows, place].sum()),
            int(sheet.not_answered[rows, place].sum()),
        )
        for place, question in enumerate(pack.questionnaire.questions)
    )


def _counts(levels: Floats) -> tuple[int, int, int, int, int]:
    """How many of the levels are 1, 2 … 5; nan is none."""
    one, two, three, four, five = (int((levels == level).sum()) for level in range(1, 6))
    return one, two, three, four, five
