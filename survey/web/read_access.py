"""Links to the results that ask for a code, and those that have run out. Opening a page sends nothing."""

from flask import Blueprint, abort, g, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from ..services import invitations as service
from ..services import read_codes, reader_asks
from ..services.visitors import Visitor
from . import site
from .language import say
from .messages import tell
from .site import to

pages = Blueprint("read_access", __name__)


@pages.post("/i/<token>/code")
def send(token: str) -> AnyResponse:
    """Send a code to the address that the link was made for: nothing can be typed here."""
    again = request.form.get("again") == "yes"
    read_codes.ask(session=site.session(), visitor=_reader(token), now=site.now())
    if again:
        tell(say("Another code is on its way. An earlier one stays good for its ten minutes."))
    return to("read_access.code", token=token)


@pages.get("/i/<token>/code")
def code(token: str) -> str:
    """Where the code is entered."""
    return code_page(token, _reader(token))


@pages.post("/i/<token>/ask")
def ask(token: str) -> AnyResponse:
    """Ask whoever runs the assessment for a new link."""
    reader = reader_asks.expired(site.session(), token, site.now()) or abort(404)
    if reader_asks.ask(site.session(), reader, site.now()):
        tell(say("Your request is on its way. You will be written to."))
    else:
        tell(say("Nobody can be written to from here: ask the person who sent you the link."), "alert")
    return to("invitations.landing", token=token)


def code_page(token: str, reader: Visitor, wrong: str = "") -> str:
    """The page where the code is entered; ``wrong``: what was wrong with the last one."""
    g.visitor = reader
    return render_template(
        "survey/invitations/code.html", visitor=reader, token=token, wrong=wrong, address=masked(reader.email)
    )


def masked(address: str) -> str:
    """An address as its owner knows it again and nobody else learns it: ``j•••@client.example``."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}"


def _reader(token: str) -> Visitor:
    found = service.look_up(site.session(), token, site.now())
    if found is None or not found.asks_code:
        abort(404)
    # Whatever comes of it, an error too, is told in the client's looks.
    g.visitor = found
    return found
