"""Reading: the verdict, and the report as a page and as a PDF."""

import base64
import hashlib
import html
import re
import time
from collections import OrderedDict
from threading import BoundedSemaphore, Lock
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.errors import NotReady
from reports.paper import Paper
from reports.report import Brand, Report

from ..db import Busy
from ..services import brand, campaigns
from ..services import results as service
from ..services.throttle import Recent
from . import site
from .fonts import FACES
from .language import LANGUAGES, hour, locale, say
from .messages import tell
from .site import to

pages = Blueprint("results", __name__)

KEPT = 8
"""Documents kept in memory: the same results give the same bytes, so nobody waits twice."""
AT_ONCE = 2
"""Documents made at the same time; the next one waits."""
PATIENCE = 60
DOWNLOADS = (40, 600)
"""Downloads by one address in so many seconds."""


@pages.get("/results")
def overview() -> str:
    """What was concluded, on one page; or how far the answers have come."""
    person = site.visitor()
    heard = campaigns.departments_heard(site.session(), person.campaign_id)
    found = concluded(person.campaign_id)
    if found is None:
        return render_template("survey/results/pending.html", visitor=person, heard=heard)
    return render_template(
        "survey/results/overview.html",
        visitor=person,
        heard=heard,
        refresh_address=url_for("results.refresh"),
        page_address=url_for("results.document", language=locale()),
        pdf_addresses={code: url_for("results.download", language=code) for code in LANGUAGES},
        **found,
    )


def concluded(campaign_id: UUID) -> dict[str, Any] | None:
    """What was concluded of a campaign, for ``survey/results/verdict.html``; None before anything was."""
    found = service.latest(site.session(), site.pack(), campaign_id)
    report = service.report(site.session(), site.pack(), campaign_id, locale())
    if found is None or report is None:
        return None
    people = found.results.participation
    return {
        "decision": report.decision,
        "report_departments": (people.departments_invited, people.departments_answered),
        "outdated": found.outdated,
        "computed_hour": hour(found.computed_at),
        "computed_on": found.computed_at.date(),
    }


@pages.post("/results/refresh")
def refresh() -> AnyResponse:
    """Conclude again from what was sent since."""
    try:
        service.compute(site.session(), site.pack(), site.visitor().campaign_id, site.now())
    except NotReady:
        tell(too_few(), "alert")
    return to("results.overview")


@pages.get("/results/report")
def document() -> Response:
    """The whole report as a page."""
    return report_page(_report(site.visitor().campaign_id), _looks())


def report_page(report: Report, looks: Brand) -> Response:
    """A report as a page, under a policy that allows its own style sheet and nothing else."""
    from reports.render import render_html  # noqa: PLC0415 - templates load when a report is wanted

    page = with_one_sheet(render_html(report, looks), typefaces())
    response = make_response(page)
    response.headers["Content-Security-Policy"] = policy_for(page)
    return response


@pages.get("/results/report.pdf")
def download() -> Response:
    """The report as a PDF."""
    return report_file(_report(site.visitor().campaign_id), _looks())


def report_file(report: Report, looks: Brand) -> Response:
    """A report as a PDF, made in a process of its own."""
    documents().asked.check(site.address(), time.monotonic())
    # The reading is over: no other request waits for this one while the document is made.
    site.session().rollback()
    response = make_response(documents().pdf(report, looks))
    response.headers["Content-Type"] = "application/pdf"
    name = re.sub(r"[^A-Za-z0-9]+", "-", f"mandate-{report.organisation}-{report.locale}").strip("-").lower()
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


def _looks() -> Brand:
    return brand.looks(site.session(), site.visitor().organisation_id)


def _report(campaign_id: UUID) -> Report:
    found = service.report(site.session(), site.pack(), campaign_id, asked_language())
    if found is None:
        abort(404)
    return found
