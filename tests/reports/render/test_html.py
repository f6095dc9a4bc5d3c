"""The HTML: one valid file, nothing to load, no script."""

import re
from itertools import pairwise

import html5lib
import pytest

from reports.render import render_html
from reports.report import Brand

from .printed import squeezed, texts_of
from .sample_report import ENGLISH, with_departments
from .sample_report_fr import FRENCH
from .test_pdf import HOSTILE, logo

REPORTS = {
    "en": ENGLISH,
    "fr": FRENCH,
    "hostile": with_departments(HOSTILE, "</table><script>alert(1)</script>"),
}


LANDMARKS = ("header", "main", "nav", "footer")


def parsed(html: str):  # type: ignore[no-untyped-def]
    """The document, by a parser that stops at the first fault."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


@pytest.mark.parametrize("name", REPORTS)
def test_it_is_valid_and_holds_every_text(name: str) -> None:
    body = parsed(render_html(REPORTS[name])).find("body")
    shown = squeezed("".join(body.itertext()))
    assert [
        text
        for text in texts_of(REPORTS[name])
        if squeezed(text) not in shown and text != REPORTS[name].page_word
    ] == []


@pytest.mark.parametrize("name", REPORTS)
def test_landmarks_language_title_and_skip_link(name: str) -> None:
    tree = parsed(render_html(REPORTS[name]))
    assert tree.get("lang") == REPORTS[name].locale
    assert tree.findtext("head/title") == REPORTS[name].title
    assert [len(tree.findall(f".//{landmark}")) for landmark in LANDMARKS] == [1] * 4
    skip = tree.find("body/a")
    assert skip.get("href") == "#decision"
    assert skip.text == REPORTS[name].labels["skip"]


@pytest.mark.parametrize("name", REPORTS)
def test_ids_are_single_and_links_lead_somewhere(name: str) -> None:
    tree = parsed(render_html(REPORTS[name]))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {link.get("href") for link in tree.iter("a")} <= {f"#{key}" for key in ids}


@pytest.mark.parametrize("name", REPORTS)
def test_headings_skip_no_level(name: str) -> None:
    levels = [
        int(element.tag[1])
        for element in parsed(render_html(REPORTS[name])).iter()
        if re.fullmatch(r"h[1-6]", str(element.tag))
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_nothing_is_loaded_and_nothing_runs() -> None:
    html = render_html(ENGLISH, Brand("Rivage Conseil", logo(), "#a01e3c"))
    tree = parsed(html)
    assert not list(tree.iter("script")) + list(tree.iter("link")) + list(tree.iter("iframe"))
    assert all(image.get("src").startswith("data:image/png;base64,") for image in tree.iter("img"))
    assert not re.findall(r"\son\w+=", html)
    assert set(re.findall(r"url\(\"?(\w+):", html)) == {"data"}
    assert "#a01e3c" in html


def test_every_drawing_is_an_image_with_a_title() -> None:
    tree = html5lib.HTMLParser(strict=True).parse(render_html(ENGLISH))
    drawings = list(tree.iter("{http://www.w3.org/2000/svg}svg"))
    assert len(drawings) > 40
    assert all(drawing.get("role") == "img" for drawing in drawings)
    assert all(drawing[0].tag.endswith("title") and drawing[0].text for drawing in drawings)


def test_the_same_report_gives_the_same_text() -> None:
    assert render_html(ENGLISH) == render_html(ENGLISH)
