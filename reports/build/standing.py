"""Where the organisation stands: dimensions, overall score, levels."""

from ..report import (
    DotRow,
    Dots,
    Para,
    Section,
)
from ..results import DimensionResult
from ..typography import day
from .departments import levels_table, state
from .sensitivity import very_few
from .voice import Voice

LOW = 1.0
HIGH = 5.0


def place(score: float) -> float:
    """A score's position on the scale, 0 to 1."""
    return (score - LOW) / (HIGH - LOW)


def standing(voice: Voice) -> Section:
    """The five dimensions, the headline score and the levels."""
    return Section(
        "standing",
        "",
        voice.say("Where we stand"),
        standing_headline(voice),
        _standing_lead(voice),
        (_dots(voice), *_remarks(voice), *(() if very_few(voice) else (levels_table(voice),))),
    )


def standing_headline(voice: Voice) -> str:
    """The profile in one sentence."""
    ranked = voice.ranked
    if not ranked:
        return voice.say("No dimension could be assessed")
    even = voice.findings("even")
    if even or len(ranked) == 1:
        return voice.say(
            "All that was assessed lies between {low} and {high} of 5",
            low=voice.score(ranked[0].score),
            high=voice.score(ranked[-1].score),
        )
    return voice.cap(
        voice.say(
            "{strong} leads at {high} of 5; {weak} holds the rest back at {low}",
            strong=voice.small(voice.dimension(ranked[-1].id)),
            high=voice.score(ranked[-1].score),
            weak=voice.small(voice.dimension(ranked[0].id)),
            low=voice.score(ranked[0].score),
        )
    )


def _standing_lead(voice: Voice) -> str:
    overall = voice.results.headline
    if overall.score is None or overall.mean is None or overall.level is None:
        return voice.say("Fewer than three dimensions were assessed: no overall score is given.")
    text = voice.say(
        "Overall {score} of 5, level “{level}”: {meaning}",
        score=voice.score(overall.score),
        level=voice.level(overall.level),
        meaning=voice.small(voice.of(voice.pack.questionnaire.levels[overall.level - 1].meaning)),
    )
    if overall.capped and voice.score(overall.mean) != voice.score(overall.score):
        text += " " + voice.say(
            "The mean of the dimensions is {mean}; the overall score is capped at one level above the weakest.",
            mean=voice.score(overall.mean),
        )
    return text


def _dots(voice: Voice) -> Dots:
    rows = [_dot_row(voice, item) for item in sorted(voice.results.dimensions, key=lambda d: -(d.score or 0))]
    return Dots(
        voice.say("Dimensions, strongest first"),
        (
            voice.say("Dimension"),
            voice.say("Score from 1 to 5"),
            voice.say("Score"),
            voice.say("Level"),
            voice.say("Band"),
        ),
        tuple(((n - 1) / 4, str(n)) for n in range(1, 6)),
        tuple(rows),
        _band_note(voice),
        _key(voice),
    )


def _dot_row(voice: Voice, item: DimensionResult) -> DotRow:
    name = voice.dimension(item.id)
    if item.score is None or item.level is None:
        return DotRow(name, "–", "", "", None, status=voice.cap(state(voice, item.status)))
    place_in = [dimension.id for dimension in voice.pack.questionnaire.dimensions].index(item.id)
    marks = tuple(
        place(score) for row in voice.results.departments if (score := row.cells[place_in].score) is not None
    )
    band = item.interval
    weakest = voice.ranked[0].id == item.id and not voice.findings("even")
    return DotRow(
        name,
        voice.score(item.score),
        "" if band is None else f"{voice.score(band.low)}–{voice.score(band.high)}",
        voice.level(item.level),
        place(item.score),
        None if band is None else place(band.low),
        None if band is None else place(band.high),
        marks,
        voice.say("from fewer than three respondents, indicative") if item.status == "indicative" else "",
        weakest,
        _before(voice, item),
    )


def _before(voice: Voice, item: DimensionResult) -> float | None:
    """Where the dimension stood in the wave before, if both rest on the same questions."""
    found = voice.results.progress
    changes = [change for change in found.dimensions if change.id == item.id] if found else []
    if not changes or changes[0].before is None or changes[0].after != item.score:
        return None
    return place(changes[0].before)


def _key(voice: Voice) -> str:
    text = voice.say("Large dot: the organisation. Small ticks: departments.")
    if found := voice.results.progress:
        text += " " + voice.say("Ring: the wave of {day}.", day=day(found.as_of, voice.locale))
    return text


def _band_note(voice: Voice) -> str:
    kinds = {item.interval.kind for item in voice.results.dimensions if item.interval is not None}
    if voice.results.participation.census and kinds & {"t", "bootstrap"}:
        return voice.say(
            "Band: 95% interval over departments; as everyone answered, read it as the spread between departments, not as a "
            "margin of error."
        )
    notes = []
    if "t" in kinds:
        notes.append(voice.say("Band: 95% Student interval over departments, cut at the ends of the scale."))
    if "bootstrap" in kinds:
        notes.append(voice.say("Band: 95% interval from resampled departments."))
    if "range" in kinds:
        notes.append(voice.say("Band: lowest to highest department."))
    return " ".join(notes)


def _remarks(voice: Voice) -> tuple[Para, ...]:
    """Sensitivities that move a score visibly: silence, weighting, I do not know."""
    found = []
    moved = [
        voice.say(
            "{dimension} at {headcount} instead of {equal}",
            dimension=voice.small(voice.dimension(item.subjects[0])),
            headcount=voice.score(item.values["headcount"]),
            equal=voice.score(item.values["equal"]),
        )
        for item in voice.findings("weighting")
    ]
    if moved:
        found.append(voice.say("Counting heads instead of departments: {moved}.", moved=voice.joined(moved)))
    for dimension in voice.results.dimensions:
        if dimension.silent_bounds is not None and dimension == voice.results.dimensions[0]:
            low, high = dimension.silent_bounds
            found.append(
                voice.say(
                    "If the silent departments all stood at 1, {dimension} would be {low}; at 5, {high}.",
                    dimension=voice.small(voice.dimension(dimension.id)),
                    low=voice.score(low),
                    high=voice.score(high),
                )
            )
    return (Para(voice.passage("standing.remarks", " ".join(found))),) if found else ()
