"""The journal on screen: who did what, when, for one's own firm."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from ..models import Organisation
from ..services import journal as service
from ..services import tenant
from . import journal_words as words
from . import site

pages = Blueprint("journal", __name__)

SIZE: Final = 50
"""Lines a page."""


@pages.get("/journal")
def overview() -> str:
    """The firm's journal, newest first, narrowed to a client or a kind of action."""
    page, chosen = _page(), _chosen()
    lines, total = found(page, SIZE)
    kept: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    return render_template(
        "survey/journal/overview.html",
        lines=lines,
        total=total,
        page=page,
        pages=max(1, -(-total // SIZE)),
        href=url_for("journal.overview", **kept, page="{page}"),
        kept=kept,
        clients=_clients(),
        chosen=chosen,
        kinds=words.kinds(),
        sentences=words.sentences(),
        who=words.who,
        more=words.more,
    )


def found(page: int, size: int) -> tuple[list[service.Line], int]:
    """A page of the lines that the address asks for, and how many there are in all."""
    chosen = _chosen()
    return service.lines(
        site.session(),
        site.member(),
        client_id=UUID(chosen["client"]) if chosen["client"] else None,
        nouns=words.KINDS.get(chosen["kind"], ()),
        page=page,
        size=size,
    )


def _clients() -> Sequence[Organisation]:
    return site.session().scalars(tenant.clients_of(site.member())).all()


def _chosen() -> dict[str, str]:
    """What the lines are narrowed to: a client that the member may see, a kind that there is."""
    asked, kind = request.args.get("client", ""), request.args.get("kind", "")
    known = {str(item.id) for item in _clients()}
    return {"client": asked if asked in known else "", "kind": kind if kind in words.KINDS else ""}


def _page() -> int:
    return max(1, site.numeral(request.args.get("page", "")) or 1)
