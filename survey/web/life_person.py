"""One person's data: read, taken away, forgotten or erased, in every wave of the client."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, make_response, render_template
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField
from wtforms.validators import DataRequired

from ..models import Respondent
from ..services import dossier, forgetting, journal
from . import desk, site
from .journal_words import sentences
from .language import say, words
from .letter_words import kind_name
from .life import pages
from .messages import tell
from .setup_forms import build, chosen_from, file_name
from .site import to


@pages.get("/campaigns/<uuid:campaign>/people/<uuid:respondent>/data")
def person(campaign: UUID, respondent: UUID) -> str:
    """Everything that is kept about somebody, and the two ways to end that."""
    return _page(desk.respondent(respondent), _form())


@pages.post("/campaigns/<uuid:campaign>/people/<uuid:respondent>/data.<any(json, html):format>")
def person_file(campaign: UUID, respondent: UUID, format: str) -> Response:  # noqa: A002 - of the address
    """The same as a file for the person. It is noted who took it, so this is no address to open."""
    found = desk.respondent(respondent)
    content = dossier.take_away(site.session(), found, journal.by(site.member()), site.now())
    if format == "json":
        response = make_response(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
        response.headers["Content-Type"] = "application/json; charset=utf-8"
    else:
        response = make_response(render_template("survey/life/file.html", **_words(content)))
    name = file_name(found.name or found.department.name)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return response


@pages.post("/campaigns/<uuid:campaign>/people/<uuid:respondent>/data")
def person_end(campaign: UUID, respondent: UUID) -> AnyResponse | tuple[str, int]:
    """Forget who somebody was, or erase the answers too."""
    found, form = desk.respondent(respondent), _form()
    if not form.validate():
        return _page(found, form), 422
    client, whom = site.client().id, found.name or found.department.name
    answers = form.how.data == "erase"
    actor = journal.by(site.member())
    forgetting.forget_person(site.session(), client, found.id, actor, site.now(), answers=answers)
    if answers:
        tell(say("{name} has been erased with all answers.", name=whom))
    else:
        tell(say("{name} has been forgotten. The answers still count, without a name.", name=whom))
    return to("life.overview", client=client, _anchor="people")


def _form() -> Any:
    choices = [
        ("forget", say("Forget who it was")),
        ("erase", say("Erase everything, answers included")),
    ]
    needed = DataRequired(say("Choose one of the two"))
    return build(
        how=RadioField(say("What should happen?"), choices=chosen_from(choices), validators=[needed])
    )


def _page(found: Respondent, form: Any) -> str:
    content = dossier.about(site.session(), found)
    return desk.page("survey/life/person.html", person=found, form=form, **_words(content))


def _words(content: dict[str, Any]) -> dict[str, Any]:
    """What a template needs to tell a dossier."""
    pack = site.pack()
    return {
        "found": content,
        "roles": {role.id: words(role.name) for role in pack.questionnaire.roles},
        "parts": {part.id: words(part.name) for part in pack.questionnaire.dimensions},
        "questions": {item.id: words(item.text) for item in pack.questionnaire.questions},
        "statements": {
            item.id: {str(level): words(text) for level, text in enumerate(item.statements, 1)}
            for item in pack.questionnaire.questions
        },
        "kind_name": kind_name,
        "as_moment": datetime.fromisoformat,
        "sentences": sentences(),
        "today": site.today(),
    }
