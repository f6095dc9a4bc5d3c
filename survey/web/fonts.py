"""The report's typefaces, for pages: the same files, cut down to the characters that pages need.

Some 17 KB each instead of 250. They are cut when first asked for, or by ``prepared``, and kept in memory.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

from flask import Blueprint, Response, abort, make_response

from ..cache import Cache
from ..processes import beside

pages = Blueprint("fonts", __name__)

FACES: Final = {
    "serif-300": "SourceSerifPro-Light.ttf",
    "serif-400": "SourceSerifPro-Regular.ttf",
    "sans-400": "SourceSansPro-Regular.ttf",
    "sans-600": "SourceSansPro-Semibold.ttf",
}
"""Name in the style sheet → file among the report's fonts."""
CHARACTERS: Final = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2010, 0x2027),
    *(0x2009, 0x202F, 0x2039, 0x203A, 0x20AC, 0x2190, 0x2192, 0x2212, 0x2264, 0x2265),
)
"""Latin with every accent, typographic punctuation, signs. Anything else is set in the system's own face."""
FEATURES: Final = ("kern", "liga", "lnum", "tnum", "pnum", "mark", "ccmp", "locl")
KEPT_NAMES: Final = (0, 13, 14)
"""Copyright and licence. The licence wants the family's name off a font that was changed."""

_one_at_a_time = Lock()
_cuts: dict[str, bytes] = {}
"""Faces cut so far."""


@pages.get("/fonts/<name>.woff2")
def face(name: str) -> Response:
    """A typeface by its name in the style sheet."""
    if name not in FACES:
        abort(404)
    with _one_at_a_time:
        if name not in _cuts:
            _cuts[name] = _cut(name)
        response = make_response(_cuts[name])
    response.mimetype = "font/woff2"
    return response


@contextmanager
def prepared(cache: Cache) -> Iterator[None]:
    """Have every face cut when a server is ready for requests, or read as it was cut before."""
    _cuts.update(cache.kept("faces.zip"))
    if _cuts.keys() >= FACES.keys():
        yield
        return
    # In a child, because what cuts them would keep 25 MB.
    with beside(_cut_all) as cuts:
        yield
        _cuts.update(cuts.result())
    cache.keep("faces.zip", _cuts)


def _cut_all() -> dict[str, bytes]:
    return {name: _cut(name) for name in FACES}


def _cut(name: str) -> bytes:
    # Slow to import, and of no use to any other page.
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    from reports.render.fonts import font_files  # noqa: PLC0415

    options = Options()
    options.hinting = False
    options.layout_features = list(FEATURES)
    options.name_IDs = list(KEPT_NAMES)
    out = io.BytesIO()
    with TTFont(io.BytesIO(font_files()[FACES[name]])) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=CHARACTERS)
        subsetter.subset(font)
        font.flavor = "woff2"
        font.save(out)
    return out.getvalue()
