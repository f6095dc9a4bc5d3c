"""The clients: all of them at a glance, one of them with its departments and waves."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.errors import InvalidAnswer

from ..models import Department
from ..services import clients as service
from ..services import mail, setup, tenant
from ..services.portfolio import STAGES, Action, Line, portfolio
from . import site
from .language import count, day, say, told
from .messages import tell
from .places import link_to
from .setup_forms import client_form, department_form, notes_form
from .site import to

pages = Blueprint("clients", __name__)

SHOWN_FROM = 6
"""Clients from which a list needs a search."""


@pages.get("/clients", endpoint="portfolio")
def overview() -> str:
    """Every client of the member: stage, answers, and what comes next by when."""
    today = site.today()
    found = lines()
    stage, sought = request.args.get("stage", ""), request.args.get("q", "").strip()
    shown = [
        line
        for line in found
        if (not stage or line.stage == stage) and sought.casefold() in line.client.casefold()
    ]
    by_name = request.args.get("sort") == "name"
    if by_name:
        shown.sort(key=lambda line: line.client.casefold())
    return render_template(
        "survey/clients/portfolio.html",
        lines=[
            (line, *stage_words(line), *action_words(line), _due(line.action.due, today)) for line in shown
        ],
        total=len(found),
        in_field=sum(line.stage == "open" for line in found),
        due=sum(line.action.due is not None and line.action.due <= today for line in found),
        stages=_stages(found, stage),
        stage=stage,
        sought=sought,
        by_name=by_name,
        searchable=len(found) >= SHOWN_FROM or sought,
        add=link_to("clients.new"),
        runs=site.member().role != "reader",
    )


def lines() -> list[Line]:
    """The clients that the member may see, most urgent first."""
    out = mail.available(site.settings())
    return portfolio(site.session(), site.member(), site.now(), site.today(), mail=out)


@pages.route("/clients/new", methods=["GET", "POST"])
def new() -> AnyResponse | str | tuple[str, int]:
    """Add a client."""
    form = client_form({"locale": "en"})
    if request.method == "POST" and form.validate():
        try:
            client_id = service.add_client(site.session(), site.member(), _details(form), site.now())
        except InvalidAnswer as error:
            form.name.errors = [told(error.args[0])]
        else:
            tell(say("{name} has been added. Its departments come next.", name=form.name.data))
            return to("clients.show", client=client_id)
    return _form_page(form, say("Add a client"), url_for("clients.portfolio"))


@pages.get("/clients/<uuid:client>")
def show(client: UUID) -> str:
    """A client: departments, waves, and what the firm keeps about it."""
    return _client_page(client, department_form())


@pages.route("/clients/<uuid:client>/edit", methods=["GET", "POST"])
def edit(client: UUID) -> AnyResponse | str | tuple[str, int]:
    """Change a client's name, sponsor and language."""
    found = site.client()
    kept = {"name": found.name, "sponsor_name": found.sponsor_name, "locale": found.locale}
    form = client_form(kept)
    if request.method == "POST" and form.validate():
        try:
            service.edit_client(site.session(), site.member(), client, _details(form), site.now())
        except InvalidAnswer as error:
            form.name.errors = [told(error.args[0])]
        else:
            tell(say("Saved."))
            return to("clients.show", client=client)
    return _form_page(form, say("Change the client"), url_for("clients.show", client=client), kept["name"])


@pages.post("/clients/<uuid:client>/notes")
def notes(client: UUID) -> AnyResponse | tuple[str, int]:
    """Keep the firm's notes."""
    form = notes_form()
    if not form.validate():
        return _client_page(client, department_form(), notes=form), 422
    service.write_notes(site.session(), site.member(), client, form.notes.data or "", site.now())
    tell(say("The notes have been saved."))
    return to("clients.show", client=client)


@pages.post("/clients/<uuid:client>/departments")
def department_add(client: UUID) -> AnyResponse | tuple[str, int]:
    """Add a department."""
    form = department_form()
    if form.validate():
        try:
            service.add_department(
                site.session(), site.member(), client, form.name.data, form.headcount.data, site.now()
            )
        except InvalidAnswer as error:
            form.name.errors = [told(error.args[0])]
        else:
            tell(say("{name} has been added.", name=form.name.data))
            return to("clients.show", client=client, _anchor="departments")
    return _client_page(client, form), 422


@pages.route("/clients/<uuid:client>/departments/<uuid:department>", methods=["GET", "POST"])
def department(client: UUID, department: UUID) -> AnyResponse | str | tuple[str, int]:
    """Rename a department, change its headcount."""
    found = _department(department)
    name = found.name
    form = department_form({"name": name, "headcount": found.headcount})
    if request.method == "POST" and form.validate():
        try:
            values = (form.name.data, form.headcount.data, site.now())
            service.edit_department(site.session(), site.member(), client, department, *values)
        except InvalidAnswer as error:
            form.name.errors = [told(error.args[0])]
        else:
            tell(say("Saved."))
            return to("clients.show", client=client, _anchor="departments")
    page = render_template("survey/clients/department.html", client=site.client(), form=form, name=name)
    return (page, 422) if request.method == "POST" else page


