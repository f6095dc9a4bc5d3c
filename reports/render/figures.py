"""Charts on their way into a document: in the HTML as inline SVG, in the PDF as images served from memory."""

from jinja2 import Environment
from markupsafe import Markup, escape

from .. import charts
from ..report import BarRow, DotRow, Dots, Spread, SpreadRow, TimelineRow

Positions = tuple[tuple[float, str], ...]


class Figures:
    """Draws the charts of one document with the macros of ``charts.svg``.

    ``inline``: SVG in the page; else ``assets`` collects the drawings, and the page refers to them.
    """

    def __init__(self, environment: Environment, inline: bool) -> None:
        # autoescape of a module is that of its template's name: .svg is escaped as .html is.
        self._draw = environment.get_template("charts.svg").module
        self._inline = inline
        self._names: dict[str, str] = {}
        self.assets: dict[str, bytes] = {}

    def dots(self, row: DotRow, block: Dots) -> Markup:
        """The strip of one row of a dot chart."""
        lines = [position for position, _ in block.ticks]
        made = charts.dot_strip(row.dot, row.low, row.high, row.marks, lines, before=row.before)
        return self._placed(
            "dots", made, _alt(row.label, row.value, row.level, row.band, row.status), strong=row.strong
        )

    def axis(self, positions: Positions, label: str, inset: float = charts.INSET) -> Markup:
        """The labels over a column of strips."""
        made = charts.scale(positions, inset=inset)
        return self._placed("axis", made, _alt(label, *(text for _, text in positions)))

    def spread(self, row: SpreadRow, block: Spread) -> Markup:
        """The stacked strip of one question."""
        counts = row.counts or (0, 0, 0, 0, 0)
        parts = [f"{name} {count}" for name, count in zip(block.legend, counts, strict=True)]
        made = tuple(zip(charts.stacked(row.shares, counts), counts, strict=True))
        if row.counts is None:
            return self._placed("spread", made, _alt(row.label, row.outside))
        return self._placed("spread", made, _alt(row.label, *parts))

    def bar(self, row: BarRow, marks: Positions) -> Markup:
        """One bar of a bar chart."""
        made = charts.bar(row.share, row.most, [position for position, _ in marks], height=11.0)
        return self._placed("bar", made, _alt(row.label, row.value), strong=row.strong)

    def share(self, share: float, alt: str) -> Markup:
        """The thin bar of a share of the whole."""
        return self._placed("share", charts.bar(share, 1.0, height=3.0), alt)

    def stretch(self, row: TimelineRow, marks: Positions) -> Markup:
        """One action's span on the time axis."""
        made = charts.stretch(row.start, row.end, [position for position, _ in marks], height=20.0)
        return self._placed("stretch", made, _alt(row.label, row.owner, row.due), strong=row.strong)

    def _placed(self, kind: str, geometry: object, alt: str, **options: bool) -> Markup:
        drawn = getattr(self._draw, kind)(geometry, **options)
        if self._inline:
            # The title comes first inside the element, and role makes one image of it.
            head, rest = str(drawn).split(">", 1)
            return Markup(f'{head} role="img"><title>{escape(alt)}</title>{rest}')  # noqa: S704 - escaped here
        text = str(drawn).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        name = self._names.setdefault(text, f"chart-{len(self._names)}.svg")
        self.assets[name] = text.encode()
        return Markup('<img src="asset:{}" alt="{}"/>').format(name, alt)


def _alt(label: str, *parts: str) -> str:
    """An alternative in words: the label, then what the drawing says of it."""
    found = ", ".join(part for part in parts if part)
    return f"{label} – {found}" if found else label
