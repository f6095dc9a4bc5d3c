"""Whether: the path through the rule, each fact that counted, how sure, what would flip it."""

from questionnaires.answers import UNKNOWN
from questionnaires.model import Axis, Gate

from ..report import (
    BarRow,
    Bars,
    Block,
    Bullets,
    Callout,
    Column,
    Heading,
    Item,
    Items,
    Para,
    Path,
    PathStep,
    Row,
    Section,
    Table,
)
from ..results import GateResult, Option
from ..rules import references
from .decision import condition_line, flip_groups, flip_line, ground_text, sure_sentence
from .voice import Voice

MOST_FLIPS = 14
MOST_PAIRS = 6


def whether(voice: Voice) -> tuple[Section, ...]:
    """The rule applied; nothing but the reason when there is no verdict."""
    mandate = voice.results.mandate
    if mandate.verdict is None:
        return (_withheld(voice),)
    return (_path(voice), _options(voice), _sure(voice))


def _withheld(voice: Voice) -> Section:
    return Section(
        "whether",
        "",
        voice.say("Whether to appoint"),
        voice.say("Too little is known to say whether to appoint"),
        voice.of(voice.pack.mandate.evidence.none),
        (_need(voice), _stated_facts(voice)),
    )


def _path(voice: Voice) -> Section:
    mandate = voice.results.mandate
    changed = [gate for gate in mandate.gates if gate.before != gate.after]
    if changed:
        headline = voice.say(
            "The table leads to “{before}”; the gate “{gate}” turns it into “{after}”",
            before=voice.verdict(mandate.gates[0].before),
            gate=voice.of(_gate(voice, changed[-1]).name),
            after=voice.verdict(changed[-1].after),
        )
    else:
        headline = voice.say(
            "A need of {need} out of 100 and what was found lead to “{verdict}”; no gate changes it",
            need=voice.whole(mandate.need),
            verdict=voice.verdict(mandate.verdict or ""),
        )
    row = next(item for item in voice.pack.mandate.table if item.id == mandate.row)
    blocks: list[Block] = [
        Path(voice.say("The path taken"), _steps(voice)),
        Callout(voice.say("Why this row of the table"), voice.of(row.reason)),
    ]
    if row.disputed is not None:
        blocks.append(Callout(voice.say("Where sources disagree"), voice.of(row.disputed), "warning"))
    if mandate.conditions:
        blocks += [
            Heading(voice.say("Conditions that must hold first")),
            Bullets(tuple(condition_line(voice, key) for key in mandate.conditions)),
        ]
    if mandate.provisional:
        blocks.append(
            Callout(voice.say("Provisional"), voice.of(voice.pack.mandate.evidence.provisional), "warning")
        )
    blocks += [_need(voice), _stated_facts(voice)]
    return Section("whether", "", voice.say("Whether to appoint"), headline, _path_lead(voice), tuple(blocks))


def _path_lead(voice: Voice) -> str:
    return voice.say(
        "A printed rule, not a model: evidence, then need and five more axes, then one row of a table, then gates that nothing "
        "compensates."
    )


def _gate(voice: Voice, result: GateResult) -> Gate:
    return next(item for item in voice.pack.mandate.gates if item.id == result.id)


def _steps(voice: Voice) -> tuple[PathStep, ...]:
    people, mandate = voice.results.participation, voice.results.mandate
    evidence = voice.say(
        "{share} of questions, {answered} of {invited} departments, {known} of {asked} facts",
        share=voice.percent(people.coverage),
        answered=voice.whole(people.departments_answered),
        invited=voice.whole(people.departments_invited),
        known=voice.whole(people.facts_known),
        asked=voice.whole(people.facts_asked),
    )
    steps = [
        PathStep(
            voice.say("Evidence"),
            evidence,
            voice.say("provisional") if mandate.provisional else voice.say("enough for a verdict"),
            bool(mandate.provisional),
        )
    ]
    for result in mandate.axes:
        axis = next(item for item in voice.pack.mandate.axes if item.id == result.axis)
        value = next(item for item in axis.values if item.id == result.value)
        found = f"{voice.of(axis.about)} {_found(voice, axis)}".strip()
        if axis.id == "need":
            found = voice.say("Index {need} of 100; medium from {medium}, high from {high}.",
                              need=voice.whole(mandate.need),
                              medium=voice.whole(voice.pack.mandate.need.medium * 100),
                              high=voice.whole(voice.pack.mandate.need.high * 100))
            if mandate.need_capped:
                found += " " + voice.of(voice.pack.mandate.need.ceiling_reason)
        steps.append(PathStep(voice.of(axis.name), found, voice.of(value.name), False))
    steps.append(
        PathStep(
            voice.say("Table"),
            voice.say("One row matches these six values."),
            voice.verdict(mandate.gates[0].before),
            True,
        )
    )
    steps += [_gate_step(voice, gate) for gate in mandate.gates]
    return tuple(steps)


