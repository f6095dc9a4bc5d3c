"""Files: requests are small everywhere but on the views that say how much they take, and take no others."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Flask, abort, current_app, request

View = TypeVar("View", bound=Callable[..., Any])

FORM: Final = 64 * 1024
"""What the fields beside the file may take."""


def takes(most_bytes: int) -> Callable[[View], View]:
    """A view that takes a file of at most so many bytes. Stands below the route."""

    def marked(view: View) -> View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return marked


def register(app: Flask) -> None:
    """Make room before anything reads the form, which the proof against forgery is part of."""
    app.before_request_funcs.setdefault(None, []).insert(0, _make_room)


def largest(app: Flask) -> int:
    """Bytes of the largest request that a view takes."""
    return FORM + max(getattr(view, "most_bytes", 0) for view in app.view_functions.values())


def _make_room() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    most: int | None = getattr(view, "most_bytes", None)
    if most is not None:
        request.max_content_length = most + FORM
    # A file in the place of a text is no form of ours, and no field for texts would know what to do with it.
    elif request.mimetype == "multipart/form-data" and request.files:
        abort(400)
