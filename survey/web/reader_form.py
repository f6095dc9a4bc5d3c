"""The form by which a link to the results is handed out."""

from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, RadioField, SelectField
from wtforms.validators import Optional

from ..files.people import is_address
from . import site
from .language import LANGUAGES, say
from .setup_forms import chosen_from, line


class _ReaderForm(FlaskForm):
    """Checks, after each field, what one asks of another."""

    mails = True

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether a link can be handed out so; each fault stands at its field."""
        fits = super().validate(extra_validators)
        faults = self._faults()
        for name, fault in faults.items():
            self[name].errors = [fault]
        return fits and not faults

    def _faults(self) -> dict[str, str]:
        email, found = self["email"].data, {}
        if self["expires_on"].errors:
            found["expires_on"] = say("Enter a day, such as {day}", day="2026-12-04")
        elif self["expires_on"].data and self["expires_on"].data < site.today():
            found["expires_on"] = say("Choose today or a later day")
        if self["asks_code"].data and not self.mails:
            found["asks_code"] = say("No e-mail can go out from here, and so no code")
        if email and not is_address(email):
            found["email"] = say("Enter an e-mail address like name@company.com")
        elif not email and (self["how"].data == "mail" or self["asks_code"].data):
            found["email"] = say("The link or its code goes by e-mail: give the address")
        return found


def reader_form(sent: MultiDict[str, str] | None, data: dict[str, Any], *, mails: bool) -> Any:
    """The form: as it was sent, or holding ``data``. ``mails``: whether e-mail can go out."""
    ways = [("mail", say("By e-mail, in the reader’s language"))] if mails else []
    ways.append(("copy", say("Shown to you once, to be passed on by you")))
    fields: dict[str, Any] = {
        "mails": mails,
        "name": line(say("Name"), 200, say("Enter the name of the person who will read")),
        "email": line(say("E-mail address"), 320),
        "locale": SelectField(
            say("Language"), choices=chosen_from([("", say("That of their browser")), *LANGUAGES.items()])
        ),
        "expires_on": DateField(say("Works until"), validators=[Optional()]),
        "asks_code": BooleanField(say("Ask for a code, sent to that address, in each new browser")),
        "how": RadioField(say("How the link goes out"), choices=chosen_from(ways)),
    }
    return type("ReaderForm", (_ReaderForm,), fields)(sent, data=data)
