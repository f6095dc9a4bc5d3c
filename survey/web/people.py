"""The people of a campaign: listed by department, added, changed, taken off the list and put back."""

from typing import Any
from uuid import UUID

from flask import abort, request
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.errors import InvalidAnswer

from ..models import Respondent
from ..services import clients, mail
from ..services import people as service
from ..services.tenant import own
from . import site
from .campaigns import answered, page, pages
from .language import say, told, words
from .messages import tell
from .setup_forms import person_form
from .site import to


@pages.get("/campaigns/<uuid:campaign>/people")
def people(campaign: UUID) -> str:
    """Everybody who is asked, and who was taken off the list."""
    found = service.listed(site.session(), campaign)
    asked = [person for person in found if person.removed_at is None]
    departments = clients.departments(site.session(), site.campaign().organisation_id)
    covered = {person.department_id for person in asked}
    return page(
        "survey/campaigns/people.html",
        asked=asked,
        removed=[person for person in found if person.removed_at is not None],
        departments=departments,
        silent=[item.name for item in departments if item.id not in covered],
        roles={role.id: words(role.name) for role in site.pack().questionnaire.roles},
        by_hand=sum(not person.details.email for person in asked),
        mail_out=mail.available(site.settings()),
    )


@pages.route("/campaigns/<uuid:campaign>/people/new", methods=["GET", "POST"])
def person_new(campaign: UUID) -> AnyResponse | str | tuple[str, int]:
    """Add a person. After the launch, with an invitation."""
    form = _form({"department": request.args.get("department", "")})
    out = mail.available(site.settings())
    if request.method == "POST" and form.validate():
        try:
            invited = service.add_person(
                site.session(), site.member(), campaign, _details(form), site.now(), mail_out=out
            )
        except InvalidAnswer as error:
            form.name.errors = [told(error.args[0])]
        else:
            name = form.name.data
            tell(
                say("{name} has been added and is invited by e-mail.", name=name)
                if invited
                else say("{name} has been added.", name=name)
            )
            return to("campaigns.people", campaign=campaign)
    return answered(page("survey/campaigns/person.html", form=form, person=None, mail_out=out))


@pages.route("/campaigns/<uuid:campaign>/people/<uuid:person>/edit", methods=["GET", "POST"])
def person_edit(campaign: UUID, person: UUID) -> AnyResponse | str | tuple[str, int]:
    """Change what is known of a person."""
    found = _person(person)
    details = service.details_of(found)
    form = _form(
        {
            "department": str(details.department_id),
            "name": details.name,
            "email": details.email,
            "role": details.role or "",
            "locale": details.locale or "",
            "phone": details.phone,
        }
    )
    if request.method == "POST" and form.validate():
        try:
            service.edit_person(site.session(), site.member(), campaign, person, _details(form), site.now())
        except InvalidAnswer as error:
            form.name.errors = [told(error.args[0])]
        else:
            tell(say("Saved."))
            return to("campaigns.people", campaign=campaign)
    out = mail.available(site.settings())
    text = page("survey/campaigns/person.html", form=form, person=_person(person), mail_out=out)
    return answered(text)


@pages.post("/campaigns/<uuid:campaign>/people/<uuid:person>/remove")
def person_remove(campaign: UUID, person: UUID) -> AnyResponse:
    """Take a person off the list. Nothing is lost."""
    name = _person(person).name
    service.remove_person(site.session(), site.member(), campaign, person, site.now())
    tell(say("{name} is off the list. Nothing is lost: you can put this person back.", name=name))
    return to("campaigns.people", campaign=campaign)


@pages.post("/campaigns/<uuid:campaign>/people/<uuid:person>/restore")
def person_restore(campaign: UUID, person: UUID) -> AnyResponse:
    """Put a person back on the list."""
    name = _person(person).name
    try:
        service.restore_person(site.session(), site.member(), campaign, person, site.now())
    except InvalidAnswer as error:
        tell(told(error.args[0]), "alert")
    else:
        tell(say("{name} is on the list again.", name=name))
    return to("campaigns.people", campaign=campaign)


def _person(person: UUID) -> Respondent:
    campaign = site.campaign()
    return own(site.session(), Respondent, campaign.organisation_id, person, campaign.id) or abort(404)


def _form(data: dict[str, Any]) -> Any:
    departments = clients.departments(site.session(), site.campaign().organisation_id)
    return person_form(site.pack(), departments, data)


def _details(form: Any) -> service.Details:
    return service.Details(
        department_id=UUID(form.department.data),
        name=form.name.data,
        email=form.email.data.lower(),
        role=form.role.data or None,
        locale=form.locale.data or None,
        phone=form.phone.data,
    )
