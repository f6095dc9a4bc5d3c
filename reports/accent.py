"""Accent colours: whether white text can be read on one, and the nearest on which it can."""

import re
from typing import Final

ENOUGH: Final = 4.5
"""WCAG 2.2, success criterion 1.4.3: contrast of text of normal size."""

_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")


def contrast_to_white(colour: str) -> float:
    """Contrast ratio of ``#rrggbb`` to white, from 1 to 21 (WCAG relative luminance)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def accent_problem(colour: str) -> str | None:
    """What is wrong with an accent, as a sentence without full stop; None when it can be used."""
    if not _HEX.fullmatch(colour):
        return f"{colour!r} is not a colour like #0f5f5c"
    ratio = contrast_to_white(colour)
    if ratio < ENOUGH:
        needed = f"{ENOUGH} is needed, as on {fit_accent(colour)}"
        return f"white text on {colour} has a contrast of {ratio:.1f} to 1; {needed}"
    return None


def fit_accent(colour: str) -> str:
    """The colour darkened, in steps of its own hue, until white text can be read on it."""
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    while contrast_to_white(colour) < ENOUGH:
        channels = [int(channel * 0.96) for channel in channels]
        colour = "#" + "".join(f"{channel:02x}" for channel in channels)
    return colour
