"""What every view needs of a request: the database session, the settings, the pack, the time."""

import hashlib
import ipaddress
import re
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, redirect, request, url_for
from jinja2 import StrictUndefined
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from questionnaires.model import Pack

from ..config import Settings
from ..models import Campaign, Organisation
from ..services import packs
from ..services.tenant import Member
from ..services.visitors import Visitor

ADDRESS: Final = re.compile(r"([\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.ASCII)
_NUMERAL: Final = re.compile("[0-9]{1,9}")


def register(app: Flask) -> None:
    """Sessions end with their context; templates get addresses of assets and no undefined names."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters["reach"] = reach
    app.teardown_appcontext(_close)
    # For whoever watches over the site, or balances load; it says no more than that the process answers.
    app.add_url_rule("/health", "health", lambda: "ok\n")
    folder = Path(app.static_folder or "")

    @cache
    def address_of(name: str, _root: str) -> str:
        return url_for("static", filename=name, v=stamp(folder / name))

    def link(endpoint: str, **values: Any) -> str:
        # Those that name a row are as many as there are rows.
        return url_for(endpoint, **values) if values else path_to(endpoint)

    # Several on every page, always the same: but for where a proxy has put the site.
    app.jinja_env.globals["asset"] = lambda name: address_of(name, request.script_root)
    app.jinja_env.globals["url_for"] = link


def reach(contact: str) -> Markup:
    """Whom to ask, with each e-mail address as a link."""
    parts = ADDRESS.split(contact)
    return Markup("").join(
        Markup('<a href="mailto:{0}">{0}</a>').format(part) if ADDRESS.fullmatch(part) else part
        for part in parts
    )


def settings() -> Settings:
    """The settings of the app that serves this request."""
    found: Settings = current_app.extensions["settings"]
    return found


def session() -> Session:
    """The database session of this app context, opened when first asked for."""
    if "database_session" not in g:
        g.database_session = current_app.extensions["database"].session()
    found: Session = g.database_session
    return found


def visitor() -> Visitor:
    """Who is here, as the access table let them in."""
    found: Visitor = g.visitor
    return found


def member() -> Member:
    """Who is signed in, as the access table let them in."""
    found: Member = g.member
    return found


def client() -> Organisation:
    """The client that the address names: the member's own, as the access table checked."""
    found: Organisation = g.client
    return found


def campaign() -> Campaign:
    """The campaign that the address names: the member's own, as the access table checked."""
    found: Campaign = g.campaign
    return found


def pack() -> Pack:
    """The content pack of the campaign that the visitor or the address belongs to."""
    if "pack" not in g:
        # Pages ask many times, and a firm's own pack has to be looked up.
        if "campaign" in g:
            g.pack = packs.of_campaign(session(), campaign())
        else:
            g.pack = packs.of_visitor(session(), visitor())
    found: Pack = g.pack
    return found


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def address() -> str:
    """Where the request comes from, to count by: of IPv6 the network, of which one customer has all."""
    try:
        found = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def today() -> date:
    """This day, where the site is."""
    zone = settings().time_zone
    return now().astimezone(ZoneInfo(zone) if zone else None).date()


def numeral(text: str) -> int | None:
    """The whole number that an address or a form of ours says, of at most nine digits; None for all else."""
    return int(text) if _NUMERAL.fullmatch(text) else None


def path_to(endpoint: str, **values: Any) -> str:
    """The address of a page, worked out once: always the same, but for where a proxy has put the site."""
    blueprint = endpoint.rpartition(".")[0]
    # What is relative to a blueprint, or takes what the address of this page names, is not.
    if not blueprint or blueprint in current_app.url_default_functions:
        return url_for(endpoint, **values)
    return _path_to(endpoint, request.script_root, tuple(values.items()))


@lru_cache(maxsize=4_096)
def _path_to(endpoint: str, _root: str, values: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(values))


def to(endpoint: str, **values: Any) -> Response:
    """Go on to a page by GET."""
    return redirect(path_to(endpoint, **values), code=303)


@cache
def stamp(path: Path) -> str:
    """A short fingerprint of an asset, so that browsers may keep it for ever."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _close(_error: Any) -> None:
    opened = g.pop("database_session", None)
    if opened is not None:
        opened.close()
