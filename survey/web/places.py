"""Where the pages of staff are: the navigation at the top, and the tabs of a campaign."""

from typing import Any, Final

from flask import current_app, request, url_for

from ..models import Campaign
from . import site
from .language import say

CAMPAIGN_TABS: Final = (
    "campaigns.setup",
    "field.tracker",
    "review.overview",
    "outcome.overview",
)


PLACES: Final = {"team": "team", "firm": "team", "journal": "journal", "accounts": "", "factor": ""}
"""Under which name of the top navigation a blueprint's pages are; all others are about a client."""


def nav() -> list[tuple[str, str, bool]]:
    """The member's top navigation: text, address, whether it is the current one."""
    texts = {
        "clients.portfolio": say("Clients"),
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
        if endpoint in current_app.view_functions
    ]


def campaign_trail(campaign: Campaign) -> list[tuple[str, str]]:
    """The way down to a campaign: its client, and where it is set up."""
    trail: list[tuple[str, str, dict[str, Any]]] = [
        (say("Clients"), "clients.portfolio", {}),
        (campaign.organisation.name, "clients.show", {"client": campaign.organisation_id}),
        (say("Set-up"), "campaigns.setup", {"campaign": campaign.id}),
    ]
    return [
        (text, url_for(endpoint, **values))
        for text, endpoint, values in trail
        if endpoint in current_app.view_functions
    ]


def campaign_tabs(campaign: Campaign) -> list[tuple[str, str]]:
    """The pages of a campaign: text and address. Those that read answers are the consultants' own."""
    texts = {
        "campaigns.setup": say("Set-up"),
        "field.tracker": say("Field"),
        "review.overview": say("Answers"),
        "outcome.overview": say("Results"),
    }
    hidden = () if site.member().role in ("owner", "consultant") else ("review.overview",)
    return [
        (texts[endpoint], url_for(endpoint, campaign=campaign.id))
        for endpoint in CAMPAIGN_TABS
        if endpoint in current_app.view_functions and endpoint not in hidden
    ]
