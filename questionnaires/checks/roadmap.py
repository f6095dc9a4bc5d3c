"""The action catalogue: enough for every step, and no action that waits for itself."""

from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from questionnaires.model import Pack

PER_STEP = 3
IN_ALL = 60


def action_faults(pack: Pack) -> Iterator[str]:
    """Rules of actions/*.yaml."""
    if len(pack.actions) < IN_ALL:
        yield f"actions: {len(pack.actions)} actions; write at least {IN_ALL}"
    counted = Counter((action.dimension, action.start) for action in pack.actions)
    for dimension in pack.dimension:
        for start in range(1, 5):
            number = counted[dimension, start]
            if number < PER_STEP:
                step = f"from level {start} to {start + 1} of {dimension}"
                yield f"actions: {number} {step}; write at least {PER_STEP}"
    for action in pack.actions:
        for name in action.lifts:
            question = pack.question.get(name)
            if question and question.dimension != action.dimension:
                text = f"{name!r} belongs to {question.dimension}, the action to {action.dimension}"
                yield f"actions: {action.id}.lifts: {text}; lift a question of the action's dimension"
    yield from _cycle(pack)


def _cycle(pack: Pack) -> Iterator[str]:
    try:
        TopologicalSorter({action.id: action.after for action in pack.actions}).prepare()
    except CycleError as error:
        # The sorter lists each before the one that waits for it.
        chain = " after ".join(reversed(error.args[1]))
        yield f"actions: {chain}: these wait for each other; remove one 'after'"
