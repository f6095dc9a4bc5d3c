"""The list of people to fill in, as a workbook with lists to choose from, and as CSV."""

import csv
import io
from collections.abc import Sequence
from typing import Any, Final

from questionnaires.model import Pack

from .template_words import WORDS

HEADINGS: Final = {
    "en": ("Department", "Name", "Function", "E-mail", "Language", "Phone"),
    "fr": ("Direction", "Nom", "Fonction", "Courriel", "Langue", "Téléphone"),
}
SHEETS: Final = {"en": ("people", "functions"), "fr": ("personnes", "fonctions")}
WIDTHS: Final = (28, 28, 40, 34, 10, 20)
_LAST: Final = 500
"""The last row that offers lists to choose from."""


def people_csv(pack: Pack, locale: str, departments: Sequence[str]) -> bytes:
    """The headings and a row for each department, as spreadsheets of this language open it."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=WORDS[locale].delimiter)
    rows.writerow(HEADINGS[locale])
    for name in departments:
        # A name that begins like a formula would be one in a spreadsheet.
        rows.writerow([f"'{name}" if name[:1] in "=+-@" else name, *[""] * (len(HEADINGS[locale]) - 1)])
    return out.getvalue().encode("utf-8-sig")


def people_workbook(pack: Pack, locale: str, departments: Sequence[str]) -> bytes:
    """The same as a workbook, with the functions and languages as lists. Every text stays a text."""
    from openpyxl import Workbook  # noqa: PLC0415 - 20 MB, for those who want a workbook
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    book = Workbook()
    people, functions = book.worksheets[0], book.create_sheet(SHEETS[locale][1])
    people.title = SHEETS[locale][0]
    names = [role.name[locale] for role in pack.questionnaire.roles]
    _write(people, [HEADINGS[locale], *((name,) for name in departments)], WIDTHS)
    _write(functions, [(HEADINGS[locale][2],), *((name,) for name in names)], (60,))
    roles = DataValidation("list", formula1=f"'{functions.title}'!$A$2:$A${len(names) + 1}", allow_blank=True)
    languages = DataValidation("list", formula1='"en,fr"', allow_blank=True)
    roles.add(f"C2:C{_LAST}")
    languages.add(f"E2:E{_LAST}")
    people.add_data_validation(roles)
    people.add_data_validation(languages)
    people.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Any, rows: Sequence[tuple[str, ...]], widths: tuple[int, ...]) -> None:
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column, text)
            cell.data_type = "s"
            if number == 1:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="EDEFF2")
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
