"""Serves the site with waitress, and on SIGTERM finishes what people have sent before it stops."""

import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

import waitress.server
from flask import Flask

from .config import Settings

PATIENCE: Final = 20.0
"""Seconds that requests under way have to finish after SIGTERM."""


def serve(app: Flask, settings: Settings, ready: Callable[[int], None]) -> None:
    """Serve until SIGTERM or Ctrl-C. ``ready`` is called once with the port, when requests are taken.

    Raises OSError when the address cannot be listened on.
    """
    server: Any = waitress.server.create_server(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        channel_timeout=30,
        connection_limit=500,
        max_request_body_size=2_000_000,
        clear_untrusted_proxy_headers=settings.proxies == 0,
        ident=None,
    )
    asked: list[float] = []

    def stop(_signal: int, _frame: FrameType | None) -> None:
        asked.append(time.monotonic())
        server.pull_trigger()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
    ready(server.effective_port)
    _loop(server, asked)
    server.task_dispatcher.shutdown()


def _loop(server: Any, asked: list[float]) -> None:
    """Waitress's own loop, which it leaves at once; this one first lets open requests finish."""
    listening = True
    while True:
        server.asyncore.loop(timeout=0.2, map=server._map, count=1)  # noqa: SLF001 - no public way to drain
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
