"""Two waves of one organisation, compared on what both asked: what changed, and what is within noise.

A change of a dimension's mean counts as clear from the minimal detectable change: 1.96 · √2 · the standard
error of measurement (Jacobson and Truax 1991, with the √2 of a difference). For the mean of k items over n
people that is computed with a declared item spread of 1.1 levels, correlation of 0.4 between items, and a
retest reliability of 0.70 for people who answered both times, and none for those who did not: figures
estimated on a handful of people would be less sure than the change itself.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Final

import numpy as np

from questionnaires.answers import NOT_APPLICABLE, Answer, Case, Submission
from questionnaires.model import Pack

from .results import DIGITS, Results
from .scoring import Scores, score
from .sheet import Sheet, read_sheet

ITEM_SPREAD: Final = 1.1
BETWEEN_ITEMS: Final = 0.4
RETEST: Final = 0.70
Z: Final = 1.96


@dataclass(frozen=True, slots=True)
class Wave:
    """What one wave rests on."""

    pack: Pack
    case: Case
    submissions: Sequence[Submission]


@dataclass(frozen=True, slots=True)
class DimensionChange:
    """A dimension in both waves, on the common questions alone; None where not assessed."""

    id: str
    before: float | None
    after: float | None
    questions: int
    """Common questions of the dimension."""
    detectable: float | None
    """The least change, in levels, that is not within noise."""
    clear: bool
    """Whether the change reaches it."""


@dataclass(frozen=True, slots=True)
class DepartmentChange:
    """One department × dimension, where both waves assessed it."""

    department: str
    dimension: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two waves side by side."""

    dimensions: tuple[DimensionChange, ...]
    departments: tuple[DepartmentChange, ...]
    people: tuple[int, int]
    """Respondents in each wave."""
    same_posts: int
    """Posts, a role in a department, that answered in both."""
    common: tuple[str, ...]
    """Ids of questions asked with the same words in both."""
    reworded: tuple[str, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    asked: dict[str, tuple[str, ...]]
    """Questions of each dimension, of either wave."""


def compare(before: Wave, after: Wave) -> Comparison:
    """The second wave against the first. Departments are matched by name, people by department and role."""
    old, new = before.pack.question, after.pack.question
    common = tuple(key for key in new if key in old and _same(before.pack, after.pack, key))
    first, second = _scored(before, common), _scored(after, common)
    people = (len(before.submissions), len(after.submissions))
    same = _same_posts(before.submissions, after.submissions)
    return Comparison(
        dimensions=tuple(
            _dimension(
                item.id,
                _value(before.pack, first[1], item.id),
                _value(after.pack, second[1], item.id),
                questions=sum(new[key].dimension == item.id for key in common),
                people=min(people),
                same=same,
            )
            for item in after.pack.questionnaire.dimensions
        ),
        departments=tuple(_departments(before, after, first[1], second[1])),
        people=people,
        same_posts=same,
        common=common,
        reworded=tuple(key for key in new if key in old and key not in common),
        added=tuple(key for key in new if key not in old),
        dropped=tuple(key for key in old if key not in new),
        asked=_by_dimension(before.pack, after.pack),
    )


def shown(comparison: Comparison, before: Results, after: Results) -> Comparison:
    """The comparison without what either wave's results hide: for waves of which one is grouped, or both.

    No figure is left that is not one of the results' own: a dimension, or a department in it, is compared
    where all its questions are common and both waves show it. A mean on some of its questions would be a
    further equation on what is hidden. ``before`` and ``after`` are results as they are stored.
    """
    asked = {*comparison.reworded, *comparison.added, *comparison.dropped}
    old, new = (_published(results) for results in (before, after))
    whole = {key for key, questions in comparison.asked.items() if not asked & set(questions)}
    dimensions = tuple(
        item if item.id in whole else replace(item, before=None, after=None, detectable=None, clear=False)
        for item in comparison.dimensions
    )
    departments = tuple(
        item
        for item in comparison.departments
        if item.dimension in whole and (item.department, item.dimension) in old & new
    )
    return replace(comparison, dimensions=dimensions, departments=departments)


def _published(results: Results) -> set[tuple[str, str]]:
    """Department and dimension of each cell that is shown."""
    return {
        (item.name, cell.dimension)
        for item in results.departments
        for cell in item.cells
        if cell.score is not None
    }


def detectable(people: int, same: int, questions: int) -> float:
    """The minimal detectable change of a mean over ``people``, of whom ``same`` answered both times."""
    spread = ITEM_SPREAD * sqrt((1 + (questions - 1) * BETWEEN_ITEMS) / questions)
    error = spread * sqrt(same * (1 - RETEST) + (people - same)) / people
    return Z * sqrt(2) * error


def _by_dimension(*packs: Pack) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for pack in packs:
        for key, question in pack.question.items():
            found.setdefault(question.dimension, {})[key] = None
    return {dimension: tuple(keys) for dimension, keys in found.items()}


def _same(old: Pack, new: Pack, key: str) -> bool:
    """Whether a question says the same in every language that both packs have, and counts for the same."""
    a, b = old.question[key], new.question[key]
    locales = set(old.questionnaire.languages) & set(new.questionnaire.languages)
    texts = all(
        a.text[locale] == b.text[locale]
        and [item[locale] for item in a.statements] == [item[locale] for item in b.statements]
        for locale in locales
    )
    return texts and a.dimension == b.dimension and a.referent == b.referent


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
