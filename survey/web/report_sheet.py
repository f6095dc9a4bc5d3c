"""The report's own style sheet, for pages that show parts of a report."""

import hashlib
from functools import cache

from flask import Blueprint, Response, make_response

pages = Blueprint("report_sheet", __name__)


@pages.get("/report.css")
def sheet() -> Response:
    """The rules of the report, for what stands in an element of class ``paper``."""
    response = make_response(_sheet())
    response.mimetype = "text/css"
    return response


@cache
def digest() -> str:
    """A short fingerprint of the sheet, so that browsers may keep it for ever."""
    return hashlib.sha256(_sheet().encode()).hexdigest()[:12]


@cache
def _sheet() -> str:
    from reports.render import scoped_stylesheet  # noqa: PLC0415 - loads when a report is wanted

    return scoped_stylesheet(".paper")
