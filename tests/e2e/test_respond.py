"""What happens to respondents between the first question and the last, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Site, accessible
from tests.running import wait_until

Open = Callable[..., Page]


def begin(site: Site, page: Page) -> None:
    page.goto(site.answer)
    page.locator("form.start button").click()
    expect(page).to_have_url(f"{site.address}/answers")


def hand_over(site: Site, page: Page, part: str, name: str) -> str:
    """Pass a part on by e-mail and return the colleague's link."""
    address = f"{name.rsplit(maxsplit=1)[-1].lower()}@forges-valmont.example"
    before = len(site.letters(address))
    page.goto(f"{site.address}/answers/{part}/colleague")
    page.locator("#name").fill(name)
    page.locator("#email").fill(address)
    page.locator("#message").fill("You know this better than I do.")
    page.locator("button[name=step]").first.click()
    page.locator("button[value=ask]").click()
    wait_until(lambda: len(site.letters(address)) > before, 30)
    return re.findall(rf"{site.address}/i/\S+", site.letters(address)[0])[0]


@pytest.mark.parametrize(("locale", "width"), [("fr", 320), ("en", 1280)])
def test_every_state_is_accessible(site: Site, open_page: Open, locale: str, width: int) -> None:
    page = open_page(locale, viewport={"width": width, "height": 800})
    page.goto(f"{site.address}/i/{'A' * 43}")
    accessible(page)
    begin(site, page)
    page.goto(f"{site.address}/answers/skills/2")
    for place in (5, 6):
        page.locator(".asked .card").nth(place).click()
        page.locator("details").evaluate_all("all => all.forEach((item) => { item.open = true; })")
        expect(page.locator(".for-dk, .for-na").filter(visible=True)).to_have_count(1)
        accessible(page)
    page.locator("form .actions .button").click()
    expect(page).to_have_url(re.compile("reason="))
    accessible(page)
    page.goto(f"{site.address}/answers/skills/colleague")
    page.locator("button[name=step]").first.click()
    expect(page.locator(".problem")).to_be_visible()
    accessible(page)
    link = hand_over(site, page, "skills", "Léa Martin")
    accessible(page)
    for path in ("", "/skills", "/skills/colleague", "/send"):
        page.goto(f"{site.address}/answers{path}")
        accessible(page)
    for path in ("your-data", "accessibility"):
        page.goto(f"{site.address}/{path}")
        accessible(page)
    lea = open_page(locale, viewport={"width": width, "height": 800})
    lea.goto(link)
    accessible(lea)
    lea.locator("form.start button").click()
    accessible(lea)
    lea.locator(".send button").click()
    accessible(lea)
    page.goto(f"{site.address}/answers/skills/colleague")
    page.locator("form[action$=take-back] button").click()
    lea.goto(link)
    accessible(lea)
    page.goto(f"{site.address}/answers/send")
    page.locator("main form button").click()
    accessible(page)
    page.locator(".send button").click()
    expect(page).to_have_url(f"{site.address}/answers")
    page.locator(".tools form button").click()
    expect(page).to_have_url(f"{site.address}/left")
    accessible(page)


@pytest.mark.parametrize(("script", "part"), [(True, "data"), (False, "governance")])
def test_a_colleague_answers_a_part(site: Site, open_page: Open, script: bool, part: str) -> None:
    owner, lea = open_page("fr", script=script), open_page("fr", script=script)
    begin(site, owner)
    lea.goto(hand_over(site, owner, part, "Léa Martin"))
    expect(lea.get_by_text("You know this better than I do.")).to_be_visible()
    lea.locator("form.start button").click()
    expect(lea.locator(".tasks li")).to_have_count(1)
    lea.locator(".tasks a").click()
    expect(lea).to_have_url(re.compile(f"/answers/{part}/"))
    while re.search(rf"/answers/{part}/\d", lea.url):
        lea.locator(".asked .card").nth(2).click()
        lea.locator("form .actions .button").click()
        lea.wait_for_load_state()
    lea.get_by_role("button", name="Oui, la rendre").click()
    expect(lea.get_by_role("note")).to_contain_text("Vous avez rendu cette partie")
    owner.goto(f"{site.address}/answers")
    expect(owner.locator(".tasks")).to_contain_text("rendu par Léa Martin")
    owner.goto(f"{site.address}/answers/{part}")
    expect(owner.get_by_text("Réponse donnée par Léa Martin")).to_have_count(5)
    owner.goto(f"{site.address}/answers/{part}/colleague")
    owner.locator("form[action$=take-back] button").click()
    expect(owner.locator(".flash")).to_contain_text("de nouveau à vous")


def test_what_a_tunnel_keeps_from_being_saved_is_not_lost(site: Site, open_page: Open) -> None:
    page = open_page()
    begin(site, page)
    question = f"{site.address}/answers/sponsorship/6"
    page.goto(question)

    def tunnel(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    page.route("**/sponsorship/6", tunnel)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".asked .card").nth(3).click()
    expect(page.locator("#saved-text")).to_contain_text("Not saved")
    page.locator("summary").last.click()
    page.locator("#comment").fill("The minutes of the May committee")
    page.goto(f"{site.address}/answers")  # closed in anger, without having been saved
    page.unroute("**/sponsorship/6")
    page.goto(question)
    expect(page.locator("#saved-text")).to_contain_text("Saved at")
    expect(page.locator("#comment")).to_be_visible()
    page.goto(f"{site.address}/answers/sponsorship")
    expect(page.get_by_text("The minutes of the May committee")).to_be_visible()
    page.goto(question)
    expect(page.locator(".asked .card input").nth(3)).to_be_checked()
    assert page.evaluate("() => sessionStorage.length") == 0


def test_two_devices_with_script_are_shown_both_values(site: Site, open_page: Open) -> None:
    phone, desk = open_page(), open_page()
    for page in (phone, desk):
        begin(site, page)
        page.goto(f"{site.address}/answers/governance/4")
    phone.locator(".asked .card").nth(0).click()
    expect(phone.locator("#saved-text")).to_contain_text("Saved at")
    desk.locator(".asked .card").nth(4).click()
    expect(desk.get_by_role("alert")).to_contain_text("changed on another device")
    expect(desk.locator(".problem dd")).to_have_count(2)
    accessible(desk)
    desk.locator("form .actions .button").click()
    expect(desk).to_have_url(re.compile("governance/5"))
    phone.goto(f"{site.address}/answers/governance/4")
    expect(phone.locator(".asked .card input").nth(4)).to_be_checked()


def test_another_device_goes_on_where_the_first_stopped(site: Site, open_page: Open) -> None:
    phone, desk = open_page("fr"), open_page("fr", viewport={"width": 1280, "height": 800})
    begin(site, phone)
    phone.goto(f"{site.address}/answers/tooling/1")
    for _ in range(2):
        phone.locator(".asked .card").nth(1).click()
        phone.locator("form .actions .button").click()
    expect(phone).to_have_url(f"{site.address}/answers/tooling/3")
    phone.get_by_role("button", name="Enregistrer et quitter").click()
    expect(phone).to_have_url(f"{site.address}/left")
    desk.goto(site.answer)
    expect(desk.locator("form.start button")).to_have_text("Continuer")
    desk.locator("form.start button").click()
    desk.get_by_role("link", name="Outils").first.click()
    expect(desk).to_have_url(f"{site.address}/answers/tooling/3")
