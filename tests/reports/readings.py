"""The figures that a document prints, each read where the document says what it is."""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import html5lib
from docx import Document
from pptx import Presentation

from questionnaires import Pack
from reports.build import build_report
from reports.build.briefing import build_briefing
from reports.build.department import department_report, why_no_report
from reports.build.voice import Voice
from reports.build.workbooks import results_workbook, roadmap_workbook
from reports.render import draw_briefing, draw_pdf, render_html
from reports.render.excel import render_xlsx
from reports.render.slides import render_pptx
from reports.render.word import render_docx
from reports.report import Report
from reports.results import Results, from_json
from reports.workbook import HEAD

from .render.cases import printed
from .render.office import recalculated, sheets, spoilt
from .render.printed import squeezed

Reading = dict[str, set[str]]
"""By the name of a figure, every way in which the document prints it: one, if it is one number."""

DATES = 3
"""Actions of the roadmap whose dates are compared."""


@dataclass(frozen=True)
class Case:
    """Results to be printed in a language; ``folder`` is for files on their way."""

    pack: Pack
    results: Results
    locale: str
    folder: Path

    @property
    def voice(self) -> Voice:
        return Voice(self.pack, self.results, self.locale)

    @cached_property
    def report(self) -> Report:
        return build_report(self.pack, self.results, self.locale)

    def decimal(self, value: float) -> str:
        """A score as it is to be printed, worked out here and not by the report."""
        return f"{round(value, 1):.1f}".replace(".", "," if self.locale == "fr" else ".")


def expected(case: Case) -> dict[str, str]:
    """What the results say, as a reader of the language writes it."""
    found, mandate = case.results, case.results.mandate
    assert found.headline.score is not None
    assert mandate.verdict is not None
    assert mandate.stability is not None
    share = f"{mandate.stability.shares[mandate.verdict] * 100:.0f}"
    figures = {
        "overall": case.decimal(found.headline.score),
        "need": f"{mandate.need:.0f}",
        "sure": f"{share}%",
        "respondents": str(found.participation.respondents),
        "verdict": squeezed(case.report.decision.headline),
    }
    figures |= {item.id: case.decimal(item.score) for item in found.dimensions if item.score is not None}
    return figures | {item.action: str(item.due) for item in found.roadmap[:DATES]}


def of_text(case: Case, text: str) -> Reading:
    """The figures of a running text, its spaces left out. Labels and neighbours say which is which."""
    voice, flat = case.voice, squeezed(text)
    number = r"(\d+[.,]\d)(?!\d)"
    patterns = {
        "overall": _around(voice.catalogue.gettext(_OVERALL), "score", number),
        "need": _around(voice.catalogue.gettext(_NEED), "need", r"(\d+)"),
        "sure": re.escape(squeezed(case.report.decision.sure_title)) + r":?([<>]?\d+%)",
        "respondents": r"(\d+)/\d+" + re.escape(squeezed(_people(case))),
        "verdict": f"({re.escape(squeezed(case.report.decision.headline))})",
    }
    for item in case.results.dimensions:
        if item.level is not None:
            level = re.escape(squeezed(voice.level(item.level)))
            patterns[item.id] = re.escape(squeezed(voice.dimension(item.id))) + number + level
    for step in case.results.roadmap[:DATES]:
        action = case.pack.action[step.action]
        words = [voice.of(action.title), voice.dimension(action.dimension), voice.owner(action.owner)]
        title, group, owner = (re.escape(squeezed(word)) for word in words)
        # The number of the action before it: on page one, the day of the next step would follow.
        patterns[step.action] = rf"{step.rank}[.·]?{title}(?:{group})?{owner}(\d+)(?:days|jours)"
    return {name: set(re.findall(pattern, flat)) for name, pattern in patterns.items()}


_OVERALL = "Overall {score} of 5, level “{level}”: {meaning}"
_NEED = "A need of {need} out of 100 and what was found lead to “{verdict}”; no gate changes it"


def _around(message: str, field: str, pattern: str) -> str:
    """A pattern for a field of a message between the words that stand around it."""
    before, after = message.split("{" + field + "}")
    after = re.split(r"[{,“«]", after)[0]
    return re.escape(squeezed(before)) + pattern + re.escape(squeezed(after))


def _people(case: Case) -> str:
    return case.voice.count(
        "person invited sent their answers",
        "people invited sent their answers",
        case.results.participation.people_invited,
    )


def _pdf_text(pdf: bytes, case: Case) -> str:
    path = case.folder / "read.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True)
    text = done.stdout.decode().replace("\u200b", "")
    # The foot and head of a page may stand in the middle of what goes on overleaf.
    return text.replace(case.report.footer, "")


def visible(element: ElementTree.Element) -> Iterator[str]:
    """The text of a page as it is read; what a drawing says of itself is not."""
    if element.tag.endswith("svg"):
        return
    yield element.text or ""
    for child in element:
        yield from visible(child)
        yield child.tail or ""


def screen(case: Case) -> Reading:
    """The report as a page."""
    return of_page(case, render_html(case.report))


def of_page(case: Case, page: str) -> Reading:
    """As above, of a page that is handed in."""
    body = html5lib.parse(page, namespaceHTMLElements=False).find("body")
    return of_text(case, "".join(visible(body)))


def pdf(case: Case) -> Reading:
    """The report as PDF, read by pdftotext."""
    return of_pdf(case, printed(case.report))


