"""The form of a letter: subject and text in each language, and its faults in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField

from ..letters import LANGUAGES, Fault, Wording
from .language import say


def sent_form() -> FlaskForm:
    """The form as it was sent: its texts alone, for a file is none."""
    return _form()(formdata=request.form)


def filled_form(wordings: Mapping[str, Wording]) -> FlaskForm:
    """The form with what is there."""
    data = {f"subject_{language}": words.subject for language, words in wordings.items()}
    data |= {f"body_{language}": words.body for language, words in wordings.items()}
    return _form()(data=data)


def wordings_of(form: FlaskForm) -> dict[str, Wording]:
    """What was typed, by language."""
    return {
        language: Wording(form[f"subject_{language}"].data or "", form[f"body_{language}"].data or "")
        for language in LANGUAGES
    }


def put_faults(form: FlaskForm, faults: Mapping[str, Sequence[Fault]]) -> None:
    """Tell each fault at its field."""
    for language, found in faults.items():
        for name in ("subject", "body"):
            words = [_words(fault) for fault in found if fault.field == name]
            form[f"{name}_{language}"].errors = [". ".join(words)] if words else []


def _form() -> Any:
    names = {"en": say("in English"), "fr": say("in French")}
    fields: dict[str, Any] = {}
    for language in LANGUAGES:
        fields[f"subject_{language}"] = StringField(say("Subject {language}", language=names[language]))
        fields[f"body_{language}"] = TextAreaField(say("Text {language}", language=names[language]))
    return type("LetterForm", (FlaskForm,), fields)


def _words(fault: Fault) -> str:
    name = f"{{{fault.text}}}"
    match fault.what:
        case "empty":
            subject = fault.field == "subject"
            return say("Write a subject") if subject else say("Write the text of the e-mail")
        case "long":
            return say("Shorten this to {n} characters", n=fault.text)
        case "missing":
            return say(
                "Put {name} in the text, outside of square brackets: without its link it is of no use",
                name=name,
            )
        case "unknown":
            return say(
                "Line {line}: {name} stands for nothing in this e-mail; take one from the list",
                line=fault.line,
                name=name,
            )
        case "brace":
            return say("Line {line}: a brace is not closed, or not opened", line=fault.line)
        case _:
            return say("Line {line}: a square bracket is not closed, or not opened", line=fault.line)
