"""A PDF made in a process of its own, with limits on memory, processor time and waiting.

A font library that crashes takes its process along; this way it takes a child, and the caller gets an error
with a reason. The first document starts a process that stands ready (see ready.py); it makes each document in
a fork of itself, which need not import anything again.
"""

import atexit
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Final

from ..briefing import Briefing
from ..paper import Paper
from ..report import Brand, Report
from .failure import RenderFailed
from .ready import DONE, FAILED, ORDER, OUTCOME

_CPU_SIGNALS: Final = frozenset({signal.SIGXCPU, signal.SIGKILL})
_ROOT: Final = Path(__file__).resolve().parents[2]
_GRACE: Final = 30.0
"""Seconds beyond a document's own limit: the process that stands ready may first have to start."""

_one_at_a_time = Lock()


class _Standing:
    """The process that stands ready for this one, if it was started."""

    owner: int = 0
    process: subprocess.Popen[bytes] | None = None
    control: socket.socket | None = None


def render_pdf_isolated(
    document: Report | Briefing | Paper,
    brand: Brand | None = None,
    *,
    memory_mb: int = 1024,
    cpu_seconds: int = 60,
    wall_seconds: float = 90,
) -> bytes:
    """A report, a briefing or a paper as PDF, the same bytes as in this process, made in a child process.

    Limits: address space in megabytes, seconds of processor, seconds of waiting. Raises RenderFailed when a
    limit is reached, when the child crashes, and for every reason for which render_pdf raises it.
    """
    return _asked(pickle.dumps((document, brand)), memory_mb, cpu_seconds, wall_seconds)


def make_isolated(
    make: Callable[..., bytes | str],
    *values: object,
    memory_mb: int = 1024,
    cpu_seconds: int = 60,
    wall_seconds: float = 90,
) -> bytes:
    """What a function of a module makes of values, texts as UTF-8, made in a child process as a PDF is.

    Whoever serves pages meanwhile is not slowed down. Limits and RenderFailed as above; also where the
    function raises anything.
    """
    return _asked(pickle.dumps((make, values)), memory_mb, cpu_seconds, wall_seconds)


def _asked(wish: bytes, memory_mb: int, cpu_seconds: int, wall_seconds: float) -> bytes:
    order = ORDER.pack(memory_mb, cpu_seconds, wall_seconds) + wish
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            _hand_over(theirs)
        ours.settimeout(wall_seconds + _GRACE)
        try:
            ours.sendall(order)
            ours.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: ours.recv(1 << 18), b""))
        except TimeoutError:
            raise RenderFailed("the process that makes PDFs does not answer") from None
        except OSError as error:
            raise RenderFailed(f"the process that makes PDFs went away ({error})") from error
    if len(answer) < OUTCOME.size:
        raise RenderFailed("the process that makes PDFs ended before it answered")
    code, late, told = OUTCOME.unpack_from(answer)
    if late:
        raise RenderFailed(f"the PDF was not ready after {wall_seconds:g} seconds, its limit")
    rest = answer[OUTCOME.size :]
    return _pdf_of(code, rest[told:], rest[:told], memory_mb, cpu_seconds)


def stop() -> None:
    """End the process that stands ready; the next document starts another."""
    with _one_at_a_time:
        _end()


def _hand_over(line: socket.socket) -> None:
    """Pass our end of a line to the process that stands ready, which is started when there is none."""
    with _one_at_a_time:
        if (
            _Standing.process is None
            or _Standing.owner != os.getpid()
            or _Standing.process.poll() is not None
        ):
            _start()
        try:
            _pass(line)
        except OSError:
            # It had been idle for long, and ended between the look and the message.
            _start()
            _pass(line)


def _pass(line: socket.socket) -> None:
    if _Standing.control is None:
        raise OSError("no process stands ready")
    socket.send_fds(_Standing.control, [b"+"], [line.fileno()])


def _start() -> None:
    _end()
    ours, theirs = socket.socketpair()
    with theirs:
        _Standing.process = subprocess.Popen(  # noqa: S603 - this Python, our own module and a number
            [sys.executable, "-m", "reports.render.ready", str(theirs.fileno())],
            cwd=_ROOT,
            env=_environment(),
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    _Standing.control, _Standing.owner = ours, os.getpid()


def _end() -> None:
    """Hang up, which is how the process that stands ready learns that it is no longer needed."""
    if _Standing.control is not None:
        _Standing.control.close()
    if _Standing.process is not None and _Standing.owner == os.getpid():
        _Standing.process.wait()
    _Standing.process = _Standing.control = None


atexit.register(stop)


def _pdf_of(code: int, out: bytes, err: bytes, memory_mb: int, cpu_seconds: int) -> bytes:
    """What the child answered, or why it could not."""
    if code == 0 and out.startswith(DONE):
        return out[len(DONE) :]
    if out.startswith(FAILED):
        raise RenderFailed(out[len(FAILED) :].decode("utf-8", "replace"))
    told = err.decode("utf-8", "replace").strip()
    if "MemoryError" in told or "allocate" in told or "failed to map" in told:
        raise RenderFailed(f"the PDF needed more memory than its limit of {memory_mb} MB")
    if -code in _CPU_SIGNALS:
        raise RenderFailed(f"the PDF took more than {cpu_seconds} seconds of processor time, its limit")
    if code < 0:
        raise RenderFailed(
            f"the PDF's process was ended by {signal.Signals(-code).name}: {told or 'it said nothing'}"
        )
    raise RenderFailed(f"the PDF's process ended with code {code}: {told or 'it said nothing'}")


def _environment() -> dict[str, str]:
    """The parent's environment and module paths, without idle threads for number-crunching."""
    paths = os.pathsep.join(path for path in sys.path if path)
    # A thread would not live on in a fork, and reserves address space, which the memory limit counts.
    single = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, **single, "PYTHONPATH": paths}
