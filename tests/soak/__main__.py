"""What takes minutes: faults done to the real server, on both databases. ``make soak`` prints the counts.

Nothing acknowledged may be missing afterwards: where it is, this ends with a fault.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import DURABLE, cluster
from tests.soak.faults import fill_up, kill_often, no_longer_files, small_disk
from tests.soak.stopping import stop_under_way

KILLS = 24
UNDER_WAY = 32
"""Requests of 1.5 seconds that four threads finish within the server's patience, unevenly shared too."""


def main() -> None:
    """Run everything, one after the other."""
    with folder() as here:
        say("kill -9, SQLite", kill_often(f"sqlite:///{here}/a.sqlite", here, KILLS))
    with folder() as here:
        outcome = kill_often(f"sqlite:///{here}/a.sqlite", here, KILLS, processes="2")
        say("kill -9, SQLite, two processes", outcome)
    with folder() as here, cluster(DURABLE) as server, server.empty() as address:
        say("kill -9, PostgreSQL", kill_often(address, here, KILLS))
    with folder() as here:
        full_disk(here)
    for processes in (1, 2):
        with folder() as here:
            finished = stop_under_way(here, processes, requests=UNDER_WAY)
            say(f"SIGTERM, processes: {processes}", f"{finished} of {UNDER_WAY} requests under way finished")


def full_disk(here: Path) -> None:
    """On a file system of its own where this user may mount one, else by a limit on the server's files."""
    try:
        with small_disk(here / "disk") as full:
            outcome = fill_up(f"sqlite:///{here}/disk/a.sqlite", here, full)
            say("disk full", outcome)
    except subprocess.CalledProcessError:
        say("disk full", "no right to mount a small file system here; files limited instead")
    address = f"sqlite:///{here}/b.sqlite"
    say("files that may not grow", fill_up(address, here, no_longer_files))


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for one run."""
    with tempfile.TemporaryDirectory(prefix="mandate-soak-") as name:
        yield Path(name)


def say(what: str, outcome: object) -> None:
    """One line a run."""
    sys.stdout.write(f"{what:<32}{outcome}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
