"""Blocks of a Report as HTML for a page of the site: the report's own templates, without its document."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from markupsafe import Markup

from ..report import Block, Report
from .characters import cleaned, cleaned_block
from .figures import Figures
from .page import templates

_STYLED: Final = re.compile(r' style="[^"]*"')


def render_blocks(blocks: Iterable[Block], level: int = 3) -> Markup:
    """Blocks one after the other; ``level`` is that of their headings, and of items under none of them.

    Widths of columns are left to the page's sheet: a site's content policy lets no attribute style anything.
    """
    draw = templates().get_template("blocks.html").module.draw  # type: ignore[attr-defined]
    parts, below = [], level
    for block in blocks:
        drawn = str(draw(cleaned_block(block), None, figures(), level, below))
        # Our own templates write the attribute, and escape every quote of people's texts.
        parts.append(_STYLED.sub("", drawn))
        if type(block).__name__ == "Heading":
            below = level + 1
    return Markup("".join(parts))  # noqa: S704 - made by templates that escape


@cache
def figures() -> Figures:
    """What draws single strips into a page."""
    return Figures(templates(), inline=True)


def render_decision(report: Report) -> Markup:
    """Page one of a report, as its document has it."""
    made = (
        templates()
        .get_template("alone.html")
        .render(report=cleaned(report), figures=figures(), paged=False, fit=None)
    )
    return Markup(_STYLED.sub("", made))  # noqa: S704 - as above
