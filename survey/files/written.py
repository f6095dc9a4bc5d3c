"""Tables that people take away, as CSV or XLSX. A text stays a text, whatever it begins with."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

Cell = str | int | float | None
"""A text, a number, or nothing."""
_READ_AS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDEST: Final = 60


def csv_table(rows: Iterable[Sequence[Cell]], delimiter: str = ",") -> bytes:
    """Rows as CSV in UTF-8 with its mark, for spreadsheets; the first row is the header.

    With a semicolon between cells, as where decimals are written with a comma, fractions are too.
    """
    out = io.StringIO(newline="")
    written = csv.writer(out, delimiter=delimiter)
    point = "," if delimiter == ";" else "."
    written.writerows([_harmless(cell, point) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_table(title: str, rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as a workbook of one sheet; the first row is the header."""
    from openpyxl import Workbook  # noqa: PLC0415 - 20 MB, for those who want a workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    widths: dict[int, int] = {}
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
            cell = sheet.cell(number, place, text)
            if isinstance(value, str):
                # Otherwise a text that begins with "=" becomes a formula.
                cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
            widths[place] = min(_WIDEST, max(widths.get(place, 8), len(str(value)) + 2))
    for place, width in widths.items():
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _harmless(cell: Cell, point: str) -> Cell:
    if isinstance(cell, float):
        return str(cell).replace(".", point)
    # Spreadsheets read such a text as a formula; the apostrophe tells them that it is a text.
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_READ_AS_FORMULA) else cell
