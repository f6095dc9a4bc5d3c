"""Page one under the evidence gate: why there is no verdict yet, and what one needs."""

from ..report import Decision
from .phrases import first_lines, kicker, owner
from .voice import Voice


def withheld_page(voice: Voice) -> Decision:
    """Page one under the evidence gate."""
    people, mandate = voice.results.participation, voice.results.mandate
    found = {
        "items": (
            voice.percent(people.coverage),
            voice.say("of the applicable questions were answered with a level"),
        ),
        "departments": (
            f"{voice.whole(people.departments_answered)}/{voice.whole(people.departments_invited)}",
            voice.count("department answered", "departments answered", people.departments_invited),
        ),
        "facts": (
            f"{voice.whole(people.facts_known)}/{voice.whole(people.facts_asked)}",
            voice.say("facts about the organisation are known"),
        ),
    }
    rule = voice.pack.mandate.evidence
    needed = {
        "items": voice.say(
            "at least {share} of the questions answered", share=voice.percent(rule.items_none)
        ),
        "departments": voice.say(
            "at least {share} of the departments in", share=voice.percent(rule.departments_none)
        ),
        "facts": voice.say("at least {share} of the facts stated", share=voice.percent(rule.facts_none)),
    }
    silent = [voice.set(name) for name in people.silent]
    return Decision(
        kicker=kicker(voice),
        headline=voice.passage(
            "decision.headline",
            voice.say(
                "No verdict yet for {organisation}: too little is known",
                organisation=voice.results.organisation,
            ),
        ),
        meaning=voice.passage("decision.meaning", voice.of(rule.none)),
        tags=(voice.say("No verdict"),),
        reasons_title=voice.say("Why not yet"),
        reasons=tuple(found[key] for key in ("items", "departments", "facts")),
        how_title=voice.say("What a verdict needs"),
        how=tuple(
            (voice.cap(needed[key]), f"{found[key][0]} {voice.say('today')}") for key in mandate.withheld
        ),
        sure_title=voice.say("How sure"),
        sure_figure="–",
        sure_text=voice.say("No stability is computed without a verdict."),
        sure_share=None,
        options_title="",
        options=(),
        flips_title=voice.say("Departments still silent"),
        flips=tuple(silent),
        conditions_title="",
        conditions=(),
        steps_title=voice.say("First steps"),
        steps=first_lines(voice),
        owner_title=voice.say("To be completed by"),
        owner=owner(voice),
    )