def _found(voice: Voice, axis: Axis) -> str:
    """What was stated on the facts and scores that an axis reads; executives who are not in post left out."""
    facts: list[str] = []
    scores: set[str] = set()
    for value in axis.values:
        if value.when is not None:
            read = references(value.when)
            facts += [item.id for item in voice.results.facts if item.id in read[0] and item.id not in facts]
            scores |= read[1]
    stated = [
        voice.pair(voice.of(voice.pack.fact[key].topic), voice.stated(voice.facts[key]))
        for key in facts
        if voice.facts[key].value not in ("absent", "none") or not key.startswith(("bench_", "caio_seat"))
    ]
    overall = voice.results.headline.score
    if "headline" in scores and overall is not None:
        stated.append(voice.say("overall score {score}", score=voice.fine(overall)))
    return voice.cap(voice.joined(stated)) + "." if stated else ""


def _gate_step(voice: Voice, result: GateResult) -> PathStep:
    gate = _gate(voice, result)
    changed = result.before != result.after
    text = voice.told(gate.fired) if result.fired else voice.of(gate.passed)
    unknown = [key for key in sorted(references(gate.when)[0]) if voice.facts[key].value == UNKNOWN]
    if unknown:
        names = voice.listing(voice.small(voice.of(voice.pack.fact[key].topic)) for key in unknown)
        text += " " + voice.say("Not known, and read prudently: {names}.", names=names)
    if changed:
        outcome = voice.verdict(result.after)
    else:
        outcome = voice.say("holds, no change") if result.fired else voice.say("passed")
    return PathStep(voice.of(gate.name), text, outcome, changed)


def _need(voice: Voice) -> Bars:
    mandate = voice.results.mandate
    longest = max(part.most for part in mandate.need_parts)
    rows = tuple(
        BarRow(
            voice.of(voice.pack.fact[part.fact].topic),
            f"{voice.stated(voice.facts[part.fact])} · {voice.score(part.points)}/{voice.score(part.most)}",
            part.points / longest,
            part.most / longest,
            part.points > 0,
        )
        for part in sorted(mandate.need_parts, key=lambda item: (-item.points, -item.most))
    )
    return Bars(
        voice.say("What makes up the need: {need} points of 100", need=voice.whole(mandate.need)),
        rows,
        note=voice.say(
            "Dark: points given; light: the most this fact could give. Unknown facts are read at their prudent value here and "
            "varied over every value in the stability runs."
        ),
    )


def _stated_facts(voice: Voice) -> Table:
    used = {part.fact for part in voice.results.mandate.need_parts}
    rows = [
        Row((voice.of(voice.pack.fact[item.id].topic), _stated(voice, item.id)))
        for item in voice.results.facts
        if item.id not in used
    ]
    return Table(
        voice.say("The other facts stated"),
        (Column(voice.say("Fact"), width=0.45), Column(voice.say("As stated"), width=0.55)),
        tuple(rows),
    )


def _stated(voice: Voice, key: str) -> str:
    item = voice.facts[key]
    if item.value != "unknown":
        return voice.stated(item)
    return voice.say("unknown, read as: {value}", value=voice.value(key, item.read_as))


def _options(voice: Voice) -> Section:
    items = tuple(_option(voice, option) for option in voice.results.mandate.options)
    second = voice.results.mandate.options[1]
    stable = voice.results.mandate.stability
    assert stable is not None
    if stable.word == "undecided":
        headline = voice.say(
            "The choice stays open between “{first}” and “{second}”",
            first=voice.verdict(voice.results.mandate.options[0].verdict),
            second=voice.verdict(second.verdict),
        )
    else:
        headline = voice.say(
            "Six options were weighed; after the first, “{second}” comes closest",
            second=voice.verdict(second.verdict),
        )
    return Section(
        "options",
        "",
        voice.say("Options compared"),
        headline,
        voice.say("Each option with what speaks for it, what speaks against it, and what it would need first."),
        (Items(items),),
    )


def _option(voice: Voice, option: Option) -> Item:
    lines = []
    good = [ground_text(voice, option.verdict, ground, True) for ground in option.grounds_for if ground.argument is not None]
    bad = [ground_text(voice, option.verdict, ground, False) for ground in option.grounds_against]
    chosen = option.verdict == voice.results.mandate.verdict
    if chosen and not good:
        good = [ground_text(voice, option.verdict, option.grounds_for[0], True)]
    lines.append((voice.say("For"), " ".join(good) or voice.say("Nothing found speaks for it.")))
    if bad:
        lines.append((voice.say("Against"), " ".join(bad)))
    if option.unmet:
        texts = [
            voice.of(item.text) for item in voice.pack.mandate.requirements if item.id in option.unmet
        ]
        lines.append((voice.say("Needs first"), voice.cap(voice.joined(texts))))
    return Item(
        voice.whole(option.rank),
        voice.verdict(option.verdict),
        voice.of(voice.pack.verdict[option.verdict].meaning),
        tuple(lines),
        strong=chosen,
        tag=voice.say("first in {share} of runs", share=voice.percent(option.share)),
    )


