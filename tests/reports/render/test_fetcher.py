"""Nothing is loaded but what is ours."""

import io

import pikepdf
import pytest
import weasyprint
from weasyprint.urls import FatalURLFetchingError

from reports.render import pdf as rendering
from reports.render.failure import RenderFailed
from reports.render.fetcher import MemoryFetcher
from reports.render.page import Page

from .sample_report import ENGLISH


def test_an_asset_is_answered_from_memory() -> None:
    fetcher = MemoryFetcher({"chart-0.svg": b"<svg/>"})
    assert fetcher.fetch("asset:chart-0.svg").read() == b"<svg/>"
    assert fetcher.refused == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/x.png",
        "https://example.invalid/x.css",
        "file:///etc/passwd",
        "data:text/plain,hello",
        "data:image/svg+xml,<svg/>",
        "asset:other.svg",
        "asset:../pdf.py",
        "ftp://example.invalid/",
        "//example.invalid/x",
    ],
)
def test_any_other_address_is_refused_and_noted(url: str) -> None:
    fetcher = MemoryFetcher({"chart-0.svg": b"<svg/>"})
    with pytest.raises(FatalURLFetchingError):
        fetcher.fetch(url)
    assert fetcher.refused == [url]


INNER = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    b'<image width="9" height="9" href="http://127.0.0.1:9/x.png"/></svg>'
)


def leaking(body: str) -> Page:
    """A page as if a template let markup through: the fetcher is the second fence."""
    html = f'<html lang="en"><title>x</title><body><section id="decision-end">{body}</section></body></html>'
    return Page(html, {"inner.svg": INNER})


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="x" src="http://127.0.0.1:9/x.png"/>',
        '<img alt="x" src="file:///etc/passwd"/>',
        '<img alt="x" src="data:image/png;base64,AAAA"/>',
        '<p style="background:url(http://127.0.0.1:9/x.png)">x</p>',
        '<object data="http://127.0.0.1:9/x"></object>',
        "<style>@import url(http://127.0.0.1:9/x.css);</style>",
        '<img alt="x" src="asset:inner.svg"/>',
    ],
)
def test_a_page_that_asks_for_more_is_not_rendered(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "make_page", lambda *_, **__: leaking(body))
    with pytest.raises(RenderFailed, match="not part of it"):
        rendering.draw_pdf(ENGLISH)


def test_a_file_of_the_machine_is_never_attached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        rendering, "make_page", lambda *_, **__: leaking('<link rel="attachment" href="file:///etc/passwd"/>')
    )
    with pikepdf.open(io.BytesIO(rendering.draw_pdf(ENGLISH).pdf)) as pdf:
        assert list(pdf.attachments) == [ENGLISH.results_name]


def test_the_default_fetcher_of_weasyprint_is_not_in_use() -> None:
    assert issubclass(MemoryFetcher, weasyprint.urls.URLFetcher)
    assert MemoryFetcher.fetch is not weasyprint.urls.URLFetcher.fetch
