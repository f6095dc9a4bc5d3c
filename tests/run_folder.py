"""A folder that all processes of a test run share, and that goes with it."""

import os
from pathlib import Path
from typing import Final

NAME: Final = "MANDATE_RUN_FOLDER"
"""The variable that names it."""


def folder() -> Path | None:
    """The run's folder; None outside of a test run."""
    found = os.environ.get(NAME)
    return Path(found) if found else None


def cache_for(instance: Path) -> None:
    """Give an instance folder the run's cache: what every server would make for itself at its first start."""
    run, place = folder(), instance / "cache"
    if run and not place.exists():
        instance.mkdir(parents=True, exist_ok=True)
        (run / "cache").mkdir(exist_ok=True)
        place.symlink_to(run / "cache")
