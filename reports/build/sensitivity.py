"""How far the choices of the method move the scores; and where tables stand, so that no page ends in a hole."""

from ..report import Column, Row, Table
from .voice import Voice

FEW = 12
MANY = 25
"""Up to few departments, and from many on, whose table runs over pages, their last page has room for more."""
VERY_FEW = 5


def roomy(voice: Voice) -> bool:
    """Whether the sensitivities stand with the departments; else they stand with the method."""
    return not FEW < len(voice.results.departments) < MANY


def very_few(voice: Voice) -> bool:
    """Whether the departments' page has room for the levels in words too."""
    return len(voice.results.departments) <= VERY_FEW


def sensitivities(voice: Voice) -> tuple[Table, ...]:
    """How far silence, weighting and reading move each score."""
    rows = []
    for item in voice.results.dimensions:
        if item.pessimistic is None or item.score is None:
            continue
        without = "–"
        if item.leave_one_out is not None:
            without = "–".join(voice.score(score) for score in item.leave_one_out)
        rows.append(
            Row(
                (
                    voice.dimension(item.id),
                    voice.score(item.score),
                    without,
                    "–" if item.by_headcount is None else voice.score(item.by_headcount),
                    voice.score(item.pessimistic),
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
