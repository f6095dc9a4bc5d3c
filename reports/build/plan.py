"""The roadmap as a plan to take over: each action in words, its owner, the day it is due, what proves it."""

from dataclasses import dataclass

from questionnaires.model import Pack

from ..results import Results
from .voice import Voice


@dataclass(frozen=True, slots=True)
class Planned:
    """One action of the roadmap in words. ``due``: days after the decision by which it is done."""

    action: str
    title: str
    owner: str
    due: int
    proof: str


def planned(pack: Pack, results: Results, locale: str) -> tuple[Planned, ...]:
    """The actions of the roadmap in their order, in a locale of the pack."""
    voice = Voice(pack, results, locale)
    return tuple(
        Planned(
            item.action,
            voice.of(pack.action[item.action].title),
            voice.owner(pack.action[item.action].owner),
            item.due,
            voice.of(pack.action[item.action].proof),
        )
        for item in results.roadmap
    )
