"""``mandate db``: the database brought to this program's version, checked, backed up and restored."""

from __future__ import annotations

from pathlib import Path

import click

from .opened import opened, told

# Imports stand inside the commands: ``mandate assess`` must not wait for SQLAlchemy and Alembic.
# ruff: noqa: PLC0415


@click.group()
def db() -> None:
    """The database: its version, its backup."""


@db.command("upgrade")
@told
def db_upgrade() -> None:
    """Apply every migration that the database does not have yet. Make a backup first."""
    from ..schema import revision_of, upgrade

    with opened(current=False) as (_, database):
        before = revision_of(database.engine)
        upgrade(database.engine)
        after = revision_of(database.engine)
    click.echo(f"already at {after}" if before == after else f"{before or 'empty'} → {after}")


@db.command("check")
@told
def db_check() -> None:
    """Say whether the database is at this program's version and its tables are as they should be."""
    from ..schema import differences, revision_of, wanted_revision

    with opened(current=False) as (_, database):
        found, wanted = revision_of(database.engine), wanted_revision()
        if found != wanted:
            raise click.ClickException(
                f"at {found or 'no revision'}, needs {wanted}. Run: mandate db upgrade"
            )
        if differing := differences(database.engine):
            lines = "\n".join(f"  {difference}" for difference in differing)
            raise click.ClickException(f"the tables differ from the models:\n{lines}")
    click.echo(f"at {found}, tables as they should be")


@db.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@told
def db_backup(file: Path) -> None:
    """Write everything into a new FILE. The site may go on meanwhile."""
    from ..services.backup import BackupRefused, backup

    with opened() as (_, database):
        try:
            backup(database, file)
        except BackupRefused as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{file}: {file.stat().st_size:,} bytes. Keep the instance folder's secret_key with it.")


@db.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Also where the database has data: it is lost.")
@told
def db_restore(file: Path, replace: bool) -> None:
    """Make the database what it was when FILE was written: all of it, or nothing."""
    from ..schema import revision_of, wanted_revision
    from ..services.backup import BackupRefused, restore

    with opened(current=False) as (_, database):
        try:
            restore(database, file, replace=replace)
        except BackupRefused as error:
            raise click.ClickException(str(error)) from error
        found, wanted = revision_of(database.engine), wanted_revision()
    click.echo(f"restored, at {found}")
    if found != wanted:
        click.echo(f"This program needs {wanted}. Run: mandate db upgrade")
