"""The PDF: what is in it, and that the same report gives the same bytes."""

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import weasyprint
from PIL import Image

from reports.accent import fit_accent
from reports.render import Drawn, draw_pdf, render_pdf, shortcuts
from reports.report import Brand, Para, Report

from .printed import missing_texts, pages_of, squeezed
from .sample_report import DEPARTMENTS, ENGLISH, LONG_NAME, heat, with_blocks, with_departments
from .sample_report_fr import FRENCH

REPORTS = {"en": ENGLISH, "fr": FRENCH}
ROOT = Path(__file__).parents[3]
LOCALES = pytest.mark.parametrize("locale", REPORTS)


@cache
def drawn(name: str) -> Drawn:
    return draw_pdf(REPORTS[name] if name in REPORTS else HOSTILE_REPORTS[name])


@cache
def logo() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (300, 80), (160, 30, 60, 255)).save(out, "PNG")
    return out.getvalue()


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def dictionaries(pdf: pikepdf.Pdf, key: str, value: str) -> list[pikepdf.Dictionary]:
    """The objects of a file whose entry has this value."""
    return [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get(key) == value]


@LOCALES
def test_nothing_is_warned_of(locale: str) -> None:
    assert drawn(locale).warnings == ()


@LOCALES
def test_every_text_of_the_report_is_on_the_pages(locale: str) -> None:
    assert missing_texts(REPORTS[locale], drawn(locale).pdf) == []


@LOCALES
def test_the_decision_is_page_one_and_the_contents_follow(locale: str) -> None:
    report = REPORTS[locale]
    first, second = (squeezed(page) for page in pages_of(drawn(locale).pdf)[:2])
    assert squeezed(report.decision.owner) in first
    assert squeezed(report.contents_title) in second
    assert squeezed(report.sections[0].kicker) in second


@pytest.mark.parametrize("times", [1, 2])
def test_a_long_page_one_still_holds_on_a_page(times: int) -> None:
    decision = FRENCH.decision
    longer = replace(
        decision,
        reasons=tuple((figure, " ".join([text] * times)) for figure, text in decision.reasons),
        options=tuple(
            replace(option, reason=" ".join([option.reason] * times)) for option in decision.options
        ),
        flips=tuple(" ".join([flip] * times) for flip in decision.flips),
        conditions=decision.conditions * times,
    )
    pages = pages_of(render_pdf(replace(with_blocks(Para("Text")), decision=longer)))
    assert squeezed(decision.owner) in squeezed(pages[0])
    assert "Contents" in pages[1]


def test_a_short_page_one_keeps_its_size_within_bounds() -> None:
    decision = replace(
        ENGLISH.decision, options=(), flips=(), conditions=(), tags=("No verdict",), sure_share=None
    )
    pages = pages_of(render_pdf(replace(with_blocks(Para("Text")), decision=decision)))
    assert squeezed(decision.owner) in squeezed(pages[0])


@LOCALES
def test_language_title_and_dates_are_the_reports(locale: str) -> None:
    with opened(drawn(locale).pdf) as pdf:
        assert str(pdf.Root.Lang) == locale
        assert str(pdf.docinfo["/Title"]) == REPORTS[locale].title
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261116000000")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_bookmarks_follow_sections() -> None:
    with opened(drawn("en").pdf) as pdf, pdf.open_outline() as outline:
        top = [item.title for item in outline.root]
        assert top[:3] == ["The decision", "Contents", "1 Who answered"]
        departments = next(item for item in outline.root if item.title.endswith("Departments"))
        assert next(child.title for child in departments.children) == "3.1 Tooling"
        assert len(top) + sum(len(item.children) for item in outline.root) == len(ENGLISH.sections) + 2


def test_the_contents_link_to_every_section_and_give_its_page() -> None:
    pages = pages_of(drawn("en").pdf)
    with opened(drawn("en").pdf) as pdf:
        links = [str(link.Dest) for link in pdf.pages[1].Annots if "/Dest" in link]
    assert {section.id for section in ENGLISH.sections} <= set(links)
    number = next(n for n, page in enumerate(pages[2:], start=3) if "Tooling outruns governance" in page)
    assert f"Tooling outruns governance {number}" in " ".join(pages[1].split())


@LOCALES
def test_the_results_are_attached_as_they_are(locale: str) -> None:
    with opened(drawn(locale).pdf) as pdf:
        (name,) = pdf.attachments
        assert name == "results.json"
        assert pdf.attachments[name].get_file().read_bytes().decode() == REPORTS[locale].results_json
        assert {str(item.AFRelationship) for item in pdf.Root.AF} == {"/Data"}


