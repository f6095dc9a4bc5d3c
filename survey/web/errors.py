"""One page a kind of error, and no word about what exists."""

import math
from collections.abc import Callable
from typing import Final

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    jsonify,
    make_response,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from questionnaires.errors import InvalidAnswer, NotReady

from ..db import Unstorable, fault_of
from ..gate import Busy, Unsynced
from ..services.throttle import TooMany
from . import site
from .language import LANGUAGES, count, locale, say, speaking

RETRY_SECONDS: Final = 3
WORKS_SECONDS: Final = 600
STAFF_DOORS: Final = ("/sign-in", "/forgot", "/join/", "/reset/")
"""Where those come who sign in, or will."""

Words = tuple[str, str]
"""Title and text."""


def register(app: Flask) -> None:
    """Every error gets its page; what nobody foresaw is logged and told as a 500. So does maintenance."""
    app.before_request(_closed_for_works)
    app.before_request(refuse_what_no_form_sends)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Unsynced, _unsynced)
    app.register_error_handler(InvalidAnswer, _invalid)
    app.register_error_handler(Unstorable, _invalid)
    app.register_error_handler(NotReady, _not_ready)
    # A blind handler hides nothing here: Flask logs what it hands over as InternalServerError.
    app.register_error_handler(InternalServerError, _http)


def refuse_what_no_form_sends() -> None:
    """A NUL, which neither databases nor documents can hold, and files where a view takes none."""
    if request.method != "POST":
        return
    takes_files = hasattr(current_app.view_functions.get(request.endpoint or ""), "most_bytes")
    if (request.files and not takes_files) or any("\0" in text for text in request.form.values()):
        abort(400)


def wants_json() -> bool:
    """Whether the page's script asks, rather than the browser for a page."""
    return request.headers.get("X-Requested-With") == "fetch"


def page(status: int, words: Callable[[], Words]) -> Response:
    """An error as a page in both languages, or as JSON where the page's script asked."""
    if wants_json():
        return make_response(jsonify(error=words()[0]), status)
    texts = {locale(): words()}
    for code in LANGUAGES:
        if code not in texts:
            with speaking(code):
                texts[code] = words()
    start = url_for("home") if _staff() and status < 500 else ""
    html = render_template("survey/errors/error.html", texts=texts, contact=_contact(), start=start)
    return make_response(html, status)


def _contact() -> str:
    """Whom to ask, where this browser ever opened a personal link."""
    visitor = g.get("visitor")
    return visitor.contact if visitor is not None else str(cookie.get("contact", ""))


def _closed_for_works() -> Response | None:
    """While a file named ``maintenance`` lies in the instance folder, every page says so."""
    if request.endpoint == "static" or not (site.settings().instance / "maintenance").exists():
        return None
    response = page(503, _works)
    response.headers["Retry-After"] = str(WORKS_SECONDS)
    return response


def _works() -> Words:
    text = say("The site is being worked on and will be back soon. What you had saved is kept.")
    return say("Back in a while"), text


def _http(error: HTTPException) -> Response:
    if isinstance(error, SecurityError):
        # For a host that is not ours no address can be built, so no page either.
        return Response("unknown host\n", 400, mimetype="text/plain")
    status = error.code or 500
    response = page(status, lambda: _words(status))
    if isinstance(allowed := getattr(error, "valid_methods", None), list | set | tuple) and allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _words(status: int) -> Words:
    texts = {
        404: (
            say("There is nothing here for you"),
            say(
                "The address may be incomplete, or the link may have been replaced. Open your personal link"
                " again from your invitation, or write to the person who sent it."
            ),
        ),
        405: (say("This page cannot be used in this way"), say("Go back to the page before and try again.")),
        413: _too_much(),
        500: (
            say("Something went wrong on our side"),
            say(
                "What you had saved is kept. Try again in a moment; if it happens again, write to the person"
                " who invited you."
            ),
        ),
    }
    other = (say("This request could not be answered"), say("Go back to the page before and try again."))
    return (_words_for_staff() if _staff() else {}).get(status) or texts.get(status, other)


