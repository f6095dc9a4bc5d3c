"""Personal links: what a link is for, entering by it, and leaving. Opening one changes nothing."""

import time
from typing import Final, NoReturn

from flask import Blueprint, abort, current_app, g, render_template, request
from flask import session as cookie
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as AnyResponse

from questionnaires import load
from questionnaires.errors import InvalidAnswer

from ..services import invitations as service
from ..services.submissions import minutes
from ..services.throttle import Recent
from . import site
from .access import keep_visit
from .forms import role_form
from .language import say
from .site import to

pages = Blueprint("invitations", __name__)

MISSES: Final = (60, 600)
"""Unknown links from one address in so many seconds; after that they are not even told to be unknown."""


@pages.record
def _count_misses(state: BlueprintSetupState) -> None:
    state.app.extensions["link_misses"] = Recent(*MISSES)


@pages.get("/i/<token>")
def landing(token: str) -> str:
    """What a personal link is for, before anything happens. Link scanners may open it at will."""
    return _landing(token, wrong="")


@pages.post("/i/<token>")
def enter(token: str) -> AnyResponse | tuple[str, int]:
    """Open a visit for the holder of a link, and go on to an address without the link."""
    found = service.look_up(site.session(), token)
    if found is None:
        _miss()
    role = request.form.get("role") or None
    try:
        visit = service.enter(
            site.session(), load(*found.pack), token, site.now(), role=role, days=site.settings().visit_days
        )
    except InvalidAnswer:
        return _landing(token, wrong=say("Choose the function that is closest to yours")), 422
    if visit is None:
        _miss()
    keep_visit(found.purpose, visit)
    return to("results.overview" if found.purpose == "read" else "respond.hub")


def _landing(token: str, wrong: str) -> str:
    found = service.look_up(site.session(), token)
    if found is None:
        _miss()
    g.visitor = found
    pack = load(*found.pack)
    sections = [
        (item, minutes(sum(question.dimension == item.id for question in pack.questionnaire.questions)))
        for item in pack.questionnaire.dimensions
    ]
    asks_role = found.purpose == "answer" and found.role is None
    return render_template(
        f"survey/invitations/{'landing' if found.purpose == 'answer' else 'landing_reader'}.html",
        visitor=found,
        sections=sections,
        total=minutes(len(pack.questionnaire.questions)),
        role_form=role_form(pack) if asks_role else None,
        wrong=wrong,
    )


def _miss() -> NoReturn:
    """Nobody's link: "not found", until one address has tried too many. Good links work from there still."""
    current_app.extensions["link_misses"].check(site.address(), time.monotonic())
    abort(404)


@pages.post("/answers/leave")
def leave() -> AnyResponse:
    """Save and exit, from a page with nothing to save."""
    return leave_now()


@pages.get("/left")
def left() -> str:
    """Everything is saved, and how to come back."""
    return render_template("survey/invitations/left.html")


def leave_now() -> AnyResponse:
    """End the visit; everything is saved."""
    service.leave(site.session(), cookie.pop("answer", ""))
    return to("invitations.left")
