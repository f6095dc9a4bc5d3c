"""Who may write to the SQLite file, one at a time, and when what they wrote is on the disk.

A write passes the gate, commits without a sync of its own, gives the gate to the next, and then waits for the
sync of the log before it is told as saved: one sync serves all who wait. Where a sync takes 3 ms, that is
some thousand saves a second instead of three hundred.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

GATE_SECONDS: Final = 8.0
"""How long a write waits for its turn before the answer is "busy, try again"."""


class Busy(Exception):
    """Other writes did not finish in time; nothing was changed, and the same request may be sent again."""


class Unsynced(Exception):
    """The disk failed to keep what was committed. Nothing more is told as saved until the next start."""


class Gate:
    """Lets one write at a time through: threads by a lock, other processes on the same file by ``flock``."""

    def __init__(self, path: Path, seconds: float = GATE_SECONDS) -> None:
        self._path, self._seconds, self._turn = path, seconds, threading.Lock()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Hold the gate. Raises Busy when the turn does not come in time."""
        until = time.monotonic() + self._seconds
        if not self._turn.acquire(timeout=self._seconds):
            raise Busy
        try:
            with _opened(self._path, os.O_RDWR | os.O_CREAT) as descriptor:
                while not _locked(descriptor):
                    if time.monotonic() > until:
                        raise Busy
                    time.sleep(0.001)
                yield  # closing the file gives the lock back
        finally:
            self._turn.release()


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    descriptor = os.open(path, flags, 0o644)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Log:
    """The write-ahead log, and the syncs that make what was written to it durable."""

    def __init__(self, path: Path) -> None:
        self._path, self._turn, self._counting = path, threading.Lock(), threading.Lock()
        self._asked = self._synced = 0
        self._failed = False

    def sync(self) -> None:
        """Return when all that is in the log now is on the disk. Raises Unsynced.

        The first who comes syncs; those who come meanwhile share the next one. A log that was emptied since
        needs none: SQLite syncs what it moves to the database.
        """
        with self._counting:
            self._asked += 1
            mine = self._asked
        with self._turn:
            if self._synced >= mine:
                return
            covered = self._asked
            # After a failed sync the system may drop what it holds, and a second one would succeed.
            if self._failed:
                raise Unsynced
            try:
                with _opened(self._path, os.O_RDONLY) as descriptor:
                    os.fdatasync(descriptor)
            except OSError as error:
                self._failed = True
                raise Unsynced from error
            self._synced = covered