def _words_for_staff() -> dict[int, Words]:
    """What is told differently to those who sign in: no link of theirs brought them here."""
    return {
        404: (
            say("There is nothing here for you"),
            say(
                "The address may be incomplete, or what it names was removed, or is not for your role to see."
            ),
        ),
        500: (
            say("Something went wrong on our side"),
            say(
                "What you had saved is kept. Try again in a moment; if it happens again, tell who runs"
                " the site."
            ),
        ),
    }


def _staff() -> bool:
    """Whether somebody signed in here, be it long ago: the same answer to whatever is asked for."""
    return "staff" in cookie


def _too_much() -> tuple[str, str]:
    if request.max_content_length and request.max_content_length > current_app.config["MAX_CONTENT_LENGTH"]:
        most = request.max_content_length // 1_000_000
        text = say("It may have {n} MB at most. Nothing of it was read; what was there is as before.", n=most)
        return say("This file is too large"), text
    return say("That was too much at once"), say("Shorten your text and save again.")


def _forged(_error: CSRFError) -> Response:
    if _staff() or request.path.startswith(STAFF_DOORS):
        return page(
            400,
            lambda: (
                say("This page is no longer valid"),
                say(
                    "Your browser did not send the proof that this page came from us, often because cookies"
                    " are blocked or somebody signed in or out in between. Go back, load the page again and"
                    " send the form once more."
                ),
            ),
        )
    return page(
        400,
        lambda: (
            say("This page is no longer valid"),
            say(
                "Your browser did not send the proof that this page came from us, often because cookies are"
                " blocked or the page was open for very long. Open your personal link again; what you had"
                " saved is kept."
            ),
        ),
    )


def _busy(_error: Exception) -> Response:
    response = page(
        503,
        lambda: (
            say("Not saved yet"),
            say("Many people are saving at this moment. Try again in a few seconds."),
        ),
    )
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _database(error: DBAPIError) -> Response:
    """Told as what it is for whoever was saving. The next request finds a database that recovered."""
    fault = fault_of(error)
    if fault is None and isinstance(error, DataError):
        return _invalid(error)
    if fault is None:
        raise error
    current_app.logger.error("the database is %s", fault, exc_info=error)
    if fault == "busy":
        return _busy(error)
    if request.method in ("GET", "HEAD"):
        response = page(503, _out_of_reach)
    else:
        response = page(507 if fault == "full" else 503, _not_stored)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _unsynced(error: Unsynced) -> Response:
    current_app.logger.critical(
        "the disk does not keep what is written: restart on a sound one", exc_info=error
    )
    return page(503, _not_stored)


def _out_of_reach() -> Words:
    text = say("What you had saved is kept. Try again in a minute.")
    return say("The site cannot be reached at the moment"), text


def _not_stored() -> Words:
    text = say(
        "What you just entered could not be stored; everything from before is kept. Go back to the page"
        " before, where it still stands, and try again in a few minutes."
    )
    return say("Not saved"), text


def _too_many(error: TooMany) -> Response:
    response = page(
        429,
        lambda: (
            say("Too many attempts in a short time"),
            count(
                "For safety, this can be done only so many times in a while. What you had saved is kept. Wait"
                " a minute, then go back and try again.",
                "For safety, this can be done only so many times in a while. What you had saved is kept. Wait"
                " {n} minutes, then go back and try again.",
                math.ceil(error.seconds / 60),
            ),
        ),
    )
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _invalid(_error: Exception) -> Response:
    return page(
        422,
        lambda: (say("This answer could not be read"), say("Go back to the page before and try again.")),
    )


def _not_ready(_error: NotReady) -> Response:
    return page(
        409,
        lambda: (
            say("This is not possible at the moment"),
            say(
                "The questionnaire is closed, its answers were sent, or the part is with somebody else."
                " What you had saved is kept."
            ),
        ),
    )
