"""Results for those who signed in: coverage so far, the decision, the report, and leadership's links."""

from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from questionnaires.errors import NotReady
from reports.report import Brand, Report

from ..models import Invitation
from ..services import brand, campaigns, readers, results, tenant
from . import site
from .desk import desk, page, reads_answers
from .language import LANGUAGES, locale, say
from .messages import tell
from .results import asked_language, concluded, report_file, report_page, too_few
from .site import to

pages = Blueprint("outcome", __name__)


class ReaderForm(FlaskForm):
    """Who is to read the results."""

    name = StringField(validators=[InputRequired(), Length(max=200)])


@pages.get("/campaigns/<uuid:campaign>/results")
def overview(campaign: object) -> str:
    """What was concluded, or how far the answers have come."""
    return _page(ReaderForm(formdata=None))


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
    """The whole report as a page."""
    return report_page(*_report())


@pages.get("/campaigns/<uuid:campaign>/results/report.pdf")
def download(campaign: object) -> Response:
    """The report as a PDF."""
    return report_file(*_report())


@pages.post("/campaigns/<uuid:campaign>/results/links")
def link(campaign: object) -> str | tuple[str, int]:
    """Hand a link out to a reader and show it, once."""
    form = ReaderForm(request.form)
    if not form.validate():
        form.name.errors = [say("Enter the name of the person who will read, in up to 200 characters")]
        return _page(form), 422
    token = readers.hand_out(site.session(), desk(), form.name.data or "")
    return _page(ReaderForm(formdata=None), f"{site.settings().public_url}/i/{token}", form.name.data or "")


@pages.post("/campaigns/<uuid:campaign>/results/links/<uuid:invitation>/withdraw")
def withdraw(campaign: object, invitation: UUID) -> AnyResponse:
    """End a reader's link."""
    campaign_id, client_id = site.campaign().id, site.campaign().organisation_id
    found = tenant.own(site.session(), Invitation, client_id, invitation, campaign_id)
    if found is None or found.purpose != "read":
        abort(404)
    readers.withdraw(site.session(), desk(), invitation)
    tell(say("The link has stopped working."))
    return to("outcome.overview", campaign=site.campaign().id)


def _report() -> tuple[Report, Brand]:
    found = results.report(site.session(), site.pack(), site.campaign().id, asked_language())
    return found or abort(404), brand.looks(site.session(), site.client().id)


def _page(form: ReaderForm, shown: str = "", whose: str = "") -> str:
    campaign, session = site.campaign(), site.session()
    form.name.label.text = say("Name of the reader")
    invited, started, sent = campaigns.participation(session, campaign.id)
    runs_it = reads_answers()
    here = url_for("outcome.overview", campaign=campaign.id)
    return page(
        "survey/outcome/overview.html",
        form=form,
        link=shown,
        whose=whose,
        heard=campaigns.departments_heard(session, campaign.id),
        people=(invited, started, sent),
        links=readers.links(session, campaign.id) if runs_it else [],
        found=concluded(campaign.id),
        refresh_address=here if runs_it else "",
        page_address=url_for("outcome.document", campaign=campaign.id, language=locale()),
        pdf_addresses={
            code: url_for("outcome.download", campaign=campaign.id, language=code) for code in LANGUAGES
        },
    )
