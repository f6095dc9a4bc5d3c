"""Tests: what they ask about exists, and so do the values they compare it with."""

from collections.abc import Iterable, Iterator, Mapping

from questionnaires.model import Axis, Condition, Fact, Pack
from questionnaires.yaml_lines import nearest

from .walk import Spot

HEADLINE = "headline"
"""The score over all dimensions, beside those of the dimensions."""


def condition_faults(pack: Pack, spots: Iterable[Spot]) -> Iterator[str]:
    """Every test in every file. The parts of a test are spots of their own."""
    axes = {axis.id: axis for axis in pack.mandate.axes}
    for spot in spots:
        if isinstance(spot.value, Condition):
            yield from (f"{spot.place}: {text}" for text in _faults(pack, axes, spot.value))
    for number, axis in enumerate(pack.mandate.axes):
        yield from _circular(axis, [later.id for later in pack.mandate.axes[number:]])


def _faults(pack: Pack, axes: dict[str, Axis], test: Condition) -> Iterator[str]:
    if test.fact is not None:
        yield from _value_faults("fact", test.fact, test.values, pack.fact)
    if test.axis is not None:
        yield from _value_faults("axis", test.axis, test.values, axes)
    if test.score is not None and test.score not in (*pack.dimension, HEADLINE):
        yield f"no score {test.score!r}; {nearest(test.score, (*pack.dimension, HEADLINE))}"


def _value_faults(
    kind: str, name: str, values: Iterable[str], all_known: Mapping[str, Fact] | Mapping[str, Axis]
) -> Iterator[str]:
    if name not in all_known:
        yield f"no {kind} {name!r}; {nearest(name, all_known)}"
        return
    known = [item.id for item in all_known[name].values]
    for value in values:
        if value not in known:
            yield f"the {kind} {name!r} has no value {value!r}; {nearest(value, known)}"


def _circular(axis: Axis, not_yet: list[str]) -> Iterator[str]:
    """An axis may be banded by the axes before it only, or its value would depend on itself."""
    for value in axis.values:
        for name in sorted(_axes_in(value.when) & set(not_yet)) if value.when else ():
            place = f"mandate.yaml: axes.{axis.id}.values.{value.id}.when"
            yield f"{place}: the axis {name!r} is not known yet here; test facts, scores or earlier axes"


def _axes_in(test: Condition) -> set[str]:
    parts = [*test.every, *test.some, *([test.negated] if test.negated else [])]
    own = {test.axis} if test.axis else set()
    return own.union(*(_axes_in(part) for part in parts))
