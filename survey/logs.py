"""Logs: one JSON line an event, on the error stream.

Nothing that people wrote, no address that may hold a personal link and no secret gets in: a request is logged
by its endpoint, an error by its kind and place. Whatever gets in all the same cannot make a second line.
"""

import logging
import re
import secrets
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any, Final

from flask import Flask, Response, g, request
from pythonjsonlogger.json import JsonFormatter

LONGEST: Final = 500
"""Characters of a text."""
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{40,}")
"""What a personal link, a ticket or a session looks like."""

log = logging.getLogger("mandate.request")


class Lines(JsonFormatter):
    """A record as one JSON object: when, how grave, what, and the fields that came with it."""

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """Fill the object, in the order in which a reader looks."""
        moment = datetime.fromtimestamp(record.created, UTC)
        log_data["time"] = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        log_data["level"] = record.levelname.lower()
        log_data["event"] = record.name.removeprefix("mandate.")
        if text := _TOKEN.sub("…", record.getMessage())[:LONGEST]:
            log_data["text"] = text
        log_data |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0] is not None:
            log_data |= _told(record.exc_info[1])
        message_dict.clear()


def _told(error: BaseException | None) -> dict[str, Any]:
    """Of an error its kind and where it arose. What it says may quote what somebody wrote: it stays out."""
    if error is None:
        return {}
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    found: dict[str, Any] = {
        "error": type(error).__name__,
        "at": [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}" for frame in frames],
    }
    original = getattr(error, "orig", None)
    if original is not None:
        state = getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", "")
        found["database"] = f"{type(original).__name__} {state}".strip()
    return found


def configure(level: str) -> None:
    """Send every logger's records to the error stream, as lines. ``level``: debug, info, warning or error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # It tells each request that has to wait for a thread: the times in our own lines tell that better.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    for noisy in ("sqlalchemy", "fontTools", "weasyprint", "PIL"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))


def register(app: Flask) -> None:
    """A line for every answer, with an id that the answer carries too."""
    app.before_request(_begin)
    app.after_request(_note)


def _begin() -> None:
    g.began, g.request_id = time.perf_counter(), secrets.token_hex(8)


def _note(response: Response) -> Response:
    # A request that was refused before it began has neither.
    number = g.setdefault("request_id", secrets.token_hex(8))
    response.headers["X-Request-ID"] = number
    level = logging.ERROR if response.status_code >= 500 else logging.INFO
    if log.isEnabledFor(level):
        fields = {
            "endpoint": request.endpoint or "",
            "method": request.method if request.method.isalpha() else "",
            "status": response.status_code,
            "ms": round(1000 * (time.perf_counter() - g.get("began", time.perf_counter())), 1),
            "request": number,
        }
        log.log(level, "", extra={"fields": fields})
    return response
