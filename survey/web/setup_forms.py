"""The forms by which clients and campaigns are set up. They check shapes; the services check meaning."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final

from flask import request
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FileField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, NumberRange, Optional, StopValidation, ValidationError

from questionnaires.model import Pack

from ..files.people import LONGEST, is_address
from ..models import Campaign
from ..services.clients import DepartmentRow
from ..services.retention import LEAST, MOST
from .language import LANGUAGES, say, words

MOST_PEOPLE: Final = 2_000_000
"""People in a department, at most: what is more was typed wrongly."""


def build(_data: dict[str, Any] | None = None, **fields: Any) -> Any:
    """A form of these fields, holding ``_data`` until something is sent.

    It reads texts alone: a file under the name of a text is none. Views ask for their files themselves.
    """
    sent = request.form if request.method == "POST" else None
    return type("SetUpForm", (FlaskForm,), fields)(sent, data=_data)


def line(
    label: str,
    most: int,
    required: str = "",
    *more: Callable[[Form, Field], None],
    default: str = "",
) -> StringField:
    """A text on one line without control characters: it may stand in a heading or in an e-mail's head."""
    needed = DataRequired(required) if required else Optional()
    length = Length(max=most, message=say("Use at most {n} characters", n=most))
    checks = [needed, length, _printable, *more]
    return StringField(label, default=default, filters=[_single_spaces], validators=checks)


def chosen_from(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Values and their words, for a field that chooses one of them."""
    return [SelectChoice(value, text) for value, text in pairs]


def client_form(data: dict[str, Any] | None = None) -> Any:
    """A client: name, sponsor, language."""
    return build(
        data,
        name=line(say("Name of the client"), LONGEST, say("Enter the name of the client")),
        sponsor_name=line(say("Sponsor"), LONGEST),
        locale=RadioField(
            say("Language its people are written to in"),
            choices=chosen_from(LANGUAGES.items()),
            validators=[DataRequired(say("Choose a language"))],
        ),
    )


def notes_form(notes: str = "") -> Any:
    """The firm's notes on a client."""
    most = Length(max=10_000, message=say("Use at most {n} characters", n="10,000"))
    return build({"notes": notes}, notes=TextAreaField(say("Notes"), validators=[Optional(), most]))


def department_form(data: dict[str, Any] | None = None) -> Any:
    """A department: name and headcount."""
    number = say("Enter a whole number, such as 120")
    return build(
        data,
        name=line(say("Name of the department"), LONGEST, say("Enter the name of the department")),
        headcount=IntegerField(
            say("How many people work there?"),
            validators=[Optional(), _number(number), NumberRange(0, MOST_PEOPLE, number)],
        ),
    )


def scope_form(data: dict[str, Any] | None = None, packs: Iterable[tuple[str, str]] = ()) -> Any:
    """A campaign's scope; with ``packs``, also which of them it asks with."""
    listed = {"pack": SelectField(say("Questionnaire"), choices=chosen_from(packs))} if packs else {}
    return build(
        data,
        **listed,
        prepared_by=line(say("Firm that runs it"), 200, say("Enter the firm or the person who runs it")),
        contact=line(say("Whom people may ask"), 200, say("Enter a name with a phone number or an address")),
        reply_to=line(say("Address that answers to its e-mails go to"), 320, "", _address),
        as_of=DateField(
            say("Day that answers and facts describe"),
            validators=[DataRequired(say("Enter a day, such as {day}", day="2026-12-04"))],
        ),
        delegates_anywhere=BooleanField(say("Parts may be passed on to addresses of other organisations")),
    )


def dates_form(closes_on: date | None = None) -> Any:
    """The last day to answer."""
    asked = DataRequired(say("Enter a day, such as {day}", day="2026-12-04"))
    return build({"closes_on": closes_on}, closes_on=DateField(say("Last day to answer"), validators=[asked]))


def visibility_form(campaign: Campaign) -> Any:
    """Who sees what; in a later wave, also whether people see what they answered in the one before."""
    modes = [
        ("attributed", say("Attributed: results appear by department")),
        ("grouped", say("Grouped: only groups of five answers and more appear")),
    ]
    chosen = DataRequired(say("Choose who sees what"))
    field = RadioField(say("What leadership sees"), choices=chosen_from(modes), validators=[chosen])
    own = BooleanField(say("Each person sees their department’s results once a version is published"))
    fields: dict[str, Any] = {"visibility": field, "shows_results": own}
    if campaign.wave > 1:
        fields["shows_previous"] = BooleanField(say("Each person sees their own answer of the wave before"))
    return build({name: getattr(campaign, name) for name in fields}, **fields)


def person_form(pack: Pack, departments: list[DepartmentRow], data: dict[str, Any] | None = None) -> Any:
    """A person to ask."""
    listed = [("", say("Choose …")), *((str(item.id), item.name) for item in departments)]
    roles = [
        ("", say("The person states it")),
        *((role.id, words(role.name)) for role in pack.questionnaire.roles),
    ]
    languages = [("", say("As for the client")), *LANGUAGES.items()]
    return build(
        data,
        department=SelectField(
            say("Department"),
            choices=chosen_from(listed),
            validators=[DataRequired(say("Choose a department"))],
        ),
        name=line(say("Name"), 200, say("Enter the person's name")),
        email=line(say("E-mail address"), 320, "", _address),
        role=SelectField(say("Function"), choices=chosen_from(roles), validators=[Optional()]),
        locale=SelectField(say("Language"), choices=chosen_from(languages), validators=[Optional()]),
        phone=line(say("Phone"), 40),
    )


def file_form(label: str) -> Any:
    """A file to read."""
    return build(file=FileField(label))


def months_form(months: int | None = None) -> Any:
    """For how many months after a closing people are kept."""
    number = say("Enter a whole number of months from {least} to {most}", least=LEAST, most=MOST)
    checks = [Optional(), _number(number), NumberRange(LEAST, MOST, number)]
    return build(
        {"months": months}, months=IntegerField(say("Months after a campaign was closed"), validators=checks)
    )


def file_name(name: str) -> str:
    """A name as the first part of a file's name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower() or "client"


def one_button() -> Any:
    """A form that only says yes."""
    return build(value=HiddenField())


def _single_spaces(text: str | None) -> str:
    return re.sub(" +", " ", text or "").strip()


def _printable(_form: Form, field: Field) -> None:
    if not field.data.isprintable():
        raise ValidationError(say("Write this on one line, without special characters"))


def _address(_form: Form, field: Field) -> None:
    if field.data and not is_address(field.data):
        raise ValidationError(say("Enter an e-mail address like name@company.com"))


def _number(message: str) -> Callable[[Form, Field], None]:
    def check(_form: Form, field: Field) -> None:
        if field.process_errors:
            # Its own message would be in English and would not say what to write.
            field.errors = []
            raise StopValidation(message)

    return check
