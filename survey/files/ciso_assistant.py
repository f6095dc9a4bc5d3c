"""Choice questions of a library of CISO Assistant: ``objects.framework.requirement_nodes[].questions``.

A question has a ``type``, a ``text`` and ``choices``, each with a ``value`` and an ``add_score``. The
language is the library's ``locale``; others stand under ``translations``.
"""

from collections.abc import Iterator
from typing import Any, Final

from ..phrases import Phrase, phrase
from .candidates import Found, words
from .foreign_yaml import entries, mapping, score

CHOICE: Final = ("unique_choice", "single_choice")
KINDS: Final = {
    "multiple_choice": phrase("several options can be chosen at once"),
    "text": phrase("it is answered in free text"),
    "date": phrase("it is answered by a date"),
    "number": phrase("it is answered by a number"),
    "boolean": phrase("it is answered by yes or no"),
}


def is_library(document: Any) -> bool:
    """Whether a document is a library of CISO Assistant."""
    data = mapping(document)
    return "objects" in data and ("urn" in data or "ref_id" in data)


def candidates(library: dict[str, Any]) -> Found:
    """The choice questions with scores of a library, and what of it cannot be taken."""
    locale = words(library.get("locale"))[:2] or "en"
    found = Found("CISO Assistant", words(library.get("name")))
    nodes = list(_nodes(library))
    for node in nodes:
        for urn, question in mapping(node.get("questions")).items():
            if isinstance(question, dict):
                _read(found, str(urn), question, locale)
        # The older form: one question for each node.
        for question in entries(mapping(node.get("question")).get("questions")):
            _read(found, str(question.get("urn", "")), question, locale)
    silent = sum(not node.get("questions") and not node.get("question") for node in nodes)
    if silent:
        found.leave(words(library.get("name")), phrase("requirements without a question: {n}", n=silent))
    return found


def _nodes(library: dict[str, Any]) -> Iterator[dict[str, Any]]:
    objects = mapping(library.get("objects"))
    frameworks = [mapping(objects.get("framework")), *entries(objects.get("frameworks"))]
    for framework in frameworks:
        yield from entries(framework.get("requirement_nodes"))


def _read(found: Found, urn: str, question: dict[str, Any], locale: str) -> None:
    kind = words(question.get("type"))
    texts = _by_language(question, "text", locale)
    if kind not in CHOICE:
        found.leave(next(iter(texts.values()), urn), KINDS.get(kind, _unknown(kind)))
        return
    options = [
        (score(choice.get("add_score")), _by_language(choice, "value", locale))
        for choice in entries(question.get("choices"))
    ]
    found.offer(urn, texts, options)


def _unknown(kind: str) -> Phrase:
    return phrase("its kind is not known here: {kind}", kind=kind or "–")


def _by_language(item: dict[str, Any], key: str, locale: str) -> dict[str, str]:
    texts = {locale: words(item.get(key))}
    for other, translated in mapping(item.get("translations")).items():
        text = words(mapping(translated).get(key))
        if text:
            texts[other[:2]] = text
    return {language: text for language, text in texts.items() if text}
