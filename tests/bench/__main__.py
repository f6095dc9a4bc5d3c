"""Speed and memory, measured on this machine: ``python -m tests.bench``. Nothing here passes or fails."""

import sys

from tests.bench import documents, method, press, web
from tests.bench.measure import Line, machine


def main() -> None:
    """Measure everything and print one table; a part that is not there says so and is passed over."""
    _say(machine())
    _say(f"\n{'':58}{'wall ms':>22}{'CPU ms':>22}")
    _say(f"{'':58}{'median (least-most)':>22}{'median (least-most)':>22}")
    for part in (method.lines, documents.lines, web.lines, press.lines):
        for line in part():
            _say(str(line) if isinstance(line, Line) else f"\n{line}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
