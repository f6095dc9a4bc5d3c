"""A Report as a document: HTML that stands alone, and PDF for archives and screen readers."""

from .child import make_isolated, render_pdf_isolated
from .failure import RenderFailed
from .fragment import figures, render_blocks, render_decision
from .html import render_html
from .pdf import Drawn, draw_briefing, draw_paper, draw_pdf, render_pdf
from .scoped import scoped_stylesheet

__all__ = [
    "Drawn",
    "RenderFailed",
    "draw_briefing",
    "draw_paper",
    "draw_pdf",
    "figures",
    "make_isolated",
    "render_blocks",
    "render_decision",
    "render_html",
    "render_pdf",
    "render_pdf_isolated",
    "scoped_stylesheet",
]
