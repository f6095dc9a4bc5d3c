"""What every screen must be, whatever it shows: valid, without barrier, within the screen."""

from collections.abc import Callable

import html5lib
from playwright.sync_api import Browser, Page, Response

from tests.e2e.conftest import accessible

Look = Callable[[Page], None]


class Looker:
    """Looks at screens. Axe needs script: a page without it is shown, as it came, to a browser that has it."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.screens: list[str] = []
        self._newest: dict[Page, Response] = {}

    def follow(self, page: Page) -> Page:
        """Remember the documents that a page receives."""

        def note(response: Response) -> None:
            request = response.request
            if request.resource_type == "document" and request.frame == page.main_frame:
                self._newest[page] = response

        page.on("response", note)
        return page

    def look(self, page: Page, *, script: bool) -> None:
        """Raise AssertionError for a screen that is not as it must be."""
        text = self._newest[page].text()
        html5lib.HTMLParser(strict=True).parse(text)
        self.screens.append(page.url)
        if script:
            accessible(page)
        else:
            self._look_at_copy(page, text)

    def _look_at_copy(self, page: Page, text: str) -> None:
        context = self.browser.new_context(
            viewport=page.viewport_size, storage_state=page.context.storage_state()
        )
        try:
            copy = context.new_page()
            copy.route(
                page.url,
                lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8"),
            )
            copy.goto(page.url)
            accessible(copy)
        finally:
            context.close()
