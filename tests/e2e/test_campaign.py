"""A whole campaign, from an empty installation to the report, by everybody who has a part in it."""

import re
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.installation import installation
from tests.e2e.journey import Journey, Open
from tests.e2e.looking import Looker
from tests.running import SAMPLE

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
EMAIL, PASSWORD = "odile@conseil.example", "quatre mots sans lien"
HEAD, COLLEAGUE = "nadia.bilan@quincaille.example", "paul.tableur@quincaille.example"
SILENT = "otto.atelier@quincaille.example"
PEOPLE = f"""department,name,role,email,language,phone
Finance,Nadia Bilan,finance,{HEAD},{{locale}},
Production,Otto Atelier,operations,{SILENT},{{locale}},
Informatique,Iris Serveur,cio,{{iris}},{{locale}},
Ressources humaines,Rémi Accueil,hr,,{{locale}},+33 1 99 00 34 56
"""


@pytest.mark.parametrize(
    "device", [("en", DESK, True), ("fr", PHONE, False)], ids=["desktop-en-script", "phone-fr-without"]
)
def test_from_an_empty_installation_to_the_report(
    tmp_path: Path,
    chromium: Browser,
    open_page: Open,
    device: tuple[str, dict[str, int], bool],
) -> None:
    locale, size, script = device
    with installation(tmp_path / "instance") as site:
        looker = Looker(chromium)
        journey = Journey(site, open_page, looker, locale, script)
        desk = journey.browser(size)
        join_and_sign_in(journey, desk)
        add_client(journey, desk)
        bring_people(journey, desk)
        settle(journey, desk)
        launch(journey, desk)
        answer(journey)
        remind(journey, desk)
        review(journey, desk)
        interview(journey, desk)
        conclude(journey, desk)
        assert len(looker.screens) > 50
        looker.close()


def join_and_sign_in(journey: Journey, page: Page) -> None:
    journey.go(page, "/")
    journey.go(page, "/sign-in")
    journey.go(page, journey.site.command("account", "create", EMAIL, "--firm", "Cabinet Boussole"))
    page.locator("#name").fill("Odile Boussole")
    page.locator("#password").fill("trop court")
    journey.press(page, "main form .actions button")
    expect(page.locator("#password-error")).to_be_visible()
    page.locator("#password").fill(PASSWORD)
    journey.press(page, "main form .actions button")
    page.locator(".account summary").click()
    page.locator(".account form button").click()
    journey.go(page, "/sign-in")
    page.locator("#email").fill(EMAIL)
    page.locator("#password").fill(PASSWORD)
    journey.press(page, "main form .actions button")
    expect(page).to_have_url(f"{journey.site.address}/clients")


def add_client(journey: Journey, page: Page) -> None:
    page.locator("a[href='/clients/new']").first.click()
    journey.press(page, "main form .actions button")
    expect(page.locator("#name-error")).to_be_visible()
    page.locator("#name").fill("Quincaille & Fils")
    page.locator("#sponsor_name").fill("Ariane Quincaille")
    page.locator(f"input[name=locale][value={journey.locale}]").check()
    journey.press(page, "main form .actions button")
    for name, headcount in (("Finance", "14"), ("Production", "210"), ("Informatique", "9")):
        form = page.locator("form[action$='/departments']")
        form.locator("#name").fill(name)
        form.locator("#headcount").fill(headcount)
        form.locator("button").click()
        expect(page.locator(".flash")).to_contain_text(name)
    journey.look(page)
    journey.press(page, "form[action$='/campaigns'] button")
    found = re.search(r"/campaigns/([0-9a-f-]{36})", page.url)
    assert found, page.url
    journey.campaign = found[1]


def bring_people(journey: Journey, page: Page) -> None:
    journey.go(page, f"{journey.at}/people")
    journey.go(page, f"{journey.at}/people/import")
    for iris, fault in (("iris.serveur", "D4"), ("iris.serveur@quincaille.example", "")):
        text = PEOPLE.format(locale=journey.locale, iris=iris)
        page.locator("#file").set_input_files(
            {"name": "people.csv", "mimeType": "text/csv", "buffer": text.encode()}
        )
        journey.press(page, "main form .actions button")
        if fault:
            expect(page.get_by_role("alert")).to_be_visible()
            expect(page.locator("table")).to_contain_text(fault)
            expect(page.locator("table")).to_contain_text("iris.serveur")
    expect(page.locator("table").first).to_contain_text("Nadia Bilan")
    journey.press(page, "main form .actions button")
    expect(page.locator(".flash")).to_contain_text("4")
    expect(page.locator("main")).to_contain_text("Rémi Accueil")


