"""The server finishes what people have sent before it stops, and replaces a process that died."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.soak.stopping import ask, slow_site, stop_under_way


@pytest.mark.parametrize("processes", [1, 2])
def test_requests_under_way_are_finished_on_sigterm(tmp_path: Path, processes: int) -> None:
    assert stop_under_way(tmp_path, processes, requests=6) == 6


def test_a_process_that_dies_is_replaced_and_none_outlives_its_parent(tmp_path: Path) -> None:
    with slow_site(tmp_path, 2) as (server, port):
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
