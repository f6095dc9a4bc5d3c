"""The six options side by side: what speaks for and against each, drawn from certain facts only."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod

import numpy as np

from questionnaires.answers import UNKNOWN
from questionnaires.model import Condition, Pack, Verdict
from questionnaires.model.mandate import Argument

from .flips import Base, cases
from .mandate import bands, decide, need_index, unmet
from .results import Ground, Option
from .rules import Cases, Ints, holds, references


def options(base: Base, shares: Mapping[str, float]) -> tuple[Option, ...]:
    """All verdicts ranked: the one reached, then by stability share, then by reasons, then by closeness."""
    axes = decide(base.pack, base.alone).axes
    drawn = {verdict.id: _grounds(base, verdict, axes) for verdict in base.pack.mandate.verdicts}
    reached = base.pack.verdict[base.verdict]

    def order(verdict: Verdict) -> tuple[bool, float, int, int]:
        good, bad = drawn[verdict.id]
        return (
            verdict.id != base.verdict,
            -shares.get(verdict.id, 0.0),
            len(bad) - len(good),
            abs(verdict.weight - reached.weight),
        )

    return tuple(
        Option(
            verdict.id,
            rank,
            shares.get(verdict.id, 0.0),
            drawn[verdict.id][0],
            drawn[verdict.id][1],
            unmet(base.pack, verdict.id, base.alone, axes),
        )
        for rank, verdict in enumerate(sorted(base.pack.mandate.verdicts, key=order), start=1)
    )


def _grounds(
    base: Base, verdict: Verdict, axes: dict[str, Ints]
) -> tuple[tuple[Ground, ...], tuple[Ground, ...]]:
    """Grounds for and against. The verdict reached keeps a ground for, any other one against."""
    good = _holding(base, verdict.arguments_for, axes)
    bad = _holding(base, verdict.arguments_against, axes)
    if verdict.id == base.verdict and not good:
        good = (Ground(None, (), ()),)
    if verdict.id != base.verdict and not bad:
        bad = (Ground(None, (), ()),)
    return good, bad


def _holding(base: Base, arguments: Sequence[Argument], axes: dict[str, Ints]) -> tuple[Ground, ...]:
    """The arguments that hold for every admissible value of the unknown facts they read."""
    found = []
    for place, argument in enumerate(arguments):
        if certain(base, argument.when, axes):
            facts, scores = _under(base.pack, argument.when)
            found.append(Ground(place, tuple(sorted(facts)), tuple(sorted(scores))))
    return tuple(found)


def _under(pack: Pack, condition: Condition) -> tuple[set[str], set[str]]:
    """Facts and scores a condition reads, directly or through the axes it names."""
    facts, scores, axes = references(condition)
    for axis in pack.mandate.axes:
        if axis.id in axes:
            for value in axis.values:
                if value.when is not None:
                    inner = references(value.when)
                    facts, scores = facts | inner[0], scores | inner[1]
            if axis.id == "need":
                facts |= {indicator.fact for indicator in pack.mandate.need.indicators}
    return facts, scores


def certain(base: Base, condition: Condition, axes: dict[str, Ints]) -> bool:
    """Whether a condition holds whatever the unknown facts under it are.

    The need index is taken as read: it sums over many facts, and its uncertainty is stability's business.
    """
    facts, _, named = references(condition)
    for axis in base.pack.mandate.axes:
        if axis.id in named and axis.id != "need":
            for value in axis.values:
                facts |= references(value.when)[0] if value.when is not None else set()
    open_places = [
        place for place, item in enumerate(base.facts) if item.id in facts and item.value == UNKNOWN
    ]
    if not open_places:
        return bool(holds(base.pack, condition, base.alone, axes)[0])
    sizes = [len(base.pack.fact[base.facts[place].id].values) for place in open_places]
    filled = np.array(list(product(*map(range, sizes))), dtype=np.int64).reshape(
        prod(sizes), len(open_places)
    )
    values = np.tile(base.values(), (len(filled), 1))
    values[:, open_places] = filled
    many: Cases = cases(base, values, np.tile(base.dimensions, (len(filled), 1)))
    found, _ = bands(base.pack, many, need_index(base.pack, many))
    found["need"] = np.tile(axes["need"], len(filled))
    return bool(holds(base.pack, condition, many, found).all())
