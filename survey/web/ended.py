"""A form sent after the session ended: nothing that was typed is lost."""

from typing import Final

from flask import Response, make_response, render_template, request

from . import errors
from .language import say

SECRET: Final = ("password", "code", "secret")
"""Fields with one of these in their name are not written into a page again."""


def answer() -> Response:
    """Say so, and offer to send the same form again once somebody signed in in another tab.

    The request proved already that it came from a page of ours: repeating it is no forgery.
    """
    if errors.wants_json():
        return errors.page(403, lambda: (say("You were signed out"), ""))
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and not any(part in name for part in SECRET)
    ]
    files = any(file.filename for file in request.files.values())
    page = render_template(
        "survey/accounts/ended.html", fields=fields, files=files, action=request.full_path.rstrip("?")
    )
    return make_response(page, 403)
