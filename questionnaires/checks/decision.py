"""The rule of mandate.yaml: no holes or doubles in the table, every verdict reachable."""

from collections.abc import Iterator
from itertools import product

from questionnaires.model import Axis, Pack, Row
from questionnaires.yaml_lines import nearest

NEED = "need"
"""The axis that is banded from the need index, in three values; the others are banded by tests."""

SHOWN = 12
"""Faults of the table told one by one; one wrong row can leave a hundred combinations without a row."""

Combination = dict[str, str]


def decision_faults(pack: Pack) -> Iterator[str]:
    """Rules of mandate.yaml."""
    for text in (
        *_evidence_faults(pack), *_need_faults(pack), *_axis_faults(pack), *_row_faults(pack),
        *_table_faults(pack), *_gate_faults(pack), *_verdict_faults(pack),
    ):
        yield f"mandate.yaml: {text}"


def _evidence_faults(pack: Pack) -> Iterator[str]:
    evidence = pack.mandate.evidence
    for name in ("items", "departments"):
        none, provisional = getattr(evidence, f"{name}_none"), getattr(evidence, f"{name}_provisional")
        if not 0 <= none <= provisional <= 1:
            shares = f"{name}_none {none} and {name}_provisional {provisional}"
            yield f"evidence: {shares} must ascend within 0 and 1"
    if not 0 <= evidence.facts_none <= 1:
        yield f"evidence: facts_none {evidence.facts_none} must lie within 0 and 1"


def _need_faults(pack: Pack) -> Iterator[str]:
    need = pack.mandate.need
    if need.medium >= need.high:
        yield f"need: medium starts at {need.medium} and high at {need.high}; medium must start lower"
    named: set[str] = set()
    for number, indicator in enumerate(need.indicators, 1):
        place = f"need.indicators.{number}"
        if indicator.fact in named:
            yield f"{place}: the fact {indicator.fact!r} counts twice; keep one indicator"
        named.add(indicator.fact)
        if indicator.fact not in pack.fact:
            yield f"{place}: no fact {indicator.fact!r}; {nearest(indicator.fact, pack.fact)}"
            continue
        values = [value.id for value in pack.fact[indicator.fact].values]
        for value in indicator.points:
            if value not in values:
                yield f"{place}: the fact {indicator.fact!r} has no value {value!r}; {nearest(value, values)}"


def _axis_faults(pack: Pack) -> Iterator[str]:
    axes = {axis.id: axis for axis in pack.mandate.axes}
    if NEED not in axes:
        yield "axes: the axis 'need' is missing; add it with three values, lowest first"
    elif len(axes[NEED].values) != 3 or any(value.when for value in axes[NEED].values):
        yield "axes.need: the need index bands it; give it three values, lowest first, none with 'when'"
    for axis in pack.mandate.axes:
        if axis.id != NEED:
            yield from (f"axes.{axis.id}: {text}" for text in _band_faults(axis))


def _band_faults(axis: Axis) -> Iterator[str]:
    *tested, last = axis.values
    for value in tested:
        if value.when is None:
            yield f"the value {value.id!r} has no 'when', so those after it are never reached; add a test"
    if last.when is not None:
        yield f"the last value {last.id!r} has a 'when', so there may be no value at all; remove the test"


def _row_faults(pack: Pack) -> Iterator[str]:
    values = {axis.id: [value.id for value in axis.values] for axis in pack.mandate.axes}
    for row in pack.mandate.table:
        for axis, wanted in row.when.items():
            place = f"table.{row.id}.when"
            if axis not in values:
                yield f"{place}: no axis {axis!r}; {nearest(axis, values)}"
                continue
            if not wanted:
                yield f"{place}: {axis} is empty, so the row is never reached; name values or remove the axis"
            for value in wanted:
                if value not in values[axis]:
                    yield f"{place}: the axis {axis!r} has no value {value!r}; {nearest(value, values[axis])}"


def _table_faults(pack: Pack) -> Iterator[str]:
    axes = pack.mandate.axes
    faults = []
    reached: set[str] = set()
    for values in product(*([value.id for value in axis.values] for axis in axes)):
        combination = {axis.id: value for axis, value in zip(axes, values, strict=True)}
        rows = [row.id for row in pack.mandate.table if _matches(row, combination)]
        reached.update(rows)
        words = ", ".join(f"{axis} {value}" for axis, value in combination.items())
        if not rows:
            faults.append(f"table: no row for {words}; add one or widen one")
        elif len(rows) > 1:
            faults.append(f"table: {len(rows)} rows for {words}: {', '.join(rows)}; narrow all but one")
    yield from faults[:SHOWN]
    if len(faults) > SHOWN:
        yield f"table: {len(faults) - SHOWN} more combinations without exactly one row"
    for row in pack.mandate.table:
        if row.id not in reached:
            yield f"table.{row.id}: no combination reaches this row; correct its 'when' or remove it"


def _matches(row: Row, combination: Combination) -> bool:
    return all(combination.get(axis) in wanted for axis, wanted in row.when.items())


def _gate_faults(pack: Pack) -> Iterator[str]:
    for gate in pack.mandate.gates:
        for old, new in gate.replace.items():
            for name in (old, new):
                if name not in pack.verdict:
                    yield f"gates.{gate.id}.replace: no verdict {name!r}; {nearest(name, pack.verdict)}"
            if old == new:
                yield f"gates.{gate.id}.replace: {old!r} is replaced by itself; remove the entry"


def _verdict_faults(pack: Pack) -> Iterator[str]:
    given = {row.verdict for row in pack.mandate.table}
    given.update(new for gate in pack.mandate.gates for new in gate.replace.values())
    for name in pack.verdict:
        if name not in given:
            yield f"verdicts.{name}: no row and no gate leads to this verdict; add one or remove it"
