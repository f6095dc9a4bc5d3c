"""Answers collected elsewhere: a file, what its columns hold, what is wrong in it, what would be written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import FileField

from ..files import ImportProblems, Problem
from ..files.mapping import UNANSWERED
from ..files.own import ROLE
from ..services import answers_import as service
from ..services import answers_writing
from ..services.answers_import import Draft
from . import answers_columns as told
from . import site
from .desk import desk, page
from .language import count, say, words
from .messages import tell
from .site import to
from .uploads import takes

pages = Blueprint("answers_import", __name__)

SHOWN = 20
"""Problems that can be put right on one page."""
_AT = "/campaigns/<uuid:campaign>/answers/import"


class FileForm(FlaskForm):
    """The file with the answers."""

    file = FileField()


@dataclass(frozen=True, slots=True)
class Wrong:
    """A problem of a file and, where a cell is at fault, what can be put in its place."""

    problem: Problem
    rows: int
    """How many cells of the column say the same."""
    choices: list[tuple[str, str]]
    key: str
    text: str
    fix: str


@pages.get(_AT)
def start(campaign: object) -> str:
    """Where a file is brought."""
    return _start(FileForm(formdata=None))


@pages.post(_AT)
@takes(service.MAX_BYTES)
def upload(campaign: object) -> AnyResponse | tuple[str, int]:
    """Take a file, if it can be read as a table."""
    form = FileForm()
    brought = request.files.get("file")
    if brought is None or not brought.filename:
        form.file.errors = [say("Choose a file in CSV or XLSX")]
        return _start(form), 422
    try:
        kept = service.store(site.session(), desk(), brought.filename, brought.read())
    except ImportProblems as error:
        form.file.errors = [say("This file could not be read")]
        return _start(form, error), 422
    return to("answers_import.columns", campaign=site.campaign().id, upload=kept)


@pages.get(f"{_AT}/<uuid:upload>")
def columns(campaign: object, upload: UUID) -> AnyResponse | str:
    """What each column holds, the uncertain ones first."""
    found = _draft(upload)
    if found.mapping is None:
        return to("answers_import.check", campaign=site.campaign().id, upload=upload)
    return _columns(found)


@pages.post(f"{_AT}/<uuid:upload>")
def choose(campaign: object, upload: UUID) -> AnyResponse | tuple[str, int]:
    """Keep what was said about the columns."""
    found = _draft(upload)
    if found.mapping is None:
        abort(404)
    said = told.chosen(found, found.mapping.columns)
    typed = tuple(
        replace(item, use=request.form.get(f"use_{item.letter}") or item.use)
        for item in found.mapping.columns
    )
    if faults := told.twice(typed):
        return _columns(replace(found, mapping=replace(found.mapping, columns=typed)), faults), 422
    service.choose(site.session(), site.pack(), desk(), upload, said)
    return to("answers_import.check", campaign=site.campaign().id, upload=upload)


@pages.get(f"{_AT}/<uuid:upload>/check")
def check(campaign: object, upload: UUID) -> AnyResponse | str:
    """What is wrong in the file, or else what would be written."""
    found = _draft(upload)
    if not found.confirmed:
        return to("answers_import.columns", campaign=site.campaign().id, upload=upload)
    return _check(found)


@pages.post(f"{_AT}/<uuid:upload>/check")
def mend(campaign: object, upload: UUID) -> AnyResponse:
    """Keep what cells are to be read as."""
    _draft(upload)
    fixes: dict[str, Any] = {}
    for number in range(SHOWN):
        key, was, now = (request.form.get(f"{name}_{number}", "") for name in ("at", "was", "fix"))
        if key and now:
            text = "" if now == UNANSWERED else now
            if was:
                fixes.setdefault(key, {})[was] = text
            else:
                fixes[key] = text
    service.mend(site.session(), desk(), upload, fixes)
    return to("answers_import.check", campaign=site.campaign().id, upload=upload)


@pages.post(f"{_AT}/<uuid:upload>/confirm")
def confirm(campaign: object, upload: UUID) -> AnyResponse | tuple[str, int]:
    """Write everything in the file, or nothing."""
    found = _draft(upload)
    try:
        written = answers_writing.write(site.session(), site.pack(), desk(), upload)
    except ImportProblems:
        return _check(found), 422
    tell(
        count(
            "The answers of {n} person are in.",
            "The answers of {n} people are in.",
            written.people,
        )
    )
    return to("review.overview", campaign=site.campaign().id)


@pages.post(f"{_AT}/<uuid:upload>/discard")
def discard(campaign: object, upload: UUID) -> AnyResponse:
    """Forget the file."""
    _draft(upload)
    service.discard(site.session(), desk(), upload)
    tell(say("The file is forgotten. Nothing was written."))
    return to("answers_import.start", campaign=site.campaign().id)


def _draft(upload: UUID) -> Draft:
    return service.draft(site.session(), site.pack(), desk(), upload) or abort(404)


def _start(form: FileForm, error: ImportProblems | None = None) -> str:
    form.file.label.text = say("File with the answers")
    return page(
        "survey/answers_import/start.html",
        form=form,
        problems=error.problems[:SHOWN] if error else (),
        megabytes=service.MAX_BYTES // 1024**2,
    )


def _columns(found: Draft, faults: Sequence[tuple[str, str]] = ()) -> str:
    mapping = found.mapping
    assert mapping is not None  # noqa: S101 - the caller looked
    change = [*request.args.getlist("change"), *(address.removeprefix("#use_") for _, address in faults)]
    titles = dict(told.uses())
    rows = [
        (index, column, found.samples(index), list(column.values.items()), told.meanings(column.use, found))
        for index, column in enumerate(mapping.columns)
        if column.heading.strip()
    ]
    asked = [row for row in rows if told.asks(row[1], change)]
    roles = mapping.roles
    return page(
        "survey/answers_import/columns.html",
        draft=found,
        faults=faults,
        tool=told.tools().get(found.kind, say("another tool")),
        asked=sorted(asked, key=lambda row: row[1].score),
        sure=[row for row in rows if row not in asked],
        titles=titles,
        uses=told.uses(),
        codes=list(mapping.answers.items()),
        code_meanings=told.code_meanings(),
        roles=roles,
        role_choices=[("", say("Choose …")), *told.meanings(ROLE, found)] if roles else [],
        departments=found.departments,
    )


def _check(found: Draft) -> str:
    problems: tuple[Problem, ...] = ()
    rows: list[answers_writing.Coming] = []
    try:
        rows = answers_writing.coming(site.session(), site.pack(), desk(), found)
    except ImportProblems as error:
        problems = error.problems
    wrong = _wrong(found, problems)
    taken = [row for row in rows if row.how != "answered"]
    return page(
        "survey/answers_import/check.html",
        draft=found,
        tool=told.tools().get(found.kind, say("another tool")),
        wrong=wrong[:SHOWN],
        more=len(wrong) - SHOWN,
        rows=rows,
        taken=taken,
        departments=len({row.given.department for row in taken}),
        left_out=found.left_out() if not problems else [],
        roles={role.id: words(role.name) for role in site.pack().questionnaire.roles},
        how=_how(),
    )


def _how() -> dict[str, str]:
    return {
        "name": say("found by name or address"),
        "role": say("found by function"),
        "only": say("the only one invited there"),
        "added": say("will be added"),
        "answered": say("has answers already: left out"),
    }


def _wrong(found: Draft, problems: tuple[Problem, ...]) -> list[Wrong]:
    """Each problem once: a text that stands in many cells of a column is put right in all of them."""
    letters = {letter: index for index, letter in enumerate(found.table.letters)}
    gathered: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        where = problem.column if problem.value else f"{problem.column}{problem.row}"
        gathered.setdefault((where, problem.value, problem.message), []).append(problem)
    wrong = []
    for (where, _, _), same in gathered.items():
        first = same[0]
        below = first.row is not None and first.row != found.table.header.number
        use = _use(found, letters[first.column]) if below and first.column in letters else ""
        choices = told.meanings(use, found)
        text, fix = first.message, first.fix
        asked = site.pack().question.get(use)
        if asked is not None and first.value:
            text = say("This is no answer to “{topic}”", topic=words(asked.topic))
        if choices:
            fix = say("Choose what it is to be read as, wherever the column says so.")
        wrong.append(Wrong(first, len(same), choices, where, text, fix))
    return wrong


def _use(found: Draft, index: int) -> str:
    if found.mapping is None:
        return found.table.header.cells[index].strip().casefold()
    return found.mapping.columns[index].use
