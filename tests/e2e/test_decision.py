"""From a closed campaign's published report to the decision taken and followed up, by leadership alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.journey import Open
from tests.e2e.looking import Looker
from tests.e2e.running_demo import copied

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
SAVE = "form.form .actions button"


class Reader:
    """Somebody of leadership at one device, and a look at every screen on the way."""

    def __init__(self, site: Site, page: Page, looker: Looker, *, script: bool) -> None:
        self.site, self.page, self.looker, self.script = site, looker.follow(page), looker, script

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else f"{self.site.address}{path}")
        self.look()

    def press(self, what: str) -> None:
        """Press a button or a link, and look at what comes."""
        with self.page.expect_navigation():  # with script it may come only once an answer is saved
            self.page.locator(what).first.click()
        self.look()

    def look(self) -> None:
        self.looker.look(self.page, script=self.script)


@pytest.mark.parametrize(
    "device", [("en", DESK, True), ("fr", PHONE, False)], ids=["desktop-en-script", "phone-fr-without"]
)
def test_from_the_published_report_to_a_decision_that_is_followed_up(
    prepared: Path,
    tmp_path: Path,
    chromium: Browser,
    open_page: Open,
    device: tuple[str, dict[str, int], bool],
) -> None:
    locale, size, script = device
    with copied(prepared, tmp_path) as site:
        looker = Looker(chromium)
        page = open_page(locale, script=script, viewport=size)
        page.on("dialog", lambda dialog: dialog.accept())
        reader = Reader(site, page, looker, script=script)
        arrive(reader)
        read(reader)
        try_out(reader, "2,5" if locale == "fr" else "2.5")
        decide(reader)
        follow_up(reader)
        change_at_once(reader, looker.follow(open_page(locale, script=script, viewport=size)))
        report(reader)
        assert len(looker.screens) > 30
        looker.close()


def arrive(reader: Reader) -> None:
    """The first screen holds the answer, its reasons, how sure it is, and the way to the decision."""
    page = reader.page
    reader.go(reader.site.read)
    reader.press("form.start button")
    expect(page).to_have_url(f"{reader.site.address}/results")
    expect(page.locator("h1")).to_contain_text("Banque Méridienne")
    expect(page.locator(".grounds li")).to_have_count(4)
    assert page.locator("h1").bounding_box()["y"] < 300  # type: ignore[index]
    expect(page.locator(".dots tbody tr")).to_have_count(5)
    expect(page.locator(".heat tbody tr")).to_have_count(15)


def read(reader: Reader) -> None:
    page = reader.page
    reader.press(".dots tbody th a >> nth=0")
    expect(page.locator("h1")).to_be_visible()
    for number in range(1, 5):
        reader.press(f".among li:nth-child({number}) a")
    reader.go("/results/departments")
    page.locator("#filter-name").fill("banking")
    reader.press("form.filters button")
    expect(page.locator(".heat tbody tr")).to_have_count(2)
    page.locator("#filter-name").fill("")
    page.locator("#filter-sort").select_option("skills")
    page.locator("#filter-below").select_option("3")
    reader.press("form.filters button")
    assert "sort=skills" in page.url
    page.locator("#filter-name").fill("nobody at all")
    reader.press("form.filters button")
    expect(page.locator(".heat")).to_have_count(0)
    for path in ("why", "progress", "method", "documents"):
        reader.go(f"/results/{path}")
        expect(page.locator(".places [aria-current]")).to_have_count(1)


def try_out(reader: Reader, number: str) -> None:
    """What if: a wrong value told in place, then a change, shared by its address, and back."""
    page = reader.page
    reader.go("/results/what-if")
    page.locator("#s_skills").fill("9")
    reader.press("form.what-if .actions button")
    expect(page.locator("#s_skills-error")).to_be_visible()
    page.locator("#s_skills").fill(number)
    page.locator("#f_use_cases_production").select_option("none")
    reader.press("form.what-if .actions button")
    expect(page.locator(".tried")).to_have_count(2)
    assert re.search(r"/what-if\?f_use_cases_production=none$", page.url), page.url
    reader.press("form.what-if .actions a")
    expect(page.locator(".tried")).to_have_count(0)


def decide(reader: Reader) -> None:
    page = reader.page
    reader.go("/results/follow-up")
    expect(page.locator(".empty")).to_be_visible()
    reader.press(".empty a.button")
    expect(page.locator(".onesheet h1")).to_be_visible()
    reader.press("a.button[href$='/record']")
    page.locator("#decided_by").fill("")
    page.locator("input[name=option][value=other]").check(force=True)
    reader.press(SAVE)
    expect(page.locator(".field.wrong")).to_have_count(2)
    page.locator("#decided_by").fill("Comité exécutif")
    page.locator("#amendments").fill("Une fois le budget voté.")
    page.locator("input[name=option][value=head_of_ai]").check(force=True)
    page.locator("#decided_on").fill("2026-01-12")
    reader.press(SAVE)
    expect(page).to_have_url(f"{reader.site.address}/results/follow-up")
    reader.go("/results/decision")
    expect(page.locator(".taken")).to_contain_text("Une fois le budget voté.")
    expect(page.locator(".taken")).to_contain_text("Tiphaine Desorgues")
    reader.go("/results")
    expect(page.locator(".tags a")).to_be_visible()


def follow_up(reader: Reader) -> None:
    page = reader.page
    reader.go("/results/follow-up")
    expect(page.locator("tbody tr")).to_have_count(12)
    # The decision lies far back: everything is late, and said to be.
    expect(page.locator(".late")).to_have_count(12)
    reader.press("tbody th a")
    page.locator("input[name=state][value=done]").check(force=True)
    page.locator("#owner").fill("Nora Quai")
    reader.press(SAVE)
    expect(page.locator("tbody tr").first).to_contain_text("Nora Quai")
    expect(page.locator(".late")).to_have_count(11)
    reader.press("a.button[href$='/new']")
    reader.press(SAVE)
    expect(page.locator("#title-error")).to_be_visible()
    page.locator("#title").fill("Informer le comité social et économique")
    reader.press(SAVE)
    expect(page.locator("tbody tr")).to_have_count(13)
    for kind in ("xlsx", "csv"):
        with page.expect_download() as coming:
            page.locator(f"a[href$='.{kind}']").click(no_wait_after=True)
        assert coming.value.suggested_filename == f"follow-up-banque-m-ridienne.{kind}"


def change_at_once(reader: Reader, other: Page) -> None:
    """Two people open the same thing to do; the second is told what the first one saved."""
    page = reader.page
    other.goto(reader.site.read)
    other.locator("form.start button").click()
    reader.press("tbody tr:nth-child(2) th a")
    other.goto(page.url)
    other.locator("#owner").fill("Theo Berge")
    other.locator(SAVE).first.click()
    other.wait_for_load_state()
    page.locator("#owner").fill("Nora Quai")
    reader.press(SAVE)
    expect(page.get_by_role("alert")).to_contain_text("Theo Berge")
    expect(page.locator("#owner")).to_have_value("Nora Quai")
    reader.press(SAVE)
    expect(page.locator("tbody tr").nth(1)).to_contain_text("Nora Quai")


def report(reader: Reader) -> None:
    """The report online, with its contents beside it on a wide screen, and the way back."""
    page = reader.page
    reader.go("/results/report")
    page.locator(".contents a").nth(3).click()
    page.locator("nav.back a").click()
    expect(page).to_have_url(f"{reader.site.address}/results")
