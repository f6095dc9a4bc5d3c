"""What stands on a slide: texts, tables with hairlines, bar charts that stay editable."""

from dataclasses import dataclass
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Cm, Pt

WIDE: Final = Cm(33.867)
HIGH: Final = Cm(19.05)
EDGE: Final = Cm(1.6)
INNER: Final = WIDE - 2 * EDGE
TOP: Final = Cm(4.3)
SERIF: Final = "Georgia"
SANS: Final = "Calibri"
INK: Final = RGBColor(0x10, 0x24, 0x3A)
TEXT: Final = RGBColor(0x22, 0x36, 0x4A)
QUIET: Final = RGBColor(0x54, 0x64, 0x6F)
PALE: Final = RGBColor(0xDF, 0xE6, 0xEB)
WHITE: Final = RGBColor(0xFF, 0xFF, 0xFF)
STEPS: Final = ("E6EEF3", "B9D3E0", "7FB0C8", "2F6F8E", "0A3F58")
"""The heat table's ramp; its two darkest take white text."""


@dataclass(frozen=True)
class Place:
    """Where something stands on a slide, in EMU."""

    left: int = EDGE
    top: int = TOP
    width: int = INNER
    height: int = HIGH - TOP - Cm(2)


@dataclass(frozen=True)
class Scale:
    """The axis of a bar chart, and how numbers look: ``form`` along it, ``labels`` at the bars."""

    low: float
    high: float
    step: float
    form: str
    labels: str


def say(
    frame: Any,
    text: str,
    size: float,
    colour: RGBColor,
    *,
    font: str = SANS,
    bold: bool = False,
    new: bool = False,
) -> None:
    """Put a text into a frame, as its first paragraph or a new one."""
    paragraph = frame.add_paragraph() if new else frame.paragraphs[0]
    paragraph.text, paragraph.alignment = text, PP_ALIGN.LEFT
    if new:
        paragraph.space_before = Pt(10)
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb, run.font.name, run.font.bold = Pt(size), colour, font, bold


def grid(
    slide: Any,
    rows: list[list[str]],
    widths: tuple[float, ...],
    *,
    size: float,
    head: bool = False,
    total: bool = False,
    place: Place = Place(),
) -> Any:
    """A table of texts: a head row, a last row that sums up, hairlines between all."""
    frame = slide.shapes.add_table(
        len(rows), len(widths), place.left, place.top, place.width, Cm(0.8) * len(rows)
    )
    table = frame.table
    table.first_row, table.horz_banding = head, False
    for column, share in zip(table.columns, widths, strict=True):
        column.width = int(place.width * share / sum(widths))
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            cell = table.cell(y, x)
            cell.margin_top = cell.margin_bottom = Cm(0.12)
            heads = head and y == 0
            strong = heads or (total and y == len(rows) - 1)
            say(cell.text_frame, text, size, QUIET if heads else TEXT, bold=strong)
            cell.fill.solid()
            cell.fill.fore_color.rgb = WHITE
            _hairline(cell, strong)
    return table


def _hairline(cell: Any, strong: bool) -> None:
    """Lines above and under a cell. The library has no call for them; they must come before the fill."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - as above
    for side, colour in (("lnB", "10243A" if strong else "C3CDD5"), ("lnT", "C3CDD5")):
        ink = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        properties.insert(0, parse_xml(f'<a:{side} {nsdecls("a")} w="6350">{ink}</a:{side}>'))


def shade(cell: Any, step: int) -> None:
    """Fill a cell with the colour of a level."""
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(STEPS[step - 1])
    for run in cell.text_frame.paragraphs[0].runs:
        run.font.color.rgb = WHITE if step >= 4 else INK


def bars(
    slide: Any,
    name: str,
    values: list[tuple[str, float]],
    *,
    scale: Scale,
    colour: RGBColor,
    place: Place,
) -> None:
    """A bar chart of labels and values, first on top, with its workbook inside."""
    data = CategoryChartData(number_format=scale.form)
    data.categories = [label for label, _ in reversed(values)]
    data.add_series(name, [value for _, value in reversed(values)])
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, place.left, place.top, place.width, place.height, data
    )
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.font.name, chart.font.color.rgb = SANS, TEXT
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = scale.low, scale.high, scale.step
    axis.major_gridlines.format.line.color.rgb = PALE
    axis.format.line.fill.background()
    chart.category_axis.format.line.color.rgb = INK
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = scale.form, False
    axis.tick_labels.font.size = chart.category_axis.tick_labels.font.size = Pt(13)
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = scale.labels, False
    labels.font.size, labels.position = Pt(14), XL_LABEL_POSITION.OUTSIDE_END
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = colour
