"""The report's essentials as PowerPoint slides: one message a slide, charts that can be edited, no radar.

Texts and figures come from the Report alone, so a slide can say nothing that the document does not.
"""

from datetime import datetime
from io import BytesIO
from typing import Any, Final, TypeVar

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Cm

from ..report import Beside, Block, Brand, Dots, Figure, Heat, Items, Path, Report, Section, Timeline
from ..typography import percent_form
from .page import accent_of
from .slides_shapes import (
    EDGE,
    HIGH,
    INK,
    INNER,
    QUIET,
    SERIF,
    TEXT,
    TOP,
    WIDE,
    Place,
    Scale,
    bars,
    grid,
    say,
    shade,
)

TITLE_ONLY: Final = 5
"""The default template's layout with a title and nothing else."""
ROWS: Final = 15
"""Rows on one slide; more continue on the next."""
ACTIONS: Final = 8
"""Actions on one slide: their titles take two lines."""
FINDINGS: Final = 4
LONG: Final = 95
"""Letters of a headline from which it is set smaller, to stay within two lines."""

Kind = TypeVar("Kind", bound=Block)
Line = TypeVar("Line")


def render_pptx(report: Report, brand: Brand | None = None) -> bytes:
    """The slides as PPTX bytes: the decision and its path, scores, departments, findings, next steps."""
    deck = _Deck(report, brand)
    decision = report.decision
    deck.decision()
    if decision.how:
        rows = [list(pair) for pair in decision.how]
        deck.table(decision.meaning, decision.how_title, rows, (0.2, 0.8))
    if decision.options:
        rows = [[item.rank, item.name, item.share, item.reason] for item in decision.options]
        deck.table(decision.options_title, decision.kicker, rows, (0.05, 0.23, 0.1, 0.62))
    if (section := _section(report, "whether")) and (path := _block(section, Path)):
        rows = [[step.name, step.outcome] for step in path.steps]
        deck.table(section.headline, section.kicker, rows, (0.4, 0.6), size=13)
    if (section := _section(report, "sure")) and (beside := _block(section, Beside)):
        deck.sure(section, beside)
    if (section := _section(report, "standing")) and (dots := _block(section, Dots)):
        deck.scores(section, dots)
    if (section := _section(report, "departments")) and (heat := _block(section, Heat)):
        deck.heat(section, heat)
    if (section := _section(report, "findings")) and (items := _block(section, Items)):
        deck.findings(section, items)
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
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[TITLE_ONLY])
        title = slide.shapes.title
        title.left, title.top, title.width, title.height = EDGE, Cm(1.6), INNER, Cm(2.4)
        title.text_frame.word_wrap = True
        title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        say(title.text_frame, headline, 26 if len(headline) <= LONG else 20, INK, font=SERIF)
        kicker = kicker or self.report.organisation
        self.text(slide, kicker, Place(top=Cm(0.7), height=Cm(0.9)), size=12, colour=self.accent)
        foot = " · ".join(filter(None, (self.report.organisation, self.report.date, self.report.footer)))
        if self.report.status:
            self.text(slide, self.report.status, Place(top=Cm(0.1), height=Cm(0.6)), size=10, colour=INK)
        self.text(slide, foot, Place(top=HIGH - Cm(1.1), height=Cm(0.7)), size=10, colour=QUIET)
        return slide

    def text(self, slide: Any, text: str, place: Place, *, size: float, colour: RGBColor) -> None:
        """A text box."""
        box = slide.shapes.add_textbox(place.left, place.top, place.width, place.height)
        box.text_frame.word_wrap = True
        say(box.text_frame, text, size, colour)

    def decision(self) -> None:
        """The answer, its reasons, and how sure."""
        decision = self.report.decision
        slide = self.slide(decision.headline, " · ".join((decision.kicker, *decision.tags)))
        if self.brand and self.brand.logo:
            slide.shapes.add_picture(BytesIO(self.brand.logo), WIDE - EDGE - Cm(4), Cm(0.5), height=Cm(1))
        self.text(slide, decision.meaning, Place(height=Cm(1.8)), size=18, colour=TEXT)
        top = TOP + Cm(2.6)
        for figure, sentence in decision.reasons:
            self.text(slide, figure, Place(EDGE, top, Cm(6.5), Cm(1.6)), size=28, colour=self.accent)
            beside = Place(EDGE + Cm(6.8), top + Cm(0.2), INNER - Cm(6.8), Cm(1.6))
            self.text(slide, sentence, beside, size=18, colour=TEXT)
            top += Cm(2.3)
        sure = f"{self.pair(decision.sure_title, decision.sure_figure)}. {decision.sure_text}"
        self.text(slide, sure, Place(top=top + Cm(0.5), height=Cm(2)), size=14, colour=QUIET)

    def pair(self, name: str, value: str) -> str:
        """A name and its value with the colon of the language."""
        return f"{name}\u00a0: {value}" if self.report.locale == "fr" else f"{name}: {value}"

    def lines(self, parts: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        """Sentences one under the other; the first part that has any heads the slide."""
        parts = tuple((title, items) for title, items in parts if items)
        if not parts:
            return
        slide = self.slide(parts[0][0], self.report.decision.kicker)
        box = slide.shapes.add_textbox(EDGE, TOP - Cm(1), INNER, HIGH - TOP - Cm(1))
        box.text_frame.word_wrap = True
        for place, (title, items) in enumerate(parts):
            if place:
                say(box.text_frame, title, 20, self.accent, font=SERIF, new=True)
            for item in items:
                say(box.text_frame, item, 18, TEXT, new=True)

    def table(
        self,
        headline: str,
        kicker: str,
        rows: list[list[str]],
        widths: tuple[float, ...],
        *,
        size: float = 16,
    ) -> None:
        """A table of texts, without head."""
        grid(self.slide(headline, kicker), rows, widths, size=size)

    def sure(self, section: Section, beside: Beside) -> None:
        """The share of variations in which each option comes first, as an editable chart."""
        slide = self.slide(section.headline, section.kicker)
        half = int(INNER * 0.48)
        for left, block in ((EDGE, beside.left), (EDGE + INNER - half, beside.right)):
            self.text(slide, block.caption, Place(left, TOP, half, Cm(0.9)), size=13, colour=QUIET)
            values = [(row.label, row.share) for row in block.rows]
            place = Place(left, TOP + Cm(1.3), half, HIGH - TOP - Cm(3.3))
            locale = self.report.locale
            labels = percent_form([share for _, share in values], locale)
            scale = Scale(0, 1, 0.5, percent_form((), locale), labels)
            bars(slide, block.caption, values, scale=scale, colour=self.accent, place=place)

    def scores(self, section: Section, dots: Dots) -> None:
        """The dimensions as an editable bar chart, with their levels and bands beside it in words."""
        slide = self.slide(section.headline, section.kicker)
        values = [(row.label, round(_score(row.dot), 6)) for row in dots.rows if row.dot is not None]
        left = Place(width=int(INNER * 0.58), height=HIGH - TOP - Cm(2.8))
        bars(slide, dots.heads[2], values, scale=Scale(1, 5, 1, "0.0", "0.0"), colour=self.accent, place=left)
        label, _, value, level, band = dots.heads
        rows = [[row.label, row.value, row.level or row.status, row.band] for row in dots.rows]
        beside = Place(left=EDGE + int(INNER * 0.6), width=int(INNER * 0.4))
        widths = (0.36, 0.16, 0.26, 0.22)
        grid(slide, [[label, value, level, band], *rows], widths, size=11, head=True, place=beside)
        told = " ".join(filter(None, (section.lead, dots.note, *self.answered())))
        self.text(slide, told, Place(top=HIGH - Cm(2.6), height=Cm(1.3)), size=11, colour=QUIET)

    def answered(self) -> list[str]:
        """How many departments and people answered."""
        section = _section(self.report, "who")
        block = None if section is None else _block(section, Figure)
        return [] if block is None else [f"{figure} {counts}." for figure, counts, _ in block.figures[:2]]

    def heat(self, section: Section, heat: Heat) -> None:
        """Departments by dimensions, the number in every cell; many departments take several slides."""
        heads = [heat.corner, *heat.columns]
        widths = (0.28, *(0.72 / len(heat.columns) for _ in heat.columns))
        for part in _parts(heat.rows):
            slide = self.slide(section.headline, section.kicker)
            texts = [heads, *([row.label, *(cell.text for cell in row.cells)] for row in part)]
            made = grid(slide, texts, widths, size=11, head=True, total=part[-1].total)
            for y, row in enumerate(part, 1):
                for x, cell in enumerate(row.cells, 1):
                    if cell.step is not None:
                        shade(made.cell(y, x), cell.step)

    def findings(self, section: Section, items: Items) -> None:
        """The first findings: what each says, and its figures."""
        slide = self.slide(section.headline, section.kicker)
        box = slide.shapes.add_textbox(EDGE, TOP, INNER, HIGH - TOP - Cm(2))
        box.text_frame.word_wrap = True
        for item in items.items[:FINDINGS]:
            # The first is what heads the slide.
            if item.title != section.headline:
                say(box.text_frame, item.title, 18, self.accent, font=SERIF, new=True)
            say(box.text_frame, item.text, 15, TEXT, new=True)

    def roadmap(self, section: Section, timeline: Timeline) -> None:
        """The actions in order, with owner and day."""
        action, owner, due = timeline.heads
        for part in _parts(timeline.rows, ACTIONS):
            slide = self.slide(section.headline, section.kicker)
            rows = [[row.number, row.label, row.group, row.owner, row.due] for row in part]
            texts = [["", action, "", owner, due], *rows]
            grid(slide, texts, (0.05, 0.46, 0.15, 0.24, 0.1), size=12, head=True)


def _parts(rows: tuple[Line, ...], most: int = ROWS) -> list[tuple[Line, ...]]:
    """The rows over as few slides as hold them, about as many on each."""
    slides = -(-len(rows) // most)
    each = -(-len(rows) // slides) if slides else 1
    return [rows[start : start + each] for start in range(0, len(rows), each)]


def _score(position: float) -> float:
    """A position on the scale, 0 to 1, as a score from 1 to 5."""
    return 1 + 4 * position
