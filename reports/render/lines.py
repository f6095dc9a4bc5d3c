"""A line of text, laid out once: the library does so anew for each box that holds it, and again to draw it.

Part of shortcuts.py, and under its terms.
"""

from collections.abc import Callable
from typing import Any, Final

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.text import line_break

_SEPARATORS: Final = frozenset("\n\r\u2028\u2029")
_TEXT: Final = (
    *(name for name in INITIAL_VALUES if name != "font_family" and name.startswith(("font_", "hyphen"))),
    *("lang", "direction", "white_space", "word_spacing", "letter_spacing", "overflow_wrap", "word_break"),
    "tab_size",
)
"""What a line of text depends on beside the families of its type and its decoration, a list and a set."""

_kinds: dict[tuple[Any, ...], int] = {}


def in_one_paragraph(set_text: Callable[..., None]) -> Callable[..., None]:
    """Say at once that a text has no breaks of its own: said when it is drawn, it is laid out again."""

    def kept(layout: Any, text: str, justify: bool = False) -> None:
        set_text(layout, text, justify)
        layout.whole = _SEPARATORS.isdisjoint(layout.text)
        line_break.pango.pango_layout_set_single_paragraph_mode(layout.layout, layout.whole)

    return kept


def keep(layout: Any) -> None:
    """What was laid out stays until it is drawn."""


def unless_kept(reactivate: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Lay a line out anew to draw it, unless it was kept and is one line."""

    def kept(layout: Any, style: Any) -> None:
        same = layout.whole and not layout.justification_spacing and _kind(layout.style) == _kind(style)
        if not same or layout.get_first_line()[1] is not None:
            reactivate(layout, style)

    return kept


def once_a_line(split: Callable[..., Any]) -> Callable[..., Any]:
    """The same text in the same type and width breaks the same way."""

    def kept(text: str, style: Any, context: Any, width: Any, spacing: Any, **options: bool) -> Any:
        found = vars(context).setdefault("lines", {})
        key = (text, _kind(style), width, spacing, *options.items())
        if key not in found:
            found[key] = split(text, style, context, width, spacing, **options)
        return found[key]

    return kept


def _kind(style: Any) -> int:
    """One number for all styles that set a text alike."""
    found = vars(style)
    if "kind" not in found:
        families, decoration = tuple(style["font_family"]), str(style["text_decoration_line"])
        told = (families, decoration, *(style[name] for name in _TEXT))
        found["kind"] = _kinds.setdefault(told, len(_kinds))
    kind: int = found["kind"]
    return kind
