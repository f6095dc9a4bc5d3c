"""The journal on screen: who did what, when, for one's own firm."""

from typing import Any, Final

from flask import Blueprint, render_template, request, url_for

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
    session, member = site.session(), site.member()
    clients = session.scalars(tenant.clients_of(member)).all()
    asked = request.args.get("client", "")
    client = next((item for item in clients if str(item.id) == asked), None)
    kind = request.args.get("kind", "")
    kind = kind if kind in words.KINDS else ""
    page = _page()
    lines, total = service.lines(
        session,
        member,
        client_id=client.id if client else None,
        nouns=words.KINDS.get(kind, ()),
        page=page,
        size=SIZE,
    )
    chosen = {"client": str(client.id) if client else "", "kind": kind}
    kept: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    return render_template(
        "survey/journal/overview.html",
        lines=lines,
        total=total,
        page=page,
        pages=max(1, -(-total // SIZE)),
        href=url_for("journal.overview", **kept, page="{page}"),
        clients=clients,
        chosen=chosen,
        kinds=words.kinds(),
        sentences=words.sentences(),
        who=words.who,
        more=words.more,
    )


def _page() -> int:
    asked = request.args.get("page", "")
    readable = asked.isascii() and asked.isdigit() and len(asked) < 7
    return max(1, int(asked)) if readable else 1
