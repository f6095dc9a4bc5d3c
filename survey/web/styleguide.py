"""The style guide: every component in every state, for people who work on the program. Development only."""

from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Optional

from .language import LANGUAGES, say
from .messages import tell
from .site import to

pages = Blueprint("styleguide", __name__)

HOSTILE: Final = "R&D <b>Group</b>"
"""A name that a page must show as it is written."""
OTHER_LOOKS: Final = ":root { --accent: #6a2c70; --accent-dark: #4c1d51 }\n"
"""What a client's brand may change: two tokens."""


@pages.route("/styleguide", methods=["GET", "POST"])
def page() -> Any:
    """Every component; a POST tells a message and comes back.

    ``?brand=on`` puts another brand on. ``?faults=on`` shows the form as it comes back with faults: they take
    the focus, as on any page.
    """
    if request.method == "POST":
        tell(say("The client has been added."))
        return to("styleguide.page", **request.args)
    return render_template(
        "survey/styleguide.html",
        form=faulty_form() if request.args.get("faults") else sample_form(),
        clients=[
            (HOSTILE, 12, 12, say("Ready to publish"), "good", "2026-11-20"),
            ("Forges de Valmont", 7, 8, say("Collecting answers"), "", "2026-12-04"),
            ("Banque Méridienne", 0, 14, say("Not sent yet"), "quiet", "2026-12-11"),
            ("Atelier Kerlan", 2, 5, say("One address bounced"), "alert", "2026-11-27"),
        ],
        nav=[
            (say("Clients"), url_for("styleguide.page"), True),
            (say("Team"), url_for("styleguide.page"), False),
            (say("Questionnaires"), url_for("styleguide.page"), False),
        ],
        account={"name": "Claire Morel", "sign_out": url_for("styleguide.page")},
        brand=sample_brand() if request.args.get("brand") else None,
    )


@pages.get("/styleguide/brand.css")
def brand() -> Response:
    """The sheet of the invented brand."""
    response = make_response(OTHER_LOOKS)
    response.mimetype = "text/css"
    return response


def sample_brand() -> dict[str, str]:
    """Another firm's looks."""
    return {
        "name": "Atelier Conseil",
        "sheet": url_for("styleguide.brand"),
        "logo": url_for("static", filename="icon.svg"),
    }


def sample_form(prefix: str = "plain") -> FlaskForm:
    """One field of each kind."""
    sizes = [
        SelectChoice("", say("Choose …")),
        SelectChoice("small", say("Up to 250 people")),
        SelectChoice("large", say("Over 250 people")),
    ]
    languages = [SelectChoice(code, name) for code, name in LANGUAGES.items()]
    seen = [
        SelectChoice("named", say("Department heads answer under their department's name")),
        SelectChoice("grouped", say("Answers are shown only for groups of five people and more")),
    ]
    parts = [
        SelectChoice("tooling", say("Tooling")),
        SelectChoice("data", say("Data")),
        SelectChoice("skills", say("Skills")),
    ]
    fields: dict[str, Any] = {
        "name": StringField(say("Name of the client"), validators=[InputRequired()], default=HOSTILE),
        "email": StringField(say("E-mail address"), validators=[InputRequired()]),
        "people": IntegerField(say("How many people work there?"), validators=[Optional()]),
        "secret": PasswordField(say("Password"), validators=[InputRequired()]),
        "notes": TextAreaField(say("Notes"), validators=[Optional()]),
        "size": SelectField(say("Size"), choices=sizes, validators=[InputRequired()]),
        "language": RadioField(say("Language"), choices=languages, default="fr"),
        "seen": RadioField(say("Who sees what?"), choices=seen, default="named"),
        "least": IntegerField(say("Smallest group that is shown"), default=5),
        "parts": SelectMultipleField(say("Parts to ask"), choices=parts, default=["data"]),
        "agree": BooleanField(say("Send the invitations as soon as I confirm")),
        "closes": DateField(say("Closing date"), default=date(2026, 12, 4)),
        "people_file": FileField(say("List of people")),
    }
    form: FlaskForm = type("SampleForm", (FlaskForm,), fields)(prefix=prefix, formdata=None)
    return form


def faulty_form() -> FlaskForm:
    """The same, as it comes back when nothing in it was right."""
    form = sample_form("faulty")
    faults = {
        "name": say("Enter the name of the client"),
        "email": say("Enter an e-mail address like name@company.com"),
        "people": say("Enter a whole number, such as 120"),
        "notes": say("Shorten the notes to 2,000 characters"),
        "size": say("Choose the size of the client"),
        "language": say("Choose the language of the questionnaire"),
        "seen": say("Choose who sees what"),
        "parts": say("Choose at least one part"),
        "agree": say("Tick the box, or send the invitations later"),
        "closes": say("Enter a date after today"),
        "people_file": say("Choose a file in CSV or XLSX"),
    }
    for name, fault in faults.items():
        form[name].errors = [fault]
    return form
