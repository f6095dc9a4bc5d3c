"""Reads exports of Google Forms, Microsoft Forms, LimeSurvey and others, by a confirmed mapping."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer, Submission
from questionnaires.model import Pack, Question

from ..phrases import phrase
from .mapping import IGNORE, SUBMITTED, UNANSWERED, Column, ExportMapping, Meaning
from .matching import best, plain
from .own import DEPARTMENT, PEOPLE, RESPONDENT, ROLE
from .people import People
from .problems import Problems
from .table import Row, Table

DONT_KNOWS: Final = frozenset(
    plain(text)
    for text in (
        "dk",
        "don't know",
        "do not know",
        "I don't know",
        "I do not know",
        "dont know",
        "I dont know",
        "not sure",
        "unsure",
        "nsp",
        "ne sait pas",
        "ne sais pas",
        "je ne sais pas",
        "je ne sais pas répondre",
    )
)
NOT_APPLICABLES: Final = frozenset(
    plain(text)
    for text in (
        "na",
        "n/a",
        "does not apply",
        "not applicable",
        "does not apply to us",
        "not concerned",
        "so",
        "s.o.",
        "s/o",
        "sans objet",
        "non applicable",
        "ne s'applique pas",
        "non concerné",
    )
)
_NUMBER: Final = re.compile(r"([1-5])(?:[.,]0+)?")
_NUMBERED: Final = re.compile(r"\(?(?:level |niveau )?([1-5])\s*[-.):=]\s*(\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row of an export that holds no submission, and why."""

    row: int
    reason: str


class Meanings:
    """What the cells of a question's column can mean by the pack alone: its statements in every language."""

    def __init__(self, question: Question) -> None:
        self.texts = {
            text: level
            for level, statement in enumerate(question.statements, 1)
            for text in statement.root.values()
        }
        self.levels = {plain(text): level for text, level in self.texts.items()}

    def of(self, cell: str) -> Answer | None:
        """The answer that a text stands for word for word, or None. Numbers from 1 to 5 are levels."""
        text = plain(cell)
        if text in self.levels:
            return self.levels[text]
        if text in DONT_KNOWS:
            return DONT_KNOW
        if text in NOT_APPLICABLES:
            return NOT_APPLICABLE
        if number := _NUMBER.fullmatch(text):
            return int(number[1])
        numbered = _NUMBERED.fullmatch(text)
        if numbered and self.levels.get(plain(numbered[2])) == int(numbered[1]):
            return int(numbered[1])
        return None

    def nearest(self, cell: str) -> tuple[int | None, str, float]:
        """The level whose statement is most like a text, that statement, and how alike, from 0 to 1."""
        statement, score = best(cell, self.texts)
        return (None, "", 0.0) if statement is None else (self.texts[statement], statement, score)


def read_export(
    table: Table, mapping: ExportMapping, pack: Pack, departments: Iterable[str] | None = None
) -> list[Submission]:
    """The submissions of an export, in its order. ``skipped`` tells which rows hold none.

    ``departments`` are the names listed in the facts; given, every department must be one of them.
    Raises ImportProblems with every problem of the table, or with everything that is still to be confirmed.
    """
    problems = Problems(table.sheet)
    for entry in mapping.unconfirmed():
        problems.add(
            f"not confirmed: {entry}", "check it in the mapping, then delete its line 'confirm: true'"
        )
    if mapping.roles is None and ROLE not in {column.use for column in mapping.columns}:
        fix = phrase("add 'role:' with 'default:' to the mapping, or use: role")
        problems.add(phrase("no column holds the role"), fix)
    if DEPARTMENT not in {column.use for column in mapping.columns}:
        fix = phrase("write use: department at one column of the mapping")
        problems.add(phrase("no column holds the department"), fix)
    columns = _placed(table, mapping, problems)
    problems.raise_any()
    reader = _Export(table, mapping, columns, pack, People(pack, departments, problems))
    skip = {entry.row for entry in skipped(table, mapping)}
    submissions = [reader.submission(row) for row in table.rows if row.number not in skip]
    if not submissions:
        fix = phrase("export the responses again once somebody has answered")
        problems.add(phrase("no respondent yet"), fix)
    problems.raise_any()
    return submissions


def skipped(table: Table, mapping: ExportMapping) -> list[Skipped]:
    """The rows without a submission: those never sent, and those without any answer."""
    columns = _placed(table, mapping, Problems(table.sheet))
    sent = [index for index, column in columns.items() if column.use == SUBMITTED]
    asked = [index for index, column in columns.items() if column.use not in (*PEOPLE, SUBMITTED)]
    found = []
    for row in table.rows:
        if any(not row.cells[index].strip() for index in sent):
            found.append(Skipped(row.number, "the form was begun and not sent"))
        elif not any(row.cells[index].strip() for index in asked):
            found.append(Skipped(row.number, "no question is answered"))
    return found


