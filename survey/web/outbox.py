"""What was sent where no mail server is set. Development only: whoever reads it holds everybody's links."""

from flask import Blueprint, Response, abort, make_response, render_template

from .. import outbox as kept
from ..outbox import Kept
from . import letter_words, site
from .results import policy_for, with_one_sheet

pages = Blueprint("outbox", __name__, url_prefix="/outbox")


@pages.get("")
def overview() -> str:
    """Every e-mail, newest first."""
    return render_template(
        "survey/outbox/overview.html", rows=kept.newest(site.settings()), words_for=letter_words
    )


@pages.get("/<name>")
def message(name: str) -> str:
    """One e-mail as text, with its links."""
    found = _found(name)
    return render_template("survey/outbox/message.html", mail=found, links=kept.links_in(found.text))


@pages.get("/<name>.html")
def html(name: str) -> Response:
    """One e-mail as mail programs show it, under a policy that allows its own style and nothing else."""
    text = with_one_sheet(_found(name).html)
    response = make_response(text)
    response.headers["Content-Security-Policy"] = policy_for(text)
    return response


def _found(name: str) -> Kept:
    return kept.read(site.settings(), name) or abort(404)
