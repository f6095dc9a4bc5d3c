"""One question of a draft: edited in every language side by side, added, left out and brought back."""

from dataclasses import replace
from typing import Any

from flask import abort, request
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.editing import Entry, entry_of
from questionnaires.model import Pack

from ..services import library as shelves
from ..services import library_edit as service
from ..services.library_import import short
from . import site
from .language import count, say
from .library import PACK, at, editable, pack_of, page, pages, source_of
from .library_forms import question_form, rows_of, texts_of, wordings_of, words_of
from .library_words import named
from .messages import tell
from .site import to


@pages.get(f"{PACK}/questions/<question>")
def question(key: str, version: str, question: str) -> str:
    """A question, to be edited in every language side by side."""
    shelved = editable(key, version)
    pack = pack_of(shelved)
    entry = _entry(pack, question)
    return _form_page(key, version, pack, question_form(pack, entry, service.seen(entry)), entry)


@pages.post(f"{PACK}/questions/<question>")
def save(key: str, version: str, question: str) -> AnyResponse | tuple[str, int]:
    """Keep a question. Where somebody else has saved it meanwhile, both are shown and nothing is lost."""
    pack = pack_of(editable(key, version))
    entry = _entry(pack, question)
    form = question_form(pack, entry)
    if not form.validate():
        return _form_page(key, version, pack, form, entry), 422
    typed = replace(entry, wordings=wordings_of(form, pack.questionnaire.languages))
    conflict = service.save(site.session(), at(key, version), typed, form.seen.data or "")
    if conflict is None:
        _saved(key, version, say("Saved."))
        return to("library.show", key=key, version=version, _anchor=question)
    if conflict.stored is None:
        tell(say("This question was left out meanwhile: your changes are not kept."), "alert")
        return to("library.show", key=key, version=version)
    form.seen.data = service.seen(conflict.stored)
    return _form_page(key, version, pack, form, conflict.stored, conflict=conflict), 409


@pages.get(f"{PACK}/questions/new")
def new(key: str, version: str) -> str:
    """A question to add."""
    pack = pack_of(editable(key, version))
    form = question_form(pack, None)
    if request.args.get("dimension", "") in pack.dimension:
        form.dimension.data = request.args["dimension"]
    return _form_page(key, version, pack, form, None)


@pages.post(f"{PACK}/questions/new")
def add(key: str, version: str) -> AnyResponse | tuple[str, int]:
    """Add a question to a dimension, after those there are."""
    pack = pack_of(editable(key, version))
    form = question_form(pack, None)
    if not form.validate():
        return _form_page(key, version, pack, form, None), 422
    typed = wordings_of(form, pack.questionnaire.languages)
    wordings = {code: replace(words, topic=words.topic or short(words.text)) for code, words in typed.items()}
    base = wordings[pack.questionnaire.base]
    informants = tuple(form.informants.data) if form.referent.data == "organisation" else ()
    entry = Entry(base.topic, form.dimension.data, form.referent.data, wordings, informants)
    (name,) = service.add(site.session(), at(key, version), entry)
    _saved(key, version, say("Added."))
    return to("library.show", key=key, version=version, _anchor=name)


@pages.post(f"{PACK}/questions/<question>/leave-out")
def leave_out(key: str, version: str, question: str) -> AnyResponse:
    """Leave a question out."""
    pack = pack_of(editable(key, version))
    topic = named(_question(pack, question))
    service.take_out(site.session(), at(key, version), question)
    _saved(key, version, say("“{topic}” is left out.", topic=topic))
    return to("library.check", key=key, version=version)


@pages.post(f"{PACK}/questions/<question>/put-back")
def put_back(key: str, version: str, question: str) -> AnyResponse:
    """Bring a question back that was left out."""
    _left_out(key, version, question)
    service.put_back(site.session(), at(key, version), question)
    tell(say("The question is back, as it was in what this draft was copied from."))
    return to("library.check", key=key, version=version)


@pages.post(f"{PACK}/questions/<question>/release")
def release(key: str, version: str, question: str) -> AnyResponse:
    """Take a question that was left out, out of the actions as well."""
    _left_out(key, version, question)
    service.release(site.session(), at(key, version), question)
    tell(say("No action rests on this question any more. Those that rested on it alone are gone."))
    return to("library.check", key=key, version=version)


def _left_out(key: str, version: str, question: str) -> None:
    shelved = editable(key, version)
    source = source_of(shelved)
    if source is None or question not in source.question or question in pack_of(shelved).question:
        abort(404)


def _question(pack: Pack, name: str) -> Any:
    return pack.question.get(name) or abort(404)


def _entry(pack: Pack, name: str) -> Entry:
    return entry_of(pack, _question(pack, name))


def _saved(key: str, version: str, done: str) -> None:
    """Say so, and how many points the check finds now."""
    faults = shelves.faults(site.session(), site.member(), editable(key, version))
    if faults:
        n = len(faults)
        found = count("The check finds {n} point to mend.", "The check finds {n} points to mend.", n)
        tell(f"{done} {found}", "wait")
    else:
        tell(done)


def _form_page(  # noqa: PLR0917 - which question of which draft, as typed, as it was, as it is by now
    key: str, version: str, pack: Pack, form: Any, entry: Entry | None, conflict: Any = None
) -> str:
    languages = pack.questionnaire.languages
    stored = texts_of(conflict.stored) if conflict is not None else {}
    differing = [
        (form[name].label.text, text, form[name].data)
        for name, text in stored.items()
        if name in form and text != form[name].data
    ]
    return page(
        "survey/library/question.html",
        editable(key, version),
        pack=pack,
        form=form,
        entry=entry,
        rows=rows_of(form, languages),
        terms=words_of(form, languages),
        conflict=conflict,
        differing=differing,
    )
