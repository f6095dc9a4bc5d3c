"""Who answered: checks department, role and respondent of one row after the other of a file."""

from collections.abc import Iterable
from typing import Final

from questionnaires.model import Pack

from .matching import label, plain, suggestion
from .problems import Problems

LONGEST: Final = 100
"""Characters of a department's name: it stands in tables and charts."""


def is_name(text: str, longest: int = LONGEST) -> bool:
    """Whether a text may stand as a name in a report: not empty nor too long, and printable throughout."""
    return 0 < len(text) <= longest and text.isprintable()


class People:
    """Checks the people of one file, remembering those seen. A check returns "" where it finds a problem."""

    def __init__(self, pack: Pack, departments: Iterable[str] | None, problems: Problems) -> None:
        self._roles = tuple(pack.role)
        self._role_names = {
            name: role.id for role in pack.questionnaire.roles for name in role.name.root.values()
        }
        self._departments = None if departments is None else [label(name) for name in departments]
        self._list_it = f"list it in the facts, or write one of: {', '.join(self._departments or ())}"
        self._spelt: dict[str, tuple[str, int]] = {}
        self._seen: dict[tuple[str, str], int] = {}
        self.problems = problems

    def department(self, row: int, column: str, cell: str) -> str:
        """The department's name with single spaces: one of those listed, or always spelt the same."""
        name = label(cell)
        if not name:
            self.problems.add("the department is missing", "write the department's name", row, column)
        elif not is_name(name):
            fix = f"write at most {LONGEST} characters, without control characters"
            self.problems.add("not a name for a department", fix, row, column, cell)
        elif self._departments is not None and name not in self._departments:
            fix = suggestion(name, self._departments, self._list_it)
            self.problems.add("no such department in the facts", fix, row, column, name)
        else:
            return self._same_spelling(row, column, name)
        return ""

    def _same_spelling(self, row: int, column: str, name: str) -> str:
        first, where = self._spelt.setdefault(plain(name), (name, row))
        if first == name:
            return name
        self.problems.add(f"spelt {first!r} in row {where}", f"write {first!r} in both", row, column, name)
        return ""

    def role(self, row: int, column: str, cell: str) -> str:
        """The id of a role, which may be typed in any case."""
        role = cell.strip().casefold()
        if role in self._roles:
            return role
        if not role:
            self.problems.add("the role is missing", f"write one of: {', '.join(self._roles)}", row, column)
            return ""
        named = {plain(name): role for name, role in self._role_names.items()}.get(plain(cell))
        fix = suggestion(cell, self._roles, f"write one of: {', '.join(self._roles)}")
        self.problems.add("unknown role", f"write {named!r}" if named else fix, row, column, cell)
        return ""

    def respondent(self, row: int, column: str, cell: str, department: str) -> str:
        """What tells respondents of one department apart; "" where nothing does. Nobody answers twice."""
        name = label(cell)
        if not name:
            return ""
        if not is_name(name, 2 * LONGEST):
            fix = f"write at most {2 * LONGEST} characters, without control characters"
            self.problems.add("not a respondent", fix, row, column, cell)
            return ""
        first = self._seen.setdefault((department, name.casefold()), row)
        if first != row:
            message = f"this respondent has answered for the department in row {first} already"
            self.problems.add(message, "delete one of the two rows", row, column, name)
        return name
