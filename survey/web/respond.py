"""Answering: from the list of parts to the confirmation. Each page works without script."""

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.errors import NotReady
from questionnaires.model import Dimension, Question

from ..services import delegation, mail, standing, submissions, waves
from ..services.standing import Progress, Section
from ..services.submissions import Conflict, Saved, minutes
from . import fresh_page, site
from .asking import Asking, Place, conflict_page, outcome_json, question_page, read, words_of
from .invitations import leave_now
from .language import LANGUAGES, hour
from .site import path_to, to

pages = Blueprint("respond", __name__)


@pages.get("/answers")
def hub() -> AnyResponse | str:
    """The parts and where each stands."""
    progress = _progress()
    person = site.visitor()
    if progress.sent_at and not person.part:
        return to("respond.sent")
    asked = delegation.asked(site.session(), person)
    waiting = {part for part, item in asked.items() if item.returned_at is None}
    left = [item for item in progress.sections if item.status != "done" and item.dimension not in waiting]
    return render_template(
        "survey/respond/hub.html",
        visitor=person,
        progress=progress,
        rows=[
            (item, _dimension(item.dimension), minutes(len(item.questions)), asked.get(item.dimension))
            for item in progress.sections
        ],
        left=minutes(progress.gaps) if progress.gaps else 0,
        suggested=left[0].dimension if left else "",
        instruction=site.pack().questionnaire.instruction,
        by_mail=mail.available(site.settings()),
    )


@pages.get("/answers/<part>/<int:number>")
def question(part: str, number: int) -> AnyResponse | str:
    """One question."""
    place = _place(part, number)
    try:
        sent_at, stored = standing.stored(site.session(), site.visitor(), place.asked.id)
    except NotReady:
        abort(404)
    if sent_at or site.visitor().returned_at:
        return to("respond.hub")
    asks = "reason" in request.args
    earlier = waves.earlier_answer(site.session(), site.pack(), site.visitor(), place.asked.id)
    if stored == Saved() and not asks and earlier is None:
        return fresh_page.show(_asking(place), place, site.visitor())
    return question_page(_asking(place), place, stored, reason=asks, earlier=earlier, visitor=site.visitor())


@pages.post("/answers/<part>/<int:number>")
def save(part: str, number: int) -> AnyResponse | tuple[str, int]:
    """Save one answer, by its button or, with script, as soon as it is chosen."""
    place = _place(part, number)
    typed = read(place.asked)
    outcome = submissions.save_answer(
        site.session(),
        site.pack(),
        site.visitor(),
        place.asked.id,
        value=typed.answer.value,
        comment=typed.answer.comment,
        note=typed.answer.note,
        quote=typed.answer.quote,
        based_on=typed.answer.revision,
        now=site.now(),
    )
    told = outcome_json(outcome)
    if told is not None:
        return told
    if isinstance(outcome, Conflict):
        return conflict_page(_asking(place), place, typed, outcome.stored, visitor=site.visitor()), 409
    if typed.wants_reason:
        return to("respond.question", part=part, number=number, reason="")
    return _after(place, typed.next)


def _after(place: Place, where: str) -> AnyResponse:
    part, number = place.section.dimension, place.number
    if where == "leave":
        return leave_now()
    if where == "pass":
        return to("delegation.show", part=part)
    if where in LANGUAGES:
        return to("respond.question", part=part, number=number, lang=where)
    if where in ("stay", "clear"):
        return to("respond.question", part=part, number=number)
    if number < len(place.section.questions):
        return to("respond.question", part=part, number=number + 1)
    return to("respond.section", part=part)


def _asking(place: Place) -> Asking:
    person, part, number = site.visitor(), place.section.dimension, place.number
    return Asking(
        action=path_to("respond.save", part=part, number=number),
        home=path_to("respond.hub"),
        previous=path_to("respond.question", part=part, number=number - 1) if number > 1 else "",
        keep=str(person.delegation_id or person.respondent_id),
        may_pass_on=not person.part,
    )


@pages.get("/answers/<part>")
def section(part: str) -> AnyResponse | str:
    """What was answered in a part, to check and change."""
    progress = _progress()
    person = site.visitor()
    if progress.sent_at and not person.part:
        return to("respond.sent")
    found = _section(progress, part)
    asked = delegation.asked(site.session(), person)
    following = next(
        (
            item
            for item in progress.sections
            if item.status != "done"
            and item is not found
            and not (item.dimension in asked and asked[item.dimension].returned_at is None)
        ),
        None,
    )
    return render_template(
        "survey/respond/section.html",
        visitor=person,
        section=found,
        dimension=_dimension(part),
        rows=_answers(progress, found),
        asked=asked.get(part),
        sent=progress.sent_at,
        following=following and _dimension(following.dimension),
        following_number=following.open_question if following else 1,
    )


@pages.get("/answers/send")
def check() -> AnyResponse | str:
    """The last look before sending: parts and gaps."""
    progress = _progress()
    if progress.sent_at:
        return to("respond.sent")
    asked = delegation.asked(site.session(), site.visitor())
    rows = []
    for item in progress.sections:
        gaps = [
            (number, site.pack().question[key])
            for number, key in enumerate(item.questions, 1)
            if key not in item.answered
        ]
        rows.append((item, _dimension(item.dimension), gaps, asked.get(item.dimension)))
    return render_template(
        "survey/respond/check.html",
        visitor=site.visitor(),
        progress=progress,
        rows=rows,
        waiting=[item.name for item in asked.values() if item.returned_at is None],
    )


@pages.post("/answers/send")
def send() -> AnyResponse:
    """Hand the answers in."""
    thank = mail.available(site.settings())
    submissions.send(site.session(), site.visitor(), site.now(), thank=thank)
    return to("respond.sent")


@pages.get("/answers/sent")
def sent() -> AnyResponse | str:
    """What happens next."""
    progress = _progress()
    if not progress.sent_at:
        return to("respond.hub")
    return render_template(
        "survey/respond/sent.html",
        visitor=site.visitor(),
        progress=progress,
        sent_hour=hour(progress.sent_at),
        thanked=mail.available(site.settings()) and bool(site.visitor().email),
    )


@pages.post("/answers/reopen")
def reopen() -> AnyResponse:
    """Take the answers back to change them."""
    submissions.reopen(site.session(), site.visitor(), site.now())
    return to("respond.hub")


def _progress() -> Progress:
    try:
        return standing.progress(site.session(), site.pack(), site.visitor())
    except NotReady:
        # The link was opened after the campaign had closed: nothing was ever begun.
        abort(404)


def _section(progress: Progress, part: str) -> Section:
    found = next((item for item in progress.sections if item.dimension == part), None)
    if found is None:
        abort(404)
    return found


def _place(part: str, number: int) -> Place:
    """A question and its part by the pack alone: whether it may be answered is asked under the lock."""
    found = dict(standing.parts(site.pack(), site.visitor().part)).get(part, ())
    if not 1 <= number <= len(found):
        abort(404)
    return Place(Section(part, found, ()), site.pack().question[found[number - 1]], number)


def _answers(progress: Progress, found: Section) -> list[tuple[int, Question, str, Saved]]:
    rows = []
    for number, key in enumerate(found.questions, 1):
        asked, stored = site.pack().question[key], progress.answers.get(key, Saved())
        rows.append((number, asked, words_of(asked, stored.value), stored))
    return rows


def _dimension(key: str) -> Dimension:
    return site.pack().dimension[key]
