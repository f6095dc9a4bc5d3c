"""Two waves of one organisation, compared on what both asked: what changed, and what is within noise.

A change of a dimension's mean counts as clear from the minimal detectable change: 1.96 · √2 · the standard
error of measurement (Jacobson and Truax 1991, with the √2 of a difference). For the mean of k items over n
people that is computed with a declared item spread of 1.1 levels, correlation of 0.4 between items, and a
retest reliability of 0.70 for people who answered both times, and none for those who did not: figures
estimated on a handful of people would be less sure than the change itself.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Final

import numpy as np

from questionnaires.answers import NOT_APPLICABLE, Answer, Case, Submission
from questionnaires.model import Pack
from questionnaires.same import same_words

from .assess import fingerprint
from .results import DIGITS, Comparison, DepartmentChange, DimensionChange, Results, Visibility
from .scoring import Scores, score
from .sheet import Sheet, read_sheet
from .visibility import SMALLEST

ITEM_SPREAD: Final = 1.1
BETWEEN_ITEMS: Final = 0.4
RETEST: Final = 0.70
Z: Final = 1.96


@dataclass(frozen=True, slots=True)
class Wave:
    """What one wave rests on, what was promised about who sees it, and its verdict where there was one."""

    pack: Pack
    case: Case
    submissions: Sequence[Submission]
    visibility: Visibility = "attributed"
    verdict: str | None = None


def with_progress(results: Results, before: Wave, after: Wave) -> Results:
    """The results of the second wave with its comparison; the fingerprint covers what that rests on."""
    own = results.fingerprint
    compared = replace(compare(before, after), inputs=own)
    return replace(results, progress=compared, fingerprint=with_before(own, before))


def with_before(digest: str, before: Wave) -> str:
    """A wave's fingerprint, SHA-256 in hexadecimal, where its results are compared with the wave before."""
    earlier = fingerprint(before.pack, before.case, before.submissions)
    both = f"{digest}{earlier}{before.visibility}{before.verdict}"
    return hashlib.sha256(both.encode()).hexdigest()


def compare(before: Wave, after: Wave) -> Comparison:
    """The second wave against the first. Departments are matched by name, people by department and role.

    Where one of them is grouped, nothing is told that its own results do not tell: a dimension only if both
    waves asked all of it with the same words, of five people or more each time; no department at all.
    """
    old, new = before.pack.question, after.pack.question
    common = tuple(key for key in new if same_words(before.pack, after.pack, key))
    first, second = _scored(before, common), _scored(after, common)
    people = (len(before.submissions), len(after.submissions))
    same = _same_posts(before.submissions, after.submissions)
    open_ = before.visibility == after.visibility == "attributed"
    return Comparison(
        as_of=before.case.as_of,
        verdict=before.verdict,
        dimensions=tuple(
            _dimension(
                item.id,
                _value(before.pack, first[1], item.id),
                _value(after.pack, second[1], item.id),
                questions=sum(new[key].dimension == item.id for key in common),
                people=min(people),
                same=same,
            )
            if open_ or _tellable(before, after, item.id, common)
            else DimensionChange(item.id, None, None, 0, None, clear=False)
            for item in after.pack.questionnaire.dimensions
        ),
        departments=tuple(_departments(before, after, first[1], second[1])) if open_ else (),
        people=people,
        same_posts=same,
        common=common,
        reworded=tuple(key for key in new if key in old and key not in common),
        added=tuple(key for key in new if key not in old),
        dropped=tuple(key for key in old if key not in new),
    )


def detectable(people: int, same: int, questions: int) -> float:
    """The minimal detectable change of a mean over ``people``, of whom ``same`` answered both times."""
    spread = ITEM_SPREAD * sqrt((1 + (questions - 1) * BETWEEN_ITEMS) / questions)
    error = spread * sqrt(same * (1 - RETEST) + (people - same)) / people
    return Z * sqrt(2) * error


def _tellable(before: Wave, after: Wave, dimension: str, common: tuple[str, ...]) -> bool:
    """Whether both waves' own results tell a dimension's score, which then is the score compared."""
    kept = set(common)
    for wave in (before, after):
        asked = {item.id for item in wave.pack.questionnaire.questions if item.dimension == dimension}
        people = sum(
            any(isinstance(item.answers.get(key), int) for key in asked) for item in wave.submissions
        )
        if not asked <= kept or people < SMALLEST:
            return False
    return True


def _scored(wave: Wave, common: tuple[str, ...]) -> tuple[Sheet, Scores]:
    """Scores on the common questions: the others are taken out as not applicable, which no floor counts."""
    kept = set(common)
    out: dict[str, Answer] = {key: NOT_APPLICABLE for key in wave.pack.question if key not in kept}
    submissions = [
        replace(item, answers={**{k: v for k, v in item.answers.items() if k in kept}, **out})
        for item in wave.submissions
    ]
    sheet = read_sheet(wave.pack, wave.case, submissions)
    return sheet, score(wave.pack, sheet)


def _dimension(
    key: str, before: float | None, after: float | None, *, questions: int, people: int, same: int
) -> DimensionChange:
    if before is None or after is None or not questions or not people:
        return DimensionChange(key, before, after, questions, None, clear=False)
    least = round(detectable(people, min(same, people), questions), DIGITS)
    return DimensionChange(key, before, after, questions, least, clear=abs(after - before) >= least)


def _value(pack: Pack, scores: Scores, key: str) -> float | None:
    places = {item.id: place for place, item in enumerate(pack.questionnaire.dimensions)}
    if key not in places:
        return None
    value = scores.dimensions[places[key]]
    return None if np.isnan(value) else round(float(value), DIGITS)


def _same_posts(before: Sequence[Submission], after: Sequence[Submission]) -> int:
    old, new = (Counter((item.department, item.role) for item in wave) for wave in (before, after))
    return sum((old & new).values())


def _departments(before: Wave, after: Wave, old: Scores, new: Scores) -> list[DepartmentChange]:
    earlier = {item.name: place for place, item in enumerate(before.case.departments)}
    columns = {item.id: place for place, item in enumerate(before.pack.questionnaire.dimensions)}
    found = []
    for row, invited in enumerate(after.case.departments):
        for column, dimension in enumerate(after.pack.questionnaire.dimensions):
            if invited.name not in earlier or dimension.id not in columns:
                continue
            was, now = old.cells[earlier[invited.name], columns[dimension.id]], new.cells[row, column]
            if not (np.isnan(was) or np.isnan(now)):
                pair = round(float(was), DIGITS), round(float(now), DIGITS)
                found.append(DepartmentChange(invited.name, dimension.id, *pair))
    return found
