"""Our own format of answers: one row per respondent, with department, role, a column for each question."""

import re
from collections.abc import Iterable
from typing import Final

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer, Submission
from questionnaires.model import Pack

from ..phrases import phrase
from .matching import plain, suggestion
from .people import People
from .problems import Problems
from .table import Row, Table

DEPARTMENT: Final = "department"
ROLE: Final = "role"
RESPONDENT: Final = "respondent"
PEOPLE: Final = (DEPARTMENT, ROLE, RESPONDENT)
"""The columns that are no questions. The last may be left out, or empty: then rows are different people."""

WORDS: Final[dict[str, Answer]] = {
    "dk": DONT_KNOW,
    "nsp": DONT_KNOW,
    "na": NOT_APPLICABLE,
    "so": NOT_APPLICABLE,
    "s.o": NOT_APPLICABLE,
    "s.o.": NOT_APPLICABLE,
}
"""What stands for *I do not know* and *does not apply*, in any case; nsp and s.o. for French hands."""

ALLOWED: Final = phrase(
    "write 1, 2, 3, 4, 5, dk (does not know), na (does not apply), or leave the cell empty"
)
_NUMBER: Final = re.compile(r"([1-5])(?:[.,]0+)?")


def read_answer(cell: str) -> Answer | None:
    """A level from 1 to 5, "dk" or "na", or None for an empty cell. Raises ValueError for anything else."""
    text = cell.strip().casefold()
    if not text:
        return None
    if text in WORDS:
        return WORDS[text]
    number = _NUMBER.fullmatch(text)
    if number is None:
        raise ValueError(cell)
    return int(number[1])


def is_own(table: Table) -> bool:
    """Whether a table claims to be in our own format: it has columns called department and role."""
    return {DEPARTMENT, ROLE} <= {plain(heading) for heading in table.header.cells}


def read_answers(table: Table, pack: Pack, departments: Iterable[str] | None = None) -> list[Submission]:
    """The submissions of a table in our own format, in its order.

    ``departments`` are the names listed in the facts; given, every department must be one of them.
    Raises ImportProblems with every problem of the table, and then returns nothing of it.
    """
    problems = Problems(table.sheet)
    columns = _columns(table, pack, problems)
    rows = [row for row in table.rows if any(row.cells[index].strip() for index in columns)]
    if rows and _repeats_texts(rows[0], columns, pack):
        rows = rows[1:]
    if not rows:
        problems.add(phrase("no respondent yet"), phrase("write one row per respondent under the headings"))
    people = People(pack, departments, problems)
    submissions = [_submission(row, columns, table, people, problems) for row in rows]
    problems.raise_any()
    return submissions


def _columns(table: Table, pack: Pack, problems: Problems) -> dict[int, str]:
    """What each column holds, by its position. Raises ImportProblems where that is not clear."""
    columns: dict[int, str] = {}
    row = table.header.number
    for index, heading in enumerate(table.header.cells):
        name, letter = heading.strip().casefold(), table.letters[index]
        if name in columns.values():
            message = phrase("a second column {name!r}", name=name)
            problems.add(message, phrase("keep one of them"), row, letter, heading)
        elif name in PEOPLE or name in pack.question:
            columns[index] = name
        elif not name:
            otherwise = phrase("give it the id of a question, or delete the column")
            problems.add(phrase("a column without a heading"), otherwise, row, letter)
        else:
            otherwise = phrase("give it the id of a question, or delete the column")
            fix = suggestion(heading, (*PEOPLE, *pack.question), otherwise)
            problems.add(phrase("no such column"), fix, row, letter, heading)
    for name in (DEPARTMENT, ROLE):
        if name not in columns.values():
            message = phrase("the column {name!r} is missing", name=name)
            problems.add(message, phrase("add a column headed {name}", name=name), row)
    if not any(name in pack.question for name in columns.values()):
        message = phrase("no column is headed with the id of a question")
        problems.add(message, phrase("start from the template"), row)
    # Without knowing the columns, every row would be told as wrong too.
    problems.raise_any()
    return columns


def _repeats_texts(row: Row, columns: dict[int, str], pack: Pack) -> bool:
    """Whether a row is the template's second one: under a question's id stands the question's text."""
    return any(
        plain(row.cells[index]) in {plain(text) for text in pack.question[name].text.root.values()}
        for index, name in columns.items()
        if name in pack.question and row.cells[index].strip()
    )


def _submission(
    row: Row, columns: dict[int, str], table: Table, people: People, problems: Problems
) -> Submission:
    person = {
        name: (table.letters[index], row.cells[index]) for index, name in columns.items() if name in PEOPLE
    }
    answers: dict[str, Answer] = {}
    wrong = len(problems.found)
    for index, name in columns.items():
        if name in PEOPLE:
            continue
        try:
            answer = read_answer(row.cells[index])
        except ValueError:
            message = phrase("not an answer to {name}", name=name)
            problems.add(message, ALLOWED, row.number, table.letters[index], row.cells[index])
        else:
            if answer is not None:
                answers[name] = answer
    if not answers and len(problems.found) == wrong:
        fix = phrase(
            "delete the row: who was invited and did not answer is counted by the facts; or write an answer"
        )
        problems.add(phrase("a respondent without any answer"), fix, row.number)
    department = people.department(row.number, *person[DEPARTMENT])
    role = people.role(row.number, *person[ROLE])
    respondent = people.respondent(row.number, *person.get(RESPONDENT, ("", "")), department)
    return Submission(department, role, answers, respondent)
