"""Reads one sheet of an XLSX file, after looking at the archive's own table of contents for a bomb.

With the others that import openpyxl, this is imported when a workbook is read or written: it takes 20 MB, and
most processes of the site never see one.
"""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from ..phrases import phrase
from .problems import Problems, refuse

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MAX_MEMBERS: Final = 200
MAX_DECLARED: Final = 50 * 1024 * 1024
MAX_RATIO: Final = 100
_SMALL: Final = 100 * 1024
"""A member below this many bytes may be compressed as well as it likes."""
_LAST_ROW: Final = 1_048_576
"""The last row of a sheet. Empty rows up to it are common: formatting was applied to whole columns."""

_MOST_CELLS: Final = 20_000_000
"""Cells looked at, empty ones included: a cell far to the right fills its row with them."""

ANSWERS: Final = ("answers", "réponses")
"""Names of the sheet that is read where none is asked for."""

_BROKEN: Final = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
"""What openpyxl and zipfile raise on a damaged workbook."""

Rows: TypeAlias = Iterator[tuple[int, tuple[str, ...]]]


def read_workbook(data: bytes, name: str, sheet: str | None = None) -> tuple[str, Rows]:
    """The name of the sheet read and an iterator of row numbers and cells as texts, empty rows left out.

    Raises ImportProblems, also while iterating: with all formulas and error values at its end.
    """
    _check_archive(data, name)
    book = _open(data, name)
    try:
        title = _choose(book, name, sheet)
    except BaseException:
        book.close()
        raise
    return title, _rows(book, title, name)


def _check_archive(data: bytes, name: str) -> None:
    """Refuse an archive by what it declares, before unpacking. zipfile reads no more than is declared."""
    fix = phrase("save only the sheet with the answers as a new .xlsx or as CSV")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except _BROKEN as error:
        raise _damaged(name) from error
    names = {member.filename for member in members}
    if any(member.flag_bits & 1 for member in members):
        raise refuse(
            name, phrase("the archive is protected by a password"), phrase("save it without a password")
        )
    if "mimetype" in names and "content.xml" in names:
        raise refuse(name, phrase("this is an OpenDocument file"), phrase("save it as .xlsx or as CSV"))
    if "[Content_Types].xml" not in names or not any(member.startswith("xl/") for member in names):
        raise refuse(
            name, phrase("this archive is not a workbook"), phrase("save the table as .xlsx or as CSV")
        )
    if len(members) > MAX_MEMBERS:
        message = phrase("the workbook has {n} parts, more than {most}", n=len(members), most=MAX_MEMBERS)
        raise refuse(name, message, fix)
    size = sum(member.file_size for member in members)
    if size > MAX_DECLARED:
        message = phrase(
            "the workbook unpacks to {n} MB, more than {most}",
            n=size // 1024**2,
            most=MAX_DECLARED // 1024**2,
        )
        raise refuse(name, message, fix)
    for member in members:
        if member.file_size > _SMALL and member.file_size > MAX_RATIO * member.compress_size:
            message = phrase(
                "its part {part} is compressed more than {n} times", part=member.filename, n=MAX_RATIO
            )
            raise refuse(name, message, fix)


def _damaged(name: str) -> Exception:
    return refuse(
        name, phrase("the workbook is damaged"), phrase("open it in a spreadsheet and save it anew")
    )


def _open(data: bytes, name: str) -> "Workbook":
    with warnings.catch_warnings():
        # Forms write workbooks without a default style, which openpyxl mentions and repairs.
        warnings.simplefilter("ignore")
        try:
            # Not data_only: by the value once computed, a formula could not be told from an answer.
            return load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        except _BROKEN as error:
            raise _damaged(name) from error


def _choose(book: "Workbook", name: str, sheet: str | None) -> str:
    titles = [found.title for found in book.worksheets]
    if not titles:
        raise refuse(
            name, phrase("the workbook has no sheet with cells"), phrase("put the answers in a sheet")
        )
    if sheet is None:
        return next((title for title in titles if title.strip().casefold() in ANSWERS), titles[0])
    if sheet not in titles:
        raise refuse(
            name,
            phrase("there is no sheet {sheet!r}", sheet=sheet),
            phrase("name one of: {names}", names=", ".join(titles)),
        )
    return sheet


def _rows(book: "Workbook", title: str, name: str) -> Rows:
    problems = Problems(title)
    scanned = 0
    sheet: Any = book[title]
    # What a sheet says of its own size may be wrong, and would be padded to.
    sheet.reset_dimensions()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for number, row in enumerate(sheet.iter_rows(), 1):
                if number > _LAST_ROW:
                    message = phrase("a row stands below the last row of a sheet")
                    raise refuse(title, message, phrase("save the workbook anew"), number)
                scanned += len(row)
                if scanned > _MOST_CELLS:
                    message = phrase("empty cells with formatting stand far to the right")
                    raise refuse(title, message, phrase("delete the columns after the last answer"), number)
                cells = tuple(_cell(cell, index, number, problems) for index, cell in enumerate(row))
                if any(cells):
                    yield number, cells
        except _BROKEN as error:
            raise refuse(
                name,
                phrase("the sheet {sheet!r} is damaged", sheet=title),
                phrase("open it in a spreadsheet and save it anew"),
            ) from error
        finally:
            book.close()
    problems.raise_any()


def _cell(cell: Any, index: int, number: int, problems: Problems) -> str:
    value = cell.value
    if value is None:
        return ""
    letter = get_column_letter(index + 1)
    if cell.data_type == "f":
        fix = phrase("replace it by its value: copy the cell, then paste as values")
        # Of a formula over several cells, openpyxl gives an object.
        problems.add(phrase("a formula"), fix, number, letter, value if isinstance(value, str) else "")
        return ""
    if cell.data_type == "e":
        problems.add(
            phrase("an error value of the spreadsheet"),
            phrase("write the value, or empty the cell"),
            number,
            letter,
            str(value),
        )
        return ""
    return _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
