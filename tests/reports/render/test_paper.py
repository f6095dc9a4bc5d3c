"""A questionnaire to fill in by hand and a copy of answers: tagged, archivable, the same bytes each time."""

import io

import pikepdf
import pypdfium2
import pytest

from reports.paper import Item, Paper, Part
from reports.render import draw_paper, render_pdf_isolated
from reports.report import Brand

from .test_pdf import logo

BLANK = Item(
    "1",
    "In our department, which AI tools do people work with?",
    choices=tuple(f"Statement {level} is true of us, and so is the one before." for level in range(1, 6)),
    outside=("I do not know", "This does not apply to my team"),
    notes=(("An example, or a comment (optional)", ""),),
)
GIVEN = Item(
    "1",
    "Which tools?",
    answer="The tools come from a published list.",
    notes=(("Comment", "R&D <b> keeps it 😀\nin a table " + "x" * 60),),
)
EMPTY = Item("2", "And who owns them?", answer="Not answered", unanswered=True)


def paper(*items: Item, locale: str = "en") -> Paper:
    return Paper(
        locale=locale,
        organisation="Ateliers Corbelin",
        subject="AI maturity of the organisation",
        date="25 November 2026",
        author="Atelier Conseil",
        created="2026-11-25T12:00:00+00:00",
        title="Your answers for Finance",
        lead="Sent on 25 November 2026.",
        facts=(("Department", "Finance"), ("Name", "")),
        parts=(Part("Tooling", "Which tools people work with.", items), Part("Skills", "", items)),
        closing="Keep this copy where others do not read it.",
        footer="Confidential · Ateliers Corbelin",
        page_word="Page",
    )


def words(pdf: bytes) -> str:
    found = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return "".join(found.split())


@pytest.mark.parametrize("items", [(BLANK,) * 12, (GIVEN, EMPTY)])
def test_a_paper_is_drawn_without_warning_and_whole(items: tuple[Item, ...]) -> None:
    drawn = draw_paper(paper(*items))
    assert drawn.warnings == ()
    assert drawn.pdf == draw_paper(paper(*items)).pdf
    first = items[0]
    for text in (first.text, *first.choices, *first.outside, first.answer):
        assert "".join(text.split()) in words(drawn.pdf)
    assert ("R&D<b>keepsit" in words(drawn.pdf)) == (first is GIVEN)


def test_it_is_tagged_and_speaks_its_language() -> None:
    with pikepdf.open(io.BytesIO(draw_paper(paper(BLANK, locale="fr")).pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "fr"
        assert str(opened.docinfo.Title).startswith("Your answers for Finance")


def test_a_child_process_makes_the_same_bytes() -> None:
    brand = Brand("Client", logo(), "#7a1f5c")
    assert render_pdf_isolated(paper(GIVEN), brand) == draw_paper(paper(GIVEN), brand).pdf
