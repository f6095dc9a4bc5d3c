"""Who may see what: one table, endpoint → who. The app refuses to start when an endpoint is not in it.

An endpoint whose address names a ``client`` or a ``campaign`` gets it here, checked to be the member's own:
``site.client()`` and ``site.campaign()``. What is another's is answered like what does not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Flask, abort, current_app, g, request
from flask import session as cookie
from werkzeug.wrappers import Response as AnyResponse

from ..services import accounts, invitations, tenant
from ..services.tenant import Member
from . import ended, site
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
DELEGATE: Final = Visiting(frozenset({"delegate"}))
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
    "accounts.sign_out": ANYBODY,
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
    "invitations.reminders": ANYBODY,
    "invitations.mail_link": ANYBODY,
    "delegation.show": OWN_RESPONDENT,
    "delegation.ask": OWN_RESPONDENT,
    "delegation.link": OWN_RESPONDENT,
    "delegation.remind": OWN_RESPONDENT,
    "delegation.take_back": OWN_RESPONDENT,
    "delegation.give_back": DELEGATE,
    "delegation.resume": DELEGATE,
    "own.your_data": ANYBODY,
    "own.accessibility": ANYBODY,
    "own.export": OWN_RESPONDENT,
    "papers.questions": RESPONDENT,
    "papers.copy": OWN_RESPONDENT,
    "results.overview": READER,
    "results.refresh": READER,
    "results.document": READER,
    "results.download": READER,
    "accounts.second": ANYBODY,
    "accounts.second_enter": ANYBODY,
    "accounts.forgot": ANYBODY,
    "accounts.forgot_send": ANYBODY,
    "accounts.profile": EVERY_ROLE,
    "accounts.change": EVERY_ROLE,
    "accounts.password": EVERY_ROLE,
    "accounts.end_session": EVERY_ROLE,
    "accounts.sign_out_everywhere": EVERY_ROLE,
    "factor.overview": EVERY_ROLE,
    "factor.begin": EVERY_ROLE,
    "factor.qr": EVERY_ROLE,
    "factor.confirm": EVERY_ROLE,
    "factor.codes": EVERY_ROLE,
    "factor.renew": EVERY_ROLE,
    "factor.end": EVERY_ROLE,
    "tickets.join": ANYBODY,
    "tickets.join_enter": ANYBODY,
    "tickets.reset": ANYBODY,
    "tickets.reset_enter": ANYBODY,
    "oidc.start": ANYBODY,
    "oidc.callback": ANYBODY,
    "oidc.enter": ANYBODY,
    "team.overview": CONSULTANTS,
    "team.new": OWNERS,
    "team.add": OWNERS,
    "team.person": OWNERS,
    "team.change": OWNERS,
    "team.invite": OWNERS,
    "team.switch": OWNERS,
    "team.reset_factor": OWNERS,
    "firm.overview": OWNERS,
    "firm.change": OWNERS,
    "firm.sheet": EVERY_ROLE,
    "firm.logo": EVERY_ROLE,
    "journal.overview": CONSULTANTS,
    "clients.portfolio": EVERY_ROLE,
    "clients.new": CONSULTANTS,
    "clients.show": LEADS,
    "clients.edit": CONSULTANTS,
    "clients.notes": CONSULTANTS,
    "clients.department_add": LEADS,
    "clients.department": LEADS,
    "clients.department_move": LEADS,
    "clients.department_remove": LEADS,
    "clients.brand": CONSULTANTS,
    "clients.brand_accent": CONSULTANTS,
    "clients.brand_logo": CONSULTANTS,
    "clients.brand_logo_remove": CONSULTANTS,
    "brand.sheet": ANYBODY,
    "brand.logo": ANYBODY,
    "campaigns.new": CONSULTANTS,
    "campaigns.setup": LEADS,
    "campaigns.scope": CONSULTANTS,
    "campaigns.visibility": CONSULTANTS,
    "campaigns.dates": CONSULTANTS,
    "campaigns.preview": LEADS,
    "campaigns.people": LEADS,
    "campaigns.person_new": LEADS,
    "campaigns.person_edit": LEADS,
    "campaigns.person_remove": LEADS,
    "campaigns.person_restore": LEADS,
    "campaigns.people_import": LEADS,
    "campaigns.people_upload": LEADS,
    "campaigns.people_preview": LEADS,
    "campaigns.people_confirm": LEADS,
    "campaigns.people_template": LEADS,
    "campaigns.facts": LEADS,
    "campaigns.facts_file": LEADS,
    "campaigns.facts_template": LEADS,
    "campaigns.launch": CONSULTANTS,
    "campaigns.launch_now": CONSULTANTS,
    "campaigns.settle": CONSULTANTS,
    "campaigns.close": CONSULTANTS,
    "campaigns.reopen": CONSULTANTS,
    "letters.overview": LEADS,
    "letters.edit": LEADS,
    "letters.save": CONSULTANTS,
    "letters.restore": CONSULTANTS,
    "letters.test": LEADS,
    "letters.html": LEADS,
    "letters_sent.overview": LEADS,
    "letters_sent.bounced": LEADS,
    "letters_sent.again": LEADS,
}

DEV_ACCESS: Final[Mapping[str, Rule]] = {
    "styleguide.page": ANYBODY,
    "styleguide.brand": ANYBODY,
    "outbox.overview": ANYBODY,
    "outbox.message": ANYBODY,
    "outbox.html": ANYBODY,
}
"""Who may reach what exists only where ``Settings.development`` says so."""

_COOKIE: Final = {"answer": "answer", "delegate": "answer", "read": "read"}
"""The name in the browser's cookie under which a visit is kept, by its purpose."""


