"""Interview mode: the questionnaire on somebody's behalf, then read back and sent."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ..models import Respondent
from ..services import interview as service
from ..services.interview import Interview
from ..services.standing import Section
from ..services.standing import parts as parts_of
from ..services.submissions import Saved, minutes
from . import site
from .asking import Asking, Place, conflict_page, question_page, read, words_of
from .desk import desk, frame, page
from .desk import respondent as respondent_of
from .language import say, words
from .messages import tell
from .site import to

pages = Blueprint("interview", __name__)

_AT = "/campaigns/<uuid:campaign>/interview/<uuid:respondent>"


@pages.get(_AT)
def start(campaign: object, respondent: UUID) -> AnyResponse | str:
    """The parts, and how far each is."""
    person, found = _open(respondent)
    if found.sent_at:
        return _sent(respondent)
    pack = site.pack()
    rows = [
        (pack.dimension[part], len(keys), len(found.answered & set(keys)), minutes(len(keys)))
        for part, keys in parts_of(pack)
    ]
    return page(
        "survey/interview/start.html",
        person=person,
        found=found,
        rows=rows,
        roles=[(role.id, words(role.name)) for role in pack.questionnaire.roles],
    )


@pages.post(f"{_AT}/role")
def role(campaign: object, respondent: UUID) -> AnyResponse:
    """Note the function of whoever is interviewed."""
    respondent_of(respondent)
    service.state_role(site.session(), site.pack(), desk(), respondent, request.form.get("role", ""))
    return to("interview.start", campaign=site.campaign().id, respondent=respondent)


@pages.get(f"{_AT}/<part>/<int:number>")
def question(campaign: object, respondent: UUID, part: str, number: int) -> AnyResponse | str:
    """One question."""
    person, found = _open(respondent)
    if found.sent_at:
        return _sent(respondent)
    place = _place(part, number)
    shown = found.answers.get(place.asked.id, Saved())
    return question_page(
        _asking(person, place), place, shown, reason="reason" in request.args, **_around(person, found, place)
    )


@pages.post(f"{_AT}/<part>/<int:number>")
def save(campaign: object, respondent: UUID, part: str, number: int) -> AnyResponse | tuple[str, int]:
    """Save one answer as given in the interview."""
    person, _ = _open(respondent)
    place = _place(part, number)
    typed = read(place.asked)
    stored = service.save(
        site.session(),
        site.pack(),
        desk(),
        respondent,
        place.asked.id,
        given=typed.answer,
        private=request.form.get("private", ""),
    )
    if stored is not None:
        _, found = _open(respondent)
        around = _around(person, found, place)
        return conflict_page(_asking(person, place), place, typed, stored, **around), 409
    here = {"campaign": site.campaign().id, "respondent": respondent}
    if typed.wants_reason:
        return to("interview.question", **here, part=part, number=number, reason="")
    if typed.next == "clear":
        return to("interview.question", **here, part=part, number=number)
    if number < len(place.section.questions):
        return to("interview.question", **here, part=part, number=number + 1)
    tell(say("This part is done."))
    return to("interview.start", **here)


@pages.get(f"{_AT}/read-back")
def read_back(campaign: object, respondent: UUID) -> str:
    """Everything that was said, to read to the person or to send."""
    person, found = _open(respondent)
    pack = site.pack()
    parts = [
        (
            dimension,
            [
                (number, asked, words_of(asked, told.value) or say("No answer"), told)
                for number, key in enumerate(keys, 1)
                for asked in [pack.question[key]]
                for told in [found.answers.get(key, Saved())]
            ],
        )
        for part, keys in parts_of(pack)
        for dimension in [pack.dimension[part]]
    ]
    return page(
        "survey/interview/read_back.html",
        person=person,
        found=found,
        parts=parts,
        text=_as_text(parts),
        gaps=len(pack.question) - len(found.answered & set(pack.question)),
    )


@pages.post(f"{_AT}/send")
def send(campaign: object, respondent: UUID) -> AnyResponse:
    """Send on their behalf."""
    person = respondent_of(respondent)
    if person.role is None:
        tell(say("Choose the function first, then send."), "alert")
        return to("interview.start", campaign=site.campaign().id, respondent=respondent)
    service.send_for(site.session(), desk(), respondent)
    tell(say("Sent on behalf of {name}.", name=person.name or person.department.name))
    return to("field.tracker", campaign=site.campaign().id)


def _open(respondent: UUID) -> tuple[Respondent, Interview]:
    person = respondent_of(respondent)
    if person.removed_at is not None or site.campaign().opened_at is None:
        abort(404)
    return person, service.interview(site.session(), person)


def _sent(respondent: UUID) -> AnyResponse:
    return to("review.show", campaign=site.campaign().id, respondent=respondent)


def _place(part: str, number: int) -> Place:
    found = dict(parts_of(site.pack())).get(part, ())
    if not 1 <= number <= len(found):
        abort(404)
    return Place(Section(part, found, ()), site.pack().question[found[number - 1]], number)


def _asking(person: Respondent, place: Place) -> Asking:
    here: dict[str, Any] = {"campaign": site.campaign().id, "respondent": person.id}
    part, number = place.section.dimension, place.number
    return Asking(
        action=url_for("interview.save", **here, part=part, number=number),
        home=url_for("interview.start", **here),
        previous=url_for("interview.question", **here, part=part, number=number - 1) if number > 1 else "",
        keep="",
        template="survey/interview/question.html",
        aloud=True,
        beside="survey/interview/private.html",
    )


def _around(person: Respondent, found: Interview, place: Place) -> dict[str, Any]:
    """What stands around the question: where the page is, whom it is about, the firm's own notes."""
    return {**frame(), "person": person, "notes": found.notes.get(place.asked.id, [])}


def _as_text(parts: list) -> str:
    """The read-back as plain text, to paste into an e-mail."""
    lines = []
    for dimension, rows in parts:
        lines.append(words(dimension.name).upper())
        for _, asked, said, told in rows:
            lines += [words(asked.text), f"→ {said}", *([f"   {told.comment}"] if told.comment else []), ""]
    return "\n".join(lines).strip()
