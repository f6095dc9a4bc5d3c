"""Personal links: what a link is for, entering by it, and leaving. Opening one changes nothing."""

import time
from typing import Final, NoReturn
from uuid import UUID

from flask import Blueprint, abort, current_app, g, render_template, request
from flask import session as cookie
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.errors import InvalidAnswer

from ..services import invitations as service
from ..services import mail, own, packs, read_codes, reader_asks
from ..services.standing import standing
from ..services.submissions import minutes
from ..services.throttle import Recent
from ..services.visitors import Visitor
from . import read_access, site
from .forms import role_form
from .guard import keep_visit
from .language import say
from .messages import tell
from .shell import brand_of
from .site import to

pages = Blueprint("invitations", __name__)

MISSES: Final = (60, 600)
"""Unknown links from one address in so many seconds; after that they are not even told to be unknown."""


@pages.record
def _count_misses(state: BlueprintSetupState) -> None:
    state.app.extensions["link_misses"] = Recent(*MISSES)


@pages.get("/i/<token>")
def landing(token: str) -> str | tuple[str, int]:
    """What a personal link is for, before anything happens. Link scanners may open it at will."""
    return _landing(token)


@pages.post("/i/<token>")
def enter(token: str) -> AnyResponse | str | tuple[str, int]:
    """Open a visit for the holder of a link, and go on to an address without the link."""
    found = service.look_up(site.session(), token, site.now())
    if found is None:
        return _landing(token)
    if found.asks_code and not request.form.get("code", "").strip():
        return read_access.code_page(token, found, say("Enter the code from the e-mail")), 422
    role, settings = request.form.get("role") or None, site.settings()
    try:
        pack = packs.of_visitor(site.session(), found)
        visit = service.enter(
            site.session(),
            pack,
            token,
            site.now(),
            role=role,
            days=settings.visit_days,
            code=_code_of(found),
        )
    except service.WrongCode:
        wrong = say("This code is not the one we sent, is too old or was tried too often. Send another one")
        return read_access.code_page(token, found, wrong), 422
    except InvalidAnswer:
        return _landing(token, wrong=say("Choose the function that is closest to yours"))
    if visit is None:
        _miss()
    keep_visit(found.purpose, visit)
    # So that a page of an error can say whom to ask.
    cookie["contact"] = found.contact
    return to("reading.home" if found.purpose == "read" else "respond.hub")


def _code_of(reader: Visitor) -> str:
    """The digest of the code that was entered; "" where none is asked."""
    if not reader.asks_code or reader.invitation_id is None:
        return ""
    return read_codes.digest_of(site.settings(), reader.invitation_id, request.form.get("code", ""))


@pages.post("/i/<token>/reminders")
def reminders(token: str) -> AnyResponse:
    """No more reminders, or reminders again."""
    muted = request.form.get("muted") == "yes"
    if own.mute(site.session(), token, site.now(), muted) is None:
        _miss()
    if muted:
        tell(say("You will get no more reminders. Your link keeps working."))
    else:
        tell(say("You will be reminded again, as long as you have not sent your answers."))
    return to("invitations.landing", token=token)


def _landing(token: str, wrong: str = "") -> str | tuple[str, int]:
    found = service.look_up(site.session(), token, site.now())
    if found is None:
        return _ended(token)
    g.visitor = found
    if found.purpose == "read":
        return render_template(
            "survey/invitations/landing_reader.html",
            visitor=found,
            token=token,
            address=read_access.masked(found.email) if found.asks_code else "",
        )
    pack = site.pack()
    asked = [item for item in pack.questionnaire.questions if found.part in ("", item.dimension)]
    sections = [
        (item, minutes(len(mine)))
        for item in pack.questionnaire.dimensions
        if (mine := [question for question in asked if question.dimension == item.id])
    ]
    asks_role = found.purpose == "answer" and found.role is None and found.open
    page = render_template(
        f"survey/invitations/{'landing' if found.purpose == 'answer' else 'landing_delegate'}.html",
        visitor=found,
        standing=standing(site.session(), found),
        sections=sections,
        total=minutes(len(asked)),
        role_form=role_form(pack) if asks_role else None,
        wrong=wrong,
        token=token,
    )
    return (page, 422) if wrong else page


def _ended(token: str) -> tuple[str, int]:
    """A link that was good once says so, and what to do. Whoever has it learns nothing new."""
    ended = service.look_up_ended(site.session(), token, site.now())
    if ended is None:
        _miss()
    g.brand = brand_of(ended.organisation_id, ended.organisation, ended.accent, ended.logo_digest)
    reader = reader_asks.expired(site.session(), token, site.now())
    page = "ended_reader" if reader else "ended"
    return render_template(f"survey/invitations/{page}.html", ended=ended, visitor=None, token=token), 410


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
    person = _who_left()
    return render_template(
        "survey/invitations/left.html",
        visitor=person,
        can_mail=person is not None and bool(person.email) and mail.available(site.settings()),
    )


@pages.post("/left/link")
def mail_link() -> AnyResponse:
    """The link by e-mail, to the address that is known: nothing can be typed here."""
    person = _who_left()
    if person is None or not person.email or not mail.available(site.settings()):
        abort(404)
    if own.mail_link(site.session(), person, site.now()):
        tell(say("Your link is on its way to the address that your invitation went to."))
    else:
        tell(say("It was sent within this hour. Look among unwanted messages too."), "wait")
    return to("invitations.left")


def leave_now() -> AnyResponse:
    """End the visit; everything is saved."""
    service.leave(site.session(), cookie.pop("answer", ""))
    # Says who left, to tell the date and to write to them; it opens nothing.
    cookie["left"] = str(site.visitor().invitation_id)
    return to("invitations.left")


def _who_left() -> Visitor | None:
    try:
        link = UUID(cookie.get("left", ""))
    except ValueError:
        return None
    return service.behind(site.session(), link, site.now())
