"""Which entries of the pack's appointment apply to the verdict reached and to the facts stated."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from questionnaires.model import Condition

from ..rules import holds
from .voice import Voice


class ForVerdicts(Protocol):
    """An entry that names the verdicts it is for; none means all."""

    @property
    def verdicts(self) -> tuple[str, ...]:
        """Verdict ids."""


class Tested(Protocol):
    """An entry with an optional test."""

    @property
    def when(self) -> Condition | None:
        """The test, or None: always."""


ForVerdictsT = TypeVar("ForVerdictsT", bound=ForVerdicts)
TestedT = TypeVar("TestedT", bound=Tested)


def for_verdict(voice: Voice, entries: Sequence[ForVerdictsT]) -> list[ForVerdictsT]:
    """The entries meant for the verdict reached."""
    reached = voice.results.mandate.verdict
    return [item for item in entries if not item.verdicts or reached in item.verdicts]


def that_hold(voice: Voice, entries: Sequence[TestedT]) -> list[TestedT]:
    """The entries without a test, or whose test holds for the case as read."""
    return [item for item in entries if item.when is None or applies(voice, item.when)]


def first_that_holds(voice: Voice, entries: Sequence[TestedT]) -> TestedT:
    """The first entry whose test holds; the pack's check proves that the last one has none."""
    return that_hold(voice, entries)[0]


def applies(voice: Voice, condition: Condition) -> bool:
    """Whether a condition holds for the case as read."""
    return bool(holds(voice.pack, condition, *voice.as_read)[0])


def weight(voice: Voice, dimensions: tuple[str, ...]) -> float:
    """How much an entry answers this client's gaps: the distance to 5 of its dimensions, first ones more."""
    total = 0.0
    for place, key in enumerate(dimensions):
        score = voice.dimensions[key].score
        total += (5.0 - (3.0 if score is None else score)) / (place + 1)
    return total
