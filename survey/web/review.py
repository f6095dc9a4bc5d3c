"""Review of what was sent, for the firm's consultants alone: flags, private notes, agreed answers."""

from uuid import UUID

from flask import Blueprint, abort, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from questionnaires.model import Question

from ..services import review as service
from ..services.review import Reviewed, Sheet
from . import field_words, site
from .desk import desk, page
from .desk import respondent as respondent_of
from .language import say, words
from .messages import tell
from .site import to

pages = Blueprint("review", __name__)

AS_GIVEN = "given"
"""The choice that takes an agreed answer back."""


class NoteForm(FlaskForm):
    """A private note."""

    text = TextAreaField(validators=[InputRequired(), Length(max=service.LONGEST_NOTE)])


class AgreeForm(FlaskForm):
    """What was agreed instead of an answer, and why."""

    value = RadioField(validators=[InputRequired()])
    reason = TextAreaField(validators=[InputRequired(), Length(max=service.LONGEST_REASON)])


@pages.get("/campaigns/<uuid:campaign>/answers")
def overview(campaign: object) -> str:
    """Everything that was sent, by department and by question."""
    everything = service.sheets(site.session(), site.campaign().id)
    show = request.args.get("show", "all")
    views = {
        "all": say("Everybody"),
        "unreviewed": say("Not reviewed"),
        "flags": say("Worth a look"),
        "unsure": say("With “I do not know”"),
        "notes": say("With notes"),
    }
    if show not in views:
        abort(404)
    found = {key: [item for item in everything if _in_view(item, key)] for key in views}
    return page(
        "survey/review/overview.html",
        everything=everything,
        sheets=found[show],
        views={key: (text, len(found[key])) for key, text in views.items()},
        show=show,
        agreed=sum(item.agreed for item in everything),
        spreads=sorted(
            (_spread(question, everything) for question in site.pack().questionnaire.questions),
            key=lambda spread: (-spread["width"], -spread["unsure"]),
        ),
        words_for=field_words,
    )


@pages.get("/campaigns/<uuid:campaign>/answers/questions/<question>")
def question(campaign: object, question: str) -> str:
    """What every department answered to one question."""
    asked = _question(question)
    everything = service.sheets(site.session(), site.campaign().id)
    groups: list[tuple[str, str, list[tuple[Sheet, Reviewed]]]] = [
        (
            value,
            text,
            [(item, answer) for item in everything if (answer := _of(item, asked)).counted == value],
        )
        for value, text in _choices(asked)
    ]
    silent = [item for item in everything if _of(item, asked).counted is None]
    return page(
        "survey/review/question.html",
        asked=asked,
        groups=groups,
        silent=silent,
        spread=_spread(asked, everything),
        neighbours=_neighbours(asked),
    )


@pages.get("/campaigns/<uuid:campaign>/answers/<uuid:respondent>")
def show(campaign: object, respondent: UUID) -> str:
    """What one person sent, question by question."""
    return _show(_sheet(respondent), NoteForm(formdata=None))


@pages.post("/campaigns/<uuid:campaign>/answers/<uuid:respondent>/note")
def note(campaign: object, respondent: UUID) -> AnyResponse | tuple[str, int]:
    """Add a private note on the whole."""
    sheet, form = _sheet(respondent), NoteForm(request.form)
    if not form.validate():
        form.text.errors = [_note_fault()]
        return _show(sheet, form), 422
    service.add_note(site.session(), desk(), respondent, form.text.data or "")
    tell(say("The note is kept. Only your firm reads it."))
    return to("review.show", campaign=site.campaign().id, respondent=respondent)


@pages.post("/campaigns/<uuid:campaign>/answers/<uuid:respondent>/reviewed")
def reviewed(campaign: object, respondent: UUID) -> AnyResponse:
    """Tick as reviewed, or take the tick off."""
    _sheet(respondent)
    wanted = request.form.get("reviewed", "") == "y"
    service.set_reviewed(site.session(), desk(), respondent, reviewed=wanted)
    tell(say("Reviewed.") if wanted else say("The tick is taken off."))
    return to(
        "review.overview" if wanted else "review.show",
        campaign=site.campaign().id,
        **({} if wanted else {"respondent": respondent}),
    )


@pages.get("/campaigns/<uuid:campaign>/answers/<uuid:respondent>/<question>")
def answer(campaign: object, respondent: UUID, question: str) -> str:
    """One answer: what was given, what was agreed, and private notes."""
    sheet, asked = _sheet(respondent), _question(question)
    return _answer(sheet, asked, _agree_form(asked, _of(sheet, asked), fresh=True), NoteForm(formdata=None))


@pages.post("/campaigns/<uuid:campaign>/answers/<uuid:respondent>/<question>/agree")
def agree(campaign: object, respondent: UUID, question: str) -> AnyResponse | tuple[str, int]:
    """Note what was agreed instead of an answer."""
    sheet, asked = _sheet(respondent), _question(question)
    form = _agree_form(asked, _of(sheet, asked))
    if not form.validate():
        if form.value.errors:
            form.value.errors = [say("Choose the answer that was agreed")]
        if form.reason.errors:
            form.reason.errors = [say("Say in up to 500 characters with whom and why this was agreed")]
        return _answer(sheet, asked, form, NoteForm(formdata=None)), 422
    value = None if form.value.data == AS_GIVEN else form.value.data
    service.agree(
        site.session(), site.pack(), desk(), respondent, question, value=value, reason=form.reason.data or ""
    )
    tell(
        say("Agreed. The answer that was given stays beside it.")
        if value
        else say("The given answer counts again.")
    )
    return to("review.answer", campaign=site.campaign().id, respondent=respondent, question=question)


