"""The server finishes what people have sent before it stops, and replaces a process that died."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SLOW = """
import os, sys, time
from pathlib import Path
from survey import create_app
from survey.config import Settings
from survey.server import serve
from survey.web.access import ACCESS, ANYBODY

settings = Settings(instance=Path(sys.argv[1]), port=0, processes=int(sys.argv[2]))
app = create_app(settings)

@app.get("/slow")
def slow():
    time.sleep(1.5)
    return "finished"

@app.get("/who")
def who():
    return str(os.getpid())

ACCESS |= {"slow": ANYBODY, "who": ANYBODY}
serve(app, settings, lambda port: print(port, flush=True))
"""


@contextmanager
def served(folder: Path, processes: int) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    command = [sys.executable, "-c", SLOW, str(folder), str(processes)]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout
        try:
            yield server, int(server.stdout.readline())
        finally:
            server.kill()


def ask(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize("processes", [1, 2])
def test_requests_under_way_are_finished_on_sigterm(tmp_path: Path, processes: int) -> None:
    with served(tmp_path, processes) as (server, port):
        answers: list[str] = []
        asking = [threading.Thread(target=lambda: answers.append(ask(port, "/slow"))) for _ in range(6)]
        for thread in asking:
            thread.start()
        time.sleep(0.7)
        server.send_signal(signal.SIGTERM)
        for thread in asking:
            thread.join()
        assert server.wait(timeout=10) == 0
    assert answers == ["finished"] * 6


def test_a_process_that_dies_is_replaced_and_none_outlives_its_parent(tmp_path: Path) -> None:
    with served(tmp_path, 2) as (server, port):
        first = int(ask(port, "/who"))
        assert first != server.pid
        os.kill(first, signal.SIGKILL)
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
        until = time.monotonic() + 10
        while len(now := children.read_text().split()) < 2 or str(first) in now:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert int(ask(port, "/who")) in map(int, now)
        server.kill()
        server.wait()
        while any(Path(f"/proc/{pid}").exists() for pid in now):
            assert time.monotonic() < until, "a process outlived its parent"
            time.sleep(0.05)
