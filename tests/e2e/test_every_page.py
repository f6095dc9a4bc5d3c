"""Every page that can be opened, from the site's own list of addresses: a new page is in here by itself.

A page whose address has a part that nobody has told this test how to fill makes it fail; so does one that
answers anything but a page.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError
from werkzeug.routing import Rule

from survey import create_app
from survey.config import read_settings
from survey.web.access import READER, Signed, Visiting, rule_of
from survey.web.access import Rule as Access
from tests.e2e.conftest import Site, within
from tests.e2e.demo_rows import World, code_of
from tests.e2e.faulty_forms import FAULTY
from tests.e2e.looking import Looker
from tests.reports.render.cases import EVERY
from tests.survey.files.test_questionnaires import LIBRARY
from tests.survey.world import OWN_PACK

Open = Callable[..., Page]
NARROW, WIDE = {"width": 320, "height": 800}, {"width": 1280, "height": 800}

NO_PAGES = {
    "answers_import.columns": "walked with a file in hand",
    "answers_import.check": "walked with a file in hand",
    "campaigns.people_preview": "walked with a file in hand",
    "library.preview": "walked with a file in hand",
    "life.look": "walked with a file in hand",
    "accounts.second": "walked with a second factor",
    "factor.codes": "walked with a second factor",
    "room.vote": "walked with a seat",
    "oidc.start": "leads to the provider",
    "oidc.callback": "comes from the provider",
    "styleguide.page": "tests/e2e/test_styleguide.py",
    "documents.download": "a file",
    "letters.html": "an e-mail, shown inside a page",
    "outbox.html": "an e-mail, shown inside a page",
    "health": "a word for machines",
    "static": "files",
}
"""Addresses that answer no page by themselves, and where they are looked at instead."""
FILES = re.compile(r"\.(css|png|svg|woff2|pdf|xlsx|yaml|json|zip|<any)")


@pytest.fixture(scope="module")
def world(site: Site) -> World:
    return World(site)


@pytest.fixture
def looker(chromium: Browser) -> Looker:
    return Looker(chromium)


@pytest.fixture(params=[0, 1], ids=["half", "other"])
def rules(site: Site, request: pytest.FixtureRequest) -> list[Rule]:
    """Every other page, so that two workers share them."""
    app = create_app(replace(read_settings({}, site.folder / "demo"), development=True))
    return pages(app)[request.param :: 2]


def pages(app: Flask) -> list[Rule]:
    return sorted(
        (
            rule
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES and not FILES.search(rule.rule)
        ),
        key=lambda rule: rule.rule,
    )


def who(access: Access) -> str:
    if isinstance(access, Signed):
        return "staff"
    if isinstance(access, Visiting):
        return "reader" if access is READER else "respondent"
    return "nobody"


@pytest.mark.parametrize(("locale", "size"), [("en", NARROW), ("fr", WIDE)])
def test_every_page(
    world: World, rules: list[Rule], looker: Looker, open_page: Open, *, locale: str, size: dict[str, int]
) -> None:
    site = world.site
    browsers = {
        name: looker.follow(open_page(locale, viewport=size))
        for name in ("staff", "respondent", "reader", "nobody")
    }
    site.sign_in(browsers["staff"])
    for name, link in (("respondent", site.answer), ("reader", site.read)):
        browsers[name].goto(link)
        browsers[name].locator("form.start button").click()
    faults = []
    for rule in rules:
        page = browsers[who(rule_of(rule.endpoint))]
        for address, barriers in in_turn(world, rule, locale):
            try:
                page.goto(site.address + address)
                status = looker.look(page, barriers=barriers)
                assert status in (200, 404, 410), f"{address}: {status}"
                # The browser's next page comes at this one's second size.
                page.set_viewport_size(WIDE if page.viewport_size == NARROW else NARROW)  # type: ignore[arg-type]
                within(page)
            except (AssertionError, PlaywrightError) as fault:
                faults.append(f"{rule.endpoint} {address}: {str(fault)[:600]}")
    assert not faults, "\n".join(faults)


def in_turn(world: World, rule: Rule, locale: str) -> Iterator[tuple[str, bool]]:
    """The addresses of a rule, and whether axe looks for barriers: where both languages show it, in one.

    Axe takes nine tenths of the walk, and a page is of one build in both. All else is looked at in French,
    whose words are longer, and in English where axe looks; ``make soak`` walks all of them.
    """
    shown = {language: list(world.addresses(rule, language)) for language in ("en", "fr")}
    both = [address for address in shown["en"] if address in shown["fr"]]
    first = sum(map(ord, rule.rule)) % 2  # by its address alone: a new page moves no other
    for address in shown[locale]:
        barriers = address not in both or (both.index(address) + first) % 2 == (locale == "fr")
        if barriers or locale == "fr" or EVERY:
            yield address, barriers


@pytest.mark.parametrize(("locale", "size"), [("fr", NARROW), ("en", WIDE)])
def test_every_form_with_a_fault(
    world: World, looker: Looker, open_page: Open, locale: str, size: dict[str, int]
) -> None:
    site, client = world.site, world.client
    campaign = world.campaigns[client]
    parts = {
        "client": client,
        "campaign": f"/campaigns/{campaign}",
        "concluded": f"/campaigns/{world.concluded}",
        "new": world.people[campaign, "new"],
        "sent": world.people[campaign, "sent"],
        "own": f"{OWN_PACK}/v1",
        "follow_up": world.follow_up,
        "shown": world.rows["workshop", campaign][-1],
    }
    faults = []
    for name, forms in FAULTY.items():
        page = looker.follow(open_page(locale, viewport=size))
        page.on("dialog", lambda dialog: dialog.accept())
        if name == "staff":
            site.sign_in(page)
        elif name in ("respondent", "reader"):
            page.goto(site.answer if name == "respondent" else site.read)
            page.locator("form.start button").click()
        for place, (address, form, field) in enumerate(forms):
            try:
                page.goto(site.address + address.format(**parts))
                send_wrongly(page, form, *field.split("="))
                assert looker.look(page, barriers=place % 2 == (locale == "fr")) == 422
                within(page)
            except (AssertionError, PlaywrightError) as fault:
                faults.append(f"{address} {form}: {str(fault)[:600]}")
    assert not faults, "\n".join(faults)


def send_wrongly(page: Page, form: str, field: str, value: str = "") -> None:
    """Send a form with one field emptied or filled wrongly."""
    page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true })")
    found = page.locator(form).first
    if field:
        found.locator(f"[name={field}]").fill(value)
    found.locator("button.button").first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize(("locale", "size"), [("en", NARROW), ("fr", WIDE)])
def test_pages_on_the_way_of_a_file_and_of_a_second_factor(
    world: World, looker: Looker, open_page: Open, locale: str, size: dict[str, int]
) -> None:
    site = world.site
    page = looker.follow(open_page(locale, viewport=size))
    page.on("dialog", lambda dialog: dialog.accept())
    email = {"en": "marc@conseil.example", "fr": "jeanne.relais@forges-valmont.example"}[locale]
    site.sign_in(page)
    campaign = f"{site.address}/campaigns/{world.campaigns[world.client]}"
    people = b"department,name\nFinance,Alba Neuve\nAchats,Max Comptant\n"
    answers = "Où ?,Qui ?,Vos outils ?\nFinance,Alba Neuve,trois\n".encode()
    for path, content in (("people", people), ("answers", answers)):
        page.goto(f"{campaign}/{path}/import")
        page.locator("#file").set_input_files({"name": "f.csv", "mimeType": "text/csv", "buffer": content})
        page.locator("main form .actions button").first.click()
        expect(page).to_have_url(re.compile(f"/{path}/import/"))
        looker.look(page)
    page.goto(f"{page.url.removesuffix('/check')}/check")
    looker.look(page)
    if locale == "en":  # the other is a project lead, who sees no library
        page.goto(f"{site.address}/library/{OWN_PACK}/v1/import")
        library = {"name": "l.yaml", "mimeType": "text/yaml", "buffer": LIBRARY.encode()}
        page.locator("#file").set_input_files(library)  # type: ignore[arg-type]
        page.locator("main form .actions button").first.click()
        expect(page).to_have_url(re.compile("/import/"))
        looker.look(page)
    second_factor(replace(site, email=email), world, looker, looker.follow(open_page(locale, viewport=size)))


def second_factor(site: Site, world: World, looker: Looker, page: Page) -> None:
    """Put a second factor on an account, and sign in with it."""
    site.sign_in(page)
    page.goto(f"{site.address}/account/second-factor")
    page.locator("main form button.button").first.click()
    page.wait_for_load_state()
    looker.look(page)
    page.locator("#password").fill(site.password)
    page.locator("main form button.button").first.click()
    expect(page.locator("img[src*=qr]")).to_be_visible()
    looker.look(page)
    code = pyotp.TOTP(world.secret(site.email))
    page.locator("#code").fill(code.now())
    page.locator("main form:has(#code) button.button").first.click()
    expect(page).to_have_url(re.compile("/codes"))
    looker.look(page)
    page.context.clear_cookies()
    page.goto(f"{site.address}/sign-in")
    page.locator("#email").fill(site.email)
    page.locator("#password").fill(site.password)
    page.locator("main form button.button").first.click()
    expect(page).to_have_url(re.compile("/sign-in/code"))
    looker.look(page)


@pytest.mark.parametrize(("locale", "size"), [("fr", NARROW), ("en", WIDE)])
def test_a_seat_in_the_room(
    world: World, looker: Looker, open_page: Open, locale: str, size: dict[str, int]
) -> None:
    site = world.site
    page = looker.follow(open_page(locale, viewport=size))
    page.goto(f"{site.address}/room")
    page.locator("#code").fill(code_of(world.campaigns[world.client]))
    page.locator("main form button.button").click()
    expect(page.locator("#department")).to_be_visible()
    looker.look(page)
    page.locator("#department").select_option(index=1)
    page.locator("main form button.button").click()
    expect(page).to_have_url(f"{site.address}/room/vote")
    looker.look(page)
    page.locator("main form button.button").first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert looker.look(page) == 422
    page.locator(".card").nth(2).click()
    page.locator("main form button.button").first.click()
    expect(page.get_by_role("status")).to_be_visible()
    looker.look(page)
