"""Plants one fault in the tiny pack: changes of its data, and the pack that they give."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from questionnaires import Pack, load_folder
from tests.questionnaires import tiny

Files = dict[str, dict[str, Any]]
Change = Callable[[Files], object]
Rules = dict[str, tuple[Change, str]]
"""By name: what breaks a rule, and (the end of) the line that says so."""


def loaded(folder: Path, change: Change) -> Pack:
    """The tiny pack after a change, written to ``folder`` and read again."""
    files = tiny.pack()
    change(files)
    return load_folder(tiny.write(folder, files))


def put(file: str, *path: str | int, to: Any) -> Change:
    """A change that sets the value at a path of a file."""

    def change(files: Files) -> None:
        place: Any = files[file]
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return change


def drop(file: str, *path: str | int) -> Change:
    """A change that removes the entry at a path of a file."""

    def change(files: Files) -> None:
        place: Any = files[file]
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


def both(*changes: Change) -> Change:
    """Several changes as one."""
    return lambda files: [change(files) for change in changes]


def add_row(row: dict[str, Any]) -> Change:
    """A change that adds a row to the decision table, in both languages."""
    def change(files: Files) -> None:
        files["mandate.yaml"]["table"].append({**row, "reason": "Also"})
        files["fr/mandate.yaml"]["table"][row["id"]] = {"reason": "Aussi"}

    return change
