"""The results of a campaign for those who run it: computed, drafted, reviewed, published."""

from flask import Blueprint, Response, abort, url_for
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.errors import NotReady
from reports.report import Brand, Report

from ..deliverables import watermarked
from ..services import brand, campaigns, editions, publishing, readers, results
from . import site
from .desk import desk, page, reads_answers
from .language import LANGUAGES, locale, say, told
from .messages import tell
from .results import asked_language, report_file, report_page, too_few
from .site import to

pages = Blueprint("outcome", __name__)


@pages.get("/campaigns/<uuid:campaign>/results")
def overview(campaign: object) -> str:
    """Where the report stands, and what comes next."""
    return page_with()


@pages.post("/campaigns/<uuid:campaign>/results")
def compute(campaign: object) -> AnyResponse:
    """Conclude from what was sent so far."""
    try:
        results.compute(site.session(), site.pack(), site.campaign().id, site.now(), desk())
    except NotReady:
        tell(too_few(), "alert")
    else:
        tell(say("The results rest on everything that was sent until now."))
    return to("outcome.overview", campaign=site.campaign().id)


@pages.get("/campaigns/<uuid:campaign>/results/report")
def document(campaign: object) -> Response:
    """The draft as a page."""
    return report_page(*_draft())


@pages.get("/campaigns/<uuid:campaign>/results/report.pdf")
def download(campaign: object) -> Response:
    """The draft as a PDF, which says so on each page."""
    return report_file(*_draft())


def page_with(fault: str = "", field: str = "") -> str:
    """The page; ``fault``: what was wrong with what was sent from it, at which ``field``."""
    campaign, session = site.campaign(), site.session()
    found = results.latest(session, site.pack(), campaign.id)
    report = results.report(session, site.pack(), campaign.id, locale()) if found else None
    runs_it, shown = reads_answers(), editions.shown(session, campaign.id)
    known = readers.readers(session, campaign.id) if runs_it else []
    return page(
        "survey/outcome/overview.html",
        fault=fault,
        field=field,
        heard=campaigns.departments_heard(session, campaign.id),
        found=found,
        decision=report.decision if report else None,
        people=found.results.participation if found else None,
        obstacles=[told(text) for text in publishing.obstacles(session, campaign, site.pack())],
        review=editions.in_review(session, campaign.id),
        returned=editions.returned(session, campaign.id),
        versions=editions.versions(session, campaign.id),
        newest=shown.number if shown else None,
        # What readers see already needs no other version.
        same=bool(report and shown and _says(shown, report, brand.looks(session, campaign.organisation_id))),
        reader_count=sum(item.revoked_at is None for item in known),
        draft=_addresses("outcome.document", "outcome.download"),
        codes=LANGUAGES,
    )


def _addresses(as_page: str, as_file: str) -> dict[str, dict[str, str]]:
    """Where a report is, by language, as a page and as a file."""
    campaign = site.campaign().id
    return {
        "page": {code: url_for(as_page, campaign=campaign, language=code) for code in LANGUAGES},
        "file": {code: url_for(as_file, campaign=campaign, language=code) for code in LANGUAGES},
    }


def _says(shown: editions.Shown, report: Report, looks: Brand) -> bool:
    """Whether a version says what the draft says, in the same looks."""
    return shown.brand == looks and report.locale in shown.reports and shown.report(report.locale) == report


def _draft() -> tuple[Report, Brand]:
    found = results.report(site.session(), site.pack(), site.campaign().id, asked_language())
    return watermarked(found or abort(404), None), brand.looks(site.session(), site.client().id)
