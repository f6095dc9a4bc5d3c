"""Passing a part on to a colleague, following it, taking it back; and, for the colleague, giving it back."""

from flask import Blueprint, abort, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.errors import NotReady

from ..services import delegation as service
from ..services import domains, mail, standing
from ..services.delegation import Request
from ..services.domains import AddressRefused
from . import site
from .forms import delegation_form
from .language import say
from .messages import tell
from .site import to

pages = Blueprint("delegation", __name__)


@pages.get("/answers/<part>/colleague")
def show(part: str) -> AnyResponse | str:
    """The form that passes a part on; or, once it is with somebody, how far that has come."""
    if standing.progress(site.session(), site.pack(), site.visitor()).sent_at:
        return to("respond.sent")
    found = service.asked(site.session(), site.visitor()).get(part)
    return _form(part, delegation_form(_by_mail())) if found is None else _following(part)


@pages.post("/answers/<part>/colleague")
def ask(part: str) -> AnyResponse | str | tuple[str, int]:
    """Show the e-mail first; then ask."""
    form = delegation_form(_by_mail())
    asked = _request(form)
    if any(field.errors for field in form):
        return _form(part, form), 422
    try:
        if request.form.get("step") != "ask":
            service.check(site.session(), site.pack(), site.visitor(), part, asked)
            return _form(part, form, preview=True)
        token = service.ask(
            site.session(), site.pack(), site.visitor(), part, asked, site.now(), by_mail=_by_mail()
        )
    except AddressRefused as refused:
        form["email"].errors = [_why(refused)]
        return _form(part, form), 422
    if token:
        return _following(part, token)
    tell(say("We have written to {name}.", name=asked.name))
    return to("delegation.show", part=part)


@pages.post("/answers/<part>/colleague/link")
def link(part: str) -> str:
    """A fresh link to hand over. It is shown once, and can be made again."""
    return _following(part, service.new_link(site.session(), site.visitor(), part, site.now()))


@pages.post("/answers/<part>/colleague/remind")
def remind(part: str) -> AnyResponse:
    """Write once more."""
    if service.remind(site.session(), site.visitor(), part, site.now()):
        tell(say("We have written once more."))
    else:
        tell(say("An e-mail went out today already. You can send another one tomorrow."), "wait")
    return to("delegation.show", part=part)


@pages.post("/answers/<part>/colleague/take-back")
def take_back(part: str) -> AnyResponse:
    """End the colleague's access; what they answered stays."""
    service.take_back(site.session(), site.visitor(), part, site.now())
    tell(say("The part is yours again. What had been answered is kept."))
    return to("respond.hub")


@pages.post("/answers/give-back")
def give_back() -> AnyResponse:
    """The colleague is done."""
    service.give_back(site.session(), site.visitor(), site.now(), tell=mail.available(site.settings()))
    return to("respond.hub")


@pages.post("/answers/resume")
def resume() -> AnyResponse:
    """The colleague has something to correct."""
    service.resume(site.session(), site.visitor(), site.now())
    return to("respond.hub")


def _request(form: FlaskForm) -> Request:
    return Request(
        name=" ".join((form["name"].data or "").split()),
        email=(form["email"].data or "").strip(),
        message=(form["message"].data or "").strip(),
        due_on=form["due_on"].data,
        locale=form["locale"].data,
    )


def _why(refused: AddressRefused) -> str:
    if refused.reason == "shape":
        return say("Write an e-mail address, such as first.name@company.example")
    if refused.domains:
        return say("Only addresses at {domains} can be asked", domains=", ".join(refused.domains))
    return say("No address can be written to in this questionnaire: leave it empty and hand the link over")


def _by_mail() -> bool:
    """Whether colleagues are written to; else the owner hands a link over."""
    return mail.available(site.settings()) and domains.some(site.session(), site.visitor())


def _form(part: str, form: FlaskForm, *, preview: bool = False) -> str:
    dimension = site.pack().dimension.get(part) or abort(404)
    asked = _request(form)
    letter = None
    if preview and _by_mail():
        letter = service.letter(site.session(), site.settings(), site.visitor(), part, asked)
    return render_template(
        "survey/respond/colleague_form.html",
        visitor=site.visitor(),
        part=part,
        dimension=dimension,
        form=form,
        preview=preview,
        letter=letter,
        by_mail=_by_mail(),
        asked=asked,
    )


def _following(part: str, token: str = "") -> str:
    found = service.asked(site.session(), site.visitor()).get(part)
    if found is None:
        raise NotReady("nobody was asked for this part")
    address = site.settings().public_url + url_for("invitations.landing", token=token) if token else ""
    return render_template(
        "survey/respond/colleague.html",
        visitor=site.visitor(),
        part=part,
        dimension=site.pack().dimension[part],
        asked=found,
        link=address,
        by_mail=_by_mail(),
    )
