"""Who answered: checks department, role and respondent of one row after the other of a file."""

import re
from collections.abc import Iterable
from typing import Final

from questionnaires.model import Pack

from ..phrases import phrase
from .matching import label, plain, suggestion
from .problems import Problems

LONGEST: Final = 100
"""Characters of a department's name: it stands in tables and charts."""
_LONGEST_ADDRESS: Final = 320
_NOT_IN_ADDRESS: Final = re.compile(r"[\s,;:<>()\[\]\\\"]")


def is_name(text: str, longest: int = LONGEST) -> bool:
    """Whether a text may stand as a name in a report: not empty nor too long, and printable throughout."""
    return 0 < len(text) <= longest and text.isprintable()


def is_address(text: str) -> bool:
    """Whether a text may stand as one e-mail address: nothing that ends a header or names another."""
    local, _, domain = text.rpartition("@")
    plain_enough = text.isprintable() and not _NOT_IN_ADDRESS.search(text) and len(text) <= _LONGEST_ADDRESS
    return bool(local) and "." in domain.strip(".") and "@" not in local and plain_enough


class People:
    """Checks the people of one file, remembering those seen. A check returns "" where it finds a problem."""

    def __init__(self, pack: Pack, departments: Iterable[str] | None, problems: Problems) -> None:
        self._roles = tuple(pack.role)
        self._role_names = {
            name: role.id for role in pack.questionnaire.roles for name in role.name.root.values()
        }
        self._departments = None if departments is None else [label(name) for name in departments]
        self._list_it = phrase(
            "list it in the facts, or write one of: {names}", names=", ".join(self._departments or ())
        )
        self._spelt: dict[str, tuple[str, int]] = {}
        self._seen: dict[tuple[str, str], int] = {}
        self.problems = problems

    def department(self, row: int, column: str, cell: str) -> str:
        """The department's name with single spaces: one of those listed, or always spelt the same."""
        name = label(cell)
        if not name:
            self.problems.add(
                phrase("the department is missing"), phrase("write the department's name"), row, column
            )
        elif not is_name(name):
            fix = phrase("write at most {n} characters, without control characters", n=LONGEST)
            self.problems.add(phrase("not a name for a department"), fix, row, column, cell)
        elif self._departments is not None and name not in self._departments:
            near = suggestion(name, self._departments, self._list_it)
            self.problems.add(phrase("no such department in the facts"), near, row, column, name)
        else:
            return self._same_spelling(row, column, name)
        return ""

    def _same_spelling(self, row: int, column: str, name: str) -> str:
        first, where = self._spelt.setdefault(plain(name), (name, row))
        if first == name:
            return name
        message = phrase("spelt {name!r} in row {row}", name=first, row=where)
        self.problems.add(message, phrase("write {name!r} in both", name=first), row, column, name)
        return ""

    def role(self, row: int, column: str, cell: str) -> str:
        """The id of a role, which may be typed in any case."""
        role = cell.strip().casefold()
        if role in self._roles:
            return role
        if not role:
            self.problems.add(phrase("the role is missing"), self._write_one(), row, column)
            return ""
        named = {plain(name): role for name, role in self._role_names.items()}.get(plain(cell))
        near = suggestion(cell, self._roles, self._write_one())
        fix = phrase("write {name!r}", name=named) if named else near
        self.problems.add(phrase("unknown role"), fix, row, column, cell)
        return ""

    def _write_one(self) -> str:
        return phrase("write one of: {names}", names=", ".join(self._roles))

    def respondent(self, row: int, column: str, cell: str, department: str) -> str:
        """What tells respondents of one department apart; "" where nothing does. Nobody answers twice."""
        name = label(cell)
        if not name:
            return ""
        if not is_name(name, 2 * LONGEST):
            fix = phrase("write at most {n} characters, without control characters", n=2 * LONGEST)
            self.problems.add(phrase("not a respondent"), fix, row, column, cell)
            return ""
        first = self._seen.setdefault((department, name.casefold()), row)
        if first != row:
            message = phrase(
                "this respondent has answered for the department in row {row} already", row=first
            )
            self.problems.add(message, phrase("delete one of the two rows"), row, column, name)
        return name
