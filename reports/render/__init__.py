"""A Report as a document: HTML that stands alone, and PDF for archives and screen readers."""

from .child import make_isolated, render_pdf_isolated
from .failure import RenderFailed
from .html import render_html
from .pdf import Drawn, draw_paper, draw_pdf, render_pdf

__all__ = [
    "Drawn",
    "RenderFailed",
    "draw_paper",
    "draw_pdf",
    "make_isolated",
    "render_html",
    "render_pdf",
    "render_pdf_isolated",
]
