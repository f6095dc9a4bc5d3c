"""How: profile, people in post, reporting line, mandate and rights, team, pay, KPIs, first steps, risks."""

from questionnaires.model.appointment import Profile

from ..report import Block, Bullets, Callout, Column, Heading, Item, Items, Pairs, Para, Row, Section, Table
from .decision import day_word, reporting_of
from .pay import pay_table
from .selection import first_that_holds, for_verdict, that_hold
from .voice import Voice

PROFILES = 3
KPIS = 6
RISKS = 6
FIRST_MISSIONS = 3
FLUENCY = {"not_fluent": 1, "fluent_no_time": 2, "fluent_with_time": 3}


def how(voice: Voice) -> tuple[Section, ...]:
    """How to appoint; for foundations first, what replaces an appointment; nothing without a verdict."""
    reached = voice.results.mandate.verdict
    if reached is None:
        return ()
    if reached == "foundations_first":
        return (_instead(voice),)
    return (_who(voice), _mandate(voice), _around(voice), _hundred_days(voice))


def weight(voice: Voice, dimensions: tuple[str, ...]) -> float:
    """How much an entry answers this client's gaps: the distance to 5 of its dimensions, first ones more."""
    total = 0.0
    for place, key in enumerate(dimensions):
        score = voice.dimensions[key].score
        total += (5.0 - (3.0 if score is None else score)) / (place + 1)
    return total


def profiles_in_order(voice: Voice) -> list[Profile]:
    """Profiles, the one that repairs this client's gaps best first, those with somebody able in post ahead."""
    reached = voice.results.mandate.verdict

    def order(profile: Profile) -> tuple[int, int, float]:
        # A profile that no executive in post can have comes from outside: first for an interim, else last.
        outside = not profile.benches
        misplaced = int(outside != (reached == "fractional_caio"))
        best = max((FLUENCY.get(voice.facts[bench].read_as, 0) for bench in profile.benches), default=0)
        able = best == FLUENCY["fluent_with_time"] and reached == "extended_mandate"
        return (misplaced if outside or reached == "fractional_caio" else 0, -int(able), -weight(voice, profile.dimensions) / max(len(profile.dimensions), 1))

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
            "Inside if time can be freed ({names}); outside otherwise. Free the time before the search, not after.", names=names
        )
    return voice.say("Outside, or a strong manager to be developed: nobody in post has led AI to results.")


def _who(voice: Voice) -> Section:
    profiles = profiles_in_order(voice)
    reporting = reporting_of(voice)
    blocks: list[Block] = [
        Pairs(
            (
                (voice.say("Inside or outside"), _inside(voice)),
                (voice.say("Reports to"), voice.cap(voice.of(reporting.line))),
                (voice.say("Why this line"), voice.of(reporting.why)),
            )
        ),
        _candidates(voice),
        Heading(voice.say("Where to look, best fit to these gaps first")),
        Items(
            tuple(
                Item(
                    voice.whole(place),
                    voice.of(profile.name),
                    voice.of(profile.origin),
                    (
                        (voice.say("Brings"), voice.of(profile.strengths)),
                        (voice.say("Watch"), voice.of(profile.watch)),
                        (voice.say("Fits when"), voice.of(profile.fits)),
                    ),
                    strong=place == 1,
                    tag=voice.sources(profile.sources),
                )
                for place, profile in enumerate(profiles[:PROFILES], start=1)
            )
        ),
    ]
    table = pay_table(voice)
    if table is not None:
        blocks.append(table)
    headline = voice.say("Look first for: {profile}", profile=voice.small(voice.of(profiles[0].name)))
    return Section("who-to-appoint", "", voice.say("Whom to appoint"), headline, _who_lead(voice), tuple(blocks))


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
                    voice.of(item.text),
                    ((voice.say("Deliverable"), voice.of(item.deliverable)),),
                    strong=place <= FIRST_MISSIONS,
                )
                for place, item in enumerate(missions, start=1)
            )
        ),
        Heading(voice.say("Decision rights")),
        Pairs(
            tuple(
                (title, " ".join(voice.of(item.text) for item in rights if item.kind == kind))
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
            f"{voice.of(model.text)} {voice.of(model.breaks)}",
        ),
        Table(
            voice.say("Partners of the role"),
            (Column(voice.say("Partner"), width=0.28), Column(voice.say("On what"), width=0.72)),
            tuple(Row((voice.of(item.name), voice.of(item.interface))) for item in partners),
        ),
        Table(
            voice.say("Team around the role, sized to what was found"),
            (
                Column(voice.say("Profession"), width=0.24),
                Column(voice.say("For what"), width=0.46),
                Column(voice.say("How much"), width=0.30),
            ),
            tuple(Row((voice.of(item.name), voice.of(item.text), voice.of(item.share))) for item in team),
        )
        if team
        else Para(voice.say("No profession around the role is justified yet by what was found: begin with the role alone.")),
        _kpis(voice),
    ]
    headline = voice.count(
        "{partners} partners around the role, and one profession to begin with",
        "{partners} partners around the role, and {n} professions to begin with",
        len(team),
        partners=voice.whole(len(partners)),
    ) if team else voice.say("{partners} partners around the role, and no team yet", partners=voice.whole(len(partners)))
    return Section("around", "", voice.say("Around the role"), headline, voice.say(
        "The holder coordinates and answers for the whole; partners keep their own responsibilities."), tuple(blocks))


