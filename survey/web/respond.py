"""Answering: from the list of parts to the confirmation. Each page works without script."""

from flask import Blueprint, Response, abort, jsonify, render_template
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.errors import InvalidAnswer, NotReady
from questionnaires.model import Dimension, Question

from ..services import submissions
from ..services.submissions import Conflict, Progress, Saved, Section, minutes
from . import site
from .errors import wants_json
from .forms import OUTSIDE, field_name, question_form
from .invitations import leave_now
from .language import LANGUAGES, hour, say, words
from .site import to

pages = Blueprint("respond", __name__)


@pages.get("/answers")
def hub() -> AnyResponse | str:
    """The parts and where each stands."""
    progress = _progress()
    if progress.sent_at:
        return to("respond.sent")
    rows = [
        (section, _dimension(section.dimension), minutes(len(section.questions)))
        for section in progress.sections
    ]
    left = minutes(progress.gaps) if progress.gaps else 0
    suggested = next((section for section in progress.sections if section.status != "done"), None)
    return render_template(
        "survey/respond/hub.html",
        visitor=site.visitor(),
        progress=progress,
        rows=rows,
        left=left,
        suggested=suggested,
        instruction=site.pack().questionnaire.instruction,
    )


@pages.get("/answers/<part>/<int:number>")
def question(part: str, number: int) -> AnyResponse | str:
    """One question."""
    progress = _progress()
    if progress.sent_at:
        return to("respond.sent")
    section, asked = _find(progress, part, number)
    stored = progress.answers.get(asked.id, Saved())
    return _question_page(section, asked, number, stored)


@pages.post("/answers/<part>/<int:number>")
def save(part: str, number: int) -> AnyResponse | tuple[str, int]:
    """Save one answer, by its button or, with script, as soon as it is chosen."""
    progress = _progress()
    section, asked = _find(progress, part, number)
    form = question_form(asked, Saved())
    if not form.validate():
        raise InvalidAnswer(f"{asked.id}: {form.errors}")
    typed = Saved(
        form[field_name(asked)].data or None, (form["comment"].data or "").strip(), form["revision"].data
    )
    value = None if form["next"].data == "clear" else typed.value
    outcome = submissions.save_answer(
        site.session(),
        site.pack(),
        site.visitor(),
        asked.id,
        value=value,
        comment=typed.comment,
        based_on=typed.revision,
        now=site.now(),
    )
    if isinstance(outcome, Conflict):
        return _conflict(section, asked, number, typed, outcome.stored)
    if wants_json():
        return jsonify(revision=outcome.revision, saved_at=outcome.saved_at and outcome.saved_at.isoformat())
    return _after(section, part, number, form["next"].data)


def _conflict(
    section: Section, asked: Question, number: int, typed: Saved, stored: Saved
) -> Response | tuple[str, int]:
    """Tell the second of two devices both values. Its next save is based on what it was just shown."""
    if wants_json():
        response = jsonify(conflict=True)
        response.status_code = 409
        return response
    shown = Saved(typed.value, typed.comment, stored.revision, stored.saved_at)
    return _question_page(section, asked, number, shown, other=stored), 409


def _after(section: Section, part: str, number: int, where: str) -> AnyResponse:
    if where == "leave":
        return leave_now()
    if where in LANGUAGES:
        return to("respond.question", part=part, number=number, lang=where)
    if where in ("stay", "clear"):
        return to("respond.question", part=part, number=number)
    if number < len(section.questions):
        return to("respond.question", part=part, number=number + 1)
    return to("respond.section", part=part)


def _question_page(
    section: Section, asked: Question, number: int, shown: Saved, other: Saved | None = None
) -> str:
    form = question_form(asked, shown)
    options = list(form[field_name(asked)])
    return render_template(
        "survey/respond/question.html",
        visitor=site.visitor(),
        section=section,
        dimension=_dimension(section.dimension),
        question=asked,
        number=number,
        shown=shown,
        other=other,
        other_words=_words_of(asked, other.value) if other else "",
        form=form,
        statements=[option for option in options if option.data not in OUTSIDE],
        outside=[option for option in options if option.data in OUTSIDE],
        field=field_name(asked),
        switch_in_form=True,
    )


@pages.get("/answers/<part>")
def section(part: str) -> AnyResponse | str:
    """What was answered in a part, to check and change."""
    progress = _progress()
    if progress.sent_at:
        return to("respond.sent")
    found = _section(progress, part)
    rows = []
    for number, key in enumerate(found.questions, 1):
        asked = site.pack().question[key]
        stored = progress.answers.get(key, Saved())
        rows.append((number, asked, _words_of(asked, stored.value), stored))
    following = next(
        (item for item in progress.sections if item.status != "done" and item is not found), None
    )
    return render_template(
        "survey/respond/section.html",
        visitor=site.visitor(),
        section=found,
        dimension=_dimension(part),
        rows=rows,
        following=following and _dimension(following.dimension),
        following_number=following.open_question if following else 1,
    )


@pages.get("/answers/send")
def check() -> AnyResponse | str:
    """The last look before sending: parts and gaps."""
    progress = _progress()
    if progress.sent_at:
        return to("respond.sent")
    rows = [(item, _dimension(item.dimension)) for item in progress.sections]
    return render_template("survey/respond/check.html", visitor=site.visitor(), progress=progress, rows=rows)


@pages.post("/answers/send")
def send() -> AnyResponse:
    """Hand the answers in."""
    submissions.send(site.session(), site.visitor(), site.now())
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
    )


@pages.post("/answers/reopen")
def reopen() -> AnyResponse:
    """Take the answers back to change them."""
    submissions.reopen(site.session(), site.visitor())
    return to("respond.hub")


def _progress() -> Progress:
    try:
        return submissions.progress(site.session(), site.pack(), site.visitor())
    except NotReady:
        # The link was opened after the campaign had closed: nothing was ever begun.
        abort(404)


def _section(progress: Progress, part: str) -> Section:
    found = next((item for item in progress.sections if item.dimension == part), None)
    if found is None:
        abort(404)
    return found


def _find(progress: Progress, part: str, number: int) -> tuple[Section, Question]:
    found = _section(progress, part)
    if not 1 <= number <= len(found.questions):
        abort(404)
    return found, site.pack().question[found.questions[number - 1]]


def _dimension(key: str) -> Dimension:
    return site.pack().dimension[key]


def _words_of(asked: Question, value: str | None) -> str:
    if value is None:
        return ""
    if value.isdigit():
        return words(asked.statements[int(value) - 1])
    return say("I do not know") if value == "dk" else say("This does not apply")
