"""The life of a version: sent for review, read there, published or returned, withdrawn."""

from uuid import UUID

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.errors import InvalidAnswer, NotReady

from ..deliverables import watermarked
from ..services import publishing
from . import outcome, site
from .desk import desk
from .language import say, told
from .messages import tell
from .results import asked_language, report_file, report_page
from .site import to

pages = Blueprint("versions", __name__, url_prefix="/campaigns/<uuid:campaign>/results")


@pages.post("/review")
def review(campaign: object) -> AnyResponse | tuple[str, int]:
    """Freeze the draft and send it for review."""
    try:
        publishing.send_for_review(site.session(), desk(), site.pack(), request.form.get("note", ""))
    except (NotReady, InvalidAnswer) as fault:
        return outcome.page_with(told(fault.args[0]), "note"), 422
    tell(say("It is kept as it is now, in every language. Read it once more, then publish it."))
    return _back()


@pages.post("/editions/<uuid:edition>/publish")
def publish(campaign: object, edition: UUID) -> AnyResponse | tuple[str, int]:
    """Let readers see a version."""
    _known(edition)
    note = request.form.get("note", "")
    try:
        number = publishing.publish(site.session(), desk(), site.pack(), edition, note)
    except (NotReady, InvalidAnswer) as fault:
        return outcome.page_with(told(fault.args[0]), "note"), 422
    tell(say("Version {n} is published: readers see it from now on.", n=number))
    return _back()


@pages.post("/editions/<uuid:edition>/return")
def give_back(campaign: object, edition: UUID) -> AnyResponse | tuple[str, int]:
    """Give a version back from review."""
    _known(edition)
    try:
        publishing.return_to_draft(site.session(), desk(), edition, request.form.get("reason", ""))
    except (NotReady, InvalidAnswer) as fault:
        return outcome.page_with(told(fault.args[0]), "reason"), 422
    tell(say("It is a draft again."))
    return _back()


@pages.post("/editions/<uuid:edition>/withdraw")
def withdraw(campaign: object, edition: UUID) -> AnyResponse | tuple[str, int]:
    """Take a published version back."""
    _known(edition)
    try:
        publishing.withdraw(site.session(), desk(), edition, request.form.get("reason", ""))
    except (NotReady, InvalidAnswer) as fault:
        return outcome.page_with(told(fault.args[0]), f"reason-{edition}"), 422
    tell(say("The version is withdrawn: its page says so, and leads to the newest."))
    return _back()


@pages.get("/editions/<uuid:edition>/report")
def document(campaign: object, edition: UUID) -> Response:
    """A version as a page, in whatever state it is."""
    _known(edition)
    report, looks, number = publishing.kept(site.session(), desk(), edition, asked_language())
    return report_page(watermarked(report, number), looks)


@pages.get("/editions/<uuid:edition>/report.pdf")
def download(campaign: object, edition: UUID) -> Response:
    """A version as a PDF, with the watermark of a draft before it is published."""
    _known(edition)
    report, looks, number = publishing.kept(site.session(), desk(), edition, asked_language())
    return report_file(watermarked(report, number), looks)


def _known(edition: UUID) -> None:
    if not publishing.known(site.session(), desk(), edition):
        abort(404)


def _back() -> AnyResponse:
    return to("outcome.overview", campaign=site.campaign().id)
