"""What every screen must be, whatever it shows: valid, without barrier, within the screen."""

import html5lib
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

from tests.e2e.conftest import accessible


class Looker:
    """Looks at screens, and remembers which."""

    def __init__(self) -> None:
        self.screens: list[str] = []
        self._newest: dict[Page, Response] = {}

    def follow(self, page: Page) -> Page:
        """Remember the documents that a page receives, and have axe ready in each."""

        def note(response: Response) -> None:
            request = response.request
            if request.resource_type == "document" and request.frame == page.main_frame:
                self._newest[page] = response

        page.on("response", note)
        page.add_init_script(Axe().axe_script)
        return page

    def look(self, page: Page, *, barriers: bool = True) -> int:
        """Raise AssertionError for a screen that is not as it must be; its status.

        ``barriers``: whether axe looks too. It needs script, and what comes without script is the same page.
        """
        newest = self._newest[page]
        text = newest.text()
        try:
            html5lib.HTMLParser(strict=True).parse(text)
        except html5lib.html5parser.ParseError as fault:
            raise AssertionError(f"{page.url} is not valid: {fault}") from fault
        self.screens.append(page.url)
        if barriers:
            accessible(page)
        return newest.status
