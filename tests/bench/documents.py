"""The PDF of the largest sample: cold, warm, memory; and against Chromium's print of the same report."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from reports.render.failure import RenderFailed
from reports.render.html import render_html
from reports.render.pdf import draw_pdf
from tests.bench.largest import largest_report
from tests.bench.measure import Line, Took, fresh, here, once, program

ROUNDS = 5


def lines() -> Iterator[Line | str]:
    """The lines of the table."""
    yield "PDF of the largest sample, in French"
    report = largest_report()
    try:
        pages = draw_pdf(report).pages
    except RenderFailed as reason:
        yield f"  passed over: {reason}"
        return
    whole, inside = fresh("tests.bench.cold_pdf")
    memory = f"{max(found['mb'] for found in inside):.0f} MB at most, {inside[0]['pages']} pages"
    yield Line("new process, from its start, assessment included", whole, memory)
    yield Line("new process, first drawing alone", [Took(found["wall"], found["cpu"]) for found in inside])
    yield Line("warm", here(lambda: draw_pdf(report), ROUNDS), f"{pages} pages")
    yield Line("HTML, warm", here(lambda: render_html(report), ROUNDS))
    yield from _against_chromium()


def _against_chromium() -> Iterator[Line | str]:
    """Both in turn, so that a slow moment of the machine meets both."""
    browser = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))),
        None,
    )
    if browser is None:
        yield "Against Chromium: passed over, there is no chromium on this machine"
        return
    yield "Against Chromium's print of the same report's HTML, in turn"
    report, ours, theirs = largest_report(), [], []
    with tempfile.TemporaryDirectory() as folder:
        page, target = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_text(render_html(report), encoding="utf-8")
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
            "--no-pdf-header-footer", f"--print-to-pdf={target}", page.as_uri(),
        ]  # fmt: skip
        program(command)
        for _ in range(ROUNDS):
            ours.append(once(lambda: draw_pdf(report)))
            theirs.append(program(command)[0])
    yield Line("ours, warm", ours)
    yield Line("Chromium, its own start included", theirs)
    ratios = [median(a) / median(b) for a, b in zip(_both(ours), _both(theirs), strict=True)]
    yield f"  ours / Chromium: {ratios[0]:.2f} of the wall clock, {ratios[1]:.2f} of the processor"


def _both(times: list[Took]) -> tuple[list[float], list[float]]:
    return [took.wall for took in times], [took.cpu for took in times]
