"""The report's style sheet for blocks inside another page: every rule holds within one element alone."""

import re
from functools import cache
from typing import Final

from .page import stylesheet

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_PAGE_WIDE: Final = re.compile(r"(html|body)\b")
"""What styles the document itself is the page's own affair."""


@cache
def scoped_stylesheet(scope: str) -> str:
    """The sheets of the report's page with every selector put under ``scope``, such as ``.paper``."""
    css = _COMMENT.sub("", stylesheet() + stylesheet("screen.css"))
    return _under(css, scope)


def _under(css: str, scope: str) -> str:
    made, place = [], 0
    while (start := css.find("{", place)) >= 0:
        head, end = css[place:start].strip(), _closing(css, start)
        body = css[start + 1 : end].strip()
        if head.startswith("@media"):
            made.append(f"{head}{{\n{_under(body, scope)}}}\n")
        elif not head.startswith("@"):
            chosen = [_prefixed(item.strip(), scope) for item in head.split(",")]
            if kept := ", ".join(filter(None, chosen)):
                made.append(f"{kept} {{ {body} }}\n")
        place = end + 1
    return "".join(made)


def _prefixed(selector: str, scope: str) -> str:
    if _PAGE_WIDE.match(selector):
        return ""
    return scope if selector == ":root" else f"{scope} {selector}"


def _closing(css: str, start: int) -> int:
    """Where the block that opens at ``start`` ends."""
    depth = 0
    for place in range(start, len(css)):
        depth += {"{": 1, "}": -1}.get(css[place], 0)
        if depth == 0:
            return place
    raise ValueError("a block of the style sheet is not closed")
