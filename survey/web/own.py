"""What everybody may know: what is kept and why, how accessible the site is; and what is kept of oneself."""

import json

from flask import Blueprint, abort, make_response, render_template
from flask import session as cookie
from werkzeug.wrappers import Response as AnyResponse

from reports import typography

from ..services import invitations, own, own_results, reading_log
from ..services.visitors import Visitor
from . import site
from .language import locale, say, words
from .results import report_file
from .taking import stamped

pages = Blueprint("own", __name__)


@pages.get("/your-data")
def your_data() -> str:
    """What is kept, why, for how long, and what one may ask for."""
    return render_template("survey/own/your_data.html", visitor=_whoever())


@pages.get("/accessibility")
def accessibility() -> str:
    """How accessible the site is, what was checked and what was not."""
    return render_template("survey/own/accessibility.html", visitor=_whoever())


@pages.get("/answers/export.json")
def export() -> AnyResponse:
    """Everything that is kept about whoever asks, to take elsewhere."""
    found = own.export(site.session(), site.pack(), site.visitor())
    response = make_response(json.dumps(found, ensure_ascii=False, indent=2))
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="mandate-my-data.json"'
    return response


@pages.get("/answers/results")
def results() -> str:
    """One's own department beside the organisation, once a version is published."""
    visitor = site.visitor()
    found = own_results.mine(site.session(), site.pack(), visitor)
    if found is None:
        abort(404)
    dimensions = site.pack().questionnaire.dimensions
    return render_template(
        "survey/own/results.html",
        visitor=visitor,
        found=found,
        names={item.id: words(item.name) for item in dimensions},
        levels={item.id: [words(text) for text in item.levels] for item in dimensions},
        efforts={"days": say("days of work"), "weeks": say("weeks of work"), "months": say("months of work")},
        number=lambda value: typography.score(value, locale()),
    )


@pages.post("/answers/results.pdf")
def report() -> AnyResponse:
    """The report of one's own department as a PDF, where its results may be read; noted in the view log."""
    visitor = site.visitor()
    found = own_results.report(site.session(), site.pack(), visitor, locale()) or abort(404)
    made, shown = found
    noted = f"department.pdf {made.locale}"
    reading_log.took_by_link(site.session(), visitor, shown.edition_id, noted, site.now())
    return report_file(stamped(made, shown.number, visitor.name), shown.brand)


def _whoever() -> Visitor | None:
    """Who is here, where somebody opened a link in this browser; these pages are for everybody."""
    token = cookie.get("answer")
    return invitations.visitor(site.session(), token, site.now()) if token else None
