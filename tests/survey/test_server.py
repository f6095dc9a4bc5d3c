"""The server finishes what people have sent before it stops, and replaces a process that died."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.soak.stopping import ask, slow_site, stop_under_way


@pytest.mark.parametrize("processes", [1, 2])
def test_requests_under_way_are_finished_on_sigterm(tmp_path: Path, processes: int) -> None:
    assert stop_under_way(tmp_path, processes, requests=6) == 6


@pytest.mark.parametrize("which", [1, 2])
def test_a_process_that_dies_is_replaced_and_none_outlives_its_parent(tmp_path: Path, which: int) -> None:
    with slow_site(tmp_path, 2) as (server, port):
        watching, *serving = before = descendants(server.pid)
        assert watching == server.pid
        assert int(ask(port, "/who")) in serving
        os.kill(before[which], signal.SIGKILL)
        until = time.monotonic() + 60
        # While typefaces are cut, there is a third for a moment.
        while set(now := descendants(server.pid)) & set(serving) or len(now) != 3 or not answers(port, now):
            assert time.monotonic() < until
            time.sleep(0.05)
        server.kill()
        server.wait()
        until = time.monotonic() + 20
        while any(Path(f"/proc/{pid}").exists() for pid in now[1:]):
            assert time.monotonic() < until, "a process outlived its parent"
            time.sleep(0.05)


def answers(port: int, processes: list[int]) -> bool:
    """Whether it is one of these that answers."""
    return int(ask(port, "/who")) in processes


def descendants(pid: int) -> list[int]:
    """A process, its children and theirs, as far as they still are."""
    found = [pid]
    for parent in found:
        with suppress(FileNotFoundError):
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text()
            found += [int(child) for child in children.split()]
    return found
