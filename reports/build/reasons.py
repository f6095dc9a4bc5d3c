"""The reasons of options as sentences, and the one figure each rests on."""

from questionnaires.model import Condition

from ..results import Ground
from .voice import Voice

REASONS = 3


def reasons(voice: Voice) -> tuple[tuple[str, str], ...]:
    """Up to three reasons for the verdict, those that carry a figure first."""
    reached, _ = voice.decided
    found = [
        (figure_of(voice, reached, ground), ground_text(voice, reached, ground, True))
        for ground in _for(voice)
    ]
    return tuple(sorted(found, key=lambda pair: not pair[0])[:REASONS])


def _for(voice: Voice) -> tuple[Ground, ...]:
    return voice.option[voice.results.mandate.verdict or ""].grounds_for


def ground_text(voice: Voice, verdict: str, ground: Ground, good: bool) -> str:
    """A ground as a sentence. Without an argument: what led to the verdict, or why the table led elsewhere."""
    item = voice.pack.verdict[verdict]
    side = f"options.{verdict}.{'for' if good else 'against'}"
    if ground.argument is not None:
        arguments = item.arguments_for if good else item.arguments_against
        return voice.passage(f"{side}.{ground.argument + 1}", voice.told(arguments[ground.argument].text))
    if good:
        return voice.passage("decision.led_here", _what_led_here(voice))
    return voice.passage(f"{side}.otherwise", voice.of(item.otherwise_against))


def _what_led_here(voice: Voice) -> str:
    """The last gate that changed the verdict, else the row of the table: a row replaced gives no reason."""
    mandate = voice.results.mandate
    changed = [gate.id for gate in mandate.gates if gate.before != gate.after]
    if changed:
        return voice.told(next(gate.fired for gate in voice.pack.mandate.gates if gate.id == changed[-1]))
    return voice.of(next(row.reason for row in voice.pack.mandate.table if row.id == mandate.row))


def figure_of(voice: Voice, verdict: str, ground: Ground) -> str:
    """The one figure a reason rests on, or an empty text when it rests on a choice."""
    if ground.argument is None:
        return ""
    return _figure(voice, voice.pack.verdict[verdict].arguments_for[ground.argument].when)


def _figure(voice: Voice, condition: Condition) -> str:
    if condition.score:
        found = voice.results.headline.score if condition.score == "headline" else None
        return voice.exact(found if found is not None else voice.dimensions[condition.score].score)
    if condition.fact:
        item = voice.facts[condition.fact]
        return voice.whole(item.stated) if isinstance(item.stated, int) else ""
    if condition.axis:
        return _axis_figure(voice, condition.axis)
    parts = condition.every or condition.some or ((condition.negated,) if condition.negated else ())
    return next((figure for part in parts if (figure := _figure(voice, part))), "")


def _axis_figure(voice: Voice, axis: str) -> str:
    if axis == "need":
        return f"{voice.whole(voice.results.mandate.need)}/100"
    if axis == "foundations" and voice.results.headline.score is not None:
        return voice.exact(voice.results.headline.score)
    if axis == "size" and isinstance(voice.facts["headcount"].stated, int):
        return voice.whole(voice.facts["headcount"].stated)
    if axis == "bench":
        bench = [item for item in voice.results.facts if item.id.startswith("bench_")]
        able = sum(item.read_as == "fluent_with_time" for item in bench)
        return f"{able}/{sum(item.read_as != 'absent' for item in bench)}"
    return ""
