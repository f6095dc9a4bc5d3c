"""PDF/A-3a and PDF/UA-1 by veraPDF's rules: every sample and every extreme, in both languages."""

from pathlib import Path

from questionnaires import load
from reports.build import build_report
from reports.render import render_pdf
from reports.report import Brand
from tests.pdfa.verapdf import explain, validate

from .cases import EXTREMES, LOCALES, SAMPLES, results


def test_every_report_conforms(tmp_path: Path) -> None:
    paths = []
    for name in (*SAMPLES, *EXTREMES):
        for locale in LOCALES if name in SAMPLES else LOCALES[:1]:
            path = tmp_path / f"{name}-{locale}.pdf"
            path.write_bytes(
                render_pdf(build_report(load(), results(name), locale), Brand("Client", None, "#7a1f5c"))
            )
            paths.append(path)
    found = validate(paths)
    assert len(found) == 2 * len(paths)
    assert not any(found.values()), explain(found)
