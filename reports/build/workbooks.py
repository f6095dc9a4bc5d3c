"""Workbooks: the roadmap to work with, and the results with live formulas beside the computed values."""

from datetime import date

from questionnaires.model import Pack

from ..results import QuestionResult, Results
from ..workbook import GIVEN, HEAD, Field, Formula, Sheet, Value, Workbook
from .steps import because, effort
from .summary_sheets import need, summary
from .voice import Voice

EPOCH = date(1899, 12, 30)
FIRST: int = HEAD + 1
"""The first row of a table, from 1."""


def roadmap_workbook(pack: Pack, results: Results, locale: str, prepared_by: str = "") -> Workbook:
    """The roadmap: one row an action, with owner, day, proof, measure, and the answers that called for it."""
    voice = Voice(pack, results, locale)
    fields = (
        Field("#", "whole", 5),
        Field(voice.say("Action"), width=44),
        Field(voice.say("Dimension"), width=20),
        Field(voice.say("Owner"), width=26),
        Field(voice.say("Days after the decision"), "whole", 12),
        Field(voice.say("Due"), "date", 13),
        Field(voice.say("Effort"), width=20),
        Field(voice.say("Here because"), width=38),
        Field(voice.say("Measure"), width=32),
        Field(voice.say("Proof"), width=32),
        Field(voice.say("Why"), width=38),
        Field(voice.say("How"), width=48),
        Field(voice.say("After (no.)"), width=10),
        Field(voice.say("Status"), width=14),
        Field(voice.say("Date done"), width=14),
    )
    rows: list[tuple[Value, ...]] = []
    for item in results.roadmap:
        action = pack.action[item.action]
        before = [str(other.rank) for other in results.roadmap if other.action in action.after]
        rows.append(
            (
                item.rank,
                voice.of(action.title),
                voice.dimension(action.dimension),
                voice.owner(action.owner),
                item.due,
                _day(results, FIRST + len(rows), item.due),
                effort(voice, action.effort),
                because(voice, item),
                voice.of(action.kpi),
                voice.of(action.proof),
                voice.of(action.why),
                "\n".join(voice.of(step) for step in action.how),
                ", ".join(before),
                "",
                "",
            )
        )
    note = voice.say(
        "Days count from the decision: change its date, and the dates follow. The last two columns are yours to fill in."
    )
    given = (voice.say("Decision taken on"), results.as_of)
    sheet = Sheet(voice.say("Roadmap"), voice.say("Next steps"), note, fields, tuple(rows), given)
    return Workbook(_title(voice), prepared_by or "Mandate", _moment(results), (sheet,))


def _day(results: Results, row: int, due: int) -> Formula:
    """The day an action is due, from the decision's; spreadsheets count days from the end of 1899."""
    return Formula(f"={GIVEN}+E{row}", (results.as_of - EPOCH).days + due)


def results_workbook(
    pack: Pack, results: Results, locale: str, prepared_by: str = "", headline: str = ""
) -> Workbook:
    """The results: scores, departments, questions and the path, each computed value beside its formula.

    ``headline``: the verdict's, where a consultant reworded it.
    """
    voice = Voice(pack, results, locale)
    sheets = (
        summary(voice, headline),
        _scores(voice),
        _departments(voice),
        _questions(voice),
        need(voice),
        _facts(voice),
    )
    return Workbook(_title(voice), prepared_by or "Mandate", _moment(results), sheets)


def _title(voice: Voice) -> str:
    return f"{voice.results.organisation} · {voice.day}"


def _moment(results: Results) -> str:
    return f"{results.as_of.isoformat()}T00:00:00+00:00"


