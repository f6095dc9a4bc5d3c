"""One's own account: name, language, password, and the browsers in which one is signed in."""

import re
from typing import Final
from uuid import UUID

from flask import abort, make_response, render_template
from flask import session as cookie
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Field, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length

from ..services import profile as service
from . import site
from .accounts import build, leave, pages, password_fault, plain
from .language import LANGUAGES, count, say
from .messages import tell
from .site import to

BROWSERS: Final = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"))
SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def name_field(label: str, missing: str, default: str = "") -> Field:
    """A person's or a firm's name: a line of text."""
    too_long = say("Use at most {n} characters", n=200)
    checks = [DataRequired(missing), Length(max=200, message=too_long)]
    return StringField(label, default=default, filters=[plain], validators=checks)


def _about_form(*, blank: bool = False) -> FlaskForm:
    member = site.member()
    languages = [SelectChoice(code, name) for code, name in LANGUAGES.items()]
    choices = [*languages, SelectChoice("", say("As the browser asks for"))]
    return build(
        blank=blank,
        name=name_field(say("Name"), say("Enter your name"), member.name),
        language=RadioField(say("Language"), choices=choices, default=member.locale or ""),
    )


def _password_form(*, blank: bool = False) -> FlaskForm:
    return build(
        blank=blank,
        current=PasswordField(
            say("Current password"), validators=[InputRequired(say("Enter your current password"))]
        ),
        password=PasswordField(say("New password"), validators=[InputRequired(say("Enter a new password"))]),
    )


@pages.get("/account")
def profile() -> AnyResponse:
    """The account of who is signed in."""
    return _page(_about_form(), _password_form())


@pages.post("/account")
def change() -> AnyResponse:
    """Another name, another language."""
    form = _about_form()
    if not form.validate():
        return _page(form, _password_form(blank=True), 422)
    chosen = form.language.data or None
    service.change(site.session(), site.member(), form.name.data, chosen, site.now())
    # The choice made here wins over one made by the switch on an earlier page.
    cookie.pop("locale", None)
    if chosen:
        cookie["locale"] = chosen
    tell(say("Your account has been changed."))
    return to("accounts.profile")


@pages.post("/account/password")
def password() -> AnyResponse:
    """Another password; every other browser is signed out."""
    form, member, session = _password_form(), site.member(), site.session()
    fits = form.validate()
    if fits and not service.password_is(session, member, form.current.data, site.now()):
        form.current.errors = [say("This is not your current password")]
        fits = False
    if fits and (fault := password_fault(form.password.data, member.email, member.name)):
        form.password.errors = [fault]
        fits = False
    if not fits:
        return _page(_about_form(blank=True), form, 422)
    service.change_password(session, member, form.password.data, cookie["staff"], site.now())
    tell(say("Your password has been changed. Every other browser was signed out."))
    return to("accounts.profile")


@pages.post("/account/sessions/<uuid:session_id>/end")
def end_session(session_id: UUID) -> AnyResponse:
    """Sign out in one of the other browsers."""
    if not service.end_one_session(site.session(), site.member(), session_id, site.now()):
        abort(404)
    tell(say("That browser was signed out."))
    return to("accounts.profile")


@pages.post("/account/sign-out-everywhere")
def sign_out_everywhere() -> AnyResponse:
    """Sign out here and in every other browser."""
    ended = service.sign_out_everywhere(site.session(), site.member(), site.now())
    leave()
    tell(count("You were signed out in {n} browser.", "You were signed out in {n} browsers.", ended))
    return to("accounts.sign_in")


def browser_of(agent: str) -> str:
    """What a browser says it is, in two words: "Firefox, Windows"."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    if not browser and re.search(r"Version/\S+ .*Safari/", agent):
        browser = "Safari"
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return ", ".join(filter(None, (browser, system))) or say("Unknown browser")


def _page(about: FlaskForm, password: FlaskForm, status: int = 200) -> AnyResponse:
    found = service.read(site.session(), site.member(), cookie["staff"], site.now())
    page = render_template(
        "survey/accounts/profile.html", about=about, password=password, profile=found, browser_of=browser_of
    )
    return make_response(page, status)