@pages.post("/clients/<uuid:client>/departments/<uuid:department>/move")
def department_move(client: UUID, department: UUID) -> AnyResponse:
    """Move a department one place up or down."""
    _department(department)
    up = request.form.get("to") == "up"
    service.move_department(site.session(), site.member(), client, department, up, site.now())
    return to("clients.show", client=client, _anchor="departments")


@pages.post("/clients/<uuid:client>/departments/<uuid:department>/remove")
def department_remove(client: UUID, department: UUID) -> AnyResponse:
    """Remove a department that nobody was ever asked for."""
    name = _department(department).name
    try:
        service.remove_department(site.session(), site.member(), client, department, site.now())
    except InvalidAnswer as error:
        tell(told(error.args[0]), "alert")
    else:
        tell(say("{name} has been removed.", name=name))
    return to("clients.show", client=client, _anchor="departments")


def _client_page(client: UUID, form: Any, notes: Any = None) -> str:
    found = site.client()
    return render_template(
        "survey/clients/show.html",
        client=found,
        departments=service.departments(site.session(), client),
        waves=setup.waves(site.session(), client),
        form=form,
        notes=notes or notes_form(found.notes),
    )


def _form_page(form: Any, title: str, back: str, name: str = "") -> str | tuple[str, int]:
    page = render_template("survey/clients/form.html", form=form, title=title, back=back, name=name)
    return (page, 422) if request.method == "POST" else page


def _details(form: Any) -> service.Details:
    return service.Details(form.name.data, form.sponsor_name.data, form.locale.data)


def _department(department: UUID) -> Department:
    return tenant.own(site.session(), Department, site.client().id, department) or abort(404)


def _stages(lines: list[Line], chosen: str) -> list[tuple[str, str]]:
    """The filter: each stage that somebody is in, with how many."""
    names = {
        "none": say("No campaign yet"),
        "draft": say("In preparation"),
        "open": say("In the field"),
        "closed": say("Closed"),
        "results": say("Results ready"),
    }
    found = [(say("All ({n})", n=len(lines)), url_for("clients.portfolio"))]
    for stage in STAGES:
        number = sum(line.stage == stage for line in lines)
        if number or stage == chosen:
            found.append((f"{names[stage]} ({number})", url_for("clients.portfolio", stage=stage)))
    return found


def stage_words(line: Line) -> tuple[str, str]:
    """A stage in words, and its tone."""
    if line.stage == "open":
        if line.days and line.day <= line.days:
            return say("In the field, day {n} of {all}", n=line.day, all=line.days), ""
        return say("In the field, day {n}", n=line.day), "alert" if line.days else ""
    return {
        "none": (say("No campaign yet"), "quiet"),
        "draft": (say("In preparation"), "wait"),
        "closed": (say("Closed"), "wait"),
        "results": (say("Results ready"), "good"),
    }[line.stage]


def action_words(line: Line) -> tuple[str, str]:
    """The next step in words, and where it is done: "" where the member may not."""
    action: Action = line.action
    n, people = action.n, "campaigns.people"
    words, *endpoints = {
        "first_wave": (say("Start the first wave"), "clients.show"),
        "people": (say("Add the people to ask"), people),
        "settle": (
            count("Settle {n} point before launch", "Settle {n} points before launch", n),
            "campaigns.setup",
        ),
        "launch": (say("Launch"), "campaigns.launch"),
        "undelivered": (count("Correct {n} address", "Correct {n} addresses", n), "field.tracker", people),
        "remind": (count("Remind {n} person", "Remind {n} people", n), "field.remind", people),
        "wait": (count("Wait for {n} more answer", "Wait for {n} more answers", n), "field.tracker", people),
        "close": (say("Close, or move the last day"), "campaigns.close"),
        "all_in": (say("Everybody has answered: close"), "campaigns.close"),
        "compute": (say("Compute the results"), "outcome.overview", "campaigns.setup"),
        "read": (say("Read the results"), "outcome.overview", "read.home"),
    }[action.kind]
    if line.campaign_id is None:
        return words, link_to("clients.show", client=line.client_id)
    links = [link_to(endpoint, campaign=line.campaign_id) for endpoint in endpoints]
    return words, next(filter(None, links), "")


def _due(due: date | None, today: date) -> tuple[str, bool]:
    """A date as people say it, and whether it calls for somebody today."""
    if due is None:
        return "", False
    late = (today - due).days
    if late > 0:
        return count("{n} day late", "{n} days late", late), True
    if late == 0:
        return say("Today"), True
    return (say("Tomorrow") if late == -1 else day(due)), False