def _scores(voice: Voice) -> Sheet:
    """Dimensions and the overall score. The formulas read the departments' sheet and this one."""
    departments = voice.say("Departments")
    count = len(voice.results.departments)
    last = FIRST + count - 1
    rows: list[tuple[Value, ...]] = []
    hidden = any(cell.status == "hidden" for item in voice.results.departments for cell in item.cells)
    for place, item in enumerate(voice.results.dimensions):
        column = _letter(1 + place)
        # Where departments are hidden, the mean cannot be worked out from what is shown, and must not be.
        formula: Value = (
            None
            if item.score is None or hidden
            else Formula(f"=AVERAGE('{departments}'!{column}{FIRST}:{column}{last})", item.score)
        )
        band = item.interval
        rows.append(
            (
                voice.dimension(item.id),
                item.score,
                formula,
                None if item.level is None else f"{item.level} · {voice.level(item.level)}",
                None if band is None else band.low,
                None if band is None else band.high,
                item.departments,
                item.dont_know,
            )
        )
    end = FIRST + len(rows) - 1
    headline = voice.results.headline
    overall: Value = (
        None
        if headline.score is None
        else Formula(f"=MIN(AVERAGE(B{FIRST}:B{end}),MIN(B{FIRST}:B{end})+1)", headline.score)
    )
    name = None if headline.level is None else f"{headline.level} · {voice.level(headline.level)}"
    rows.append((voice.say("Overall"), headline.score, overall, name, None, None, None, None))
    fields = (
        Field(voice.say("Dimension"), width=30),
        Field(voice.say("Score, computed"), "exact", 16),
        Field(voice.say("Score, by formula"), "exact", 16),
        Field(voice.say("Level"), width=24),
        Field(voice.say("From"), "score", 8),
        Field(voice.say("To"), "score", 8),
        Field(voice.say("Departments"), "whole", 13),
        Field(voice.say("Share who do not know"), "percent", 14),
    )
    note = voice.say(
        "A dimension is the mean of its departments; overall = the lesser of the mean of the dimensions and the weakest plus one."
    )
    return Sheet(voice.say("Scores"), _title(voice), note, fields, tuple(rows))


def _departments(voice: Voice) -> Sheet:
    dimensions = voice.results.dimensions
    rows: list[tuple[Value, ...]] = []
    last = _letter(len(dimensions))
    for place, item in enumerate(voice.results.departments, FIRST):
        formula = None if item.mean is None else Formula(f"=AVERAGE(B{place}:{last}{place})", item.mean)
        cells = (cell.score for cell in item.cells)
        rows.append((item.name, *cells, item.mean, formula, item.answered, item.invited, item.dont_know))
    fields = (
        Field(voice.say("Department"), width=30),
        *(Field(voice.dimension(item.id), "exact", 14) for item in dimensions),
        Field(voice.say("Mean, computed"), "exact", 14),
        Field(voice.say("Mean, by formula"), "exact", 14),
        Field(voice.say("Answers"), "whole", 10),
        Field(voice.say("Invited"), "whole", 10),
        Field(voice.say("Share who do not know"), "percent", 14),
    )
    note = voice.say("An empty cell was not assessed or is hidden: it is not zero.")
    return Sheet(voice.say("Departments"), _title(voice), note, fields, tuple(rows))


def _questions(voice: Voice) -> Sheet:
    rows = [_question(voice, item, place) for place, item in enumerate(voice.results.questions, FIRST)]
    fields = (
        Field(voice.say("Question"), width=38),
        Field(voice.say("Dimension"), width=22),
        Field(voice.say("Score"), "exact", 12),
        *(Field(voice.say("Level {n}", n=level), "whole", 9) for level in range(1, 6)),
        Field(voice.say("Mean of people, by formula"), "score", 14),
        Field(voice.say("Do not know"), "whole", 11),
        Field(voice.say("Does not apply"), "whole", 11),
        Field(voice.say("Not answered"), "whole", 11),
    )
    note = voice.say(
        "The score is the mean of departments, or the best-placed informant's answer; the mean of people is given beside it."
    )
    return Sheet(voice.say("Questions"), _title(voice), note, fields, tuple(rows))


def _question(voice: Voice, item: QuestionResult, row: int) -> tuple[Value, ...]:
    question = voice.pack.question[item.id]
    people = sum(item.counts)
    mean = (
        Formula(
            f"=SUMPRODUCT(D{row}:H{row},{{1,2,3,4,5}})/SUM(D{row}:H{row})",
            sum(level * count for level, count in enumerate(item.counts, 1)) / people,
        )
        if people
        else None
    )
    return (
        voice.of(question.topic),
        voice.dimension(question.dimension),
        item.score,
        *((None,) * len(item.counts) if item.veiled else item.counts),
        mean,
        item.dont_know,
        item.not_applicable,
        item.not_answered,
    )


def _facts(voice: Voice) -> Sheet:
    rows = tuple(
        (voice.of(voice.pack.fact[item.id].topic), voice.stated(item), voice.value(item.id, item.read_as))
        for item in voice.results.facts
    )
    fields = (
        Field(voice.say("Fact"), width=44),
        Field(voice.say("Stated"), width=34),
        Field(voice.say("Read as"), width=34),
    )
    note = voice.say("Where nobody knew, the prudent value was read.")
    return Sheet(voice.say("Facts"), _title(voice), note, fields, rows)


def _letter(column: int) -> str:
    """The letter of a column, from 0."""
    return chr(ord("A") + column)


__all__ = ["results_workbook", "roadmap_workbook"]