@pages.post("/campaigns/<uuid:campaign>/answers/<uuid:respondent>/<question>/note")
def answer_note(campaign: object, respondent: UUID, question: str) -> AnyResponse | tuple[str, int]:
    """Add a private note on one answer."""
    sheet, asked, form = _sheet(respondent), _question(question), NoteForm(request.form)
    if not form.validate():
        form.text.errors = [_note_fault()]
        return _answer(sheet, asked, _agree_form(asked, _of(sheet, asked), fresh=True), form), 422
    service.add_note(site.session(), desk(), respondent, form.text.data or "", question=question)
    tell(say("The note is kept. Only your firm reads it."))
    return to("review.answer", campaign=site.campaign().id, respondent=respondent, question=question)


def _note_fault() -> str:
    return say("Write the note, in up to 5,000 characters")


def _in_view(sheet: Sheet, key: str) -> bool:
    return {
        "all": True,
        "unreviewed": sheet.reviewed_at is None,
        "flags": bool(sheet.flags),
        "unsure": sheet.unsure > 0,
        "notes": sheet.noted > 0,
    }[key]


def _sheet(respondent: UUID) -> Sheet:
    respondent_of(respondent)
    found = service.sheets(site.session(), site.campaign().id, respondent)
    return found[0] if found else abort(404)


def _question(key: str) -> Question:
    return site.pack().question.get(key) or abort(404)


def _of(sheet: Sheet, asked: Question) -> Reviewed:
    return sheet.answers.get(asked.id, Reviewed())


def _choices(asked: Question) -> list[tuple[str, str]]:
    """What can be answered: its value and its words."""
    statements = [(str(level), words(text)) for level, text in enumerate(asked.statements, 1)]
    return [*statements, ("dk", say("I do not know")), ("na", say("This does not apply"))]


def _spread(asked: Question, everything: list[Sheet]) -> dict:
    """How far apart the answers to a question are."""
    values = [_of(item, asked).counted for item in everything]
    levels = sorted(int(value) for value in values if value and value.isdigit())
    return {
        "question": asked,
        "low": levels[0] if levels else 0,
        "high": levels[-1] if levels else 0,
        "width": levels[-1] - levels[0] if levels else 0,
        "levels": len(levels),
        "unsure": values.count("dk"),
        "outside": values.count("na"),
    }


def _neighbours(asked: Question) -> tuple[Question | None, Question | None]:
    questions = site.pack().questionnaire.questions
    place = [item.id for item in questions].index(asked.id)
    return (
        questions[place - 1] if place else None,
        questions[place + 1] if place + 1 < len(questions) else None,
    )


def _agree_form(asked: Question, stored: Reviewed, *, fresh: bool = False) -> AgreeForm:
    form = AgreeForm(formdata=None) if fresh else AgreeForm(request.form)
    given = dict(_choices(asked)).get(stored.value or "", say("No answer"))
    form.value.label.text = say("What was agreed")
    form.value.choices = [*_choices(asked), (AS_GIVEN, say("As given: {answer}", answer=given))]
    form.reason.label.text = say("With whom, and why")
    if fresh and stored.agreed:
        form.value.data = stored.agreed.value
    return form


def _show(sheet: Sheet, form: NoteForm) -> str:
    form.text.label.text = say("A private note on these answers")
    pack = site.pack()
    parts = [
        (
            dimension,
            [
                (asked, _of(sheet, asked), dict(_choices(asked)))
                for asked in pack.questionnaire.questions
                if asked.dimension == dimension.id
            ],
        )
        for dimension in pack.questionnaire.dimensions
    ]
    role = pack.role.get(sheet.role or "")
    return page(
        "survey/review/show.html",
        sheet=sheet,
        parts=parts,
        role=words(role.name) if role else "",
        form=form,
        words_for=field_words,
        source=source,
        quote=quote,
    )


def _answer(sheet: Sheet, asked: Question, form: AgreeForm, note_form: NoteForm) -> str:
    note_form.text.label.text = say("A private note on this answer")
    return page(
        "survey/review/answer.html",
        sheet=sheet,
        asked=asked,
        stored=_of(sheet, asked),
        choices=dict(_choices(asked)),
        form=form,
        note_form=note_form,
        neighbours=_neighbours(asked),
        source=source,
        quote=quote,
    )


def source(stored: Reviewed) -> str:
    """How an answer came."""
    if stored.source == "self":
        return say("Given by the respondent")
    return {
        "delegate": say("Given by {name}, who was asked for this part", name=stored.given_by),
        "interview": say("Given in an interview, entered by {name}", name=stored.given_by),
        "import": say("From a file, brought by {name}", name=stored.given_by),
    }[stored.source]


def quote(stored: Reviewed) -> str:
    """Who may read the comment."""
    return {
        "private": say("Not to be quoted"),
        "unnamed": say("May be quoted without a name"),
        "department": say("May be quoted with the department"),
    }[stored.quote]
