"""Rules of writing that a machine can hold: lengths, figures, quotes, spaces, texts left untranslated."""

import re
from collections.abc import Iterable, Iterator

from questionnaires.model import Action, Text

from .walk import Spot

STATEMENT_WORDS = range(12, 23)
TOPIC, SHORT, ACTION_TITLE = 38, 14, 70
SAME_IN_BOTH = 25
"""A text of up to so many characters may be the same in two languages: names, abbreviations."""

_WORD = re.compile(r"\S*\w\S*")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_CLOSE_UP = re.compile(r"[\w)}][;!?](?!\w)|[\w)}]:(?=\s|$)|«\S|\S»")


def wording_faults(spots: Iterable[Spot]) -> Iterator[str]:
    """Rules for every text of a pack, in each of its languages."""
    for spot in spots:
        if isinstance(spot.value, Text):
            texts = spot.value.root
            for locale, text in texts.items():
                yield from (f"{spot.place} ({locale}): {fault}" for fault in _faults(spot, locale, text))
            yield from (f"{spot.place}: {fault}" for fault in _pair_faults(texts))


def _faults(spot: Spot, locale: str, text: str) -> Iterator[str]:
    if not text.strip():
        yield "the text is empty; write it"
    if '"' in text:
        yield 'straight double quotes; write « » in French, “ ” in English'
    if "\u00a0" in text or "\u202f" in text:
        yield "a no-break space typed by hand; type an ordinary one, the report sets the others"
    if locale == "fr" and (close := _CLOSE_UP.search(text)):
        yield f"no space at {close.group()!r}; type one before ; : ! ? and inside « »"
    if spot.field == "statements":
        yield from _statement_faults(text)
    limit = _limit(spot)
    if limit and len(text) > limit:
        yield f"{len(text)} characters, at most {limit}; shorten it"


def _statement_faults(text: str) -> Iterator[str]:
    words = len(_WORD.findall(text))
    if words not in STATEMENT_WORDS:
        yield f"{words} words; a statement has {STATEMENT_WORDS.start} to {STATEMENT_WORDS.stop - 1}"
    if any(character.isdigit() for character in text):
        yield "a figure in a statement; say what can be observed instead"


def _limit(spot: Spot) -> int | None:
    if spot.field == "title" and isinstance(spot.owner, Action):
        return ACTION_TITLE
    return {"topic": TOPIC, "short": SHORT}.get(spot.field)


def _pair_faults(texts: dict[str, str]) -> Iterator[str]:
    (base, first), *others = texts.items()
    for locale, text in others:
        if text == first and len(text) > SAME_IN_BOTH:
            yield f"the same in {base} and {locale}; translate it"
        if set(_PLACEHOLDER.findall(text)) != set(_PLACEHOLDER.findall(first)):
            yield f"other {{placeholders}} in {locale} than in {base}; use the same ones"
