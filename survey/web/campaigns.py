"""Setting a campaign up, step by step, and what of it is frozen once respondents were told."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.errors import InvalidAnswer

from ..models import Campaign
from ..services import facts as stated
from ..services import library, mail
from ..services import setup as service
from ..services.readiness import COVERAGE, ITEMS, Counts, counts, open_items
from ..services.submissions import minutes
from . import library_words, places, site
from .language import count, day, say, told, words
from .messages import tell
from .places import link_to
from .setup_forms import dates_form, scope_form, visibility_form
from .site import to

pages = Blueprint("campaigns", __name__)

Task = tuple[str, str, str, str, str]
"""Name, address, status in words, its tone, a line under the name."""


@pages.post("/clients/<uuid:client>/campaigns")
def new(client: UUID) -> AnyResponse:
    """Begin the next wave of a client, as a draft."""
    member = site.member()
    try:
        campaign_id = service.new_campaign(
            site.session(), member, client, site.now(), today=site.today(), contact=member.email
        )
    except InvalidAnswer as error:
        tell(told(error.args[0]), "alert")
        return to("clients.show", client=client)
    return to("campaigns.setup", campaign=campaign_id)


@pages.get("/campaigns/<uuid:campaign>/setup")
def setup(campaign: UUID) -> str:
    """Every task of the set-up, where it stands, and what is missing."""
    missing, found = standing()
    tasks = _tasks(site.campaign(), found, missing)
    return page("survey/campaigns/setup.html", rows=tasks, missing=missing, found=found)


@pages.route("/campaigns/<uuid:campaign>/setup/scope", methods=["GET", "POST"])
def scope(campaign: UUID) -> AnyResponse | str | tuple[str, int]:
    """Who runs it, whom people may ask, and what the answers describe."""
    found = site.campaign()
    packs = _packs(found)
    data = {name: getattr(found, name) for name in service.Scope.__slots__}
    form = scope_form({**data, "pack": f"{found.pack_key}/{found.pack_version}"}, packs)
    if request.method == "POST" and form.validate():
        chosen = service.Scope(**{name: form[name].data for name in service.Scope.__slots__})
        try:
            if packs:
                asked = form.pack.data
                service.set_questionnaire(site.session(), site.member(), campaign, asked, site.now())
        except InvalidAnswer as error:
            form.pack.errors = [told(error.args[0])]
        else:
            service.set_scope(site.session(), site.member(), campaign, chosen, site.now())
            return saved(campaign)
    return answered(page("survey/campaigns/scope.html", form=form, packs=packs))


def _packs(campaign: Campaign) -> list[tuple[str, str]]:
    """What a campaign may ask with, as long as nobody was asked."""
    if campaign.state != "draft":
        return []
    return library_words.choices(library.shelf(site.session(), site.member()))


@pages.route("/campaigns/<uuid:campaign>/setup/visibility", methods=["GET", "POST"])
def visibility(campaign: UUID) -> AnyResponse | str | tuple[str, int]:
    """Who sees what, in the words that respondents will read. Frozen at launch."""
    found = site.campaign()
    form = visibility_form(found)
    if request.method == "POST" and form.validate():
        previous = form.shows_previous.data if found.wave > 1 else None
        service.set_visibility(
            site.session(),
            site.member(),
            campaign,
            form.visibility.data,
            site.now(),
            shows_previous=previous,
            shows_results=form.shows_results.data,
        )
        return saved(campaign)
    return answered(page("survey/campaigns/visibility.html", form=form))


@pages.route("/campaigns/<uuid:campaign>/setup/dates", methods=["GET", "POST"])
def dates(campaign: UUID) -> AnyResponse | str | tuple[str, int]:
    """The last day to answer."""
    form = dates_form(site.campaign().closes_on)
    if request.method == "POST" and form.validate():
        now, today = site.now(), site.today()
        try:
            service.set_dates(site.session(), site.member(), campaign, form.closes_on.data, now, today=today)
        except InvalidAnswer as error:
            form.closes_on.errors = [told(error.args[0])]
        else:
            return saved(campaign)
    return answered(page("survey/campaigns/dates.html", form=form))


def page(template: str, **values: Any) -> str:
    """A page of the campaign that the address names, under its head and tabs."""
    campaign = site.campaign()
    return render_template(
        template,
        campaign=campaign,
        client=campaign.organisation,
        campaign_tabs=places.campaign_tabs(campaign),
        setup_href=url_for("campaigns.setup", campaign=campaign.id),
        **values,
    )


def saved(campaign: UUID) -> AnyResponse:
    """Say so, and go on with the next task."""
    tell(say("Saved."))
    return to("campaigns.setup", campaign=campaign)


def answered(text: str) -> str | tuple[str, int]:
    """A page with a form: one that was sent and comes back had a fault."""
    return (text, 422) if request.method == "POST" else text


def standing() -> tuple[list[str], Counts]:
    """What keeps the campaign from its launch, and its counts."""
    campaign, out = site.campaign(), mail.available(site.settings())
    found = counts(site.session(), [campaign])[campaign.id]
    return open_items(campaign, found, site.today(), mail=out), found


def _tasks(campaign: Campaign, found: Counts, missing: list[str]) -> list[Task]:
    link = {"campaign": campaign.id}
    settling = [item for item in missing if item in ITEMS]
    done, todo = (say("Completed"), "good"), (say("To do"), "wait")
    rows: list[Task] = [
        (
            say("Scope"),
            link_to("campaigns.scope", **link),
            *(todo if "scope" in missing else done),
            " · ".join(filter(None, (campaign.prepared_by, campaign.contact)))
            or say("Who runs it, whom people may ask"),
        ),
        (say("Questionnaire"), link_to("campaigns.preview", **link), *done, _questionnaire()),
        (say("Departments and people"), link_to("campaigns.people", **link), *_people(found, missing)),
        (say("Facts about the organisation"), link_to("campaigns.facts", **link), *_facts(campaign, found)),
        (
            say("Who sees what"),
            link_to("campaigns.visibility", **link),
            *(done if campaign.state == "draft" else (say("Frozen at launch"), "good")),
            say("Results appear by department")
            if campaign.visibility == "attributed"
            else say("Only groups of five answers and more appear"),
        ),
    ]
    if letters := link_to("letters.overview", **link):
        note = say("Invitation and reminders, in both languages")
        rows.append((say("E-mails"), letters, say("Ready"), "good", note))
    until = say("Until {day}", day=day(campaign.closes_on)) if campaign.closes_on else say("No last day yet")
    late = say("The last day has passed")
    rows.append(
        (
            say("Dates"),
            link_to("campaigns.dates", **link),
            *(todo if "dates" in missing else done),
            late if campaign.closes_on and campaign.closes_on < site.today() else until,
        )
    )
    if campaign.state == "draft":
        status = count("{n} point open", "{n} points open", len(settling)) if settling else say("Completed")
        rows.append(
            (
                say("Launch checklist"),
                link_to("campaigns.launch", **link),
                status,
                "wait" if settling else "good",
                say("Data protection, works council, mail filters, the sponsor's word, a test"),
            )
        )
    return rows


def _questionnaire() -> str:
    asked = site.pack().questionnaire
    number = len(asked.questions)
    return say(
        "{title}, version {version}: {n} questions, about {minutes} minutes",
        title=words(asked.title),
        version=asked.version[1:],
        n=number,
        minutes=minutes(number),
    )


def _people(found: Counts, missing: list[str]) -> tuple[str, str, str]:
    note = say(
        "{people} in {departments}",
        people=count("{n} person", "{n} people", found.invited),
        departments=count("{n} department", "{n} departments", found.covered),
    )
    if "people" in missing:
        return say("To do"), "wait", say("Nobody is on the list yet")
    left = found.departments - found.covered
    if COVERAGE in missing:
        return count("{n} department without anybody", "{n} departments without anybody", left), "alert", note
    return say("Completed"), "good", note


def _facts(campaign: Campaign, found: Counts) -> tuple[str, str, str]:
    pack = site.pack()
    left = stated.unknown(pack, stated.stated(site.session(), campaign.id))
    note = say("They decide beside the answers. Each can be stated until the campaign closes.")
    if found.carried:
        return count("{n} to confirm", "{n} to confirm", found.carried), "wait", note
    if left:
        return count("{n} of {all} not known", "{n} of {all} not known", left, all=len(pack.fact)), "", note
    return say("Completed"), "good", note
