"""The report as one HTML file: style sheet inside, charts inline, no script, nothing to load."""

from typing import Final

from ..report import Brand, Report
from .page import accent_of, make_page, stylesheet

_HATCH: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='6' height='6'%3E"
    "%3Cpath d='M-1 1l2-2M0 6l6-6M5 7l2-2' stroke='%23d0d9e0' stroke-width='.7'/%3E%3C/svg%3E"
)
_TOKENS: Final = """:root{{
--serif:"Source Serif 4","Source Serif Pro",Charter,"Iowan Old Style",Georgia,"Times New Roman",serif;
--sans:"Source Sans 3","Source Sans Pro",Inter,"Segoe UI","Helvetica Neue",Arial,sans-serif;
--accent:{accent};--hatch:url("{hatch}")}}
"""


def render_html(report: Report, brand: Brand | None = None, back: tuple[str, str] | None = None) -> str:
    """The report as HTML text. Reads from 320 pixels wide, prints decently.

    ``back``: address and text of a link at its head, to the page that it was opened from. Raises ValueError
    when a chart's position lies outside its axis.
    """
    style = _TOKENS.format(accent=accent_of(brand), hatch=_HATCH) + stylesheet() + stylesheet("screen.css")
    return make_page(report, brand, style=style, paged=False, back=back).html
