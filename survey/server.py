"""Serves the site with waitress, and on SIGTERM finishes what people have sent before it stops."""

import gc
import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from ctypes import CDLL
from dataclasses import dataclass
from types import FrameType
from typing import Any, Final

import waitress.server
from flask import Flask
from sqlalchemy.orm import configure_mappers
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask
from waitress.utilities import RequestEntityTooLarge

from questionnaires import load
from reports.wording import catalogue

from . import cache
from .app import database
from .config import Settings
from .jobs import WAKE
from .processes import STOPS, fork
from .web import fonts, uploads

_M_ARENA_MAX: Final = -8
"""Its name in malloc.h."""

log = logging.getLogger("mandate.server")

PATIENCE: Final = 20.0
"""Seconds that requests under way have to finish after SIGTERM."""

SOMEWHAT: Final = 4_000_000
"""Bytes by which a file may be too large and still be told so in a page of ours."""

TOO_LARGE: Final = """\
This file is too large: at most {n} MB can be sent. Nothing was changed.
Go back, and choose a smaller one.

Ce fichier est trop lourd : {n} Mo au plus peuvent être envoyés. Rien n’a changé.
Revenez en arrière et choisissez-en un plus léger.
"""
"""In both languages: it is not known yet which one is wanted."""

Beside = Callable[[int], AbstractContextManager[object]]
"""What a process does beside the requests, for as long as the context is entered; by the first one's id."""


def serve(
    app: Flask,
    settings: Settings,
    listening: socket.socket,
    ready: Callable[[], None],
    *,
    beside: Beside = nullcontext,
    parent: int = 0,
) -> None:
    """Serve until SIGTERM, or Ctrl-C, with as many processes as the settings say, this one among them.

    ``ready`` is called when requests are taken. ``parent``: the process to stop with, where there is one.
    """
    _warm(app)
    serving = _Serving(app, settings, listening)
    # No connection to the database may be shared with a child.
    database(app).close()
    first = os.getpid()
    # Another process may call before this one listens, and unheard the signal would end it.
    signal.signal(WAKE, signal.SIG_IGN)
    others = [
        fork(lambda: serving.here(lambda: None, beside(first), first)) for _ in range(settings.processes - 1)
    ]
    serving.here(ready, beside(first), parent, others)
    for pid in others:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _warm(app: Flask) -> None:
    """Load before the first request what every request needs, and keep the collector's hands off it."""
    kept = cache.opened(app.extensions["settings"].instance)
    app.jinja_env.bytecode_cache = kept.templates()
    # What compiles them leaves holes in the memory that all processes share: a child's does not matter.
    compiling = fork(lambda: _templates(app)) if app.jinja_env.bytecode_cache else 0
    with fonts.prepared(kept):
        load()
        for language in ("en", "fr"):
            catalogue("survey", language)
        configure_mappers()
    if compiling:
        os.waitpid(compiling, 0)
    _templates(app)
    gc.collect()
    _pack_memory()
    gc.freeze()


def _templates(app: Flask) -> None:
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)


def _pack_memory() -> None:
    """Give back what loading left free, and let threads share a heap: Python has them work by turns."""
    with suppress(AttributeError, OSError):  # of the GNU library alone
        system = CDLL(None)
        system.mallopt(_M_ARENA_MAX, 1)
        system.malloc_trim(0)


class _TooLarge(RequestEntityTooLarge):  # type: ignore[misc]
    def __init__(self, most: int) -> None:
        super().__init__("")
        self._most = most

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        status, headers, _ = super().to_response(ident)
        return status, headers, TOO_LARGE.format(n=self._most // 1_000_000).encode()


class _Refusal(ErrorTask):  # type: ignore[misc]
    """What waitress refuses before the site hears of it, in words for people where people can cause it."""

    def execute(self) -> None:
        if isinstance(self.request.error, RequestEntityTooLarge):
            self.request.error = _TooLarge(self.channel.server.adj.max_request_body_size - SOMEWHAT)
        super().execute()


class _Channel(HTTPChannel):  # type: ignore[misc]
    error_task_class = _Refusal


@dataclass(frozen=True)
class _Serving:
    """What a process serves, and where."""

    app: Flask
    settings: Settings
    listening: socket.socket

    def here(
        self,
        ready: Callable[[], None],
        beside: AbstractContextManager[object],
        parent: int,
        others: Sequence[int] = (),
    ) -> None:
        """Serve in this process. ``parent`` and ``others``: the processes to stop with, and to stop."""
        server: Any = waitress.server.create_server(
            self.app,
            sockets=[self.listening],
            threads=-(-self.settings.threads // self.settings.processes),
            channel_timeout=30,
            connection_limit=500,
            max_request_body_size=uploads.largest(self.app) + SOMEWHAT,
            clear_untrusted_proxy_headers=self.settings.proxies == 0,
            ident=None,
        )
        server.channel_class = _Channel
        asked: list[float] = []

        def stop(_signal: int, _frame: FrameType | None) -> None:
            asked.append(time.monotonic())
            server.pull_trigger()
            for pid in others:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)

        signal.signal(signal.SIGTERM, stop)
        # Ctrl-C reaches every process of a terminal: those that have a parent wait for its word.
        signal.signal(signal.SIGINT, signal.SIG_IGN if parent else stop)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        with beside:
            ready()
            _loop(server, asked, lambda: _left_alone(parent, others))
        server.task_dispatcher.shutdown()


def _left_alone(parent: int, others: Sequence[int]) -> bool:
    """Whether a process that this one belongs with has ended: then all of them begin anew."""
    if parent and os.getppid() != parent:
        log.error("the process that watches has ended: stopping too")
        return True
    for pid in others:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            log.error("process %s ended with %s: all begin anew", pid, os.waitstatus_to_exitcode(status))
            return True
    return False


def _loop(server: Any, asked: list[float], left_alone: Callable[[], bool]) -> None:
    """Waitress's own loop, which it leaves at once; this one first lets open requests finish."""
    listening = True
    while True:
        server.asyncore.loop(timeout=0.2, map=server._map, count=1)  # noqa: SLF001 - no public way to drain
        if not asked and left_alone():
            os.kill(os.getpid(), signal.SIGTERM)
        if not asked:
            continue
        if listening:
            server.del_channel(server._map)  # noqa: SLF001
            server.socket.close()
            listening = False
        busy = any(
            channel.requests or channel.total_outbufs_len for channel in [*server.active_channels.values()]
        )
        # A second signal, or patience at its end, stops at once.
        if not busy or len(asked) > 1 or time.monotonic() - asked[0] > PATIENCE:
            return
