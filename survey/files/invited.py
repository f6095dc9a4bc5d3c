"""Reads a list of people to invite from a table headed in English or French, with every problem in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from questionnaires.model import Pack

from ..phrases import phrase
from .matching import label, plain, suggestion
from .people import LONGEST, is_address, is_name
from .problems import Problems, refuse
from .table import Row, Table

HEADINGS: Final = {
    "department": ("department", "direction", "département", "service", "entité"),
    "name": ("name", "full name", "nom", "nom complet", "prénom et nom"),
    "role": ("role", "function", "rôle", "fonction"),
    "email": ("email", "e-mail", "email address", "e-mail address", "courriel", "adresse e-mail", "mél"),
    "language": ("language", "langue"),
    "phone": ("phone", "telephone", "téléphone", "tél"),
}
"""What the columns may be called, in any case. Department and name have to be there."""
_LANGUAGES: Final = {
    "en": ("en", "english", "anglais"),
    "fr": ("fr", "french", "français", "francais"),
}
_LONGEST_PHONE: Final = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One person as a row has it. ``role`` and ``locale`` are ids; what the row leaves empty is ""."""

    row: int
    department: str
    name: str
    role: str = ""
    email: str = ""
    locale: str = ""
    phone: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same person: somebody may answer for two departments, but once for each."""
        return plain(self.department), plain(self.name)


@dataclass(slots=True)
class Listed:
    """What a file holds: people, rows that repeat one before them, and departments without anybody."""

    people: list[Entry] = field(default_factory=list)
    repeated: list[tuple[Entry, int]] = field(default_factory=list)
    """A row, and the row before it that says the same."""
    empty: list[str] = field(default_factory=list)
    """Departments named in a row without a person, as the template has them."""


def people_in(table: Table, pack: Pack, departments: Sequence[str], *, fixed: bool = False) -> Listed:
    """The people of a table. A department spelt like one of ``departments`` but for case is that one.

    ``fixed``: there are no other departments, each has to have somebody, and people may go without a name.
    Raises ImportProblems with every problem, by sheet, row and column: then nothing of the file is used.
    """
    return _Reading(table, pack, departments, fixed).listed()


class _Reading:
    """One table being read."""

    def __init__(self, table: Table, pack: Pack, departments: Sequence[str], fixed: bool) -> None:
        self.table, self.departments, self.fixed = table, departments, fixed
        self.columns = columns_of(table)
        self.problems = Problems(table.sheet)
        self.known = {plain(name): name for name in departments}
        roles = [
            (text, role.id)
            for role in pack.questionnaire.roles
            for text in (role.id, *role.name.root.values())
        ]
        self.role_names = [text for text, _ in roles]
        self.roles = {plain(text): role for text, role in roles}

    def listed(self) -> Listed:
        found, seen = Listed(), dict[tuple[str, str], Entry]()
        for row in self.table.rows:
            entry = self.entry(row)
            if not entry.name:
                self.nameless(row, entry, found)
                continue
            before = seen.setdefault(entry.key, entry)
            if before is entry:
                found.people.append(entry)
            elif replace(entry, row=before.row) == before:
                found.repeated.append((entry, before.row))
            else:
                message = phrase("row {row} has the same person with other details", row=before.row)
                self.wrong(row, "name", message, phrase("delete one of the two rows"))
        if self.fixed:
            self.check_coverage(found)
        self.problems.raise_any()
        return found

    def nameless(self, row: Row, entry: Entry, found: Listed) -> None:
        """A row without a name: somebody unnamed, nobody yet for a department, or a name forgotten."""
        if self.fixed:
            found.people.append(entry)
        elif not any((entry.role, entry.email, entry.locale, entry.phone)):
            found.empty.append(entry.department)
        else:
            self.wrong(row, "name", phrase("the name is missing"), phrase("write the person's name"))

    def check_coverage(self, found: Listed) -> None:
        for name in self.departments:
            if name not in {entry.department for entry in found.people}:
                message = phrase("nobody is invited for this department")
                fix = phrase("add at least one person, or remove the department from the facts")
                self.problems.add(message, fix, value=name)

    def entry(self, row: Row) -> Entry:
        """A row as it stands. What cannot be used is told, and left empty."""
        return Entry(
            row.number,
            self.department(row),
            self.name(row),
            self.one_of(row, "role", self.roles),
            self.email(row),
            self.one_of(row, "language", {word: key for key, words in _LANGUAGES.items() for word in words}),
            self.phone(row),
        )

    def cell(self, row: Row, column: str) -> str:
        return label(row.cells[self.columns[column]]) if column in self.columns else ""

    def wrong(self, row: Row, column: str, message: str, fix: str) -> None:
        letter = self.table.letters[self.columns[column]] if column in self.columns else ""
        self.problems.add(message, fix, row.number, letter, self.cell(row, column))

    def department(self, row: Row) -> str:
        name = self.cell(row, "department")
        if not name:
            fix = phrase("write the department's name")
            self.wrong(row, "department", phrase("the department is missing"), fix)
        elif not is_name(name):
            fix = phrase("write at most {n} characters, without control characters", n=LONGEST)
            self.wrong(row, "department", phrase("not a name for a department"), fix)
        elif self.fixed and plain(name) not in self.known:
            names = ", ".join(self.departments)
            otherwise = phrase("list it in the facts, or write one of: {names}", names=names)
            near = suggestion(name, self.departments, otherwise)
            self.wrong(row, "department", phrase("no such department in the facts"), near)
        # The first spelling in the file holds for all of it.
        return self.known.setdefault(plain(name), name) if name else ""

    def name(self, row: Row) -> str:
        name = self.cell(row, "name")
        if name and not is_name(name, 2 * LONGEST):
            fix = phrase("write at most {n} characters, without control characters", n=2 * LONGEST)
            self.wrong(row, "name", phrase("not a name"), fix)
        return name

    def email(self, row: Row) -> str:
        address = self.cell(row, "email")
        if address and not is_address(address):
            fix = phrase("write it like a.name@company.example")
            self.wrong(row, "email", phrase("not an e-mail address"), fix)
        return address.lower()

    def phone(self, row: Row) -> str:
        number = self.cell(row, "phone")
        if number and not is_name(number, _LONGEST_PHONE):
            fix = phrase("write at most {n} characters, without control characters", n=_LONGEST_PHONE)
            self.wrong(row, "phone", phrase("not a phone number"), fix)
        return number

    def one_of(self, row: Row, column: str, known: dict[str, str]) -> str:
        """The id that a cell stands for: by itself, or by a name in either language."""
        text = self.cell(row, column)
        if not text or plain(text) in known:
            return known.get(plain(text), "")
        if column == "role":
            otherwise = phrase("copy one from the list of functions in the template, or leave it empty")
            self.wrong(row, column, phrase("unknown role"), suggestion(text, self.role_names, otherwise))
        else:
            self.wrong(row, column, phrase("unknown language"), phrase("write en or fr, or leave it empty"))
        return ""


def columns_of(table: Table) -> dict[str, int]:
    """Which column is which, by its heading. Raises ImportProblems for unknown, doubled and missing ones."""
    meant = {plain(text): name for name, texts in HEADINGS.items() for text in texts}
    headings = [plain(heading) for heading in table.header.cells]
    fix = phrase("head the columns {names}", names=", ".join(HEADINGS))
    if unknown := [heading for heading in headings if heading and heading not in meant]:
        message = phrase("unknown columns: {names}", names=", ".join(unknown))
        raise refuse(table.sheet, message, fix, table.header.number)
    columns: dict[str, int] = {}
    for index, heading in enumerate(headings):
        if heading and columns.setdefault(meant[heading], index) != index:
            message = phrase("two columns say the same: {name}", name=table.header.cells[index])
            raise refuse(table.sheet, message, phrase("delete one of the two"), table.header.number)
    if missing := [name for name in ("department", "name") if name not in columns]:
        message = phrase("missing columns: {names}", names=", ".join(missing))
        raise refuse(table.sheet, message, fix, table.header.number)
    return columns
