"""Applies the access table to every request, and keeps in the browser's cookie who came in.

An endpoint whose address names a ``client`` or a ``campaign`` gets it here, checked to be the member's own:
``site.client()`` and ``site.campaign()``. What is another's is answered like what does not exist.
"""

from typing import Final

from flask import Flask, abort, current_app, g, request
from flask import session as cookie
from werkzeug.wrappers import Response as AnyResponse

from ..services import accounts, invitations, tenant
from ..services.tenant import Member
from . import ended, site
from .access import Signed, Visiting, check, rule_of
from .site import to

_COOKIE: Final = {"answer": "answer", "delegate": "answer", "read": "read"}
"""The name in the browser's cookie under which a visit is kept, by its purpose."""

IDLE_SECONDS: Final = 2 * 60 * 60
"""Without a request for so long, a session of staff ends. ``accounts.SIGN_IN_HOURS`` ends it in any case."""
RENEW_SECONDS: Final = 60


def register(app: Flask) -> None:
    """Apply the table to every request. Raises AccessTableIncomplete."""
    check(app)
    app.before_request(_guard)


def keep_visit(purpose: str, token: str) -> None:
    """Note in the browser's cookie that it opened a link of this purpose."""
    cookie[_COOKIE[purpose]] = token


def _guard() -> AnyResponse | None:
    """Let in whom the table names. Anything else is "not found", whether it exists or not."""
    if request.endpoint is None:
        return None  # no such address: the router's own 404 or 405 follows
    match rule_of(request.endpoint):
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
