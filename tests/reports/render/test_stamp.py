"""Drafts and copies for somebody say so on each page of every format, and nothing else changes."""

from dataclasses import replace
from io import BytesIO

from docx import Document
from pptx import Presentation

from questionnaires import load
from reports.build import build_report
from reports.render import render_html
from reports.render.slides import render_pptx
from reports.render.word import render_docx

from .cases import pdf, printed, results
from .printed import pages_of, squeezed

PLAIN = build_report(load(), results("forges_valmont"), "fr", "Atelier Conseil")
LINE = "Version 2 · pour Jeanne Relais & fils <b>"
STAMPED = replace(PLAIN, watermark="Brouillon", stamp=LINE)


def test_each_page_of_the_pdf_has_the_line_and_no_page_is_added() -> None:
    pages = pages_of(printed(STAMPED))
    assert all(squeezed(LINE) in squeezed(page) for page in pages)
    assert len(pages) == len(pages_of(pdf("forges_valmont", "fr")))


def test_a_report_without_stamp_has_none_of_its_traces() -> None:
    assert "data-watermark" not in render_html(PLAIN).split("</style>")[1]
    assert 'class="stamp"' not in render_html(PLAIN)
    assert Document(BytesIO(render_docx(PLAIN))).sections[0].header.is_linked_to_previous


def test_the_screen_shows_the_word_across_and_says_both_in_text() -> None:
    html = render_html(STAMPED)
    assert 'data-watermark="Brouillon"' in html
    assert '<p class="stamp">Brouillon</p>' in html
    assert "pour Jeanne Relais &amp; fils &lt;b&gt;</p>" in html


def test_office_files_say_it_at_the_head_of_each_page() -> None:
    header = Document(BytesIO(render_docx(STAMPED))).sections[0].header
    assert header.paragraphs[0].text == f"Brouillon · {LINE}"
    for slide in Presentation(BytesIO(render_pptx(STAMPED))).slides:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert f"Brouillon · {LINE}" in texts
