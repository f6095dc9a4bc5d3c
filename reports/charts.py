"""Geometry of the report's charts: positions and lengths in points, from shares 0 to 1. No colours, no words.

Every strip is as wide as its table column; a plot area lies inside it, so that a dot at an end is not cut.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

STRIP_WIDTH: Final = 180.0
STRIP_HEIGHT: Final = 22.0
INSET: Final = 6.0
"""Room left and right of the plot area of a dot strip: half a dot and its outline."""

NARROWEST_LABEL: Final = 5.2
"""Points that one digit of a label in a segment needs, with the air beside it."""


class Span(NamedTuple):
    """A horizontal stretch: where it starts and how long it is."""

    x: float
    width: float


class DotStrip(NamedTuple):
    """A dot, its band, its small marks and its place before, over the lines of a scale; None for none."""

    width: float
    height: float
    lines: tuple[float, ...]
    band: Span | None
    marks: tuple[float, ...]
    dot: float | None
    before: float | None


class Segment(NamedTuple):
    """One part of a stacked strip: its stretch, and whether its label fits in."""

    x: float
    width: float
    labelled: bool


class Bar(NamedTuple):
    """A bar, the faint full length behind it, and the lines of thresholds across."""

    width: float
    height: float
    bar: Span
    most: Span | None
    lines: tuple[float, ...]


class Tick(NamedTuple):
    """A label over an axis: its position, and which end of the text stands there."""

    x: float
    text: str
    anchor: str


def dot_strip(
    dot: float | None,
    low: float | None,
    high: float | None,
    marks: Sequence[float],
    lines: Sequence[float],
    *,
    before: float | None = None,
    width: float = STRIP_WIDTH,
    height: float = STRIP_HEIGHT,
) -> DotStrip:
    """A row of a dot chart. Positions are shares of the scale; ValueError outside 0 to 1."""
    band = None
    if low is not None and high is not None:
        left, right = _inside(low, width), _inside(high, width)
        if right < left:
            raise ValueError(f"a band from {low} to {high} runs backwards")
        band = Span(left, round(right - left, 2))
    return DotStrip(
        width,
        height,
        tuple(_inside(line, width) for line in lines),
        band,
        tuple(sorted({_inside(mark, width) for mark in marks})),
        None if dot is None else _inside(dot, width),
        None if before is None else _inside(before, width),
    )


def scale(
    ticks: Sequence[tuple[float, str]],
    width: float = STRIP_WIDTH,
    inset: float = INSET,
    end: float | None = None,
) -> tuple[Tick, ...]:
    """The labels of an axis. Those at the very ends grow inwards when there is no inset to hold them.

    ``end`` is where a label would run off the drawing; the width when not said.
    """
    made = []
    for position, text in ticks:
        x = _inside(position, width, inset)
        # Half of a label of short words, at about five points a letter.
        half = len(text) * 2.5
        limit = width if end is None else end
        anchor = "start" if x - half < 0 else "end" if x + half > limit else "middle"
        made.append(Tick(0.0 if anchor == "start" else limit if anchor == "end" else x, text, anchor))
    return tuple(made)


def stacked(
    shares: Sequence[float], counts: Sequence[int], width: float = STRIP_WIDTH, gap: float = 1.0
) -> tuple[Segment, ...]:
    """Segments side by side, in proportion, a gap between those that are not empty.

    Empty segments have no width. Raises ValueError when the shares sum to more than one.
    """
    if sum(shares) > 1 + 1e-9:
        raise ValueError(f"shares sum to {sum(shares)}, more than the whole")
    shown = sum(share > 0 for share in shares)
    room = width - gap * max(shown - 1, 0)
    made, x = [], 0.0
    for share, count in zip(shares, counts, strict=True):
        length = round(room * share, 2)
        made.append(Segment(round(x, 2), length, length >= NARROWEST_LABEL * (len(str(count)) + 0.6)))
        if share > 0:
            x += length + gap
    return tuple(made)


def bar(
    share: float,
    most: float | None = None,
    marks: Sequence[float] = (),
    width: float = STRIP_WIDTH,
    height: float = STRIP_HEIGHT,
) -> Bar:
    """A horizontal bar from the left edge. Positions are shares; ValueError outside 0 to 1."""
    full = None if most is None else Span(0.0, _inside(most, width, 0))
    lines = tuple(_inside(mark, width, 0) for mark in marks)
    return Bar(width, height, Span(0.0, _inside(share, width, 0)), full, lines)


def stretch(
    start: float,
    end: float,
    marks: Sequence[float],
    *,
    width: float = STRIP_WIDTH,
    height: float = STRIP_HEIGHT,
    shortest: float = 3.0,
) -> Bar:
    """A span on a time axis, never so short that it cannot be seen. ValueError when it runs backwards."""
    left, right = _inside(start, width, 0), _inside(end, width, 0)
    if right < left:
        raise ValueError(f"a stretch from {start} to {end} runs backwards")
    length = max(round(right - left, 2), shortest)
    lines = tuple(_inside(mark, width, 0) for mark in marks)
    return Bar(width, height, Span(round(min(left, width - length), 2), length), None, lines)


def _inside(share: float, width: float, inset: float = INSET) -> float:
    """A share of the plot area as a position in the drawing."""
    if not 0 <= share <= 1:
        raise ValueError(f"{share} is no share between 0 and 1")
    return round(inset + share * (width - 2 * inset), 2)
