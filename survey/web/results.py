"""The report as a page and as a PDF."""

import base64
import hashlib
import html
import re
import time
from collections import OrderedDict
from threading import BoundedSemaphore, Lock

from flask import Response, abort, current_app, make_response, request, url_for

from reports.paper import Paper
from reports.report import Brand, Report

from ..deliverables import slug
from ..gate import Busy
from ..services.throttle import Recent
from . import site
from .fonts import FACES
from .language import LANGUAGES, locale, say

KEPT = 8
"""Documents kept in memory: the same results give the same bytes, so nobody waits twice."""
AT_ONCE = 2
"""Documents made at the same time; the next one waits."""
PATIENCE = 60
DOWNLOADS = (40, 600)
"""Downloads by one address in so many seconds."""


def report_page(report: Report, looks: Brand, back: tuple[str, str] | None = None) -> Response:
    """A report as a page, under a policy that allows its own style sheet and nothing else.

    ``back``: address and text of a link at its head.
    """
    from reports.render import render_html  # noqa: PLC0415 - templates load when a report is wanted

    page = with_one_sheet(render_html(report, looks, back), typefaces())
    response = make_response(page)
    response.headers["Content-Security-Policy"] = policy_for(page)
    return response


def report_file(report: Report, looks: Brand) -> Response:
    """A report as a PDF, made in a process of its own."""
    documents().asked.check(site.address(), time.monotonic())
    # The reading is over: no other request waits for this one while the document is made.
    site.session().rollback()
    response = make_response(documents().pdf(report, looks))
    response.headers["Content-Type"] = "application/pdf"
    name = f"{slug(f'mandate {report.organisation}')}-{report.locale}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def asked_language() -> str:
    """The language in which a document is asked for: the page's, where the address names none."""
    asked = request.values.get("language", locale())
    return asked if asked in LANGUAGES else abort(404)


def typefaces() -> str:
    """Rules that give the report's page the site's cut of its typefaces, under the names that it asks for."""
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{name[-3:]};font-display:swap;'
        f'src:url({url_for("fonts.face", name=name, v=1)}) format("woff2")}}'
        for name in FACES
        for family in ["Source Serif 4" if name.startswith("serif") else "Source Sans 3"]
    )


def with_one_sheet(page: str, first: str = "") -> str:
    """The page with its ``style`` attributes moved into its sheet: a policy can name a sheet, not attributes.

    ``first``: rules to put before the sheet's own. Our own templates write the attributes, and escape every
    quote of people's texts: no text can look like one.
    """
    rules: dict[str, str] = {}

    def mark(found: re.Match[str]) -> str:
        name = rules.setdefault(html.unescape(found[1]), f"s{len(rules)}")
        return f' data-style="{name}"'

    page = page.replace("<style>", f"<style>{first}", 1)
    head, end, body = page.partition("</style>")
    body = re.sub(r' style="([^"]*)"', mark, body)
    # Thrice the attribute, so that a rule of the sheet never outweighs it, as none outweighs an attribute.
    extra = "".join(f"{f'[data-style={name}]' * 3}{{{rule}}}" for rule, name in rules.items())
    return f"{head}{extra}{end}{body}"


def policy_for(page: str) -> str:
    """A content policy that names the page's style sheets by their SHA-256."""
    sheets = re.findall(r"<style[^>]*>(.*?)</style>", page, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode() for sheet in sheets]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return (
        f"default-src 'none'; style-src {allowed}; img-src data:; font-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def too_few() -> str:
    """Why a campaign in groups has no results yet."""
    return say("Results are shown only from five people on, on every dimension: too few have answered yet.")


class Documents:
    """Makes PDFs, a few at a time, and keeps the newest."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()
        self._room = BoundedSemaphore(AT_ONCE)
        self.asked = Recent(*DOWNLOADS)

    def pdf(self, report: Report | Paper, looks: Brand | None = None) -> bytes:
        """A document's PDF, in a client's looks where it has some.

        Raises Busy when others take too long, RenderFailed when it cannot be made.
        """
        from reports.render import render_pdf_isolated  # noqa: PLC0415 - as above

        key = hashlib.sha256(repr((report, looks)).encode()).hexdigest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        if not self._room.acquire(timeout=PATIENCE):
            raise Busy
        try:
            made = render_pdf_isolated(report, looks)
        finally:
            self._room.release()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


def documents() -> Documents:
    """The app's maker of documents."""
    found: Documents = current_app.extensions.setdefault("documents", Documents())
    return found

