"""How: profile, people in post, reporting line, mandate and rights, team, pay, KPIs, first steps, risks."""

from ..report import Block, Callout, Column, Heading, Item, Items, Pairs, Para, Row, Section, Table
from .hundred_days import hundred_days, instead
from .selection import first_that_holds, for_verdict, that_hold, weight
from .voice import Voice
from .who import who

KPIS = 6
FIRST_MISSIONS = 3


def how(voice: Voice) -> tuple[Section, ...]:
    """How to appoint; for foundations first, what replaces an appointment; nothing without a verdict."""
    reached = voice.results.mandate.verdict
    if reached is None:
        return ()
    if reached == "foundations_first":
        return (instead(voice),)
    return (who(voice), _mandate(voice), _around(voice), hundred_days(voice))


def _mandate(voice: Voice) -> Section:
    missions = sorted(
        for_verdict(voice, voice.pack.appointment.missions), key=lambda item: -weight(voice, item.dimensions)
    )
    rights = for_verdict(voice, voice.pack.appointment.rights)
    blocks: list[Block] = [
        Items(
            tuple(
                Item(
                    voice.whole(place),
                    voice.of(item.name),
                    voice.passage(f"mandate.{item.id}.text", voice.of(item.text)),
                    (
                        (
                            voice.say("Deliverable"),
                            voice.passage(f"mandate.{item.id}.deliverable", voice.of(item.deliverable)),
                        ),
                    ),
                    strong=place <= FIRST_MISSIONS,
                )
                for place, item in enumerate(missions, start=1)
            ),
            aside=True,
        ),
        Heading(voice.say("Decision rights")),
        Pairs(
            tuple(
                (
                    title,
                    voice.passage(
                        f"mandate.rights.{kind}",
                        " ".join(voice.of(item.text) for item in rights if item.kind == kind),
                    ),
                )
                for kind, title in (
                    ("decides", voice.say("Decides")),
                    ("shares", voice.say("Shares")),
                    ("leaves", voice.say("Leaves to others")),
                )
            )
        ),
    ]
    headline = voice.say(
        "A mandate in {n} missions; the first: {first}",
        n=voice.whole(len(missions)),
        first=voice.small(voice.of(missions[0].name)),
    )
    return Section(
        "mandate",
        "",
        voice.say("The mandate"),
        headline,
        voice.say("Missions are ordered by what they repair here; the first three make the first year."),
        tuple(blocks),
    )


def _around(voice: Voice) -> Section:
    appointment = voice.pack.appointment
    model = first_that_holds(voice, appointment.operating_models)
    partners = for_verdict(voice, appointment.partners)
    team = that_hold(voice, appointment.team)
    blocks: list[Block] = [
        Callout(
            voice.say("Operating model: {name}", name=voice.small(voice.of(model.name))),
            voice.passage("around.model", f"{voice.of(model.text)} {voice.of(model.breaks)}"),
        ),
        Table(
            voice.say("Partners of the role"),
            (Column(voice.say("Partner"), width=0.28), Column(voice.say("On what"), width=0.72)),
            tuple(Row((voice.of(item.name), voice.of(item.interface))) for item in partners),
        ),
        Table(
            voice.say("Team around the role, sized to what was found"),
            (
                Column(voice.say("Profession"), width=0.19),
                Column(voice.say("For what"), width=0.41),
                Column(voice.say("How much"), width=0.40),
            ),
            tuple(Row((voice.of(item.name), voice.of(item.text), voice.of(item.share))) for item in team),
        )
        if team
        else Para(
            voice.passage(
                "around.team",
                voice.say(
                    "No profession around the role is justified yet by what was found: begin with the role alone."
                ),
            )
        ),
        _kpis(voice),
    ]
    headline = (
        voice.count(
            "{partners} partners around the role, and one profession to begin with",
            "{partners} partners around the role, and {n} professions to begin with",
            len(team),
            partners=voice.whole(len(partners)),
        )
        if team
        else voice.say(
            "{partners} partners around the role, and no team yet", partners=voice.whole(len(partners))
        )
    )
    return Section(
        "around",
        "",
        voice.say("Around the role"),
        headline,
        voice.say(
            "The holder coordinates and answers for the whole; partners keep their own responsibilities."
        ),
        tuple(blocks),
    )


def _kpis(voice: Voice) -> Table:
    kpis = sorted(
        for_verdict(voice, voice.pack.appointment.kpis), key=lambda item: -weight(voice, item.dimensions)
    )
    return Table(
        voice.say("How the role is judged"),
        (
            Column(voice.say("Indicator"), width=0.32),
            Column(voice.say("Measure"), width=0.46),
            Column(voice.say("Rhythm"), width=0.22),
        ),
        tuple(
            Row((voice.of(item.name), voice.of(item.measure), voice.of(item.rhythm))) for item in kpis[:KPIS]
        ),
    )
