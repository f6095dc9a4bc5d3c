"""A client's looks: chosen on one page, served as a sheet of two tokens and a picture."""

import re
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField

from questionnaires.errors import InvalidAnswer

from ..files.brand import MOST_BYTES
from ..models import Organisation
from ..services import brand as service
from . import site
from .clients import pages as clients
from .language import say, told
from .messages import tell
from .setup_forms import build, file_form
from .site import to
from .uploads import takes

pages = Blueprint("brand", __name__)

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")


@pages.get("/brand/<uuid:organisation>.css")
def sheet(organisation: UUID) -> Response:
    """The tokens of a client's looks, and nothing else."""
    accent = site.session().scalar(select(Organisation.accent).where(Organisation.id == organisation))
    if not accent:
        abort(404)
    response = make_response(f":root {{ --accent: {accent}; --accent-dark: {service.darker(accent)} }}\n")
    response.mimetype = "text/css"
    return response


@pages.get("/brand/<uuid:organisation>.png")
def logo(organisation: UUID) -> Response:
    """A client's logo."""
    found = site.session().scalar(select(Organisation.logo).where(Organisation.id == organisation))
    if found is None:
        abort(404)
    response = make_response(found)
    response.mimetype = "image/png"
    return response


@clients.get("/clients/<uuid:client>/brand")
def brand(client: UUID) -> str:
    """What a client's pages look like."""
    return _page()


@clients.post("/clients/<uuid:client>/brand/accent")
def brand_accent(client: UUID) -> AnyResponse | tuple[str, int]:
    """Choose the colour. One that is too light is not taken: the nearest that will do is proposed."""
    form, proposed = _accent_form(), ""
    typed = (form.accent.data or "").strip().lower()
    form.accent.data = typed
    if not form.validate() or (typed and not _COLOUR.fullmatch(typed)):
        form.accent.errors = [say("Enter a colour like #0f5f5c")]
        return _page(accent=form), 422
    try:
        service.set_accent(site.session(), site.member(), client, typed, site.now())
    except InvalidAnswer as error:
        form.accent.errors, proposed = [told(error.args[0])], service.nearest(typed)
        return _page(accent=form, proposed=proposed, typed=typed), 422
    tell(say("The colour has been saved.") if typed else say("Mandate's own colour is used again."))
    return to("clients.brand", client=client)


@clients.post("/clients/<uuid:client>/brand/logo")
@takes(MOST_BYTES)
def brand_logo(client: UUID) -> AnyResponse | tuple[str, int]:
    """Take a logo, made anew from its pixels."""
    form = file_form(say("Logo"))
    sent = request.files.get("file")
    if not form.validate() or sent is None or not sent.filename:
        form.file.errors = [say("Choose a picture")]
        return _page(logo=form), 422
    try:
        service.set_logo(site.session(), site.member(), client, sent.stream.read(), site.now())
    except ValueError as error:
        fault = told(error.args[0])
        form.file.errors = [say("{fault}: choose another picture", fault=fault[:1].upper() + fault[1:])]
        return _page(logo=form), 422
    tell(say("The logo has been saved."))
    return to("clients.brand", client=client)


@clients.post("/clients/<uuid:client>/brand/logo/remove")
def brand_logo_remove(client: UUID) -> AnyResponse:
    """Do without a logo."""
    service.remove_logo(site.session(), site.member(), client, site.now())
    tell(say("The logo has been removed."))
    return to("clients.brand", client=client)


def _page(accent: Any = None, logo: Any = None, proposed: str = "", typed: str = "") -> str:
    return render_template(
        "survey/clients/brand.html",
        client=site.client(),
        accent=accent or _accent_form(site.client().accent),
        logo=logo or file_form(say("Logo")),
        proposed=proposed,
        typed=typed,
    )


def _accent_form(accent: str = "") -> Any:
    return build({"accent": accent}, accent=StringField(say("Accent colour")))
