"""What stands around every page: whose looks it has and, for those who signed in, where they may go."""

from typing import Any
from uuid import UUID

from flask import Flask, g, url_for

from . import places, site


def register(app: Flask) -> None:
    """Give every template ``brand``, ``nav`` and ``account``. Comes after the access table."""
    app.before_request(_look)
    app.context_processor(_frame)
    app.jinja_env.globals["link_to"] = places.link_to


def brand_of(organisation: UUID, name: str, accent: str, logo_digest: str) -> dict[str, str] | None:
    """A client's looks as the layout takes them; None where it has none of its own."""
    if not accent and not logo_digest:
        return None
    sheet = url_for("brand.sheet", organisation=organisation, v=accent[1:]) if accent else ""
    digest = logo_digest[:12]
    logo = url_for("brand.logo", organisation=organisation, v=digest) if digest else ""
    return {"name": name, "sheet": sheet, "logo": logo}


def _look() -> None:
    """Note the looks while their client is at hand: an error page must not ask the database again."""
    if "client" in g or "member" in g:
        g.brand = _brand()


def _brand() -> dict[str, str] | None:
    looks = None
    if "client" in g:
        client = site.client()
        looks = brand_of(client.id, client.name, client.accent, client.logo_digest)
    elif "visitor" in g:
        person = site.visitor()
        looks = brand_of(person.organisation_id, person.organisation, person.accent, person.logo_digest)
    return looks or (_firm_brand() if "member" in g else None)


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
        g.brand = _brand()
    frame: dict[str, Any] = {"brand": g.brand}
    if "member" in g:
        member = site.member()
        frame["nav"] = places.nav()
        frame["account"] = {
            "name": member.name or member.email,
            "profile": url_for("accounts.profile"),
            "sign_out": url_for("accounts.sign_out"),
        }
    return frame
