"""The path through the rule: evidence, need, axes, table, gates."""

from questionnaires.answers import UNKNOWN
from questionnaires.model import Axis, Gate

from ..report import (
    BarRow,
    Bars,
    Block,
    Bullets,
    Callout,
    Heading,
    Path,
    PathStep,
    Section,
    Terms,
)
from ..results import GateResult
from ..rules import references
from .phrases import condition_line
from .voice import Voice


def path_section(voice: Voice) -> Section:
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
        Callout(voice.say("Why this row of the table"), voice.passage("whether.row", voice.of(row.reason))),
    ]
    if row.disputed is not None:
        disputed = voice.passage("whether.disputed", voice.of(row.disputed))
        blocks.append(Callout(voice.say("Where sources disagree"), disputed, "warning"))
    if mandate.conditions:
        blocks += [
            Heading(voice.say("Conditions that must hold first")),
            Bullets(tuple(condition_line(voice, key) for key in mandate.conditions)),
        ]
    if mandate.provisional:
        provisional = voice.passage("whether.provisional", voice.of(voice.pack.mandate.evidence.provisional))
        blocks.append(Callout(voice.say("Provisional"), provisional, "warning"))
    blocks.append(need_bars(voice))
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
    evidence = voice.count(
        "{share} of questions, {answered} of {invited} department, {known} of {asked} facts",
        "{share} of questions, {answered} of {invited} departments, {known} of {asked} facts",
        people.departments_invited,
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
            found = voice.say(
                "Index {need} of 100; medium from {medium}, high from {high}.",
                need=voice.whole(mandate.need),
                medium=voice.whole(voice.pack.mandate.need.medium * 100),
                high=voice.whole(voice.pack.mandate.need.high * 100),
            )
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
    steps += [_gate_step(voice, gate) for gate in mandate.gates if gate.fired]
    passed = [gate for gate in mandate.gates if not gate.fired]
    if passed:
        steps.append(_passed_step(voice, passed))
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
    """A gate that fired: why, and what it turned the verdict into."""
    gate = _gate(voice, result)
    changed = result.before != result.after
    outcome = voice.verdict(result.after) if changed else voice.say("holds, no change")
    return PathStep(voice.of(gate.name), voice.told(gate.fired), outcome, changed)


def _passed_step(voice: Voice, passed: list[GateResult]) -> PathStep:
    """The gates that did not fire, in one line, and what they would have read if it were known."""
    names = voice.joined(voice.of(_gate(voice, gate).name) for gate in passed)
    reads: set[str] = set()
    for gate in passed:
        reads |= references(_gate(voice, gate).when)[0]
    unknown = [key for key in sorted(reads) if voice.facts[key].value == UNKNOWN]
    found = f"{names}."
    if unknown:
        topics = voice.listing(voice.small(voice.of(voice.pack.fact[key].topic)) for key in unknown)
        found += " " + voice.say("Not known, and read prudently: {names}.", names=topics)
    return PathStep(voice.say("Gates passed"), found, voice.say("no change"), False)


def need_bars(voice: Voice) -> Bars:
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


def stated_facts(voice: Voice) -> Terms:
    """Every fact and what was stated of it."""
    return Terms(
        tuple(
            (voice.of(voice.pack.fact[item.id].topic), _stated(voice, item.id))
            for item in voice.results.facts
        )
    )


def _stated(voice: Voice, key: str) -> str:
    item = voice.facts[key]
    if item.value != "unknown":
        return voice.stated(item)
    return voice.say("unknown, read as: {value}", value=voice.value(key, item.read_as))
