"""The workbook to be filled with answers: lists to choose from, and the statements at hand."""

import io
from collections.abc import Iterable
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from questionnaires.model import Pack

from .own import PEOPLE, ROLE
from .template_words import Words

ANSWERS: Final = "answers"
_FIRST: Final = 3
"""The first row of a respondent."""
_LAST: Final = 2_000
"""The last row that offers lists to choose from; further rows are read all the same."""
_BOLD: Final = Font(bold=True)
_SHADE: Final = PatternFill("solid", fgColor="EDEFF2")
_WRAP: Final = Alignment(wrap_text=True, vertical="top")


def answers_workbook(pack: Pack, locale: str, words: Words) -> bytes:
    """The workbook as bytes, with the sheet to be filled opened first. Every text is stored as a text."""
    book = Workbook()
    readme, answers = book.worksheets[0], book.create_sheet(ANSWERS)
    readme.title = words.sheets[0]
    _write(readme, [(pack.questionnaire.title[locale],), *((line,) for line in words.readme)], (110,))
    readme["A1"].font = _BOLD
    _answers(answers, pack, locale, words)
    _write(
        book.create_sheet(words.sheets[1]),
        _statements(pack, locale, words),
        (24, 18, 45, 45, *(40,) * 5),
        head=1,
    )
    roles = [words.role_columns, *((role.id, role.name[locale]) for role in pack.questionnaire.roles)]
    _write(book.create_sheet(words.sheets[2]), roles, (18, 60), head=1)
    book.active = book.index(answers)
    # Both sheets would be selected otherwise, and typing would fill both.
    readme.sheet_view.tabSelected = False
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _answers(sheet: Any, pack: Pack, locale: str, words: Words) -> None:
    texts = (question.text[locale] for question in pack.questionnaire.questions)
    rows = [(*PEOPLE, *pack.question), (*words.headings, *texts)]
    _write(sheet, rows, (*(24,) * len(PEOPLE), *(30,) * len(pack.question)), head=2)
    sheet.freeze_panes = "D3"
    role = get_column_letter(PEOPLE.index(ROLE) + 1)
    # A reference: the ids written out would pass the 255 characters that a list may have.
    roles = DataValidation(
        "list", formula1=f"'{words.sheets[2]}'!$A$2:$A${len(pack.role) + 1}", allow_blank=True
    )
    roles.add(f"{role}{_FIRST}:{role}{_LAST}")
    levels = DataValidation(
        "list", formula1='"1,2,3,4,5,dk,na"', allow_blank=True, showErrorMessage=True, error=words.refused
    )
    first, last = get_column_letter(len(PEOPLE) + 1), get_column_letter(len(PEOPLE) + len(pack.question))
    levels.add(f"{first}{_FIRST}:{last}{_LAST}")
    sheet.add_data_validation(roles)
    sheet.add_data_validation(levels)


def _statements(pack: Pack, locale: str, words: Words) -> list[tuple[str, ...]]:
    return [words.statement_columns] + [
        (
            question.id,
            pack.dimension[question.dimension].name[locale],
            question.text[locale],
            question.why[locale],
            *(statement[locale] for statement in question.statements),
        )
        for question in pack.questionnaire.questions
    ]


def _write(sheet: Any, rows: Iterable[tuple[str, ...]], widths: tuple[int, ...], head: int = 0) -> None:
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column, text)
            # A text that starts with an equals sign would be stored as a formula.
            cell.data_type = "s"
            cell.alignment = _WRAP
            if number <= head:
                cell.font, cell.fill = (_BOLD if number == 1 else Font()), _SHADE
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    if head:
        sheet.freeze_panes = f"A{head + 1}"
