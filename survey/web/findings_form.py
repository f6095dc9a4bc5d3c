"""The form of a finding of one's own: claim and text in each language, and what it rests on."""

from typing import Any

from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField

from questionnaires.model import Pack
from reports.board import OwnFinding

from ..services.findings import LONGEST_CLAIM, LONGEST_TEXT
from .editor_words import spoken
from .language import say, words
from .setup_forms import build, chosen_from


def form(pack: Pack, found: OwnFinding | None = None) -> Any:
    """The form, with what is there."""
    fields: dict[str, Any] = {"shown": HiddenField()}
    data: dict[str, Any] = {"evidence": list(found.evidence) if found else []}
    for code in pack.questionnaire.languages:
        name = spoken(code)
        fields[f"claim_{code}"] = StringField(say("Claim, in one sentence ({language})", language=name))
        fields[f"text_{code}"] = TextAreaField(say("What shows it ({language})", language=name))
        if found:
            data |= {f"claim_{code}": found.claim.get(code, ""), f"text_{code}": found.text.get(code, "")}
    choices = chosen_from(pair for _, listed in groups(pack) for pair in listed)
    fields["evidence"] = SelectMultipleField(say("What it rests on"), choices=choices, validate_choice=False)
    return build(data, **fields)


def groups(pack: Pack) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a finding may rest on: the name of each dimension, and it and its questions with their words."""
    return [
        (
            words(dimension.name),
            [
                (dimension.id, say("The dimension as a whole")),
                *(
                    (item.id, words(item.topic))
                    for item in pack.questionnaire.questions
                    if item.dimension == dimension.id
                ),
            ],
        )
        for dimension in pack.questionnaire.dimensions
    ]


def check(form: Any, pack: Pack) -> bool:
    """Whether what was sent can stand: whole in one language at least, and half in none."""
    languages = pack.questionnaire.languages
    whole = [code for code in languages if _text(form, "claim", code) and _text(form, "text", code)]
    for code in languages:
        for name, most in (("claim", LONGEST_CLAIM), ("text", LONGEST_TEXT)):
            form[f"{name}_{code}"].errors = _faults(
                form, name, code, most, needed=not whole and code == languages[0]
            )
    known = (*pack.question, *pack.dimension)
    form.evidence.errors = (
        [] if all(key in known for key in form.evidence.data or ()) else [say("Choose from the list")]
    )
    return not any(field.errors for field in form)


def _faults(form: Any, name: str, code: str, most: int, *, needed: bool) -> list[str]:
    text, other = _text(form, name, code), _text(form, "text" if name == "claim" else "claim", code)
    if not text and (needed or other):
        claim = name == "claim"
        language = spoken(code)
        return [
            say("Write the claim ({language})", language=language)
            if claim
            else say("Write what shows it ({language})", language=language)
        ]
    if len(text) > most:
        return [say("Shorten this by {n} letters, to {most}", n=len(text) - most, most=most)]
    if not text.isprintable():
        return [say("Write one paragraph, without line breaks or control characters")]
    return []


def finding(form: Any, pack: Pack, key: str) -> OwnFinding:
    """The finding that was sent."""
    languages = pack.questionnaire.languages
    ticked = set(form.evidence.data or ())
    return OwnFinding(
        key,
        {code: text for code in languages if (text := _text(form, "claim", code))},
        {code: text for code in languages if (text := _text(form, "text", code))},
        tuple(place for place in (*pack.dimension, *pack.question) if place in ticked),
    )


def _text(form: Any, name: str, code: str) -> str:
    return (form[f"{name}_{code}"].data or "").strip()
