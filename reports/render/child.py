"""A PDF made in a process of its own, with limits on memory, processor time and waiting.

A font library that crashes takes its process along; this way it takes a child, and the caller gets an error
with a reason. Report and PDF travel by pipes; decoded fonts lie in a folder that goes when the child does.
"""

import os
import pickle
import resource
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ..paper import Paper
from ..report import Brand, Report
from .failure import RenderFailed

DONE: Final = b"pdf\n"
FAILED: Final = b"failed\n"
_CPU_SIGNALS: Final = frozenset({signal.SIGXCPU, signal.SIGKILL})
_ROOT: Final = Path(__file__).resolve().parents[2]
_MOST_TOLD: Final = 300


def render_pdf_isolated(
    document: Report | Paper,
    brand: Brand | None = None,
    *,
    memory_mb: int = 1024,
    cpu_seconds: int = 60,
    wall_seconds: float = 90,
) -> bytes:
    """A report or a paper as PDF, the same bytes as in this process, made in a child process.

    Limits: address space in megabytes, seconds of processor, seconds of waiting. Raises RenderFailed when a
    limit is reached, when the child crashes, and for every reason for which render_pdf raises it.
    """
    command = [sys.executable, "-m", "reports.render.child", str(memory_mb), str(cpu_seconds)]
    # Decoded fonts go to a temporary folder, which a child that is killed cannot remove itself.
    with TemporaryDirectory(prefix="mandate-pdf-") as folder:
        process = subprocess.Popen(  # noqa: S603 - this Python, this file and two numbers
            command,
            cwd=_ROOT,
            env=_environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            out, err = process.communicate(pickle.dumps((document, brand)), timeout=wall_seconds)
        except subprocess.TimeoutExpired:
            raise RenderFailed(f"the PDF was not ready after {wall_seconds:g} seconds, its limit") from None
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()
    return _pdf_of(process.returncode, out, err, memory_mb, cpu_seconds)


def _pdf_of(code: int, out: bytes, err: bytes, memory_mb: int, cpu_seconds: int) -> bytes:
    """What the child answered, or why it could not."""
    if code == 0 and out.startswith(DONE):
        return out[len(DONE) :]
    if out.startswith(FAILED):
        raise RenderFailed(out[len(FAILED) :].decode("utf-8", "replace"))
    told = err.decode("utf-8", "replace").strip()[-_MOST_TOLD:]
    if "MemoryError" in told or "allocate" in told or "failed to map" in told:
        raise RenderFailed(f"the PDF needed more memory than its limit of {memory_mb} MB")
    if -code in _CPU_SIGNALS:
        raise RenderFailed(f"the PDF took more than {cpu_seconds} seconds of processor time, its limit")
    if code < 0:
        raise RenderFailed(
            f"the PDF's process was ended by {signal.Signals(-code).name}: {told or 'it said nothing'}"
        )
    raise RenderFailed(f"the PDF's process ended with code {code}: {told or 'it said nothing'}")


def _environment(folder: str) -> dict[str, str]:
    """The parent's environment and module paths, without idle threads for number-crunching."""
    paths = os.pathsep.join(path for path in sys.path if path)
    # Each thread of a linear algebra library reserves address space, which is what the memory limit counts.
    single = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, **single, "PYTHONPATH": paths, "TMPDIR": folder}


def main(arguments: list[str]) -> int:
    """The child: limits itself, reads a document from its input, writes the PDF or the reason."""
    memory_mb, cpu_seconds = (int(argument) for argument in arguments)
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    # One more second at the hard limit: the soft one ends the process with a signal that tells why.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from .pdf import draw_paper, render_pdf  # noqa: PLC0415 - under the limits

    document, brand = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our parent into our pipe
    try:
        pdf = draw_paper(document, brand).pdf if isinstance(document, Paper) else render_pdf(document, brand)
        answer = DONE + pdf
    except RenderFailed as failed:
        answer = FAILED + str(failed).encode()
    except MemoryError:
        answer = FAILED + f"the PDF needed more memory than its limit of {memory_mb} MB".encode()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
