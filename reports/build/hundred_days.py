"""First results due, failure modes, conditions of success; or what replaces an appointment."""

from questionnaires.model.appointment import Risk

from ..report import Block, Bullets, Column, Heading, Pairs, Row, Section, Table
from .phrases import day_word, gist_text
from .selection import for_verdict, that_hold
from .voice import Voice

RISKS = 6


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


def _risk_table(voice: Voice, risks: list[Risk], likely: list[Risk]) -> Table:
    """Failure modes with sign and response; those likely here stand out."""
    return Table(
        voice.say("Failure modes"),
        (
            Column(voice.say("Risk"), width=0.24),
            Column(voice.say("Early sign"), width=0.36),
            Column(voice.say("Response"), width=0.40),
        ),
        tuple(
            Row((voice.of(item.name), voice.of(item.sign), voice.of(item.response)), strong=item in likely)
            for item in risks
        ),
        voice.say("In bold: what was found here makes it likely.") if likely else "",
    )


def hundred_days(voice: Voice) -> Section:
    """Results due, failure modes, conditions of success, and advice to the person asked."""
    appointment = voice.pack.appointment
    risks = for_verdict(voice, appointment.risks)
    likely = [item for item in that_hold(voice, risks) if item.when is not None]
    general = [item for item in risks if item.when is None]
    chosen = [*likely, *general][:RISKS]
    blocks: list[Block] = [
        _first_steps(voice),
        Heading(voice.say("How such roles fail, those likely here first")),
        _risk_table(voice, chosen, likely),
        Heading(voice.say("Conditions of success")),
        Bullets(tuple(voice.of(item.text) for item in for_verdict(voice, appointment.successes)), small=True),
        Heading(voice.say("To the person asked")),
        Bullets(
            tuple(voice.of(item.text) for item in for_verdict(voice, appointment.candidate_advice)),
            small=True,
        ),
    ]
    headline = (
        voice.count(
            "One way of failing has its cause in what was found",
            "{n} ways of failing have their cause in what was found",
            min(len(likely), RISKS),
        )
        if likely
        else voice.say("A hundred days to prove, not to plan")
    )
    return Section(
        "hundred-days",
        "",
        voice.say("First hundred days"),
        headline,
        voice.say("Results with their dates and proof; what goes wrong, and what makes it work."),
        tuple(blocks),
    )


def instead(voice: Voice) -> Section:
    """Foundations first: what is put in place, and the signs on which to look again."""
    appointment = voice.pack.appointment
    risks = that_hold(voice, for_verdict(voice, appointment.risks))
    blocks: list[Block] = [
        Pairs(
            (
                (voice.say("Who answers meanwhile"), gist_text(voice, "who")),
                (voice.say("Cost"), gist_text(voice, "cost")),
                (voice.say("Look again"), gist_text(voice, "reassess")),
            )
        ),
        _first_steps(voice),
        Heading(voice.say("What goes wrong while waiting")),
        _risk_table(voice, risks[:RISKS], []),
    ]
    return Section(
        "instead",
        "",
        voice.say("What replaces an appointment"),
        voice.say("No post is created; the chief executive answers for the foundations"),
        gist_text(voice, "when"),
        tuple(blocks),
    )
