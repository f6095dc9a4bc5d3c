"""What stands around every page: whose looks it has and, for those who signed in, where they may go."""

from typing import Any

from flask import Flask, g, url_for

from ..models import Organisation
from . import places, site


def register(app: Flask) -> None:
    """Give every template ``brand``, ``nav`` and ``account``. Comes after the access table."""
    app.before_request(_look)
    app.context_processor(_frame)
    app.jinja_env.globals["link_to"] = places.link_to


def brand_of(client: Organisation) -> dict[str, str] | None:
    """A client's looks as the layout takes them; None where it has none of its own."""
    if not client.accent and not client.logo_digest:
        return None
    sheet = url_for("brand.sheet", organisation=client.id, v=client.accent[1:]) if client.accent else ""
    digest = client.logo_digest[:12]
    logo = url_for("brand.logo", organisation=client.id, v=digest) if digest else ""
    return {"name": client.name, "sheet": sheet, "logo": logo}


def _look() -> None:
    """Note the looks while their client is at hand: an error page must not ask the database again."""
    client = g.get("client")
    if client is None and "visitor" in g:
        client = site.session().get(Organisation, site.visitor().organisation_id)
    looks = brand_of(client) if client is not None else None
    if looks is None and "member" in g:
        looks = _firm_brand()
    if client is not None or looks is not None:
        g.brand = looks


def _firm_brand() -> dict[str, str]:
    """The firm's looks, for the pages of clients that have none of their own, and all others."""
    member = site.member()
    return {
        "name": member.firm,
        "sheet": url_for("firm.sheet") if member.accent else "",
        "logo": url_for("firm.logo") if member.logo else "",
    }


def _frame() -> dict[str, Any]:
    if "brand" not in g:
        _look()
    frame: dict[str, Any] = {"brand": g.get("brand")}
    if "member" in g:
        member = site.member()
        frame["nav"] = places.nav()
        frame["account"] = {
            "name": member.name or member.email,
            "profile": url_for("accounts.profile"),
            "sign_out": url_for("accounts.sign_out"),
        }
    return frame
