"""The report's essentials as PowerPoint slides: one message a slide, charts that can be edited, no radar.

Texts and figures come from the Report alone, so a slide can say nothing that the document does not.
"""

from datetime import datetime
from io import BytesIO
from typing import Any, Final, TypeVar

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Cm, Pt

from ..report import Block, Brand, Dots, Heat, Report, Section, Timeline
from .page import accent_of

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
STEPS: Final = ("E6EEF3", "B9D3E0", "7FB0C8", "2F6F8E", "0A3F58")
"""The heat table's ramp; its two darkest take white text."""
BLANK: Final = 6
"""The default template's layout without placeholders."""
ROWS: Final = 15
"""Rows on one slide; more continue on the next."""

Kind = TypeVar("Kind", bound=Block)
Line = TypeVar("Line")


def render_pptx(report: Report, brand: Brand | None = None) -> bytes:
    """The slides as PPTX bytes: decision, how, options, scores, departments, next steps, limits."""
    deck = _Deck(report, brand)
    decision = report.decision
    deck.decision()
    if decision.how:
        deck.table(decision.how_title, [list(pair) for pair in decision.how], (0.22, 0.78))
    if decision.options:
        rows = [[item.rank, item.name, item.share, item.reason] for item in decision.options]
        deck.table(decision.options_title, rows, (0.05, 0.23, 0.1, 0.62))
    if (section := _section(report, "standing")) and (dots := _block(section, Dots)):
        deck.scores(section, dots)
    if (section := _section(report, "departments")) and (heat := _block(section, Heat)):
        deck.heat(section, heat)
    if (section := _section(report, "steps")) and (timeline := _block(section, Timeline)):
        deck.roadmap(section, timeline)
    deck.lines(((decision.flips_title, decision.flips), (decision.conditions_title, decision.conditions)))
    return deck.bytes()


def _section(report: Report, key: str) -> Section | None:
    return next((item for item in report.sections if item.id == key), None)


def _block(section: Section, kind: type[Kind]) -> Kind | None:
    return next((block for block in section.blocks if isinstance(block, kind)), None)


