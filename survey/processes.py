"""Processes of the server: one that watches, and those that it watches.

The one that watches forks before anything large is loaded. The first of the others loads everything, forks
the rest and serves along with them: they share its memory, and nobody keeps a copy that serves no one.
"""

import gc
import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from types import FrameType
from typing import Final, TypeVar

T = TypeVar("T")

STOPS: Final = (signal.SIGTERM, signal.SIGINT)
REST: Final = 0.2
"""Seconds before a process that ended unasked is replaced."""

log = logging.getLogger("mandate.server")


def elsewhere(work: Callable[[], T]) -> T:
    """``work`` in a child that ends with it: what it imports takes no memory here. Raises what it raises."""
    with beside(work) as found:
        return found.result()


@contextmanager
def beside(work: Callable[[], T]) -> Iterator["Future[T]"]:
    """``work`` in such a child while something else is done here; what it gives, once it is asked for."""
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        yield pool.submit(work)


def listen(host: str, port: int) -> socket.socket:
    """The socket that all of them take requests from. Raises OSError when it cannot be had."""
    family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
        0
    ]
    return socket.create_server((str(where[0]), int(where[1])), family=family, backlog=1024)


def fork(work: Callable[[], None]) -> int:
    """Do ``work`` in a child, and give its process id. The child must unblock STOPS once it knows them.

    Exit codes are 0 and, after an exception, 1.
    """
    # A word to stop must not meet a child that does not know yet what to do with it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            work()
            status = 0
        except Exception:
            log.exception("a process of the server failed")
        finally:
            os._exit(status)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return pid


def watch(lead: Callable[[], None]) -> None:
    """Keep a group of processes running until told to stop.

    ``lead`` runs in the first of the group, and returns when it and all the others have ended. It tells why.
    """
    stopping, leader = False, 0

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        if leader:
            os.kill(leader, signal.SIGTERM)

    for name in STOPS:
        signal.signal(name, stop)
    # What stands now is shared as long as no collector of garbage writes to it.
    gc.freeze()
    while not stopping:
        leader = fork(lead)
        os.waitpid(leader, 0)
        leader = 0
        if not stopping:
            time.sleep(REST)
