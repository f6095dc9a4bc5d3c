"""Journal and data life of a client: what is held and until when, taken away, erased, brought in."""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField

from questionnaires.errors import InvalidAnswer

from ..services import archive, data_life, erasure, journal, retention
from . import journal_words, site
from .language import count, say
from .messages import tell
from .setup_forms import build, file_name, months_form
from .site import to

pages = Blueprint("life", __name__)

LATEST: Final = 10
"""Lines of the journal on the page of a client."""


@pages.get("/clients/<uuid:client>/data")
def overview(client: UUID) -> str:
    """What is held of a client and its people, and until when."""
    return _page(months_form(site.client().keep_months))


@pages.post("/clients/<uuid:client>/data/retention")
def keep(client: UUID) -> AnyResponse | tuple[str, int]:
    """Say for how many months after a closing people are kept."""
    form = months_form(site.client().keep_months)
    if not form.validate():
        return _page(form), 422
    retention.set_client(site.session(), site.member(), client, form.months.data, site.now())
    tell(say("Saved."))
    return to("life.overview", client=client, _anchor="time")


@pages.post("/clients/<uuid:client>/data/archive")
def take(client: UUID) -> Response:
    """The client's archive, as a file. It is noted who took it, so this is no address to open."""
    name = site.client().name
    content = archive.export(site.session(), client, journal.by(site.member()), site.now())
    response = make_response(content)
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(name)}.mandate.zip"'
    return response


@pages.route("/clients/<uuid:client>/data/erase", methods=["GET", "POST"])
def erase(client: UUID) -> AnyResponse | str | tuple[str, int]:
    """Erase a client, once its name is typed."""
    name = site.client().name
    form = build(name=StringField(say("Name of the client")))
    if request.method == "POST":
        actor, typed = journal.by(site.member()), form.name.data or ""
        try:
            if not form.validate():
                raise InvalidAnswer("the form was sent too late")
            done = erasure.erase_client(site.session(), client, actor, site.now(), typed=typed)
        except InvalidAnswer:
            form.name.errors = [say("Type the client’s name as it stands above: {name}", name=name)]
            return _erase_page(form), 422
        told = count("{n} line of the journal", "{n} lines of the journal", done.lines)
        tell(
            say(
                "{name} has been erased from every table; {lines} no longer say whom they were about.",
                name=name,
                lines=told,
            )
        )
        return to("clients.portfolio")
    return _erase_page(form)


def _erase_page(form: Any) -> str:
    client = site.client()
    return render_template(
        "survey/life/erase.html",
        client=client,
        form=form,
        kept=[(item, kind(item.kind, item.count)) for item in data_life.kept(site.session(), client.id)],
        accounts=erasure.own_accounts(site.session(), client.id),
    )


def _page(form: Any) -> str:
    session, client = site.session(), site.client()
    lines, total = journal.lines(session, site.member(), client_id=client.id, nouns=(), page=1, size=LATEST)
    ends = [item for item in retention.due(session, site.now(), site.member()) if item.client_id == client.id]
    return render_template(
        "survey/life/overview.html",
        client=client,
        form=form,
        kept=[(item, kind(item.kind, item.count)) for item in data_life.kept(session, client.id)],
        people=data_life.people(session, client.id),
        ends=ends,
        soon=[item for item in ends if item.soon(site.now())],
        of_firm=retention.of_firm(session, site.member()),
        lines=lines,
        total=total,
        all_lines=url_for("journal.overview", client=client.id),
        sentences=journal_words.sentences(),
        who=journal_words.who,
        more=journal_words.more,
    )


def kind(name: str, n: int) -> str:
    """One kind of what is held, in words."""
    return {
        "people": count("Person with a name or an address", "People with a name or an address", n),
        "answers": count("Answer given", "Answers given", n),
        "comments": count("Comment or note beside an answer", "Comments and notes beside answers", n),
        "emails": count("E-mail noted", "E-mails noted", n),
        "results": count("Set of results", "Sets of results", n),
        "editions": count("Version of the report", "Versions of the report", n),
        "documents": count("Document made", "Documents made", n),
        "journal": count("Line of the journal", "Lines of the journal", n),
    }[name]