class _Deck:
    """A presentation in the making."""

    def __init__(self, report: Report, brand: Brand | None) -> None:
        self.report, self.brand = report, brand
        self.accent = RGBColor.from_string(accent_of(brand).lstrip("#").upper())
        self.deck = Presentation()
        self.deck.slide_width, self.deck.slide_height = WIDE, HIGH
        properties = self.deck.core_properties
        properties.title, properties.subject = report.title, report.subject
        properties.author, properties.language = report.prepared_by or "Mandate", report.locale
        moment = datetime.fromisoformat(report.created).replace(tzinfo=None)
        properties.created = properties.modified = moment

    def bytes(self) -> bytes:
        """The file."""
        out = BytesIO()
        self.deck.save(out)
        return out.getvalue()

    def slide(self, headline: str, kicker: str = "") -> Any:
        """A slide with its message at the top and the source at the foot."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[5])
        title = slide.shapes.title
        title.left, title.top, title.width, title.height = EDGE, Cm(1.6), INNER, Cm(2.4)
        title.text_frame.word_wrap = True
        title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        _say(title.text_frame, headline, 26, INK, font=SERIF)
        kicker = kicker or self.report.organisation
        self.text(slide, kicker, (EDGE, Cm(0.7), INNER, Cm(0.9)), size=12, colour=self.accent)
        foot = " · ".join(filter(None, (self.report.organisation, self.report.date, self.report.footer)))
        if self.report.status:
            self.text(slide, self.report.status, (EDGE, Cm(0.1), INNER, Cm(0.6)), size=10, colour=INK)
        self.text(slide, foot, (EDGE, HIGH - Cm(1.1), INNER, Cm(0.7)), size=10, colour=QUIET)
        return slide

    def text(
        self, slide: Any, text: str, at: tuple[int, int, int, int], *, size: float, colour: RGBColor
    ) -> None:
        """A text box ``at`` left, top, width, height."""
        box = slide.shapes.add_textbox(*at)
        box.text_frame.word_wrap = True
        _say(box.text_frame, text, size, colour)

    def decision(self) -> None:
        """The answer, its reasons, and how sure."""
        decision = self.report.decision
        slide = self.slide(decision.headline, " · ".join((decision.kicker, *decision.tags)))
        if self.brand and self.brand.logo:
            slide.shapes.add_picture(BytesIO(self.brand.logo), WIDE - EDGE - Cm(4), Cm(0.5), height=Cm(1))
        self.text(slide, decision.meaning, (EDGE, TOP, INNER, Cm(1.8)), size=16, colour=TEXT)
        top = TOP + Cm(2.3)
        for figure, sentence in decision.reasons:
            self.text(slide, figure, (EDGE, top, Cm(6.5), Cm(1.6)), size=24, colour=self.accent)
            beside = (EDGE + Cm(6.8), top + Cm(0.15), INNER - Cm(6.8), Cm(1.6))
            self.text(slide, sentence, beside, size=16, colour=TEXT)
            top += Cm(2)
        sure = f"{decision.sure_title}: {decision.sure_figure}. {decision.sure_text}"
        self.text(slide, sure, (EDGE, top + Cm(0.4), INNER, Cm(2)), size=14, colour=QUIET)

    def lines(self, parts: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        """Sentences one under the other; the first part that has any heads the slide."""
        parts = tuple((title, items) for title, items in parts if items)
        if not parts:
            return
        slide = self.slide(parts[0][0])
        box = slide.shapes.add_textbox(EDGE, TOP, INNER, HIGH - TOP - Cm(2))
        box.text_frame.word_wrap = True
        for place, (title, items) in enumerate(parts):
            if place:
                _say(box.text_frame, title, 20, self.accent, font=SERIF, new=True)
            for item in items:
                _say(box.text_frame, item, 18, TEXT, new=True)

    def table(self, headline: str, rows: list[list[str]], widths: tuple[float, ...]) -> None:
        """A table of texts, without head."""
        slide = self.slide(headline)
        self._grid(slide, rows, widths, size=14)

    def scores(self, section: Section, dots: Dots) -> None:
        """The dimensions as an editable bar chart, with their levels and bands beside it in words."""
        slide = self.slide(section.headline, section.kicker)
        known = [row for row in reversed(dots.rows) if row.dot is not None]
        data = CategoryChartData(number_format="0.0")
        data.categories = [row.label for row in known]
        data.add_series(dots.heads[2], [round(_score(row.dot or 0.0), 6) for row in known])
        frame = slide.shapes.add_chart(
            XL_CHART_TYPE.BAR_CLUSTERED, EDGE, TOP, int(INNER * 0.62), HIGH - TOP - Cm(2), data
        )
        chart = frame.chart
        chart.has_legend = chart.has_title = False
        scale = chart.value_axis
        scale.minimum_scale, scale.maximum_scale, scale.major_unit = 1, 5, 1
        scale.major_gridlines.format.line.color.rgb = PALE
        scale.tick_labels.font.size = chart.category_axis.tick_labels.font.size = Pt(13)
        plot = chart.plots[0]
        plot.gap_width, plot.has_data_labels = 60, True
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = "0.0", False
        labels.font.size, labels.position = Pt(14), XL_LABEL_POSITION.OUTSIDE_END
        plot.series[0].format.fill.solid()
        plot.series[0].format.fill.fore_color.rgb = self.accent
        rows = [[row.label, row.value, row.level or row.status, row.band] for row in dots.rows]
        left = EDGE + int(INNER * 0.64)
        self._grid(slide, rows, (0.38, 0.14, 0.26, 0.22), size=12, left=left, width=int(INNER * 0.36))
        if dots.note:
            self.text(slide, dots.note, (EDGE, HIGH - Cm(2.1), INNER, Cm(0.8)), size=11, colour=QUIET)

    def heat(self, section: Section, heat: Heat) -> None:
        """Departments by dimensions, the number in every cell; many departments take several slides."""
        for part in _parts(heat.rows):
            slide = self.slide(section.headline, section.kicker)
            heads = [heat.corner, *heat.columns]
            texts = [heads, *([row.label, *(cell.text for cell in row.cells)] for row in part)]
            share = 0.72 / len(heat.columns)
            grid = self._grid(slide, texts, (0.28, *(share for _ in heat.columns)), size=12, head=True)
            for y, row in enumerate(part, 1):
                for x, cell in enumerate(row.cells, 1):
                    if cell.step is not None:
                        _shade(grid.cell(y, x), cell.step)

    def roadmap(self, section: Section, timeline: Timeline) -> None:
        """The actions in order, with owner and day."""
        action, owner, due = timeline.heads
        for part in _parts(timeline.rows):
            slide = self.slide(section.headline, section.kicker)
            rows = [[row.number, row.label, row.group, row.owner, row.due] for row in part]
            texts = [["", action, "", owner, due], *rows]
            self._grid(slide, texts, (0.05, 0.47, 0.16, 0.2, 0.12), size=12, head=True)

    def _grid(
        self,
        slide: Any,
        rows: list[list[str]],
        widths: tuple[float, ...],
        *,
        size: float,
        head: bool = False,
        left: int = EDGE,
        width: int = INNER,
    ) -> Any:
        frame = slide.shapes.add_table(len(rows), len(widths), left, TOP, width, Cm(0.8) * len(rows))
        table = frame.table
        table.first_row, table.horz_banding = head, False
        for column, share in zip(table.columns, widths, strict=True):
            column.width = int(width * share / sum(widths))
        for y, row in enumerate(rows):
            for x, text in enumerate(row):
                cell = table.cell(y, x)
                cell.margin_top = cell.margin_bottom = Cm(0.12)
                _say(cell.text_frame, text, size, TEXT, bold=head and y == 0)
                if head and y == 0:
                    cell.fill.background()
                    continue
                cell.fill.solid()
                cell.fill.fore_color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
        return table


def _parts(rows: tuple[Line, ...]) -> list[tuple[Line, ...]]:
    """The rows over as few slides as hold them, about as many on each."""
    slides = -(-len(rows) // ROWS)
    each = -(-len(rows) // slides) if slides else 1
    return [rows[start : start + each] for start in range(0, len(rows), each)]


def _score(position: float) -> float:
    """A position on the scale, 0 to 1, as a score from 1 to 5."""
    return 1 + 4 * position


def _shade(cell: Any, step: int) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(STEPS[step - 1])
    dark = step >= 4
    for run in cell.text_frame.paragraphs[0].runs:
        run.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF) if dark else INK


def _say(
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
