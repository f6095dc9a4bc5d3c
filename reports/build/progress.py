"""What moved since the wave before, and what cannot be claimed to have moved."""

from typing import Final

from ..report import Block, Column, DotRow, Dots, Para, Row, Section, Table, Terms
from ..results import Comparison, DimensionChange
from ..typography import day
from .standing import place
from .voice import Voice

WIDE: Final = 1.0
"""Levels from which a department's move is told: one person's answers can move it by half of that."""
MOST: Final = 8
"""Departments' moves told at most."""


def progress(voice: Voice) -> tuple[Section, ...]:
    """The comparison with the wave before; nothing for a first wave."""
    found = voice.results.progress
    if found is None:
        return ()
    blocks: list[Block] = []
    if _known(found):
        blocks.append(_dumbbells(voice, found))
    blocks.append(Para(_verdict(voice, found)))
    if moves := _departments(voice, found):
        blocks.append(moves)
    if wording := _wording(voice, found):
        blocks.append(wording)
    title = voice.say("Since the wave before")
    return (Section("progress", "", title, _headline(voice, found), _lead(voice, found), tuple(blocks)),)


def change_in_words(voice: Voice, item: DimensionChange) -> str:
    """A change as it may be claimed: "clear rise of 0.6", or that it is within noise."""
    if item.before is None or item.after is None or item.detectable is None:
        return voice.say("not compared")
    by = voice.fine(abs(item.after - item.before))
    if not item.clear:
        return voice.say("no clear change")
    return (
        voice.say("clear rise of {by}", by=by)
        if item.after > item.before
        else voice.say("clear fall of {by}", by=by)
    )


def _known(found: Comparison) -> list[DimensionChange]:
    return [item for item in found.dimensions if item.before is not None and item.after is not None]


def _headline(voice: Voice, found: Comparison) -> str:
    known = _known(found)
    if not known:
        return voice.say("The two waves cannot be compared")
    up = [voice.small(voice.dimension(item.id)) for item in known if item.clear and _rise(item) > 0]
    down = [voice.small(voice.dimension(item.id)) for item in known if item.clear and _rise(item) < 0]
    since = day(found.as_of, voice.locale)
    if up and down:
        text = voice.say(
            "Since {day}, risen: {up}; fallen: {down}",
            day=since,
            up=voice.listing(up),
            down=voice.listing(down),
        )
    elif up:
        text = voice.say("Since {day}, clearly risen: {up}", day=since, up=voice.listing(up))
    elif down:
        text = voice.say("Since {day}, clearly fallen: {down}", day=since, down=voice.listing(down))
    else:
        return voice.say("Since {day}, nothing has moved beyond what chance explains", day=since)
    rest = len(known) - len(up) - len(down)
    return text if not rest else voice.joined((text, voice.say("the rest within noise")))


def _rise(item: DimensionChange) -> float:
    return (item.after or 0.0) - (item.before or 0.0)


def _lead(voice: Voice, found: Comparison) -> str:
    then, now = found.people
    text = voice.say(
        "{then} people answered then and {now} now, {same} of them in the same post. Compared on the {common} questions that both"
        " waves asked with the same words.",
        then=voice.whole(then),
        now=voice.whole(now),
        same=voice.whole(found.same_posts),
        common=voice.whole(len(found.common)),
    )
    if voice.results.visibility == "grouped" and not found.departments:
        text += " " + voice.say(
            "Departments are not compared: results are shown for groups of five people and more."
        )
    return text


def _dumbbells(voice: Voice, found: Comparison) -> Dots:
    ordered = sorted(found.dimensions, key=lambda item: -abs(_rise(item)) if item.clear else 9.0)
    least = [item.detectable for item in _known(found) if item.detectable is not None]
    note = voice.say("Ring: the wave of {day}. Dot: now.", day=day(found.as_of, voice.locale))
    if least:
        low, high = voice.fine(min(least)), voice.fine(max(least))
        note += " " + (
            voice.say("A change is called clear from {low} levels; less can be chance.", low=low)
            if low == high
            else voice.say(
                "A change is called clear from {low} to {high} levels, by the number of people and questions; less can be chance.",
                low=low,
                high=high,
            )
        )
    return Dots(
        voice.say("Dimensions, then and now"),
        (
            voice.say("Dimension"),
            voice.say("Score from 1 to 5"),
            voice.say("Now"),
            voice.say("Change"),
            voice.say("Then"),
        ),
        tuple(((n - 1) / 4, str(n)) for n in range(1, 6)),
        tuple(_row(voice, item) for item in ordered),
        note,
    )


def _row(voice: Voice, item: DimensionChange) -> DotRow:
    name = voice.dimension(item.id)
    if item.before is None or item.after is None:
        return DotRow(name, "–", "", "", None, status=voice.cap(change_in_words(voice, item)))
    return DotRow(
        name,
        voice.score(item.after),
        voice.score(item.before),
        change_in_words(voice, item),
        place(item.after),
        before=place(item.before),
        strong=item.clear and _rise(item) < 0,
    )


def _verdict(voice: Voice, found: Comparison) -> str:
    now = voice.results.mandate.verdict
    if found.verdict is None or now is None:
        return voice.say("One of the two waves gave no verdict: verdicts are not compared.")
    if found.verdict == now:
        return voice.say("The verdict is the same as then: {verdict}.", verdict=voice.verdict(now))
    if found.verdict not in voice.pack.verdict:
        return voice.say(
            "The verdict of then is not one of today's questionnaire: verdicts are not compared."
        )
    return voice.say(
        "The verdict was “{then}”; it is “{now}” now.",
        then=voice.verdict(found.verdict),
        now=voice.verdict(now),
    )


def _departments(voice: Voice, found: Comparison) -> Table | None:
    moved = [item for item in found.departments if abs(item.after - item.before) >= WIDE]
    if not moved:
        return None
    moved.sort(key=lambda item: (-abs(item.after - item.before), item.department, item.dimension))
    return Table(
        voice.say("Departments that moved by a level and more"),
        (
            Column(voice.say("Department"), width=0.34),
            Column(voice.say("Dimension"), width=0.3),
            Column(voice.say("Then"), "right"),
            Column(voice.say("Now"), "right"),
            Column(voice.say("Change"), "right"),
        ),
        tuple(
            Row(
                (
                    item.department,
                    voice.dimension(item.dimension),
                    voice.score(item.before),
                    voice.score(item.after),
                    voice.signed(item.after - item.before),
                )
            )
            for item in moved[:MOST]
        ),
        voice.say("A department's score rests on a few people: read it as a reason to ask, not as a proof."),
    )


def _wording(voice: Voice, found: Comparison) -> Terms | None:
    def topics(keys: tuple[str, ...]) -> str:
        return voice.listing(voice.small(voice.of(voice.pack.question[key].topic)) for key in keys)

    rows = []
    if found.reworded:
        rows.append((voice.say("Reworded, left out"), topics(found.reworded)))
    if found.added:
        rows.append((voice.say("Asked for the first time"), topics(found.added)))
    if found.dropped:
        gone = voice.count("{n} question", "{n} questions", len(found.dropped))
        rows.append((voice.say("No longer asked"), gone))
    return Terms(tuple(rows)) if rows else None
