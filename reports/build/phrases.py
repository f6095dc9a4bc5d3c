"""Sentences that several pages share."""

from typing import Literal

from questionnaires.model.appointment import Gist, Reporting

from ..report import StepLine
from .selection import first_that_holds, for_verdict
from .voice import Voice

WINDOWS = (30, 60, 90)


def kicker(voice: Voice) -> str:
    """What page one is, over its headline."""
    return voice.say("Decision for the executive committee")


def tags(voice: Voice) -> tuple[str, ...]:
    """The marks beside the verdict: conditional, provisional."""
    found = []
    if voice.results.mandate.conditional:
        found.append(voice.say("Conditional"))
    if voice.results.mandate.provisional:
        found.append(voice.say("Provisional"))
    return tuple(found)


def gist_of(voice: Voice) -> Gist:
    """The pack's page-one words for the verdict reached."""
    return next(
        item for item in voice.pack.appointment.gists if item.verdict == voice.results.mandate.verdict
    )


def gist_text(voice: Voice, part: Literal["who", "when", "cost", "reassess"]) -> str:
    """One of the pack's page-one words for the verdict reached."""
    return voice.passage(f"decision.{part}", voice.of(getattr(gist_of(voice), part)))


def reporting_of(voice: Voice) -> Reporting:
    """The reporting line of the verdict reached: the first entry whose test holds."""
    return first_that_holds(voice, for_verdict(voice, voice.pack.appointment.reporting))


def reporting_sentence(voice: Voice) -> str:
    """The reporting line as it stands beside other sentences."""
    return voice.passage("decision.reports_to", f"{voice.cap(voice.of(reporting_of(voice).line))}.")


def sure_sentence(voice: Voice) -> str:
    """How sure, in the word tied to the share of runs."""
    return voice.passage("decision.sure", _sure(voice))


def _sure(voice: Voice) -> str:
    _, stable = voice.decided
    sentences = {
        "robust": voice.say(
            "Robust: this option comes first in at least nine in ten of {runs} variations of the answers, "
            "weights, thresholds and unknown facts.",
            runs=voice.whole(stable.runs),
        ),
        "likely": voice.say(
            "Likely: this option comes first in at least seven in ten of {runs} variations of the answers, weights, "
            "thresholds and unknown facts.",
            runs=voice.whole(stable.runs),
        ),
        "leaning": voice.say(
            "Leaning: this option comes first in at least half of {runs} variations of the answers, "
            "weights, thresholds and unknown facts.",
            runs=voice.whole(stable.runs),
        ),
        "undecided": voice.say(
            "Undecided: this option comes first in at most half of {runs} variations of the "
            "answers, weights, thresholds and unknown facts.",
            runs=voice.whole(stable.runs),
        ),
    }
    text = sentences[stable.word]
    if voice.results.mandate.provisional:
        text += " " + voice.say("No variation stands in for the answers that are missing.")
    other = stable.runner_up
    if other is None:
        return text
    share = voice.percent(stable.shares[other])
    return f"{text} {voice.say('Closest other option: {option}, {share}.', option=voice.verdict(other), share=share)}"


def condition_line(voice: Voice, key: str) -> str:
    """A condition and whom it is for."""
    item = voice.pack.requirement[key]
    text = voice.set(f"{voice.cap(voice.of(item.text))} ({voice.of(item.addressee)})")
    return voice.passage(f"decision.condition.{key}", text)


def first_lines(voice: Voice) -> tuple[StepLine, ...]:
    """For each window, the first action due in it; for the first, else, the first condition to be met."""
    lines = []
    start = 0
    for day in WINDOWS:
        due = [item for item in voice.results.roadmap if start < item.due <= day]
        if due:
            action = voice.pack.action[due[0].action]
            lines.append(StepLine(day_word(voice, day), voice.of(action.title), voice.owner(action.owner)))
        elif not start and voice.results.mandate.conditions:
            item = voice.pack.requirement[voice.results.mandate.conditions[0]]
            text = voice.say("Settle the condition: {condition}", condition=voice.of(item.text))
            lines.append(StepLine(day_word(voice, day), text, voice.of(item.addressee)))
        start = day
    return tuple(lines)


def day_word(voice: Voice, day: int) -> str:
    """ "30 days"."""
    return voice.count("{n} day", "{n} days", day)


def owner(voice: Voice) -> str:
    """Who takes the decision: the sponsor where there is one at the top, else the chief executive."""
    return voice.passage("decision.owner", _owner(voice))


def _owner(voice: Voice) -> str:
    sponsor = voice.facts["sponsor"].value
    name = voice.results.sponsor_name
    if sponsor == "board":
        return voice.say("The board, on the chief executive's proposal")
    if sponsor == "ceo" and name:
        return voice.say("{name}, chief executive", name=name)
    return voice.say("The chief executive")
