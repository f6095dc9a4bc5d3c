"""What a reader can work out of documents: each figure printed is an equation on what people answered.

Unknown is, for every group of people and every question, the sum of the levels they gave. A group is a
department's people who lead or do not, and who are in the same editions. A reader is taken to know how many
of each gave a level, and every answer about the organisation as a whole: the most that anybody could know.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from io import BytesIO

from pptx import Presentation

from questionnaires import Pack, Submission
from reports.algebra import Published, Vector
from reports.build import build_report
from reports.build.briefing import build_briefing
from reports.build.department import department_report, why_no_report
from reports.build.workbooks import results_workbook
from reports.render.slides import render_pptx
from reports.report import Dots, Heat, Report, Section, Spread, Table
from reports.results import Results
from reports.workbook import HEAD, Formula, Workbook

Group = tuple[str, bool, int]
"""Department, whether its people lead, and in which editions they are, as bits."""
Sum = dict[tuple[Group, str], Fraction]
"""A weighted sum of the unknowns: by group and question."""
Figure = tuple[str, ...]
"""What is printed: ("cell", department, dimension), ("dimension", …), ("question", …), ("people", …) …

("then", …) is the figure of the edition before: of the wave that this one is compared with.
"""


@dataclass(frozen=True)
class Edition:
    """One publication: who answered, what was concluded, and what of it is shown."""

    submissions: Sequence[Submission]
    raw: Results
    shown: Results


def figures_of(pack: Pack, edition: Edition) -> set[Figure]:
    """What all documents made of an edition print, those of departments included."""
    shown = edition.shown
    report = build_report(pack, shown, "en")
    found = set(_of_report(pack, report)) | set(_of_workbook(pack, results_workbook(pack, shown, "en")))
    second = build_briefing(report).second
    found |= set(_of_heat(pack, second.heat)) if second.heat else set()
    found |= set(_of_slides(pack, render_pptx(report)))
    for item in shown.departments:
        if not why_no_report(pack, shown, item.name, "en"):
            found |= set(_of_department(pack, item.name, department_report(pack, shown, item.name, "en")))
    return found


def told(pack: Pack, editions: Sequence[Edition]) -> set[Figure]:
    """The hidden figures, a department's cell or mean on a question, that follow from all that is printed."""
    printed = [figures_of(pack, edition) for edition in editions]
    found = set()
    for dimension in pack.questionnaire.dimensions:
        questions = [key for key, item in pack.question.items() if item.dimension == dimension.id]
        world = _World(pack, editions, questions)
        known = Published([])
        for place, figures in enumerate(printed):
            for figure in sorted(figures):
                for equation in world.equations(place, figure):
                    known.add(world.vector(equation))
        for place, edition in enumerate(editions):
            for figure in _secrets(pack, edition.shown, dimension.id, questions):
                for equation in world.equations(place, figure):
                    if equation and known.tells(world.vector(equation)):
                        found.add((str(place), *figure))
    return found


def _secrets(pack: Pack, shown: Results, dimension: str, questions: list[str]) -> Iterator[Figure]:
    for item in shown.departments:
        if any(cell.status == "hidden" for cell in item.cells):
            if any(cell.status == "hidden" and cell.dimension == dimension for cell in item.cells):
                yield ("cell", item.name, dimension)
            for key in questions:
                yield ("mean", item.name, key)


