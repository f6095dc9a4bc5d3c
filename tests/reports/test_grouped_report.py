"""The report of a grouped campaign: hidden cells look like themselves, and the promise is told."""

import pytest

from questionnaires import load
from reports.build import build_report
from reports.report import Heat, Report, Spread
from reports.visibility import grouped
from tests.reports.test_visibility import organisation

PACK = load()
SIZES = {"Finance": 9, "Sales": 7, "Legal": 2, "IT": 3, "Silent": 0}


@pytest.fixture(scope="module", params=["en", "fr"])
def report(request: pytest.FixtureRequest) -> Report:
    return build_report(PACK, grouped(PACK, organisation(SIZES)), request.param)


def heat(report: Report) -> Heat:
    section = next(item for item in report.sections if item.id == "departments")
    return next(block for block in section.blocks if isinstance(block, Heat))


def test_hidden_is_neither_silent_nor_a_number(report: Report) -> None:
    rows = {row.label: {cell.status for cell in row.cells[:-1]} for row in heat(report).rows}
    assert rows["Finance"] == {"score"}
    assert rows["Legal"] == rows["IT"] == {"hidden"}
    assert rows["Silent"] == {"no_answer"}
    texts = {cell.text for row in heat(report).rows for cell in row.cells if cell.status == "hidden"}
    assert texts == {"hidden" if report.locale == "en" else "masqué"}
    assert any(cell.status == "hidden" for cell, _ in heat(report).legend)


def test_the_promise_is_told_where_it_says_who_answered(report: Report) -> None:
    who = next(item for item in report.sections if item.id == "who")
    told = " ".join(str(block) for block in who.blocks)
    assert "Legal" in told
    assert ("promised" if report.locale == "en" else "promesse") in told


def test_no_headline_speaks_of_departments_that_are_hidden(report: Report) -> None:
    section = next(item for item in report.sections if item.id == "departments")
    for name in ("Legal", "IT"):
        assert name not in section.headline.split()
        assert name not in section.lead.split()


def test_an_informants_answer_is_hidden_on_the_page_of_its_dimension(report: Report) -> None:
    rows = [
        row
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Spread)
        for row in block.rows
    ]
    hidden = [row for row in rows if row.value in ("hidden", "masqué")]
    assert hidden
    assert len(hidden) < len(rows)
    assert not any("answered by" in row.tag for row in rows)


def test_a_small_dimension_alone_is_told_without_strongest_and_weakest() -> None:
    """Everything stays printable when all but one department are under five."""
    made = build_report(PACK, grouped(PACK, organisation({"A": 5, "B": 1})), "en")
    assert made.sections
