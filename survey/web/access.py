"""Who may see what: one table, endpoint → who. The app refuses to start when an endpoint is not in it.

An endpoint whose address names a ``client`` or a ``campaign`` gets it here, checked to be the member's own:
``site.client()`` and ``site.campaign()``. What is another's is answered like what does not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Flask, abort, g, request
from flask import session as cookie
from werkzeug.wrappers import Response as AnyResponse

from ..services import accounts, invitations, tenant
from . import site
from .site import to


@dataclass(frozen=True, slots=True)
class Anybody:
    """No proof is asked."""


@dataclass(frozen=True, slots=True)
class Visiting:
    """Somebody who opened a personal link for one of these purposes and pressed its button."""

    purposes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who signed in and has one of these roles."""

    roles: frozenset[str]


ANYBODY: Final = Anybody()
RESPONDENT: Final = Visiting(frozenset({"answer", "delegate"}))
OWN_RESPONDENT: Final = Visiting(frozenset({"answer"}))
"""The owner of the questionnaire, and no delegate."""
READER: Final = Visiting(frozenset({"read"}))

EVERY_ROLE: Final = Signed(frozenset({"owner", "consultant", "lead", "reader"}))
OWNERS: Final = Signed(frozenset({"owner"}))
CONSULTANTS: Final = Signed(frozenset({"owner", "consultant"}))
"""Those who may read answers, comments and notes."""
LEADS: Final = Signed(frozenset({"owner", "consultant", "lead"}))
"""Those who run a campaign in the field: people, facts, reminders, but no single answer."""

Rule = Anybody | Visiting | Signed

ACCESS: Final[Mapping[str, Rule]] = {
    "static": ANYBODY,
    "home": ANYBODY,
    "health": ANYBODY,
    "fonts.face": ANYBODY,
    "accounts.sign_in": ANYBODY,
    "accounts.enter": ANYBODY,
    "accounts.sign_out": EVERY_ROLE,
    "invitations.landing": ANYBODY,
    "invitations.enter": ANYBODY,
    "invitations.left": ANYBODY,
    "respond.hub": RESPONDENT,
    "respond.question": RESPONDENT,
    "respond.save": RESPONDENT,
    "respond.section": RESPONDENT,
    "respond.check": OWN_RESPONDENT,
    "respond.send": OWN_RESPONDENT,
    "respond.sent": OWN_RESPONDENT,
    "respond.reopen": OWN_RESPONDENT,
    "invitations.leave": RESPONDENT,
    "results.overview": READER,
    "results.refresh": READER,
    "results.document": READER,
    "results.download": READER,
    "field.tracker": LEADS,
    "field.export": LEADS,
    "field.remind": LEADS,
    "field.remind_now": LEADS,
    "field.calls": LEADS,
    "field.calls_file": LEADS,
    "field.person": LEADS,
    "field.person_address": LEADS,
    "field.person_link": LEADS,
    "field.person_bounced": LEADS,
    "field.person_listed": LEADS,
    "field.person_muted": LEADS,
    "review.overview": CONSULTANTS,
    "review.question": CONSULTANTS,
    "review.show": CONSULTANTS,
    "review.note": CONSULTANTS,
    "review.reviewed": CONSULTANTS,
    "review.answer": CONSULTANTS,
    "review.agree": CONSULTANTS,
    "review.answer_note": CONSULTANTS,
    "answers_import.start": CONSULTANTS,
    "answers_import.upload": CONSULTANTS,
    "answers_import.columns": CONSULTANTS,
    "answers_import.choose": CONSULTANTS,
    "answers_import.check": CONSULTANTS,
    "answers_import.mend": CONSULTANTS,
    "answers_import.confirm": CONSULTANTS,
    "answers_import.discard": CONSULTANTS,
    "interview.start": CONSULTANTS,
    "interview.role": CONSULTANTS,
    "interview.question": CONSULTANTS,
    "interview.save": CONSULTANTS,
    "interview.read_back": CONSULTANTS,
    "interview.send": CONSULTANTS,
    "outcome.overview": EVERY_ROLE,
    "outcome.document": EVERY_ROLE,
    "outcome.download": EVERY_ROLE,
    "outcome.compute": CONSULTANTS,
    "outcome.link": CONSULTANTS,
    "outcome.withdraw": CONSULTANTS,
}

_COOKIE: Final = {"answer": "answer", "delegate": "answer", "read": "read"}
"""The name in the browser's cookie under which a visit is kept, by its purpose."""

DEV_ACCESS: Final[Mapping[str, Rule]] = {
    "styleguide.page": ANYBODY,
    "styleguide.brand": ANYBODY,
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


def keep_visit(purpose: str, token: str) -> None:
    """Note in the browser's cookie that it opened a link of this purpose."""
    cookie[_COOKIE[purpose]] = token


def _guard() -> AnyResponse | None:
    """Let in whom the table names. Anything else is "not found", whether it exists or not."""
    if request.endpoint is None:
        return None  # no such address: the router's own 404 or 405 follows
    # An endpoint for development is routed only where it was registered: elsewhere it never gets here.
    match ACCESS.get(request.endpoint) or DEV_ACCESS[request.endpoint]:
        case Visiting(purposes):
            _visit(purposes)
        case Signed(roles):
            return _member(roles)
    return None


def _visit(purposes: frozenset[str]) -> None:
    token = cookie.get(_COOKIE[next(iter(purposes))])
    found = invitations.visitor(site.session(), token, site.now()) if token else None
    if found is None or found.purpose not in purposes:
        abort(404)
    g.visitor = found


def _member(roles: frozenset[str]) -> AnyResponse | None:
    token = cookie.get("staff")
    found = accounts.member(site.session(), token, site.now()) if token else None
    if found is None:
        # Whatever the address: nobody learns from this answer what exists.
        if request.method in ("GET", "HEAD"):
            return to("accounts.sign_in", next=request.full_path.rstrip("?"))
        abort(404)
    if found.role not in roles:
        abort(404)
    g.member = found
    values = request.view_args or {}
    if "client" in values:
        g.client = tenant.client_of(site.session(), found, values["client"]) or abort(404)
    if "campaign" in values:
        g.campaign = tenant.campaign_of(site.session(), found, values["campaign"]) or abort(404)
        g.client = g.campaign.organisation
    return None
