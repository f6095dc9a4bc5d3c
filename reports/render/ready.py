"""The process that stands ready to make PDFs: all is imported and parsed, each document is made in a fork.

Two forks a document. The first keeps watch: it waits, ends what takes too long, removes what a killed process
leaves behind, and answers. The second works under the limits. Nothing of Pango exists before the second fork:
newer versions of it keep a thread, and a thread does not live on in a fork.
"""

import gc
import os
import pickle
import resource
import select
import shutil
import signal
import socket
import struct
import sys
import tempfile
import traceback
from typing import IO, Final, NoReturn

DONE: Final = b"pdf\n"
FAILED: Final = b"failed\n"
ORDER: Final = struct.Struct("!IId")
"""Megabytes, seconds of processor, seconds of waiting; then pickled the document and its brand, or a function
and its values."""
OUTCOME: Final = struct.Struct("!i?I")
"""Exit code, whether it took too long, length of what it said in error; then that, then what it made."""

_IDLE: Final = 900.0
"""Seconds without a document after which the process ends: it holds a hundred megabytes."""
_MOST_TOLD: Final = 300


def main(arguments: list[str]) -> int:
    """Make documents for whoever hands a line over, until that side hangs up or nothing comes for long."""
    _warm()
    # Those that keep watch are nobody's to wait for.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=int(arguments[0])) as control:
        while select.select([control], [], [], _IDLE)[0]:
            message, descriptors, *_ = socket.recv_fds(control, 1, 1)
            if not message:
                break
            with socket.socket(fileno=descriptors[0]) as line:
                if os.fork() == 0:
                    control.close()
                    _keep_watch(line)
    return 0


def _warm() -> None:
    """Import and parse what every document needs. What is missing is told when a document is asked for."""
    from . import page, pdf  # noqa: PLC0415 - slow, and only this process needs them

    try:
        pdf.warm()
    except Exception:  # noqa: BLE001 - each document meets it again, and tells it to whoever asked
        return
    page.warm()
    # What is here stays: collections in the forks need not look at it, nor copy its pages of memory.
    gc.collect()
    gc.freeze()


def _keep_watch(line: socket.socket) -> NoReturn:
    """Have one document made, and answer. Ends this process."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        order = b"".join(iter(lambda: line.recv(1 << 18), b""))
        memory_mb, cpu_seconds, wall_seconds = ORDER.unpack_from(order)
        folder = tempfile.mkdtemp(prefix="mandate-pdf-")
        try:
            with tempfile.TemporaryFile(dir=folder) as out, tempfile.TemporaryFile(dir=folder) as err:
                worker = os.fork()
                if worker == 0:
                    line.close()
                    tempfile.tempdir = folder
                    _work(order[ORDER.size :], memory_mb, cpu_seconds, out, err)
                code, late = _waited(worker, wall_seconds)
                told = _whole(err)[-_MOST_TOLD:]
                line.sendall(OUTCOME.pack(code, late, len(told)) + told + _whole(out))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        # No clean-up of a process that this is only a copy of.
        os._exit(0)


def _waited(worker: int, seconds: float) -> tuple[int, bool]:
    """The exit code of a worker, a signal's as a negative number, and whether it had to be ended."""
    watched = os.pidfd_open(worker)
    try:
        late = not select.select([watched], [], [], seconds)[0]
    finally:
        os.close(watched)
    if late:
        os.kill(worker, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]), late


def _work(order: bytes, memory_mb: int, cpu_seconds: int, out: IO[bytes], err: IO[bytes]) -> NoReturn:
    """Make one document under limits, and write it, or the reason why not. Ends this process."""
    code = 1
    try:
        os.dup2(err.fileno(), 2)
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
        # One more second at the hard limit: the soft one ends the process with a signal that tells why.
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        out.write(_made(order, memory_mb))
        out.flush()
        code = 0
    except BaseException:  # noqa: BLE001 - told to whoever asked, by the code and what is printed
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _made(order: bytes, memory_mb: int) -> bytes:
    from ..briefing import Briefing  # noqa: PLC0415 - as above
    from ..paper import Paper  # noqa: PLC0415 - as above
    from .failure import RenderFailed  # noqa: PLC0415 - with what is imported for documents
    from .pdf import draw_briefing, draw_paper, render_pdf  # noqa: PLC0415 - as above, by the process this is a copy of

    try:
        document, brand = pickle.loads(order)  # noqa: S301 - written by the process that started us
        if callable(document):
            made: bytes | str = document(*brand)
            return DONE + (made.encode() if isinstance(made, str) else made)
        if isinstance(document, Paper):
            return DONE + draw_paper(document, brand).pdf
        if isinstance(document, Briefing):
            return DONE + draw_briefing(document, brand).pdf
        return DONE + render_pdf(document, brand)
    except RenderFailed as failed:
        return FAILED + str(failed).encode()
    except MemoryError:
        return FAILED + f"the PDF needed more memory than its limit of {memory_mb} MB".encode()


def _whole(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
