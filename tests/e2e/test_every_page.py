"""Every page that can be opened, from the site's own list of addresses: a new page is in here by itself.

A page whose address has a part that nobody has told this test how to fill makes it fail; so does one that
answers anything but a page.
"""

import re
from collections.abc import Callable
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
from tests.e2e.conftest import Site
from tests.e2e.demo_rows import World
from tests.e2e.looking import Looker
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
def app(site: Site) -> Flask:
    return create_app(replace(read_settings({}, site.folder / "demo"), development=True))


def pages(app: Flask) -> list[Rule]:
    return sorted(
        (
            rule
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ())
            and rule.endpoint not in NO_PAGES
            and not FILES.search(rule.rule)
        ),
        key=lambda rule: rule.rule,
    )


def who(access: Access) -> str:
    if isinstance(access, Signed):
        return "staff"
    if isinstance(access, Visiting):
        return "reader" if access is READER else "respondent"
    return "nobody"


@pytest.mark.parametrize("screen", [("en", NARROW, WIDE), ("fr", WIDE, NARROW)], ids=["en-320", "fr-1280"])
def test_every_page(
    site: Site,
    app: Flask,
    chromium: Browser,
    open_page: Open,
    screen: tuple[str, dict[str, int], dict[str, int]],
) -> None:
    locale, size, other = screen
    world, looker = World(site, locale), Looker(chromium)
    browsers = {
        name: looker.follow(open_page(locale, viewport=size))
        for name in ("staff", "respondent", "reader", "nobody")
    }
    site.sign_in(browsers["staff"])
    for name, link in (("respondent", site.answer), ("reader", site.read)):
        browsers[name].goto(link)
        browsers[name].locator("form.start button").click()
    faults = []
    for rule in pages(app):
        page = browsers[who(rule_of(rule.endpoint))]
        for address in world.addresses(rule):
            try:
                page.goto(site.address + address)
                status = looker.look(page)
                assert status in (200, 404, 410), f"{address}: {status}"
                within(page, other)
            except AssertionError as fault:
                faults.append(f"{rule.endpoint} {address}: {str(fault)[:600]}")
            finally:
                page.set_viewport_size(size)  # type: ignore[arg-type]
    assert not faults, "\n".join(faults)


FAULTY = {
    "staff": [
        ("/clients/new", "form.form", "name"),
        ("/clients/{client}", "form[action$='/departments']", "name"),
        ("/clients/{client}/edit", "form.form", "name"),
        ("/clients/{client}/brand", "form[action$='/accent']", "accent=yellow"),
        ("/clients/{client}/brand", "form[action$='/logo']", ""),
        ("{campaign}/setup/scope", "form.form", "contact"),
        ("{campaign}/setup/dates", "form.form", "closes_on"),
        ("{campaign}/people/new", "form.form", "email=nobody"),
        ("{campaign}/people/import", "form.form", ""),
        ("{campaign}/answers/import", "main form", ""),
        ("{campaign}/facts", "form.facts", "f_headcount=many"),
        ("{campaign}/facts", "form[action$='/file']", ""),
        ("{campaign}/emails/invitation", "form[data-guard]", "subject_en"),
        ("{campaign}/answers/{sent}", "form[action$='/note']", ""),
        ("{campaign}/answers/{sent}/tooling_access", "form[action$='/agree']", ""),
        ("{campaign}/results/sharing", "section[aria-labelledby=new] form", "email=nobody"),
        ("{campaign}/people/{new}", "form[action$='/address']", "email=nobody"),
        ("{concluded}/findings/new", "main form", ""),
        ("{concluded}/report/edit", "form[action$='/edit/decision.headline']", "text_en"),
        ("{concluded}/report/edit", "form[action$='/decision.meaning/remarks']", ""),
        ("/library/{own}/questions/new", "form[action$='/new']", ""),
        ("/library/{own}/questions/tooling_access", "form[data-guard]", "text_en"),
        ("/library/{own}/import", "form.form", ""),
        ("/team/new", "form.form", "email"),
        ("/firm", "main form", "name"),
        ("/firm/data", "main form", "months=many"),
        ("/clients/{client}/data", "form.form", "months=0"),
        ("/clients/{client}/data/erase", "main form", "name=Nobody"),
        ("/clients/import", "main form", ""),
        ("{campaign}/people/{new}/data", "form.form", ""),
        ("/account", "form[action$='/password']", ""),
    ],
    "respondent": [("/answers/skills/colleague", "form.form", "")],
    "reader": [
        ("/results/decision/record", "form.form", "decided_by"),
        ("/results/follow-up/new", "form.form", "title"),
        ("/results/follow-up/{follow_up}", "form.form", f"owner={'x' * 201}"),
        ("/results/what-if", "form.what-if", "s_skills=nine"),
    ],
    "nobody": [("/sign-in", "form.start", "")],
}
"""Forms sent with a fault: where, which, and the field that is emptied or filled wrongly."""


@pytest.mark.parametrize(("locale", "size"), [("fr", NARROW), ("en", WIDE)])
def test_every_form_with_a_fault(
    site: Site, chromium: Browser, open_page: Open, locale: str, size: dict[str, int]
) -> None:
    world, looker = World(site, locale), Looker(chromium)
    client = world.clients[0]
    campaign = world.campaigns[client]
    parts = {
        "client": client,
        "campaign": f"/campaigns/{campaign}",
        "concluded": f"/campaigns/{world.concluded}",
        "new": world.people[campaign, "new"],
        "sent": world.people[campaign, "sent"],
        "own": f"{OWN_PACK}/v1",
        "follow_up": world.follow_up,
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
        for address, form, field in forms:
            try:
                page.goto(site.address + address.format(**parts))
                send_wrongly(page, form, *field.split("="))
                assert looker.look(page) == 422
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
    site: Site, chromium: Browser, open_page: Open, locale: str, size: dict[str, int]
) -> None:
    world, looker = World(site, locale), Looker(chromium)
    page = looker.follow(open_page(locale, viewport=size))
    page.on("dialog", lambda dialog: dialog.accept())
    email = {"en": "marc@conseil.example", "fr": "jeanne.relais@forges-valmont.example"}[locale]
    site.sign_in(page)
    campaign = f"{site.address}/campaigns/{world.campaigns[world.clients[0]]}"
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


def within(page: Page, size: dict[str, int]) -> None:
    """Nothing is wider than a screen of another size."""
    page.set_viewport_size(size)  # type: ignore[arg-type]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} at {size}"