def settle(journey: Journey, page: Page) -> None:
    """Facts, scope, dates, e-mails: every task of the set-up."""
    journey.go(page, f"{journey.at}/facts")
    page.locator("#file").set_input_files(SAMPLE)
    journey.press(page, "form[action$='/facts/file'] button")
    expect(page.locator(".flash")).to_be_visible()
    page.locator("#f_headcount").fill("plenty")
    journey.press(page, "form.facts .actions button")
    expect(page.locator("#f_headcount-error")).to_be_visible()
    page.locator("#f_headcount").fill("240")
    for _ in range(3):
        journey.press(page, "form.facts .actions button")
    journey.go(page, f"{journey.at}/setup/scope")
    page.locator("#contact").fill("Odile Boussole, 01 99 00 34 00")
    journey.press(page, "main form .actions button")
    journey.go(page, f"{journey.at}/setup/visibility")
    journey.go(page, f"{journey.at}/setup/dates")
    for days in (-3, 14):
        page.locator("#closes_on").fill((datetime.now(UTC) + timedelta(days=days)).date().isoformat())
        journey.press(page, "main form .actions button")
    for path in ("emails", "emails/invitation", "preview", "setup"):
        journey.go(page, f"{journey.at}/{path}")


def launch(journey: Journey, page: Page) -> None:
    journey.go(page, f"{journey.at}/launch")
    expect(page.locator(".notice a").first).to_be_visible()
    done = page.locator(".checklist form:has(input[name=state][value=done]) button")
    while left := done.count():
        done.first.click()
        expect(done).to_have_count(left - 1)
    journey.look(page)
    assert journey.site.post.accepted == []
    journey.press(page, "section form.actions button")
    for address in (HEAD, SILENT, "iris.serveur@quincaille.example"):
        assert journey.site.link(address)
    assert len(journey.site.post.accepted) == 3
    journey.go(page, f"{journey.at}/emails/sent")
    journey.go(page, journey.at)


def answer(journey: Journey) -> None:
    """The head of finance on a phone; a colleague for one part; another device for the end."""
    site = journey.site
    phone = journey.browser(PHONE)
    link = site.link(HEAD)
    journey.go(phone, link)
    journey.press(phone, "form.start button")
    journey.go(phone, f"{site.address}/answers/tooling/1")
    for number in (1, 2):
        phone.locator(".asked .card").nth(number).click()
        journey.press(phone, "form .actions .button")
    expect(phone).to_have_url(f"{site.address}/answers/tooling/3")
    journey.go(phone, "/answers/data/colleague")
    phone.locator("#name").fill("Paul Tableur")
    phone.locator("#email").fill("paul@elsewhere.example")
    journey.press(phone, "button[value=preview]")
    expect(phone.locator("#email-error")).to_be_visible()
    phone.locator("#email").fill(COLLEAGUE)
    journey.press(phone, "button[value=preview]")
    journey.press(phone, "button[value=ask]")
    colleague = journey.browser(PHONE)
    journey.go(colleague, site.link(COLLEAGUE))
    journey.press(colleague, "form.start button")
    colleague.goto(f"{site.address}/answers/data/1")
    for number in range(1, 6):
        expect(colleague).to_have_url(f"{site.address}/answers/data/{number}")
        colleague.locator(".asked .card").nth(number % 4).click()
        colleague.locator("form .actions .button").click()
    expect(colleague).to_have_url(f"{site.address}/answers/data")
    journey.look(colleague)
    journey.press(colleague, "form[action$='give-back'] button")
    site.letters(HEAD, 2)
    other = journey.browser(DESK)
    journey.go(other, link)
    journey.press(other, "form.start button")
    expect(other.locator(".tasks")).to_contain_text("Paul Tableur")
    site.answer(UUID(journey.campaign), "Nadia Bilan", "3243", send=False)
    for path in ("/answers/data", "/answers/send"):
        journey.go(other, path)
    journey.press(other, "form[action$='/answers/send'] button")
    expect(other).to_have_url(f"{site.address}/answers/sent")
    site.letters(HEAD, 3)


def remind(journey: Journey, page: Page) -> None:
    """Only who is silent is written to, once however often it is pressed."""
    site, campaign = journey.site, UUID(journey.campaign)
    site.answer(campaign, "Iris Serveur", "43432")
    site.days_pass(campaign, 4)
    journey.go(page, f"{journey.at}/remind")
    again = journey.looker.follow(page.context.new_page())
    journey.go(again, f"{journey.at}/remind")
    before = len(site.post.accepted)
    expect(page.locator("main form input[name=person]")).to_have_count(1)
    journey.press(page, "form[action$='/remind'] button")
    site.letters(SILENT, 2)
    journey.press(again, "form[action$='/remind'] button")
    journey.go(again, f"{journey.at}/remind")
    expect(again.locator("main form input[name=person]")).to_have_count(0)
    again.close()
    site.answer(campaign, "Otto Atelier", "21231")
    assert len(site.post.accepted) == before + 1


