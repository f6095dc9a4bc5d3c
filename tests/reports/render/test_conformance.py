"""PDF/A-3a and PDF/UA-1 by veraPDF's rules: reports, board papers and departments', samples and extremes."""

import io
from pathlib import Path

import pytest
from PIL import Image

from questionnaires import load
from reports.build import build_report
from reports.build.briefing import build_briefing
from reports.build.department import department_report
from reports.render import draw_briefing, draw_paper, draw_pdf, render_pdf
from reports.report import Brand
from survey.files import clean_logo
from tests.pdfa.verapdf import explain, validate

from .cases import EXTREMES, SAMPLES, by_turns, pdf, printed, results
from .sample_report import with_departments
from .test_paper import BLANK, EMPTY, GIVEN, paper
from .test_pdf import HOSTILE
from .test_stamp import STAMPED


def logo() -> bytes:
    """A small logo with a transparent ground."""
    out = io.BytesIO()
    Image.new("RGBA", (240, 80), (122, 31, 92, 160)).save(out, "PNG")
    return clean_logo(out.getvalue())


def reports() -> dict[str, bytes]:
    """Samples and extremes."""
    cases = (*by_turns(SAMPLES), *by_turns(EXTREMES))
    return {f"{name}-{locale}": pdf(name, locale) for name, locale in cases}


def papers() -> dict[str, bytes]:
    """Boards', departments', questionnaires on paper, and what is odd; most in a client's colours."""
    brand = Brand("Client", logo(), "#7a1f5c")
    made = {
        "stamped": printed(STAMPED),
        "hostile": render_pdf(with_departments(HOSTILE), brand),
        "blank": draw_paper(paper(*(BLANK,) * 12)).pdf,
        "copy": draw_paper(paper(GIVEN, EMPTY, locale="fr"), brand).pdf,
    }
    for name, locale in (*by_turns(SAMPLES), ("forty_departments", "en"), ("no_verdict", "en")):
        report = build_report(load(), results(name), locale)
        made[f"board-{name}-{locale}"] = draw_briefing(build_briefing(report), brand).pdf
        report = department_report(load(), results(name), results(name).departments[0].name, locale)
        made[f"department-{name}-{locale}"] = draw_pdf(report, brand).pdf
    return made


@pytest.mark.pdfa
@pytest.mark.slow
def test_every_document_conforms(tmp_path: Path) -> None:
    """One Java machine looks at all: the first document costs it ten times as much as any other."""
    made = papers() | reports()
    paths = [tmp_path / f"{name}.pdf" for name in made]
    for path, data in zip(paths, made.values(), strict=True):
        path.write_bytes(data)
    found = validate(paths)
    assert len(found) == 2 * len(paths)
    assert not any(found.values()), explain(found)
