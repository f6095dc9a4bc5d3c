"""Brings a database to this program's version, and tells whether it is there."""

from importlib.resources import files
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from . import models
from .db import Base, write_options

__all__ = ["differences", "downgrade", "models", "revision_of", "upgrade", "wanted_revision"]


def upgrade(engine: Engine, target: str = "head") -> None:
    """Apply every migration up to ``target``, all of them or none."""
    with engine.connect().execution_options(**write_options(engine)) as connection, connection.begin():
        command.upgrade(_config(connection), target)


def downgrade(engine: Engine, target: str = "base") -> None:
    """Take migrations back down to ``target``."""
    with engine.connect().execution_options(**write_options(engine)) as connection, connection.begin():
        command.downgrade(_config(connection), target)


def revision_of(engine: Engine) -> str | None:
    """The revision a database is at; None for one that was never brought to any."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def wanted_revision() -> str | None:
    """The revision that this program needs."""
    return ScriptDirectory(_folder()).get_current_head()


def differences(engine: Engine) -> list[Any]:
    """What tables and models disagree on; empty when a migration was written for every change."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def _folder() -> str:
    return str(files("survey") / "migrations")


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", _folder().replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
