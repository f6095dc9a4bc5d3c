"""The firm's own settings: name, contact, accent and logo. Owners change them; its people see them."""

import re

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, Field, FileField, StringField
from wtforms.validators import Length, Optional, ValidationError

from reports.accent import ENOUGH, accent_problem, fit_accent

from ..files.brand import MOST_BYTES, clean_logo
from ..services import team as service
from . import site
from .accounts import build, plain
from .language import say
from .messages import tell
from .profile import name_field
from .site import to
from .uploads import takes

pages = Blueprint("firm", __name__, url_prefix="/firm")


def _form() -> FlaskForm:
    firm = service.firm_of(site.session(), site.member())
    contact = StringField(
        say("Whom people may ask"),
        default=firm.contact,
        filters=[plain],
        validators=[Length(max=200, message=say("Use at most {n} characters", n=200))],
    )
    return build(
        name=name_field(say("Name of the firm"), say("Enter the name of the firm"), firm.name),
        contact=contact,
        accent=StringField(
            say("Accent colour"), default=firm.accent, filters=[plain], validators=[Optional(), readable]
        ),
        logo=FileField(say("Logo")),
        remove_logo=BooleanField(say("Remove the logo")),
    )


def readable(_form: FlaskForm, field: Field) -> None:
    """A colour on which white text can be read; another one is proposed otherwise."""
    colour = field.data
    if accent_problem(colour) is None:
        return
    if re.fullmatch(r"#[0-9a-fA-F]{6}", colour) is None:
        raise ValidationError(say("Enter a colour like #0f5f5c"))
    raise ValidationError(
        say(
            "White text cannot be read on {colour} (contrast under {ratio}). Take {other}",
            colour=colour,
            ratio=ENOUGH,
            other=fit_accent(colour),
        )
    )


@pages.get("")
def overview() -> AnyResponse:
    """What the firm says and shows of itself."""
    return _page(_form())


@pages.post("")
@takes(MOST_BYTES)
def change() -> AnyResponse:
    """Another name, contact, accent or logo."""
    form = _form()
    fits = form.validate()
    logo: bytes | str = "remove" if form.remove_logo.data else "keep"
    sent = request.files.get("logo")
    if sent is not None and sent.filename:
        try:
            logo = clean_logo(sent.stream.read(MOST_BYTES + 1))
        except ValueError:
            form.logo.errors = [say("Choose a PNG, JPEG or WebP picture under 2 MB and 4 million pixels")]
            fits = False
    if not fits:
        return _page(form, 422)
    wanted = service.FirmSettings(
        name=form.name.data,
        contact=form.contact.data,
        accent=form.accent.data.lower(),
        logo=logo,  # type: ignore[arg-type]  # bytes, "keep" or "remove"
    )
    service.change_firm(site.session(), site.member(), wanted, site.now())
    tell(say("The firm's settings have been changed."))
    return to("firm.overview")


@pages.get("/brand.css")
def sheet() -> Response:
    """The firm's accent, as the tokens of the style sheet."""
    accent = site.member().accent or abort(404)
    response = make_response(f":root {{ --accent: {accent}; --accent-dark: {darker(accent)} }}\n")
    response.mimetype = "text/css"
    return response


@pages.get("/logo.png")
def logo() -> Response:
    """The firm's logo."""
    picture = service.firm_of(site.session(), site.member()).logo
    if picture is None:
        abort(404)
    response = make_response(picture)
    response.mimetype = "image/png"
    return response


def darker(colour: str) -> str:
    """The shade of an accent that links and buttons take under the pointer."""
    return "#" + "".join(f"{int(int(colour[place : place + 2], 16) * 0.75):02x}" for place in (1, 3, 5))


def _page(form: FlaskForm, status: int = 200) -> AnyResponse:
    return make_response(render_template("survey/team/firm.html", form=form, logo=site.member().logo), status)
