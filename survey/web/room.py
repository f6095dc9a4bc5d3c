"""Workshop mode, for the people in the room: a code from the screen, a seat, and a vote that nobody sees."""

from uuid import UUID

from flask import Blueprint, g, render_template, request
from flask import session as cookie
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.answers import DONT_KNOW
from questionnaires.errors import InvalidAnswer, NotReady

from ..models import Organisation
from ..services import packs
from ..services import seats as service
from ..services.seats import Seated
from ..services.throttle import TooMany
from . import site
from .forms import outside_words
from .language import say, told, words
from .messages import tell
from .site import to

pages = Blueprint("room", __name__)


@pages.get("/room")
def join() -> AnyResponse | str:
    """Type the code, then choose the department that one speaks for."""
    if _seated() is not None:
        return to("room.vote")
    return _join_page(request.args.get("code", ""))


@pages.post("/room")
def enter() -> AnyResponse | tuple[str, int]:
    """Take a seat."""
    code, chosen = request.form.get("code", ""), request.form.get("department", "")
    if "department" not in request.form and service.open_by(site.session(), code, site.now()) is not None:
        return to("room.join", code=code.strip())
    try:
        token = service.join(site.session(), code, _id(chosen), site.address(), site.now())
    except InvalidAnswer as error:
        return _join_page(code, told(error.args[0])), 422
    except TooMany:
        return _join_page(code, say("Too many tries. Wait ten minutes.")), 429
    cookie["seat"] = token
    return to("room.vote")


@pages.get("/room/vote")
def vote() -> AnyResponse | str:
    """The question in hand, or what to do meanwhile."""
    seat = _seated()
    return to("room.join") if seat is None else _vote_page(seat)


@pages.post("/room/vote")
def cast() -> AnyResponse | tuple[str, int]:
    """Vote, or vote otherwise as long as nothing is shown."""
    seat = _seated()
    if seat is None:
        return to("room.join")
    try:
        question, value = request.form.get("question", ""), request.form.get("value", "")
        service.vote(site.session(), seat, question, value, site.now())
    except InvalidAnswer as error:
        return _vote_page(seat, told(error.args[0])), 422
    except NotReady:
        tell(say("The room has gone on: this vote came too late."), "alert")
    return to("room.vote")


@pages.post("/room/leave")
def leave() -> AnyResponse:
    """Give the seat up in this browser."""
    cookie.pop("seat", None)
    return to("room.join")


def _seated() -> Seated | None:
    token = cookie.get("seat")
    found = service.seated(site.session(), token, site.now()) if token else None
    if found is not None:
        g.client = found.campaign.organisation
    return found


def _join_page(code: str, fault: str = "") -> str:
    found = service.open_by(site.session(), code, site.now()) if code else None
    if found is not None:
        g.client = site.session().get(Organisation, found[0].organisation_id)
    return render_template(
        "survey/room/join.html", code=code, departments=found[1] if found else [], fault=fault
    )


def _vote_page(seat: Seated, fault: str = "") -> str:
    asked = packs.of_campaign(site.session(), seat.campaign).question[seat.question]
    statements = [(str(level), words(text)) for level, text in enumerate(asked.statements, 1)]
    return render_template(
        "survey/room/vote.html",
        seat=seat,
        asked=asked,
        statements=statements,
        unsure=(DONT_KNOW, outside_words(asked)[0]),
        fault=fault,
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
