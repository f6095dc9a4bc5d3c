"""The form of a question in every language side by side, and what was typed into it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from flask import request
from wtforms import Field, Form, HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from questionnaires.editing import STATEMENTS, Entry, Wording
from questionnaires.model import Pack

from .language import say, words
from .setup_forms import build, chosen_from, line

LONGEST: Final = 1_000
TOPIC: Final = 38
"""As the check has it: what tables have room for."""
MOST_WORDS: Final = 20
_WORD: Final = re.compile(r"term_(\d{1,2})_")


def question_form(pack: Pack, entry: Entry | None, seen: str = "") -> Any:
    """The texts of a question in each language; of a new one, also whom and what it is about."""
    languages = pack.questionnaire.languages
    fields: dict[str, Any] = {"seen": HiddenField()}
    data: dict[str, Any] = {"seen": seen}
    if entry is None:
        fields |= _about(pack)
    for locale in languages:
        base = locale == pack.questionnaire.base
        fields |= _texts(locale, base=base)
    if entry is not None:
        data |= texts_of(entry)
    for number in range(1, _word_rows(entry) + 1):
        for locale in languages:
            fields[f"term_{number}_{locale}"] = line(_in(say("Word {n}", n=number), locale), 100)
            fields[f"meaning_{number}_{locale}"] = _area(_in(say("Meaning {n}", n=number), locale))
    return build(data, **fields)


def rows_of(form: Any, languages: Sequence[str]) -> list[list[Field]]:
    """The fields of the form in rows: one text, in each language."""
    names = ["topic", "text", "why", *_statements(), "proof", "awareness"]
    return [[form[f"{name}_{locale}"] for locale in languages] for name in names]


def words_of(form: Any, languages: Sequence[str]) -> list[list[Field]]:
    """The rows of words and of their meanings, each in each language."""
    numbers = [number for number in range(1, MOST_WORDS + 1) if f"term_{number}_{languages[0]}" in form]
    return [
        [form[f"{part}_{number}_{locale}"] for locale in languages]
        for number in numbers
        for part in ("term", "meaning")
    ]


def wordings_of(form: Any, languages: Sequence[str]) -> dict[str, Wording]:
    """What was typed, by language. A word that is empty in every language is none."""
    numbers = [
        number
        for number in range(1, MOST_WORDS + 1)
        if f"term_{number}_{languages[0]}" in form and any(_word(form, number, languages))
    ]
    return {
        locale: Wording(
            topic=form[f"topic_{locale}"].data,
            text=form[f"text_{locale}"].data,
            why=form[f"why_{locale}"].data,
            statements=tuple(form[f"{name}_{locale}"].data for name in _statements()),
            proof=form[f"proof_{locale}"].data,
            awareness=form[f"awareness_{locale}"].data,
            words=tuple(
                (form[f"term_{number}_{locale}"].data, form[f"meaning_{number}_{locale}"].data)
                for number in numbers
            ),
        )
        for locale in languages
    }


def texts_of(entry: Entry) -> dict[str, str]:
    """The texts of a question by the names of their fields."""
    return {
        name: text
        for locale, wording in entry.wordings.items()
        for name, text in _texts_in(wording, locale).items()
    }


def title_form(pack: Pack) -> Any:
    """The title in each language."""
    title = pack.questionnaire.title
    missing = say("Enter a title")
    languages = pack.questionnaire.languages
    fields = {f"title_{locale}": line(_in(say("Title"), locale), 200, missing) for locale in languages}
    return build({f"title_{locale}": title[locale] for locale in languages}, **fields)


def dimension_form(pack: Pack) -> Any:
    """Which dimension questions go to."""
    return build(dimension=_dimension(pack))


def _about(pack: Pack) -> dict[str, Any]:
    referents = [
        ("department", say("The respondent's own department")),
        ("organisation", say("The organisation as a whole")),
    ]
    roles = [(role.id, words(role.name)) for role in pack.questionnaire.roles]
    return {
        "dimension": _dimension(pack),
        "referent": RadioField(
            say("What it is about"),
            choices=chosen_from(referents),
            default="department",
            validators=[DataRequired(say("Choose what the question is about"))],
        ),
        "informants": SelectMultipleField(
            say("Who knows best"), choices=chosen_from(roles), validators=[_informants]
        ),
    }


def _dimension(pack: Pack) -> SelectField:
    named = [("", say("Choose …")), *((item.id, words(item.name)) for item in pack.questionnaire.dimensions)]
    missing = DataRequired(say("Choose a dimension"))
    return SelectField(say("Dimension"), choices=chosen_from(named), validators=[missing])


def _informants(form: Form, field: Field) -> None:
    if form["referent"].data == "organisation" and not field.data:
        raise ValidationError(say("Choose at least one function: the others are not asked to know"))


def _texts(locale: str, *, base: bool) -> dict[str, Any]:
    # In the other language a text may wait: the check tells what is missing before a launch.
    needed = say("Write the question") if base else ""
    fields = {
        f"topic_{locale}": line(_in(say("Name in tables"), locale), TOPIC),
        f"text_{locale}": _area(_in(say("Question"), locale), needed),
        f"why_{locale}": _area(_in(say("Why we ask"), locale)),
        f"proof_{locale}": _area(_in(say("What could be shown"), locale)),
        f"awareness_{locale}": _area(_in(say("What people did not know"), locale)),
    }
    for number, name in enumerate(_statements(), 1):
        fields[f"{name}_{locale}"] = _area(_in(say("Statement {n}", n=number), locale))
    return fields


def _area(label: str, required: str = "") -> TextAreaField:
    needed = DataRequired(required) if required else Optional()
    length = Length(max=LONGEST, message=say("Use at most {n} characters", n=LONGEST))
    return TextAreaField(label, filters=[_one_line], validators=[needed, length])


def _one_line(text: str | None) -> str:
    """Texts of a questionnaire have no paragraphs; nor what no document can hold."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text or "")
    return " ".join(printable.split())


def _in(label: str, locale: str) -> str:
    language = {"en": say("in English"), "fr": say("in French")}[locale]
    return say("{label}, {in_language}", label=label, in_language=language)


def _statements() -> list[str]:
    return [f"statement_{number}" for number in range(1, STATEMENTS + 1)]


def _word(form: Any, number: int, languages: Sequence[str]) -> Iterator[str]:
    for locale in languages:
        yield from (form[f"term_{number}_{locale}"].data, form[f"meaning_{number}_{locale}"].data)


def _word_rows(entry: Entry | None) -> int:
    """As many as there are and one more; of a form that was sent, as many as it had."""
    kept: Mapping[str, Wording] = entry.wordings if entry else {}
    there = max((len(wording.words) for wording in kept.values()), default=0) + 1
    sent = [int(found[1]) for name in request.form if (found := _WORD.match(name))]
    return min(max([there, *sent]), MOST_WORDS)


def _texts_in(wording: Wording, locale: str) -> dict[str, str]:
    texts = {"topic": wording.topic, "text": wording.text, "why": wording.why, "proof": wording.proof}
    texts |= {"awareness": wording.awareness, **dict(zip(_statements(), wording.statements, strict=True))}
    for number, (term, meaning) in enumerate(wording.words, 1):
        texts |= {f"term_{number}": term, f"meaning_{number}": meaning}
    return {f"{name}_{locale}": text for name, text in texts.items()}
