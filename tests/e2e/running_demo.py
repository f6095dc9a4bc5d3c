"""The demo in a process of its own: prepared once, and served from copies."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from survey import outbox
from survey.config import Settings
from tests.running import ROOT, served


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


def prepare(folder: Path) -> None:
    """What ``mandate demo`` does before it serves; what it prints is kept in the file ``told``."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SURVEY_")}
    done = subprocess.run(
        [sys.executable, "-m", "survey.cli", "demo", "--no-serve", "--port", "0"],
        env={**environment, "SURVEY_INSTANCE": str(folder)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    (folder / "told").write_text(done.stdout)


@contextmanager
def copied(prepared: Path, folder: Path) -> Iterator[Site]:
    """Serve a copy of a prepared demo out of a folder; stopped at the end."""
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    told = (folder / "told").read_text()
    paths = re.findall(r"https?://[^/\s]+(/i/\S+)", told)
    assert len(paths) == 2, told
    email, password = re.findall(r"(?:Sign in as|with the password)\s+(\S+)", told)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address, instance = f"http://127.0.0.1:{port}", folder / "demo"
    settings = {"public_url": address, "development": "yes", "log_level": "warning", "port": str(port)}
    with served(instance, f"sqlite:///{instance}/mandate.sqlite", **settings) as running:
        yield Site(address, *(address + path for path in paths), email, password, folder)
    assert running.process.returncode == 0
