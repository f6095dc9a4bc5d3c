"""PDF/A-3a and PDF/UA-1 by veraPDF's rules: every sample and every extreme, in both languages."""

import io
from pathlib import Path

import pytest
from PIL import Image

from questionnaires import load
from reports.build import build_report
from reports.build.briefing import build_briefing
from reports.build.department import department_report
from reports.render import draw_briefing, draw_pdf, render_pdf
from reports.report import Brand
from survey.files import clean_logo
from tests.pdfa.verapdf import explain, validate

from .cases import EXTREMES, LOCALES, SAMPLES, pdf, results


def logo() -> bytes:
    """A small logo with a transparent ground."""
    out = io.BytesIO()
    Image.new("RGBA", (240, 80), (122, 31, 92, 160)).save(out, "PNG")
    return clean_logo(out.getvalue())


CASES = (*((name, locale) for name in SAMPLES for locale in LOCALES), *((name, "en") for name in EXTREMES))


@pytest.mark.parametrize("part", range(4))
def test_every_report_conforms(tmp_path: Path, part: int) -> None:
    paths = []
    for name, locale in CASES[part::4]:
        paths.append(tmp_path / f"{name}-{locale}.pdf")
        paths[-1].write_bytes(pdf(name, locale))
    if part == 0:
        paths.append(tmp_path / "branded.pdf")
        report = build_report(load(), results(SAMPLES[0]), "fr")
        paths[-1].write_bytes(render_pdf(report, Brand("Client", logo(), "#7a1f5c")))
    found = validate(paths)
    assert len(found) == 2 * len(paths)
    assert not any(found.values()), explain(found)


def test_boards_and_departments_conform(tmp_path: Path) -> None:
    brand = Brand("Client", logo(), "#7a1f5c")
    made = {}
    for name in (*SAMPLES, "forty_departments", "no_verdict"):
        for locale in LOCALES if name in SAMPLES else LOCALES[:1]:
            report = build_report(load(), results(name), locale)
            made[f"board-{name}-{locale}"] = draw_briefing(build_briefing(report), brand).pdf
            first = results(name).departments[0].name
            report = department_report(load(), results(name), first, locale)
            made[f"department-{name}-{locale}"] = draw_pdf(report, brand).pdf
    paths = []
    for name, data in made.items():
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(data)
    found = validate(paths)
    assert len(found) == 2 * len(paths)
    assert not any(found.values()), explain(found)
