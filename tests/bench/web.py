"""The site: what a request costs, and what one server can take, beside an endpoint that does nothing."""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from survey import create_app
from survey.config import Settings
from tests.bench.load import PARTS
from tests.bench.measure import ROOT
from tests.postgres import DURABLE, cluster
from tests.running import Running, served, settle

RESPONDENTS, CONNECTIONS = 8, 16
SECONDS = 8.0
PEOPLE = 1_200
PAGES = {
    "the link": "/i/{token}",
    "the list of parts": "/answers",
    "a question": "/answers/{part}/2",
    "a part, to check": "/answers/{part}",
    "before sending": "/answers/send",
    "nothing (health)": "/health",
}


def lines() -> Iterator[str]:
    """The lines of the table."""
    yield "Pages: processor time of a request in this process, queries, weight"
    with tempfile.TemporaryDirectory() as folder:
        yield from _pages(Path(folder))
    for name, where in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        for processes in (1, 2):
            yield f"The server under load, {name}, processes: {processes} (the client on the same cores)"
            with where() as (folder, address):
                yield from _server(folder, address, processes)


def loop_ms() -> float:
    """A fixed piece of work, the best of five: machines have quick and slow hours, and this tells which."""
    best = 1e9
    for _ in range(5):
        began, total = time.process_time(), 0
        for number in range(200_000):
            total += number * number % 7
        best = min(best, time.process_time() - began)
    return best * 1000


# --- pages ------------------------------------------------------------------------------------------------


@dataclass
class Visitor:
    """A browser in this process that has entered by a link, and the proof of its last page."""

    client: FlaskClient
    proof: str = ""

    def see(self, path: str) -> str:
        """A page. Raises RuntimeError for any status but 200."""
        answered = self.client.get(path)
        if answered.status_code != 200:
            raise RuntimeError(f"{path} answered {answered.status_code}")
        found = re.search(r'name="csrf_token" value="([^"]+)"', answered.text)
        self.proof = found[1] if found else self.proof
        return answered.text

    def send(self, path: str, form: dict[str, str], wanted: int, script: bool = False) -> None:
        """A form. Raises RuntimeError for any other status than the one wanted."""
        headers = {"X-Requested-With": "fetch"} if script else {}
        answered = self.client.post(path, data={"csrf_token": self.proof, **form}, headers=headers)
        if answered.status_code != wanted:
            raise RuntimeError(f"{path} answered {answered.status_code}")


def _pages(folder: Path) -> Iterator[str]:
    address = f"sqlite:///{folder}/pages.sqlite"
    token = settle(address, 16).links[1].token
    app = create_app(Settings(instance=folder, database_url=address))
    visitor = Visitor(app.test_client())
    visitor.see(f"/i/{token}")
    visitor.send(f"/i/{token}", {}, 303)
    for part, questions in PARTS.items():
        for number, question in enumerate(questions, 1):
            form = {f"q_{question}": "3", "revision": "0", "next": "on"}
            visitor.send(f"/answers/{part}/{number}", form, 303)
    part, questions = next(iter(PARTS.items()))
    for name, path in PAGES.items():
        here = path.format(token=token, part=part)
        with _counted() as queries:
            page = visitor.see(here)
        assets = sum(len(visitor.client.get(found, buffered=True).data) for found in _assets(page))
        size = len(page.encode())
        weight = f"{size / 1024:.1f} KB, {(size + assets) / 1024:.1f} KB with style and script"
        yield _row(name, _cpu(partial(visitor.see, here)), f"{len(queries)} queries, {weight}")
    revision = iter(range(1, 10**6))

    def save(script: bool) -> None:
        number = next(revision)
        form = {f"q_{questions[0]}": str(number % 2 + 1), "revision": str(number), "next": "on"}
        visitor.send(f"/answers/{part}/1", form, 200 if script else 303, script)

    for script, name in ((True, "a save by script"), (False, "a save by its button")):
        with _counted() as queries:
            save(script)
        yield _row(name, _cpu(partial(save, script)), f"{len(queries)} queries")
    app.extensions["database"].close()


