"""PDF/A-3a and PDF/UA-1 by veraPDF's rules: reports, board papers and departments', samples and extremes."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image

from questionnaires import load
from reports.build import build_report
from reports.build.briefing import build_briefing
from reports.build.department import department_report
from reports.render import draw_briefing, draw_paper, draw_pdf, render_pdf
from reports.report import Brand
from survey.files import clean_logo
from tests.pdfa.verapdf import explain, validate

from .cases import EVERY, EXTREMES, LOCALES, SAMPLES, pdf, results
from .sample_report import with_departments
from .test_paper import BLANK, EMPTY, GIVEN, paper
from .test_pdf import HOSTILE
from .test_stamp import STAMPED


def logo() -> bytes:
    """A small logo with a transparent ground."""
    out = io.BytesIO()
    Image.new("RGBA", (240, 80), (122, 31, 92, 160)).save(out, "PNG")
    return clean_logo(out.getvalue())


def in_languages(names: Sequence[str]) -> list[tuple[str, str]]:
    return [(name, LOCALES[(place + n) % 2]) for place, name in enumerate(names) for n in range(1 + EVERY)]


def test_every_report_conforms(tmp_path: Path) -> None:
    made = {f"{name}-{locale}": pdf(name, locale) for name, locale in in_languages(SAMPLES)}
    made |= {name: pdf(name, "en") for name in EXTREMES}
    assert_conform(tmp_path, made)


def test_boards_departments_papers_and_what_is_odd_conform(tmp_path: Path) -> None:
    brand = Brand("Client", logo(), "#7a1f5c")
    made = {
        "stamped": render_pdf(STAMPED),
        "hostile": render_pdf(with_departments(HOSTILE), brand),
        "blank": draw_paper(paper(*(BLANK,) * 12)).pdf,
        "copy": draw_paper(paper(GIVEN, EMPTY, locale="fr"), brand).pdf,
    }
    for name, locale in (*in_languages(SAMPLES), ("forty_departments", "en"), ("no_verdict", "en")):
        report = build_report(load(), results(name), locale)
        made[f"board-{name}-{locale}"] = draw_briefing(build_briefing(report), brand).pdf
        report = department_report(load(), results(name), results(name).departments[0].name, locale)
        made[f"department-{name}-{locale}"] = draw_pdf(report, brand).pdf
    assert_conform(tmp_path, made)


def assert_conform(folder: Path, made: Mapping[str, bytes]) -> None:
    """One Java machine looks at all of them: it takes twice as long for the first as for any other."""
    paths = [folder / f"{name}.pdf" for name in made]
    for path, data in zip(paths, made.values(), strict=True):
        path.write_bytes(data)
    found = validate(paths)
    assert len(found) == 2 * len(paths)
    assert not any(found.values()), explain(found)
