"""What is wrong with a file that somebody brought, all at once: sheet, row, column, value, fix."""

import io
import unicodedata
from dataclasses import dataclass
from typing import Final

MOST: Final = 1_000
"""Problems after which reading stops: a file with more is the wrong file, and each costs work."""

_VALUE: Final = 40
"""Characters of a value that are shown."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. ``row`` is the row of a spreadsheet or the line of a YAML file; ``column`` is a letter.

    Where a fault has no row or column, they are None and "".
    """

    sheet: str
    row: int | None
    column: str
    value: str
    message: str
    fix: str

    @property
    def place(self) -> str:
        """``answers D4`` for a cell, ``facts.yaml:12`` for a line, ``answers column D`` for a column."""
        if self.row is None:
            return f"{self.sheet} column {self.column}" if self.column else self.sheet
        return f"{self.sheet} {self.column}{self.row}" if self.column else f"{self.sheet}:{self.row}"

    def __str__(self) -> str:
        value = f" “{printable(self.value)}”:" if self.value else ""
        return f"{self.place}:{value} {self.message}" + (f"; {self.fix}" if self.fix else "")


class ImportProblems(Exception):
    """A file was not read, and nothing of it was kept: ``problems`` says why, in the order of the file.

    ``stopped`` is True where reading ended at ``MOST`` problems, so that there may be more.
    """

    def __init__(self, problems: list[Problem], stopped: bool = False) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
        self.stopped = stopped

    def as_table(self, width: int = 110, most: int = 50) -> str:
        """The first ``most`` problems as a table of plain text, ``width`` characters wide, no colours."""
        # For a terminal: a server has none.
        from rich.box import SIMPLE_HEAD  # noqa: PLC0415
        from rich.console import Console  # noqa: PLC0415
        from rich.table import Table as Printed  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        table = Printed(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
        table.add_column("Sheet", max_width=24, overflow="fold")
        table.add_column("Row", justify="right", no_wrap=True)
        table.add_column("Column", no_wrap=True)
        for name in ("Value", "What is wrong", "Fix"):
            table.add_column(name, overflow="fold", ratio=2 if name == "Value" else 3)
        for problem in self.problems[:most]:
            row = "" if problem.row is None else str(problem.row)
            cells = (problem.sheet, row, problem.column, problem.value, problem.message, problem.fix)
            # Text, not str: square brackets in somebody's cell are no mark-up of ours.
            table.add_row(
                *(Text(printable(cell, 400)) for cell in cells[:3]),
                Text(printable(cells[3])),
                *(Text(printable(cell, 400)) for cell in cells[4:]),
            )
        page = Console(
            file=io.StringIO(), width=width, color_system=None, force_terminal=False, legacy_windows=False
        )
        with page.capture() as capture:
            page.print(table)
        lines = [line.rstrip() for line in capture.get().strip("\n").splitlines()]
        return "\n".join([*lines, *self._rest(most)])

    def _rest(self, most: int) -> list[str]:
        lines = []
        if len(self.problems) > most:
            lines.append(f"and {len(self.problems) - most} more.")
        if self.stopped:
            lines.append(f"Reading stopped after {MOST} problems.")
        return lines


class Problems:
    """Collects the problems of one file, called ``sheet`` in each of them."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.found: list[Problem] = []

    def add(self, message: str, fix: str, row: int | None = None, column: str = "", value: str = "") -> None:
        """Note a problem. Raises ImportProblems when there are ``MOST`` of them."""
        self.found.append(Problem(self.sheet, row, column, value, message, fix))
        if len(self.found) >= MOST:
            raise ImportProblems(self.found, stopped=True)

    def raise_any(self) -> None:
        """Raise ImportProblems with everything found, if anything was."""
        if self.found:
            raise ImportProblems(self.found)


def refuse(sheet: str, message: str, fix: str, row: int | None = None, column: str = "") -> ImportProblems:
    """The error for a single fault that ends reading."""
    return ImportProblems([Problem(sheet, row, column, "", message, fix)])


def printable(text: str, most: int = _VALUE) -> str:
    """Text for a terminal: on one line, shortened, and with control characters made visible.

    A cell may hold escape sequences that would clear a screen or retitle a window.
    """
    short = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(_shown(character) for character in short)


def _shown(character: str) -> str:
    if character in "\r\n\t":
        return " "
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return f"\\u{ord(character):04x}"
    return character
