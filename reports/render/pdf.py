"""The report as PDF: WeasyPrint, imported late, fed from memory, watched."""

import atexit
import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Final
from xml.sax.saxutils import escape

from ..briefing import Briefing
from ..paper import Paper
from ..report import Brand, Report
from .characters import clean
from .failure import RenderFailed
from .fit import Fit, fitting
from .fonts import SANS, SERIF, font_face_rules, font_files
from .metadata import VARIANT, declare_accessible
from .page import Page, accent_of, make_briefing, make_page, make_paper, resolved, stylesheet

NEEDED: Final = (
    "PDF needs Pango and HarfBuzz, which are not installed: on Debian or Ubuntu run "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)
HATCH: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="6" height="6" viewBox="0 0 6 6">'
    b'<path d="M-1 1l2-2M0 6l6-6M5 7l2-2" stroke="#d0d9e0" stroke-width=".7"/></svg>'
)
_ENDLESS: Final = "@page :first{size:210mm 3000mm}"
_WATERMARKED: Final = (
    "@page{background:url(asset:watermark.svg) center/210mm 297mm no-repeat}html{background:transparent}"
)

_one_at_a_time = Lock()
_kept: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PDF, how many pages it has, and what WeasyPrint warned of while it was drawn."""

    pdf: bytes
    pages: int
    warnings: tuple[str, ...]


def warm() -> None:
    """Import the library and parse our style sheets, without anything of Pango, once. Raises RenderFailed."""
    _weasyprint()
    from .fetcher import TYPES, head  # noqa: PLC0415 - imports WeasyPrint
    from .written import elements  # noqa: PLC0415 - imports WeasyPrint

    for ending in TYPES:
        head(ending)
    elements()
    _styles(accent_of(None), endless=True)


def render_pdf(report: Report, brand: Brand | None = None) -> bytes:
    """The report as PDF/A-3a and PDF/UA-1, in this process. Same report, same bytes.

    Raises RenderFailed when Pango is missing or something outside the report was asked for.
    """
    return draw_pdf(report, brand).pdf


def draw_pdf(report: Report, brand: Brand | None = None) -> Drawn:
    """As render_pdf, with what there is to know about the drawing."""
    with _one_at_a_time, _no_collections(), _warnings() as warnings:
        page = make_page(report, brand, paged=True, fit=fit_of(report, brand))
        return _drawn(page, brand, report, warnings)


def draw_briefing(briefing: Briefing, brand: Brand | None = None) -> Drawn:
    """The board's two pages as PDF/A-3a and PDF/UA-1. Raises RenderFailed as draw_pdf."""
    with _one_at_a_time, _no_collections(), _warnings() as warnings:
        first = fit_of(briefing.report, brand)
        second = fitting(
            lambda fit: _bottom(
                make_briefing(briefing, brand, first=None, second=fit, only_second=True),
                brand,
                briefing.report,
                "second-end",
            )
        )
        page = make_briefing(briefing, brand, first=first, second=second)
        return _drawn(page, brand, briefing.report, warnings)


def _drawn(page: Page, brand: Brand | None, report: Report, warnings: list[str]) -> Drawn:
    """A page of HTML as PDF, the report's results attached."""
    document, fetcher = _layout(page, brand, report)
    declare_accessible(document.metadata)
    document.metadata.attachments = [_attachment(report)]
    from .written import pack  # noqa: PLC0415 - imports WeasyPrint

    pdf: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=pack)
    if fetcher.refused:
        raise RenderFailed(f"the report asked for what is not part of it: {', '.join(fetcher.refused)}")
    return Drawn(pdf, len(document.pages), tuple(warnings))


def draw_paper(paper: Paper, brand: Brand | None = None) -> Drawn:
    """A questionnaire, or a copy of answers, as PDF/A-3a and PDF/UA-1. Raises RenderFailed as draw_pdf."""
    with _one_at_a_time, _no_collections(), _warnings() as warnings:
        page = make_paper(paper, brand)
        weasyprint = _weasyprint()
        from .fetcher import MemoryFetcher  # noqa: PLC0415 - imports WeasyPrint

        fetcher = MemoryFetcher(page.assets)
        tokens = {"serif": f'"{SERIF}","{SANS}"', "sans": f'"{SANS}","{SERIF}"', "accent": accent_of(brand)}
        sheet = weasyprint.CSS(string=resolved(stylesheet("paper.css"), tokens), font_config=_fonts())
        document = weasyprint.HTML(string=page.html, url_fetcher=fetcher, base_url=None).render(
            font_config=_fonts(), stylesheets=[sheet], pdf_variant=VARIANT
        )
        declare_accessible(document.metadata)
        pdf: bytes = document.write_pdf(pdf_variant=VARIANT)
        if fetcher.refused:
            raise RenderFailed(f"the paper asked for what is not part of it: {', '.join(fetcher.refused)}")
        return Drawn(pdf, len(document.pages), tuple(warnings))