def _sure(voice: Voice) -> Section:
    mandate = voice.results.mandate
    stable = mandate.stability
    assert stable is not None and mandate.verdict is not None
    headline = voice.say(
        "“{verdict}” comes first in {share} of {runs} variations",
        verdict=voice.verdict(mandate.verdict),
        share=voice.percent(stable.shares[mandate.verdict]),
        runs=voice.whole(stable.runs),
    )
    shares = tuple(
        BarRow(voice.verdict(key), voice.percent(share), share, 1.0, key == mandate.verdict)
        for key, share in sorted(stable.shares.items(), key=lambda pair: -pair[1])
    )
    names = {
        "departments": voice.say("Which departments answered"),
        "weights": voice.say("Weights of dimensions and of need"),
        "aggregation": voice.say("How dimensions are averaged"),
        "thresholds": voice.say("Where thresholds lie"),
        "unknown_facts": voice.say("Unknown facts"),
        "dont_know": voice.say("“I do not know” read as level 1"),
    }
    alone = tuple(
        BarRow(names[key], voice.percent(share), share, 1.0, share < 0.9) for key, share in stable.sources.items()
    )
    blocks: list[Block] = [
        Bars(voice.say("Share of variations in which each option comes first"), shares),
        Bars(
            voice.say("Share that keeps the verdict when one source varies alone"),
            alone,
            note=voice.say("The lower the bar, the more that source decides."),
        ),
        *_unknown(voice),
        *_flips(voice),
        _distances(voice),
    ]
    lead = f"{sure_sentence(voice)} {voice.say('Facts that were stated are taken as true: what follows says which of them matter.')}"
    return Section("sure", "", voice.say("How sure we are"), headline, lead, tuple(blocks))


def _unknown(voice: Voice) -> tuple[Para, ...]:
    mandate = voice.results.mandate
    if len(mandate.possible) < 2:
        return ()
    names = voice.listing(voice.small(voice.verdict(key)) for key in mandate.possible)
    text = voice.say("While the unknown facts stay unknown, these verdicts remain possible: {names}.", names=names)
    if not mandate.possible_exhaustive:
        text += " " + voice.say("So many facts are unknown that their combinations were sampled, not all tried.")
    return (Para(text),)


def _flips(voice: Voice) -> tuple[Block, ...]:
    singles = [flip for flip in voice.results.mandate.flips if len(flip.changes) == 1]
    pairs = [flip for flip in voice.results.mandate.flips if len(flip.changes) == 2]
    blocks: list[Block] = []
    for cause, title in (
        ("world", voice.say("It would flip if the world changed")),
        ("answer", voice.say("It would flip if an answer were wrong")),
    ):
        alone = flip_groups(voice, [flip for flip in singles if flip.cause == cause])
        lines = [line for _, line in alone][:MOST_FLIPS]
        lines += [flip_line(voice, flip) for flip in pairs if flip.cause == cause][:MOST_PAIRS]
        if lines:
            blocks += [Heading(title), Bullets(tuple(lines))]
    if pairs:
        text = voice.say(
            "{singles} single changes and {pairs} pairs of changes lead to another verdict; of the pairs the first are shown, "
            "the results file lists all.",
            singles=voice.whole(len(singles)),
            pairs=voice.whole(len(pairs)),
        )
    else:
        text = voice.say(
            "{singles} single changes lead to another verdict; no further pair of changes does.",
            singles=voice.whole(len(singles)),
        )
    return (*blocks, Para(text, small=True))


def _distances(voice: Voice) -> Table:
    rows = []
    for item in voice.results.mandate.distances:
        score = voice.dimensions[item.dimension].score
        if item.boundary is None or item.delta is None or item.verdict is None:
            cells = (voice.dimension(item.dimension), _fine(voice, score), "–", "–", voice.say("no score changes it"))
        else:
            cells = (
                voice.dimension(item.dimension),
                _fine(voice, score),
                voice.fine(item.boundary),
                voice.signed(item.delta),
                voice.verdict(item.verdict),
            )
        rows.append(Row(cells))
    return Table(
        voice.say("Distance to the nearest boundary, all else equal"),
        (
            Column(voice.say("Dimension"), width=0.28),
            Column(voice.say("Score"), "right", 0.12),
            Column(voice.say("Boundary"), "right", 0.14),
            Column(voice.say("Distance"), "right", 0.14),
            Column(voice.say("Verdict beyond it"), width=0.32),
        ),
        tuple(rows),
    )


def _fine(voice: Voice, score: float | None) -> str:
    return "–" if score is None else voice.fine(score)
