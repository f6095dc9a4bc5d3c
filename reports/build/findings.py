"""Findings that cut across dimensions, each with its numbers, in order of what they ask of leadership."""

from collections.abc import Callable

from ..board import Board
from ..report import Block, Column, Item, Items, Row, Section, Table
from ..results import Finding
from .board import board_lines, own_findings
from .voice import Voice

MOST_UNKNOWN = 4
WHO_DECIDES = ("ai_owner", "sponsor", "shadow_ai", "pilots_owned")


def cross_findings(voice: Voice, board: Board) -> Section:
    """Findings across dimensions, what nobody knows, who decides today; arranged as the board says."""
    computed = _once(voice)
    told = {key: _tell(voice, key, finding) for key, finding in computed.items()} | own_findings(voice, board)
    order = board.arranged(told)
    items = tuple(
        Item(voice.whole(place), *told[key], lines=board_lines(voice, board, key))
        for place, key in enumerate(order, start=1)
    )
    blocks: list[Block] = [Items(items)]
    perception = _perception_table(voice, [computed[key] for key in computed if key in order])
    if perception is not None:
        blocks.append(perception)
    return Section(
        "findings", "", voice.say("Findings"), _headline(voice, items), _lead(voice), tuple(blocks)
    )


def _headline(voice: Voice, items: tuple[Item, ...]) -> str:
    return items[0].title if items else voice.say("Nothing cuts across the dimensions")


def _lead(voice: Voice) -> str:
    return voice.say("What the five dimensions show together, and what none of them shows alone.")


def _tell(voice: Voice, key: str, finding: Finding) -> tuple[str, str]:
    """A finding as title and text."""
    title, text = _TELLERS[finding.kind](voice, finding)
    return voice.passage(f"findings.{key}.claim", title), voice.passage(f"findings.{key}.text", text)


def _outrun(voice: Voice, finding: Finding) -> tuple[str, str]:
    ahead, behind = finding.subjects
    title = voice.say(
        "{ahead} outruns {behind}", ahead=voice.dimension(ahead), behind=voice.small(voice.dimension(behind))
    )
    reasons = {
        "data": voice.say(
            "Tools reach data that nobody answers for: errors spread at the speed of the tool."
        ),
        "governance": voice.say(
            "Use grows faster than the rules: each new use adds an exposure that nobody has weighed."
        ),
        "skills": voice.say("Licences are ahead of the people: the tools are paid for and half used."),
    }
    figures = voice.say(
        "{ahead} stands at {high}, {behind} at {low}.",
        ahead=voice.dimension(ahead),
        behind=voice.small(voice.dimension(behind)),
        high=voice.score(finding.values["ahead"]),
        low=voice.score(finding.values["behind"]),
    )
    return title, f"{figures} {reasons[behind]}"


def _perception(voice: Voice, finding: Finding) -> tuple[str, str]:
    dimension = voice.dimension(finding.subjects[0])
    top, ground = finding.values["leadership"], finding.values["departments"]
    if top > ground:
        title = voice.say(
            "Leadership rates {dimension} higher than departments do", dimension=voice.small(dimension)
        )
    else:
        title = voice.say(
            "Departments rate {dimension} higher than leadership does", dimension=voice.small(dimension)
        )
    text = voice.say(
        "On the same questions, general management averages {top} and departments {ground} (respondents: {leaders} and "
        "{others}).",
        leaders=voice.whole(finding.values["leaders"]),
        others=voice.whole(finding.values["others"]),
        top=voice.score(top),
        ground=voice.score(ground),
    )
    return voice.cap(title), text


def _unknown(voice: Voice, finding: Finding) -> tuple[str, str]:
    question = voice.pack.question[finding.subjects[0]]
    unknown, asked = finding.values["unknown"], finding.values["asked"]
    if question.awareness is None:
        title = voice.say("Many cannot say: {topic}", topic=voice.small(voice.of(question.topic)))
        text = voice.count(
            "{n} of {asked} people does not know.",
            "{n} of {asked} people do not know.",
            unknown,
            asked=voice.whole(asked),
        )
        return title, text
    title = voice.count(
        "{n} of {asked} people does not know {what}",
        "{n} of {asked} people do not know {what}",
        unknown,
        asked=voice.whole(asked),
        what=voice.of(question.awareness),
    )
    also = [_also(voice, item) for item in voice.findings("dont_know")[1:MOST_UNKNOWN]]
    moral = voice.say("What exists and is not known is not applied.")
    return title, voice.cap(f"{voice.joined(also)}. {moral}") if also else moral