def _kpis(voice: Voice) -> Table:
    kpis = sorted(for_verdict(voice, voice.pack.appointment.kpis), key=lambda item: -weight(voice, item.dimensions))
    return Table(
        voice.say("How the role is judged"),
        (
            Column(voice.say("Indicator"), width=0.32),
            Column(voice.say("Measure"), width=0.46),
            Column(voice.say("Rhythm"), width=0.22),
        ),
        tuple(Row((voice.of(item.name), voice.of(item.measure), voice.of(item.rhythm))) for item in kpis[:KPIS]),
    )


def _first_steps(voice: Voice) -> Table:
    steps = sorted(for_verdict(voice, voice.pack.appointment.first_steps), key=lambda item: item.day)
    return Table(
        voice.say("Results due"),
        (
            Column(voice.say("By"), width=0.14),
            Column(voice.say("Result"), width=0.50),
            Column(voice.say("Proof"), width=0.36),
        ),
        tuple(Row((day_word(voice, item.day), voice.of(item.text), voice.of(item.proof))) for item in steps),
    )


def _hundred_days(voice: Voice) -> Section:
    appointment = voice.pack.appointment
    risks = for_verdict(voice, appointment.risks)
    likely = [item for item in that_hold(voice, risks) if item.when is not None]
    general = [item for item in risks if item.when is None]
    chosen = [*likely, *general][:RISKS]
    blocks: list[Block] = [
        _first_steps(voice),
        Heading(voice.say("How such roles fail, those likely here first")),
        Table(
            voice.say("Failure modes"),
            (
                Column(voice.say("Risk"), width=0.24),
                Column(voice.say("Early sign"), width=0.36),
                Column(voice.say("Response"), width=0.40),
            ),
            tuple(
                Row((voice.of(item.name), voice.of(item.sign), voice.of(item.response)), strong=item in likely)
                for item in chosen
            ),
            voice.say("In bold: what was found here makes it likely.") if likely else "",
        ),
        Heading(voice.say("Conditions of success")),
        Bullets(tuple(voice.of(item.text) for item in for_verdict(voice, appointment.successes))),
        Heading(voice.say("To the person asked")),
        Bullets(tuple(voice.of(item.text) for item in for_verdict(voice, appointment.candidate_advice))),
    ]
    headline = voice.count(
        "One way of failing has its cause in what was found",
        "{n} ways of failing have their cause in what was found",
        min(len(likely), RISKS),
    ) if likely else voice.say("A hundred days to prove, not to plan")
    return Section("hundred-days", "", voice.say("First hundred days"), headline, voice.say(
        "Results with their proof at 30, 60 and 100 days; what goes wrong, and what makes it work."), tuple(blocks))


def _instead(voice: Voice) -> Section:
    """Foundations first: what is put in place, and the signs on which to look again."""
    appointment = voice.pack.appointment
    gist = next(item for item in appointment.gists if item.verdict == "foundations_first")
    risks = that_hold(voice, for_verdict(voice, appointment.risks))
    blocks: list[Block] = [
        Pairs(
            (
                (voice.say("Who answers meanwhile"), voice.of(gist.who)),
                (voice.say("Cost"), voice.of(gist.cost)),
                (voice.say("Look again"), voice.of(gist.reassess)),
            )
        ),
        _first_steps(voice),
        Heading(voice.say("What goes wrong while waiting")),
        Table(
            voice.say("Failure modes"),
            (
                Column(voice.say("Risk"), width=0.24),
                Column(voice.say("Early sign"), width=0.36),
                Column(voice.say("Response"), width=0.40),
            ),
            tuple(Row((voice.of(item.name), voice.of(item.sign), voice.of(item.response))) for item in risks[:RISKS]),
        ),
    ]
    return Section(
        "instead",
        "",
        voice.say("What replaces an appointment"),
        voice.say("No post is created; the chief executive answers for the foundations"),
        voice.of(gist.when),
        tuple(blocks),
    )
