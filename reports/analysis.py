"""Tables for whoever analyses a campaign: each question with its spread, and where to look next.

Made from answers, so for consultants alone; nothing here passes the rule for small groups. ``priorities`` is
made from Results, and shows what they show.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from questionnaires.answers import Case, Submission
from questionnaires.errors import InvalidAnswer
from questionnaires.model import Pack
from questionnaires.yaml_lines import nearest

from .diagnosis import UNKNOWN_SHARE
from .results import Results, RoadmapItem
from .rules import Bools, Floats
from .scoring import INDICATIVE_BELOW, department_means
from .sheet import Sheet, read_sheet
from .tally import number

FAR: Final = 2.0
"""Levels from which a department is told apart from the median of the departments."""

Flag = Literal["few", "unknown", "outlier"]
"""``few``: levels from fewer than three people; ``unknown``: a quarter or more do not know; ``outlier``."""

Reason = Literal["gate", "law", "gap", "prerequisite"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What to look at: the questions of one dimension, the answers of one department or role; "" for all."""

    dimension: str = ""
    department: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Outlier:
    """A department whose mean lies far from the median of the departments' means."""

    department: str
    mean: float
    median: float


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question among the people selected. Levels lie on 1 to 5; None where nobody gave one.

    Shares are of the people selected, except ``dont_know``: of those who gave a level or do not know.
    """

    id: str
    counts: tuple[int, int, int, int, int]
    """People by level 1 to 5."""
    people: int
    """Who gave a level."""
    mean: float | None
    """Over people, each counting the same; a score in the report counts departments."""
    deviation: float | None
    """Standard deviation over these people, not an estimate for others."""
    lowest: tuple[str, float] | None
    """Department with the lowest mean, and the mean."""
    highest: tuple[str, float] | None
    dont_know: float | None
    not_applicable: float | None
    not_answered: float | None
    outliers: tuple[Outlier, ...]
    """Furthest first; from three departments with a level on."""
    flags: tuple[Flag, ...]

    @property
    def distance(self) -> float:
        """Levels between the lowest and the highest department's mean; 0 where there are not two."""
        if self.lowest is None or self.highest is None:
            return 0.0
        return self.highest[1] - self.lowest[1]


def question_rows(
    pack: Pack, case: Case, submissions: Sequence[Submission], selection: Selection | None = None
) -> tuple[QuestionRow, ...]:
    """A row for each question selected, in the pack's order.

    Raises InvalidAnswer for a dimension, department or role that there is not.
    """
    selection = selection or Selection()
    _check(pack, case, selection)
    kept = [
        item
        for item in submissions
        if selection.department in ("", item.department) and selection.role in ("", item.role)
    ]
    sheet = read_sheet(pack, case, kept)
    means = department_means(sheet)
    return tuple(
        _row(question.id, sheet, means, place)
        for place, question in enumerate(pack.questionnaire.questions)
        if selection.dimension in ("", question.dimension)
    )


def _check(pack: Pack, case: Case, selection: Selection) -> None:
    names = tuple(item.name for item in case.departments)
    for kind, chosen, known in (
        ("dimension", selection.dimension, tuple(pack.dimension)),
        ("department", selection.department, names),
        ("role", selection.role, tuple(pack.role)),
    ):
        if chosen and chosen not in known:
            raise InvalidAnswer(f"there is no {kind} {chosen!r}; {nearest(chosen, known)}")


def _row(key: str, sheet: Sheet, means: Floats, place: int) -> QuestionRow:
    levels = sheet.levels[:, place]
    given = levels[~np.isnan(levels)]
    counts = np.bincount(given.astype(int), minlength=6)[1:6]
    unknown = int(sheet.dont_know[:, place].sum())
    share_unknown = _share(unknown, len(given) + unknown)
    known = [
        (float(mean), name)
        for name, mean in zip(sheet.names, means[:, place], strict=True)
        if not np.isnan(mean)
    ]
    outliers = _outliers(known)
    lowest, highest = (min(known), max(known, key=lambda pair: pair[0])) if known else (None, None)
    return QuestionRow(
        id=key,
        counts=tuple(int(count) for count in counts),  # type: ignore[arg-type]
        people=len(given),
        mean=number(given.mean()) if given.size else None,
        deviation=number(given.std()) if given.size else None,
        lowest=_named(lowest),
        highest=_named(highest),
        dont_know=share_unknown,
        not_applicable=_of_people(sheet.not_applicable, place),
        not_answered=_of_people(sheet.not_answered, place),
        outliers=outliers,
        flags=_flags(len(given), share_unknown, outliers),
    )


