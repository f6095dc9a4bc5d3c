"""Who answered, where the organisation stands, and where its departments differ."""

from ..report import Block, Callout, Column, DotRow, Dots, Figure, Heat, HeatCell, HeatRow, Para, Row, Section, Table
from ..results import Cell, DimensionResult
from .voice import Voice

LOW, HIGH = 1.0, 5.0


def place(score: float) -> float:
    """A score's position on the scale, 0 to 1."""
    return (score - LOW) / (HIGH - LOW)


def participation(voice: Voice) -> Section:
    """Who answered, and what that allows the report to say."""
    people = voice.results.participation
    blocks: list[Block] = [
        Figure(
            (
                (
                    f"{voice.whole(people.departments_answered)}/{voice.whole(people.departments_invited)}",
                    voice.say("departments answered"),
                    "",
                ),
                (
                    f"{voice.whole(people.respondents)}/{voice.whole(people.people_invited)}",
                    voice.say("people invited sent their answers"),
                    "",
                ),
                (voice.percent(people.coverage), voice.say("of applicable questions answered with a level"), ""),
                (
                    voice.percent(people.dont_know),
                    voice.say("of applicable questions answered “I do not know”"),
                    "",
                ),
            )
        ),
        Para(_allows(voice)),
        _departments(voice),
    ]
    if people.straight_lining:
        names = voice.listing(people.straight_lining)
        blocks.insert(
            2,
            Callout(
                voice.say("One answer throughout"),
                voice.say(
                    "In {names}, a respondent gave the same level to every question. The answers are kept and should be "
                    "talked through.",
                    names=names,
                ),
                "warning",
            ),
        )
    return Section(
        "who", "", voice.say("Who answered"), _who_headline(voice), _who_lead(voice), tuple(blocks), fresh_page=True
    )


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


def _departments(voice: Voice) -> Table:
    rows = []
    for item in voice.results.departments:
        unknown = "–" if item.dont_know is None else voice.percent(item.dont_know)
        headcount = "–" if item.headcount is None else voice.whole(item.headcount)
        rows.append(
            Row((voice.set(item.name), headcount, voice.whole(item.invited), voice.whole(item.answered), unknown))
        )
    return Table(
        voice.say("Answers by department"),
        (
            Column(voice.say("Department"), width=0.44),
            Column(voice.say("Headcount"), "right", 0.14),
            Column(voice.say("Invited"), "right", 0.14),
            Column(voice.say("Answered"), "right", 0.14),
            Column(voice.say("Do not know"), "right", 0.14),
        ),
        tuple(rows),
        voice.say("A dash: not stated, or nobody answered. Do not know: share of the answers given."),
    )


def standing(voice: Voice) -> Section:
    """The five dimensions, the headline score and the levels."""
    return Section(
        "standing",
        "",
        voice.say("Where we stand"),
        standing_headline(voice),
        _standing_lead(voice),
        (_dots(voice), *_remarks(voice), _levels(voice)),
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
        (voice.say("Dimension"), voice.say("Score from 1 to 5"), voice.say("Score"), voice.say("Level"), voice.say("Band")),
        tuple(((n - 1) / 4, str(n)) for n in range(1, 6)),
        tuple(rows),
        _band_note(voice),
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
    )


def _band_note(voice: Voice) -> str:
    kinds = {item.interval.kind for item in voice.results.dimensions if item.interval is not None}
    note = voice.say("Large dot: the organisation. Small ticks: departments.")
    if voice.results.participation.census and kinds & {"t", "bootstrap"}:
        return note + " " + voice.say(
            "Band: 95% interval over departments; as everyone answered, read it as the spread between departments, not as a "
            "margin of error."
        )
    if "t" in kinds:
        note += " " + voice.say("Band: 95% Student interval over departments, cut at the ends of the scale.")
    if "bootstrap" in kinds:
        note += " " + voice.say("Band: 95% interval from resampled departments.")
    if "range" in kinds:
        note += " " + voice.say("Band: lowest to highest department.")
    return note


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
    return (Para(" ".join(found)),) if found else ()


def _levels(voice: Voice) -> Table:
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


def departments(voice: Voice) -> Section:
    """The heat table of departments, their spread, and leadership against departments."""
    return Section(
        "departments",
        "",
        voice.say("Departments"),
        _departments_headline(voice),
        _departments_lead(voice),
        (_heat(voice), *_leave_one_out(voice)),
    )


def _departments_headline(voice: Voice) -> str:
    answered = [item for item in voice.results.departments if item.answered]
    if len(answered) < 2:
        return voice.say("Fewer than two departments answered: there is nothing to compare yet")
    spread = voice.findings("spread")
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
    spread = voice.findings("spread")
    if not spread:
        return voice.say("Read across for a department's profile, down to see whether a weakness is local or shared.")
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
                *(HeatCell("–" if d.score is None else voice.score(d.score), None, "total") for d in voice.results.dimensions),
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
    if cell.score is None:
        return HeatCell(state_mark(voice, cell.status), None, cell.status if cell.status in _STATES else "too_few")  # type: ignore[arg-type]
    return HeatCell(voice.score(cell.score), step(voice, cell.score))


_STATES = ("too_few", "not_applicable", "no_answer")


def step(voice: Voice, score: float) -> int:
    """The colour step of a score: its level."""
    return voice.pack.level(round(score, 1)).number


def state(voice: Voice, status: str) -> str:
    """Why a score is missing, in words."""
    return {
        "too_few": voice.say("too few answers"),
        "not_applicable": voice.say("does not apply"),
        "no_answer": voice.say("no answer received"),
    }[status]


def state_mark(voice: Voice, status: str) -> str:
    """Why a score is missing, in the few letters of a cell."""
    return {
        "too_few": voice.say("too few"),
        "not_applicable": voice.say("n/a"),
        "no_answer": voice.say("silent"),
    }[status]


def _legend(voice: Voice) -> tuple[tuple[HeatCell, str], ...]:
    levels = tuple(
        (HeatCell(str(level.number), level.number), voice.of(level.name)) for level in voice.pack.questionnaire.levels
    )
    found = {cell.status for item in voice.results.departments for cell in item.cells}
    states = tuple(
        (HeatCell(state_mark(voice, status), None, status), voice.cap(state(voice, status)))  # type: ignore[arg-type]
        for status in _STATES
        if status in found
    )
    return levels + states


def _leave_one_out(voice: Voice) -> tuple[Table | Para, ...]:
    rows = []
    for item in voice.results.dimensions:
        if item.leave_one_out is None or item.score is None:
            continue
        low, high = item.leave_one_out
        rows.append(
            Row(
                (
                    voice.dimension(item.id),
                    voice.score(item.score),
                    f"{voice.score(low)}–{voice.score(high)}",
                    "–" if item.by_headcount is None else voice.score(item.by_headcount),
                    "–" if item.pessimistic is None else voice.score(item.pessimistic),
                )
            )
        )
    if not rows:
        return ()
    return (
        Table(
            voice.say("How far the choices made move the scores"),
            (
                Column(voice.say("Dimension"), width=0.28),
                Column(voice.say("Score"), "right", 0.12),
                Column(voice.say("Without any one department"), "right", 0.22),
                Column(voice.say("By headcount"), "right", 0.18),
                Column(voice.say("“I do not know” read as 1"), "right", 0.20),
            ),
            tuple(rows),
        ),
    )
