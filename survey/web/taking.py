"""Taking a published report along: noted in the view log, and stamped with the version and for whom.

By a POST, because it is noted. Registered twice: for readers by a link, and for those who signed in.
"""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, abort, g
from werkzeug.wrappers import Response as AnyResponse

from reports.report import Report

from ..services import editions, reading_log
from . import site
from .desk import reads_answers
from .language import say, speaking
from .results import asked_language, report_file

pages = Blueprint("taking", __name__)


@pages.post("/versions/<int:number>/report.pdf")
def pdf(number: int, campaign: object = None) -> AnyResponse:
    """A published version as a PDF for whoever asks for it."""
    staff, code = "campaign" in g, asked_language()
    campaign_id: UUID = site.campaign().id if staff else site.visitor().campaign_id
    found = editions.shown(site.session(), campaign_id, number)
    if found is None or found.state != "published" or code not in found.reports:
        abort(404)
    report, noted = found.report(code), f"report.pdf {code}"
    if staff:
        whose = "" if reads_answers() else site.member().name
        reading_log.took(site.session(), site.member(), found.edition_id, noted, site.now())
    else:
        whose = site.visitor().name
        reading_log.took_by_link(site.session(), site.visitor(), found.edition_id, noted, site.now())
    response: Response = report_file(stamped(report, number, whose), found.brand)
    return response


def stamped(report: Report, number: int, whose: str) -> Report:
    """The report with a line on each page: which version it is, and for whom."""
    with speaking(report.locale):
        words = say("Version {n}", n=number)
        if whose:
            words = say("Version {n} · for {name}", n=number, name=whose)
    return replace(report, stamp=words)
