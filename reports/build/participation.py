"""Who answered, and what that allows the report to say."""

from ..report import (
    Block,
    Callout,
    Column,
    Figure,
    Para,
    Row,
    Section,
    Table,
)
from .voice import Voice


def participation(voice: Voice) -> Section:
    """Who answered, and what that allows the report to say."""
    people = voice.results.participation
    blocks: list[Block] = [
        Figure(
            (
                (
                    f"{voice.whole(people.departments_answered)}/{voice.whole(people.departments_invited)}",
                    voice.count("department answered", "departments answered", people.departments_invited),
                    "",
                ),
                (
                    f"{voice.whole(people.respondents)}/{voice.whole(people.people_invited)}",
                    voice.count(
                        "person invited sent their answers",
                        "people invited sent their answers",
                        people.people_invited,
                    ),
                    "",
                ),
                (
                    voice.percent(people.coverage),
                    voice.say("of applicable questions answered with a level"),
                    "",
                ),
                (
                    voice.percent(people.dont_know),
                    voice.say("of applicable questions answered “I do not know”"),
                    "",
                ),
            )
        ),
        Para(voice.passage("who.allows", _allows(voice))),
        _answers(voice),
    ]
    if people.straight_lining:
        blocks.insert(2, _one_answer(voice))
    if voice.results.visibility == "grouped":
        blocks.insert(2, _promise(voice))
    return Section(
        "who",
        "",
        voice.say("Who answered"),
        _who_headline(voice),
        _who_lead(voice),
        tuple(blocks),
        fresh_page=True,
    )


def _one_answer(voice: Voice) -> Callout:
    """Who gave the same level to everything, and what to do about it."""
    text = voice.say(
        "In {names}, a respondent gave the same level to every question. The answers are kept and should be "
        "talked through.",
        names=voice.listing(voice.results.participation.straight_lining),
    )
    return Callout(voice.say("One answer throughout"), voice.passage("who.one_answer", text), "warning")


def _promise(voice: Voice) -> Callout:
    """What respondents of a grouped campaign were told, and what is left out for it."""
    text = voice.say(
        "Respondents were promised that a group is shown from five answers. What rests on fewer is hidden here, and so is "
        "whatever would let it be worked out from the rest."
    )
    if voice.hidden:
        text += " " + voice.say(
            "Hidden: {names}.", names=voice.listing(voice.set(name) for name in voice.hidden)
        )
    return Callout(voice.say("Shown in groups only"), text)


def _who_headline(voice: Voice) -> str:
    people = voice.results.participation
    if people.respondents == 0:
        return voice.say("Nobody has answered yet")
    if people.census:
        return voice.say("Everyone invited answered: nothing here is a sample")
    if not people.silent:
        return voice.say("Every department answered, not every person invited")
    return voice.count(
        "One department has not answered, and its silence is counted",
        "{n} departments have not answered, and their silence is counted",
        len(people.silent),
    )


def _who_lead(voice: Voice) -> str:
    people = voice.results.participation
    if people.silent:
        return voice.say("Silent: {names}.", names=voice.listing(people.silent))
    return voice.say(
        "{known} of {asked} facts about the organisation are known.",
        known=voice.whole(people.facts_known),
        asked=voice.whole(people.facts_asked),
    )


def _allows(voice: Voice) -> str:
    answered = voice.results.participation.departments_answered
    if voice.results.participation.census and answered == 1:
        return voice.say(
            "With everyone in, there is no margin of error from sampling. What remains is that a person may be mistaken."
        )
    if voice.results.participation.census:
        return voice.say(
            "With everyone in, there is no margin of error from sampling. What remains is that a person may be mistaken: "
            "the bands show how far single departments move a score."
        )
    if answered < 5:
        return voice.say(
            "With fewer than five departments, no margin of error is computed: the bands show the lowest and the highest "
            "department."
        )
    if answered < 15:
        return voice.say(
            "Bands are 95% Student intervals over departments, cut at the ends of the scale. With so few departments they "
            "are wide, and rightly so."
        )
    return voice.say("Bands are 95% intervals obtained by resampling departments.")


def _answers(voice: Voice) -> Table:
    rows = []
    for item in voice.results.departments:
        unknown = "–" if item.dont_know is None else voice.percent(item.dont_know)
        headcount = "–" if item.headcount is None else voice.whole(item.headcount)
        rows.append(
            Row(
                (
                    voice.set(item.name),
                    headcount,
                    voice.whole(item.invited),
                    voice.whole(item.answered),
                    unknown,
                )
            )
        )
    return Table(
        voice.say("Answers by department"),
        (
            Column(voice.say("Department"), width=0.56),
            Column(voice.say("Headcount"), "right", 0.11),
            Column(voice.say("Invited"), "right", 0.11),
            Column(voice.say("Answered"), "right", 0.11),
            Column(voice.say("Do not know"), "right", 0.11),
        ),
        tuple(rows),
        voice.say("A dash: not stated, or nobody answered. Do not know: share of the answers given."),
    )
