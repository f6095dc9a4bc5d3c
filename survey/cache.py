"""What takes seconds at a start and comes out the same each time: kept in the instance folder, to be read.

Each state of the program has a folder of its own, so that nothing is read that other code made. Without it,
or with any file of it lost, all is made anew.
"""

import hashlib
import logging
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket

MAKERS: Final = ("jinja2", "fonttools", "brotli", "font-source-serif-pro", "font-source-sans-pro")
"""Packages that what is kept is made by, or from."""
OURS: Final = ("questionnaires", "reports", "survey")

log = logging.getLogger("mandate.server")


class Templates(FileSystemBytecodeCache):
    """Compiled templates, each checked against its source. A full disk is no reason not to start."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, where there is room."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


class Cache:
    """What is kept in a folder; without one, nothing is."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def templates(self) -> BytecodeCache | None:
        """Where Jinja looks for compiled templates, and keeps them."""
        return Templates(str(self._folder)) if self._folder else None

    def kept(self, name: str) -> dict[str, bytes]:
        """Files kept under a name, by theirs; none where they are missing or not whole."""
        if not self._folder:
            return {}
        try:
            with ZipFile(self._folder / name) as found:
                return {file: found.read(file) for file in found.namelist()}
        except (OSError, BadZipFile):
            return {}

    def keep(self, name: str, files: Mapping[str, bytes]) -> None:
        """Keep files under a name, where there is room."""
        if not self._folder:
            return
        part = self._folder / f"{name}.{os.getpid()}"
        try:
            with ZipFile(part, "w") as made:
                for file, data in files.items():
                    made.writestr(file, data)
            part.replace(self._folder / name)
        except OSError:
            part.unlink(missing_ok=True)


def opened(instance: Path) -> Cache:
    """The cache in an instance folder for the program as it is now; those of other states of it go."""
    folder = instance / "cache" / _state()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        log.info("nothing is kept between starts: %s", fault)
        return Cache(None)
    if not os.access(folder, os.W_OK):
        return Cache(None)
    for other in folder.parent.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return Cache(folder)


def _state() -> str:
    """A fingerprint of our own code and of the packages: what templates say, Jinja checks itself."""
    found: list[object] = [version(name) for name in MAKERS]
    for package in OURS:
        folder = Path(str(files(package)))
        for path in sorted(folder.rglob("*.py")):
            about = path.stat()
            found.append((package, str(path.relative_to(folder)), about.st_size, about.st_mtime_ns))
    return hashlib.sha256(repr(found).encode()).hexdigest()[:16]
