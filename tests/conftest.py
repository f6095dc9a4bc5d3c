"""Rules for all tests: the core's tests reach neither network nor database."""

import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import settings

from tests import run_folder

TESTS = Path(__file__).parent
CORE = (TESTS / "questionnaires", TESTS / "reports")
# Making a document starts a process of its own and reads fonts: an edge, as the web is.
EDGES = (TESTS / "reports" / "render", TESTS / "reports" / "pdf")

DATABASES = (("sqlite3", "connect"), ("pysqlite3.dbapi2", "connect"), ("psycopg", "connect"))
NETWORK = ("connect", "connect_ex")

# Where the system has a folder in memory with room, tests keep their files there: a commit waits for no disk.
MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own in it
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 4 * 2**30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# A slow moment of a shared machine is no fault of the code, and a failure must be the same for everybody.
settings.register_profile("mandate", deadline=None, derandomize=True)
settings.load_profile("mandate")


def pytest_configure(config: pytest.Config) -> None:
    """A folder for what all processes of a run share, such as a document that several tests read."""
    if not hasattr(config, "workerinput"):
        os.environ[run_folder.NAME] = tempfile.mkdtemp(prefix="mandate-")


def pytest_collection_finish() -> None:
    """Modules stay as long as the run: looking among them for garbage took a tenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The folder goes with the run."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(run_folder.NAME))


class ReachesOut(AssertionError):
    """A test of the core opened a connection."""


def is_core(path: Path) -> bool:
    """Does this test file test the core?"""
    return any(path.is_relative_to(folder) for folder in CORE) and not any(
        path.is_relative_to(folder) or path.name.startswith(("test_render", "test_pdf")) for folder in EDGES
    )


def refuse(what: str) -> Callable[..., NoReturn]:
    """A stand-in that says why it stands there."""

    def refused(*_: Any, **__: Any) -> NoReturn:
        raise ReachesOut(
            f"This test of the core opens {what}. The packages questionnaires and reports work on values"
            " alone: pass in what is needed, and do the reading and writing in survey/services."
            " A test that needs a connection belongs in tests/survey."
        )

    return refused


@pytest.fixture(autouse=True)
def core_stays_pure(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections while a test of the core runs."""
    if not is_core(request.path):
        return
    for name in NETWORK:
        monkeypatch.setattr(socket.socket, name, refuse("a network connection"))
    monkeypatch.setattr(socket, "getaddrinfo", refuse("a network connection"))
    for module, name in DATABASES:
        monkeypatch.setattr(import_module(module), name, refuse("a database"))
