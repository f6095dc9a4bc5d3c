"""Office files: the same numbers as everywhere, formulas that give them, texts that stay texts."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from questionnaires import load
from reports.build import build_report
from reports.build.workbooks import results_workbook, roadmap_workbook
from reports.render.excel import render_xlsx
from reports.render.slides import render_pptx
from reports.render.word import render_docx
from reports.report import Report
from reports.results import Results
from reports.workbook import HEAD, Field, Formula, Sheet, Workbook
from tests.reports.render.cases import EXTREMES, LOCALES, results
from tests.reports.render.office import recalculated, sheets, spoilt
from tests.reports.render.printed import squeezed

PACK = load()
FORMS = "forges_valmont"


def report(name: str, locale: str) -> Report:
    return build_report(PACK, results(name), locale, "Atelier Conseil")


def docx_text(data: bytes) -> str:
    document = Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return squeezed(" ".join([*(paragraph.text for paragraph in document.paragraphs), *cells]))


@pytest.mark.slow
def test_formulas_give_the_computed_values_in_libreoffice(tmp_path: Path) -> None:
    """Recalculated, not read from what we wrote: the values beside the formulas are spoilt first."""
    found = results(FORMS)
    data = render_xlsx(spoilt(results_workbook(PACK, found, "en")))
    pages = sheets(*recalculated(tmp_path, data))
    scores = pages["Scores"][HEAD:]
    assert len(scores) == len(found.dimensions) + 1
    for row, item in zip(scores, found.dimensions, strict=False):
        assert row[1] == pytest.approx(item.score, abs=1e-6)
        assert row[2] == pytest.approx(item.score, abs=2e-6)
    assert scores[-1][1] == pytest.approx(found.headline.score, abs=1e-6)
    assert scores[-1][2] == pytest.approx(found.headline.score, abs=2e-6)
    for row, department in zip(pages["Departments"][HEAD:], found.departments, strict=True):
        assert row[0] == department.name
        assert (row[6] is None) == (department.mean is None)
        if department.mean is not None:
            assert row[6] == pytest.approx(department.mean, abs=1e-6)
            assert row[7] == pytest.approx(department.mean, abs=2e-6)
    for row, question in zip(pages["Questions"][HEAD:], found.questions, strict=True):
        assert row[3:8] == question.counts
        total = sum(question.counts)
        mean = sum(level * count for level, count in enumerate(question.counts, 1)) / total
        assert row[8] == pytest.approx(mean, abs=1e-6)


@pytest.mark.parametrize("locale", LOCALES)
def test_word_says_all_that_page_one_says(locale: str) -> None:
    made = report("banque_meridienne", locale)
    shown = docx_text(render_docx(made))
    decision = made.decision
    for text in (decision.headline, decision.meaning, decision.sure_text, *decision.flips):
        assert squeezed(text) in shown, text
    for section in made.sections:
        assert squeezed(section.headline) in shown, section.id


def test_the_letter_alone_is_a_document() -> None:
    made = report("banque_meridienne", "fr")
    letter = next(section for section in made.sections if section.id == "letter")
    shown = docx_text(render_docx(made, only="letter"))
    assert squeezed(letter.headline) in shown
    assert squeezed(made.decision.meaning) not in shown
    with pytest.raises(ValueError, match="nothing"):
        render_docx(made, only="nothing")


@pytest.mark.parametrize("name", EXTREMES)
def test_extremes_make_files_that_open_again(name: str) -> None:
    made = report(name, "fr")
    Document(BytesIO(render_docx(made)))
    Presentation(BytesIO(render_pptx(made)))
    for workbook in (
        results_workbook(PACK, results(name), "fr"),
        roadmap_workbook(PACK, results(name), "fr"),
    ):
        load_workbook(BytesIO(render_xlsx(workbook)))


def test_the_roadmap_names_owner_day_proof_measure_and_the_answers_behind() -> None:
    found = results(FORMS)
    sheet = roadmap_workbook(PACK, found, "en").sheets[0]
    assert len(sheet.rows) == len(found.roadmap)
    for row, item in zip(sheet.rows, found.roadmap, strict=True):
        assert row[4] == item.due
        told = (row[1], row[3], *row[7:11])
        assert all(isinstance(cell, str) and cell for cell in told)
        assert isinstance(row[5], Formula)
        assert date(1899, 12, 30) + timedelta(days=row[5].value) == found.as_of + timedelta(days=item.due)


def test_a_text_never_becomes_a_formula() -> None:
    hostile = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "https://example.org")
    sheet = Sheet("S", "=2", "=3", (Field("=4"),), tuple((text,) for text in hostile))
    data = render_xlsx(Workbook("T", "A", "2026-11-02T00:00:00+00:00", (sheet,)))
    page = load_workbook(BytesIO(data)).worksheets[0]
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) == len(hostile) + 3
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_the_same_results_make_the_same_workbook() -> None:
    made: list[bytes] = [render_xlsx(results_workbook(PACK, results(FORMS), "en")) for _ in range(2)]
    assert made[0] == made[1]


def test_hidden_departments_are_empty_and_give_no_formula() -> None:
    found: Results = results("hundred_each")
    first = found.departments[0]
    cells: tuple[Any, ...] = tuple(replace(cell, status="hidden", score=None) for cell in first.cells)
    veiled = replace(found, departments=(replace(first, cells=cells, mean=None), *found.departments[1:]))
    book = results_workbook(PACK, veiled, "en")
    scores, departments = book.sheets[1].rows, book.sheets[2].rows
    assert all(row[2] is None for row in scores[:-1])
    assert departments[0][1:8] == (None,) * 7
