"""Reads the list of people to invite: a CSV or XLSX file with department, name, role, email and language."""

from pathlib import Path
from typing import Final

from questionnaires.answers import Case
from questionnaires.model import Pack

from .files import Problem, Table, read_table, refuse
from .files.people import People
from .files.problems import Problems
from .services.campaigns import Person

COLUMNS: Final = ("department", "name", "role", "email", "language")
LANGUAGES: Final = ("en", "fr")


def read_people(path: Path, pack: Pack, case: Case) -> list[Person]:
    """The people in a file, in its order. Raises ImportProblems with every problem, and OSError."""
    table = read_table(path)
    columns = _columns(table)
    problems = Problems(table.sheet)
    people = People(pack, [item.name for item in case.departments], problems)
    found = []
    for row in table.rows:
        cells = {name: row.cells[index].strip() for name, index in columns.items()}
        letters = {name: table.letters[index] for name, index in columns.items()}
        department = people.department(row.number, letters["department"], cells["department"])
        name = people.respondent(row.number, letters["name"], cells["name"], department)
        role = cells.get("role") and people.role(row.number, letters["role"], cells["role"])
        language = cells.get("language", "").lower()
        if language and language not in LANGUAGES:
            fix = f"write one of: {', '.join(LANGUAGES)}, or leave it empty"
            problems.add("unknown language", fix, row.number, letters["language"], language)
        email = cells.get("email", "")
        if email and ("@" not in email or any(character.isspace() for character in email)):
            problems.add(
                "not an e-mail address",
                "write it like a.name@company.example",
                row.number,
                letters["email"],
                email,
            )
        found.append(Person(department, name, email, role or None, language or None))
    for item in case.departments:
        if item.name not in {person.department for person in found}:
            problems.found.append(_silent(table.sheet, item.name))
    problems.raise_any()
    return found


def _silent(sheet: str, department: str) -> Problem:
    fix = "add at least one person, or remove the department from the facts"
    return Problem(sheet, None, "", department, "nobody is invited for this department", fix)


def _columns(table: Table) -> dict[str, int]:
    headings = [heading.strip().casefold() for heading in table.header.cells]
    unknown = [heading for heading in headings if heading and heading not in COLUMNS]
    missing = [name for name in ("department", "name") if name not in headings]
    if unknown or missing:
        wrong = (
            f"unknown columns: {', '.join(unknown)}" if unknown else f"missing columns: {', '.join(missing)}"
        )
        raise refuse(table.sheet, wrong, f"head the columns {', '.join(COLUMNS)}", table.header.number)
    return {name: headings.index(name) for name in COLUMNS if name in headings}
