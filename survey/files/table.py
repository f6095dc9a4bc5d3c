"""A table as somebody brought it, as CSV or XLSX: every cell a text, with its row and column."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..phrases import phrase
from .problems import Problems, refuse

MAX_BYTES: Final = 50 * 1024 * 1024
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 500
MAX_CELL: Final = 32_767
"""Characters in a cell: what a spreadsheet can hold."""

_DELIMITERS: Final = ";,\t"
_TRIED: Final = 200
"""Records by which a delimiter is judged."""
_OLD: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Row:
    """One row with anything in it. ``number`` is its row in a spreadsheet, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header row and the rows under it, all as wide as the header. Cells are texts, "" if empty.

    ``sheet`` is the sheet's name in an XLSX, the file's in a CSV: what a problem is told by.
    """

    sheet: str
    header: Row
    rows: tuple[Row, ...]

    @property
    def letters(self) -> tuple[str, ...]:
        """The column letters, as wide as the header."""
        return tuple(_letter(index + 1) for index in range(len(self.header.cells)))


def read_table(path: Path, sheet: str | None = None) -> Table:
    """Read a CSV or XLSX file. Raises ImportProblems for what is not one or is too large, and OSError.

    ``sheet`` names the sheet of an XLSX; without it, a sheet called "answers" is read, or else the first.
    """
    if path.stat().st_size > MAX_BYTES:
        raise _too_large(path.name)
    return parse_table(path.read_bytes(), path.name, sheet)


def parse_table(data: bytes, name: str, sheet: str | None = None) -> Table:
    """Like ``read_table``, for the bytes of a file called ``name``. What it is, is told by its content."""
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    if data.startswith(_OLD):
        raise _old_workbook(data, name)
    if data.startswith(b"PK"):
        from .workbook import read_workbook  # noqa: PLC0415 - imports openpyxl, see there

        title, rows = read_workbook(data, name, sheet)
        return _table(title, rows)
    return _table(name, _csv_rows(_decode(data, name), name))


def _too_large(name: str) -> Exception:
    return refuse(
        name,
        phrase("the file is larger than {n} MB", n=MAX_BYTES // 1024**2),
        phrase("keep only the answers in it"),
    )


def _old_workbook(data: bytes, name: str) -> Exception:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return refuse(
            name, phrase("the workbook is protected by a password"), phrase("save it without a password")
        )
    return refuse(
        name, phrase("this is a workbook of the old .xls kind"), phrase("save it as .xlsx or as CSV")
    )


def _decode(data: bytes, name: str) -> str:
    """Text of a CSV: UTF-8 if it is valid UTF-8, else CP1252; UTF-16 only where a byte order mark says so."""
    if data.startswith(_UTF16):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise refuse(
                name, phrase("the file breaks off inside a character"), phrase("save it as CSV UTF-8")
            ) from error
    if b"\0" in data:
        raise refuse(
            name,
            phrase("this is neither a CSV nor an XLSX file"),
            phrase("save the table as .xlsx or as CSV UTF-8"),
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refuse(
            name,
            phrase("line {line} is neither UTF-8 nor Windows-1252", line=line),
            phrase("save it as CSV UTF-8"),
        ) from error


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The records of a CSV, numbered as a spreadsheet would: a cell of several lines is one row."""
    start, delimiter = 1, ""
    first, _, rest = text.partition("\n")
    if first.strip().lower() in ("sep=;", "sep=,", "sep=\t") or first.rstrip("\r").lower() == "sep=\t":
        # A hint that Excel writes and reads; it takes a row there too.
        start, delimiter, text = 2, first.rstrip("\r")[4], rest
    delimiter = delimiter or _delimiter(text)
    number = start - 1
    try:
        for number, cells in enumerate(_records(text, delimiter), start):
            yield number, tuple(cells)
    except csv.Error as error:
        fix = phrase(
            "shorten it below {n} characters, or close the quotation mark left open before it", n=MAX_CELL
        )
        if "field larger" not in str(error):
            raise refuse(
                name,
                phrase("not readable as CSV: {fault}", fault=error),
                phrase("save it as CSV UTF-8 anew"),
                number + 1,
            ) from error
        raise refuse(name, phrase("a cell in this row is far too long"), fix, number + 1) from error


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """The delimiter with which most records are as wide as the header; of equals, the one with more columns.

    Judged on parsed records, so that delimiters and line ends inside quotation marks do not count, nor
    decimal commas: they make records of uneven width.
    """
    return max(_DELIMITERS, key=lambda delimiter: _fit(text, delimiter))


def _fit(text: str, delimiter: str) -> tuple[bool, float, int]:
    widths: list[int] = []
    try:
        for record in _records(text, delimiter):
            if any(cell.strip() for cell in record):
                widths.append(len(record))
            if len(widths) == _TRIED:
                break
    except csv.Error:
        # Whether that is the wrong delimiter or the file's own fault, reading it in full will tell.
        pass
    if not widths:
        return False, 0.0, 0
    return widths[0] > 1, sum(width == widths[0] for width in widths) / len(widths), widths[0]


def _table(sheet: str, rows: Iterable[tuple[int, tuple[str, ...]]]) -> Table:
    problems = Problems(sheet)
    header: Row | None = None
    below: list[Row] = []
    for number, cells in rows:
        filled = _trimmed(cells)
        if not filled:
            continue
        _check_size(problems, number, filled)
        if header is None:
            header = Row(number, filled)
        elif len(below) == MAX_ROWS:
            raise refuse(
                sheet, phrase("there are more than {n} rows", n=MAX_ROWS), phrase("split the file"), number
            )
        elif len(filled) > len(header.cells):
            column = _letter(len(filled))
            fix = phrase(
                "give column {column} a heading, or put a text that holds the delimiter in quotation marks",
                column=column,
            )
            problems.add(phrase("the row is longer than the header"), fix, number, column, filled[-1])
        else:
            below.append(Row(number, filled + ("",) * (len(header.cells) - len(filled))))
    problems.raise_any()
    if header is None:
        raise refuse(
            sheet,
            phrase("the table is empty"),
            phrase("write a header row and one row per respondent under it"),
        )
    return Table(sheet, header, tuple(below))


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _check_size(problems: Problems, number: int, cells: tuple[str, ...]) -> None:
    if len(cells) > MAX_COLUMNS:
        raise refuse(
            problems.sheet,
            phrase("there are more than {n} columns", n=MAX_COLUMNS),
            phrase("delete the columns that hold no answers"),
            number,
            _letter(MAX_COLUMNS + 1),
        )
    for index, cell in enumerate(cells):
        if len(cell) > MAX_CELL:
            message = phrase("the cell holds {n} characters", n=len(cell))
            fix = phrase("shorten it below {n}", n=MAX_CELL)
            problems.add(message, fix, number, _letter(index + 1), cell)


def _letter(column: int) -> str:
    """What spreadsheets call a column, from 1."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    return get_column_letter(column)
