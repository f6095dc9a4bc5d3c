"""The board's two pages: exactly two, in the report's words, the same bytes each time."""

from dataclasses import replace
from functools import cache

import pypdfium2
import pytest

from questionnaires import load
from reports.briefing import Briefing
from reports.build import build_report
from reports.build.briefing import FINDINGS, ROWS, STEPS, build_briefing
from reports.render import Drawn, draw_briefing, render_pdf_isolated
from reports.report import Brand, Heat, Items, Report, Timeline
from reports.visibility import grouped
from tests.reports.test_visibility import organisation

from .cases import CASES, results
from .printed import pages_of, squeezed
from .test_pages import MARGIN
from .test_pdf import logo

VALMONT = "forges_valmont"


@cache
def report(name: str, locale: str) -> Report:
    return build_report(load(), results(name), locale)


@cache
def drawn(name: str, locale: str) -> Drawn:
    return draw_briefing(build_briefing(report(name, locale)))


@pytest.mark.parametrize(("name", "locale"), CASES)
def test_it_has_two_pages_and_no_letter_outside_the_margins(name: str, locale: str) -> None:
    made = drawn(name, locale)
    assert made.pages == 2
    assert made.warnings == ()
    with pypdfium2.PdfDocument(made.pdf) as document:
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            boxes = [text.get_charbox(place) for place in range(text.count_chars())]
            letters = [box for box in boxes if box[0] != box[2]]
            assert min(left for left, *_ in letters) >= MARGIN
            assert max(right for _, _, right, _ in letters) <= width - MARGIN
            assert min(bottom for _, bottom, *_ in letters) >= MARGIN / 2
            assert max(top for *_, top in letters) <= height - MARGIN / 2


@pytest.mark.parametrize(("name", "locale"), CASES)
def test_page_one_is_the_reports_and_page_two_says_where_we_stand(name: str, locale: str) -> None:
    made = report(name, locale)
    first, second = (squeezed(page) for page in pages_of(drawn(name, locale).pdf))
    sections = {item.id: item for item in made.sections}
    for text in (made.decision.headline, made.decision.owner, *made.decision.flips):
        assert squeezed(text) in first
    items = next(block for block in sections["findings"].blocks if isinstance(block, Items))
    for text in (sections["standing"].headline, *(item.title for item in items.items[:FINDINGS])):
        assert squeezed(text) in second
    if "sure" in sections:
        assert squeezed(sections["sure"].headline) in second
    steps = next(block for block in sections["steps"].blocks if isinstance(block, Timeline))
    soon = [row for row in steps.rows if row.end <= 0.5]
    for row in soon[:STEPS]:
        assert squeezed(row.label) in second
        assert squeezed(row.owner) in second


def heat(briefing: Briefing) -> Heat:
    assert briefing.second.heat is not None
    return briefing.second.heat


@pytest.mark.parametrize("name", ["banque_meridienne", "forty_departments"])
def test_many_departments_are_counted_level_by_level(name: str) -> None:
    rows = heat(build_briefing(report(name, "en"))).rows
    departments = len(results(name).departments)
    assert departments > ROWS
    for column in range(len(results(name).dimensions)):
        counts = [row.cells[column].text for row in rows if not row.total]
        assert sum(int(text) for text in counts if text != "·") == departments


def test_hidden_departments_are_counted_as_hidden() -> None:
    sizes = {f"D{place}": place % 3 + 2 if place < 6 else 5 + place for place in range(12)}
    board = build_briefing(build_report(load(), grouped(load(), organisation(sizes)), "en"))
    row = next(row for row in heat(board).rows if row.label.startswith("Hidden"))
    assert {cell.text for cell in row.cells} == {"6"}


def test_what_was_edited_in_the_report_is_what_the_board_says() -> None:
    made = report(VALMONT, "en")
    sections = tuple(
        replace(item, headline="Governance first, then the rest") if item.id == "standing" else item
        for item in made.sections
    )
    edited = replace(made, sections=sections, decision=replace(made.decision, meaning="In our own words."))
    first, second = pages_of(draw_briefing(build_briefing(edited)).pdf)
    assert squeezed("In our own words.") in squeezed(first)
    assert squeezed("Governance first, then the rest") in squeezed(second)


def test_a_child_process_makes_the_same_bytes_in_the_clients_colours() -> None:
    brand = Brand("Client", logo(), "#7a1f5c")
    board = build_briefing(report(VALMONT, "fr"))
    assert render_pdf_isolated(board, brand) == draw_briefing(board, brand).pdf
