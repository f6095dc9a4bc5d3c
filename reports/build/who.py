"""Whom to appoint: inside or outside, executives in post compared, profiles, pay."""

from questionnaires.model.appointment import Profile

from ..report import Block, Column, Heading, Item, Items, Pairs, Row, Section, Table
from .pay import pay_table
from .phrases import reporting_of, reporting_sentence
from .selection import weight
from .voice import Voice

PROFILES = 3
FLUENCY = {"not_fluent": 1, "fluent_no_time": 2, "fluent_with_time": 3}


def profiles_in_order(voice: Voice) -> list[Profile]:
    """Profiles, the one that repairs this client's gaps best first, those with somebody able in post ahead."""
    reached = voice.results.mandate.verdict

    def order(profile: Profile) -> tuple[int, int, float]:
        # A profile that no executive in post can have comes from outside: first for an interim, else last.
        outside = not profile.benches
        misplaced = int(outside != (reached == "fractional_caio"))
        best = max((FLUENCY.get(voice.facts[bench].read_as, 0) for bench in profile.benches), default=0)
        able = best == FLUENCY["fluent_with_time"] and reached == "extended_mandate"
        return (
            misplaced if outside or reached == "fractional_caio" else 0,
            -int(able),
            -weight(voice, profile.dimensions) / max(len(profile.dimensions), 1),
        )

    return sorted(voice.pack.appointment.profiles, key=order)


def _inside(voice: Voice) -> str:
    """Inside or outside, from the bench found."""
    bench = [item for item in voice.results.facts if item.id.startswith("bench_")]
    able = [item for item in bench if item.read_as == "fluent_with_time"]
    fluent = [item for item in bench if item.read_as == "fluent_no_time"]
    if able:
        names = voice.listing(voice.of(voice.pack.fact[item.id].topic) for item in able)
        return voice.say("Inside: fluency and time are in post ({names}).", names=names)
    if fluent:
        names = voice.listing(voice.of(voice.pack.fact[item.id].topic) for item in fluent)
        return voice.say(
            "Inside if time can be freed ({names}); outside otherwise. Free the time before the search, not after.",
            names=names,
        )
    return voice.say("Outside, or a strong manager to be developed: nobody in post has led AI to results.")


def who(voice: Voice) -> Section:
    profiles = profiles_in_order(voice)
    reporting = reporting_of(voice)
    blocks: list[Block] = [
        Pairs(
            (
                (
                    voice.say("Inside or outside"),
                    voice.passage("who-to-appoint.inside", _inside(voice)),
                ),
                (voice.say("Reports to"), reporting_sentence(voice)),
                (
                    voice.say("Why this line"),
                    voice.passage("who-to-appoint.why_this_line", voice.of(reporting.why)),
                ),
            )
        ),
        _candidates(voice),
        Heading(voice.say("Where to look, best fit to these gaps first")),
        Items(
            tuple(
                _profile(voice, profile, place) for place, profile in enumerate(profiles[:PROFILES], start=1)
            ),
            aside=True,
        ),
    ]
    table = pay_table(voice)
    if table is not None:
        blocks.append(table)
    headline = voice.say("Look first for: {profile}", profile=voice.small(voice.of(profiles[0].name)))
    return Section(
        "who-to-appoint", "", voice.say("Whom to appoint"), headline, _who_lead(voice), tuple(blocks)
    )


def _profile(voice: Voice, profile: Profile, place: int) -> Item:
    key = f"who-to-appoint.{profile.id}"
    return Item(
        voice.whole(place),
        voice.of(profile.name),
        voice.passage(f"{key}.origin", voice.of(profile.origin)),
        (
            (voice.say("Brings"), voice.passage(f"{key}.strengths", voice.of(profile.strengths))),
            (voice.say("Watch"), voice.passage(f"{key}.watch", voice.of(profile.watch))),
            (voice.say("Fits when"), voice.passage(f"{key}.fits", voice.of(profile.fits))),
        ),
        strong=place == 1,
        tag=voice.sources(profile.sources),
    )


def _who_lead(voice: Voice) -> str:
    weakest = voice.ranked[:2]
    return voice.say(
        "The title matters less than the gap to close: {dimensions}.",
        dimensions=voice.listing(
            f"{voice.small(voice.dimension(item.id))} ({voice.score(item.score)})" for item in weakest
        ),
    )


def _candidates(voice: Voice) -> Table:
    """Executives in post compared: fluency, time, and what follows."""
    says = {
        "absent": voice.say("no such post"),
        "not_fluent": voice.say("to be trained, not to be asked now"),
        "fluent_no_time": voice.say("only if duties are handed over in writing first"),
        "fluent_with_time": voice.say("can take the mandate"),
        "unknown": voice.say("to be clarified before deciding"),
    }
    bench = [item for item in voice.results.facts if item.id.startswith("bench_") and item.value != "absent"]
    rows = tuple(
        Row(
            (
                voice.of(voice.pack.fact[item.id].topic),
                voice.value(item.id, item.value),
                says[item.value],
            ),
            strong=item.value == "fluent_with_time",
        )
        for item in sorted(bench, key=lambda item: -FLUENCY.get(item.value, 0))
    )
    note = ""
    if voice.facts["proposed_holder"].value == "dpo":
        note = voice.of(next(gate.fired for gate in voice.pack.mandate.gates if gate.id == "conflict"))
    return Table(
        voice.say("Executives in post compared"),
        (
            Column(voice.say("In post"), width=0.34),
            Column(voice.say("Fluency and time"), width=0.33),
            Column(voice.say("What follows"), width=0.33),
        ),
        rows,
        note,
    )
