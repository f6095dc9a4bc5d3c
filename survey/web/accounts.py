"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as cookie
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from ..models import Account
from ..services import accounts as service
from . import site
from .language import say
from .site import to

pages = Blueprint("accounts", __name__)


class SignInForm(FlaskForm):
    """E-mail and password."""

    email = EmailField(validators=[InputRequired(), Length(max=320)])
    password = PasswordField(validators=[InputRequired(), Length(max=service.LONGEST)])
    next = HiddenField()


@pages.get("/sign-in")
def sign_in() -> str:
    """Where staff signs in."""
    return render_template("survey/accounts/sign_in.html", form=SignInForm(request.args), wrong="")


@pages.post("/sign-in")
def enter() -> AnyResponse | tuple[str, int]:
    """Sign in by password."""
    form = SignInForm()
    session = site.session()
    email = (form.email.data or "").strip().lower()
    account = session.scalar(select(Account).where(Account.email == email, Account.disabled_at.is_(None)))
    if not form.validate() or not service.password_fits(account, form.password.data or "") or not account:
        wrong = say("This e-mail and password do not belong together")
        return render_template("survey/accounts/sign_in.html", form=form, wrong=wrong), 422
    agent = request.user_agent.string
    # A new session under a new cookie: nothing that was there before signing in survives but the language.
    kept = cookie.get("locale")
    cookie.clear()
    if kept:
        cookie["locale"] = kept
    cookie["staff"] = service.open_session(session, account.id, site.now(), agent)
    return redirect(here(form.next.data or "") or url_for("home"), code=303)


@pages.post("/sign-out")
def sign_out() -> AnyResponse:
    """Sign out of this browser."""
    service.end_session(site.session(), cookie.pop("staff", ""), site.now())
    return to("accounts.sign_in")


def here(address: str) -> str:
    """The address if it is a path of this site, else ""."""
    parts = urlsplit(address)
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and not parts.scheme and not parts.netloc and address.isprintable() else ""
