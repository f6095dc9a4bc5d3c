"""What was found: the answer in short, each dimension, the departments side by side."""

from dataclasses import dataclass
from itertools import pairwise

from flask import abort, request, url_for

from questionnaires.model import Dimension
from reports import typography
from reports.report import DotRow, Dots, Heat, HeatCell, Item, Items, Table
from reports.results import Assessed, DepartmentResult

from ..services import quotes
from . import site
from .language import locale, say, words
from .reading import blocks_of, campaign, pack, page, pages, results, section, shown


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department in the heat table. ``why``: what its missing cells mean, in words."""

    name: str
    cells: tuple[HeatCell, ...]
    why: str
    result: DepartmentResult


@pages.get("")
def home() -> str:
    """The answer, its reasons, how sure it is; where the organisation stands; where departments differ."""
    standing = section("standing")
    return page(
        "home",
        standing=standing,
        dots=next(iter(blocks_of(standing, Dots)), None),
        links=dict(_dimensions()),
        close=_close(),
        heat=_heat(),
        rows=department_rows(),
    )


@pages.get("/dimensions/<part>")
def dimension(part: str) -> str:
    """One dimension: what was found, the answers behind it, its departments, what the next level asks for."""
    found = pack().dimension.get(part) or abort(404)
    kept = quotes.quotable(
        site.session(),
        campaign().id,
        results(),
        [item.id for item in pack().questionnaire.questions if item.dimension == part],
        shown().published_at,
    )
    topics = {item.id: words(item.topic) for item in pack().questionnaire.questions}
    names = [item.id for item in pack().questionnaire.dimensions]
    place = names.index(part)
    return page(
        "dimension",
        found=section(f"dimension-{part}"),
        result=results().dimensions[place],
        strip=_strip(found, place),
        findings=_findings(found),
        quotes=[(topics[item.question], item) for item in kept],
        actions=_actions(part),
        others=_dimensions(),
        here=words(found.name),
        part=part,
    )


@pages.get("/departments")
def departments() -> str:
    """Departments side by side, narrowed and sorted as the address says."""
    wanted, sort = request.args.get("name", "").strip()[:100], request.args.get("sort", "")
    below = request.args.get("below", "")
    if sort not in dict(_sorts()) or below not in dict(_levels()):
        abort(404)
    rows = [row for row in department_rows() if wanted.casefold() in row.name.casefold()]
    if below:
        rows = [row for row in rows if _below(row.result, int(below))]
    if sort:
        rows.sort(key=lambda row: _weakest_first(row.result, sort))
    findings = section("findings")
    return page(
        "departments",
        found=section("departments"),
        heat=_heat(),
        rows=rows,
        all_rows=len(results().departments),
        wanted=wanted,
        sort=sort,
        below=below,
        sorts=_sorts(),
        levels=_levels(),
        spread=_spread(),
        perception=next(iter(blocks_of(findings, Table)), None),
        grouped=results().visibility == "grouped",
    )


def department_rows() -> list[DepartmentRow]:
    """The departments as the report's heat table has them, with what their missing cells mean."""
    heat = _heat()
    if heat is None:
        return []
    lines = [row for row in heat.rows if not row.total]
    # Where most are hidden, the legend says why once.
    often = sum(_hidden(row.cells) for row in lines) * 2 > len(lines)
    return [
        DepartmentRow(row.label, row.cells, "" if often and _hidden(row.cells) else _why(row.cells), item)
        for row, item in zip(lines, results().departments, strict=True)
    ]


def _heat() -> Heat | None:
    return next(iter(blocks_of(section("departments"), Heat)), None)


def _hidden(cells: tuple[HeatCell, ...]) -> bool:
    return any(cell.status == "hidden" for cell in cells)


def _why(cells: tuple[HeatCell, ...]) -> str:
    """One sentence where something is missing, the gravest first."""
    found = {cell.status for cell in cells}
    if "hidden" in found:
        return say("Hidden: fewer than 5 answers, or shown it would give such a group away")
    if "no_answer" in found:
        return say("No answer was received")
    if "too_few" in found:
        return say("Too few of the questions were answered to say")
    return say("Does not apply to this department") if "not_applicable" in found else ""


def _dimensions() -> list[tuple[str, str]]:
    """Each dimension with the address of its page."""
    return [
        (words(item.name), url_for(".dimension", part=item.id)) for item in pack().questionnaire.dimensions
    ]


