"""What every screen must be, whatever it shows: valid, without barrier, within the screen."""

import html5lib
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.e2e.conftest import accessible


class Looker:
    """Looks at screens. Axe needs script: a page without it is shown, as it came, to a browser with it."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.screens: list[str] = []
        self._newest: dict[Page, Response] = {}
        self._copies: dict[BrowserContext, Page] = {}

    def follow(self, page: Page) -> Page:
        """Remember the documents that a page receives, and have axe ready in each."""

        def note(response: Response) -> None:
            request = response.request
            if request.resource_type == "document" and request.frame == page.main_frame:
                self._newest[page] = response

        page.on("response", note)
        page.add_init_script(Axe().axe_script)
        return page

    def look(self, page: Page, *, script: bool = True, barriers: bool = True) -> int:
        """Raise AssertionError for a screen that is not as it must be; its status."""
        newest = self._newest[page]
        text = newest.text()
        try:
            html5lib.HTMLParser(strict=True).parse(text)
        except html5lib.html5parser.ParseError as fault:
            raise AssertionError(f"{page.url} is not valid: {fault}") from fault
        self.screens.append(page.url)
        if barriers:
            accessible(page if script else self._copy(page, text))
        return newest.status

    def close(self) -> None:
        """Close the browsers opened for copies."""
        for copy in self._copies.values():
            copy.context.close()

    def _copy(self, page: Page, text: str) -> Page:
        if page.context not in self._copies:
            context = self.browser.new_context(viewport=page.viewport_size, locale="en")
            self._copies[page.context] = context.new_page()
            self._copies[page.context].add_init_script(Axe().axe_script)
        copy = self._copies[page.context]
        copy.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
        address = page.url.partition("#")[0]
        copy.route(
            address, lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8"), times=1
        )
        copy.goto(address)
        return copy
