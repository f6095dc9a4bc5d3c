"""Faults done to the real server while people answer, and what is there afterwards."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, text

from survey.db import open_database
from survey.models import Answer, Invitation, Submission
from survey.services.invitations import digest_of
from tests.running import Running, settle, start, wait_until
from tests.soak.autosave import Savers, value_of

CLIENTS = 8


class Lost(AssertionError):
    """Something acknowledged is not there, or something is there that nobody sent."""


@dataclass(frozen=True)
class Outcome:
    """What a run was made of."""

    kills: int
    acknowledged: int
    """Saves that were acknowledged."""
    checked: int
    """Answers compared with what is in the database."""
    broken: int
    """Connections that broke."""
    refused: dict[int, int]

    def __str__(self) -> str:
        told = ", ".join(f"{count} × {status}" for status, count in sorted(self.refused.items())) or "none"
        return (
            f"{self.kills} kills, {self.acknowledged} saves acknowledged, {self.checked} answers verified,"
            f" 0 lost; {self.broken} connections broken, refusals: {told}"
        )


def kill_often(address: str, folder: Path, kills: int, saves_between: int = 40, **settings: str) -> Outcome:
    """``kill -9`` of the server under autosave load, time and again. Raises Lost."""
    tokens = [link.token for link in settle(address, CLIENTS).links[:CLIENTS]]
    running = start(folder, address, **settings)
    savers = Savers(running.port, tokens)
    try:
        for number in range(kills):
            # Each time at another moment of whatever the server does.
            wanted = savers.saves() + saves_between + number
            wait_until(lambda: savers.saves() >= wanted, 60)  # noqa: B023 - waited for at once
            time.sleep(0.013 * (number % 7))
            running = kill_and_start(running, address, folder, **settings)
        wanted = savers.saves() + saves_between
        wait_until(lambda: savers.saves() >= wanted, 60)
    finally:
        savers.stop()
        code = stopped(running)
    if code != 0:
        raise Lost(f"the server ended with {code} after SIGTERM")
    return verified(address, savers, kills)


def fill_up(address: str, folder: Path, full: "Full", **settings: str) -> Outcome:
    """No room under autosave load, then room again, without a restart. Raises Lost.

    While there is none, every save must be told as not saved, and no page may fail otherwise.
    """
    tokens = [link.token for link in settle(address, CLIENTS).links[:CLIENTS]]
    running = start(folder, address, **settings)
    savers = Savers(running.port, tokens)
    try:
        wait_until(lambda: savers.saves() >= CLIENTS, 60)
        with full(running):
            wait_until(lambda: sum(savers.refused().values()) >= CLIENTS * 3, 60)
        wanted = savers.saves() + 5 * CLIENTS
        wait_until(lambda: savers.saves() >= wanted, 60)
    finally:
        savers.stop()
        stopped(running)
    if unexpected := savers.refused().keys() - {503, 507}:
        raise Lost(f"answered {unexpected} while there was no room")
    return verified(address, savers)


Full = Callable[[Running], AbstractContextManager[None]]
"""Takes away the room that a server may write to, for as long as it is entered."""


@contextmanager
def no_longer_files(running: Running) -> Iterator[None]:
    """No file of the server may grow: a limit on the process, which needs no right."""
    for pid in running.pids():
        subprocess.run(["prlimit", "--pid", str(pid), "--fsize=4096:"], check=True)
    yield
    for pid in running.pids():
        subprocess.run(["prlimit", "--pid", str(pid), "--fsize=unlimited:"], check=True)


@contextmanager
def small_disk(folder: Path, megabytes: int = 12) -> Iterator[Full]:
    """A small file system in a folder, and how to fill it. Raises CalledProcessError where none may mount."""
    folder.mkdir()
    size = f"size={megabytes}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=True, capture_output=True)

    @contextmanager
    def full(_running: Running) -> Iterator[None]:
        ballast = folder / "ballast"
        with ballast.open("wb", buffering=0) as stream, suppress(OSError):
            while True:
                stream.write(bytes(4096))
        yield
        ballast.unlink()

    try:
        yield full
    finally:
        subprocess.run(["umount", folder], check=True)


def stopped(running: Running) -> int:
    """Ask the server to stop, as a deployment does; its exit code."""
    running.process.terminate()
    return running.end()


def kill_and_start(running: Running, address: str, folder: Path, **settings: str) -> Running:
    """Kill the server's processes at once, and start it again on the same port."""
    pids = running.pids()
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    running.end()
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))
    return start(folder, address, running.port, **settings)


def verified(address: str, savers: Savers, kills: int = 0) -> Outcome:
    """Compare what clients were told with what is stored. Raises Lost."""
    database = open_database(address)
    try:
        with database.session() as session:
            if database.engine.dialect.name == "sqlite":
                found = session.execute(text("PRAGMA integrity_check")).scalar()
                if found != "ok":
                    raise Lost(f"integrity_check: {found}")
            rows = session.execute(
                select(Invitation.digest, Answer.question, Answer.comment, Answer.value)
                .join(Submission, Submission.respondent_id == Invitation.respondent_id)
                .join(Answer, Answer.submission_id == Submission.id)
            )
            stored = {(digest, question): (comment, value) for digest, question, comment, value in rows}
    finally:
        database.close()
    checked = 0
    for saver in savers.all:
        for question, acknowledged in saver.acknowledged.items():
            comment, value = stored.get((digest_of(saver.token), question), ("0", None))
            number = int(comment)
            if not acknowledged <= number <= saver.sent[question]:
                raise Lost(f"{question}: {number} is stored, {acknowledged} was acknowledged")
            if number and value != value_of(number):
                raise Lost(f"{question}: value {value} does not belong to save {number}")
            checked += number > 0
    broken = sum(saver.broken for saver in savers.all)
    return Outcome(kills, savers.saves(), checked, broken, savers.refused())
