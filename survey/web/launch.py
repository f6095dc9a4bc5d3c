"""The checklist, the launch and what it does, the end of a campaign and its second opening."""

from typing import Any
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from questionnaires import check as faults
from questionnaires.errors import InvalidAnswer, NotReady

from ..models import Campaign
from ..services import launch as service
from ..services import mail, packs, results, setup
from ..services import people as listed
from ..services.readiness import COVERAGE, ITEMS, Counts, applies, item_settled, works_council
from . import site
from .campaigns import answered, page, pages, standing
from .language import count, say, told
from .messages import tell
from .places import link_to
from .results import too_few
from .setup_forms import dates_form, one_button
from .site import to


@pages.get("/campaigns/<uuid:campaign>/launch")
def launch(campaign: UUID) -> str:
    """The checklist, what is missing, and what exactly will happen."""
    return _launch_page()


@pages.post("/campaigns/<uuid:campaign>/launch")
def launch_now(campaign: UUID) -> AnyResponse | tuple[str, int]:
    """Launch. A second press changes nothing."""
    out = mail.available(site.settings())
    try:
        first = service.launch(
            site.session(), site.member(), campaign, site.now(), today=site.today(), mail_out=out
        )
    except NotReady:
        return _launch_page(refused=True), 409
    if first:
        tell(say("Launched. People can answer from now on."))
    return _onward(campaign)


@pages.post("/campaigns/<uuid:campaign>/checklist")
def settle(campaign: UUID) -> AnyResponse:
    """Note that an item of the checklist is done, or not needed, or open again."""
    item, state = request.form.get("item", ""), request.form.get("state", "")
    setup.settle(site.session(), site.member(), campaign, item, state, site.now(), today=site.today())
    return to("campaigns.launch", campaign=campaign, _anchor=f"item-{item}")


@pages.route("/campaigns/<uuid:campaign>/close", methods=["GET", "POST"])
def close(campaign: UUID) -> AnyResponse | str:
    """Take no more answers, and conclude from those that were sent."""
    if request.method == "POST":
        if service.close(site.session(), site.member(), campaign, site.now()):
            _conclude(campaign)
        return to("outcome.overview", campaign=campaign) if _outcome() else _onward(campaign)
    _, found = standing()
    people = [item for item in listed.listed(site.session(), campaign) if item.removed_at is None]
    return page(
        "survey/campaigns/close.html",
        found=found,
        started=[person for person in people if person.state == "started"],
        silent=sorted(
            {person.department for person in people}
            - {person.department for person in people if person.state == "sent"}
        ),
    )


@pages.route("/campaigns/<uuid:campaign>/reopen", methods=["GET", "POST"])
def reopen(campaign: UUID) -> AnyResponse | str | tuple[str, int]:
    """Take answers again, until a new last day."""
    form = dates_form()
    if request.method == "POST" and form.validate():
        until = form.closes_on.data
        try:
            service.reopen(site.session(), site.member(), campaign, until, site.now(), today=site.today())
        except InvalidAnswer as error:
            form.closes_on.errors = [told(error.args[0])]
        else:
            tell(say("Open again. The same links work; nobody was written to."))
            return _onward(campaign)
    return answered(page("survey/campaigns/reopen.html", form=form))


def _conclude(campaign: UUID) -> None:
    """Compute the results, once the closing is safe: it takes a second, and can be repeated."""
    try:
        results.compute(site.session(), site.pack(), campaign, site.now())
    except InvalidAnswer:
        text = say("Closed, but the results could not be computed: somebody who sent has no function.")
        tell(text, "alert")
    except NotReady:
        closed = say("Closed.")
        tell(f"{closed} {too_few()}", "alert")
    else:
        tell(say("Closed. The results have been computed from the answers that were sent."))


def _onward(campaign: UUID) -> AnyResponse:
    field = link_to("field.tracker", campaign=campaign)
    return to("field.tracker" if field else "campaigns.setup", campaign=campaign)


def _outcome() -> str:
    return link_to("outcome.overview", campaign=site.campaign().id)


