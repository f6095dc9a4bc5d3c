"""What stands out, computed: each finding with its numbers. Wording is the report's business.

kind                subjects                                     values
strength            dimension                                    score
gap                 dimension                                    score, next (the next lowest), mean
even                lowest dimension, highest dimension          low, high
spread              dimension, lowest department, highest        low, high
perception          dimension                                    leadership, departments, leaders, others
dont_know           question                                     unknown, asked (people)
outrun              dimension ahead, dimension behind            ahead, behind
unheard             question at the top, question in departments top, departments
unapplied           question at the top, question in departments top, departments
sponsor_claim       fact, question                               score
who_decides         fact                                         (none)
weighting           dimension                                    equal, headcount
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from questionnaires.model import Pack

from .results import DIGITS, DepartmentResult, DimensionResult, FactResult, Finding, QuestionResult
from .sheet import Sheet

NOTABLE: Final = 0.5
"""Difference in levels from which two scores are told apart in a finding."""
WIDE: Final = 1.0
"""Difference in levels from which departments, or word and practice, are called far apart."""
UNKNOWN_SHARE: Final = 0.25
WEIGHTING_SHIFT: Final = 0.2

OUTRUN: Final = (("tooling", "data"), ("tooling", "governance"), ("tooling", "skills"))


def findings(
    pack: Pack,
    sheet: Sheet,
    *,
    dimensions: tuple[DimensionResult, ...],
    questions: tuple[QuestionResult, ...],
    departments: tuple[DepartmentResult, ...],
    facts: tuple[FactResult, ...],
) -> tuple[Finding, ...]:
    """All findings, in the order of the table above."""
    scores = {item.id: item.score for item in dimensions if item.score is not None}
    by_question = {item.id: item for item in questions}
    by_fact = {item.id: item.value for item in facts}
    return (
        *_profile(scores),
        *_spread(dimensions, departments),
        *_perception(pack, sheet),
        *_dont_know(pack, questions),
        *_outrun(scores),
        *_word_and_practice(by_question),
        *_sponsor_claim(by_fact, by_question),
        Finding("who_decides", ("ai_owner",), {}),
        *_weighting(dimensions),
    )


def _profile(scores: dict[str, float]) -> Iterator[Finding]:
    if len(scores) < 2:
        return
    order = sorted(scores, key=lambda key: scores[key])
    low, high = order[0], order[-1]
    if scores[high] - scores[low] < NOTABLE:
        yield Finding("even", (low, high), {"low": scores[low], "high": scores[high]})
        return
    yield Finding("strength", (high,), {"score": scores[high]})
    mean = round(float(np.mean(list(scores.values()))), DIGITS)
    yield Finding("gap", (low,), {"score": scores[low], "next": scores[order[1]], "mean": mean})


def _spread(
    dimensions: tuple[DimensionResult, ...], departments: tuple[DepartmentResult, ...]
) -> Iterator[Finding]:
    """The dimension on which departments lie furthest apart, if they lie far apart."""
    widest: Finding | None = None
    for place, dimension in enumerate(dimensions):
        known = [(score, item.name) for item in departments if (score := item.cells[place].score) is not None]
        if len(known) < 2:
            continue
        (low, lowest), (high, highest) = min(known), max(known)
        found = Finding("spread", (dimension.id, lowest, highest), {"low": low, "high": high})
        if high - low >= WIDE and (
            widest is None or high - low > widest.values["high"] - widest.values["low"]
        ):
            widest = found
    if widest is not None:
        yield widest


def _perception(pack: Pack, sheet: Sheet) -> Iterator[Finding]:
    """Leadership against departments on the questions that both answered, where they differ notably."""
    leads = np.array([pack.role[role].leadership for role in sheet.roles], dtype=bool)
    if not leads.any() or leads.all():
        return
    for dimension in pack.questionnaire.dimensions:
        gaps: list[tuple[float, float]] = []
        for place, question in enumerate(pack.questionnaire.questions):
            if question.dimension != dimension.id:
                continue
            above, below = (sheet.levels[side, place] for side in (leads, ~leads))
            above, below = above[~np.isnan(above)], below[~np.isnan(below)]
            if above.size and below.size:
                gaps.append((float(above.mean()), float(below.mean())))
        if not gaps:
            continue
        top, ground = (round(float(side), DIGITS) for side in np.mean(gaps, axis=0))
        if abs(top - ground) >= NOTABLE:
            yield Finding(
                "perception",
                (dimension.id,),
                {
                    "leadership": top,
                    "departments": ground,
                    "leaders": float(leads.sum()),
                    "others": float((~leads).sum()),
                },
            )


def _dont_know(pack: Pack, questions: tuple[QuestionResult, ...]) -> Iterator[Finding]:
    """What many do not know, most unknown first."""
    found = []
    for item in questions:
        asked = sum(item.counts) + item.dont_know
        if asked and item.dont_know / asked >= UNKNOWN_SHARE:
            values = {"unknown": float(item.dont_know), "asked": float(asked)}
            found.append((-item.dont_know / asked, Finding("dont_know", (item.id,), values)))
    yield from (finding for _, finding in sorted(found, key=lambda pair: pair[0]))


def _outrun(scores: dict[str, float]) -> Iterator[Finding]:
    for ahead, behind in OUTRUN:
        if ahead in scores and behind in scores and scores[ahead] - scores[behind] >= NOTABLE:
            yield Finding("outrun", (ahead, behind), {"ahead": scores[ahead], "behind": scores[behind]})


def _word_and_practice(questions: dict[str, QuestionResult]) -> Iterator[Finding]:
    """Sponsors who are not heard, policies that are not applied."""
    pairs = (
        ("unheard", "sponsorship_sponsor", "sponsorship_message"),
        ("unapplied", "governance_policy", "governance_approval"),
    )
    for kind, top, ground in pairs:
        if top not in questions or ground not in questions:
            continue
        above, below = questions[top].score, questions[ground].score
        if above is not None and below is not None and above - below >= WIDE:
            yield Finding(kind, (top, ground), {"top": above, "departments": below})


def _sponsor_claim(facts: dict[str, str], questions: dict[str, QuestionResult]) -> Iterator[Finding]:
    """A sponsor at the top is stated, while the answers describe nobody with a mandate."""
    item = questions.get("sponsorship_sponsor")
    if (
        item is not None
        and item.score is not None
        and item.score < 2
        and facts.get("sponsor") in ("ceo", "board")
    ):
        yield Finding("sponsor_claim", ("sponsor", "sponsorship_sponsor"), {"score": item.score})


def _weighting(dimensions: tuple[DimensionResult, ...]) -> Iterator[Finding]:
    """Where counting heads instead of departments would change a score visibly."""
    for item in dimensions:
        if item.score is None or item.by_headcount is None:
            continue
        if abs(item.score - item.by_headcount) >= WEIGHTING_SHIFT:
            yield Finding("weighting", (item.id,), {"equal": item.score, "headcount": item.by_headcount})
