"""The report, or one section of it such as the mission letter, as a Word document to edit.

Styles carry the looks, so that whoever edits can restyle it; charts become tables of their numbers, which a
word processor can change and a chart picture could not.
"""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from ..report import Brand, Report, Section
from .page import accent_of
from .word_blocks import QUIET, grid, small, write

SERIF: Final = "Georgia"
SANS: Final = "Calibri"
INK: Final = RGBColor(0x10, 0x24, 0x3A)


def render_docx(report: Report, brand: Brand | None = None, only: str | None = None) -> bytes:
    """The report as DOCX bytes; ``only``: the id of the one section to write, for a letter.

    Raises ValueError for a section that the report does not have.
    """
    document = _prepared(report, accent_of(brand))
    _foot(document, report)
    if brand and brand.logo:
        document.add_picture(BytesIO(brand.logo), height=Cm(1.4))
    if only is None:
        _decision(document, report)
        for section in report.sections:
            _section(document, section)
    else:
        chosen = [section for section in report.sections if section.id == only]
        if not chosen:
            raise ValueError(f"this report has no section {only!r}")
        document.add_heading(chosen[0].headline, 0)
        _section_body(document, chosen[0])
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _prepared(report: Report, accent: str) -> Any:
    """An empty A4 document with our styles, language and properties; the same moment for the same report."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.4)
    page.top_margin = page.bottom_margin = Cm(2.2)
    _style(document, "Normal", SANS, 10.5, None)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    _style(document, "Title", SERIF, 24, INK)
    for name, size in (("Heading 1", 18), ("Heading 2", 14)):
        _style(document, name, SERIF, size, INK)
        document.styles[name].paragraph_format.keep_with_next = True
    _style(document, "Heading 3", SANS, 11, RGBColor.from_string(accent.lstrip("#").upper()))
    moment = datetime.fromisoformat(report.created).replace(tzinfo=None)
    properties = document.core_properties
    properties.title, properties.subject = report.title, report.subject
    properties.author = report.prepared_by or "Mandate"
    properties.language = report.locale
    properties.created = properties.modified = moment
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), {"fr": "fr-FR"}.get(report.locale, "en-GB"))
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    if report.status:
        document.sections[0].header.paragraphs[0].text = report.status
    return document


def _foot(document: Any, report: Report) -> None:
    """Organisation, versions and page number at the foot of every page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    words = " · ".join((report.organisation, report.footer, report.page_word))
    runs = [paragraph.add_run(f"{words} "), paragraph.add_run("1")]
    for run in runs:
        run.font.size, run.font.color.rgb = Pt(8), QUIET
    # The library has no call for a field.
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    runs[1]._r.addprevious(field)  # noqa: SLF001 - as above
    field.append(runs[1]._r)  # noqa: SLF001 - as above


def _style(document: Any, name: str, font: str, size: float, colour: RGBColor | None) -> None:
    style = document.styles[name]
    style.font.name, style.font.size = font, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), font)
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(kind), None)
    if colour is not None:
        style.font.color.rgb = colour
        style.font.bold = name == "Heading 3"


def _decision(document: Any, report: Report) -> None:
    decision = report.decision
    small(document, " · ".join([decision.kicker, *decision.tags]))
    document.add_heading(decision.headline, 0)
    document.add_paragraph(decision.meaning)
    _part(document, decision.sure_title, [f"{decision.sure_figure} — {decision.sure_text}"])
    _part(document, decision.reasons_title, [f"{figure} — {text}" for figure, text in decision.reasons])
    if decision.how:
        document.add_heading(decision.how_title, 3)
        grid(document, (), [list(pair) for pair in decision.how])
    if decision.options:
        document.add_heading(decision.options_title, 3)
        rows = [[item.name, item.share, item.reason] for item in decision.options]
        grid(document, (), rows, strong=[item.chosen for item in decision.options])
    _part(document, decision.conditions_title, decision.conditions)
    _part(document, decision.flips_title, decision.flips)
    if decision.steps:
        document.add_heading(decision.steps_title, 3)
        grid(document, (), [[step.day, step.text, step.owner] for step in decision.steps])
    document.add_paragraph(f"{decision.owner_title}: {decision.owner}")


def _part(document: Any, title: str, items: Iterable[str]) -> None:
    items = list(items)
    if not items:
        return
    document.add_heading(title, 3)
    for item in items:
        document.add_paragraph(item, style="List Bullet")


def _section(document: Any, section: Section) -> None:
    if section.fresh_page and section.depth == 1:
        document.add_page_break()
    number = f"{section.number}  " if section.number else ""
    small(document, f"{number}{section.kicker}").paragraph_format.keep_with_next = True
    document.add_heading(section.headline, section.depth)
    _section_body(document, section)


def _section_body(document: Any, section: Section) -> None:
    if section.lead:
        document.add_paragraph(section.lead)
    for block in section.blocks:
        write(block, document)
