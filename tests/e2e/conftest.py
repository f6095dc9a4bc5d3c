"""The real site in a process of its own, and the system's Chromium, phone-sized."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from survey.doctor import BROWSERS
from tests.e2e.running_demo import Site, copied, prepare

__all__ = ["Site"]

CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
PHONE = {"width": 390, "height": 844}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # No page lives long enough for its scripts to be worth optimising.
    "--js-flags=--no-opt --no-maglev",
]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo that is not served: made once, whichever worker is the first to want it."""
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    with (place / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "prepared" / "told").exists():
            prepare(place / "prepared")
    return place / "prepared"


@pytest.fixture(scope="module")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy of the demo under way, for the tests of one file."""
    with copied(prepared, tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a fresh browser; nothing on its console may be a complaint."""
    complaints: list[str] = []
    contexts = []

    def opened(locale: str = "en", *, script: bool = True, **more: object) -> Page:
        settings = {"viewport": PHONE, "has_touch": True, **more}
        context = chromium.new_context(locale=locale, java_script_enabled=script, **settings)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on(
            "console",
            lambda message: _note(complaints, message),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _note(complaints: list[str], message: ConsoleMessage) -> None:
    """Keep what a console complains of. The status of the page itself is no complaint: tests look at it."""
    page = message.page
    itself = page is not None and message.location["url"].split("?")[0] == page.url.split("?")[0]
    if message.type in ("error", "warning") and not (itself and "Failed to load resource" in message.text):
        complaints.append(f"{message.text} {message.location}")


AXE = {
    # What passes is neither gathered nor carried out of the browser: that takes longer than looking.
    "resultTypes": ["violations"],
    "selectors": False,
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOUND = """async (options) =>
  (await axe.run(options)).violations.map((item) => [item.id, item.nodes.map((node) => node.html)])"""

# Whether a text can be read depends on its colour, size and weight, and on what is painted behind it. Axe
# takes longer to compare them than for all other rules: each such kind is compared until one has passed.
PALE = """async ([judged, options]) => {
  const known = new Set(judged), grounds = new Map(), kinds = new Map();
  const ground = (element) => {
    if (!element) return "";
    if (!grounds.has(element)) {
      const style = getComputedStyle(element);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.position, style.zIndex];
      const bare = own.join("|") === "rgba(0, 0, 0, 0)|none|1|static|auto";
      grounds.set(element, (bare ? "" : own.join("|")) + ground(element.parentElement));
    }
    return grounds.get(element);
  };
  for (const element of document.body.querySelectorAll("*")) {
    const said = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const shown = element.checkVisibility({ visibilityProperty: true }) && element.offsetWidth !== 1;
    if (!shown || !(said || element.matches("input, select, textarea"))) continue;
    const style = getComputedStyle(element);
    const kind = [style.color, style.fontSize, style.fontWeight, style.textShadow, ground(element)].join("|");
    if (!known.has(kind)) kinds.set(kind, [...(kinds.get(kind) ?? []), element]);
  }
  if (!kinds.size) return [[], []];
  const wanted = { runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true };
  const found = await axe.run({ include: [...kinds.values()].flat() }, { ...options, ...wanted });
  const good = new Set(found.passes.flatMap((item) => item.nodes.map((node) => node.element)));
  return [
    [...kinds].filter(([, elements]) => elements.some((element) => good.has(element))).map(([kind]) => kind),
    found.violations.flatMap((item) => item.nodes.map((node) => node.html)),
  ];
}"""
JUDGED: list[str] = []
"""The kinds of text that could be read wherever they stood so far."""


def accessible(page: Page) -> None:
    """Axe finds nothing, and nothing is wider than the screen."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    rules = {"color-contrast": {"enabled": False}}
    assert page.evaluate(FOUND, {**AXE, "runOnly": RULES, "rules": rules}) == [], page.url
    kinds, pale = page.evaluate(PALE, [JUDGED, AXE])
    assert pale == [], page.url
    JUDGED.extend(kinds)
    within(page)


def within(page: Page) -> None:
    """Nothing is wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} at {page.viewport_size}"
