"""Processor time of work that other processes do: those that this one starts, and those that they start.

What the system adds up for a parent leaves out whoever was not waited for, which is most of a browser.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Final

from tests.bench.measure import Took

_EVERY: Final = 0.02
_TICKS: Final = os.sysconf("SC_CLK_TCK")


def watched(work: Callable[[], object]) -> Took:
    """``work`` measured once, with the processor time of all descendants, read every fiftieth of a second."""
    before, seen, done = _descendants(), dict[int, int](), Event()

    def watch() -> None:
        while not done.is_set():
            for process, ticks in _descendants().items():
                seen[process] = max(ticks, seen.get(process, 0))
            done.wait(_EVERY)

    watching = Thread(target=watch)
    wall, cpu = time.perf_counter(), time.thread_time()
    watching.start()
    try:
        work()
    finally:
        wall, cpu = time.perf_counter() - wall, time.thread_time() - cpu
        done.set()
        watching.join()
    others = sum(ticks - before.get(process, 0) for process, ticks in seen.items())
    return Took(wall, cpu + others / _TICKS)


def _descendants() -> dict[int, int]:
    """Ticks of processor by process."""
    found: dict[int, int] = {}
    waiting = [os.getpid()]
    while waiting:
        for child in _children(waiting.pop()):
            try:
                fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # gone between the look and the reading
            found[child] = int(fields[11]) + int(fields[12])
            waiting.append(child)
    return found


def _children(process: int) -> list[int]:
    found: list[int] = []
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
    except OSError:
        return found  # gone between the look and the reading
    for thread in threads:
        try:
            found += map(int, (thread / "children").read_text().split())
        except OSError:
            continue
    return found
