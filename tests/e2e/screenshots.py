"""``make screenshots``: the pictures of the README, taken of the running demo into docs/screenshots."""

import io
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import CHROMIUM, QUIET
from tests.e2e.running_demo import Site, copied, prepare

PLACE = Path(__file__).parents[2] / "docs" / "screenshots"
MOST = 200_000
"""Bytes of a picture."""
DESK, PHONE = {"width": 1080, "height": 760}, {"width": 390, "height": 760}


def main() -> None:
    """Take every picture anew."""
    if CHROMIUM is None:
        sys.exit("no Chromium: apt-get install chromium")
    PLACE.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        prepared = Path(folder, "prepared")
        prepare(prepared)
        with copied(prepared, Path(folder, "copy")) as site:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            consultant(site, browser)
            respondent(site, browser)
            leader(site, browser)
            browser.close()
        first_page(prepared / "demo" / "report-en.pdf")


def respondent(site: Site, browser: Browser) -> None:
    """The head of sales on a phone: a question in French, and the way through the parts."""
    page = opened(browser, PHONE, "fr")
    page.goto(site.answer)
    page.locator("form.start button").click()
    page.goto(f"{site.address}/answers/data/1")
    for choice in (1, 2, 1, 3, 2):
        page.locator(".asked .card").nth(choice).click()
        page.locator("form .actions .button").click()
        page.wait_for_load_state()
    page.goto(f"{site.address}/answers/tooling/1")
    page.locator(".asked .card").nth(2).click()
    page.locator("#saved-text", has_text="Enregistré").wait_for()
    take(page, "question-fr")
    page.goto(f"{site.address}/answers")
    take(page, "hub-fr")


def leader(site: Site, browser: Browser) -> None:
    """The chief executive, by the personal link: the answer, and where the organisation stands."""
    page = opened(browser, {"width": 1080, "height": 1040}, "en")
    page.goto(site.read)
    page.locator("form.start button").click()
    page.wait_for_load_state()
    take(page, "answer")


def consultant(site: Site, browser: Browser) -> None:
    """What the consultant works with."""
    page = opened(browser, DESK, "en")
    site.sign_in(page)
    take(page, "portfolio")
    clients = {
        name: page.get_by_role("link", name=name, exact=True).first.get_attribute("href")
        for name in ("Forges de Valmont", "Banque Méridienne", "Atelier Kerlan")
    }
    for name, wanted, picture in (
        ("Forges de Valmont", r"/campaigns/[0-9a-f-]+$", "tracker"),
        ("Atelier Kerlan", r"/campaigns/[0-9a-f-]+/setup$", "set-up"),
        ("Banque Méridienne", r"/campaigns/[0-9a-f-]+/results$", "results"),
    ):
        page.goto(f"{site.address}{clients[name]}")
        page.goto(site.address + campaign(page, wanted))
        take(page, picture)


def campaign(page: Page, wanted: str) -> str:
    """The address of a page of the client's campaign, by what it ends with."""
    links = page.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    ids = [found[1] for link in links if (found := re.search(r"/campaigns/([0-9a-f-]{36})", link or ""))]
    return wanted.replace("[0-9a-f-]+", ids[0]).removesuffix("$")


def opened(browser: Browser, size: dict[str, int], locale: str) -> Page:
    """A page in a browser of its own, at twice the pixels."""
    context = browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        locale=locale,
        device_scale_factor=2,
        reduced_motion="reduce",
        timezone_id="Europe/Paris",
    )
    return context.new_page()


def take(page: Page, name: str) -> None:
    """One picture of what is on the screen."""
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.wait_for_timeout(200)  # fonts and focus rings settle
    save(Image.open(io.BytesIO(page.screenshot())), name)


def first_page(report: Path) -> None:
    """Page one of the report, which is the decision."""
    with pypdfium2.PdfDocument(report) as document:
        save(document[0].render(scale=2).to_pil(), "report")


def save(picture: Image.Image, name: str) -> None:
    """Keep it with as many colours as its size allows. Raises ValueError when none is small enough."""
    place = PLACE / f"{name}.png"
    for colours in (256, 128, 64, 32):
        few = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
        few.save(place, optimize=True)
        if place.stat().st_size < MOST:
            sys.stdout.write(f"{place.relative_to(Path.cwd())}  {place.stat().st_size // 1000} kB\n")
            return
    raise ValueError(f"{place} is larger than {MOST} bytes")


if __name__ == "__main__":
    main()
