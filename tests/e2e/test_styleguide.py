"""Every component in a real browser: no barrier, no overflow, and the script's few comforts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site, accessible

Open = Callable[..., Page]
SMALLEST = 24
"""Pixels that a target measures at least (WCAG 2.5.8), but for links inside a sentence."""
COMFORTABLE = 44


@pytest.mark.parametrize(("locale", "width"), [("fr", 320), ("en", 390), ("fr", 1280)])
def test_no_barrier_and_no_overflow(site: Site, open_page: Open, locale: str, width: int) -> None:
    page = open_page(locale, viewport={"width": width, "height": 800})
    page.goto(f"{site.address}/styleguide")
    for summary in page.locator("main summary").all():
        summary.click()
    accessible(page)
    page.locator(".account summary").click()
    accessible(page)
    page.goto(f"{site.address}/styleguide?brand=on&faults=on")
    accessible(page)


def test_targets_are_large_enough_for_a_thumb(site: Site, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site.address}/styleguide")
    small = page.evaluate(
        """least => [...document.querySelectorAll("button, summary, select, .text, .button, nav a, label.choice, label.card, .languages a, .row[href]")]
          .filter(element => element.getClientRects().length)
          .filter(element => element.getBoundingClientRect().height < least)
          .map(element => element.outerHTML.slice(0, 120))""",  # noqa: E501
        COMFORTABLE,
    )
    assert small == []
    links = page.evaluate(
        """least => [...document.querySelectorAll("main a")]
          .filter(a => a.getBoundingClientRect().height < least).map(a => a.outerHTML)""",
        SMALLEST,
    )
    assert links == []


def test_rows_become_cards_on_a_phone(site: Site, open_page: Open) -> None:
    page = open_page(script=False)
    page.goto(f"{site.address}/styleguide")
    cell = page.locator("td[data-label='State']").first
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"State"'
    assert cell.evaluate("cell => cell.getBoundingClientRect().left") < 80


def test_columns_sort(site: Site, open_page: Open) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{site.address}/styleguide")
    names = page.locator("tbody th a")
    head = page.get_by_role("columnheader", name="Departments heard")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(names.first).to_have_text("Banque Méridienne")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(names.first).to_have_text("R&D <b>Group</b>")
    page.get_by_role("columnheader", name="Closes on").get_by_role("button").click()
    expect(names.last).to_have_text("Banque Méridienne")
    expect(head).not_to_have_attribute("aria-sort", re.compile(".*"))


def test_a_link_is_copied(site: Site, open_page: Open) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{site.address}/styleguide")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("https://survey.example.org/i/")


def test_a_field_follows_a_choice(site: Site, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site.address}/styleguide")
    least = page.locator("#plain-least")
    expect(least).to_be_hidden()
    page.locator("label[for=plain-seen-1]").click()
    expect(least).to_be_visible()
    page.locator("label[for=plain-seen-0]").click()
    expect(least).to_be_hidden()


def test_without_script_nothing_is_hidden_and_no_button_is_dead(site: Site, open_page: Open) -> None:
    page = open_page(script=False)
    page.goto(f"{site.address}/styleguide")
    expect(page.locator("#plain-least")).to_be_visible()
    expect(page.locator("[data-copy]")).to_be_hidden()
    expect(page.locator("#link")).to_be_editable(editable=False)


def test_a_changed_form_is_not_left_without_a_question(site: Site, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site.address}/styleguide")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#plain-name").fill("Another name")
    page.goto(f"{site.address}/")
    assert asked == ["beforeunload"]


def test_the_faults_take_the_focus_and_lead_to_their_fields(site: Site, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site.address}/styleguide?faults=on")
    expect(page.locator("#problem")).to_be_focused()
    page.locator("#problem a").nth(6).click()
    expect(page.locator("#faulty-seen-0")).to_be_focused()


def test_a_message_takes_the_focus_once(site: Site, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site.address}/styleguide")
    page.get_by_role("button", name="Tell a message").click()
    expect(page.locator(".flash")).to_have_count(2)
    page.reload()
    expect(page.locator(".flash")).to_have_count(1)


def test_the_menu_closes_by_escape(site: Site, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site.address}/styleguide")
    page.locator(".account summary").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(page.locator(".account summary")).to_be_focused()
