"""Serves the site with waitress, and on SIGTERM finishes what people have sent before it stops.

With more than one process they share one listening socket and the memory of what was loaded before they were
made; one that dies is replaced.
"""

import gc
import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from types import FrameType
from typing import Any, Final, NoReturn

import waitress.server
from flask import Flask

from questionnaires import load
from reports.wording import catalogue

from .app import database
from .config import Settings

PATIENCE: Final = 20.0
"""Seconds that requests under way have to finish after SIGTERM."""

_STOPS: Final = (signal.SIGTERM, signal.SIGINT)

Background = Callable[[], AbstractContextManager[object]]
"""Work beside the requests, for as long as the context is entered: of one process only."""

log = logging.getLogger("mandate.server")


def serve(
    app: Flask, settings: Settings, ready: Callable[[int], None], background: Background = nullcontext
) -> None:
    """Serve until SIGTERM or Ctrl-C. ``ready`` is called once with the port, when requests are taken.

    Raises OSError when the address cannot be listened on.
    """
    serving = _Serving(app, settings, _listen(settings))
    port = serving.listening.getsockname()[1]
    _warm(app)
    if settings.processes == 1:
        serving.here(lambda: ready(port), background)
    else:
        _Processes(serving, background).run(lambda: ready(port))


def _listen(settings: Settings) -> socket.socket:
    family, _, _, _, where = socket.getaddrinfo(
        settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    return socket.create_server((str(where[0]), int(where[1])), family=family, backlog=1024)


def _warm(app: Flask) -> None:
    """Load before the first request what every request needs, and keep the collector's hands off it."""
    load()
    for language in ("en", "fr"):
        catalogue("survey", language)
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class _Serving:
    """What a process serves, and where."""

    app: Flask
    settings: Settings
    listening: socket.socket

    def here(self, ready: Callable[[], None], background: Background, parent: int = 0) -> None:
        """Serve in this process. ``parent``: the process to stop with, where there is one."""
        server: Any = waitress.server.create_server(
            self.app,
            sockets=[self.listening],
            threads=self.settings.threads,
            channel_timeout=30,
            connection_limit=500,
            max_request_body_size=2_000_000,
            clear_untrusted_proxy_headers=self.settings.proxies == 0,
            ident=None,
        )
        asked: list[float] = []

        def stop(_signal: int, _frame: FrameType | None) -> None:
            asked.append(time.monotonic())
            server.pull_trigger()

        signal.signal(signal.SIGTERM, stop)
        # Ctrl-C reaches every process of a terminal: those that have a parent wait for its word.
        signal.signal(signal.SIGINT, signal.SIG_IGN if parent else stop)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
        with background():
            ready()
            _loop(server, asked, parent)
        server.task_dispatcher.shutdown()


def _loop(server: Any, asked: list[float], parent: int) -> None:
    """Waitress's own loop, which it leaves at once; this one first lets open requests finish."""
    listening = True
    while True:
        server.asyncore.loop(timeout=0.2, map=server._map, count=1)  # noqa: SLF001 - no public way to drain
        if not asked and parent and os.getppid() != parent:
            asked.append(time.monotonic())
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


class _Processes:
    """Makes the processes, replaces those that die, and passes the word to stop on to them."""

    def __init__(self, serving: _Serving, background: Background) -> None:
        self._serving, self._background = serving, background
        self._places: dict[int, int] = {}
        """Process id → its place, from 0; the one at 0 does the work in the background."""
        self._stopping = False

    def run(self, ready: Callable[[], None]) -> None:
        """Until told to stop, and every process has."""
        # No connection to the database may be shared with a child.
        database(self._serving.app).close()
        for name in _STOPS:
            signal.signal(name, self._stop)
        for place in range(self._serving.settings.processes):
            self._make(place)
        ready()
        while self._places:
            pid, status = os.wait()
            place = self._places.pop(pid)
            if not self._stopping:
                code = os.waitstatus_to_exitcode(status)
                log.error("process %s ended with %s; starting another", pid, code)
                time.sleep(0.2)
                self._make(place)

    def _make(self, place: int) -> None:
        parent = os.getpid()
        # A word to stop must not meet a child that does not know yet what to do with it.
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
        pid = os.fork()
        if pid == 0:
            self._child(place, parent)
        self._places[pid] = place
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)

    def _child(self, place: int, parent: int) -> NoReturn:
        status = 1
        try:
            background = self._background if place == 0 else nullcontext
            self._serving.here(lambda: None, background, parent)
            status = 0
        except Exception:
            log.exception("a process of the server failed")
        finally:
            os._exit(status)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True
        for pid in self._places:
            os.kill(pid, signal.SIGTERM)
