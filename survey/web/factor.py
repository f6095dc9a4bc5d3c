"""The second factor of one's own account: set up with a first code, recovery codes, ended."""

import io
from contextlib import suppress
from typing import Final

from flask import Blueprint, Response, abort, make_response, render_template
from flask import session as cookie
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField
from wtforms.validators import InputRequired

from questionnaires.errors import NotReady

from ..services import profile
from ..services import second_factor as service
from . import site
from .accounts import build, code_field
from .language import say
from .messages import tell
from .site import to

pages = Blueprint("factor", __name__, url_prefix="/account/second-factor")

ISSUER: Final = "Mandate"
"""How an authenticator app lists the account."""


def _code_form(*, blank: bool = False) -> FlaskForm:
    return build(blank=blank, code=code_field())


def _password_form(*, blank: bool = False) -> FlaskForm:
    asked = InputRequired(say("Enter your current password"))
    return build(blank=blank, password=PasswordField(say("Current password"), validators=[asked]))


@pages.get("")
def overview() -> AnyResponse:
    """Where the second factor is set up, or stands."""
    return _page(_code_form(), _password_form())


@pages.post("")
def begin() -> AnyResponse:
    """Make a secret for a device; it counts once a first code proved that the device has it.

    The password is asked for: a browser left open must not be enough to lock its owner out.
    """
    form = _password_form()
    if _proven(form):
        # On a page left open while another one set it up, there is nothing to begin: the overview says so.
        with suppress(NotReady):
            service.begin(site.session(), site.member())
        return to("factor.overview")
    return _page(_code_form(blank=True), form, 422)


@pages.get("/qr.svg")
def qr() -> Response:
    """The secret as a picture, until the first code."""
    secret = service.pending_secret(site.session(), site.member())
    if not secret:
        abort(404)
    import segno  # noqa: PLC0415 - for those who begin with a second factor

    picture = io.BytesIO()
    code = segno.make(service.address_of(secret, site.member().email, ISSUER), error="m", micro=False)
    code.save(picture, kind="svg", scale=5, border=4, light="#fff", svgclass=None, lineclass=None)
    response = make_response(picture.getvalue())
    response.mimetype = "image/svg+xml"
    return response


@pages.post("/confirm")
def confirm() -> AnyResponse:
    """Begin to ask for codes, and show the recovery codes."""
    form = _code_form()
    codes = None
    if form.validate():
        codes = service.confirm(site.session(), site.member(), form.code.data, site.now())
        if codes is None:
            form.code.errors = [say("This code is not right. Enter the one that the app shows now")]
    if codes is None:
        return _page(form, _password_form(blank=True), 422)
    return _show(codes)


@pages.post("/codes")
def renew() -> AnyResponse:
    """New recovery codes; the old ones stop working."""
    form = _password_form()
    if not _proven(form):
        return _page(_code_form(blank=True), form, 422)
    try:
        return _show(service.renew_codes(site.session(), site.member(), site.now()))
    except NotReady:
        return to("factor.overview")  # ended on another page in the meantime


@pages.get("/codes")
def codes() -> str | AnyResponse:
    """The recovery codes, once: they are kept as digests only."""
    shown = cookie.pop("once", None)
    if not shown:
        return to("factor.overview")
    return render_template("survey/accounts/codes.html", codes=shown)


@pages.post("/end")
def end() -> AnyResponse:
    """Sign in by password alone from now on."""
    form = _password_form()
    if not _proven(form):
        return _page(_code_form(blank=True), form, 422)
    profile.end_second_factor(site.session(), site.member(), site.now())
    tell(say("Your password alone signs you in now."))
    return to("accounts.profile")


def _proven(form: FlaskForm) -> bool:
    if not form.validate():
        return False
    if profile.password_is(site.session(), site.member(), form.password.data, site.now()):
        return True
    form.password.errors = [say("This is not your current password")]
    return False


def _show(codes: tuple[str, ...]) -> AnyResponse:
    # In the signed cookie of this very browser, until the page that shows them takes them out.
    cookie["once"] = list(codes)
    return to("factor.codes")


def _page(code: FlaskForm, password: FlaskForm, status: int = 200) -> AnyResponse:
    session, member = site.session(), site.member()
    page = render_template(
        "survey/accounts/factor.html",
        code=code,
        password=password,
        profile=profile.read(session, member, cookie["staff"], site.now()),
        secret=service.pending_secret(session, member),
    )
    return make_response(page, status)
