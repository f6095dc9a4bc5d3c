"""Who answers and who may read: the Flask app, its database and the command line.

Nothing heavy is imported here: the commands that need neither server nor database start without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from .config import Settings

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> Flask:
    """The site, wired and ready to serve. Settings are read from the environment where none are given.

    Raises SettingsError naming every wrong setting, DatabaseUnfit for a SQLite that can lose answers, and
    DefinitionError for a faulty content pack.
    """
    from .app import create_app as build  # noqa: PLC0415 - Flask is loaded when a site is wanted

    return build(settings)
