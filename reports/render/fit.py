"""Page one on exactly one page: the largest type that fits, then the room left shared between its parts."""

from collections.abc import Callable
from math import floor
from typing import Final, NamedTuple

BOTTOM: Final = 297 - 19
"""Where page one's area ends, in millimetres from the top of the sheet: see @page :first in pages.css."""

LARGEST: Final = 10.8
SMALLEST: Final = 6.6
USUAL: Final = 8.3
"""What most reports come to. A trial costs a layout, so the first is made where it often is the last."""
MOST_AIR: Final = 16.0
"""Points."""

_STEP: Final = 0.1
_MARGIN: Final = 0.99
"""Aimed at a little less than the page: lines break anew at another size."""
_ROOM: Final = 10.0
"""Millimetres left that air may fill: more of them are worth another trial."""
_GROWTH: Final = 1.3
"""Page one grows with this power of its size of type: less than the square, as much of it is short lines."""
_GAPS: Final = 6
"""Gaps between the parts of page one, at most."""


class Fit(NamedTuple):
    """Page one's size of type and the room added between its parts, in points."""

    size: float
    air: float


def fitting(bottom_of: Callable[[Fit], float]) -> Fit:
    """The best fit. ``bottom_of`` lays page one out on an endless sheet and tells its end in millimetres.

    When even the smallest type does not fit, the smallest is used, and page one runs over.
    """
    size, bottom = USUAL, bottom_of(Fit(USUAL, 0))
    if bottom < BOTTOM - _ROOM:
        larger = _scaled(size, bottom)
        if (found := bottom_of(Fit(larger, 0))) <= BOTTOM:
            size, bottom = larger, found
    while bottom > BOTTOM and size > SMALLEST:
        size = min(_held(size - _STEP), _scaled(size, bottom))
        bottom = bottom_of(Fit(size, 0))
    # A tenth less than there is: lengths are rounded on their way.
    air = floor(max(0.0, BOTTOM - bottom - 0.3) / 25.4 * 72 / _GAPS * 10) / 10
    return Fit(size, min(air, MOST_AIR))


def _scaled(size: float, bottom: float) -> float:
    """The size at which what ends at ``bottom`` would end with the page."""
    return _held(size * (BOTTOM * _MARGIN / bottom) ** (1 / _GROWTH))


def _held(size: float) -> float:
    """A size in whole steps within the limits."""
    return round(min(max(floor(size / _STEP + 1e-6) * _STEP, SMALLEST), LARGEST), 1)
