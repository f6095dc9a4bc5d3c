"""What the pages of a campaign share: who is at work on it, its head and tabs, tables to take away."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, abort, make_response, render_template

from ..files.written import Cell, csv_table, xlsx_table
from ..models import Respondent
from ..services import tenant
from ..services.desk import Desk
from . import places, site
from .language import day, hour, locale, say


def desk() -> Desk:
    """The member at work on the campaign that the address names, at this moment."""
    return Desk(site.member(), site.campaign(), site.now())


def respondent(respondent_id: UUID) -> Respondent:
    """A respondent of this campaign; another's is not found, like one that does not exist."""
    campaign = site.campaign()
    found = tenant.own(site.session(), Respondent, campaign.organisation_id, respondent_id, campaign.id)
    return found or abort(404)


def reads_answers() -> bool:
    """Whether the member may read answers, comments and flags about them."""
    return site.member().role in ("owner", "consultant")


def page(template: str, **values: object) -> str:
    """A page of a campaign, with what its head needs."""
    return render_template(template, **frame(), **values)


def frame() -> dict[str, Any]:
    """What every page of a campaign needs for its head."""
    campaign = site.campaign()
    return {
        "campaign": campaign,
        "client": campaign.organisation,
        "trail": places.trail(campaign),
        "campaign_tabs": places.campaign_tabs(campaign),
        "reads_answers": reads_answers(),
        "moment": moment,
    }


def moment(at: datetime) -> str:
    """A moment: today's by its hour alone, others by their day too."""
    zone = ZoneInfo(site.settings().time_zone) if site.settings().time_zone else None
    local, today = at.astimezone(zone), site.now().astimezone(zone)
    if local.date() == today.date():
        return say("today at {time}", time=hour(at))
    # Of this year, the year goes without saying.
    whole = day(local.date())
    when = whole.rsplit(" ", 1)[0] if local.year == today.year else whole
    return say("{day} at {time}", day=when, time=hour(at))


def table_file(name: str, kind: str, rows: list[tuple[Cell, ...]]) -> Response:
    """Rows about the campaign's people as a file to take away: "csv" or "xlsx"."""
    client = re.sub(r"[^A-Za-z0-9]+", "-", site.campaign().organisation.name).strip("-").lower()
    return attached(rows, kind, f"{name}-{client}", say("People"))


def attached(rows: list[tuple[Cell, ...]], kind: str, name: str, sheet: str) -> Response:
    """Rows as a file to take away, "csv" or "xlsx", under a name in ASCII; ``sheet`` names its page."""
    if kind == "csv":
        content, mimetype = csv_table(rows, ";" if locale() == "fr" else ","), "text/csv; charset=utf-8"
    else:
        content = xlsx_table(sheet, rows)
        mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = make_response(content)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
