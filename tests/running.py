"""The real site in a process of its own, on a campaign with as many people as wanted: for load and faults."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from questionnaires import load
from survey import schema
from survey.db import open_database, transaction
from survey.files import read_facts
from survey.services import accounts, campaigns
from survey.services.campaigns import Created
from tests import run_folder

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "survey" / "samples" / "forges_valmont" / "facts.yaml"


@dataclass
class Running:
    """A server under way: its port and process."""

    port: int
    process: "subprocess.Popen[str]"
    log: Path
    environment: dict[str, str] = field(repr=False)

    def end(self, seconds: float = 40) -> int:
        """Wait until it has ended; its exit code. Raises TimeoutExpired."""
        code = self.process.wait(timeout=seconds)
        if self.process.stdout:
            self.process.stdout.close()
        return code

    def pids(self) -> list[int]:
        """The server's process, its children and theirs."""
        found = [self.process.pid]
        for parent in found:
            # Threads and makers of documents end while we look.
            with suppress(FileNotFoundError, ProcessLookupError):
                for task in Path(f"/proc/{parent}/task").iterdir():
                    found += [int(pid) for pid in (task / "children").read_text().split()]
        return found

    def cpu(self) -> float:
        """Seconds of processor so far."""
        ticks = 0
        for pid in self.pids():
            with suppress(FileNotFoundError, ProcessLookupError):
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def megabytes(self, kind: str = "Pss") -> float:
        """Memory now: "Pss" counts pages shared between processes once, "Rss" once for each."""
        lines = [
            line for pid in self.pids() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        ]
        return sum(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) / 1024


def settle(address: str, people: int, now: datetime | None = None) -> Created:
    """Bring a database up, and set up a campaign with so many people in eight departments, all with links."""
    now = now or datetime.now(UTC)
    pack = load()
    case = read_facts(SAMPLE, pack)
    database = open_database(address)
    try:
        schema.upgrade(database.engine)
        names = [item.name for item in case.departments]
        invited = [
            campaigns.Person(names[place % len(names)], f"Person {place}", role="finance")
            for place in range(max(people, len(names)))
        ]
        with database.session() as session:
            with transaction(session):
                firm = accounts.add_firm(session, "Atelier Conseil", now).id
            return campaigns.create_campaign(session, firm, pack, case, invited, now)
    finally:
        database.close()


@contextmanager
def served(folder: Path, address: str, **settings: str) -> Iterator[Running]:
    """``mandate serve`` on a free port, terminated at the end unless it is gone by then."""
    running = start(folder, address, **settings)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
        running.end()


def start(
    folder: Path, address: str, port: int = 0, prefix: tuple[str, ...] = (), **settings: str
) -> Running:
    """Start ``mandate serve`` and wait until it takes requests."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SURVEY_")}
    environment |= {
        "SURVEY_INSTANCE": str(folder),
        "SURVEY_DATABASE_URL": address,
        "SURVEY_PORT": str(port),
        **{f"SURVEY_{key.upper()}": value for key, value in settings.items()},
    }
    log = folder / "server.log"
    folder.mkdir(parents=True, exist_ok=True)
    run_folder.cache_for(folder)
    command = [*prefix, sys.executable, "-u", "-m", "survey.cli", "serve"]
    with log.open("ab") as stream:
        process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=stream, text=True
        )
    assert process.stdout
    for line in process.stdout:
        if line.startswith("Serving on "):
            return Running(int(line.split(":")[1].split(".")[0]), process, log, environment)
    process.wait()
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-3000:]}")


def wait_until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for something to become true. Raises TimeoutError."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.02)
