"""Each block of a report as Word knows it: paragraphs, lists, and tables for whatever was drawn."""

import re
from collections.abc import Callable
from functools import singledispatch
from typing import Any, Final

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from ..report import (
    Bars,
    Beside,
    Block,
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
    Spread,
    Table,
    Terms,
    Timeline,
)

QUIET: Final = RGBColor(0x54, 0x64, 0x6F)
TEXT_WIDTH: Final = 16.2
"""Centimetres between the margins."""
LETTER: Final = 0.24
"""Centimetres of a letter in a table, about."""
CELL: Final = 0.4
"""Centimetres left and right of a cell's text, both together."""
LONGEST: Final = 16
"""Letters of the longest word that a column makes room for."""
BOLD: Final = 60
"""Letters up to which the text of a row that matters is set bold: whole paragraphs would shout."""
_NUMBER: Final = re.compile(r"[+−–-]?\d[\d\s,.]*%?")


def small(document: Any, text: str) -> Any:
    """A quiet line: a kicker or a note. Gives the paragraph."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), QUIET
    return paragraph


def grid(
    document: Any, heads: tuple[str, ...], rows: list[list[str]], strong: list[bool] | None = None
) -> None:
    """A table: hairlines between rows, a repeated head row, no row split over two pages."""
    everything = [list(heads), *rows] if heads else rows
    if not everything:
        return
    table = document.add_table(rows=0, cols=len(everything[0]))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _hairlines(table)
    widths, figures = _widths(everything), _figures(rows or everything)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for place, texts in enumerate(everything):
        row = table.add_row()
        head = bool(heads) and place == 0
        # The library has no call for either: rows stay whole, and the head comes again on the next page.
        _mark(row, "w:tblHeader" if head else "w:cantSplit")
        bold = head or bool(strong and strong[place - bool(heads)])
        for cell, text, width, right in zip(row.cells, texts, widths, figures, strict=True):
            cell.width = width
            _fill(cell, text, bold=bold and len(text) <= BOLD, right=right)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _widths(rows: list[list[str]]) -> list[Cm]:
    """Column widths: room for the longest word, the rest shared by the root of the longest text."""
    columns = [[row[column] for row in rows] for column in range(len(rows[0]))]
    words = [max(len(word) for text in texts for word in text.split(" ")) for texts in columns]
    least = [LETTER * min(length, LONGEST) + CELL for length in words]
    shares = [max(1, min(max(map(len, texts)), 120)) ** 0.5 for texts in columns]
    scale = min(1.0, TEXT_WIDTH / sum(least))
    rest = (TEXT_WIDTH - scale * sum(least)) / sum(shares)
    return [Cm(low * scale + rest * share) for low, share in zip(least, shares, strict=True)]


def _figures(rows: list[list[str]]) -> list[bool]:
    """Which columns hold figures alone, and are set to the right with their heads."""
    return [
        all(not text.strip("–· ") or _NUMBER.fullmatch(text) for text in column)
        for column in zip(*rows, strict=True)
    ]


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


def _fill(cell: Any, text: str, *, bold: bool, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(9.5)
    paragraph.paragraph_format.space_after = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _caption(document: Any, caption: str, note: str, fill: Callable[[], None]) -> None:
    document.add_heading(caption, 3)
    fill()
    if note:
        small(document, note)


@singledispatch
def write(block: Block, document: Any) -> None:
    """Write one block. Raises TypeError for a kind that no function below knows."""
    raise TypeError(f"no way to write {type(block).__name__}")


@write.register
def _(block: Para, document: Any) -> None:
    if block.small:
        small(document, block.text)
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
        grid(document, (), [list(row) for row in block.rows])


@write.register
def _(block: Callout, document: Any) -> None:
    document.add_heading(block.title, 3)
    document.add_paragraph(block.text)


@write.register
def _(block: Table, document: Any) -> None:
    heads = tuple(column.title for column in block.columns)
    rows = [list(row.cells) for row in block.rows]
    strong = [row.strong for row in block.rows]
    _caption(document, block.caption, block.note, lambda: grid(document, heads, rows, strong))


@write.register
def _(block: Dots, document: Any) -> None:
    label, _strip, value, level, band = block.heads
    rows = [[row.label, row.value, row.level or row.status, row.band] for row in block.rows]
    _caption(document, block.caption, block.note, lambda: grid(document, (label, value, level, band), rows))


@write.register
def _(block: Heat, document: Any) -> None:
    rows = [[row.label, *(cell.text for cell in row.cells)] for row in block.rows]
    strong = [row.total for row in block.rows]
    heads = (block.corner, *block.columns)
    _caption(document, block.caption, block.note, lambda: grid(document, heads, rows, strong))


@write.register
def _(block: Spread, document: Any) -> None:
    question, _strip, outside, value = block.heads
    rows = [
        [
            row.label,
            *(map(str, row.counts) if row.counts else "–––––"),
            row.outside,
            row.value,
            *((row.beside,) if block.beside else ()),
        ]
        for row in block.rows
    ]
    heads = (question, "1", "2", "3", "4", "5", outside, value, *filter(None, (block.beside,)))
    _caption(document, block.caption, block.note, lambda: grid(document, heads, rows))


@write.register
def _(block: Bars, document: Any) -> None:
    rows = [[row.label, row.value] for row in block.rows]
    _caption(document, block.caption, block.note, lambda: grid(document, (), rows))


@write.register
def _(block: Timeline, document: Any) -> None:
    action, owner, due = block.heads
    rows = [[f"{row.number}. {row.label}", row.owner, row.due] for row in block.rows]
    _caption(document, block.caption, block.note, lambda: grid(document, (action, owner, due), rows))


@write.register
def _(block: Items, document: Any) -> None:
    for item in block.items:
        number = f"{item.number}. " if item.number else ""
        document.add_heading(f"{number}{item.title}", 3)
        if item.tag:
            small(document, item.tag)
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
    _caption(document, block.caption, "", lambda: grid(document, (), rows, strong))


@write.register
def _(block: Figure, document: Any) -> None:
    if block.figures:
        grid(document, (), [list(figure) for figure in block.figures])


@write.register
def _(_block: PageBreak, document: Any) -> None:
    document.add_page_break()


@write.register
def _(block: Terms, document: Any) -> None:
    if block.rows:
        grid(document, (), [list(row) for row in block.rows])


@write.register
def _(block: Beside, document: Any) -> None:
    write(block.left, document)
    write(block.right, document)