class _World:
    """The unknowns of one dimension, over all editions, and what each figure says of them."""

    def __init__(self, pack: Pack, editions: Sequence[Edition], questions: list[str]) -> None:
        self.pack, self.editions, self.questions = pack, editions, questions
        self.people = [self._people(place) for place in range(len(editions))]
        self.unknown = sorted({(group, key) for people in self.people for group, key in people})

    def _people(self, place: int) -> dict[tuple[Group, str], int]:
        """How many people of each group gave a level to each question."""
        found: dict[tuple[Group, str], int] = {}
        for item in self.editions[place].submissions:
            bits = sum(
                1 << other
                for other, edition in enumerate(self.editions)
                if any(replace(one) == item for one in edition.submissions)
            )
            group = (item.department, self.pack.role[item.role].leadership, bits)
            for key in self.questions:
                if isinstance(item.answers.get(key), int):
                    found[group, key] = found.get((group, key), 0) + 1
        return found

    def vector(self, equation: Sum) -> Vector:
        return tuple(equation.get(key, Fraction(0)) for key in self.unknown)

    def mean(self, place: int, key: str, where: Iterable[tuple[Group, int]]) -> Sum:
        """The mean level on a question of the groups given with their numbers."""
        groups = list(where)
        people = sum(number for _, number in groups)
        return {(group, key): Fraction(1, people) for group, _ in groups} if people else {}

    def of_department(self, place: int, name: str, key: str) -> Sum:
        here = [(g, n) for (g, k), n in self.people[place].items() if k == key and g[0] == name]
        return self.mean(place, key, here)

    def equations(self, place: int, figure: Figure) -> Iterator[Sum]:
        """What a printed figure says; nothing where it is about another dimension."""
        raw = self.editions[place].raw
        match figure:
            case ("cell", name, dimension) if dimension == self._dimension():
                own = [key for key in self.questions if self.pack.question[key].referent == "department"]
                yield _added(self.of_department(place, name, key) for key in own)
            case ("mean", name, key) if key in self.questions:
                yield self.of_department(place, name, key)
            case ("question", key) if key in self.questions:
                yield _added(self.of_department(place, item.name, key) for item in raw.departments)
            case ("people", key) if key in self.questions:
                yield {pair: Fraction(1) for pair in self.people[place] if pair[1] == key}
            case ("dimension", dimension) if dimension == self._dimension():
                column = next(n for n, item in enumerate(raw.dimensions) if item.id == dimension)
                names = [item.name for item in raw.departments if item.cells[column].score is not None]
                yield _added(s for name in names for s in self.equations(place, ("cell", name, dimension)))
            case ("then", dimension):
                yield from self.equations(place - 1, ("dimension", dimension))
            case ("then", name, dimension):
                yield from self.equations(place - 1, ("cell", name, dimension))
            case ("perception", dimension) if dimension == self._dimension():
                for lead in (True, False):
                    yield _added(self._of_side(place, key, lead) for key in self._asked_of_both(place))

    def _dimension(self) -> str:
        return self.pack.question[self.questions[0]].dimension

    def _of_side(self, place: int, key: str, lead: bool) -> Sum:
        groups = [(g, n) for (g, k), n in self.people[place].items() if k == key and g[1] == lead]
        return self.mean(place, key, groups)

    def _asked_of_both(self, place: int) -> list[str]:
        return [k for k in self.questions if self._of_side(place, k, True) and self._of_side(place, k, False)]


def _added(sums: Iterable[Sum]) -> Sum:
    total: Sum = {}
    for one in sums:
        for key, value in one.items():
            total[key] = total.get(key, Fraction(0)) + value
    return total


def _is_figure(text: str) -> bool:
    return re.fullmatch(r"\d+\.\d+", text) is not None


def _of_report(pack: Pack, report: Report) -> Iterator[Figure]:
    veiled = _some_hidden(report)
    for section in report.sections:
        if section.id == "progress":
            yield from _of_progress(pack, section)
            continue
        for block in section.blocks:
            match block:
                case Heat():
                    yield from _of_heat(pack, block)
                case Spread():
                    yield from _of_spread(pack, section.id, block)
                case Dots():
                    assert not veiled or all(row.low is None for row in block.rows)
                case Table():
                    assert not veiled or "By headcount" not in [item.title for item in block.columns]
                    yield from _of_table(pack, section.id, block)
                case _:
                    pass


def _of_progress(pack: Pack, section: Section) -> Iterator[Figure]:
    """Then and now: of dimensions, and of departments where they are compared."""
    names = {item.name["en"]: item.id for item in pack.questionnaire.dimensions}
    for block in section.blocks:
        if isinstance(block, Dots):
            for row in block.rows:
                if _is_figure(row.value):
                    yield ("dimension", names[row.label])
                    yield ("then", names[row.label])
        if isinstance(block, Table):
            for line in block.rows:
                yield ("cell", line.cells[0], names[line.cells[1]])
                yield ("then", line.cells[0], names[line.cells[1]])


