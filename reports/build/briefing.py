"""The board's two pages, chosen from a finished report: whatever was edited in it is what they say."""

from dataclasses import replace
from typing import Final, TypeVar

from ..briefing import Briefing, SecondPage
from ..report import (
    Beside,
    Block,
    Bullets,
    Column,
    Dots,
    Figure,
    Heat,
    HeatCell,
    HeatRow,
    Item,
    Items,
    Report,
    Row,
    Section,
    Table,
    Timeline,
)

ROWS: Final = 8
"""Departments that page two shows one by one; more are counted level by level."""
FINDINGS: Final = 3
FLIPS: Final = 4
STEPS: Final = 7
NINETY: Final = 0.5
"""Day 90 on the roadmap's axis of 180 days."""

Kind = TypeVar("Kind", bound=Block)


def build_briefing(report: Report) -> Briefing:
    """The two pages of a report as it stands, edited or not."""
    sections = {section.id: section for section in report.sections}
    standing, findings, sure = (sections.get(key) for key in ("standing", "findings", "sure"))
    heat = _first(sections.get("departments"), Heat)
    beside = _first(sure, Beside)
    second = SecondPage(
        kicker="" if standing is None else standing.kicker,
        headline="" if standing is None else standing.headline,
        lead="" if standing is None else standing.lead,
        basis=_basis(sections.get("who"), sections.get("whether")),
        dots=_first(standing, Dots),
        heat=None if heat is None else _summed(heat, report),
        findings_title="" if findings is None else findings.kicker,
        findings=_findings(findings),
        sure_title="" if sure is None else sure.kicker,
        sure_text="" if sure is None else sure.headline,
        sure=None if beside is None else replace(beside.right, note=""),
        flips_title=report.decision.flips_title,
        flips=_flips(sure, report.decision.flips),
        steps_title=report.labels["ninety"],
        steps=_steps(_first(sections.get("steps"), Timeline), report),
    )
    return Briefing(replace(report, sections=()), second)


def _first(section: Section | None, kind: type[Kind]) -> Kind | None:
    blocks = () if section is None else section.blocks
    return next((block for block in blocks if isinstance(block, kind)), None)


def _basis(who: Section | None, whether: Section | None) -> tuple[str, ...]:
    """How many departments and people answered, and what the need leads to."""
    figures = _first(who, Figure)
    counted = () if figures is None else figures.figures[:2]
    return (
        *(f"{figure} {counts}" for figure, counts, _ in counted),
        *(() if whether is None else (whether.headline,)),
    )


def _summed(heat: Heat, report: Report) -> Heat:
    """The heat table as it is, or, where departments are many, how many of them stand on each level."""
    rows = [row for row in heat.rows if not row.total]
    if len(rows) <= ROWS:
        return replace(heat, note="")
    # The last column is the mean of a department, which a count of departments has none of.
    columns = len(heat.columns) - 1
    states = [entry for entry in heat.legend if entry[0].step is None]
    levels = [entry for entry in reversed(heat.legend) if entry[0].step is not None]
    counted = [_counted(key, text, rows, columns) for key, text in levels + states]
    total = [replace(row, cells=row.cells[:columns]) for row in heat.rows if row.total]
    return Heat(
        report.labels["by_level"],
        report.labels["level"],
        heat.columns[:columns],
        (*counted, *total),
        (),
        heat.note,
    )


def _counted(key: HeatCell, text: str, rows: list[HeatRow], columns: int) -> HeatRow:
    """How many departments have a level, or a state, in each dimension."""
    counts = [
        sum((row.cells[place].step, row.cells[place].status) == (key.step, key.status) for row in rows)
        for place in range(columns)
    ]
    cells = tuple(
        replace(key, text=str(count)) if count else HeatCell("·", None, "not_applicable") for count in counts
    )
    return HeatRow(text if key.step is None else f"{key.text} · {text}", cells)


def _findings(section: Section | None) -> tuple[Item, ...]:
    block = _first(section, Items)
    return () if block is None else block.items[:FINDINGS]


def _flips(section: Section | None, told: tuple[str, ...]) -> tuple[str, ...]:
    """What else would change the advice: what page one does not tell comes first."""
    blocks = () if section is None else section.blocks
    found = [line for block in blocks if isinstance(block, Bullets) for line in block.items]
    return tuple(sorted(dict.fromkeys(found), key=lambda line: line in told)[:FLIPS])


def _steps(timeline: Timeline | None, report: Report) -> Table | None:
    if timeline is None:
        return None
    due = [row for row in timeline.rows if row.end <= NINETY + 1e-9]
    if not due:
        return None
    more = report.labels["more_steps"].format(n=len(due) - STEPS) if len(due) > STEPS else ""
    action, owner, day = timeline.heads
    return Table(
        "",
        (Column(action, width=0.56), Column(owner, width=0.32), Column(day, "right", 0.12)),
        tuple(Row((f"{row.number} · {row.label}", row.owner, row.due)) for row in due[:STEPS]),
        more,
    )
