"""What columns of a brought file can hold and mean, and what a form says about them."""

from flask import request

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
    """Whether a column is to be confirmed, or was asked to be changed."""
    return column.confirm or column.letter in change


def tools() -> dict[str, str]:
    """What a file was made by."""
    return {
        "microsoft_forms": "Microsoft Forms",
        "google_forms": "Google Forms",
        "limesurvey": "LimeSurvey",
        "own": say("our own template"),
    }


def code_meanings() -> list[tuple[str, str]]:
    """What a code can mean, whatever the question."""
    levels = [(str(level), say("Statement {n}", n=level)) for level in range(1, 6)]
    return [
        *levels,
        ("dk", say("I do not know")),
        ("na", say("This does not apply")),
        (UNANSWERED, say("No answer")),
    ]


def chosen(found: Draft, columns: tuple[Column, ...]) -> dict[str, object]:
    """What the form of the columns says, and nothing that it could not have offered."""
    form = request.form
    uses = {item.letter: use for item in columns if (use := form.get(f"use_{item.letter}"))}
    values = {
        item.letter: _values(item, found) for item in columns if uses.get(item.letter, item.use) == item.use
    }
    said: dict[str, object] = {"uses": uses, "values": {letter: new for letter, new in values.items() if new}}
    if found.mapping is not None and found.mapping.answers:
        allowed = dict(code_meanings())
        codes = {code: form.get(f"code_{number}", "") for number, code in enumerate(found.mapping.answers)}
        said["answers"] = {code: _read(meaning, "") for code, meaning in codes.items() if meaning in allowed}
    if "role" in form:
        said["default"] = form["role"]
        names = enumerate(found.departments)
        said["roles"] = {name: form.get(f"role_{number}", "") for number, name in names}
    return said


def twice(columns: tuple[Column, ...]) -> list[tuple[str, str]]:
    """What two columns are said to hold, as (fault, address of the second one's field)."""
    titles, taken, faults = dict(uses()), dict[str, str](), []
    for column in columns:
        first = taken.setdefault(column.use, column.letter)
        if column.use != IGNORE and first != column.letter:
            fault = say(
                "“{use}” is said of two columns, {one} and {other}: choose one",
                use=titles.get(column.use, column.use),
                one=first,
                other=column.letter,
            )
            faults.append((fault, f"#use_{column.letter}"))
    return faults


def _values(column: Column, found: Draft) -> dict[str, object]:
    allowed = dict(meanings(column.use, found))
    given = {
        value: request.form.get(f"value_{column.letter}_{number}", "")
        for number, value in enumerate(column.values)
    }
    return {value: _read(meaning, column.use) for value, meaning in given.items() if meaning in allowed}


def _read(meaning: str, use: str) -> object:
    return int(meaning) if meaning.isdigit() and use not in PEOPLE else meaning
