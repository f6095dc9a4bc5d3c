"""Departments side by side: heat table, spread, sensitivities."""

from typing import Final

from ..report import (
    Block,
    Column,
    Heat,
    HeatCell,
    HeatRow,
    Row,
    Section,
    Table,
)
from ..results import Cell
from .sensitivity import roomy, sensitivities, very_few
from .voice import Voice

_STATES: Final = ("too_few", "not_applicable", "no_answer", "hidden")


def departments(voice: Voice) -> Section:
    """The heat table of departments, their spread, and leadership against departments."""
    blocks: list[Block] = [_heat(voice)]
    if very_few(voice):
        blocks.append(levels_table(voice))
    if roomy(voice):
        blocks += sensitivities(voice)
    return Section(
        "departments",
        "",
        voice.say("Departments"),
        _departments_headline(voice),
        _departments_lead(voice),
        tuple(blocks),
    )


def _departments_headline(voice: Voice) -> str:
    answered = [item for item in voice.results.departments if item.answered]
    if len(voice.results.departments) == 1:
        return voice.say("Only one department was invited: nothing to compare it with")
    if len(answered) < 2:
        return voice.say("Fewer than two departments answered: there is nothing to compare yet")
    spread = voice.findings("spread")
    if not spread and voice.hidden:
        shown = len(answered) - len(voice.hidden)
        if not shown:
            return voice.say("No department is shown: each is a group under five, or would give one away")
        return voice.count(
            "{n} department is shown: the others are groups under five, or would give one away",
            "{n} departments are shown: the others are groups under five, or would give one away",
            shown,
        )
    if not spread:
        return voice.say("Departments lie close together: less than one level apart on every dimension")
    item = spread[0]
    return voice.say(
        "Departments differ most on {dimension}: from {low} to {high}",
        dimension=voice.small(voice.dimension(item.subjects[0])),
        low=voice.score(item.values["low"]),
        high=voice.score(item.values["high"]),
    )


def _departments_lead(voice: Voice) -> str:
    if len(voice.results.departments) == 1:
        return voice.say("Its profile is that of the organisation: what is said of one is said of the other.")
    spread = voice.findings("spread")
    if not spread:
        return voice.say(
            "Read across for a department's profile, down to see whether a weakness is local or shared."
        )
    _, lowest, highest = spread[0].subjects
    return voice.say(
        "{highest} shows what works here; {lowest} shows where it is missing.", highest=highest, lowest=lowest
    )


def _heat(voice: Voice) -> Heat:
    rows = [
        HeatRow(
            voice.set(item.name),
            (
                *(_cell(voice, cell) for cell in item.cells),
                HeatCell("–" if item.mean is None else voice.score(item.mean), None, "total"),
            ),
        )
        for item in voice.results.departments
    ]
    overall = voice.results.headline.mean
    rows.append(
        HeatRow(
            voice.say("All departments"),
            (
                *(
                    HeatCell("–" if d.score is None else voice.score(d.score), None, "total")
                    for d in voice.results.dimensions
                ),
                HeatCell("–" if overall is None else voice.score(overall), None, "total"),
            ),
            total=True,
        )
    )
    return Heat(
        voice.say("Score of each department on each dimension, 1 to 5"),
        voice.say("Department"),
        (*(voice.of(item.short) for item in voice.pack.questionnaire.dimensions), voice.say("Mean")),
        tuple(rows),
        _legend(voice),
        voice.say(
            "Questions about the organisation as a whole have one answer, that of the best-placed informant, which counts for "
            "every department. The bottom row is the mean of the column, each department counting the same."
        ),
    )


def _cell(voice: Voice, cell: Cell) -> HeatCell:
    if cell.score is not None:
        return HeatCell(voice.score(cell.score), step(voice, cell.score))
    for missing in _STATES:
        if cell.status == missing:
            return HeatCell(state_mark(voice, missing), None, missing)
    raise ValueError(f"a cell without a score has the state {cell.status!r}")


def step(voice: Voice, score: float) -> int:
    """The colour step of a score: its level."""
    return voice.pack.level(score).number


def state(voice: Voice, status: str) -> str:
    """Why a score is missing, in words."""
    return {
        "too_few": voice.say("too few answers"),
        "not_applicable": voice.say("does not apply"),
        "no_answer": voice.say("no answer received"),
        "hidden": voice.say("hidden: fewer than five answers, or shown it would give such a group away"),
    }[status]


def state_mark(voice: Voice, status: str) -> str:
    """Why a score is missing, in the few letters of a cell."""
    return {
        "too_few": voice.say("too few"),
        "not_applicable": voice.say("n/a"),
        "no_answer": voice.say("silent"),
        "hidden": voice.say("hidden"),
    }[status]


def _legend(voice: Voice) -> tuple[tuple[HeatCell, str], ...]:
    levels = tuple(
        (HeatCell(str(level.number), level.number), voice.of(level.name))
        for level in voice.pack.questionnaire.levels
    )
    found = {cell.status for item in voice.results.departments for cell in item.cells}
    states = tuple(
        (HeatCell(state_mark(voice, status), None, status), voice.cap(state(voice, status)))
        for status in _STATES
        if status in found
    )
    return levels + states


def levels_table(voice: Voice) -> Table:
    """The levels in words, and the dimensions found on each."""
    rows = []
    for level in voice.pack.questionnaire.levels:
        here = [voice.dimension(item.id) for item in voice.results.dimensions if item.level == level.number]
        rows.append(
            Row(
                (f"{level.number} · {voice.of(level.name)}", voice.of(level.meaning), ", ".join(here) or "–"),
                strong=bool(here),
            )
        )
    return Table(
        voice.say("What the levels mean, and who is where"),
        (
            Column(voice.say("Level"), width=0.26),
            Column(voice.say("Meaning"), width=0.44),
            Column(voice.say("Dimensions found here"), width=0.30),
        ),
        tuple(rows),
    )
