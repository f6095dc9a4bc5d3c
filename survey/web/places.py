"""Where the pages of staff are: the navigation at the top, and the tabs of a campaign."""

from typing import Any, Final

from flask import g, request, url_for

from ..models import Campaign
from . import site
from .access import ACCESS, Signed
from .language import say

CAMPAIGN_TABS: Final = (
    "campaigns.setup",
    "field.tracker",
    "review.overview",
    "editor.show",
    "outcome.overview",
    "read.home",
)


PLACES: Final = {
    "team": "team",
    "firm": "team",
    "library": "library",
    "journal": "journal",
    "accounts": "",
    "factor": "",
}
"""Under which name of the top navigation a blueprint's pages are; all others are about a client."""


def nav() -> list[tuple[str, str, bool]]:
    """The member's top navigation: text, address, whether it is the current one."""
    texts = {
        "clients.portfolio": say("Clients"),
        "library.overview": say("Questionnaires"),
        "team.overview": say("Team"),
        "journal.overview": say("Journal"),
    }
    mine = {"owner": texts, "consultant": texts}.get(
        site.member().role, {"clients.portfolio": say("Clients")}
    )
    here = PLACES.get(request.blueprint, "clients") if request.blueprint else ""
    return [
        (text, url_for(endpoint), endpoint.split(".")[0] == here)
        for endpoint, text in mine.items()
    ]


def link_to(endpoint: str, **values: Any) -> str:
    """The address of an endpoint that the member may reach; "" for every other."""
    rule = ACCESS.get(endpoint)
    may = isinstance(rule, Signed) and "member" in g and site.member().role in rule.roles
    return url_for(endpoint, **values) if may else ""


def trail(campaign: Campaign) -> list[tuple[str, str]]:
    """The way down to a campaign, as far as the member may go it: the clients, and its own."""
    whose = campaign.organisation
    found = [
        (say("Clients"), link_to("clients.portfolio")),
        (whose.name, link_to("clients.show", client=whose.id)),
    ]
    return [(text, href) for text, href in found if href]


def campaign_tabs(campaign: Campaign) -> list[tuple[str, str]]:
    """The pages of a campaign that the member may see: text and address."""
    texts = {
        "campaigns.setup": say("Set-up"),
        "field.tracker": say("Field"),
        "review.overview": say("Answers"),
        "editor.show": say("Report"),
        "outcome.overview": say("Results"),
        "read.home": say("What leadership sees"),
    }
    found = [(texts[endpoint], link_to(endpoint, campaign=campaign.id)) for endpoint in CAMPAIGN_TABS]
    return [(text, href) for text, href in found if href]
