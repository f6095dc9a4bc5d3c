"""What a new user does, in a real browser against the real server."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site, accessible

Open = Callable[..., Page]
WORDS = {
    "en": (
        "Save and continue",
        "Review and send",
        "Send anyway",
        "Your answers have been sent",
        "Change my answers",
        "Saved at",
        "Open the results",
        "Download the report (PDF)",
    ),
    "fr": (
        "Enregistrer et continuer",
        "Relire et envoyer",
        "Envoyer quand même",
        "Vos réponses ont été envoyées",
        "Modifier mes réponses",
        "Enregistré à",
        "Ouvrir les résultats",
        "Télécharger le rapport (PDF)",
    ),
}


@pytest.mark.parametrize(
    ("locale", "script", "part"),
    [("en", True, "tooling"), ("fr", False, "data"), ("fr", True, "governance"), ("en", False, "skills")],
)
def test_a_department_head_answers_and_sends(
    site: Site, open_page: Open, locale: str, script: bool, part: str
) -> None:
    go_on, review, send, sent, change, saved, *_ = WORDS[locale]
    page = open_page(locale, script=script)
    page.goto(site.answer)
    expect(page.locator("html")).to_have_attribute("lang", locale)
    page.locator("form.start button").click()
    expect(page).to_have_url(f"{site.address}/answers")
    page.goto(f"{site.address}/answers/{part}/1")
    for number in range(1, 6):
        expect(page).to_have_url(f"{site.address}/answers/{part}/{number}")
        page.locator(".card").nth(number % 5).click()
        if script:
            expect(page.locator("#saved-text")).to_contain_text(saved)
            expect(page.locator("#retry")).to_be_hidden()
        page.get_by_role("button", name=go_on).last.click()
    expect(page).to_have_url(f"{site.address}/answers/{part}")
    expect(page.locator(".summary .gap")).to_have_count(0)
    page.goto(f"{site.address}/answers")
    page.get_by_role("link", name=review).click()
    page.get_by_role("button", name=send).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(sent)
    page.get_by_role("button", name=change).click()
    expect(page).to_have_url(f"{site.address}/answers")


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_leader_reads_and_downloads(site: Site, open_page: Open, locale: str) -> None:
    *_, enter, download = WORDS[locale]
    page = open_page(locale)
    page.goto(site.read)
    page.get_by_role("button", name=enter).click()
    expect(page).to_have_url(f"{site.address}/results")
    accessible(page)
    with page.expect_download(timeout=60_000) as coming:
        page.get_by_role("button", name=download).click(no_wait_after=True, timeout=60_000)
    assert coming.value.path().read_bytes().startswith(b"%PDF-")
    assert coming.value.suggested_filename == f"mandate-banque-meridienne-{locale}.pdf"
    page.goto(f"{site.address}/results/documents")
    page.locator("a.button").first.click()
    expect(page.locator("html")).to_have_attribute("lang", locale)


@pytest.mark.parametrize(("locale", "width"), [("en", 1280), ("fr", 320)])
def test_every_page_is_accessible(site: Site, open_page: Open, locale: str, width: int) -> None:
    page = open_page(locale, viewport={"width": width, "height": 800})
    page.goto(site.answer)
    accessible(page)
    page.locator("form.start button").click()
    for path in ("answers", "answers/tooling/1", "answers/tooling/2", "answers/tooling", "answers/send"):
        page.goto(f"{site.address}/{path}")
        for summary in page.locator("summary").all():
            summary.click()
        accessible(page)
    page.goto(site.read)
    accessible(page)
    for path in ("", "left"):
        page.goto(f"{site.address}/{path}")
        accessible(page)


def test_by_keyboard_alone(site: Site, open_page: Open) -> None:
    page = open_page()
    page.goto(site.answer)
    press(page, re.compile("Start|Continue|change"))
    expect(page).to_have_url(f"{site.address}/answers")
    page.goto(f"{site.address}/answers/sponsorship/1")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    radio = page.locator(".card input").first
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.locator(".card input:focus").count():
            break
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".card input").nth(1)).to_be_checked()
    expect(radio).not_to_be_checked()
    expect(page.locator("#saved-text")).to_contain_text("Saved at")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.address}/answers/sponsorship/2")


def press(page: Page, name: re.Pattern[str]) -> None:
    """Reach a button by Tab and press Enter."""
    wanted = page.get_by_role("button", name=name)
    for _ in range(12):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab does not reach {name.pattern}")


def test_a_lost_connection_is_told_and_made_good(site: Site, open_page: Open) -> None:
    page = open_page()
    page.goto(site.answer)
    page.locator("form.start button").click()
    page.goto(f"{site.address}/answers/sponsorship/5")
    # An answer that is none stands for any failure; a dead line would complain on the console.
    page.route(
        "**/answers/sponsorship/5",
        lambda route: (
            route.fulfill(status=200, body="no JSON") if route.request.method == "POST" else route.continue_()
        ),
    )
    page.locator(".card").nth(3).click()
    expect(page.locator("#saved-text")).to_contain_text("Not saved")
    expect(page.locator("#retry")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Save and continue").last.click()
    expect(page.locator("#saved-text")).to_contain_text("Not saved")
    expect(page).to_have_url(f"{site.address}/answers/sponsorship/5")
    page.unroute("**/answers/sponsorship/5")
    page.locator("#retry").click()
    expect(page.locator("#saved-text")).to_contain_text("Saved at")
    expect(page.locator("#retry")).to_be_hidden()
    page.reload()
    expect(page.locator(".card input").nth(3)).to_be_checked()


def test_two_devices_are_told_of_each_other(site: Site, open_page: Open) -> None:
    first, second = open_page(script=False), open_page(script=False)
    for page in (first, second):
        page.goto(site.answer)
        page.locator("form.start button").click()
        page.goto(f"{site.address}/answers/sponsorship/3")
    first.locator(".card").nth(0).click()
    first.locator("form .button").click()
    second.locator(".card").nth(4).click()
    second.locator("form .button").click()
    expect(second.get_by_role("alert")).to_contain_text("changed on another device")
    expect(second.locator(".problem dd")).to_have_count(2)
    second.locator("form .button").click()
    first.goto(f"{site.address}/answers/sponsorship/3")
    expect(first.locator(".card input").nth(4)).to_be_checked()
