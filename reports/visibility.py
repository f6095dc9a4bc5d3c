"""The grouped view: nothing that rests on fewer than five people is shown, nor follows from what is.

Respondents of a *grouped* campaign are promised that a group is shown from five answers. A hidden
department's score must not follow from the published ones by subtraction either, so departments are hidden
until, in every dimension, at least two are hidden that together have five answers (complementary
suppression). And every figure that would give a second equation on them goes too: the weighting by headcount,
the band, the score without one department, the lowest and highest department of a question.
"""

from dataclasses import replace
from typing import Final

from questionnaires.errors import NotReady
from questionnaires.model import Pack

from .results import DepartmentResult, DimensionResult, Finding, QuestionResult, Results, RoadmapItem

SMALLEST: Final = 5
"""People behind any figure that is shown."""


def grouped(pack: Pack, results: Results) -> Results:
    """The same results without what a grouped campaign hides.

    Raises NotReady where fewer than five people answered in all, or a whole dimension: then even the
    organisation's own figure is one of too small a group.
    """
    if results.participation.respondents < SMALLEST:
        raise NotReady(f"a grouped campaign is concluded from {SMALLEST} answers")
    for place, dimension in enumerate(results.dimensions):
        if 0 < _behind(results.departments, place) < SMALLEST:
            raise NotReady(f"a grouped campaign needs {SMALLEST} answers to {dimension.id}")
    hidden = _hidden_departments(results.departments)
    secret = _hidden_questions(pack, results.questions)
    questions = tuple(_question(item, item.id in secret, bool(hidden)) for item in results.questions)
    return replace(
        results,
        visibility="grouped",
        participation=replace(results.participation, straight_lining=()),
        dimensions=tuple(_dimension(item) if hidden else item for item in results.dimensions),
        questions=questions,
        departments=tuple(
            _department(item) if item.name in hidden else item for item in results.departments
        ),
        findings=tuple(item for item in results.findings if _may_say(item, hidden, secret)),
        roadmap=tuple(_action(item, secret) for item in results.roadmap),
    )


def _behind(departments: tuple[DepartmentResult, ...], place: int) -> int:
    """How many people stand behind a dimension's score."""
    return sum(item.answered for item in departments if item.cells[place].score is not None)


def _hidden_departments(departments: tuple[DepartmentResult, ...]) -> frozenset[str]:
    """Names of the departments to hide: the small ones, and those that keep them from being worked out."""
    hidden = {item.name for item in departments if 0 < item.answered < SMALLEST}
    by_size = sorted(departments, key=lambda item: (item.answered, item.name))
    while exposed := _exposed(departments, hidden):
        # Never empty: a dimension is exposed only while somebody is still shown in it.
        shown = (
            item for item in by_size if item.name not in hidden and item.cells[exposed[0]].score is not None
        )
        hidden.add(next(shown).name)
    return frozenset(hidden)


def _exposed(departments: tuple[DepartmentResult, ...], hidden: set[str]) -> list[int]:
    """Places of the dimensions in which hidden scores could be worked out, and somebody is still shown."""
    found = []
    for place in range(len(departments[0].cells) if departments else 0):
        scored = [item for item in departments if item.cells[place].score is not None]
        out = [item for item in scored if item.name in hidden]
        alone = len(out) == 1 or sum(item.answered for item in out) < SMALLEST
        if out and alone and len(out) < len(scored):
            found.append(place)
    return found


def _hidden_questions(pack: Pack, questions: tuple[QuestionResult, ...]) -> frozenset[str]:
    """Ids of the questions to hide: answered by too few, or by an informant; never one alone."""
    hidden = {item.id for item in questions if 0 < sum(item.counts) < SMALLEST or item.basis == "informant"}
    for dimension in pack.questionnaire.dimensions:
        scored = [
            item
            for item in questions
            if pack.question[item.id].dimension == dimension.id and item.score is not None
        ]
        out = [item for item in scored if item.id in hidden]
        if len(out) == 1 and len(scored) > 1:
            rest = [item for item in scored if item.id not in hidden]
            hidden.add(min(rest, key=lambda item: (sum(item.counts), item.id)).id)
    return frozenset(hidden)


def _dimension(item: DimensionResult) -> DimensionResult:
    return replace(item, interval=None, leave_one_out=None, by_headcount=None, pessimistic=None)


def _question(item: QuestionResult, secret: bool, departments_hidden: bool) -> QuestionResult:
    if departments_hidden or secret:
        item = replace(item, lowest=None, highest=None)
    if not secret:
        return item
    few = sum(item.counts) < SMALLEST
    shown = replace(item, score=None, basis="hidden", informant=None)
    if not few:
        return shown
    return replace(shown, counts=(0, 0, 0, 0, 0), dont_know=0, not_applicable=0, not_answered=0)


def _department(item: DepartmentResult) -> DepartmentResult:
    cells = tuple(
        cell if cell.score is None else replace(cell, status="hidden", score=None) for cell in item.cells
    )
    return replace(item, cells=cells, mean=None, dont_know=None)


def _may_say(finding: Finding, hidden: frozenset[str], secret: frozenset[str]) -> bool:
    """Whether a finding may be told: about no hidden department or question, and no group under five."""
    if hidden & set(finding.subjects) or secret & set(finding.subjects):
        return False
    if finding.kind == "weighting":
        return not hidden
    if finding.kind == "perception":
        return min(finding.values["leaders"], finding.values["others"]) >= SMALLEST
    if finding.kind == "dont_know":
        return finding.values["asked"] >= SMALLEST
    return True


def _action(item: RoadmapItem, secret: frozenset[str]) -> RoadmapItem:
    triggers = tuple(
        replace(trigger, score=None) if trigger.question in secret else trigger for trigger in item.triggers
    )
    return replace(item, triggers=triggers)
