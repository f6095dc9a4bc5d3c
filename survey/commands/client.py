"""Commands on clients: list them, take one away as a file, bring one in, erase one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click

from .opened import opened, session, told

# Imports stand inside the commands: ``mandate assess`` must not wait for Flask, SQLAlchemy and Alembic.
# ruff: noqa: PLC0415


@click.group()
def client() -> None:
    """Take clients away as archives, bring them in, erase them."""


@client.command("list")
@told
def client_list() -> None:
    """List the clients: id, campaigns, name."""
    from ..services import archive

    with session() as (_, found):
        for client_id, name, waves in archive.clients(found):
            click.echo(f"{client_id}  {waves:>3}  {name}")


@client.command("export")
@click.argument("client_id", type=click.UUID)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@told
def client_export(client_id: UUID, out: Path) -> None:
    """Write everything of a client to one ZIP file, which another installation can import.

    Personal links, e-mails sent and accounts are not in it.
    """
    from ..services import archive
    from ..services.journal import Actor

    if out.exists():
        raise click.ClickException(f"{out} exists already; choose another name")
    with session() as (_, found):
        content = archive.export(found, client_id, Actor("command"), datetime.now(UTC))
    out.write_bytes(content)
    out.chmod(0o600)
    click.echo(out)
    click.echo("It holds people's names and answers: keep it as carefully as the database.", err=True)


@client.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--firm", default="", help="Whose client it becomes; the only firm there is if left out.")
@click.option("--confirm", is_flag=True, help="Import it; without this, only what would be done is told.")
@told
def client_import(file: Path, firm: str, *, confirm: bool) -> None:
    """Bring in a client from an archive: first what it would do, with --confirm doing it."""
    from ..services import accounts, archive_import
    from ..services.journal import Actor

    with session() as (_, found):
        if not firm and not accounts.any_firm(found):
            raise click.UsageError("name the firm of this installation, as in --firm 'Atelier Conseil'")
        if not confirm and not accounts.any_firm(found):
            raise click.UsageError("this installation is empty: add --confirm to import into a new firm")
        now = datetime.now(UTC)
        firm_id = accounts.firm_for(found, firm, firm, now)
        plan = archive_import.plan(found, firm_id, file.read_bytes(), file.name)
        click.echo(f"{plan.client}, taken away on {plan.created_at[:10]} with Mandate {plan.program}")
        click.echo(", ".join(f"{count} × {table}" for table, count in plan.counts.items()))
        for warning in plan.warnings:
            click.echo(f"! {warning}")
        if not confirm:
            click.echo("Nothing was written. To import it, add --confirm.", err=True)
            return
        made = archive_import.take_over(found, firm_id, plan, Actor("command"), now)
    click.echo(f"client {made}")
    click.echo("Nobody has a link to it yet: make new ones on the people's pages.", err=True)


@client.command("erase")
@click.argument("client_id", type=click.UUID)
@click.option("--name", required=True, help="The client's name, in full, as proof that it is meant.")
@told
def client_erase(client_id: UUID, name: str) -> None:
    """Erase a client from every table, and clear the database's file of it. Backups keep what they have."""
    from ..services import erasure
    from ..services.journal import Actor

    with opened() as (_, database):
        with database.session() as found:
            done = erasure.erase_client(found, client_id, Actor("command"), datetime.now(UTC), typed=name)
        erasure.scrub(database)
    click.echo(
        f"erased: {done.rows} rows, {done.accounts} accounts; {done.lines} lines of the journal emptied"
    )
