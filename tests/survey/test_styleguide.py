"""The style guide, the shell around it, one-time messages, and how heavy pages may be."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

import survey
from questionnaires import Pack
from survey import create_app, schema
from survey.config import Settings
from survey.services.campaigns import Created
from survey.web.fonts import FACES
from survey.web.messages import LONGEST, tell
from tests.survey.conftest import Browser

STATIC = Path(survey.__file__).parent / "static"
KB = 1024


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Flask]:
    """A site for people who work on the program."""
    settings = Settings(instance=tmp_path / "instance", secret_key="k" * 40, development=True)
    found = create_app(settings)
    schema.upgrade(found.extensions["database"].engine)
    yield found
    found.extensions["database"].close()


@pytest.fixture
def guide(workshop: Flask) -> Browser:
    return Browser(workshop.test_client())


@pytest.mark.parametrize(("locale", "title"), [("en", "Style guide"), ("fr", "Guide de style")])
def test_the_style_guide_shows_every_component(guide: Browser, locale: str, title: str) -> None:
    for more in ("", "&faults=on"):
        page = guide.see(f"/styleguide?lang={locale}{more}")
        assert f"<h1>{title}</h1>" in page
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
    source = (STATIC.parent / "templates/survey/styleguide.html").read_text("utf-8")
    for file in ("components.html", "fields.html"):
        text = (STATIC.parent / "templates/survey" / file).read_text("utf-8")
        for macro in re.findall(r"{% macro (\w+)", text):
            inner = re.search(rf"(?<!macro )\b{macro}\(", text.replace("{% call ", "")) is not None
            assert inner or macro in source or macro in ("status", "card", "who_sees"), macro


def test_the_style_guide_exists_in_development_only(browser: Browser) -> None:
    assert browser.get("/styleguide").status_code == 404


def test_a_brand_changes_tokens_and_puts_its_logo_in_place_of_the_name(guide: Browser) -> None:
    page = guide.see("/styleguide?brand=on")
    assert '<link rel="stylesheet" href="/styleguide/brand.css">' in page
    assert 'alt="Atelier Conseil"' in page
    assert ">Atelier Conseil<" not in page
    sheet = guide.get("/styleguide/brand.css")
    assert sheet.mimetype == "text/css"
    assert set(re.findall(r"(--[\w-]+):", sheet.text)) == {"--accent", "--accent-dark"}


def test_the_language_switch_keeps_the_rest_of_the_address(guide: Browser) -> None:
    assert 'href="?brand=on&amp;lang=fr"' in guide.see("/styleguide?brand=on&lang=en")


def test_a_message_is_shown_once(guide: Browser) -> None:
    # The guide shows a sample of such a message itself.
    said = "The client has been added."
    assert guide.see("/styleguide").count(said) == 1
    assert guide.post("/styleguide").status_code == 303
    assert guide.see("/styleguide").count(said) == 2
    assert guide.see("/styleguide").count(said) == 1


def test_messages_stay_small_enough_for_a_cookie_and_are_shown_as_written(workshop: Flask) -> None:
    @workshop.before_request
    def _say() -> None:
        tell("R&D <b>" + "x" * 5_000, "alert")

    client = Browser(workshop.test_client())
    page = client.see("/styleguide")
    assert "R&amp;D &lt;b&gt;xxx" in page
    assert "x" * LONGEST not in page


def test_budget_of_the_assets() -> None:
    sheets = {path.name: path.stat().st_size for path in STATIC.glob("*.css")}
    everywhere = ("tokens.css", "site.css", "pages.css", "staff.css")
    assert sum(sheets.pop(name) for name in everywhere) <= 34 * KB
    # Linked from some pages only.
    assert all(size <= 8 * KB for size in sheets.values()), sheets
    assert sum(path.stat().st_size for path in STATIC.glob("*.js")) <= 12 * KB


def test_budget_of_the_pages(browser: Browser, client_company: Created, pack: Pack) -> None:
    """Each page with its sheet and its script, uncompressed."""
    browser.enter(client_company.links[0].token)
    for path in ("/answers", "/answers/tooling/1", "/answers/tooling", "/answers/send", "/"):
        page = browser.see(path)
        files = re.findall(r'(?:href|src)="/static/([\w.]+)\?', page)
        assert len(files) >= 4
        weight = len(page.encode()) + sum((STATIC / name).stat().st_size for name in files)
        assert weight <= 60 * KB, (path, weight)


def test_development_is_a_setting(tmp_path: Path) -> None:
    from survey.config import SettingsError, read_settings

    assert read_settings({"SURVEY_DEVELOPMENT": "true"}, tmp_path).development is True
    assert read_settings({"SURVEY_DEVELOPMENT": "0"}, tmp_path).development is False
    with pytest.raises(SettingsError, match="neither true nor false"):
        read_settings({"SURVEY_DEVELOPMENT": "perhaps"}, tmp_path)
    assert replace(Settings()).development is False


def test_typefaces_are_small_and_kept_by_browsers(browser: Browser) -> None:
    addresses = re.findall(r"url\(\.\.(/fonts/[^)]+)\)", (STATIC / "tokens.css").read_text("utf-8"))
    assert len(addresses) == len(FACES)
    for address in addresses:
        font = browser.get(address)
        assert font.status_code == 200
        assert font.mimetype == "font/woff2"
        assert font.data.startswith(b"wOF2")
        assert len(font.data) < 24 * KB
        assert "immutable" in font.headers["Cache-Control"]
    assert browser.get("/fonts/other.woff2").status_code == 404
