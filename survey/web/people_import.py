"""A list of people as a file: a template to fill in, a preview of what it would do, and the confirmation."""

from typing import Final
from uuid import UUID

from flask import Response, abort, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from ..files import ImportProblems
from ..files.people_template import people_csv, people_workbook
from ..services import clients, mail
from ..services import people_import as service
from . import site
from .campaigns import page, pages
from .language import count, locale, say, words
from .messages import tell
from .setup_forms import file_form
from .site import to
from .uploads import takes

MOST_BYTES: Final = 2_000_000
SHOWN: Final = 50
"""Problems that are shown: whoever mended those brings the file again."""


@pages.get("/campaigns/<uuid:campaign>/people/import")
def people_import(campaign: UUID) -> str:
    """Where a list of people is brought."""
    return page("survey/campaigns/import.html", form=file_form(say("List of people")), problems=None)


@pages.post("/campaigns/<uuid:campaign>/people/import")
@takes(MOST_BYTES)
def people_upload(campaign: UUID) -> AnyResponse | tuple[str, int]:
    """Read a list. One with problems is not kept, and all of them are told."""
    form, problems = file_form(say("List of people")), None
    sent = request.files.get("file")
    if not form.validate() or sent is None or not sent.filename:
        form.file.errors = [say("Choose a file in CSV or XLSX")]
    else:
        name, content = sent.filename, sent.stream.read()
        try:
            upload = service.keep(site.session(), site.member(), campaign, name, content, site.now())
        except ImportProblems as error:
            problems = error
        else:
            return to("campaigns.people_preview", campaign=campaign, upload=upload)
    return page("survey/campaigns/import.html", form=form, problems=problems, shown=SHOWN), 422


@pages.get("/campaigns/<uuid:campaign>/people/import/<uuid:upload>")
def people_preview(campaign: UUID, upload: UUID) -> str:
    """What a file would do, before anything is done."""
    plan = service.preview(site.session(), site.campaign(), upload, site.now())
    if plan is None:
        abort(404)
    names = {
        "department": say("Department"),
        "name": say("Name"),
        "role": say("Function"),
        "email": say("E-mail address"),
        "locale": say("Language"),
        "phone": say("Phone"),
    }
    return page(
        "survey/campaigns/import_preview.html",
        plan=plan,
        names=names,
        roles={role.id: words(role.name) for role in site.pack().questionnaire.roles},
        mail_out=mail.available(site.settings()),
    )


@pages.post("/campaigns/<uuid:campaign>/people/import/<uuid:upload>")
def people_confirm(campaign: UUID, upload: UUID) -> AnyResponse:
    """Take a file over, whole."""
    out = mail.available(site.settings())
    done = service.confirm(site.session(), site.member(), campaign, upload, site.now(), mail_out=out)
    if done is None:
        tell(say("This file is not waiting any more: it was taken over, or replaced by another."), "alert")
        return to("campaigns.people", campaign=campaign)
    parts = [
        count("{n} person added", "{n} people added", done.added),
        count("{n} changed", "{n} changed", done.changed),
    ]
    if done.departments:
        parts.append(count("{n} new department", "{n} new departments", done.departments))
    if done.invited:
        parts.append(count("{n} invited by e-mail", "{n} invited by e-mail", done.invited))
    tell(", ".join(parts) + ".")
    return to("campaigns.people", campaign=campaign)


@pages.get("/campaigns/<uuid:campaign>/people/template.<any(csv, xlsx):kind>")
def people_template(campaign: UUID, kind: str) -> Response:
    """An empty list with the departments there are, headed in the page's language."""
    departments = clients.departments(site.session(), site.campaign().organisation_id)
    make = people_csv if kind == "csv" else people_workbook
    response = make_response(make(site.pack(), locale(), [item.name for item in departments]))
    response.mimetype = (
        "text/csv" if kind == "csv" else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    name = say("people")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
