"""Every figure printed in PDF and HTML is one of the results, formatted once; French pages are French."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import html5lib
import pypdfium2
import pytest

from questionnaires import Pack, load
from questionnaires.model import Text
from reports.build import build_report
from reports.render import render_html
from reports.report import Timeline
from reports.results import to_json
from reports.typography import typeset

from .cases import LOCALES, SAMPLES, pdf, results

DECIMAL = {
    "en": re.compile(r"(?<![\d.,])\d+\.\d+(?![\d.]|,\d)"),
    "fr": re.compile(r"(?<![\d.,])\d+,\d+(?![\d,])"),
}


@cache
def pdf_text(name: str, locale: str) -> str:
    """All the text of a sample's PDF."""
    with pypdfium2.PdfDocument(pdf(name, locale)) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


@cache
def html_text(name: str, locale: str) -> str:
    """All the visible text of a sample's HTML."""
    tree = html5lib.parse(
        render_html(build_report(load(), results(name), locale)), namespaceHTMLElements=False
    )
    body = tree.find("body")
    return " ".join(text for text in body.itertext() if text.strip())


def floats(value: Any) -> Iterator[float]:
    """Every number in a JSON value."""
    if isinstance(value, dict):
        for item in value.values():
            yield from floats(item)
    elif isinstance(value, list):
        for item in value:
            yield from floats(item)
    elif isinstance(value, str):
        if re.fullmatch(r"-?\d+\.\d{6}", value):
            yield float(value)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield float(value)


def formatted(value: float, places: str) -> str:
    """A figure rounded once, as printed."""
    return f"{abs(value):.{len(places) - 2}f}"


def texts_of(value: Any) -> Iterator[Text]:
    """Every text of a pack."""
    if isinstance(value, Text):
        yield value
    elif hasattr(value, "model_fields_set"):
        for name in type(value).model_fields:
            yield from texts_of(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)


def allowed(pack: Pack, name: str, locale: str) -> set[str]:
    """Figures with decimals that may be printed: of the results, of the pack's texts, and level starts."""
    found = json.loads(to_json(results(name)))
    numbers = list(floats(found))
    cells = [
        item["score"] for row in found["departments"] for item in row["cells"] if item["score"] is not None
    ]
    differences = [
        item["values"]["leadership"] - item["values"]["departments"]
        for item in found["findings"]
        if item["kind"] == "perception"
    ]
    overall = [level.start for level in pack.questionnaire.levels]
    figures = {
        formatted(number, places)
        for number in (*numbers, *cells, *differences, *overall)
        for places in ("0.1", "0.01")
    }
    for text in texts_of(pack):
        figures |= set(re.findall(r"\d+[.,]\d+", text[locale]))
    figures.add(found["method"])
    return {figure.replace(".", ",") for figure in figures} | figures if locale == "fr" else figures


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("text", [pdf_text, html_text], ids=["pdf", "html"])
def test_every_figure_with_decimals_is_one_of_the_results(text: Any, name: str, locale: str) -> None:
    printed = set(DECIMAL[locale].findall(text(name, locale)))
    assert len(printed) > 30
    numbers = {section.number for section in build_report(load(), results(name), locale).sections}
    assert printed <= allowed(load(), name, locale) | numbers


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("text", [pdf_text, html_text], ids=["pdf", "html"])
def test_every_score_need_and_share_is_printed(text: Any, name: str, locale: str) -> None:
    found = results(name)
    page = re.sub(r"\s+", " ", text(name, locale))
    comma = (lambda figure: figure.replace(".", ",")) if locale == "fr" else (lambda figure: figure)
    scores = [item.score for item in (*found.dimensions, *found.questions) if item.score is not None]
    scores += [cell.score for row in found.departments for cell in row.cells if cell.score is not None]
    for score in scores:
        assert comma(formatted(score, "0.1")) in page
    assert f"{round(found.mandate.need)}" in page
    assert found.fingerprint[:12] in page
    for department in found.departments:
        assert department.name.replace("'", "’") in page


def words(text: str) -> set[str]:
    """Lower-case words of four letters and more."""
    return set(re.findall(r"[a-zà-öø-ÿœæ]{4,}", text.lower()))


@pytest.mark.parametrize("name", SAMPLES)
def test_french_pages_contain_no_english_word_of_ours(name: str) -> None:
    pack = load()
    french: set[str] = set()
    english: set[str] = set()
    for text in texts_of(pack):
        french |= words(text["fr"])
        english |= words(text["en"])
    english_report = words(pdf_text(name, "en"))
    named = words(" ".join(f"{source.publisher} {source.title}" for source in pack.sources))
    named |= words(" ".join(item.reference for item in pack.law))
    named |= words(
        " ".join(
            [
                results(name).organisation,
                results(name).sponsor_name,
                *(d.name for d in results(name).departments),
            ]
        )
    )
    french |= words(" ".join(str(message) for message in _french_messages()))
    strange = (
        (words(pdf_text(name, "fr")) & (english | english_report))
        - french
        - named
        - {"json", "results", "maturity"}
        - words(" ".join(re.findall(r"[0-9a-f]{12,}", pdf_text(name, "fr"))))
    )
    assert strange == set()


def _french_messages() -> list[object]:
    from reports.wording import catalogue

    return list(catalogue("reports", "fr").messages.values())


@pytest.mark.parametrize("name", SAMPLES)
def test_french_typography(name: str) -> None:
    text = html_text(name, "fr")
    for source in load().sources:
        text = text.replace(typeset(source.title, "fr"), "").replace(source.title, "")
    assert not re.findall(r"\w[;!?](?=\s)", text), "a narrow no-break space stands before ; ! ?"
    assert not re.findall(r"[^\u00a0\s\d/]:(?=\s)", text), "a no-break space stands before :"
    assert not re.findall(r"«[^\u00a0]|[^\u00a0]»", text), "no-break spaces stand inside guillemets"
    assert not re.findall(r"\d ?%(?<!\u00a0%)", text), "a no-break space stands before %"
    assert "'" not in text.replace("&#39;", "'"), "the apostrophe is typographic"
    assert not re.findall(r"\d\.\d(?!\d*[./])", re.sub(r"\b[0-9A]\d?\.\d\b|1\.0", "", text)), (
        "a comma stands before decimals"
    )


@pytest.mark.parametrize(
    ("name", "sponsors"),
    [("no_verdict", {"Sponsor (Hélène Marchebois)"}), ("foundations", {"Sponsor"})],
)
def test_a_sponsor_has_one_name_and_none_where_nobody_sponsors(name: str, sponsors: set[str]) -> None:
    blocks = [
        block for section in build_report(load(), results(name), "en").sections for block in section.blocks
    ]
    owners = {row.owner for block in blocks if isinstance(block, Timeline) for row in block.rows}
    assert {owner for owner in owners if owner.startswith("Sponsor")} == sponsors
