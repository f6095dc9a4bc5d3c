"""The tables of leadership's pages as files: what the version shows, numbers as numbers."""

from flask import Response, abort

from questionnaires.model import Question
from reports.results import QuestionResult

from ..files.written import Cell
from .desk import attached
from .language import say, words
from .reading import campaign, pack, pages, results
from .reading_results import department_rows
from .setup_forms import file_name

Rows = list[tuple[Cell, ...]]


@pages.get("/departments.<any(csv, xlsx):file>")
def departments_file(file: str) -> Response:
    """The heat table of the departments, as listed; the organisation last."""
    names = [words(item.name) for item in pack().questionnaire.dimensions]
    rows: Rows = [(say("Department"), *names, say("Mean"), say("Note"))]
    for row in department_rows():
        scores = [*(cell.score for cell in row.result.cells), row.result.mean]
        rows.append((row.result.name, *map(_number, scores), row.why))
    found = results()
    overall = [*(item.score for item in found.dimensions), found.headline.mean]
    rows.append((say("All departments"), *map(_number, overall), ""))
    return attached(rows, file, f"departments-{_whose()}", say("Departments"))


@pages.get("/dimensions/<part>/questions.<any(csv, xlsx):file>")
def questions_file(part: str, file: str) -> Response:
    """The questions of a dimension: the score of each, and how many people chose each level."""
    if part not in pack().dimension:
        abort(404)
    levels = [say("Level {n}", n=level) for level in range(1, 6)]
    outside = (say("I do not know"), say("Does not apply"), say("Not answered"))
    rows: Rows = [(say("Question"), say("Score"), *levels, *outside, say("Note"))]
    answered = {item.id: item for item in results().questions}
    rows += [
        _question(asked, answered[asked.id])
        for asked in pack().questionnaire.questions
        if asked.dimension == part
    ]
    return attached(rows, file, f"{file_name(part)}-{_whose()}", say("Questions"))


def _question(asked: Question, found: QuestionResult) -> tuple[Cell, ...]:
    """One row; what the version hides is empty, and said so."""
    hidden = found.basis == "hidden"
    counts = [None] * 5 if found.veiled else list(found.counts)
    outside = (found.dont_know, found.not_applicable, found.not_answered)
    told = (None, None, None) if hidden else outside
    note = say("Hidden: fewer than 5 answers") if hidden or found.veiled else ""
    return (words(asked.text), _number(found.score), *counts, *told, note)


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _whose() -> str:
    return file_name(campaign().organisation.name)
