"""The report of one department: its own numbers beside the organisation's, and what it can do next.

The same tree as the whole report, so every output prints it. It never says another department's number.
"""

import json
from typing import Final

from questionnaires.errors import NotReady
from questionnaires.model import Pack

from ..report import Decision, Report, StepLine
from ..results import Results
from . import numbered
from .departments import state
from .own import Own, own
from .own_sections import sections
from .own_steps import actions
from .phrases import owner
from .voice import Voice

FIRST: Final = 3
NOTABLE: Final = 0.5
"""Levels from which a department is told apart from the organisation."""


def department_report(
    pack: Pack, results: Results, department: str, locale: str, prepared_by: str = ""
) -> Report:
    """The report of one department of attributed or grouped results, in a locale of the pack.

    Raises InvalidAnswer for a department that was not invited, NotReady where nothing of it may be shown (as
    ``why_no_report`` says), and MissingWording and ValueError as ``build_report`` does.
    """
    if results.pack_hash != pack.digest:
        raise ValueError(
            f"these results were computed with another edition of {results.pack}; load that edition"
        )
    if reason := why_no_report(pack, results, department, locale):
        raise NotReady(reason)
    mine = own(Voice(pack, results, locale), department)
    voice = mine.voice
    subject = voice.say("AI maturity of one department")
    return Report(
        locale=locale,
        title=f"{mine.name} · {subject} · {results.organisation}",
        subject=subject,
        organisation=results.organisation,
        date=voice.day,
        created=f"{results.as_of.isoformat()}T00:00:00+00:00",
        prepared_by=voice.say("Prepared by {name}", name=prepared_by) if prepared_by else "",
        contents_title="",
        decision=_page_one(mine),
        sections=numbered(sections(mine)),
        footer=f"{results.pack} · {voice.say('method')} {results.method} · {results.fingerprint[:12]}",
        page_word=voice.say("Page"),
        results_json=_extract(mine),
        results_name="department.json",
        labels={
            "attachment": voice.say("Computed results, machine-readable"),
            "decision": voice.say("In short"),
            "skip": voice.say("Skip to the results"),
            "steps": voice.say("How"),
        },
    )


def why_no_report(pack: Pack, results: Results, department: str, locale: str) -> str:
    """Why there is no report of a department, in words; empty where there is one. Raises InvalidAnswer."""
    mine = own(Voice(pack, results, locale), department)
    voice = mine.voice
    if mine.ranked:
        return ""
    if not mine.result.answered:
        return voice.say("{department}: nobody has answered yet", department=mine.name)
    if any(cell.status == "hidden" for cell in mine.result.cells):
        return f"{mine.name}{voice.pair('', state(voice, 'hidden'))}"
    return voice.say("{department}: too few questions were answered to give a score", department=mine.name)


def _page_one(mine: Own) -> Decision:
    voice = mine.voice
    mean = sum(score for _, score in mine.ranked) / len(mine.ranked)
    level = voice.pack.level(mean)
    return Decision(
        kicker=voice.say("Results of a department"),
        headline=_headline(mine),
        meaning=voice.say(
            "On average level “{level}”: {meaning}",
            level=voice.of(level.name),
            meaning=voice.small(voice.of(level.meaning)),
        ),
        tags=(),
        reasons_title=voice.say("In figures"),
        reasons=_figures(mine, mean),
        how_title=voice.say("What this rests on"),
        how=_basis(mine),
        sure_title=voice.say("Who answered"),
        sure_figure=f"{voice.whole(mine.result.answered)}/{voice.whole(_invited(mine))}",
        sure_text=_who(mine),
        sure_share=mine.result.answered / _invited(mine),
        options_title="",
        options=(),
        flips_title=voice.say("Where it differs from the organisation"),
        flips=_differences(mine),
        conditions_title=voice.say("What is not shown"),
        conditions=_withheld(mine),
        steps_title=voice.say("What can begin within 30 days"),
        steps=tuple(
            StepLine(voice.dimension(item.dimension), voice.of(item.title), voice.owner(item.owner))
            for item in actions(mine)[:FIRST]
        ),
        owner_title=voice.say("Who decides"),
        owner=voice.say(
            "The head of the department on its own steps; on what concerns the organisation: {owner}",
            owner=owner(voice),
        ),
    )


