"""What would change the verdict, in sentences."""

from ..results import Change, Flip
from ..typography import NBSP
from .voice import Voice


def flip_lines(voice: Voice) -> tuple[str, ...]:
    """Single changes that lead to another verdict, those of the world first; one for each other verdict before more."""
    groups = flip_groups(voice, [flip for flip in voice.results.mandate.flips if len(flip.changes) == 1])
    if not groups:
        return (voice.say("No single change of a fact or of a level by one changes it."),)
    seen: set[str] = set()
    fresh: list[str] = []
    again: list[str] = []
    groups.sort(key=lambda pair: pair[0].cause != "world")
    for flip, line in groups:
        (again if flip.verdict in seen else fresh).append(line)
        seen.add(flip.verdict)
    return (*fresh, *again)


def flip_groups(voice: Voice, flips: list[Flip]) -> list[tuple[Flip, str]]:
    """Flips as sentences; facts of the same kind that change alike share one sentence."""
    groups: dict[tuple[str, ...], list[Flip]] = {}
    for flip in flips:
        change = flip.changes[0]
        bench = change.id.startswith("bench_") and len(flip.changes) == 1
        key = (
            (flip.verdict, flip.cause, change.after)
            if bench
            else (flip.verdict, flip.cause, *map(str, flip.changes))
        )
        groups.setdefault(key, []).append(flip)
    return [(same[0], _group_line(voice, same)) for same in groups.values()]


def _group_line(voice: Voice, same: list[Flip]) -> str:
    if len(same) == 1:
        return flip_line(voice, same[0])
    change = same[0].changes[0]
    text = voice.say(
        "Any one of {n} executives: “{after}”",
        n=voice.whole(len(same)),
        after=voice.value(change.id, change.after),
    )
    return voice.set(f"{text} → {_whole(voice.verdict(same[0].verdict))}")


def flip_line(voice: Voice, flip: Flip) -> str:
    """One flip in a sentence."""
    changes = voice.listing(change_line(voice, change) for change in flip.changes)
    return voice.set(f"{voice.cap(changes)} → {_whole(voice.verdict(flip.verdict))}")


def _whole(name: str) -> str:
    """A name whose last word does not stand on a line of its own."""
    return NBSP.join(name.rsplit(" ", 1))


def change_line(voice: Voice, change: Change) -> str:
    """One change in words: what, from what to what."""
    if change.kind == "score":
        return voice.say(
            "{what} at {after} instead of {before}",
            what=voice.small(voice.dimension(change.id)),
            after=voice.score(float(change.after)),
            before=voice.score(float(change.before)),
        )
    return voice.say(
        "{what}: “{after}” instead of “{before}”",
        what=voice.small(voice.of(voice.pack.fact[change.id].topic)),
        after=voice.value(change.id, change.after),
        before=voice.value(change.id, change.before),
    )
