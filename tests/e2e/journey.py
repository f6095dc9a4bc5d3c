"""One campaign in browsers: who is at it, on which device, and a look at every screen on the way."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.e2e.installation import Installation
from tests.e2e.looking import Looker

Open = Callable[..., Page]


class Journey:
    """One campaign on one kind of device: who is at it, and the browser of each."""

    def __init__(self, site: Installation, opener: Open, looker: Looker, locale: str, script: bool) -> None:
        self.site, self.opener, self.looker = site, opener, looker
        self.locale, self.script = locale, script
        self.campaign = ""

    def browser(self, size: dict[str, int]) -> Page:
        page = self.opener(self.locale, script=self.script, viewport=size)
        page.on("dialog", lambda dialog: dialog.accept())
        return self.looker.follow(page)

    def go(self, page: Page, path: str) -> None:
        page.goto(path if path.startswith("http") else f"{self.site.address}{path}")
        self.look(page)

    def look(self, page: Page) -> None:
        self.looker.look(page, script=self.script)

    def press(self, page: Page, what: str) -> None:
        """Press a button, and look at what comes."""
        with page.expect_navigation():  # with script it may come only once an answer is saved
            page.locator(what).first.click()
        self.look(page)

    @property
    def at(self) -> str:
        return f"/campaigns/{self.campaign}"
