"""The project's own files, as the rules of architecture see them."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("questionnaires", "reports", "survey")


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that git has or would take with ``git add``; without git, every file that is not hidden."""
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        return tuple(path for path in ROOT.rglob("*") if path.is_file() and not _hidden(path))
    found = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
    )
    names = (name for name in found.stdout.decode().split("\0") if name)
    return tuple(path for path in (ROOT / name for name in names) if path.is_file())


@cache
def python_files() -> tuple[Path, ...]:
    """The Python files of the three packages, less the migrations: those are written once."""
    return tuple(
        path
        for path in tracked_files()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in PACKAGES
        and "migrations" not in path.parts
    )


def short(path: Path) -> str:
    """The path inside the project."""
    return path.relative_to(ROOT).as_posix()


def _hidden(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return parts[0] == "instance" or any(part.startswith(".") or part == "__pycache__" for part in parts)
