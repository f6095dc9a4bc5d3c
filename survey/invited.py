"""Reads the list of people to invite to a campaign whose departments are those of its facts."""

from pathlib import Path

from questionnaires.answers import Case
from questionnaires.model import Pack

from .files import people_in, read_table
from .services.campaigns import Person


def read_people(path: Path, pack: Pack, case: Case) -> list[Person]:
    """The people in a CSV or XLSX file, in its order. Raises ImportProblems with every problem, OSError."""
    departments = [item.name for item in case.departments]
    found = people_in(read_table(path), pack, departments, fixed=True).people
    return [
        Person(item.department, item.name, item.email, item.role or None, item.locale or None, item.phone)
        for item in found
    ]
