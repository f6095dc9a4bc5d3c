"""Medians with their spread, of this process and of others."""

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Took:
    """Seconds of wall clock and of processor."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Line:
    """One line of the table: what, how long each time, and a remark."""

    name: str
    times: Sequence[Took]
    remark: str = ""

    def __str__(self) -> str:
        return (
            f"  {self.name:<56}{_spread([took.wall for took in self.times]):>22}"
            f"{_spread([took.cpu for took in self.times]):>22}  {self.remark}".rstrip()
        )


def machine() -> str:
    """What the figures were measured on."""
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load}, {platform.machine()}"


def here(work: Callable[[], object], times: int = 5) -> list[Took]:
    """``work`` once to warm up, then measured ``times`` times in this process."""
    work()
    return [once(work) for _ in range(times)]


def once(work: Callable[[], object]) -> Took:
    """``work`` measured once in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)


def program(command: Sequence[str]) -> tuple[Took, str]:
    """Another program from start to end, with all its children, and what it printed.

    Raises RuntimeError with the end of its complaints when it fails.
    """
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - wall, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(wall, cpu), done.stdout


def fresh(module: str, times: int = 3) -> tuple[list[Took], list[dict[str, Any]]]:
    """A module of the bench run as a program of its own, and the JSON it printed each time."""
    runs = [program([sys.executable, "-m", module]) for _ in range(times)]
    return [took for took, _ in runs], [json.loads(text.splitlines()[-1]) for _, text in runs]


def peak_mb() -> float:
    """The most memory this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _spread(seconds: Sequence[float]) -> str:
    ms = [1000 * value for value in seconds]
    digits = 0 if median(ms) >= 100 else 1
    return f"{median(ms):.{digits}f} ({min(ms):.{digits}f}-{max(ms):.{digits}f})"
