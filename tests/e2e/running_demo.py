"""``mandate demo`` in a process of its own, and what it prints."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from survey import outbox
from survey.config import Settings


@dataclass(frozen=True)
class Site:
    """The running demo: where it is, its two personal links, and whom to sign in as."""

    address: str
    answer: str
    read: str
    email: str
    password: str
    folder: Path

    @property
    def database(self) -> str:
        """Its database's address."""
        return f"sqlite:///{self.folder}/demo/mandate.sqlite"

    def letters(self, to: str) -> list[str]:
        """The texts of the e-mails to an address, newest first."""
        kept = outbox.newest(Settings(instance=self.folder / "demo"))
        return [letter.text for letter in kept if to in letter.to]

    def sign_in(self, page: Page) -> None:
        """Sign in as the demo's consultant."""
        page.goto(f"{self.address}/sign-in")
        page.locator("#email").fill(self.email)
        page.locator("#password").fill(self.password)
        page.locator("main form button.button").first.click()
        page.wait_for_url(f"{self.address}/clients")


@contextmanager
def demo(folder: Path) -> Iterator[Site]:
    """As a new user starts it, with its data in a folder; stopped at the end."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SURVEY_")}
    command = [sys.executable, "-u", "-m", "survey.cli", "demo", "--port", "0"]
    with subprocess.Popen(
        command,
        env={**environment, "SURVEY_INSTANCE": str(folder)},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout
        lines = []
        for line in running.stdout:
            lines.append(line)
            if line.startswith("Serving"):
                break
        told = "".join(lines)
        links = re.findall(r"https?://\S+/i/\S+", told)
        assert len(links) == 2, told
        email, password = re.findall(r"(?:Sign in as|with the password)\s+(\S+)", told)
        try:
            yield Site(links[0].split("/i/")[0], *links, email, password, folder)
        finally:
            # Also after a failure: whoever opened it waits for its end.
            running.terminate()
        assert running.wait(timeout=30) == 0
