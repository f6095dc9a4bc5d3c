"""What the library works out anew for each word or box and is the same for each style: worked out once.

A sixth of a document's time, with lines.py. Nothing of the library is rewritten, its functions are asked
less often. Another version than the one read for this is left as it is. The bytes are the same either way.
"""

import re
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import pydyf
import weasyprint
from weasyprint import css
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.draw import border, color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, inline, percent
from weasyprint.pdf import fonts
from weasyprint.text import line_break

from . import lines

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
    _shorten_anonymous(css.AnonymousStyle)
    _shorten_computed(css.ComputedStyle)
    _replace(percent, "resolve_percentages", _once_a_size)
    _replace(percent, "resolve_radii_percentages", _unless_square)
    background.layout_box_backgrounds = _unless_bare(background.layout_box_backgrounds)
    line_break.Layout.set_text = lines.in_one_paragraph(line_break.Layout.set_text)
    line_break.Layout.deactivate = lines.keep
    line_break.Layout.reactivate = lines.unless_kept(line_break.Layout.reactivate)
    _replace(line_break, "split_first_line", lines.once_a_line)
    fonts.ffi = _Arrays(fonts.ffi)
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


def _replace(home: Any, name: str, shorter: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Put a shortcut in place of a function wherever the library has imported it to."""
    function = getattr(home, name)
    made = shorter(function)
    for module in tuple(sys.modules.values()):
        if module.__name__.startswith("weasyprint") and vars(module).get(name) is function:
            setattr(module, name, made)


_SIDES: Final = ("top", "right", "bottom", "left")
_SIZES: Final = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"border_{side}_width" for side in _SIDES),
    *(f"{limit}{axis}" for limit in ("", "min_", "max_") for axis in ("width", "height")),
)


def _once_a_size(resolve: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """A box has the sizes of its style; where one is a part of what holds the box, then of that size too."""

    def kept(box: Any, containing_block: Any) -> None:
        style = box.style
        found = vars(style).setdefault("sizes", {})
        if not found:
            found["fixed"] = all(_is_fixed(style[name]) for name in _SIZES)
        key = None
        if not found["fixed"]:
            size = containing_block
            if isinstance(size, boxes.Box):
                size = (size.width, size.height)
            key = (*size, isinstance(box, boxes.PageBox))
        if key not in found or style["border_collapse"] == "collapse":
            resolve(box, containing_block)
            found[key] = {name: vars(box)[name] for name in _SIZES}
        else:
            vars(box).update(found[key])

    return kept


def _is_fixed(size: Any) -> bool:
    return size is None or size == "auto" or type(size) in (int, float) or getattr(size, "unit", "%") != "%"


_CORNERS: Final = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)


def _unless_square(resolve: Callable[[Any], None]) -> Callable[[Any], None]:
    """Few boxes have round corners."""

    def kept(box: Any) -> None:
        found = vars(box.style)
        if "square" not in found:
            found["square"] = all((0, "px") in box.style[corner] for corner in _CORNERS)
        if found["square"]:
            for corner in _CORNERS:
                setattr(box, corner, (0, 0))
        else:
            resolve(box)

    return kept


_SPECIAL: Final = {"page", "position", "float", "display"}
_PLAIN: Final = {name for name in INITIAL_VALUES if name not in _SPECIAL and name[:16] != "text_decoration_"}
_INHERITED: Final = _PLAIN & INHERITED
_INITIAL: Final = {name: INITIAL_VALUES[name] for name in _PLAIN - INHERITED - INITIAL_NOT_COMPUTED}
_LOGICAL: Final = frozenset(
    function(block="ttb", inline=direction)
    for function in PHYSICAL_FUNCTIONS.values()
    for direction in ("ltr", "rtl")
)
"""Names that set others by the direction of the text. Our sheets use none: a style with one is left alone."""
_usual: dict[str, Any] = {}
"""Values that no rule sets, of names that were asked for before: styles start with them."""


def _shorten_anonymous(kind: Any) -> None:
    """A style of boxes that are no element's: at first as any other."""
    begin, missing = kind.__init__, kind.__missing__

    def start(style: Any, parent: Any) -> None:
        style.update(_usual)
        begin(style, parent)

    def value_of(style: Any, name: str) -> Any:
        if name not in _INITIAL:
            return missing(style, name)
        value = style[name] = _usual[name] = _INITIAL[name]
        return value

    kind.__init__, kind.__missing__ = start, value_of


def _shorten_computed(kind: Any) -> None:
    """A style of elements: what no rule sets is as the parent has it, or as it is at first."""
    begin, missing = kind.__init__, kind.__missing__

    def start(style: Any, parent: Any, cascaded: dict[str, Any], *others: Any) -> None:
        begin(style, parent, cascaded, *others)
        style.plain = _LOGICAL.isdisjoint(cascaded)
        if style.plain:
            style.update(_usual)
            for name in cascaded:
                style.pop(name, None)

    def value_of(style: Any, name: str) -> Any:
        if style.plain and name not in style.cascaded:
            if name in _INITIAL:
                value = style[name] = _usual[name] = _INITIAL[name]
                return value
            if name in _INHERITED and style.parent_style is not None:
                value = style[name] = style.parent_style[name]
                return value
        return missing(style, name)

    kind.__init__, kind.__missing__ = start, value_of


def _unless_bare(lay_out: Callable[..., None]) -> Callable[..., None]:
    """Most boxes have no background, no shadow and no border made of a picture."""

    def kept(page: Any, box: Any, images: Any, layout_children: bool = True, style: Any = None) -> None:
        found = vars(box.style)
        if "bare" not in found:
            found["bare"] = _is_bare(box.style)
        if style is not None or not layout_children or box is page or not found["bare"]:
            lay_out(page, box, images, layout_children, style)
            return
        background.resolve_radii_percentages(box)
        for child in box.all_children():
            kept(page, child, images)
        box.background = None

    return kept


def _is_bare(style: Any) -> bool:
    pictures = (style["border_image_source"], style["mask_border_source"], *style["background_image"])
    seen = style["visibility"] != "hidden" and color.get_color(style, "background_color").alpha
    return not seen and not style["box_shadow"] and all(kind == "none" for kind, *_ in pictures)


_TYPES: Final = (
    *("PangoRectangle *", "PangoLogAttr[]", "PangoFcFontMap *", "FcChar8 **", "unsigned int *", "char[]"),
    *("char[4]", "hb_tag_t[100]", "hb_codepoint_t[]"),
)


class _Arrays:
    """The library's way into C for fonts. The name of a type is parsed as C, once: so none with a length."""

    def __init__(self, ffi: Any) -> None:
        self._ffi = ffi
        for name in _TYPES:
            ffi.typeof(name)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ffi, name)

    def new(self, kind: str, *values: Any) -> Any:
        """Memory of a type, of as many values as there are."""
        return self._ffi.new(re.sub(r"\[\d+\]", "[]", kind) if values else kind, *values)
