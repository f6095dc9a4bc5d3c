"""Commands that need the database or the site: ``db``, ``serve`` and ``demo``, and those of ``commands``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .commands.campaign import campaign
from .commands.opened import opened, told

if TYPE_CHECKING:
    from .config import Settings

# Imports stand inside the commands: ``mandate assess`` must not wait for Flask, SQLAlchemy and Alembic.
# ruff: noqa: PLC0415


def register(group: click.Group) -> None:
    """Add these commands to ``mandate``."""
    for command in (db, campaign, serve, demo):
        group.add_command(command)


@click.group()
def db() -> None:
    """Bring the database to this program's version."""


@db.command("upgrade")
@told
def db_upgrade() -> None:
    """Apply every migration that the database does not have yet. Make a backup first."""
    from .schema import revision_of, upgrade

    with opened(current=False) as (_, database):
        before = revision_of(database.engine)
        upgrade(database.engine)
        after = revision_of(database.engine)
    click.echo(f"already at {after}" if before == after else f"{before or 'empty'} → {after}")


@db.command("check")
@told
def db_check() -> None:
    """Say whether the database is at this program's version and its tables are as they should be."""
    from .schema import differences, revision_of, wanted_revision

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


@click.command()
@told
def serve() -> None:
    """Serve the site, and finish open requests on SIGTERM."""
    with opened() as (settings, _):
        pass
    run(settings, [("Mandate", "/")])


@click.command()
@click.option("--no-serve", is_flag=True, help="Prepare everything, and start no server.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port to listen on; the settings' own if left out."
)
@told
def demo(no_serve: bool, port: int | None) -> None:
    """Fill an invented client, write its report, and serve it: everything to try in one command."""
    from .config import read_settings
    from .demo import build_demo, demo_settings

    settings = demo_settings(read_settings(), port)
    click.echo("Preparing an invented client: eight departments, seven have answered …", err=True)
    built = build_demo(settings)
    click.echo(f"\n{built.organisation}: {built.headline}\n")
    for document in built.documents:
        click.echo(f"  {'The report':<18} {document}")
    addresses = [
        (f"Answer for {built.department}", built.answer_path),
        ("Read the results", built.read_path),
    ]
    if no_serve:
        for name, path in addresses:
            click.echo(f"  {name:<18} {settings.public_url}{path}")
        return
    run(settings, addresses)


def run(settings: Settings, addresses: list[tuple[str, str]]) -> None:
    """Serve until told to stop; print where, once requests are taken."""
    from . import create_app
    from .server import serve as serve_app

    def ready(port: int) -> None:
        public = settings.public_url
        if public.endswith(f":{settings.port}"):
            public = f"{public.removesuffix(str(settings.port))}{port}"
        for name, path in addresses:
            click.echo(f"  {name:<18} {public}{path}")
        click.echo(f"\nServing on {settings.host}:{port}. Stop with Ctrl-C.")

    app = create_app(settings)
    try:
        serve_app(app, settings, ready)
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {settings.host}:{settings.port}: {error.strerror}."
            " Set SURVEY_PORT to another port."
        ) from error