@LOCALES
def test_fonts_are_embedded_subsets_of_ours(locale: str) -> None:
    with opened(drawn(locale).pdf) as pdf:
        fonts = dictionaries(pdf, "/Type", "/FontDescriptor")
        names = {str(font.FontName) for font in fonts}
        assert all("/FontFile2" in font for font in fonts)
    assert 3 <= len(names) <= 5
    assert all(name[7] == "+" and ("Mandate" in name or "Source" in name) for name in names), names


@LOCALES
def test_every_figure_has_an_alternative(locale: str) -> None:
    with opened(drawn(locale).pdf) as pdf:
        figures = dictionaries(pdf, "/S", "/Figure")
        assert figures
        assert all(str(item.get("/Alt", "")) for item in figures)


def hashes_elsewhere(*names: str, first: str = "") -> list[str]:
    """The hashes of PDFs as a process of its own makes them, after a first statement."""
    script = (
        f"{first}\nfrom tests.reports.render.test_pdf import drawn, hash_of\n"
        f"for name in {names}: print(hash_of(drawn(name).pdf))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split()


def hash_of(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()


def test_the_same_report_gives_the_same_bytes_in_every_process() -> None:
    here = hash_of(drawn("en").pdf)
    assert hashes_elsewhere("en") == [here]
    assert hash_of(render_pdf(ENGLISH)) == here


def test_the_shortcuts_are_for_the_version_in_use() -> None:
    assert weasyprint.__version__ == shortcuts.READ, "read the new version for reports/render/shortcuts.py"


def test_the_shortcuts_change_no_byte() -> None:
    names = ("en", "fr", "organisation")
    without = hashes_elsewhere(*names, first="from reports.render import shortcuts; shortcuts.READ = 'none'")
    assert without == [hash_of(drawn(name).pdf) for name in names]


MARGIN = 50
"""Points left free at the right of every page."""

HOSTILE = "R&D <b>bold</b> {{ 7 }} \x00\x1b\ue000\U0001f680\u8ca9 " + "x" * 1000
HOSTILE_REPORTS: dict[str, Report] = {
    "departments": with_departments(HOSTILE, "</table><script>", "'\"><img src=http://x.invalid/>"),
    "organisation": replace(
        ENGLISH, organisation=HOSTILE, title=HOSTILE, footer=HOSTILE, sections=ENGLISH.sections[:1]
    ),
}


@pytest.mark.parametrize("name", HOSTILE_REPORTS)
def test_hostile_names_are_only_text(name: str) -> None:
    done = drawn(name)
    assert done.warnings == ()
    assert "R&D<b>bold</b>{{7}}" in squeezed("".join(pages_of(done.pdf))).replace("r&d", "R&D")


def test_a_thousand_characters_stay_on_the_paper() -> None:
    name = "x" * 1000
    with pypdfium2.PdfDocument(render_pdf(with_blocks(heat((name,))))) as document:
        for page in document:
            texts = page.get_textpage()
            right = max(texts.get_charbox(n)[2] for n in range(texts.count_chars()))
            assert right <= page.get_width() - MARGIN


def test_forty_departments_take_their_head_along() -> None:
    names = tuple(f"{LONG_NAME} {n:02d}" for n in range(1, 41))
    done = draw_pdf(with_departments(*names))
    pages = [page for page in pages_of(done.pdf) if f"{LONG_NAME.split()[0]} de la transformation" in page]
    assert done.warnings == ()
    heat_pages = [page for page in pages if "Sponsorship" in page and "Mean" in page]
    assert len(heat_pages) >= 2
    assert missing_texts(with_departments(*names), done.pdf) == []


def test_one_department_prints() -> None:
    report = with_departments(DEPARTMENTS[0])
    assert missing_texts(report, render_pdf(report)) == []


def test_a_brand_shows_its_logo_and_accent() -> None:
    plain, branded = drawn("fr"), draw_pdf(FRENCH, Brand("Rivage Conseil", logo(), "#e07a9b"))
    assert branded.warnings == ()
    with opened(plain.pdf) as one, opened(branded.pdf) as other:
        assert not [key for page in one.pages for key in page.get_images()]
        assert len(list(other.pages[0].get_images())) == 1
    # Too light for white text: darkened, and only where the accent stands; data keep their colours.
    assert fit_accent("#e07a9b") != "#e07a9b"
    assert plain.pages == branded.pages