def _headline(mine: Own) -> str:
    voice, (weak, low), (strong, high) = mine.voice, mine.ranked[0], mine.ranked[-1]
    if high - low < NOTABLE:
        return voice.say(
            "{department}: between {low} and {high} of 5 on all that was assessed",
            department=mine.name,
            low=voice.score(low),
            high=voice.score(high),
        )
    return voice.say(
        "{department}: strongest in {strong}, {high} of 5; weakest in {weak}, {low}",
        department=mine.name,
        strong=voice.small(voice.dimension(strong.dimension)),
        high=voice.score(high),
        weak=voice.small(voice.dimension(weak.dimension)),
        low=voice.score(low),
    )


def _figures(mine: Own, mean: float) -> tuple[tuple[str, str], ...]:
    voice = mine.voice
    if mine.overall is None:
        average = voice.say("is the mean of its dimensions.")
    else:
        average = voice.say(
            "is the mean of its dimensions; the organisation's is {mean}.", mean=voice.score(mine.overall)
        )
    figures = [(voice.score(mean), average)]
    pairs = (mine.ranked[-1], mine.ranked[0]) if len(mine.ranked) > 1 else ()
    for (cell, score), word in zip(pairs, (voice.say("strongest"), voice.say("weakest")), strict=False):
        figures.append((voice.score(score), _beside(mine, cell.dimension, word)))
    return tuple(figures)


def _beside(mine: Own, dimension: str, word: str) -> str:
    voice, overall = mine.voice, mine.organisation(dimension)
    text = voice.set(f"{voice.dimension(dimension)}, {word}")
    if overall is None:
        return f"{text}."
    return f"{text}; {voice.say('the organisation stands at {score}.', score=voice.score(overall))}"


def _basis(mine: Own) -> tuple[tuple[str, str], ...]:
    voice = mine.voice
    unknown = mine.result.dont_know
    rows = [
        (voice.say("Assessed"), _assessed(mine)),
        (
            voice.say("Read with care"),
            voice.say("a score is what people say; the method is in the whole report."),
        ),
    ]
    if unknown is not None:
        text = voice.say("{share} of the answers given", share=voice.percent(unknown))
        rows.insert(1, (voice.say("Do not know"), text))
    if voice.results.visibility == "grouped":
        text = voice.say(
            "groups of five answers and more are shown, and nothing that would tell a smaller one."
        )
        rows.append((voice.say("Promise"), text))
    return tuple(rows)


def _assessed(mine: Own) -> str:
    voice = mine.voice
    return voice.count(
        "{n} dimension of {all}",
        "{n} dimensions of {all}",
        len(mine.ranked),
        all=voice.whole(len(mine.result.cells)),
    )


def _who(mine: Own) -> str:
    voice = mine.voice
    text = voice.count(
        "person answered of those invited.", "people answered of those invited.", _invited(mine)
    )
    if mine.result.answered == 1:
        text += " " + voice.say("One informant is one opinion.")
    return text


def _invited(mine: Own) -> int:
    return max(mine.result.invited, mine.result.answered)


def _differences(mine: Own) -> tuple[str, ...]:
    voice = mine.voice
    found = [
        (score, overall, cell.dimension)
        for cell, score in mine.ranked
        if (overall := mine.organisation(cell.dimension)) is not None
        and abs(round(score, 1) - round(overall, 1)) >= NOTABLE
    ]
    lines = [
        voice.say(
            "{dimension}: {own} here, {organisation} in the organisation",
            dimension=voice.dimension(key),
            own=voice.score(score),
            organisation=voice.score(overall),
        )
        for score, overall, key in sorted(found, key=lambda item: -abs(item[0] - item[1]))
    ]
    if lines or all(mine.organisation(cell.dimension) is None for cell, _ in mine.ranked):
        return tuple(lines)
    return (voice.say("On no dimension by half a level or more."),)


def _withheld(mine: Own) -> tuple[str, ...]:
    voice = mine.voice
    lines = [voice.say("The numbers of other departments.")]
    if any(mine.organisation(cell.dimension) is None for cell, _ in mine.ranked):
        lines.append(
            voice.say("The organisation's score where it would tell that of the only other department.")
        )
    if not mine.answers:
        lines.append(voice.say("The answers to single questions: this campaign is shown in groups only."))
    return tuple(lines)


def _extract(mine: Own) -> str:
    """What the report says in numbers, to be attached: this department's and the organisation's, no other's."""
    results = mine.voice.results
    found = {
        "organisation": results.organisation,
        "as_of": results.as_of.isoformat(),
        "pack": results.pack,
        "method": results.method,
        "department": mine.result.name,
        "answered": mine.result.answered,
        "dimensions": [
            {
                "id": cell.dimension,
                "status": cell.status,
                "score": cell.score,
                "organisation": mine.organisation(cell.dimension),
            }
            for cell in mine.result.cells
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
