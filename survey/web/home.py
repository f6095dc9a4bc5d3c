"""The address without a path: where a visitor starts, and where those who signed in go on to."""

from flask import Flask, render_template
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from ..models import Campaign
from ..services import accounts
from ..services.tenant import Member
from . import guard, site
from .site import to


def register(app: Flask) -> None:
    """The start page. It has no blueprint: everything links to it."""
    app.add_url_rule("/", "home", start)


def start() -> str | AnyResponse:
    """A short page for visitors; for members their clients, or the results that they may read."""
    member = guard.signed_in()
    if member is None:
        return render_template("survey/home.html", empty=not accounts.any_account(site.session()))
    return _results(member) or to("clients.portfolio")


def _results(member: Member) -> AnyResponse | None:
    """The newest results of the one client that a reader has."""
    readers_own = member.role == "reader" and member.clients is not None and len(member.clients) == 1
    if not readers_own:
        return None
    newest = (
        select(Campaign.id)
        .where(Campaign.organisation_id.in_(member.clients or ()), Campaign.state != "draft")
        .order_by(Campaign.wave.desc())
    )
    found = site.session().scalar(newest.limit(1))
    return to("read.home", campaign=found) if found else None

