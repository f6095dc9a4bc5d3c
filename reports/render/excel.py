"""Workbooks as XLSX: text stays text, formulas are only our own, numbers keep their looks."""

from datetime import datetime, time
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook as Writer
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..workbook import HEAD, Field, Form, Formula, Sheet, Shown, Value, Workbook

FORMATS: Final[dict[Form, str]] = {
    "text": "@",
    "whole": "0",
    "score": "0.0",
    "exact": "0.00",
    "percent": "0 %",
    "date": "yyyy-mm-dd",
}


A3: Final = 8
A4: Final = 9
WIDE: Final = 200
"""Characters of a sheet from which it is printed on the larger paper."""
LINE: Final = 15
"""Points of a line of text."""
AT_LEFT: Final = {"align": "left", "indent": 1}
"""A text after a figure keeps its distance."""
BUTTON: Final = 4
"""Characters that a head's filter button takes."""


def render_xlsx(workbook: Workbook) -> bytes:
    """The workbook as XLSX bytes, the same for the same workbook."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Writer(out, options) as writer:
        moment = datetime.fromisoformat(workbook.created).replace(tzinfo=None)
        writer.set_properties({"title": workbook.title, "author": workbook.author, "created": moment})
        looks = _Looks(writer)
        for sheet in workbook.sheets:
            _write(writer.add_worksheet(sheet.name[:31]), sheet, looks)
    return out.getvalue()


class _Looks:
    """The formats that cells share."""

    def __init__(self, writer: Writer) -> None:
        ground = {"font_name": "Calibri", "valign": "top", "text_wrap": True}
        title = {"font_name": "Georgia", "font_size": 16, "font_color": "#10243a"}
        self.title: Format = writer.add_format(title)
        self.label: Format = writer.add_format({"font_name": "Calibri", "bold": True, "align": "right"})
        self.note: Format = writer.add_format({"font_name": "Calibri", "font_color": "#54646f"})
        given = {**ground, "num_format": FORMATS["date"], "bg_color": "#f3f6f8", "border": 1, "bold": True}
        self.given: Format = writer.add_format({**given, "border_color": "#c3cdd5"})
        self.head: Format = writer.add_format({**ground, "bold": True, "bottom": 1})
        line = {**ground, "bottom": 4, "bottom_color": "#c3cdd5"}
        self.cell: dict[Form, Format] = {
            form: writer.add_format({**line, "num_format": code, **(AT_LEFT if form == "text" else {})})
            for form, code in FORMATS.items()
        }


def _write(page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    page.write_string(0, 0, sheet.title, looks.title)
    page.write_string(1, 0, sheet.note, looks.note)
    if sheet.given is not None:
        page.write_string(2, 1, sheet.given[0], looks.label)
        page.write_datetime(2, 2, datetime.combine(sheet.given[1], time()), looks.given)
    page.set_row(HEAD - 1, LINE * max(_lines(field.title, field.width, BUTTON) for field in sheet.fields))
    for column, field in enumerate(sheet.fields):
        page.set_column(column, column, field.width)
        page.write_string(HEAD - 1, column, field.title, looks.head)
    for place, row in enumerate(sheet.rows, HEAD):
        # Excel fits a row to its text by itself; not every program does.
        page.set_row(place, LINE * max(map(_height, row, sheet.fields)))
        for column, (field, value) in enumerate(zip(sheet.fields, row, strict=True)):
            form = value.form if isinstance(value, Shown) else field.form
            _put(page, place, column, value, looks.cell[form])
    page.freeze_panes(HEAD, 1)
    if sheet.rows:
        page.autofilter(HEAD - 1, 0, HEAD - 1 + len(sheet.rows), len(sheet.fields) - 1)
    page.set_landscape()
    page.set_paper(A3 if sum(field.width for field in sheet.fields) > WIDE else A4)
    page.set_margins(0.5, 0.5, 0.6, 0.6)
    page.set_footer("&L&8&F&R&8&P / &N")
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD - 1)


def _height(value: Value, field: Field) -> int:
    """Lines that a cell takes."""
    return sum(_lines(text, field.width) for text in value.split("\n")) if isinstance(value, str) else 1


def _lines(text: str, width: float, taken: int = 1) -> int:
    """Lines that a text takes in a column of so many characters, of which the first line has some taken."""
    lines, room = 1, int(width) - taken
    for word in text.split():
        if room < len(word):
            lines, room = lines + 1, int(width) - 1
        room -= len(word) + 1
    return lines


def _put(page: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    """Write by type: a text that begins with an equals sign stays a text."""
    match value:
        case None:
            page.write_blank(row, column, None, look)
        case Formula(text, shown):
            page.write_formula(row, column, text, look, shown)
        case Shown(number):
            page.write_number(row, column, number, look)
        case str():
            page.write_string(row, column, value, look)
        case _:
            page.write_number(row, column, value, look)
