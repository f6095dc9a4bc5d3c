"""The people of a firm: who may sign in, and to see what. Owners change it, consultants see it."""

from typing import Any, Final, cast
from uuid import UUID

from flask import Blueprint, abort, make_response, render_template
from flask import session as cookie
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from questionnaires.errors import InvalidAnswer, NotReady

from ..services import mail, tenant
from ..services import team as service
from ..services.team import Colleague, Invited
from ..services.tenant import Role
from . import site
from .accounts import build, email_field
from .language import locale, say
from .messages import tell
from .profile import name_field
from .site import to

pages = Blueprint("team", __name__, url_prefix="/team")

SEES_SOME: Final = ("lead", "reader")
"""Roles that see the clients chosen for them, and no other."""


def roles() -> dict[str, tuple[str, str]]:
    """Each role: its name, and what it sees, in a line."""
    return {
        "owner": (
            say("Owner"),
            say("Everything of every client; also manages the team and the firm's settings."),
        ),
        "consultant": (
            say("Consultant"),
            say("Everything of every client: set-up, single answers, notes, results."),
        ),
        "lead": (
            say("Project lead at a client"),
            say("People, facts, progress and reminders of the clients chosen. Never an answer or a note."),
        ),
        "reader": (say("Reader"), say("The results of the clients chosen, and nothing else.")),
    }


def _form(*, adding: bool, person: Colleague | None = None) -> FlaskForm:
    clients = site.session().scalars(tenant.clients_of(site.member())).all()
    named = [SelectChoice(role, text) for role, (text, _) in roles().items()]
    role = RadioField(say("Role"), choices=named, default=person.role if person else "consultant")
    fields: dict[str, Any] = {
        "role": role,
        "clients": SelectMultipleField(
            say("Clients"),
            choices=[SelectChoice(str(item.id), item.name) for item in clients],
            default=[str(client_id) for client_id, _ in person.clients] if person else [],
        ),
    }
    if adding:
        name = name_field(say("Name"), say("Enter the person's name"))
        fields = {"name": name, "email": email_field(), **fields}
    return build(**fields)


def _fits(form: FlaskForm) -> bool:
    """Whether the form holds together: who sees some clients needs at least one of them."""
    fits = form.validate()
    if form.role.data in SEES_SOME and not form.clients.data and not form.clients.errors:
        form.clients.errors = [say("Choose at least one client")]
        return False
    return bool(fits)


def _chosen(form: FlaskForm) -> tuple[UUID, ...]:
    return tuple(UUID(item) for item in form.clients.data or ())


@pages.get("")
def overview() -> str:
    """Everybody of the firm."""
    return render_template(
        "survey/team/overview.html",
        people=service.people(site.session(), site.member()),
        roles=roles(),
        owner=site.member().role == "owner",
    )


@pages.get("/new")
def new() -> AnyResponse:
    """The form for another person."""
    return _new_page(_form(adding=True))


@pages.post("")
def add() -> AnyResponse:
    """Give somebody an account, and the link to join by."""
    form = _form(adding=True)
    if not _fits(form):
        return _new_page(form, 422)
    try:
        invited = service.add(
            site.session(),
            site.member(),
            form.email.data,
            site.now(),
            name=form.name.data,
            role=form.role.data,
            clients=_chosen(form),
            by_mail=mail.available(site.settings()),
            locale=locale(),
        )
    except InvalidAnswer:
        form.email.errors = [say("This e-mail address has an account already")]
        return _new_page(form, 422)
    return _invited(invited)


@pages.get("/<uuid:account_id>")
def person(account_id: UUID) -> AnyResponse:
    """One person: role, clients, and what an owner can do."""
    found = _colleague(account_id)
    return _person_page(found, _form(adding=False, person=found))


@pages.post("/<uuid:account_id>")
def change(account_id: UUID) -> AnyResponse:
    """Another role, or other clients."""
    found = _colleague(account_id)
    form = _form(adding=False, person=found)
    if not _fits(form):
        return _person_page(found, form, 422)
    role = cast(Role, form.role.data)
    try:
        service.change(
            site.session(), site.member(), account_id, site.now(), role=role, clients=_chosen(form)
        )
    except InvalidAnswer:
        form.role.errors = [_last_owner()]
        return _person_page(found, form, 422)
    tell(say("The role of {name} has been changed.", name=found.name))
    # Owners may have made themselves something else.
    return to("team.overview") if account_id == site.member().account_id else _back(account_id)


@pages.post("/<uuid:account_id>/invite")
def invite(account_id: UUID) -> AnyResponse:
    """A new link to join by."""
    by_mail = mail.available(site.settings())
    try:
        found = service.invite_again(
            site.session(), site.member(), account_id, site.now(), by_mail=by_mail, locale=locale()
        )
    except NotReady:
        tell(say("This person has joined in the meantime, or is disabled: no link is needed."), "wait")
        return _back(account_id)
    return _invited(found or abort(404))


@pages.post("/<uuid:account_id>/<any(disable, enable):way>")
def switch(account_id: UUID, way: str) -> AnyResponse:
    """Keep somebody out, or let them in again."""
    found = _colleague(account_id)
    try:
        service.switch(site.session(), site.member(), account_id, site.now(), on=way == "enable")
    except InvalidAnswer:
        tell(_last_owner(), "alert")
        return _back(account_id)
    if way == "enable":
        tell(say("{name} can sign in again.", name=found.name))
    else:
        tell(say("{name} can no longer sign in, and was signed out everywhere.", name=found.name))
    return _back(account_id)


@pages.post("/<uuid:account_id>/second-factor")
def reset_factor(account_id: UUID) -> AnyResponse:
    """For somebody who lost the device and the recovery codes."""
    found = _colleague(account_id)
    service.reset_second_factor(site.session(), site.member(), account_id, site.now())
    tell(say("{name} signs in by password alone now, and can set up another device.", name=found.name))
    return _back(account_id)


def _colleague(account_id: UUID) -> Colleague:
    return service.colleague(site.session(), site.member(), account_id) or abort(404)


def _last_owner() -> str:
    return say("The firm needs an owner. Make somebody else owner first")


def _back(account_id: UUID) -> AnyResponse:
    return to("team.person", account_id=account_id)


def _invited(invited: Invited) -> AnyResponse:
    if invited.token:
        # Shown once, on the page that follows: only its digest is kept.
        cookie["once"] = {"account": str(invited.account_id), "token": invited.token}
    else:
        tell(say("{name} receives an e-mail with a link to join. It works for 7 days.", name=invited.name))
    return _back(invited.account_id)


def _new_page(form: FlaskForm, status: int = 200) -> AnyResponse:
    page = render_template(
        "survey/team/new.html", form=form, roles=roles(), mail=mail.available(site.settings())
    )
    return make_response(page, status)


def _person_page(found: Colleague, form: FlaskForm, status: int = 200) -> AnyResponse:
    once = cookie.get("once")
    link = ""
    if isinstance(once, dict) and once["account"] == str(found.id):
        cookie.pop("once")
        link = f"{site.settings().public_url}/join/{once['token']}"
    page = render_template(
        "survey/team/person.html",
        person=found,
        form=form,
        roles=roles(),
        link=link,
        mail=mail.available(site.settings()),
        me=found.id == site.member().account_id,
    )
    return make_response(page, status)
