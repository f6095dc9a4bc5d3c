"""Our PDF against Chromium's print of the same pages, in the same run, in turn."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pikepdf
from playwright.sync_api import sync_playwright

from reports.render import child, render_pdf_isolated
from reports.render.fonts import SANS, SERIF, font_face_rules, font_files
from reports.render.page import accent_of, make_page, resolved, stylesheet
from reports.render.pdf import HATCH, draw_pdf, fit_of
from reports.report import Report
from survey.doctor import BROWSERS
from tests.bench.measure import Line, Took, program
from tests.bench.tree import watched

ROUNDS = 3


def lines(report: Report) -> Iterator[Line | str]:
    """The lines of the table. Ours start from the report, and make the HTML and fit page one too."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        yield "Against Chromium: passed over, there is no chromium on this machine"
        return
    yield "Against Chromium: the same pages, charts and typefaces, to a tagged PDF with outline, in turn"
    with tempfile.TemporaryDirectory() as folder:
        same = write_same(report, Path(folder))
        with sync_playwright() as player:
            running = player.chromium.launch(executable_path=browser, args=["--no-sandbox"])
            runs: dict[str, Callable[[], object]] = {
                "ours, in a process of its own, as the site makes each": lambda: render_pdf_isolated(report),
                "Chromium, started to print one file": lambda: _started(browser, same, folder),
                "ours, in a warm process": lambda: draw_pdf(report),
                "Chromium, running, a new tab": lambda: _in_tab(running, same),
                "ours, with nothing standing ready": lambda: _first(report),
            }
            found = _in_turn(runs)
            running.close()
        theirs = Path(folder, "chromium.pdf")
        with pikepdf.open(theirs) as pdf:
            told = f"{len(pdf.pages)} pages, {theirs.stat().st_size / 1000:.0f} KB, tagged: "
            told += "yes" if "/StructTreeRoot" in pdf.Root else "no"
    yield from (Line(name, times) for name, times in found.items())
    ours, started, warm, tab, first = found.values()
    yield f"  Chromium's file: {told}. It is neither PDF/A-3a nor PDF/UA-1, has no attachment, and leaves the"
    yield "  heads of pages and the page numbers of the contents blank: ours does more."
    yield "  Ours / Chromium, processor and wall clock. It uses both cores, and we use one:"
    yield f"  one document, each as it is used: {_ratios(ours, started)}"
    yield f"  both running and warm: {_ratios(warm, tab)}"
    yield f"  one document, nothing running yet: {_ratios(first, started)}"


def _ratios(ours: list[Took], theirs: list[Took]) -> str:
    wall = median(took.wall for took in ours) / median(took.wall for took in theirs)
    cpu = median(took.cpu for took in ours) / median(took.cpu for took in theirs)
    return f"{cpu:.2f} and {wall:.2f}"


def write_same(report: Report, folder: Path) -> Path:
    """The very pages that our PDF is made of, as files that a browser can open."""
    fonts = {"serif": f'"{SERIF}","{SANS}"', "sans": f'"{SANS}","{SERIF}"'}
    tokens = fonts | {"accent": accent_of(None), "hatch": "url(asset:hatch.svg)"}
    style = font_face_rules() + resolved(stylesheet() + stylesheet("pages.css"), tokens)
    page = make_page(report, None, style=style, paged=True, fit=fit_of(report))
    for name, body in {**page.assets, **font_files(), "hatch.svg": HATCH}.items():
        (folder / name).write_bytes(body)
    path = folder / "same.html"
    path.write_text(page.html.replace("asset:", ""), encoding="utf-8")
    return path


def _in_turn(runs: dict[str, Callable[[], object]]) -> dict[str, list[Took]]:
    """Each once to warm up, then all in turn, so that a slow moment of the machine meets them all.

    A round takes as long as it takes to make the document five times: ten seconds on a quiet machine.
    """
    for run in runs.values():
        run()
    found: dict[str, list[Took]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            found[name].append(watched(run))
    return found


def _first(report: Report) -> bytes:
    child.stop()
    return render_pdf_isolated(report)


def _started(browser: str, page: Path, folder: str) -> None:
    target = Path(folder, "chromium.pdf")
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
        "--no-pdf-header-footer", "--generate-pdf-document-outline", f"--print-to-pdf={target}",
        page.as_uri(),
    ]  # fmt: skip
    program(command)


def _in_tab(running: object, page: Path) -> bytes:
    tab = running.new_page()  # type: ignore[attr-defined]
    tab.goto(page.as_uri())
    made: bytes = tab.pdf(tagged=True, outline=True, prefer_css_page_size=True)
    tab.close()
    return made
