"""Interview mode: the questionnaire on somebody's behalf, then read back and sent."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, abort, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from questionnaires.errors import InvalidAnswer
from questionnaires.model import Question

from ..models import Respondent
from ..services import interview as service
from ..services.interview import Interview, Told
from ..services.review import LONGEST_NOTE
from ..services.submissions import LONGEST, VALUES, minutes
from . import site
from .desk import desk, page
from .desk import respondent as respondent_of
from .language import say, words
from .messages import tell
from .site import to

pages = Blueprint("interview", __name__)

_AT = "/campaigns/<uuid:campaign>/interview/<uuid:respondent>"


class AnswerForm(FlaskForm):
    """One answer as it was said, and what only the interviewer's firm reads."""

    value = StringField(validators=[Optional(), AnyOf(VALUES)])
    note = StringField(validators=[Optional(), Length(max=service.LONGEST_ASIDE)])
    comment = TextAreaField(validators=[Optional(), Length(max=LONGEST)])
    quote = StringField(validators=[Optional(), AnyOf(("private", "unnamed", "department"))])
    private = TextAreaField(validators=[Optional(), Length(max=LONGEST_NOTE)])
    revision = IntegerField(validators=[InputRequired(), NumberRange(min=0)])


@pages.get(_AT)
def start(campaign: object, respondent: UUID) -> AnyResponse | str:
    """The parts, and how far each is."""
    person, found = _open(respondent)
    if found.sent_at:
        return _sent(respondent)
    pack = site.pack()
    rows = [
        (dimension, len(keys), len(keys & found.answered), minutes(len(keys)))
        for dimension in pack.questionnaire.dimensions
        if (keys := {item.id for item in pack.questionnaire.questions if item.dimension == dimension.id})
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
    asked, _ = _find(part, number)
    return _question(person, found, (part, number), found.answers.get(asked.id, Told()))


@pages.post(f"{_AT}/<part>/<int:number>")
def save(campaign: object, respondent: UUID, part: str, number: int) -> AnyResponse | tuple[str, int]:
    """Save one answer as given in the interview."""
    person, _ = _open(respondent)
    asked, count = _find(part, number)
    form = AnswerForm(request.form)
    if not form.validate():
        raise InvalidAnswer(f"{asked.id}: {form.errors}")
    given = Told(
        form.value.data or None,
        (form.comment.data or "").replace("\r\n", "\n").strip(),
        " ".join((form.note.data or "").split()),
        form.quote.data or "private",
        form.revision.data or 0,
    )
    other = service.save(
        site.session(),
        site.pack(),
        desk(),
        respondent,
        asked.id,
        given=given,
        private=form.private.data or "",
    )
    if other is not None:
        # What is shown next is based on what was just told.
        shown = replace(given, revision=other.revision)
        _, found = _open(respondent)
        return _question(person, found, (part, number), shown, other=other), 409
    place = {"campaign": site.campaign().id, "respondent": respondent}
    if number < count:
        return to("interview.question", **place, part=part, number=number + 1)
    tell(say("This part is done."))
    return to("interview.start", **place)


@pages.get(f"{_AT}/read-back")
def read_back(campaign: object, respondent: UUID) -> str:
    """Everything that was said, to read to the person or to send."""
    person, found = _open(respondent)
    pack = site.pack()
    parts = [
        (
            dimension,
            [
                (number, asked, _words(asked, told.value), told)
                for number, asked in enumerate(_of(dimension.id), 1)
                for told in [found.answers.get(asked.id, Told())]
            ],
        )
        for dimension in pack.questionnaire.dimensions
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


def _of(part: str) -> list[Question]:
    return [item for item in site.pack().questionnaire.questions if item.dimension == part]


def _find(part: str, number: int) -> tuple[Question, int]:
    questions = _of(part)
    if not 1 <= number <= len(questions):
        abort(404)
    return questions[number - 1], len(questions)


def _question(
    person: Respondent, found: Interview, place: tuple[str, int], shown: Told, other: Told | None = None
) -> str:
    part, number = place
    asked, count = _find(part, number)
    statements = [(str(level), words(text)) for level, text in enumerate(asked.statements, 1)]
    return page(
        "survey/interview/question.html",
        person=person,
        dimension=site.pack().dimension[part],
        asked=asked,
        number=number,
        questions=count,
        shown=shown,
        other=other,
        other_words=_words(asked, other.value) if other else "",
        statements=statements,
        outside=[("dk", say("Does not know")), ("na", say("Does not apply"))],
        notes=found.notes.get(asked.id, []),
        form=AnswerForm(formdata=None),
        typed=request.form.get("private", "") if other else "",
    )


def _words(asked: Question, value: str | None) -> str:
    if value is None:
        return say("No answer")
    if value.isdigit():
        return words(asked.statements[int(value) - 1])
    return say("I do not know") if value == "dk" else say("This does not apply")


def _as_text(parts: list) -> str:
    """The read-back as plain text, to paste into an e-mail."""
    lines = []
    for dimension, rows in parts:
        lines.append(words(dimension.name).upper())
        for _, asked, said, told in rows:
            lines += [words(asked.text), f"→ {said}", *([f"   {told.comment}"] if told.comment else []), ""]
    return "\n".join(lines).strip()
