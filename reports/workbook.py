"""Workbook: the frozen sheets that a spreadsheet output prints; texts of one locale, numbers as numbers."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula, in the spreadsheet's own English names, and the value shown until recalculated."""

    text: str
    value: float


Form = Literal["text", "whole", "score", "exact", "percent", "date"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A number that looks otherwise than the rest of its column."""

    value: float
    form: Form


Value = str | int | float | Formula | Shown | None
"""None is an empty cell: nothing was computed, which is not zero."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its head, how its numbers look, its width in characters."""

    title: str
    form: Form = "text"
    width: float = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a title and a note above, then a table with a filter."""

    name: str
    title: str
    note: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Value, ...], ...]
    given: tuple[str, date] | None = None
    """What a reader may change, a label and a day: they stand in B3 and C3."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of one file, and its properties."""

    title: str
    author: str
    created: str
    """ISO 8601 moment for the file's properties, so that the same results give the same file."""
    sheets: tuple[Sheet, ...]


GIVEN: str = "$C$3"
"""The cell of a day that formulas read."""

HEAD: int = 4
"""The row, from 1, that a sheet's column heads stand in: title, note, an empty row, then the table."""
