"""Workshop mode, for whoever leads it: what the projector shows, and the steps from vote to agreement."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from questionnaires.answers import DONT_KNOW
from questionnaires.errors import InvalidAnswer
from questionnaires.model import Question

from ..models import Workshop
from ..services import clients, tenant
from ..services import workshop as service
from ..services.review import LONGEST_REASON
from ..services.workshop import Room
from . import site
from .desk import desk, page
from .forms import outside_words
from .language import count, say, told, words
from .messages import tell
from .setup_forms import build, chosen_from
from .site import to

pages = Blueprint("workshop", __name__)

_AT = "/campaigns/<uuid:campaign>/workshop"


@pages.get(_AT)
def start(campaign: object) -> str:
    """The widest disagreements, to choose from; or the workshop that is going on."""
    return _start_page()


@pages.post(_AT)
def begin(campaign: object) -> AnyResponse | tuple[str, int]:
    """Open a workshop on the questions chosen."""
    chosen = request.form.getlist("question")
    key = site.settings().key()
    try:
        made = service.begin(site.session(), site.pack(), desk(), key, chosen)
    except InvalidAnswer as error:
        return _start_page(told(error.args[0]), chosen), 422
    return to("workshop.screen", campaign=site.campaign().id, workshop=made)


@pages.get(f"{_AT}/<uuid:workshop>")
def screen(campaign: object, workshop: UUID) -> str:
    """What the room sees: the question, how many have voted, and once shown, the votes."""
    found = service.room(site.session(), _workshop(workshop))
    return _screen(found, _agree_form(found))


@pages.post(f"{_AT}/<uuid:workshop>")
def step(campaign: object, workshop: UUID) -> AnyResponse:
    """Show the votes, vote again, go on or back, or close."""
    _workshop(workshop)
    action, revision = request.form.get("action", ""), _revision()
    try:
        service.step(site.session(), desk(), workshop, action, revision)
    except InvalidAnswer:
        abort(400)
    if action == "close":
        tell(say("The workshop is closed. What was agreed counts in the results once they are computed."))
        return to("workshop.start", campaign=site.campaign().id)
    return to("workshop.screen", campaign=site.campaign().id, workshop=workshop)


@pages.post(f"{_AT}/<uuid:workshop>/agreed")
def agree(campaign: object, workshop: UUID) -> AnyResponse | tuple[str, int]:
    """Note what the room agreed on the question in hand."""
    found = service.room(site.session(), _workshop(workshop))
    form = _agree_form(found)
    if not form.validate():
        return _screen(found, form), 422
    number = service.record(
        site.session(),
        desk(),
        workshop,
        found.question,
        value=form.value.data,
        reason=form.reason.data,
        doubtful=form.doubtful.data,
        departments=[UUID(item) for item in form.departments.data or []],
    )
    answers = count("{n} answer that had been sent", "{n} answers that had been sent", number)
    tell(say("Noted. It counts instead of {what}.", what=answers) if number else say("Noted."))
    return to("workshop.screen", campaign=site.campaign().id, workshop=workshop)


def _start_page(fault: str = "", chosen: list[str] | None = None) -> str:
    pack, session, campaign = site.pack(), site.session(), site.campaign()
    found = service.proposed(session, pack, campaign.id)
    going_on = service.current(session, campaign.id)
    return page(
        "survey/workshop/start.html",
        rows=[(pack.question[key], distance) for key, distance in found],
        chosen=[key for key, _ in found] if chosen is None else chosen,
        fault=fault,
        screen=url_for("workshop.screen", campaign=campaign.id, workshop=going_on) if going_on else "",
    )


def _screen(found: Room, form: Any) -> str:
    asked = site.pack().question[found.question]
    counted = service.tally(found.votes)
    most = max(counted.values(), default=1)
    texts = _values(asked)
    return page(
        "survey/workshop/screen.html",
        room=found,
        asked=asked,
        code=service.code_of(site.settings().key(), found.id),
        join=url_for("room.join"),
        site_address=site.settings().public_url,
        bars=[(value, text, counted[value], counted[value] / most) for value, text in texts],
        texts=dict(texts),
        form=form,
        ends=found.ends,
        agreed=found.agreed.get(found.question),
    )


def _values(asked: Question) -> list[tuple[str, str]]:
    """What may be voted, in words."""
    statements = [(str(level), words(text)) for level, text in enumerate(asked.statements, 1)]
    return [*statements, (DONT_KNOW, outside_words(asked)[0])]


def _agree_form(found: Room) -> Any:
    asked, session = site.pack().question[found.question], site.session()
    departments = clients.departments(session, site.campaign().organisation_id)
    before = found.agreed.get(found.question)
    reason = say("Say why, in up to {n} characters", n=LONGEST_REASON)
    # A question about the organisation has one answer: what is agreed is everybody's.
    everybody = [str(item.id) for item in departments] if asked.referent == "organisation" else []
    return build(
        {
            "value": before.value if before else None,
            "reason": before.reason if before else "",
            "doubtful": before.doubtful if before else False,
            "departments": everybody,
        },
        value=RadioField(
            say("What is agreed?"),
            choices=chosen_from(_values(asked)),
            validators=[DataRequired(say("Choose what was agreed"))],
        ),
        reason=StringField(
            say("In a sentence, why"),
            validators=[DataRequired(reason), Length(max=LONGEST_REASON, message=reason)],
        ),
        doubtful=BooleanField(say("Somebody still doubts it")),
        departments=SelectMultipleField(
            say("It counts instead of what these departments had sent"),
            choices=chosen_from((str(item.id), item.name) for item in departments),
            option_widget=CheckboxInput(),
            widget=ListWidget(),
        ),
    )


def _revision() -> int:
    shown = site.numeral(request.form.get("revision", ""))
    return -1 if shown is None else shown


def _workshop(workshop: UUID) -> Workshop:
    campaign = site.campaign()
    found = tenant.own(site.session(), Workshop, campaign.organisation_id, workshop, campaign.id)
    return found or abort(404)
