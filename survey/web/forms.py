"""Forms, built per page. WTForms checks the shape; the services check the meaning."""

from dataclasses import dataclass
from typing import Any, Final

from flask import request
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE
from questionnaires.model import Pack, Question

from ..services.delegation import LONGEST_MESSAGE
from .language import LANGUAGES, locale, say, words

OUTSIDE: Final = (DONT_KNOW, NOT_APPLICABLE)
NEXT: Final = ("on", "stay", "leave", "clear", "pass", *LANGUAGES)
"""Where to go after a save: on, nowhere, out, nowhere without answer, to a colleague, another language."""


class TextForm(FlaskForm):
    """A form without files: one sent in the place of a text is left aside, as is any JSON."""

    class Meta(FlaskForm.Meta):
        """How the form reads a request."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was typed, and nothing else that came along."""
            return request.form if request.method == "POST" else None


def field_name(question: Question) -> str:
    """The field of a question: prefixed, because one called ``validate`` would switch validation off."""
    return f"q_{question.id}"


def outside_words(question: Question) -> tuple[str, str]:
    """The two answers beside the statements, in the order of OUTSIDE."""
    if question.referent == "department":
        return say("I do not know"), say("This does not apply to my team")
    return say("I do not know"), say("This does not apply to our organisation")


def quotes() -> dict[str, str]:
    """Who may read a comment, in words."""
    return {
        "private": say("Only those who run the assessment"),
        "unnamed": say("It may be quoted in the report, without my name or department"),
        "department": say("It may be quoted with my department’s name"),
    }


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose from: its id on the page, what is sent for it, and its words."""

    id: str
    data: str
    label: str


@dataclass(frozen=True, slots=True, eq=False)
class Blank:
    """A question's form with nothing filled in."""

    question: Question
    """Kept here so that no other question can get its id, by which blanks are kept."""
    statements: tuple[Option, ...]
    outside: tuple[Option, ...]
    quotes: tuple[Option, ...]
    labels: dict[str, str]
    """Field → its label."""

    @property
    def values(self) -> tuple[str, ...]:
        """All that may be sent as the answer."""
        return tuple(option.data for option in (*self.statements, *self.outside))


_BLANKS: Final[dict[tuple[int, str], Blank]] = {}
"""Forms made so far, by question and language. Questions are as good as constants: a pack is loaded once."""


def blank_of(question: Question) -> Blank:
    """The form of one question: a statement or "outside", a comment, and the revision it is based on."""
    key = (id(question), locale())
    if key not in _BLANKS:
        _BLANKS[key] = _make_blank(question)
    return _BLANKS[key]


def _make_blank(question: Question) -> Blank:
    stated = {str(level): words(text) for level, text in enumerate(question.statements, 1)}
    besides = dict(zip(OUTSIDE, outside_words(question), strict=True))
    options = _options(field_name(question), {**stated, **besides})
    return Blank(
        question,
        statements=options[: len(stated)],
        outside=options[len(stated) :],
        quotes=_options("quote", quotes()),
        labels={
            "who": say("Who would know?"),
            "why": say("Why does it not apply?"),
            "quote": say("Who may read this comment"),
        },
    )


def _options(field: str, texts: dict[str, str]) -> tuple[Option, ...]:
    return tuple(
        Option(f"{field}-{number}", value, text) for number, (value, text) in enumerate(texts.items())
    )


def role_form(pack: Pack) -> FlaskForm:
    """The form of the start page for somebody whose function is not known."""
    choices = [
        SelectChoice("", say("Choose …")),
        *(SelectChoice(role.id, words(role.name)) for role in pack.questionnaire.roles),
    ]
    field = SelectField(choices=choices, validators=[InputRequired()])
    form: FlaskForm = type("RoleForm", (FlaskForm,), {"role": field})()
    return form


class DelegationForm(TextForm):
    """Whom to ask for a part of a questionnaire."""

    name = StringField(validators=[InputRequired(), Length(max=200)])
    email = StringField(validators=[Optional(), Length(max=320)])
    message = TextAreaField(validators=[Optional(), Length(max=LONGEST_MESSAGE)])
    due_on = DateField(validators=[Optional()])
    locale = SelectField(choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()])


def delegation_form(by_mail: bool) -> FlaskForm:
    """The form by which a part is passed on, with its words. Without e-mail the address may stay empty."""
    form = DelegationForm(locale=locale())
    form.name.label.text = say("Name of your colleague")
    form.email.label.text = say("E-mail address")
    form.message.label.text = say("Your message")
    form.due_on.label.text = say("Until when")
    form.locale.label.text = say("Language to write in")
    told = {
        "name": say("Write the name of your colleague"),
        "message": say("Shorten your message to {n} characters", n=LONGEST_MESSAGE),
        "due_on": say("Write a date, such as 4 December 2026, with day, month and year"),
        "email": say("Write an e-mail address, such as first.name@company.example"),
    }
    if form.is_submitted():
        form.validate()
        for name, text in told.items():
            if form[name].errors:
                form[name].errors = [text]
        if by_mail and not form.email.data:
            form.email.errors = [told["email"]]
    return form
