"""What commands on the database share: it is opened, checked, closed, and its faults are told in words."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ..config import Settings
    from ..db import Database

# Imports stand inside the functions: ``mandate assess`` must not wait for Flask, SQLAlchemy and Alembic.
# ruff: noqa: PLC0415

P = ParamSpec("P")
T = TypeVar("T")


def told(function: Callable[P, T]) -> Callable[P, T]:
    """Tell what whoever installs can cure in words, without a traceback."""

    @functools.wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except click.ClickException:
            raise
        except Exception as error:
            if text := _cure(error):
                raise click.ClickException(text) from error
            raise

    return wrapped


def _cure(error: Exception) -> str:
    """What stands against the command; "" where it is a fault of the program."""
    from sqlalchemy.exc import ArgumentError, OperationalError

    from ..config import SettingsError
    from ..db import DatabaseUnfit
    from ..gate import Busy

    if isinstance(error, SettingsError | DatabaseUnfit):
        return str(error)
    if isinstance(error, Busy):
        return "the database is busy; try again in a moment"
    if isinstance(error, ArgumentError):
        return "the address in SURVEY_DATABASE_URL cannot be read"
    return f"the database does not answer: {error.orig}" if isinstance(error, OperationalError) else ""


@contextmanager
def opened(*, current: bool = True) -> Iterator[tuple[Settings, Database]]:
    """The settings and the database, closed at the end. ``current``: refused unless at this version."""
    from ..config import read_settings
    from ..db import open_database
    from ..schema import revision_of, upgrade, wanted_revision

    settings = read_settings()
    database = open_database(settings.address)
    try:
        if current:
            found = revision_of(database.engine)
            if found is None:
                upgrade(database.engine)  # nothing is in it yet
            elif found != wanted_revision():
                raise click.ClickException(
                    f"the database is at {found}, this program needs {wanted_revision()}."
                    " Make a backup, then run: mandate db upgrade"
                )
        yield settings, database
    finally:
        database.close()


@contextmanager
def session() -> Iterator[tuple[Settings, Session]]:
    """The settings and a session on the database."""
    with opened() as (settings, database), database.session() as found:
        yield settings, found
