"""One page a kind of error, and no word about what exists."""

from flask import Flask, Response, abort, current_app, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from questionnaires.errors import InvalidAnswer, NotReady

from ..db import Busy, Unstorable, fault_of
from ..services.throttle import TooMany
from .language import say

RETRY_SECONDS = 3


def register(app: Flask) -> None:
    """Every error gets its page; what nobody foresaw is logged and told as a 500."""
    app.before_request(refuse_nul)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(InvalidAnswer, _invalid)
    app.register_error_handler(Unstorable, _invalid)
    app.register_error_handler(NotReady, _not_ready)
    # A blind handler hides nothing here: Flask logs what it hands over as InternalServerError.
    app.register_error_handler(InternalServerError, _http)


def refuse_nul() -> None:
    """No text of a person has a NUL in it, and neither databases nor documents can hold one."""
    if request.method == "POST" and any("\0" in text for text in request.form.values()):
        abort(400)


def wants_json() -> bool:
    """Whether the page's script asks, rather than the browser for a page."""
    return request.headers.get("X-Requested-With") == "fetch"


def page(status: int, title: str, text: str) -> Response:
    """An error as a page, or as JSON where the page's script asked."""
    if wants_json():
        return make_response(jsonify(error=title), status)
    return make_response(render_template("survey/errors/error.html", title=title, text=text), status)


def _http(error: HTTPException) -> Response:
    if isinstance(error, SecurityError):
        # For a host that is not ours no address can be built, so no page either.
        return Response("unknown host\n", 400, mimetype="text/plain")
    status = error.code or 500
    texts = {
        404: (
            say("There is nothing here for you"),
            say(
                "The address may be incomplete, or the link may have been replaced. Open your personal link"
                " again from your invitation, or write to the person who sent it."
            ),
        ),
        405: (say("This page cannot be used in this way"), say("Go back to the page before and try again.")),
        413: (say("That was too much at once"), say("Shorten your text and save again.")),
        500: (
            say("Something went wrong on our side"),
            say(
                "What you had saved is kept. Try again in a moment; if it happens again, write to the person"
                " who invited you."
            ),
        ),
    }
    other = (say("This request could not be answered"), say("Go back to the page before and try again."))
    response = page(status, *texts.get(status, other))
    if isinstance(allowed := getattr(error, "valid_methods", None), list | set | tuple) and allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _forged(_error: CSRFError) -> Response:
    text = say(
        "Your browser did not send the proof that this page came from us, often because cookies are blocked"
        " or the page was open for very long. Open your personal link again; what you had saved is kept."
    )
    return page(400, say("This page is no longer valid"), text)


def _busy(_error: Exception) -> Response:
    response = page(
        503, say("Not saved yet"), say("Many people are saving at this moment. Try again in a few seconds.")
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
    current_app.logger.error("the database is %s: %s", fault, error.orig)
    if fault == "busy":
        return _busy(error)
    if request.method in ("GET", "HEAD"):
        text = say("What you had saved is kept. Try again in a minute.")
        response = page(503, say("The site cannot be reached at the moment"), text)
    else:
        text = say(
            "What you just entered could not be stored; everything from before is kept. Go back to the page"
            " before, where it still stands, and try again in a few minutes."
        )
        response = page(507 if fault == "full" else 503, say("Not saved"), text)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _too_many(error: TooMany) -> Response:
    text = say(
        "For safety, this can be done only so many times in a while. What you had saved is kept. Wait a few"
        " minutes, then go back and try again."
    )
    response = page(429, say("Too many attempts in a short time"), text)
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _invalid(_error: Exception) -> Response:
    return page(422, say("This answer could not be read"), say("Go back to the page before and try again."))


def _not_ready(_error: NotReady) -> Response:
    return page(
        409,
        say("This is not possible at the moment"),
        say("The questionnaire is closed, or its answers were sent. What you had saved is kept."),
    )