def _also(voice: Voice, finding: Finding) -> str:
    """A further thing that many do not know, as a clause."""
    question = voice.pack.question[finding.subjects[0]]
    unknown, asked = finding.values["unknown"], voice.whole(finding.values["asked"])
    if question.awareness is None:
        topic = voice.small(voice.of(question.topic))
        return voice.say(
            "{n} of {asked} cannot say: {topic}", n=voice.whole(unknown), asked=asked, topic=topic
        )
    return voice.count(
        "{n} of {asked} does not know {what}",
        "{n} of {asked} do not know {what}",
        unknown,
        asked=asked,
        what=voice.of(question.awareness),
    )


def _unheard(voice: Voice, finding: Finding) -> tuple[str, str]:
    return (
        voice.say("The sponsor is in place and not heard"),
        voice.say(
            "Sponsorship at the top stands at {top}; what reaches the departments, at {ground}.",
            **_top_and_ground(voice, finding),
        ),
    )


def _unapplied(voice: Voice, finding: Finding) -> tuple[str, str]:
    return (
        voice.say("The rules are written and not applied"),
        voice.say(
            "The policy stands at {top}; the way departments clear a new use, at {ground}.",
            **_top_and_ground(voice, finding),
        ),
    )


def _top_and_ground(voice: Voice, finding: Finding) -> dict[str, str]:
    values = finding.values
    return {"top": voice.score(values["top"]), "ground": voice.score(values["departments"])}


def _sponsor_claim(voice: Voice, finding: Finding) -> tuple[str, str]:
    return (
        voice.say("A sponsor is stated, the answers describe none"),
        voice.say(
            "The facts name {sponsor} as sponsor; the question on who carries AI at executive level scores {score}.",
            sponsor=voice.value("sponsor", voice.facts["sponsor"].value),
            score=voice.score(finding.values["score"]),
        ),
    )


def _who_decides(voice: Voice, _finding: Finding) -> tuple[str, str]:
    owner = voice.facts["ai_owner"]
    if owner.value in ("nobody", "unknown"):
        title = voice.say("Nobody decides on AI today")
    else:
        title = voice.say("Today AI is decided by: {owner}", owner=voice.value("ai_owner", owner.value))
    details = [
        voice.pair(voice.of(voice.pack.fact[key].topic), voice.stated(voice.facts[key]))
        for key in WHO_DECIDES[1:]
    ]
    return title, voice.set(". ".join(details) + ".")


_TELLERS: dict[str, Callable[[Voice, Finding], tuple[str, str]]] = {
    "outrun": _outrun,
    "unheard": _unheard,
    "unapplied": _unapplied,
    "perception": _perception,
    "dont_know": _unknown,
    "sponsor_claim": _sponsor_claim,
    "who_decides": _who_decides,
}


def _once(voice: Voice) -> dict[str, Finding]:
    """The findings told here by key, with what people do not know told once, under the most unknown.

    Profile, spread and weighting are told elsewhere. A key is the kind and the ids of what it is about.
    """
    unknown = voice.findings("dont_know")
    return {
        "_".join((item.kind, *item.subjects)): item
        for item in voice.results.findings
        if item.kind in _TELLERS and (item.kind != "dont_know" or item == unknown[0])
    }


def _perception_table(voice: Voice, findings: list[Finding]) -> Table | None:
    found = [item for item in findings if item.kind == "perception"]
    if not found:
        return None
    rows = tuple(
        Row(
            (
                voice.dimension(item.subjects[0]),
                voice.score(item.values["leadership"]),
                voice.score(item.values["departments"]),
                voice.signed(item.values["leadership"] - item.values["departments"]),
            )
        )
        for item in found
    )
    return Table(
        voice.say("Leadership against departments, same questions"),
        (
            Column(voice.say("Dimension"), width=0.46),
            Column(voice.say("General management"), "right", 0.18),
            Column(voice.say("Departments"), "right", 0.18),
            Column(voice.say("Difference"), "right", 0.18),
        ),
        rows,
        voice.say("Only dimensions that differ by half a level or more are listed."),
    )
