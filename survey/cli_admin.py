"""Commands that need the database or the site: ``serve`` and ``demo``, and those of ``commands``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from .commands.account import account
from .commands.client import client
from .commands.db import db
from .commands.jobs import jobs, worker
from .commands.journal import journal
from .commands.opened import opened, told
from .commands.privacy import privacy

if TYPE_CHECKING:
    from collections.abc import Callable
    from socket import socket

    from .config import Settings

# Imports stand inside the commands: ``mandate assess`` must not wait for Flask, SQLAlchemy and Alembic.
# ruff: noqa: PLC0415


def register(group: click.Group) -> None:
    """Add these commands to ``mandate``."""
    for command in (db, client, privacy, account, journal, serve, worker, jobs, demo):
        group.add_command(command)


@click.command()
@told
def serve() -> None:
    """Serve the site, and finish open requests on SIGTERM."""
    from .config import read_settings
    from .processes import elsewhere

    elsewhere(_check)
    run(read_settings(), [("Mandate", "/")])


@told
def _check() -> None:
    """Bring an empty database up. Raises what stands against serving on these settings and this database."""
    from .config import SettingsError
    from .production import faults

    with opened() as (settings, _):
        if wrong := faults(settings):
            raise SettingsError(wrong)


@click.command()
@click.option("--no-serve", is_flag=True, help="Prepare everything, and start no server.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port to listen on; the settings' own if left out."
)
@told
def demo(no_serve: bool, port: int | None) -> None:
    """Fill three invented clients, write a report, and serve it all: everything to try in one command."""
    from .config import read_settings
    from .demo import build_demo, demo_settings

    settings = demo_settings(read_settings(), port)
    click.echo("Preparing three invented clients: one in the field, one concluded, one to come …", err=True)
    built = build_demo(settings)
    click.echo(f"\n{built.organisation}: {built.headline}\n")
    for document in built.documents:
        _line("The report", document)
    _line("Sign in as", built.email)
    _line("with the password", built.password)
    addresses = [
        ("The clients", "/clients"),
        (f"Answer for {built.department}", built.answer_path),
        ("Read the results", built.read_path),
        ("E-mails, not sent", "/outbox"),
    ]
    if no_serve:
        for name, path in addresses:
            _line(name, f"{settings.public_url}{path}")
        return
    run(settings, addresses)


def _line(name: str, what: object) -> None:
    click.echo(f"  {name:<20} {what}")


def run(settings: Settings, addresses: list[tuple[str, str]]) -> None:
    """Serve until told to stop; print where, once requests are taken."""
    from .processes import listen, watch

    try:
        listening = listen(settings.host, settings.port)
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {settings.host}:{settings.port}: {error.strerror}."
            " Set SURVEY_PORT to another port."
        ) from error

    def ready() -> None:
        port = listening.getsockname()[1]
        public = settings.public_url
        if public.endswith(f":{settings.port}"):
            public = f"{public.removesuffix(str(settings.port))}{port}"
        for name, path in addresses:
            _line(name, f"{public}{path}")
        click.echo(f"\nServing on {settings.host}:{port}. Stop with Ctrl-C.")

    if settings.processes == 1:
        _serve(settings, listening, ready)
        return
    watching = os.getpid()
    watch(lambda: _serve(settings, listening, ready, watching))


def _serve(settings: Settings, listening: socket, ready: Callable[[], None], watching: int = 0) -> None:
    from . import create_app, logs
    from .app import database
    from .jobs import Embedded, wake_other, when_noted
    from .server import PATIENCE, serve

    @contextmanager
    def beside(first: int) -> Iterator[None]:
        """Work in the background, of the first process only."""
        if os.getpid() != first:
            when_noted(database(app), lambda: wake_other(first))
            yield
            return
        work = Embedded(database(app), settings)
        work.start()
        try:
            yield
        finally:
            work.stop(PATIENCE)

    logs.configure(settings.log_level)
    app = create_app(settings)
    serve(app, settings, listening, ready, beside=beside, parent=watching)
