"""What one department can do in thirty days: the cheapest actions at its own levels."""

from typing import Final

from questionnaires.model import Action

from ..report import Item, Items
from .own import Own, mean_level
from .phrases import day_word
from .selection import applies
from .steps import effort

MOST: Final = 3
PER_DIMENSION: Final = 2
EFFORTS: Final = ("days", "weeks", "months")
AT_THE_TOP: Final = ("ceo", "sponsor", "ai_holder")
"""Owners above a department: what they have to do comes after what is nearer to it."""


def actions(own: Own) -> tuple[Action, ...]:
    """At most three actions that lead from the department's own levels to the next, weakest dimensions first.

    Days of work before weeks, what its own people or a neighbouring function can begin before what waits for
    the top. An action that needs another one first comes only where that one is done.
    """
    voice, chosen = own.voice, []
    for cell, score in own.ranked:
        level = voice.pack.level(score).number
        here = [
            action
            for action in voice.pack.actions
            if action.dimension == cell.dimension
            and action.start == level
            and _open(own, action)
            and not any(_open(own, voice.pack.action[key]) for key in action.after)
        ]
        here.sort(key=_cost)
        chosen += here[:PER_DIMENSION]
    return tuple(sorted(chosen, key=_cost)[:MOST])


def _cost(action: Action) -> tuple[int, bool, int]:
    return EFFORTS.index(action.effort), action.owner in AT_THE_TOP, action.horizon


def _open(own: Own, action: Action) -> bool:
    """Its test holds, and an answer that it lifts is short of the level it leads to, or not known."""
    if action.when is not None and not applies(own.voice, action.when):
        return False
    found = [_score(own, question) for question in action.lifts]
    return any(score is None or score < action.start + 1 for score in found)


def _score(own: Own, question: str) -> float | None:
    """The department's own level on a question; for one about the organisation, the organisation's."""
    if own.voice.pack.question[question].referent == "organisation":
        return own.voice.questions[question].score
    answers = own.answers.get(question)
    return None if answers is None else mean_level(answers)


def steps_block(own: Own) -> Items:
    """The actions with their first steps, owner, effort and proof."""
    voice = own.voice
    return Items(
        tuple(
            Item(
                voice.whole(place),
                voice.of(action.title),
                voice.of(action.why),
                (
                    (
                        voice.say("Owner and effort"),
                        f"{voice.owner(action.owner)}, {effort(voice, action.effort)}",
                    ),
                    (voice.say("Proof"), voice.of(action.proof)),
                    (voice.say("Measure"), voice.of(action.kpi)),
                ),
                tuple(voice.of(step) for step in action.how),
                tag=f"{voice.dimension(action.dimension)} · {_by(own, action)}",
            )
            for place, action in enumerate(actions(own), start=1)
        )
    )


def _by(own: Own, action: Action) -> str:
    voice, done = own.voice, day_word(own.voice, action.horizon)
    if action.horizon <= 30:
        return voice.say("done in {days}", days=done)
    return voice.say("begun in 30 days, done in {days}", days=done)
