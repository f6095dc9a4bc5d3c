"""The documents that can be made of a version of the report: one row a kind, and how each is made.

Whatever takes long is made in a process of its own, under limits (``reports.render.make_isolated``).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from questionnaires.model import Pack
from reports.report import Brand, Report
from reports.results import Results, to_json
from reports.workbook import Workbook

# The libraries that write documents load when one is wanted.
# ruff: noqa: PLC0415

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PDF: Final = "application/pdf"

DRAFT: Final = {"en": "Draft", "fr": "Brouillon"}
"""The watermark of what was not published, by language."""


class Skipped(Exception):
    """A document that is not made here. ``why``: a word that a page tells in a sentence, or a sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Material:
    """What a document is made of. ``report`` is that of the version in the document's language."""

    pack: Pack
    results: Results
    report: Report
    brand: Brand
    number: int | None
    """Of the version; None for a draft."""
    department: str = ""
    archive: bytes = b""
    """Of the client, for a kind that is ``whole``."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document. ``make`` raises Skipped, and RenderFailed where it cannot be made.

    ``word`` is its name in file names; ``spoken``: whether there is one for each language;
    ``each_department``: whether there is one for each department; ``whole``: whether it holds everything of
    the client, single answers and names among it, and so is made only where it is chosen by itself.
    """

    make: Callable[[Material], bytes]
    word: str
    suffix: str
    media_type: str
    spoken: bool = True
    each_department: bool = False
    whole: bool = False


def watermarked(report: Report, number: int | None) -> Report:
    """The report, with the watermark of a draft where it is one."""
    if number is not None:
        return report
    return replace(report, watermark=DRAFT[report.locale])


def _pdf(given: Material) -> bytes:
    from reports.render import render_pdf_isolated

    return render_pdf_isolated(watermarked(given.report, given.number), given.brand)


def _board(given: Material) -> bytes:
    from reports.build.briefing import build_briefing
    from reports.render import render_pdf_isolated

    return render_pdf_isolated(build_briefing(watermarked(given.report, given.number)), given.brand)


def _department(given: Material) -> bytes:
    from reports.build.department import department_report, why_no_report
    from reports.render import render_pdf_isolated

    what = given.pack, given.results, given.department, given.report.locale
    if reason := why_no_report(*what):
        raise Skipped(reason)
    # Handed over by whoever handed the whole report over.
    report = replace(department_report(*what), prepared_by=given.report.prepared_by)
    return render_pdf_isolated(watermarked(report, given.number), given.brand)


def _slides(given: Material) -> bytes:
    from reports.render import make_isolated
    from reports.render.slides import render_pptx

    return make_isolated(render_pptx, watermarked(given.report, given.number), given.brand)


def _text(given: Material) -> bytes:
    from reports.render import make_isolated
    from reports.render.word import render_docx

    return make_isolated(render_docx, watermarked(given.report, given.number), given.brand)


def _letter(given: Material) -> bytes:
    from reports.render import make_isolated
    from reports.render.word import render_docx

    if not any(section.id == "letter" for section in given.report.sections):
        raise Skipped("no_verdict")
    return make_isolated(render_docx, watermarked(given.report, given.number), given.brand, "letter")


def _roadmap(given: Material) -> bytes:
    from reports.build.workbooks import roadmap_workbook

    if not given.results.roadmap:
        raise Skipped("no_roadmap")
    return _workbook(roadmap_workbook, given)


def _scores(given: Material) -> bytes:
    from reports.build.workbooks import results_workbook

    return _workbook(partial(results_workbook, headline=given.report.decision.headline), given)


def _workbook(build: Callable[[Pack, Results, str, str], Workbook], given: Material) -> bytes:
    from reports.render import make_isolated
    from reports.render.excel import render_xlsx

    made = build(given.pack, given.results, given.report.locale, given.report.prepared_by)
    return make_isolated(render_xlsx, made)


def _page(given: Material) -> bytes:
    from reports.render import make_isolated, render_html

    return make_isolated(render_html, watermarked(given.report, given.number), given.brand)


def _data(given: Material) -> bytes:
    return to_json(given.results).encode()


def _archive(given: Material) -> bytes:
    return given.archive


KINDS: Final[Mapping[str, Kind]] = {
    "report": Kind(_pdf, "report", "pdf", PDF),
    "board": Kind(_board, "board", "pdf", PDF),
    "department": Kind(_department, "department", "pdf", PDF, each_department=True),
    "slides": Kind(_slides, "slides", "pptx", PPTX),
    "text": Kind(_text, "report", "docx", DOCX),
    "letter": Kind(_letter, "letter", "docx", DOCX),
    "roadmap": Kind(_roadmap, "roadmap", "xlsx", XLSX),
    "scores": Kind(_scores, "results", "xlsx", XLSX),
    "page": Kind(_page, "report", "html", "text/html; charset=utf-8"),
    "data": Kind(_data, "results", "json", "application/json", spoken=False),
    "archive": Kind(_archive, "archive", "mandate.zip", "application/zip", spoken=False, whole=True),
}
"""Every kind of document, in the order in which they are offered."""


def name_of(kind: Kind, given: Material) -> str:
    """A file name that says whose it is, what, which version and which language."""
    version = f"v{given.number}" if given.number is not None else "draft"
    language = given.report.locale if kind.spoken else ""
    parts = (slug(given.results.organisation), kind.word, slug(given.department), version, language)
    return f"{'-'.join(filter(None, parts))}.{kind.suffix}"


def slug(text: str) -> str:
    """A text as part of a file name: small ASCII letters, figures and hyphens, 60 at most."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].strip("-")