def _launch_page(*, refused: bool = False) -> str:
    campaign, out = site.campaign(), mail.available(site.settings())
    missing, found = standing()
    audience = service.audience(site.session(), campaign, mail_out=out)
    return page(
        "survey/campaigns/launch.html",
        missing=missing,
        refused=refused,
        found=found,
        items=_items(campaign, found, mail_out=out),
        blocking=_blocking(campaign, found, missing),
        written=[
            count(
                "{n} person gets an e-mail {in_language}",
                "{n} people get an e-mail {in_language}",
                number,
                in_language={"en": say("in English"), "fr": say("in French")}[code],
            )
            for code, number in sorted(audience.by_locale.items())
        ],
        by_hand=audience.by_hand,
        mail_out=out,
        form=one_button(),
    )


def _items(campaign: Campaign, found: Counts, *, mail_out: bool) -> list[dict[str, Any]]:
    """The checklist as it stands: what, why, who settled it and when, and which ways out there are."""
    texts = {
        "dpo": (
            say("The data protection officer knows"),
            say("People are named in this survey. The page “Your data” says why, who reads it and how long."),
        ),
        "works_council": (say("The works council (CSE) was informed and consulted"), _council(found)),
        "allow_list": (
            say("The client's IT lets the sender through"),
            say("Mail filters hold back what they do not know. Give IT the sender's address and the site's."),
        ),
        "pre_notice": (
            say("The sponsor has announced the survey"),
            say(
                "A word from somebody they know, two days before, decides whether people open the invitation."
            ),
        ),
        "test_answer": (
            say("Somebody has read the questionnaire through"),
            say("Open the preview on a phone: it shows what people will see, and keeps nothing."),
        ),
    }
    rows = []
    for item in ITEMS:
        said = campaign.checklist.get(item, {})
        applied = applies(item, found, mail=mail_out)
        rows.append(
            {
                "id": item,
                "name": texts[item][0],
                "why": texts[item][1] if applied or item == "works_council" else say("No e-mail goes out."),
                "applies": applied,
                "settled": item_settled(campaign, item, found, mail=mail_out),
                "said": said,
                "may_skip": not (item == "works_council" and works_council(found.facts)),
                "href": link_to("campaigns.preview", campaign=campaign.id) if item == "test_answer" else "",
            }
        )
    return rows


def _council(found: Counts) -> str:
    required = works_council(found.facts)
    if required:
        return say(
            "In French companies of 50 people and more it is informed and consulted before a tool that"
            " concerns people's work is used (Code du travail, L. 2312-8 and L. 2312-38)."
        )
    if required is None:
        return say(
            "Needed in France from 50 people. The facts do not tell yet: state the country and the headcount."
        )
    return say("By the facts it is not needed: it concerns French companies of 50 people and more.")


def _blocking(campaign: Campaign, found: Counts, missing: list[str]) -> list[tuple[str, str]]:
    """What keeps the campaign from its launch, each with where to mend it."""
    link = {"campaign": campaign.id}
    left, people = found.departments - found.covered, link_to("campaigns.people", **link)
    silent = count("{n} department has nobody on the list", "{n} departments have nobody on the list", left)
    carried = count(
        "{n} fact of the wave before is not confirmed",
        "{n} facts of the wave before are not confirmed",
        found.carried,
    )
    scope = say("Who runs it, or whom people may ask, is not said")
    dates = say("There is no last day to answer, or it has passed")
    texts = {
        "people": (say("Nobody is on the list of people"), people),
        COVERAGE: (silent, people),
        "facts": (carried, link_to("campaigns.facts", **link)),
        "scope": (scope, link_to("campaigns.scope", **link)),
        "dates": (dates, link_to("campaigns.dates", **link)),
    }
    rows = [texts[item] for item in missing if item in texts]
    own = campaign.state == "draft" and not packs.is_shipped(campaign.pack_key)
    if own and (n := len(faults(site.pack()))):
        found_in = count("The questionnaire has {n} fault", "The questionnaire has {n} faults", n)
        at = {"key": campaign.pack_key, "version": campaign.pack_version}
        rows.append((found_in, link_to("library.check", **at)))
    if settling := [item for item in missing if item in ITEMS]:
        n = len(settling)
        text = count("{n} item of the checklist is open", "{n} items of the checklist are open", n)
        rows.append((text, f"#item-{settling[0]}"))
    return rows