def of_pdf(case: Case, data: bytes) -> Reading:
    """The figures of a PDF's text."""
    return of_text(case, _pdf_text(data, case))


def board(case: Case) -> Reading:
    """The board's two pages."""
    return of_pdf(case, draw_briefing(build_briefing(case.report)).pdf)


def word(case: Case) -> Reading:
    """The report in Word: paragraphs and tables in their order."""
    return of_word(case, render_docx(case.report))


def of_word(case: Case, data: bytes) -> Reading:
    """As above, of a document that is handed in."""
    document = Document(BytesIO(data))
    texts = []
    for block in document.iter_inner_content():
        rows = getattr(block, "rows", None)
        if rows is None:
            texts.append(block.text)
        else:
            texts += [cell.text for row in rows for cell in row.cells]
    return of_text(case, " ".join(texts))


def slides(case: Case) -> Reading:
    """Texts and tables of the slides, and the numbers inside their charts."""
    return of_slides(case, render_pptx(case.report))


def of_slides(case: Case, data: bytes) -> Reading:
    """As above, of slides that are handed in."""
    texts, charts = [], {}
    for slide in Presentation(BytesIO(data)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                texts.append(shape.text_frame.text)
            if shape.has_table:
                texts += [cell.text for row in shape.table.rows for cell in row.cells]
            if shape.has_chart:
                plot = shape.chart.plots[0]
                charts |= dict(zip(map(str, plot.categories), plot.series[0].values, strict=True))
    found = of_text(case, " ".join(texts))
    for item in case.results.dimensions:
        if (value := charts.get(case.voice.dimension(item.id))) is not None:
            found[item.id].add(case.decimal(value))
    if case.results.mandate.verdict is not None:
        found["sure"].add(f"{charts[case.voice.verdict(case.results.mandate.verdict)] * 100:.0f}%")
    return found


def workbook(case: Case) -> Reading:
    """Both workbooks, as LibreOffice saves them after it recalculated every formula."""
    scores, roadmap = results_workbook, roadmap_workbook
    made = [render_xlsx(spoilt(build(case.pack, case.results, case.locale))) for build in (scores, roadmap)]
    return of_workbooks(case, *recalculated(case.folder, *made))


def of_workbooks(case: Case, results: bytes, steps: bytes) -> Reading:
    """The figures of both workbooks, whose formulas somebody has computed."""
    pages = sheets(results)
    summary, scores, *_ = list(pages.values())
    figures = {row[0]: row[1:] for row in summary[HEAD:]}
    say = case.voice.say
    found: Reading = {
        "overall": {case.decimal(value) for value in figures[say("Overall score")]},
        "need": {f"{value:.0f}" for value in figures[say("Need index, of 100")]},
        "respondents": {f"{figures[say('Respondents')][0]:.0f}"},
        "sure": {f"{figures[say('Share of variations that keep the verdict')][0] * 100:.0f}%"},
        "verdict": {squeezed(summary[1][0])},
    }
    for item, row in zip(case.results.dimensions, scores[HEAD:], strict=False):
        found[item.id] = {case.decimal(value) for value in row[1:3] if value is not None}
    page = next(iter(sheets(steps).values()))
    for item, row in zip(case.results.roadmap[:DATES], page[HEAD:], strict=False):
        later = row[5].date() - case.results.as_of
        found[item.action] = {str(row[4]), str(later // timedelta(days=1))}
    return found


def department(case: Case) -> Reading:
    """A department's PDF: the organisation's scores beside its own."""
    name = next(
        item.name
        for item in case.results.departments
        if not why_no_report(case.pack, case.results, item.name, case.locale)
    )
    return of_department(case, draw_pdf(department_report(case.pack, case.results, name, case.locale)).pdf)


def of_department(case: Case, data: bytes) -> Reading:
    """As above, of a PDF that is handed in."""
    voice = case.voice
    flat = squeezed(_pdf_text(data, case))
    found: Reading = {}
    for item in case.results.dimensions:
        label = re.escape(squeezed(voice.dimension(item.id)))
        levels = "|".join(re.escape(squeezed(voice.level(n))) for n in range(1, 6))
        found[item.id] = set(re.findall(rf"{label}\d[.,]\d(?:{levels})(\d[.,]\d)", flat))
    return found


def archived(case: Case) -> Reading:
    """The results as they are attached, stored and put into archives."""
    return of_archive(case, case.report.results_json)


def of_archive(case: Case, results_json: str) -> Reading:
    """As above, of the text of any ``results.json``: one out of an archive may be handed in."""
    again = Case(case.pack, from_json(results_json), case.locale, case.folder)
    return {name: {text} for name, text in expected(again).items()}


DOCUMENTS: dict[str, Callable[[Case], Reading]] = {
    "screen": screen,
    "pdf": pdf,
    "board": board,
    "department": department,
    "workbook": workbook,
    "slides": slides,
    "word": word,
    "archive": archived,
}


def disagreements(case: Case, wanted: dict[str, str], readings: dict[str, Reading]) -> list[str]:
    """Where a document prints another number than wanted, several, or none. A department prints fewer."""
    found = []
    for document, reading in readings.items():
        names = reading if document == "department" else wanted
        found += [
            f"{document}: {name} is {sorted(reading[name]) or 'missing'}, not {wanted[name]}"
            for name in names
            if reading[name] != {wanted[name]}
        ]
    return found