def _named(pair: tuple[float, str] | None) -> tuple[str, float] | None:
    return None if pair is None else (pair[1], number(pair[0]) or 0.0)


def _share(part: int, whole: int) -> float | None:
    return number(part / whole) if whole else None


def _of_people(said: Bools, place: int) -> float | None:
    return _share(int(said[:, place].sum()), len(said))


def _outliers(known: list[tuple[float, str]]) -> tuple[Outlier, ...]:
    """Departments far from the median; of two, neither is the odd one."""
    if len(known) < 3:
        return ()
    median = float(np.median([mean for mean, _ in known]))
    far = [(abs(mean - median), mean, name) for mean, name in known if abs(mean - median) >= FAR]
    return tuple(
        Outlier(name, round(mean, 6), round(median, 6))
        for _, mean, name in sorted(far, key=lambda item: (-item[0], item[2]))
    )


def _flags(people: int, unknown: float | None, outliers: tuple[Outlier, ...]) -> tuple[Flag, ...]:
    flags: list[Flag] = []
    if people < INDICATIVE_BELOW:
        flags.append("few")
    if unknown is not None and unknown >= UNKNOWN_SHARE:
        flags.append("unknown")
    if outliers:
        flags.append("outlier")
    return tuple(flags)


def widest(rows: Sequence[QuestionRow], most: int) -> tuple[QuestionRow, ...]:
    """The questions on which departments lie furthest apart, for a workshop; at most ``most``.

    By the distance between departments, then by the deviation over people; none where all agree.
    """
    apart = [row for row in rows if row.distance > 0]
    return tuple(sorted(apart, key=lambda row: (-row.distance, -(row.deviation or 0.0)))[:most])


@dataclass(frozen=True, slots=True)
class Priority:
    """A question, how far it is from its next level, and what in the roadmap rests on its answer."""

    question: str
    score: float
    level: int
    gap: float
    """Levels to the start of the next level; 0 on the highest."""
    actions: tuple[str, ...]
    """Actions of the roadmap that the answer called for, in its order."""
    reason: Reason | None
    """The weightiest reason for which one of them is there."""


_WEIGHT: Final[tuple[Reason | None, ...]] = ("gate", "law", "gap", "prerequisite", None)


def priorities(pack: Pack, results: Results) -> tuple[Priority, ...]:
    """Importance against gap, without weights of our own.

    Importance is what the method itself made rest on an answer: an action that a gate asks for comes before
    one that law asks for, then one for a gap, one that another action needs, and none. Within each, the
    largest gap first. Questions without a score, hidden ones among them, are left out.
    """
    rows = [
        _priority(pack, results.roadmap, item.id, item.score)
        for item in results.questions
        if item.score is not None
    ]
    return tuple(sorted(rows, key=lambda row: (_WEIGHT.index(row.reason), -row.gap)))


def _priority(pack: Pack, roadmap: tuple[RoadmapItem, ...], question: str, score: float) -> Priority:
    level = pack.level(score).number
    later = [item.start for item in pack.questionnaire.levels if item.number == level + 1]
    mine = [item for item in roadmap if any(trigger.question == question for trigger in item.triggers)]
    reasons: list[Reason | None] = [item.reason for item in mine]
    return Priority(
        question=question,
        score=score,
        level=level,
        gap=round(max(later[0] - score, 0.0), 6) if later else 0.0,
        actions=tuple(item.action for item in mine),
        reason=min(reasons, key=_WEIGHT.index, default=None),
    )