def _placed(table: Table, mapping: ExportMapping, problems: Problems) -> dict[int, Column]:
    """Where each column in use stands: by heading, and by letter among columns of one heading."""
    headings = [plain(heading) for heading in table.header.cells]
    placed: dict[int, Column] = {}
    for column in mapping.columns:
        if column.use == IGNORE:
            continue
        where = [index for index, heading in enumerate(headings) if heading == plain(column.heading)]
        index = next((index for index in where if table.letters[index] == column.letter), None)
        if index is None and len(where) == 1:
            index = where[0]
        if index is None:
            problems.add(
                f"no column is headed like the mapping's {column.letter}, {column.use}",
                "propose the mapping anew, or correct its heading",
                table.header.number,
                "",
                column.heading,
            )
        else:
            placed[index] = column
    known = {plain(column.heading) for column in mapping.columns}
    for index, heading in enumerate(headings):
        if heading and heading not in known:
            problems.add(
                "the mapping does not name this column",
                "propose the mapping anew, or list it with use: ignore",
                table.header.number,
                table.letters[index],
                table.header.cells[index],
            )
    return placed


class _Export:
    """One export being read."""

    def __init__(
        self,
        table: Table,
        mapping: ExportMapping,
        columns: dict[int, Column],
        pack: Pack,
        people: People,
    ) -> None:
        self.table = table
        self.kind = mapping.kind
        self.roles = mapping.roles
        self.columns = columns
        self.people = people
        self.problems = people.problems
        self.role_ids = {
            plain(name): role.id
            for role in pack.questionnaire.roles
            for name in (role.id, *role.name.root.values())
        }
        self.meanings = {
            column.use: Meanings(pack.question[column.use])
            for column in columns.values()
            if column.use in pack.question
        }
        self.given = {
            index: {plain(key): value for key, value in {**mapping.answers, **column.values}.items()}
            if column.use in pack.question
            else {plain(key): value for key, value in column.values.items()}
            for index, column in columns.items()
        }
        self.known: dict[tuple[int, str], Meaning | None] = {}

    def submission(self, row: Row) -> Submission:
        person: dict[str, tuple[str, str]] = {}
        answers: dict[str, Answer] = {}
        for index, column in self.columns.items():
            cell = row.cells[index]
            if self.kind == "microsoft_forms":
                # A question that admits several choices ends each of them so.
                cell = cell.rstrip().removesuffix(";")
            if column.use in PEOPLE:
                given = self.given[index].get(plain(cell))
                person[column.use] = (self.table.letters[index], cell if given is None else str(given))
            elif column.use in self.meanings and cell.strip():
                answer = self.answer(row.number, index, column.use, cell)
                if answer is not None and answer != UNANSWERED:
                    answers[column.use] = answer
        department = self.people.department(row.number, *person[DEPARTMENT])
        role = self.role(row.number, department, person.get(ROLE))
        respondent = self.people.respondent(row.number, *person.get(RESPONDENT, ("", "")), department)
        return Submission(department, role, answers, respondent)

    def role(self, row: int, department: str, cell: tuple[str, str] | None) -> str:
        if cell is not None:
            return self.people.role(row, cell[0], self.role_ids.get(plain(cell[1]), cell[1]))
        if self.roles is None or not department:
            return ""
        by_department = {plain(name): role for name, role in self.roles.by_department.items()}
        role = by_department.get(plain(department), self.roles.default)
        if role is None:
            fix = phrase("add it under role: by_department: in the mapping, or give a default")
            self.problems.add(phrase("no role is given for this department"), fix, row, "", department)
        return role or ""

    def answer(self, row: int, index: int, question: str, cell: str) -> Meaning | None:
        key = (index, cell)
        if key not in self.known:
            given = self.given[index].get(plain(cell))
            # Only meanings are given to a question's column: the mapping was checked for that.
            self.known[key] = self.meanings[question].of(cell) if given is None else given  # type: ignore[assignment]
        if self.known[key] is None:
            self.problems.add(*self.unknown(question, cell), row, self.table.letters[index], cell)
        return self.known[key]

    def unknown(self, question: str, cell: str) -> tuple[str, str]:
        """Why a cell is no answer to a question, and the fix."""
        level, statement, score = self.meanings[question].nearest(cell)
        parts = [part for part in cell.split(";") if part.strip()]
        if len(parts) > 1 and all(self.meanings[question].of(part) is not None for part in parts):
            return phrase("several answers to {name}", name=question), phrase("keep one of them")
        message = phrase("no statement of {name} reads so", name=question)
        line = phrase("add it under values: of this column in the mapping, as 1 to 5, dk, na or unanswered")
        if level is None or score < 0.3:
            return message, line
        near = phrase("nearest is level {level}, “{text}”: {fix}", level=level, text=statement, fix=line)
        return message, near
