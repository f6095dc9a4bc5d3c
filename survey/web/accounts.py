"""Signing in and out, and asking for a new password."""

from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import EmailField, Field, FileField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from ..services import accounts as service
from ..services import mail, passwords, sign_in, tickets
from . import access, oidc, site
from .language import hour, locale, say
from .messages import tell
from .site import to

pages = Blueprint("accounts", __name__)

HALF_SECONDS: Final = 10 * 60
"""How long after the password the second step may follow."""


def plain(text: object) -> str:
    """A line of text without control characters, which nobody types and pages cannot show; "" for a file."""
    line = text if isinstance(text, str) else ""
    return "".join(char if char.isprintable() else " " for char in line).strip()


def email_field() -> Field:
    """An address, in words that help whoever mistyped it."""
    wrong = say("Enter an e-mail address like name@company.com")

    def fits(_form: FlaskForm, field: Field) -> None:
        if not mail.address_fits(field.data):
            raise ValidationError(wrong)

    return EmailField(say("E-mail address"), filters=[plain], validators=[DataRequired(wrong), fits])


def code_field() -> Field:
    """A code of an authenticator app, or a recovery code."""
    return StringField(say("Code"), filters=[plain], validators=[DataRequired(say("Enter the code"))])


def build(*, blank: bool = False, **fields: Any) -> FlaskForm:
    """A form of these fields, filled from the request unless ``blank``: another form was sent then."""
    more: dict[str, Any] = {"formdata": None} if blank else {}
    takes_files = any(getattr(field, "field_class", None) is FileField for field in fields.values())
    if not blank and request.method == "POST" and not takes_files:
        more = {"formdata": request.form}  # a file in the place of a text is none
    form: FlaskForm = type("AccountForm", (FlaskForm,), fields)(**more)
    return form


def _sign_in_form() -> FlaskForm:
    asked = say("Enter your password")
    # Too long a password is a wrong one, and not a fault of its own: it must not be told earlier either.
    return build(
        email=email_field(),
        password=PasswordField(say("Password"), validators=[InputRequired(asked)]),
        next=HiddenField(default=request.args.get("next", ""), filters=[lambda text: here(text or "")]),
    )


def _code_form() -> FlaskForm:
    return build(code=code_field())


def _forgot_form() -> FlaskForm:
    return build(email=email_field())


@pages.get("/sign-in", endpoint="sign_in")
def sign_in_page() -> str | AnyResponse:
    """Where staff signs in; in an installation without accounts, how to make the first one."""
    if access.signed_in():
        return _onward(request.args.get("next", ""))
    return _page(_sign_in_form())


@pages.post("/sign-in")
def enter() -> AnyResponse:
    """Sign in by password. Where a second factor is in use, its page follows."""
    form = _sign_in_form()
    if not form.validate():
        return make_response(_page(form), 422)
    found = sign_in.by_password(
        site.session(), form.email.data, form.password.data, site.address(), site.now()
    )
    if isinstance(found, sign_in.Refused):
        if found.why == "throttled":
            return _later(_page(form, later=_until()))
        form.form_errors = [say("This e-mail and password do not belong together")]
        return make_response(_page(form), 422)
    if found.second_step:
        cookie["half"] = {
            "account": str(found.account_id),
            "proof": found.proof,
            "at": int(site.now().timestamp()),
            "next": form.next.data,
        }
        return to("accounts.second")
    access.keep_member(sign_in.enter(site.session(), found, request.user_agent.string, site.now()))
    return _onward(form.next.data)


@pages.get("/sign-in/code")
def second() -> str | AnyResponse:
    """The second step: a code of the authenticator app, or a recovery code."""
    if _half() is None:
        return to("accounts.sign_in")
    return render_template("survey/accounts/second.html", form=_code_form(), later="")


@pages.post("/sign-in/code")
def second_enter() -> AnyResponse:
    """Sign in, if the code is right and the password was right within the last minutes."""
    half = _half()
    if half is None:
        tell(say("That took a while. Enter your password again."), "wait")
        return to("accounts.sign_in")
    form = _code_form()
    if not form.validate():
        return make_response(render_template("survey/accounts/second.html", form=form, later=""), 422)
    token = sign_in.by_code(
        site.session(),
        UUID(half["account"]),
        half["proof"],
        form.code.data,
        site.now(),
        agent=request.user_agent.string,
    )
    if isinstance(token, sign_in.Refused):
        if token.why == "throttled":
            return _later(render_template("survey/accounts/second.html", form=form, later=_until()))
        form.code.errors = [say("This code is not right, was used already or is too old. Enter the newest")]
        return make_response(render_template("survey/accounts/second.html", form=form, later=""), 422)
    access.keep_member(token)
    return _onward(half["next"])


@pages.post("/sign-out")
def sign_out() -> AnyResponse:
    """Sign out of this browser."""
    service.end_session(site.session(), cookie.get("staff", ""), site.now())
    leave()
    tell(say("You are signed out."))
    return to("accounts.sign_in")


@pages.get("/forgot")
def forgot() -> str:
    """Where to ask for a link to choose a new password."""
    return render_template("survey/accounts/forgot.html", form=_forgot_form(), sent=False, mail=_mail())


@pages.post("/forgot")
def forgot_send() -> tuple[str, int]:
    """Send the link, if there is such an account. The answer is the same in any case."""
    form = _forgot_form()
    fits = form.validate() and _mail()
    if fits:
        tickets.forgot(site.session(), form.email.data, site.address(), locale(), site.now())
    page = render_template("survey/accounts/forgot.html", form=form, sent=fits, mail=_mail())
    return page, 200 if fits else 422


def leave() -> None:
    """Forget in this browser that somebody was signed in."""
    for name in ("staff", "seen", "half", "once", "csrf_token"):
        cookie.pop(name, None)


def here(address: str) -> str:
    """The address if it is a path of this site, else ""."""
    parts = urlsplit(address)
    plain = address.startswith("/") and not address.startswith("//") and "\\" not in address
    own = plain and not parts.scheme and not parts.netloc and address.isprintable() and address.isascii()
    return address if own and len(address) <= 1_000 else ""


def _page(form: FlaskForm, later: str = "") -> str:
    return render_template(
        "survey/accounts/sign_in.html",
        form=form,
        later=later,
        empty=not service.any_account(site.session()),
        provider=oidc.name(),
    )


def _half() -> dict[str, Any] | None:
    """What the password step left in the cookie, while it holds."""
    half: dict[str, Any] | None = cookie.get("half")
    if half is None or site.now().timestamp() - half["at"] > HALF_SECONDS:
        return None
    return half


def _until() -> str:
    return hour(site.now() + timedelta(seconds=sign_in.WINDOW))


def _later(page: str) -> Response:
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(sign_in.WINDOW)
    return response


def _onward(address: str) -> AnyResponse:
    return redirect(here(address) or url_for("home"), code=303)


def _mail() -> bool:
    return mail.available(site.settings())


def password_fault(password: str, *own: str) -> str:
    """What is wrong with a new password, in words; "" when nothing is."""
    least = passwords.SHORTEST
    texts = {
        "": "",
        "short": say("Use at least {n} characters: a few words that do not belong together", n=least),
        "long": say("Use at most {n} characters", n=passwords.LONGEST),
        "own": say("Choose something other than your e-mail address or name"),
        "common": say("Many people use this password. Choose a few words that do not belong together"),
    }
    return texts[passwords.fault(password, *own)]
