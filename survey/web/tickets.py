"""Single-use links: joining a firm, and choosing a new password. Opening one changes nothing."""

from flask import Blueprint, g, make_response, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField
from wtforms.validators import InputRequired

from ..services import accounts, mail
from ..services import tickets as service
from ..services.accounts import Purpose
from ..services.tickets import Holder
from . import access, site
from .accounts import build, password_fault
from .language import say
from .messages import tell
from .profile import name_field
from .site import to

pages = Blueprint("tickets", __name__)


@pages.get("/join/<token>")
def join(token: str) -> AnyResponse:
    """Who invites whom, and the form for a name and a password."""
    return _shown(token, "join")


@pages.post("/join/<token>")
def join_enter(token: str) -> AnyResponse:
    """Join, and be signed in."""
    return _chosen(token, "join")


@pages.get("/reset/<token>")
def reset(token: str) -> AnyResponse:
    """The form for a new password."""
    return _shown(token, "reset")


@pages.post("/reset/<token>")
def reset_enter(token: str) -> AnyResponse:
    """Take the new password. Signing in follows, with the second step where there is one."""
    return _chosen(token, "reset")


def _form(purpose: Purpose, found: Holder) -> FlaskForm:
    password = PasswordField(say("New password"), validators=[InputRequired(say("Enter a new password"))])
    if purpose == "reset":
        return build(password=password)
    name = name_field(say("Your name"), say("Enter your name"), found.name)
    return build(name=name, password=password)


def _holder(token: str, purpose: Purpose) -> Holder | None:
    g.holder = service.look_up(site.session(), token, purpose, site.now())
    found: Holder | None = g.holder
    return found


def _shown(token: str, purpose: Purpose) -> AnyResponse:
    found = _holder(token, purpose)
    if found is None:
        return _gone(purpose)
    return _page(purpose, found, _form(purpose, found), 200)


def _chosen(token: str, purpose: Purpose) -> AnyResponse:
    found = _holder(token, purpose)
    if found is None:
        return _gone(purpose)
    form = _form(purpose, found)
    fits = form.validate()
    name = form.name.data if purpose == "join" else ""
    if fits and (fault := password_fault(form.password.data, found.email, name or found.name)):
        form.password.errors = [fault]
        fits = False
    if not fits:
        return _page(purpose, found, form, 422)
    account = service.redeem(
        site.session(), token, purpose, form.password.data, site.now(), name=name
    )
    if account is None:
        return _gone(purpose)
    if purpose == "join":
        agent = request.user_agent.string
        access.keep_member(accounts.open_session(site.session(), account, site.now(), agent))
        return to("home")
    tell(say("Your password has been changed. Sign in with it."))
    return to("accounts.sign_in")


def _page(purpose: Purpose, found: Holder, form: FlaskForm, status: int) -> AnyResponse:
    return make_response(
        render_template(f"survey/accounts/{purpose}.html", holder=found, form=form), status
    )


def _gone(purpose: Purpose) -> AnyResponse:
    page = render_template(
        "survey/accounts/gone.html", purpose=purpose, mail=mail.available(site.settings())
    )
    return make_response(page, 404)
