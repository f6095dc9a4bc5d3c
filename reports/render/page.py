"""The document's HTML, from the templates that both outputs share."""

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ..accent import fit_accent
from ..briefing import Briefing
from ..paper import Paper
from ..report import Brand, Report
from .characters import breakable, clean, cleaned, last_words_joined
from .figures import Figures
from .fit import Fit

ACCENT: Final = "#0f5f5c"
LOGO: Final = "logo.png"


@dataclass(frozen=True)
class Page:
    """HTML, and the pictures that it refers to under ``asset:``."""

    html: str
    assets: dict[str, bytes]


def make_page(
    report: Report,
    brand: Brand | None,
    *,
    style: str = "",
    paged: bool,
    fit: Fit | None = None,
    only_decision: bool = False,
    back: tuple[str, str] | None = None,
) -> Page:
    """The report as HTML. ``paged``: for the PDF, with pictures as assets; else alone, with ``style`` in it.

    ``fit`` is the type and air of page one (see fit.py); ``only_decision`` leaves out all but page one;
    ``back`` is the address and text of a link at the head.
    """
    brand = brand or Brand()
    environment = templates()
    figures = Figures(environment, inline=not paged)
    html = environment.get_template("report.html").render(
        report=cleaned(report),
        name=clean(brand.name),
        logo=_logo(brand, paged),
        style=Markup(style),  # noqa: S704 - our own style sheet
        figures=figures,
        paged=paged,
        fit=fit,
        only_decision=only_decision,
        back=back,
    )
    assets = figures.assets | ({LOGO: brand.logo} if brand.logo and paged else {})
    return Page(html, assets)


def make_briefing(
    briefing: Briefing, brand: Brand | None, *, first: Fit | None, second: Fit, only_second: bool = False
) -> Page:
    """The board's two pages as HTML for the PDF, each in its own type and air; or page two alone."""
    brand = brand or Brand()
    environment = templates()
    figures = Figures(environment, inline=False)
    html = environment.get_template("briefing.html").render(
        report=cleaned(briefing.report),
        second=cleaned(briefing.second),
        name=clean(brand.name),
        logo=_logo(brand, paged=True),
        figures=figures,
        paged=True,
        fit=first,
        root=second,
        only_second=only_second,
    )
    return Page(html, figures.assets | ({LOGO: brand.logo} if brand.logo else {}))


def make_paper(paper: Paper, brand: Brand | None) -> Page:
    """A questionnaire, or a copy of answers, as HTML for the PDF."""
    brand = brand or Brand()
    html = (
        templates()
        .get_template("paper.html")
        .render(paper=cleaned(paper), name=clean(brand.name), logo=_logo(brand, paged=True))
    )
    return Page(html, {LOGO: brand.logo} if brand.logo else {})


def warm() -> None:
    """Read and compile what every page needs, once, before there is a page to make."""
    clean("")
    for name in templates().list_templates():
        templates().get_template(name)


def accent_of(brand: Brand | None) -> str:
    """The accent to print with: the client's, darkened until white text can be read on it, or ours."""
    return fit_accent(brand.accent) if brand and brand.accent else ACCENT


@cache
def stylesheet(name: str = "report.css") -> str:
    """A style sheet of the report as text."""
    return (files("reports") / "static" / name).read_text("utf-8")


def resolved(css: str, tokens: dict[str, str]) -> str:
    """A style sheet with the values of its tokens in place, which spares a look-up for every element."""
    found = dict(re.findall(r"--(\w+): ([^;]+);", css)) | tokens
    return re.sub(r"var\(--(\w+)\)", lambda match: found[match[1]], css)


@cache
def templates() -> Environment:
    """The templates of every document."""
    environment = Environment(
        loader=PackageLoader("reports", "templates/reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters["headline"] = lambda text: breakable(last_words_joined(text))
    environment.filters["whole"] = escape
    environment.filters["kind"] = lambda block: type(block).__name__.lower()
    environment.filters["percent"] = lambda share: f"{share * 100:.4g}%"
    return environment


def _finalize(value: object) -> object:
    """Every text printed gets break opportunities; an attribute says ``|whole`` and gets none."""
    return breakable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _logo(brand: Brand, paged: bool) -> str:
    if brand.logo is None:
        return ""
    return f"asset:{LOGO}" if paged else f"data:image/png;base64,{b64encode(brand.logo).decode()}"
