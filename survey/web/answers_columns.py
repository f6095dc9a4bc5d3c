"""What columns of a brought file can hold and mean, and what a form says about them."""

from flask import request

from questionnaires.errors import InvalidAnswer

from ..files.mapping import IGNORE, SUBMITTED, UNANSWERED, Column
from ..files.own import DEPARTMENT, PEOPLE, RESPONDENT, ROLE
from ..services.answers_import import Draft
from . import site
from .language import say, words


def uses() -> list[tuple[str, str]]:
    """What a column can hold: people first, then the questions."""
    return [
        (IGNORE, say("Nothing we need")),
        (DEPARTMENT, say("The department")),
        (ROLE, say("The function")),
        (RESPONDENT, say("Who answered: name, e-mail or code")),
        (SUBMITTED, say("The date of sending (empty: not sent)")),
        *(
            (item.id, say("Question: {topic}", topic=words(item.topic)))
            for item in site.pack().questionnaire.questions
        ),
    ]


def meanings(use: str, found: Draft) -> list[tuple[str, str]]:
    """What a value of a column can mean, by what the column holds."""
    pack = site.pack()
    if use == DEPARTMENT:
        return [(name, name) for name in found.departments]
    if use == ROLE:
        return [(role.id, words(role.name)) for role in pack.questionnaire.roles]
    if use not in pack.question:
        return []
    statements = [
        (str(level), f"{level} · {words(text)}")
        for level, text in enumerate(pack.question[use].statements, 1)
    ]
    return [
        *statements,
        ("dk", say("I do not know")),
        ("na", say("This does not apply")),
        (UNANSWERED, say("No answer")),
    ]


def asks(column: Column, change: list[str]) -> bool:
    return column.confirm or column.letter in change


def tools() -> dict[str, str]:
    return {
        "microsoft_forms": "Microsoft Forms",
        "google_forms": "Google Forms",
        "limesurvey": "LimeSurvey",
        "own": say("our own template"),
    }


def code_meanings() -> list[tuple[str, str]]:
    levels = [(str(level), say("Statement {n}", n=level)) for level in range(1, 6)]
    return [
        *levels,
        ("dk", say("I do not know")),
        ("na", say("This does not apply")),
        (UNANSWERED, say("No answer")),
    ]


def chosen(found: Draft) -> dict[str, object]:
    """What the form of the columns says, and nothing that it could not have offered."""
    mapping, form = found.mapping, request.form
    assert mapping is not None  # noqa: S101 - the caller looked
    chosen: dict[str, object] = {"uses": {}, "values": {}}
    uses: dict[str, str] = {}
    values: dict[str, dict[str, object]] = {}
    for column in mapping.columns:
        use = form.get(f"use_{column.letter}")
        if use:
            uses[column.letter] = use
        if use not in (None, column.use):
            continue
        allowed = dict(meanings(column.use, found))
        for number, value in enumerate(column.values):
            meaning = form.get(f"value_{column.letter}_{number}")
            if meaning in allowed:
                values.setdefault(column.letter, {})[value] = _read(meaning, column.use)
    taken: dict[str, str] = {}
    final = {column.letter: uses.get(column.letter, column.use) for column in mapping.columns}
    for letter, use in final.items():
        if use != IGNORE and taken.setdefault(use, letter) != letter:
            raise InvalidAnswer(f"{use} is taken from column {taken[use]} already")
    chosen |= {"uses": uses, "values": values}
    if mapping.answers:
        allowed = dict(code_meanings())
        codes = {code: form.get(f"code_{number}") for number, code in enumerate(mapping.answers)}
        chosen["answers"] = {
            code: _read(meaning, "") for code, meaning in codes.items() if meaning and meaning in allowed
        }
    if "role" in form:
        chosen["default"] = form["role"]
        chosen["roles"] = {
            name: form.get(f"role_{number}", "") for number, name in enumerate(found.departments)
        }
    return chosen


def _read(meaning: str, use: str) -> object:
    return int(meaning) if meaning.isdigit() and use not in PEOPLE else meaning
