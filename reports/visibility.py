"""The grouped view: nothing that rests on fewer than five people is shown, nor follows from what is.

Respondents of a *grouped* campaign are promised that a group is shown from five answers. A hidden
department's score must not follow from the published ones by subtraction either, so departments are hidden
until, in every dimension, at least two are hidden that together have five answers (complementary
suppression). And every figure that would give a second equation on them goes too: the weighting by headcount,
the band, the score without one department, the lowest and highest department of a question, leadership
against departments. How many people chose each level weighs departments by their people, which is a second
equation as well: ``veil.py`` works out in which dimensions it would tell, and hides it there.

What holds over editions and waves:

- Editions of one wave: a department once hidden stays hidden, and one once shown cannot keep another from
  being worked out. How many chose each level is shown in the first edition alone, as other people would weigh
  the hidden departments otherwise. Between two editions, each department's people are the same with the
  same answers, or differ in five and more (``editions.py``), so that no difference is a smaller group's.
- Waves: a comparison prints nothing but figures that each wave's own results show (``waves.compare``). The
  answers of a newcomer would follow only if all others were known to have answered alike both times.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from questionnaires.errors import NotReady
from questionnaires.model import Pack

from .results import DepartmentResult, DimensionResult, Finding, QuestionResult, Results, RoadmapItem
from .veil import telling

SMALLEST: Final = 5
"""People behind any figure that is shown."""


@dataclass(frozen=True, slots=True)
class _Earlier:
    """Names of the departments that earlier editions hid, and showed."""

    hidden: frozenset[str]
    shown: frozenset[str]


def grouped(pack: Pack, results: Results, earlier: Sequence[Results] = ()) -> Results:
    """The same results without what a grouped campaign hides. ``earlier``: what was published of this wave.

    Raises NotReady where fewer than five people answered in all, or a whole dimension: then even the
    organisation's own figure is one of too small a group. And where earlier editions showed so much that a
    department could not be hidden any more.
    """
    if results.participation.respondents < SMALLEST:
        raise NotReady(f"a grouped campaign is concluded from {SMALLEST} answers")
    for place, dimension in enumerate(results.dimensions):
        if 0 < _behind(results.departments, place) < SMALLEST:
            raise NotReady(f"a grouped campaign needs {SMALLEST} answers to {dimension.id}")
    hidden = _hidden_departments(results.departments, _earlier(earlier))
    secret = _hidden_questions(pack, results.questions)
    veiled = telling(pack, results, hidden)
    if hidden and any(_inputs(edition) != _inputs(results) for edition in earlier):
        veiled = frozenset(pack.dimension)
    questions = tuple(
        _question(item, item.id in secret, pack.question[item.id].dimension in veiled)
        for item in results.questions
    )
    return replace(
        results,
        visibility="grouped",
        participation=replace(results.participation, straight_lining=()),
        dimensions=tuple(_dimension(item) if hidden else item for item in results.dimensions),
        questions=questions,
        departments=tuple(
            _department(item) if item.name in hidden else replace(item, answers=())
            for item in results.departments
        ),
        findings=tuple(item for item in results.findings if _may_say(item, hidden, secret)),
        roadmap=tuple(_action(item, secret) for item in results.roadmap),
    )


def _inputs(results: Results) -> str:
    """What tells the answers and facts of a wave apart, whatever it is compared with."""
    return results.progress.inputs if results.progress is not None else results.fingerprint


def hidden_in(results: Results) -> frozenset[str]:
    """Names of the departments that stored results hide."""
    return frozenset(
        item.name for item in results.departments if any(cell.status == "hidden" for cell in item.cells)
    )


def _earlier(editions: Sequence[Results]) -> _Earlier:
    shown = {
        item.name
        for results in editions
        for item in results.departments
        if any(cell.score is not None for cell in item.cells)
    }
    return _Earlier(frozenset().union(*map(hidden_in, editions)), frozenset(shown))


def _behind(departments: tuple[DepartmentResult, ...], place: int) -> int:
    """How many people stand behind a dimension's score."""
    return sum(item.cells[place].people for item in departments if item.cells[place].score is not None)


def _hidden_departments(departments: tuple[DepartmentResult, ...], earlier: _Earlier) -> frozenset[str]:
    """Names of the departments to hide: the small ones, and those that keep them from being worked out."""
    hidden = {item.name for item in departments if _small(item)} | earlier.hidden
    by_size = sorted(departments, key=lambda item: (item.answered, item.name))
    while exposed := _exposed(departments, hidden, earlier.shown):
        shown = [
            item.name
            for item in by_size
            if item.name not in hidden | earlier.shown and _people(item, exposed[0])
        ]
        if not shown:
            raise NotReady("earlier editions show too much: a group of fewer than five could be worked out")
        hidden.add(shown[0])
    return frozenset(hidden)


def _small(item: DepartmentResult) -> bool:
    """Whether anything that is said of a department rests on fewer than five people."""
    return 0 < item.answered < SMALLEST or any(
        cell.score is not None and cell.people < SMALLEST for cell in item.cells
    )


ANY = -1
"""In place of a dimension's: whatever is told of a department's answers as a whole."""


def _people(item: DepartmentResult, place: int) -> int:
    """How many people of a department stand behind its score in a dimension, or answered at all."""
    if place == ANY:
        return item.answered
    return item.cells[place].people if item.cells[place].score is not None else 0


def _exposed(departments: tuple[DepartmentResult, ...], hidden: set[str], known: frozenset[str]) -> list[int]:
    """Places of the dimensions in which hidden scores could be worked out from those shown, now or before."""
    found = []
    for place in (ANY, *range(len(departments[0].cells) if departments else 0)):
        scored = [item for item in departments if _people(item, place)]
        out = [item for item in scored if item.name in hidden]
        unknown = [item for item in out if item.name not in known]
        alone = len(unknown) == 1 or sum(_people(item, place) for item in unknown) < SMALLEST
        if unknown and alone and len(unknown) < len(scored):
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


def _question(item: QuestionResult, secret: bool, veiled: bool) -> QuestionResult:
    """A question without its extremes, which may rest on one person each; and what else is hidden of it."""
    item = replace(item, lowest=None, highest=None)
    few = sum(item.counts) < SMALLEST
    if secret:
        item = replace(item, score=None, basis="hidden", informant=None)
    if veiled or (secret and few):
        item = replace(item, counts=(0, 0, 0, 0, 0), veiled=True)
    if secret and few:
        item = replace(item, dont_know=0, not_applicable=0, not_answered=0)
    return item


def _department(item: DepartmentResult) -> DepartmentResult:
    cells = tuple(
        cell if cell.score is None else replace(cell, status="hidden", score=None) for cell in item.cells
    )
    return replace(item, cells=cells, mean=None, dont_know=None, answers=())


def _may_say(finding: Finding, hidden: frozenset[str], secret: frozenset[str]) -> bool:
    """Whether a finding may be told: about no hidden department or question, and no group under five."""
    if hidden & set(finding.subjects) or secret & set(finding.subjects):
        return False
    if finding.kind == "weighting":
        return not hidden
    if finding.kind == "perception":
        return not hidden and min(finding.values["leaders"], finding.values["others"]) >= SMALLEST
    if finding.kind == "dont_know":
        return finding.values["asked"] >= SMALLEST
    return True


def _action(item: RoadmapItem, secret: frozenset[str]) -> RoadmapItem:
    triggers = tuple(
        replace(trigger, score=None) if trigger.question in secret else trigger for trigger in item.triggers
    )
    return replace(item, triggers=triggers)