def _of_spread(pack: Pack, section: str, block: Spread) -> Iterator[Figure]:
    keys = [key for key, item in pack.question.items() if f"dimension-{item.dimension}" == section]
    for key, row in zip(keys, block.rows, strict=True):
        if _is_figure(row.value):
            yield ("question", key)
        if row.counts is not None:
            yield ("people", key)


def _of_table(pack: Pack, section: str, block: Table) -> Iterator[Figure]:
    if section == "findings":
        names = {item.name["en"]: item.id for item in pack.questionnaire.dimensions}
        yield from (("perception", names[row.cells[0]]) for row in block.rows)
    if section == "questions":
        dimensions = [item.id for item in pack.questionnaire.dimensions]
        order = sorted(pack.question, key=lambda key: dimensions.index(pack.question[key].dimension))
        yield from _of_annex(order, block)


def _of_annex(order: list[str], block: Table) -> Iterator[Figure]:
    for key, row in zip(order, block.rows, strict=True):
        assert row.cells[-2] == "–", "the lowest and highest department may be one person each"
        if any(cell.isdigit() for cell in row.cells[1:6]):
            yield ("people", key)
        if _is_figure(row.cells[-1]):
            yield ("question", key)


def _some_hidden(report: Report) -> bool:
    return any(
        cell.status == "hidden"
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Heat)
        for row in block.rows
        for cell in row.cells
    )


def _of_heat(pack: Pack, heat: Heat) -> Iterator[Figure]:
    for row in heat.rows:
        for dimension, cell in zip(pack.questionnaire.dimensions, row.cells, strict=False):
            if _is_figure(cell.text):
                yield ("dimension", dimension.id) if row.total else ("cell", row.label, dimension.id)


def _of_workbook(pack: Pack, book: Workbook) -> Iterator[Figure]:
    sheets = {sheet.name: sheet.rows for sheet in book.sheets}
    for dimension, row in zip(pack.questionnaire.dimensions, sheets["Scores"], strict=False):
        if row[1] is not None:
            yield ("dimension", dimension.id)
        if isinstance(row[2], Formula):
            # A formula tells whatever it reads: the cells must all be shown.
            first, last = re.findall(r"!?[A-Z](\d+)", row[2].text)
            assert (int(first), int(last)) == (HEAD + 1, HEAD + len(sheets["Departments"]))
            assert not any("hidden" in str(cell) for other in sheets["Departments"] for cell in other)
    for row in sheets["Departments"]:
        for dimension, value in zip(pack.questionnaire.dimensions, row[1:], strict=False):
            if value is not None:
                yield ("cell", str(row[0]), dimension.id)
    for key, row in zip(pack.question, sheets["Questions"], strict=True):
        if row[2] is not None:
            yield ("question", key)
        if isinstance(row[8], Formula) or any(value is not None for value in row[3:8]):
            yield ("people", key)


def _of_slides(pack: Pack, data: bytes) -> Iterator[Figure]:
    names = {item.name["en"]: item.id for item in pack.questionnaire.dimensions}
    for slide in Presentation(BytesIO(data)).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                plot = shape.chart.plots[0]
                yield from (("dimension", names[str(item)]) for item in plot.categories if str(item) in names)
            if shape.has_table and shape.table.cell(0, 0).text == "Department":
                for row in list(shape.table.rows)[1:]:
                    texts = [cell.text for cell in row.cells]
                    for dimension, text in zip(pack.questionnaire.dimensions, texts[1:], strict=False):
                        if _is_figure(text) and texts[0] != "All departments":
                            yield ("cell", texts[0], dimension.id)


def _of_department(pack: Pack, name: str, report: Report) -> Iterator[Figure]:
    names = {item.name["en"]: item.id for item in pack.questionnaire.dimensions}
    for section in report.sections:
        for block in section.blocks:
            assert not isinstance(block, Spread), "a grouped campaign shows no department's questions"
            if isinstance(block, Dots):
                for row in block.rows:
                    if _is_figure(row.value):
                        yield ("cell", name, names[row.label])
                    if _is_figure(row.band):
                        yield ("dimension", names[row.label])
