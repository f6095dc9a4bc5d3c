"""Report: the frozen tree of texts, tables and charts that any output prints.

Everything here is finished wording of one locale: formatted numbers, typeset sentences. An output (HTML, PDF,
later DOCX, PPTX, XLSX) decides looks and nothing else. Positions in charts are shares of the width, 0 to 1.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Brand:
    """A client's looks: its name, a logo as PNG bytes, one accent colour ``#rrggbb`` fit for white text."""

    name: str = ""
    logo: bytes | None = None
    accent: str | None = None


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; ``small`` for notes under figures."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences; numbered when their order matters, ``small`` for matter to look up."""

    items: tuple[str, ...]
    numbered: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels with their texts, one under the other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Short entries to look up, a term and what is said of it, in columns."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A short text set apart. ``tone`` "warning" uses the one warning colour."""

    title: str
    text: str
    tone: Literal["plain", "warning"] = "plain"


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; ``width`` is its share of the table, 0 to 1, or None to share the rest evenly."""

    title: str
    align: Align = "left"
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; ``strong`` for the row that matters. The first cell heads the row."""

    cells: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A data table, with a caption above and a note under it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class DotRow:
    """One row of a table-chart: a dot at the score, a band, small marks for departments.

    ``dot``, ``low``, ``high``, ``marks`` are positions on the scale, 0 to 1. ``dot`` None: not assessed, and
    ``status`` says in words why. ``band`` is the band in words ("2.1–2.9"). ``before``: where the dot was in
    the wave before.
    """

    label: str
    value: str
    band: str
    level: str
    dot: float | None
    low: float | None = None
    high: float | None = None
    marks: tuple[float, ...] = ()
    status: str = ""
    strong: bool = False
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Dots:
    """A table-chart of scores on the scale: label, strip, value, level, band. ``ticks``: (position, text)."""

    caption: str
    heads: tuple[str, str, str, str, str]
    """Column heads: label, strip, value, level, band."""
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[DotRow, ...]
    note: str = ""
    key: str = ""
    """What the marks stand for: of use only where they are drawn."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A cell of a heat table: its number or word, and the colour step 1-5; None has no colour.

    ``status``: "score"; "too_few", "not_applicable", "no_answer" and "hidden" look different from each other
    and it.
    """

    text: str
    step: int | None
    status: Literal["score", "too_few", "not_applicable", "no_answer", "hidden", "total"] = "score"


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One department (or the total) across the dimensions."""

    label: str
    cells: tuple[HeatCell, ...]
    note: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Heat:
    """A heat table: a number in every cell. ``legend`` explains the steps, (step or status, text)."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    legend: tuple[tuple[HeatCell, str], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """One question: people by level 1-5 (shares of those who gave a level), and what lies outside."""

    label: str
    tag: str
    shares: tuple[float, float, float, float, float]
    counts: tuple[int, int, int, int, int] | None
    """None where they are hidden; the strip is empty then."""
    outside: str
    """Don't know, does not apply, not answered, in words; empty when none."""
    value: str
    text: str = ""
    """The question as it was asked."""
    beside: str = ""
    """The score that it is held against."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Distribution of answers, question by question, as one stacked strip a row with counts in it."""

    caption: str
    heads: tuple[str, str, str, str]
    """Column heads: question, strip, outside, score."""
    legend: tuple[str, str, str, str, str]
    rows: tuple[SpreadRow, ...]
    note: str = ""
    beside: str = ""
    """Head of a last column, for the score that each is held against; empty: there is none."""


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: ``share`` of the width 0-1, ``most`` the faint full length behind it (or None)."""

    label: str
    value: str
    share: float
    most: float | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars with printed values; ``mark``: (position, label) of lines across: thresholds."""

    caption: str
    rows: tuple[BarRow, ...]
    marks: tuple[tuple[float, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One action: its number, title, dimension, owner, and its span on the time axis, 0-1."""

    number: str
    label: str
    group: str
    owner: str
    start: float
    end: float
    due: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The roadmap chart. ``marks`` are (position, text) of the days 30, 60, 90, 180."""

    caption: str
    heads: tuple[str, str, str]
    """Column heads: action, owner, due."""
    marks: tuple[tuple[float, str], ...]
    rows: tuple[TimelineRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A finding, an action or an option as a small block: number, title, text, then labelled lines."""

    number: str
    title: str
    text: str
    lines: tuple[tuple[str, str], ...] = ()
    steps: tuple[str, ...] = ()
    strong: bool = False
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """Several blocks one under the other, hairlines between; ``aside``: titles in a margin of their own."""

    items: tuple[Item, ...]
    aside: bool = False


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step of the path through the rule: its name, what was found, its outcome, whether it decided."""

    name: str
    found: str
    outcome: str
    decisive: bool


@dataclass(frozen=True, slots=True)
class Path:
    """The path through evidence, need, table and gates, top to bottom."""

    caption: str
    steps: tuple[PathStep, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """Large figures side by side: (figure, what it counts, note)."""

    figures: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two charts side by side where there is room for both."""

    left: Bars
    right: Bars


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts a page in paged outputs."""


def kind_of(block: object) -> str:
    """The kind of a block: the name of its class, which its JSON carries as "kind"."""
    return str(block.get("kind", "")) if isinstance(block, dict) else type(block).__name__


Block = Annotated[
    Annotated[Para, Tag("Para")]
    | Annotated[Heading, Tag("Heading")]
    | Annotated[Bullets, Tag("Bullets")]
    | Annotated[Pairs, Tag("Pairs")]
    | Annotated[Terms, Tag("Terms")]
    | Annotated[Callout, Tag("Callout")]
    | Annotated[Table, Tag("Table")]
    | Annotated[Dots, Tag("Dots")]
    | Annotated[Heat, Tag("Heat")]
    | Annotated[Spread, Tag("Spread")]
    | Annotated[Bars, Tag("Bars")]
    | Annotated[Timeline, Tag("Timeline")]
    | Annotated[Items, Tag("Items")]
    | Annotated[Path, Tag("Path")]
    | Annotated[Figure, Tag("Figure")]
    | Annotated[Beside, Tag("Beside")]
    | Annotated[PageBreak, Tag("PageBreak")],
    Discriminator(kind_of),
]


@dataclass(frozen=True, slots=True)
class Section:
    """A section under a headline that is a finding. ``depth`` 1 for sections, 2 for pages inside one."""

    id: str
    number: str
    kicker: str
    """The plain name, for the contents and the running head."""
    headline: str
    lead: str
    blocks: tuple[Block, ...]
    depth: Literal[1, 2] = 1
    fresh_page: bool = True
    dense: bool = False
    """Matter to look up rather than to read: set small."""


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One option on page one: rank, name, share of runs, and why it leads or why not."""

    rank: str
    name: str
    share: str
    reason: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """What is done by a day, and by whom."""

    day: str
    text: str
    owner: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Page one, which stands alone. Titles are the headings of its parts."""

    kicker: str
    headline: str
    meaning: str
    tags: tuple[str, ...]
    """"Conditional", "Provisional": empty when neither."""
    reasons_title: str
    reasons: tuple[tuple[str, str], ...]
    """(figure, sentence)."""
    how_title: str
    how: tuple[tuple[str, str], ...]
    sure_title: str
    sure_figure: str
    sure_text: str
    sure_share: float | None
    options_title: str
    options: tuple[OptionLine, ...]
    flips_title: str
    flips: tuple[str, ...]
    conditions_title: str
    conditions: tuple[str, ...]
    steps_title: str
    steps: tuple[StepLine, ...]
    owner_title: str
    owner: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole document. ``results_json`` is attached to the PDF under ``results_name``."""

    locale: str
    title: str
    subject: str
    organisation: str
    date: str
    created: str
    """ISO 8601 moment for the document's metadata: the day assessed at 00:00 UTC."""
    prepared_by: str
    contents_title: str
    """Empty for a document too short for contents."""
    decision: Decision
    sections: tuple[Section, ...]
    footer: str
    """Short fingerprint and versions, on every page."""
    page_word: str
    results_json: str
    results_name: str
    labels: dict[str, str]
    """Words that an output itself prints: "attachment", "of", "skip"."""
    watermark: str = ""
    """A word across each page, as on a draft; empty for none."""
    stamp: str = ""
    """A line on each page: which version this is, and for whom; empty for none."""

    @property
    def status(self) -> str:
        """Watermark and stamp in one line, for outputs that draw no watermark."""
        return " · ".join(filter(None, (self.watermark, self.stamp)))


def with_texts(tree: Any, change: Callable[[str], str]) -> Any:
    """A report, or any part of one, with each of its texts changed, in the order of its fields."""
    if isinstance(tree, str):
        return change(tree)
    if isinstance(tree, tuple):
        return tuple(with_texts(item, change) for item in tree)
    if isinstance(tree, dict):
        return {key: with_texts(item, change) for key, item in tree.items()}
    if is_dataclass(tree) and not isinstance(tree, type):
        return replace(
            tree, **{field.name: with_texts(getattr(tree, field.name), change) for field in fields(tree)}
        )
    return tree
