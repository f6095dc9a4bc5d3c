"""The report, or one section of it such as the mission letter, as a Word document to edit.

Styles carry the looks, so that whoever edits can restyle it; charts become tables of their numbers, which a
word processor can change and a chart picture could not.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import singledispatch
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from ..report import (
    Bars,
    Block,
    Brand,
    Bullets,
    Callout,
    Dots,
    Figure,
    Heading,
    Heat,
    Items,
    PageBreak,
    Pairs,
    Para,
    Path,
    Report,
    Section,
    Spread,
    Table,
    Timeline,
)
from .page import accent_of

SERIF: Final = "Georgia"
SANS: Final = "Calibri"
INK: Final = RGBColor(0x10, 0x24, 0x3A)
_NUMBER: Final = re.compile(r"[+−–-]?\d[\d\s,.]*%?")
TEXT_WIDTH: Final = 16.2
"""Centimetres between the margins."""
QUIET: Final = RGBColor(0x54, 0x64, 0x6F)


def render_docx(report: Report, brand: Brand | None = None, only: str | None = None) -> bytes:
    """The report as DOCX bytes; ``only``: the id of the one section to write, for a letter.

    Raises ValueError for a section that the report does not have.
    """
    document = _prepared(report, accent_of(brand))
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
    _small(document, report.footer)
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
    return document


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
    _small(document, " · ".join([decision.kicker, *decision.tags]))
    document.add_heading(decision.headline, 0)
    document.add_paragraph(decision.meaning)
    _part(document, decision.sure_title, [f"{decision.sure_figure} — {decision.sure_text}"])
    _part(document, decision.reasons_title, [f"{figure} — {text}" for figure, text in decision.reasons])
    if decision.how:
        document.add_heading(decision.how_title, 3)
        _grid(document, (), [list(pair) for pair in decision.how])
    if decision.options:
        document.add_heading(decision.options_title, 3)
        rows = [[item.name, item.share, item.reason] for item in decision.options]
        _grid(document, (), rows, strong=[item.chosen for item in decision.options])
    _part(document, decision.conditions_title, decision.conditions)
    _part(document, decision.flips_title, decision.flips)
    if decision.steps:
        document.add_heading(decision.steps_title, 3)
        _grid(document, (), [[step.day, step.text, step.owner] for step in decision.steps])
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
    _small(document, f"{number}{section.kicker}")
    document.add_heading(section.headline, section.depth)
    _section_body(document, section)


def _section_body(document: Any, section: Section) -> None:
    if section.lead:
        document.add_paragraph(section.lead)
    for block in section.blocks:
        write(block, document)


def _small(document: Any, text: str) -> None:
    run = document.add_paragraph().add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), QUIET


def _grid(
    document: Any, heads: tuple[str, ...], rows: list[list[str]], strong: list[bool] | None = None
) -> None:
    """A table: hairlines between rows, a repeated head row, no row split over two pages."""
    everything = [list(heads), *rows] if heads else rows
    if not everything:
        return
    table = document.add_table(rows=0, cols=len(everything[0]))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _hairlines(table)
    widths = _widths(everything)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for place, texts in enumerate(everything):
        row = table.add_row()
        head = bool(heads) and place == 0
        # The library has no call for either: rows stay whole, and the head comes again on the next page.
        _mark(row, "w:tblHeader" if head else "w:cantSplit")
        bold = head or bool(strong and strong[place - bool(heads)])
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = width
            _fill(cell, text, bold=bold)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _widths(rows: list[list[str]]) -> list[Cm]:
    """Column widths in proportion to the root of their longest text: long texts wrap, short ones do not."""
    longest = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    shares = [max(2.6, min(length, 120) ** 0.5) for length in longest]
    return [Cm(TEXT_WIDTH * share / sum(shares)) for share in shares]


def _hairlines(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "C3CDD5")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - as above


def _mark(row: Any, name: str) -> None:
    flag = OxmlElement(name)
    flag.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(flag)  # noqa: SLF001


def _fill(cell: Any, text: str, *, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(9.5)
    paragraph.paragraph_format.space_after = Pt(2)
    if _NUMBER.fullmatch(text):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _caption(document: Any, caption: str, note: str, fill: Callable[[], None]) -> None:
    document.add_heading(caption, 3)
    fill()
    if note:
        _small(document, note)


@singledispatch
def write(block: Block, document: Any) -> None:
    """Write one block. Raises TypeError for a kind that no function below knows."""
    raise TypeError(f"no way to write {type(block).__name__}")


@write.register
def _(block: Para, document: Any) -> None:
    if block.small:
        _small(document, block.text)
    else:
        document.add_paragraph(block.text)


@write.register
def _(block: Heading, document: Any) -> None:
    document.add_heading(block.text, 3)


@write.register
def _(block: Bullets, document: Any) -> None:
    for item in block.items:
        document.add_paragraph(item, style="List Number" if block.numbered else "List Bullet")


@write.register
def _(block: Pairs, document: Any) -> None:
    if block.rows:
        _grid(document, (), [list(row) for row in block.rows])


@write.register
def _(block: Callout, document: Any) -> None:
    document.add_heading(block.title, 3)
    document.add_paragraph(block.text)


@write.register
def _(block: Table, document: Any) -> None:
    heads = tuple(column.title for column in block.columns)
    rows = [list(row.cells) for row in block.rows]
    strong = [row.strong for row in block.rows]
    _caption(document, block.caption, block.note, lambda: _grid(document, heads, rows, strong))


@write.register
def _(block: Dots, document: Any) -> None:
    label, _strip, value, level, band = block.heads
    rows = [[row.label, row.value, row.level or row.status, row.band] for row in block.rows]
    _caption(document, block.caption, block.note, lambda: _grid(document, (label, value, level, band), rows))


@write.register
def _(block: Heat, document: Any) -> None:
    rows = [[row.label, *(cell.text for cell in row.cells)] for row in block.rows]
    strong = [row.total for row in block.rows]
    heads = (block.corner, *block.columns)
    _caption(document, block.caption, block.note, lambda: _grid(document, heads, rows, strong))


@write.register
def _(block: Spread, document: Any) -> None:
    question, _strip, outside, value = block.heads
    rows = [[row.label, *(str(count) for count in row.counts), row.outside, row.value] for row in block.rows]
    heads = (question, "1", "2", "3", "4", "5", outside, value)
    _caption(document, block.caption, block.note, lambda: _grid(document, heads, rows))


@write.register
def _(block: Bars, document: Any) -> None:
    rows = [[row.label, row.value] for row in block.rows]
    _caption(document, block.caption, block.note, lambda: _grid(document, (), rows))


@write.register
def _(block: Timeline, document: Any) -> None:
    action, owner, due = block.heads
    rows = [[f"{row.number}. {row.label}", row.owner, row.due] for row in block.rows]
    _caption(document, block.caption, block.note, lambda: _grid(document, (action, owner, due), rows))


@write.register
def _(block: Items, document: Any) -> None:
    for item in block.items:
        number = f"{item.number}. " if item.number else ""
        document.add_heading(f"{number}{item.title}", 3)
        if item.tag:
            _small(document, item.tag)
        document.add_paragraph(item.text)
        for step in item.steps:
            document.add_paragraph(step, style="List Bullet")
        for label, text in item.lines:
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{label}  ").bold = True
            paragraph.add_run(text)


@write.register
def _(block: Path, document: Any) -> None:
    rows = [[step.name, step.found, step.outcome] for step in block.steps]
    strong = [step.decisive for step in block.steps]
    _caption(document, block.caption, "", lambda: _grid(document, (), rows, strong))


@write.register
def _(block: Figure, document: Any) -> None:
    if block.figures:
        _grid(document, (), [list(figure) for figure in block.figures])


@write.register
def _(_block: PageBreak, document: Any) -> None:
    document.add_page_break()