def review(journey: Journey, page: Page) -> None:
    journey.go(page, f"{journey.at}/answers")
    page.locator("main a", has_text=re.compile("Nadia Bilan|Finance")).first.click()
    journey.look(page)
    whose = page.url
    page.locator("#text").fill("Knows the budget by heart.")
    journey.press(page, "form[action$='/note'] button")
    expect(page.locator("main")).to_contain_text("Knows the budget by heart.")
    journey.go(page, f"{whose}/tooling_access")
    journey.press(page, "form[action$='/agree'] button")
    page.locator("input[name=value][value='2']").check(force=True)
    page.locator("#reason").fill("Said on the telephone.")
    journey.press(page, "form[action$='/agree'] button")
    expect(page.locator("main")).to_contain_text("Said on the telephone.")
    journey.go(page, whose)
    journey.press(page, "form:has(input[name=reviewed][value=y]) button")


def interview(journey: Journey, page: Page) -> None:
    """Somebody without an address answers on the telephone."""
    journey.go(page, f"{journey.at}/calls")
    journey.go(page, journey.at)
    page.get_by_role("link", name=re.compile("Rémi Accueil")).first.click()
    journey.look(page)
    page.locator("a[href*='/interview/']").first.click()
    journey.look(page)
    page.locator(".tasks a").first.click()
    for value in ("3", "2"):
        page.locator(f"input[type=radio][value='{value}']").check(force=True)
        page.locator("#private").fill("Sounded unsure.")
        journey.press(page, "form.reading .actions button[value=on]")
    journey.go(page, re.sub(r"/[a-z]+/\d+$", "/read-back", page.url))
    journey.press(page, "section.send form button")


def conclude(journey: Journey, page: Page) -> None:
    journey.go(page, f"{journey.at}/close")
    journey.press(page, "main form.actions button")
    journey.go(page, f"{journey.at}/results")
    compute = page.locator(f"form[action='{journey.at}/results'] button")
    if compute.count():
        journey.press(page, f"form[action='{journey.at}/results'] button")
    headline = page.locator(".headline").inner_text()
    assert "Quincaille & Fils" in headline
    with page.expect_download(timeout=90_000) as coming:
        page.locator(f"a[href*='report.pdf?language={journey.locale}']").first.click(
            no_wait_after=True, timeout=90_000
        )
    path = coming.value.path()
    assert path.read_bytes().startswith(b"%PDF-")
    with pypdfium2.PdfDocument(path) as document:
        first = document[0].get_textpage().get_text_range()
    assert plain(headline) in plain(first)
    publish(journey, page)
    hand_over(journey, page)
    journey.go(page, "/journal")
    journey.go(page, "/clients")


def publish(journey: Journey, page: Page) -> None:
    """The report is reviewed, returned with a reason, reviewed again and published."""
    journey.go(page, f"{journey.at}/results")
    for last in (False, True):
        journey.press(page, "section[aria-labelledby=draft] form button.button")
        if not last:
            page.locator("section[aria-labelledby=review] > details summary").click()
            journey.press(page, "section[aria-labelledby=review] form[action$='/return'] button")
            expect(page.locator("#reason-error")).to_be_visible()
            page.locator("#reason").fill("Deux noms sont à corriger.")
            journey.press(page, "section[aria-labelledby=review] form[action$='/return'] button")
    page.locator("#note").fill("Première version.")
    journey.press(page, "section[aria-labelledby=review] form[action$='/publish'] button")
    expect(page.locator("section:has(#versions) tbody tr")).to_have_count(1)


def hand_over(journey: Journey, page: Page) -> None:
    """Somebody reads by a link, and documents are made in the background."""
    journey.go(page, f"{journey.at}/results/sharing")
    page.locator("#name").fill("Pierre Directeur")
    page.locator("input[name=how][value=copy]").check(force=True)
    journey.press(page, "section[aria-labelledby=new] form .actions button")
    link = page.locator("#copied").input_value()
    reader = journey.browser(PHONE)
    journey.go(reader, link)
    reader.locator("form.start button").click()
    reader.wait_for_load_state()
    journey.go(page, f"{journey.at}/results/sharing")
    expect(page.locator("section:has(#log)")).to_contain_text("Pierre Directeur")
    journey.go(page, f"{journey.at}/results/documents")
    for box in page.locator("input[name=kinds]").all():
        box.set_checked(box.get_attribute("value") in ("data", "roadmap"), force=True)
    # Where there is script, the page shows itself anew: it is looked at when it has come to rest.
    page.locator("form.press .actions button").click()
    for _ in range(90):
        if page.locator("a[href$='/all.zip']").count():
            break
        page.wait_for_timeout(1000)
        if not journey.script:
            page.reload()
    journey.look(page)
    with page.expect_download() as coming:
        page.locator("a[href$='/all.zip']").click(no_wait_after=True)
    with zipfile.ZipFile(coming.value.path()) as archive:
        assert len(archive.namelist()) == 2


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\u00ad", ""))
