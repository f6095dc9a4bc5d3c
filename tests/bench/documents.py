"""The PDF of the largest sample: cold, warm, memory; and against Chromium's print of the same report."""

from collections.abc import Iterator

from reports.render.failure import RenderFailed
from reports.render.html import render_html
from reports.render.pdf import draw_pdf
from tests.bench import chromium
from tests.bench.largest import largest_report
from tests.bench.measure import Line, Took, fresh, here

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
    yield from chromium.lines(report)