def fit_of(report: Report, brand: Brand | None = None) -> Fit:
    """The type and air with which page one is one page."""
    return fitting(
        lambda fit: _bottom(
            make_page(report, brand, paged=True, fit=fit, only_decision=True), brand, report, "decision-end"
        )
    )


def _bottom(page: Page, brand: Brand | None, report: Report, end: str) -> float:
    """Where a page ends on an endless sheet, in millimetres from its top; ``end``: the id of its end."""
    document, _ = _layout(page, brand, report, endless=True)
    _, top, *_ = document.pages[-1].anchors[end]
    return float(top) / 96 * 25.4


def _layout(page: Page, brand: Brand | None, report: Report, *, endless: bool = False) -> tuple[Any, Any]:
    _weasyprint()
    from . import written  # noqa: PLC0415 - imports WeasyPrint
    from .fetcher import MemoryFetcher  # noqa: PLC0415 - imports WeasyPrint

    fetcher = MemoryFetcher({**page.assets, "hatch.svg": HATCH, "watermark.svg": _watermark(report)})
    try:
        document = written.Page(page.html, fetcher).render(
            font_config=_fonts(),
            stylesheets=[*_styles(accent_of(brand), endless=endless), *_watermarked(report)],
            pdf_variant=VARIANT,
        )
    except fetcher.refusal as refused:
        raise RenderFailed(f"the report asked for what is not part of it: {refused}") from refused
    return document, fetcher


def _weasyprint() -> Any:
    """The library, or RenderFailed in one sentence when what it stands on is missing."""
    try:
        return _import()
    except OSError as error:
        raise RenderFailed(NEEDED) from error


def _import() -> Any:
    import weasyprint  # noqa: PLC0415 - half a second, and libraries that may be missing

    from . import shortcuts, written  # noqa: F401, PLC0415 - import WeasyPrint

    shortcuts.take()
    return weasyprint


def _fonts() -> Any:
    """The fonts, decoded once a process."""
    if "fonts" not in _kept:
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - late, as all of it

        from .fetcher import MemoryFetcher  # noqa: PLC0415 - imports WeasyPrint

        try:
            fetcher = MemoryFetcher(font_files())
        except (FileNotFoundError, ModuleNotFoundError) as error:
            raise RenderFailed(f"fonts are missing ({error}): pip install -r requirements.txt") from error
        fonts = FontConfiguration()
        # It removes its folder of decoded fonts when it goes, which must be while Python still stands.
        atexit.register(_kept.clear)
        _kept["faces"] = _weasyprint().CSS(string=font_face_rules(), font_config=fonts, url_fetcher=fetcher)
        _kept["fonts"] = fonts
    return _kept["fonts"]


def _styles(accent: str, *, endless: bool) -> list[Any]:
    """The parsed style sheets for an accent; those last used are kept. ``endless``: a sheet with no foot."""
    css = _weasyprint().CSS
    if _kept.get("accent") != accent:
        fonts = {"serif": f'"{SERIF}","{SANS}"', "sans": f'"{SANS}","{SERIF}"'}
        text = resolved(
            stylesheet() + stylesheet("pages.css"),
            fonts | {"accent": accent, "hatch": "url(asset:hatch.svg)"},
        )
        _kept["styles"] = css(string=text, base_url="asset:")
        _kept["endless"] = css(string=_ENDLESS)
        _kept["accent"] = accent
    return [_kept["styles"], _kept["endless"]] if endless else [_kept["styles"]]


def _watermarked(report: Report) -> list[Any]:
    """What draws the watermark on each page: a background, which is no content to assistive technology."""
    return [_weasyprint().CSS(string=_WATERMARKED, base_url="asset:")] if report.watermark else []


def _watermark(report: Report) -> bytes:
    """The watermark as a picture of one page, light enough to read through."""
    word = clean(report.watermark)
    size = min(46.0, 330.0 / max(len(word), 1))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="210" height="297" viewBox="0 0 210 297">'
        f'<text x="105" y="148" transform="rotate(-50 105 148)" text-anchor="middle" fill="#eef1f4" '
        f'dominant-baseline="middle" font-family="{SERIF},{SANS}" font-weight="600" font-size="{size:.4g}">'
        f"{escape(word)}</text></svg>"
    ).encode()


def _attachment(report: Report) -> Any:
    moment = datetime.fromisoformat(report.created)
    return _weasyprint().Attachment(
        string=report.results_json,
        name=report.results_name,
        description=clean(report.labels["attachment"]),
        relationship="Data",
        created=moment,
        modified=moment,
    )


@contextmanager
def _no_collections() -> Iterator[None]:
    """Collect no garbage meanwhile: looking for cycles among all it makes takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What WeasyPrint and fontTools log as a warning or worse while the document is made."""
    found: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield found
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
