"""How long a firm keeps people, and whose time is over when, for every client of it."""

from typing import Any

from flask import render_template
from werkzeug.wrappers import Response as AnyResponse

from ..services import retention
from . import site
from .firm import pages
from .language import say
from .messages import tell
from .setup_forms import months_form
from .site import to


@pages.get("/data")
def life() -> str:
    """The firm's rule, and the campaigns whose people will be forgotten."""
    return _page(months_form(retention.of_firm(site.session(), site.member())))


@pages.post("/data")
def keep() -> AnyResponse | tuple[str, int]:
    """Another rule for every client that has none of its own."""
    form = months_form()
    if not form.validate():
        return _page(form), 422
    retention.set_firm(site.session(), site.member(), form.months.data, site.now())
    tell(say("Saved."))
    return to("firm.life")


def _page(form: Any) -> str:
    session, now = site.session(), site.now()
    return render_template(
        "survey/team/life.html",
        form=form,
        due=[(item, item.soon(now)) for item in retention.due(session, now, site.member())],
        months=retention.of_firm(session, site.member()),
        owner=site.member().role == "owner",
    )
