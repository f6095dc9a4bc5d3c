"""Workbooks as XLSX: text stays text, formulas are only our own, numbers keep their looks."""

from datetime import datetime
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook as Writer
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..workbook import HEAD, Form, Formula, Sheet, Value, Workbook

FORMATS: Final[dict[Form, str]] = {
    "text": "@",
    "whole": "0",
    "score": "0.0",
    "exact": "0.000000",
    "percent": "0 %",
}


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
        self.note: Format = writer.add_format({"font_name": "Calibri", "font_color": "#54646f"})
        self.head: Format = writer.add_format({**ground, "bold": True, "bottom": 1})
        self.cell: dict[Form, Format] = {
            form: writer.add_format({**ground, "num_format": code, "bottom": 4, "bottom_color": "#c3cdd5"})
            for form, code in FORMATS.items()
        }


def _write(page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    page.write_string(0, 0, sheet.title, looks.title)
    page.write_string(1, 0, sheet.note, looks.note)
    for column, field in enumerate(sheet.fields):
        page.set_column(column, column, field.width)
        page.write_string(HEAD - 1, column, field.title, looks.head)
    for place, row in enumerate(sheet.rows, HEAD):
        for column, (field, value) in enumerate(zip(sheet.fields, row, strict=True)):
            _put(page, place, column, value, looks.cell[field.form])
    page.freeze_panes(HEAD, 1)
    if sheet.rows:
        page.autofilter(HEAD - 1, 0, HEAD - 1 + len(sheet.rows), len(sheet.fields) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD - 1)


def _put(page: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    """Write by type: a text that begins with an equals sign stays a text."""
    match value:
        case None:
            page.write_blank(row, column, None, look)
        case Formula(text, shown):
            page.write_formula(row, column, text, look, shown)
        case str():
            page.write_string(row, column, value, look)
        case _:
            page.write_number(row, column, value, look)
