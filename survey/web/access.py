"""Who may see what: one table, endpoint → who. The app refuses to start when an endpoint is not in it."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from flask import Flask, abort, g, request
from flask import session as cookie

from ..services import invitations
from . import site


class Who(Enum):
    """Who may reach an endpoint."""

    ANYBODY = "anybody"
    RESPONDENT = "answer"
    """Somebody who opened a link to answer."""
    READER = "read"
    """Somebody who opened a link to the results."""


ACCESS: Final[Mapping[str, Who]] = {
    "static": Who.ANYBODY,
    "home": Who.ANYBODY,
    "fonts.face": Who.ANYBODY,
    "invitations.landing": Who.ANYBODY,
    "invitations.enter": Who.ANYBODY,
    "invitations.left": Who.ANYBODY,
    "respond.hub": Who.RESPONDENT,
    "respond.question": Who.RESPONDENT,
    "respond.save": Who.RESPONDENT,
    "respond.section": Who.RESPONDENT,
    "respond.check": Who.RESPONDENT,
    "respond.send": Who.RESPONDENT,
    "respond.sent": Who.RESPONDENT,
    "respond.reopen": Who.RESPONDENT,
    "invitations.leave": Who.RESPONDENT,
    "results.overview": Who.READER,
    "results.refresh": Who.READER,
    "results.document": Who.READER,
    "results.download": Who.READER,
}


DEV_ACCESS: Final[Mapping[str, Who]] = {
    "styleguide.page": Who.ANYBODY,
    "styleguide.brand": Who.ANYBODY,
}
"""Who may reach what exists only where ``Settings.development`` says so."""


class AccessTableIncomplete(Exception):
    """Endpoints and the access table differ. The message names each of them."""


def register(app: Flask) -> None:
    """Apply the table to every request. Raises AccessTableIncomplete."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    missing, gone = endpoints - ACCESS.keys() - DEV_ACCESS.keys(), ACCESS.keys() - endpoints
    if missing or gone:
        raise AccessTableIncomplete(
            f"say in survey/web/access.py who may reach {sorted(missing)}; remove {sorted(gone)} from it"
        )
    app.before_request(_guard)


def _guard() -> None:
    """Let in whom the table names. Anything else is "not found", whether it exists or not."""
    if request.endpoint is None:
        return  # no such address: the router's own 404 or 405 follows
    # An endpoint for development is routed only where it was registered: elsewhere it never gets here.
    who = ACCESS.get(request.endpoint) or DEV_ACCESS[request.endpoint]
    if who is Who.ANYBODY:
        return
    token = cookie.get(who.value)
    found = invitations.visitor(site.session(), token, site.now()) if token else None
    if found is None or found.purpose != who.value:
        abort(404)
    g.visitor = found
