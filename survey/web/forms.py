"""Forms, built per page. WTForms checks the shape; the services check the meaning."""

from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE
from questionnaires.model import Pack, Question

from ..services.submissions import LONGEST, Saved
from .language import say, words

OUTSIDE: Final = (DONT_KNOW, NOT_APPLICABLE)


def field_name(question: Question) -> str:
    """The field of a question: prefixed, because one called ``validate`` would switch validation off."""
    return f"q_{question.id}"


def question_form(question: Question, stored: Saved) -> FlaskForm:
    """The form of one question: a statement or "outside", a comment, and the revision it is based on."""
    statements = [SelectChoice(str(level), words(text)) for level, text in enumerate(question.statements, 1)]
    outside = [
        SelectChoice(DONT_KNOW, say("I do not know")),
        SelectChoice(
            NOT_APPLICABLE,
            say("This does not apply to my team")
            if question.referent == "department"
            else say("This does not apply to our organisation"),
        ),
    ]
    fields: dict[str, Any] = {
        # Optional(): an empty answer is one. Without it, a radio left alone is "not a valid choice".
        field_name(question): RadioField(
            choices=[*statements, *outside], default=stored.value, validators=[Optional()]
        ),
        "comment": TextAreaField(default=stored.comment, validators=[Optional(), Length(max=LONGEST)]),
        "revision": IntegerField(default=stored.revision, validators=[InputRequired(), NumberRange(min=0)]),
        "next": HiddenField(default="on", validators=[AnyOf(("on", "stay", "leave", "clear", "en", "fr"))]),
    }
    form: FlaskForm = type("QuestionForm", (FlaskForm,), fields)()
    return form


def role_form(pack: Pack) -> FlaskForm:
    """The form of the start page for somebody whose function is not known."""
    choices = [
        SelectChoice("", say("Choose …")),
        *(SelectChoice(role.id, words(role.name)) for role in pack.questionnaire.roles),
    ]
    field = SelectField(choices=choices, validators=[InputRequired()])
    form: FlaskForm = type("RoleForm", (FlaskForm,), {"role": field})()
    return form
