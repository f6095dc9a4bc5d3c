"""What was sent in a campaign: to whom, how far it has come, and what can be done about it."""

from uuid import UUID

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.errors import InvalidAnswer

from ..services import journal
from ..services import mail as service
from . import site
from .language import say
from .letters import page
from .messages import tell
from .site import to

pages = Blueprint("letters_sent", __name__, url_prefix="/campaigns/<uuid:campaign>/emails/sent")

PER_PAGE = 50
PROBLEMS = ("refused", "bounced")


@pages.get("")
def overview(campaign: UUID) -> str:
    """Every e-mail of the campaign, newest first; or those that did not arrive."""
    everything = service.states(site.session(), site.campaign())
    problems = [item for item in everything if item.state in PROBLEMS]
    show = request.args.get("show", "all")
    if show not in ("all", "problems"):
        abort(404)
    found = problems if show == "problems" else everything
    last = max(1, -(-len(found) // PER_PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    return page(
        "survey/letters/sent.html",
        rows=found[(number - 1) * PER_PAGE : number * PER_PAGE],
        total=len(everything),
        problems=len(problems),
        waiting=sum(item.state in ("queued", "sending") for item in everything),
        arrived=sum(item.state == "sent" for item in everything),
        show=show,
        number=number,
        last=last,
    )


@pages.post("/<uuid:mail>/bounced")
def bounced(campaign: UUID, mail: UUID) -> AnyResponse:
    """Note that an e-mail came back."""
    actor, reason = journal.by(site.member()), request.form.get("reason", "")
    if not service.mark_bounced(
        site.session(), site.campaign(), mail, site.now(), actor=actor, reason=reason
    ):
        abort(404)
    tell(say("Noted: this e-mail came back. Put the address right, then send it again."), "wait")
    return to("letters_sent.overview", campaign=campaign)


@pages.post("/<uuid:mail>/again")
def again(campaign: UUID, mail: UUID) -> AnyResponse:
    """Send an e-mail once more, to the address that the person has now."""
    try:
        noted = service.send_again(
            site.session(), site.campaign(), mail, site.now(), actor=journal.by(site.member())
        )
    except InvalidAnswer:
        tell(say("This person has no e-mail address. Add one, or copy the link and hand it over."), "alert")
        return to("letters_sent.overview", campaign=campaign)
    if noted is None:
        abort(404)
    tell(say("It will be sent again.") if noted else say("It was sent again already."), "good")
    return to("letters_sent.overview", campaign=campaign)
