"""What differs between two packs in what people are asked: for whoever edits a copy, and for comparisons."""

from collections.abc import Iterator
from dataclasses import dataclass

from .editing import Wording, wording
from .model import Pack, Question


@dataclass(frozen=True, slots=True)
class Change:
    """One text that is another now. ``field`` is a key of the question; ``number`` from 1 in a list, else 0.

    ``old`` or ``new`` is "" where there is none.
    """

    locale: str
    field: str
    number: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Reworded:
    """A question that both packs have, with other texts."""

    question: str
    changes: tuple[Change, ...]

    @property
    def statements(self) -> bool:
        """Whether a statement changed: then answers to the two are not the same answers."""
        return any(change.field == "statements" for change in self.changes)


@dataclass(frozen=True, slots=True)
class Differences:
    """Ids of questions, in the order of the new pack; those dropped in the order of the old."""

    added: tuple[str, ...]
    dropped: tuple[str, ...]
    reworded: tuple[Reworded, ...]
    moved: tuple[str, ...]
    """In another dimension, or about somebody else: department or organisation."""
    titles: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.reworded or self.moved or self.titles)


def diff(old: Pack, new: Pack) -> Differences:
    """What ``new`` asks otherwise than ``old``, in the languages that both have. Order alone is no change."""
    locales = [item for item in new.questionnaire.languages if item in old.questionnaire.languages]
    both = [question for question in new.questionnaire.questions if question.id in old.question]
    compared = [(question.id, _changes(old.question[question.id], question, locales)) for question in both]
    before, after = old.questionnaire.title, new.questionnaire.title
    return Differences(
        added=tuple(name for name in new.question if name not in old.question),
        dropped=tuple(name for name in old.question if name not in new.question),
        reworded=tuple(Reworded(name, changes) for name, changes in compared if changes),
        moved=tuple(item.id for item in both if _place(old.question[item.id]) != _place(item)),
        titles=tuple(
            Change(locale, "title", 0, before[locale], after[locale])
            for locale in locales
            if before[locale] != after[locale]
        ),
    )


def _place(question: Question) -> tuple[str, str]:
    return question.dimension, question.referent


def _changes(old: Question, new: Question, locales: list[str]) -> tuple[Change, ...]:
    return tuple(
        Change(locale, *place, before.get(place, ""), after.get(place, ""))
        for locale in locales
        for before, after in [(dict(_texts(wording(old, locale))), dict(_texts(wording(new, locale))))]
        for place in dict.fromkeys([*before, *after])
        if before.get(place, "") != after.get(place, "")
    )


def _texts(words: Wording) -> Iterator[tuple[tuple[str, int], str]]:
    yield from ((("topic", 0), words.topic), (("text", 0), words.text), (("why", 0), words.why))
    yield from ((("statements", number), text) for number, text in enumerate(words.statements, 1))
    yield from ((("proof", 0), words.proof), (("awareness", 0), words.awareness))
    for number, (term, meaning) in enumerate(words.words, 1):
        yield ("words", number), f"{term}: {meaning}"
