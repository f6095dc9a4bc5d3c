"""Whether to appoint: need index, axes, printed table, gates, requirements. The pack holds every rule."""

from dataclasses import dataclass

import numpy as np

from questionnaires.model import Axis, Pack

from .rules import Bools, Cases, Floats, Ints, holds, references


@dataclass(frozen=True)
class Decisions:
    """What the rule says of n cases, as arrays of positions in the pack's lists.

    ``need``: (n,) index in [0, 1]. ``axes``: axis id → (n,). ``row``: (n,) position in the table.
    ``fired``: (n, gates). ``trail``: (n, gates + 1) verdict before the first gate and after each.
    """

    need: Floats
    need_capped: Bools
    axes: dict[str, Ints]
    row: Ints
    fired: Bools
    trail: Ints

    @property
    def verdict(self) -> Ints:
        """(n,) the verdict reached, as a position in the pack's verdicts."""
        return np.asarray(self.trail[:, -1])


def decide(pack: Pack, cases: Cases) -> Decisions:
    """Apply the pack's rule to every case: need and axes, then the table, then the gates in order."""
    need = need_index(pack, cases)
    axes, capped = bands(pack, cases, need)
    row = _rows(pack, axes)
    ids = [verdict.id for verdict in pack.mandate.verdicts]
    of_row = np.array([ids.index(item.verdict) for item in pack.mandate.table])
    trail = [of_row[row]]
    fired = []
    for gate in pack.mandate.gates:
        fires = holds(pack, gate.when, cases, axes)
        turned = np.arange(len(ids))
        for before, after in gate.replace.items():
            turned[ids.index(before)] = ids.index(after)
        trail.append(np.where(fires, turned[trail[-1]], trail[-1]))
        fired.append(fires)
    return Decisions(need, capped, axes, row, np.stack(fired, axis=1), np.stack(trail, axis=1))


def deciding_facts(pack: Pack) -> frozenset[str]:
    """The facts that need, axes or gates read: no other fact can change a verdict."""
    rule = pack.mandate
    tests = [rule.need.ceiling, *(gate.when for gate in rule.gates)]
    tests += [value.when for axis in rule.axes for value in axis.values if value.when is not None]
    return frozenset(item.fact for item in rule.need.indicators).union(
        *(references(test)[0] for test in tests)
    )


def need_index(pack: Pack, cases: Cases) -> Floats:
    """(n,) weighted mean of the indicators' points over the most possible, from 0 to 1.

    Rounded, so that an index that is exactly a quarter or a half reaches the band that starts there.
    """
    return np.asarray(np.round(np.einsum("ni,ni->n", cases.need_weights, need_shares(pack, cases)), 12))


def need_shares(pack: Pack, cases: Cases) -> Floats:
    """(n, indicators) each indicator's points over 2, the most it can give."""
    columns = []
    for indicator in pack.mandate.need.indicators:
        fact = pack.fact[indicator.fact]
        points = np.array([indicator.points.get(value.id, 0.0) for value in fact.values]) / 2
        columns.append(points[cases.facts[fact.id]])
    return np.stack(columns, axis=1)


def bands(pack: Pack, cases: Cases, need: Floats) -> tuple[dict[str, Ints], Bools]:
    """Each axis's band in each case, and whether the ceiling lowered the need."""
    rule = pack.mandate.need
    shift = cases.need_shift if cases.need_shift is not None else 0.0
    band = (need >= rule.medium + shift).astype(np.int64) + (need >= rule.high + shift)
    capped = holds(pack, rule.ceiling, cases, {}) & (band == 2)
    axes: dict[str, Ints] = {"need": np.where(capped, 1, band)}
    for axis in pack.mandate.axes:
        if axis.id != "need":
            axes[axis.id] = _band(pack, axis, cases, axes)
    return axes, capped


def _band(pack: Pack, axis: Axis, cases: Cases, axes: dict[str, Ints]) -> Ints:
    """(n,) the first value of the axis whose test holds; its last value has none."""
    band = np.full(cases.size, len(axis.values) - 1, dtype=np.int64)
    for index in reversed(range(len(axis.values) - 1)):
        when = axis.values[index].when
        if when is None:
            raise ValueError(f"axis {axis.id}: only its last value may go without a test")
        band = np.where(holds(pack, when, cases, axes), index, band)
    return band


def _rows(pack: Pack, axes: dict[str, Ints]) -> Ints:
    """(n,) the one row that matches. The pack's check proves that exactly one does."""
    rule = pack.mandate
    table = np.array(rule.spread, dtype=np.int64).reshape([len(axis.values) for axis in rule.axes])
    return np.asarray(table[tuple(axes[axis.id] for axis in rule.axes)])


def unmet(pack: Pack, verdict: str, cases: Cases, axes: dict[str, Ints]) -> tuple[str, ...]:
    """The requirements of a verdict that do not hold in the first case, in the pack's order."""
    needed = pack.verdict[verdict].requires
    return tuple(
        item.id
        for item in pack.mandate.requirements
        if item.id in needed and not holds(pack, item.when, cases, axes)[0]
    )
