"""Every page of samples and extremes: nothing outside the margins, no hole, page one on one page."""

import pypdfium2
import pytest

from questionnaires import load
from reports.build import build_report

from .cases import CASES, pdf, results

MARGIN = 36
"""Points, from the edge of the paper, that no letter may enter: half an inch."""
FILLED = 0.45
"""Least share of a page's height that its text reaches down to, the last page of a document aside."""

HEAD = 130
"""Points from the top of the paper within which only the first headline of a page stands."""


@pytest.mark.parametrize(("name", "locale"), CASES)
def test_no_letter_lies_outside_the_margins(name: str, locale: str) -> None:
    with pypdfium2.PdfDocument(pdf(name, locale)) as document:
        for number, page in enumerate(document, start=1):
            width, height = page.get_size()
            text = page.get_textpage()
            for place in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(place)
                if left == right:
                    continue
                inside = (
                    left >= MARGIN
                    and right <= width - MARGIN
                    and bottom >= MARGIN / 2
                    and top <= height - MARGIN / 2
                )
                assert inside, f"page {number}: {text.get_text_range(max(0, place - 20), 40)!r}"


@pytest.mark.parametrize(("name", "locale"), CASES)
def test_no_page_ends_in_a_hole(name: str, locale: str) -> None:
    with pypdfium2.PdfDocument(pdf(name, locale)) as document:
        for number, page in enumerate(document, start=1):
            if number == len(document):
                break
            picture = page.render(scale=0.5).to_pil().convert("L")
            body = picture.crop((0, int(picture.height * 0.07), picture.width, int(picture.height * 0.925)))
            ink = body.point(lambda value: 255 if value < 200 else 0).getbbox()
            assert ink is not None, f"page {number} is empty"
            assert ink[3] / body.height >= FILLED, f"page {number} is filled to {ink[3] / body.height:.0%}"


@pytest.mark.parametrize(("name", "locale"), CASES)
def test_the_decision_is_page_one_and_no_more(name: str, locale: str) -> None:
    report = build_report(load(), results(name), locale)
    with pypdfium2.PdfDocument(pdf(name, locale)) as document:
        first = document[0].get_textpage().get_text_range()
        assert report.decision.owner.split()[-1] in first
        second = document[1].get_textpage().get_text_range()
        assert report.contents_title in second


@pytest.mark.parametrize(("name", "locale"), CASES)
def test_the_last_section_has_something_above_it_on_its_page(name: str, locale: str) -> None:
    report = build_report(load(), results(name), locale)
    opening = " ".join(report.sections[-1].headline.split()[:3])
    with pypdfium2.PdfDocument(pdf(name, locale)) as document:
        page = document[len(document) - 1]
        text = page.get_textpage()
        found = text.search(opening).get_next()
        assert found is not None, f"the last page has no {opening!r}"
        _, _, _, top = text.get_charbox(found[0])
        assert top < page.get_height() - HEAD
