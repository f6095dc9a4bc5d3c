"""SIGTERM while requests are under way."""

import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import run_folder
from tests.running import ROOT


@contextmanager
def slow_site(folder: Path, processes: int) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """The site with a page that takes its time, and its port."""
    run_folder.cache_for(folder)
    command = [sys.executable, "-m", "tests.soak.slow", str(folder), str(processes)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout
        try:
            yield server, int(server.stdout.readline())
        finally:
            server.kill()


def ask(port: int, path: str) -> str:
    """A page."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return str(answer.read().decode())


def stop_under_way(folder: Path, processes: int, requests: int) -> int:
    """Stop the server while so many requests are under way; how many of them were finished.

    Raises AssertionError when the server does not end well and in time.
    """
    with slow_site(folder, processes) as (server, port):
        answers: list[str] = []
        asking = [
            threading.Thread(target=lambda: answers.append(ask(port, "/slow"))) for _ in range(requests)
        ]
        for thread in asking:
            thread.start()
        time.sleep(1.0)
        server.send_signal(signal.SIGTERM)
        for thread in asking:
            thread.join()
        assert server.wait(timeout=20) == 0
    return answers.count("finished")