def _cpu(work: Callable[[], object]) -> float:
    """Milliseconds of processor of one, in the quickest of thirty runs of eight."""
    best = 1e9
    for _ in range(30):
        began = time.process_time()
        for _ in range(8):
            work()
        best = min(best, (time.process_time() - began) / 8)
    return best * 1000


@contextmanager
def _counted() -> Iterator[list[str]]:
    """The statements sent meanwhile, those that begin and end a transaction left out."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.split(maxsplit=1)[0] in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _assets(page: str) -> list[str]:
    return re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"', page)


def _row(name: str, ms: float, remark: str) -> str:
    return f"  {name:<28}{ms:6.2f} ms of processor   {remark}"


# --- the server -------------------------------------------------------------------------------------------


@contextmanager
def _sqlite() -> Iterator[tuple[Path, str]]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder), f"sqlite:///{folder}/bench.sqlite"


@contextmanager
def _postgresql() -> Iterator[tuple[Path, str]]:
    with tempfile.TemporaryDirectory() as folder, cluster(DURABLE) as server, server.empty() as address:
        yield Path(folder), address


def _server(folder: Path, address: str, processes: int) -> Iterator[str]:
    tokens = [link.token for link in settle(address, PEOPLE).links]
    with served(folder, address, processes=str(processes), log_level="warning") as running:
        empty = _load(running, "empty", CONNECTIONS, tokens)
        yield empty.told(f"nothing, {CONNECTIONS} connections", "requests")
        saves = _load(running, "saves", CONNECTIONS, tokens[:CONNECTIONS])
        yield saves.told(f"saves, {CONNECTIONS} connections", "saves", empty)
        journeys = _load(running, "journeys", RESPONDENTS, tokens[CONNECTIONS:])
        yield journeys.told(f"whole journeys, {RESPONDENTS} respondents", "journeys")
        yield (
            f"  memory: {running.megabytes():.0f} MB, all its processes, shared pages counted once"
            f" ({running.megabytes('Rss'):.0f} MB added up)"
        )


@dataclass(frozen=True)
class Load:
    """What came of one kind of load."""

    done: float
    """So many a second."""
    requests: float
    """So many a second."""
    p50: float
    p99: float
    cpu: float
    """Milliseconds of the server's processor a request."""
    client: float
    """Milliseconds of the client's processor a request."""
    cores: float
    """Cores that server and client took together."""
    loop: float

    def told(self, name: str, what: str, empty: "Load | None" = None) -> str:
        """A line of the table."""
        ratio = f", {self.done / empty.done:.3f} of doing nothing" if empty else ""
        return (
            f"  {name:<34}{self.done:8.1f} {what}/s{ratio}; {self.requests:.0f} requests/s,"
            f" p50 {self.p50:.1f} ms, p99 {self.p99:.1f} ms, {self.cpu:.2f} ms of processor a request"
            f" (client {self.client:.2f} ms, together {self.cores:.2f} cores, loop {self.loop:.1f} ms)"
        )


def _load(running: Running, kind: str, connections: int, tokens: list[str]) -> Load:
    arguments = [kind, str(running.port), str(connections), str(SECONDS)]
    command = [sys.executable, "-m", "tests.bench.load", *arguments]
    loop, before = loop_ms(), running.cpu()
    done = subprocess.run(
        command, input="\n".join(tokens), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"the load failed: {done.stderr[-500:]}")
    found = json.loads(done.stdout)
    times, seconds = sorted(found["times"]), found["seconds"]
    cpu, client = running.cpu() - before, found["cpu"]
    return Load(
        done=found["done"] / seconds,
        requests=len(times) / seconds,
        p50=times[len(times) // 2] * 1000,
        p99=times[int(len(times) * 0.99)] * 1000,
        cpu=cpu / len(times) * 1000,
        client=client / len(times) * 1000,
        cores=(cpu + client) / seconds,
        loop=loop,
    )