def _sorts() -> list[tuple[str, str]]:
    """The orders that departments can be put in."""
    each = [
        (item.id, say("Lowest first: {dimension}", dimension=words(item.name)))
        for item in pack().questionnaire.dimensions
    ]
    return [("", say("As listed")), ("mean", say("Lowest mean first")), *each]


def _levels() -> list[tuple[str, str]]:
    """What departments can be narrowed to."""
    each = [
        (str(item.number), say("Somewhere below level {n}", n=item.number))
        for item in pack().questionnaire.levels[1:]
    ]
    return [("", say("All departments")), *each]


def _close() -> str:
    """The dimensions next to each other on the scale that cannot be told apart, in a sentence."""
    known = [
        (item.score, item.interval, words(pack().dimension[item.id].name))
        for item in results().dimensions
        if item.score is not None and item.interval is not None
    ]
    known.sort(key=lambda item: -item[0])
    pairs = [
        say("{one} and {two}", one=one, two=_small(two))
        for (above, wide, one), (under, also, two) in pairwise(known)
        if wide.low <= under and above <= also.high
    ]
    if not pairs:
        return ""
    return say(
        "Cannot be told apart, as each lies in the band of the other: {pairs}.", pairs="; ".join(pairs)
    )


def _small(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _strip(found: Dimension, place: int) -> Dots:
    """The departments on one dimension, highest first, those without a score last."""
    texts = {
        "too_few": say("too few answers"),
        "not_applicable": say("does not apply"),
        "no_answer": say("no answer received"),
        "hidden": say("Hidden: fewer than 5 answers"),
    }
    listed = sorted(results().departments, key=lambda item: -(item.cells[place].score or 0))
    return Dots(
        say("{dimension}, department by department", dimension=words(found.name)),
        (say("Department"), say("Score from 1 to 5"), say("Score"), say("Level"), say("Answers")),
        tuple(((n - 1) / 4, str(n)) for n in range(1, 6)),
        tuple(_dot(item, item.cells[place].score, item.cells[place].status, texts) for item in listed),
    )


def _dot(item: DepartmentResult, score: float | None, status: Assessed, texts: dict[str, str]) -> DotRow:
    name = typography.typeset(item.name, locale())
    if score is None:
        return DotRow(name, "–", "", "", None, status=texts[status])
    heard = say("{n} of {all}", n=item.answered, all=item.invited)
    level = words(pack().level(score).name)
    return DotRow(name, typography.score(score, locale()), heard, level, (score - 1) / 4)


def _findings(found: Dimension) -> Items | None:
    """The report's findings that speak of a dimension or of one of its questions."""
    asked = [item for item in pack().questionnaire.questions if item.dimension == found.id]
    named = [words(item).casefold() for item in (found.name, *(question.topic for question in asked))]
    told = [item for block in blocks_of(section("findings"), Items) for item in block.items]
    about = [item for item in told if any(name in _said(item) for name in named)]
    return Items(tuple(about)) if about else None


def _said(item: Item) -> str:
    return f"{item.title} {item.text}".casefold()


def _actions(part: str) -> Items | None:
    """The report's actions for a dimension."""
    ranks = {str(item.rank) for item in results().roadmap if pack().action[item.action].dimension == part}
    told = [item for block in blocks_of(section("actions"), Items) for item in block.items]
    chosen = tuple(item for item in told if item.number in ranks)
    return Items(chosen) if chosen else None


def _spread() -> list[tuple[str, str, str, str, str]]:
    """For each dimension with two departments shown: its name, the lowest, the highest, and the distance."""
    found = []
    for place, item in enumerate(pack().questionnaire.dimensions):
        known = [
            (score, row.name)
            for row in results().departments
            if (score := row.cells[place].score) is not None
        ]
        if len(known) < 2:
            continue
        (low, lowest), (high, highest) = min(known), max(known)
        found.append(
            (
                words(item.name),
                _scored(low, lowest),
                _scored(high, highest),
                typography.score(high - low, locale()),
                url_for(".dimension", part=item.id),
            )
        )
    return found


def _scored(score: float, name: str) -> str:
    return f"{typography.score(score, locale())} · {typography.typeset(name, locale())}"


def _below(item: DepartmentResult, level: int) -> bool:
    return any(cell.score is not None and pack().level(cell.score).number < level for cell in item.cells)


def _weakest_first(item: DepartmentResult, sort: str) -> tuple[bool, float]:
    """What a department is sorted by: one without a score comes last."""
    score = item.mean if sort == "mean" else next(cell.score for cell in item.cells if cell.dimension == sort)
    return score is None, score or 0.0
