"""Changes to the files of a pack: texts in go new texts out, and whatever is not touched stays as it was.

Only the files that a change concerns are written anew, without comments. What a change makes incoherent,
``check`` tells afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from .errors import DefinitionError
from .model import Pack, Question
from .yaml_lines import Fault, parse

BASE: Final = "questionnaire.yaml"
STATEMENTS: Final = 5
_NUMBERLIKE: Final = tuple("+-.0123456789")


@dataclass(frozen=True, slots=True)
class Wording:
    """A question in one language. ``words``: each a term and its meaning. ``awareness`` is "" for none."""

    topic: str
    text: str
    why: str
    statements: tuple[str, ...]
    proof: str
    awareness: str = ""
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with its wording in every language of its pack, by language."""

    id: str
    dimension: str
    referent: str
    wordings: Mapping[str, Wording]
    informants: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def entry_of(pack: Pack, question: Question) -> Entry:
    """A question of a pack, to be changed and put back."""
    return Entry(
        id=question.id,
        dimension=question.dimension,
        referent=question.referent,
        wordings={locale: wording(question, locale) for locale in pack.questionnaire.languages},
        informants=question.informants,
        sources=question.sources,
    )


def wording(question: Question, locale: str) -> Wording:
    """A question in one language."""
    return Wording(
        topic=question.topic[locale],
        text=question.text[locale],
        why=question.why[locale],
        statements=tuple(statement[locale] for statement in question.statements),
        proof=question.proof[locale],
        awareness=question.awareness[locale] if question.awareness else "",
        words=tuple((word.term[locale], word.meaning[locale]) for word in question.words),
    )


def put(files: Mapping[str, str], entry: Entry) -> dict[str, str]:
    """The files with a question in the place of the one with its id, or after the last of its dimension."""
    entries = _questions(_data(files, BASE))
    places = [number for number, item in enumerate(entries) if item["id"] == entry.id]
    same = [number for number, item in enumerate(entries) if item["dimension"] == entry.dimension]
    at = places[0] if places else (same[-1] + 1 if same else len(entries))

    def change(data: dict[str, Any], locale: str, *, base: bool) -> None:
        if base:
            _questions(data)[at : at + len(places)] = [_base_of(entry, locale)]
        else:
            data.setdefault("questions", {})[entry.id] = _texts_of(entry, locale)

    return _changed(files, change)


def put_all(files: Mapping[str, str], entries: Sequence[Entry]) -> dict[str, str]:
    """The files with these questions, in this order, in the place of all those there were."""

    def change(data: dict[str, Any], locale: str, *, base: bool) -> None:
        if base:
            data["questions"] = [_base_of(entry, locale) for entry in entries]
        else:
            data["questions"] = {entry.id: _texts_of(entry, locale) for entry in entries}

    return _changed(files, change)


def leave_out(files: Mapping[str, str], question: str) -> dict[str, str]:
    """The files without a question. Actions that rest on it stay: ``check`` tells them."""

    def change(data: dict[str, Any], _locale: str, *, base: bool) -> None:
        if base:
            data["questions"] = [item for item in _questions(data) if item["id"] != question]
        else:
            data["questions"].pop(question, None)

    return _changed(files, change)


def detach(files: Mapping[str, str], question: str) -> dict[str, str]:
    """The files without any action that rests on a question alone; others no longer name it.

    Whatever else names an action that went stays, and ``check`` tells it.
    """
    written, gone = dict(files), set[str]()
    names = [name for name in files if name.startswith("actions/")]
    for name in names:
        data = _data(files, name)
        for action in data["actions"]:
            action["lifts"] = [item for item in action["lifts"] if item != question]
        gone |= {action["id"] for action in data["actions"] if not action["lifts"]}
        written[name] = _yaml({"actions": [action for action in data["actions"] if action["lifts"]]})
    for name in names:
        data = _data(written, name)
        for action in data["actions"]:
            if "after" in action:
                action["after"] = [item for item in action["after"] if item not in gone]
        written[name] = _yaml(data)
        for translated in (f"{locale}/{name}" for locale in languages_of(files)[1:]):
            texts = _data(files, translated)["actions"]
            written[translated] = _yaml({"actions": {key: texts[key] for key in texts if key not in gone}})
    return written


def retitle(files: Mapping[str, str], titles: Mapping[str, str]) -> dict[str, str]:
    """The files with another title in each language."""

    def change(data: dict[str, Any], locale: str, *, base: bool) -> None:
        data["title"] = titles[locale]

    return _changed(files, change)


def rename(files: Mapping[str, str], key: str, version: str) -> dict[str, str]:
    """The files of the same content as another version, or as another questionnaire."""

    def change(data: dict[str, Any], _locale: str, *, base: bool) -> None:
        if base:
            data["key"], data["version"] = key, version

    return _changed(files, change)


def languages_of(files: Mapping[str, str]) -> tuple[str, ...]:
    """The languages of a pack's files, the base language first."""
    data = _data(files, BASE)
    return (data["base"], *(locale for locale in data["languages"] if locale != data["base"]))


def _changed(files: Mapping[str, str], change: Any) -> dict[str, str]:
    """The files after ``change(data, locale, base=…)`` of the questionnaire in each language."""
    base, *others = languages_of(files)
    written = dict(files)
    for locale in (base, *others):
        name = BASE if locale == base else f"{locale}/{BASE}"
        data = _data(files, name)
        change(data, locale, base=locale == base)
        written[name] = _yaml(data)
    return written


def _data(files: Mapping[str, str], name: str) -> dict[str, Any]:
    faults: list[Fault] = []
    document = parse(files[name], name, faults)
    if document is None or faults:
        raise DefinitionError([str(fault) for fault in faults])
    found: dict[str, Any] = document.data
    return found


def _questions(data: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data["questions"]
    return found


def _base_of(entry: Entry, locale: str) -> dict[str, Any]:
    """A question as it stands in the base file. What is empty and may be left out is left out."""
    head: dict[str, Any] = {"id": entry.id, "dimension": entry.dimension, "referent": entry.referent}
    if entry.informants:
        head["informants"] = list(entry.informants)
    tail = {"sources": list(entry.sources)} if entry.sources else {}
    return {**head, **_texts_of(entry, locale), **tail}


def _texts_of(entry: Entry, locale: str) -> dict[str, Any]:
    words = entry.wordings[locale]
    texts: dict[str, Any] = {"topic": words.topic, "text": words.text, "why": words.why}
    if words.words:
        texts["words"] = [{"term": term, "meaning": meaning} for term, meaning in words.words]
    texts |= {"statements": list(words.statements), "proof": words.proof}
    # Where one language has it, the others must: an empty text is told, a missing one would not load.
    if any(wording.awareness for wording in entry.wordings.values()):
        texts["awareness"] = words.awareness
    return texts


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes what ``yaml_lines`` reads: no aliases, and in quotes whatever it would take for a number."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: Any, text: str) -> Any:
    style = '"' if text.startswith(_NUMBERLIKE) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _yaml(data: dict[str, Any]) -> str:
    written: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return written