IDLE_SECONDS: Final = 2 * 60 * 60
"""Without a request for so long, a session of staff ends. ``accounts.SIGN_IN_HOURS`` ends it in any case."""
RENEW_SECONDS: Final = 60


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


def keep_member(token: str) -> None:
    """Begin a session in this browser: of what was there before, only the language stays.

    Somebody who signs in again keeps the proof that forms carry: what they had typed can still be sent.
    """
    kept = {name: cookie[name] for name in ("locale",) if name in cookie}
    before = cookie.get("staff")
    session = site.session()
    if before and accounts.holder_of_session(session, before) == accounts.holder_of_session(session, token):
        kept.update({name: cookie[name] for name in ("csrf_token",) if name in cookie})
    cookie.clear()
    cookie.update(kept, staff=token, seen=_seconds())


def signed_in() -> Member | None:
    """Who is signed in in this browser, as long as the session lasts and it was used within the idle limit.

    The last use stands in the cookie, renewed once a minute: a GET writes nothing here either.
    """
    if "member" in g:
        return site.member()
    token, now = cookie.get("staff"), _seconds()
    seen = cookie.get("seen", now)
    if not token or now - seen > IDLE_SECONDS:
        return None
    found = accounts.member(site.session(), token, site.now())
    if found is not None:
        g.member = found
        if "seen" not in cookie or now - seen >= RENEW_SECONDS:
            cookie["seen"] = now
    return found


def _member(roles: frozenset[str]) -> AnyResponse | None:
    found = signed_in()
    if found is None:
        # Whatever the address: nobody learns from this answer what exists.
        if request.method in ("GET", "HEAD"):
            return to("accounts.sign_in", next=request.full_path.rstrip("?"))
        return ended.answer() if "staff" in cookie else abort(404)
    if found.role not in roles:
        current_app.logger.warning("denied: %s %s to %s", found.role, found.account_id, request.endpoint)
        abort(404)
    values = request.view_args or {}
    if "client" in values:
        g.client = tenant.client_of(site.session(), found, values["client"]) or abort(404)
    if "campaign" in values:
        g.campaign = tenant.campaign_of(site.session(), found, values["campaign"]) or abort(404)
        g.client = g.campaign.organisation
    return None


def _seconds() -> int:
    return int(site.now().timestamp())
