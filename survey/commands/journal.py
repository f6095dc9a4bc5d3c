"""Commands on the journal: is it as it was written, and what is its newest digest."""

from __future__ import annotations

import click

from .opened import session, told

# Imports stand inside the commands: ``mandate assess`` must not wait for Flask, SQLAlchemy and Alembic.
# ruff: noqa: PLC0415


@click.group()
def journal() -> None:
    """Check the journal, whose lines each carry the digest of the one before."""


@journal.command("verify")
@click.option("--head", is_flag=True, help="Also print each firm's newest line: number and digest.")
@told
def journal_verify(*, head: bool) -> None:
    """Recompute every line of every firm. The first wrong one is named, with exit code 1.

    Lines cut off at the end cannot be noticed from inside: keep what --head prints elsewhere, and compare.
    """
    from ..services import accounts
    from ..services import journal as service

    wrong = False
    with session() as (_, found):
        for firm_id, name in accounts.firms(found):
            number, digest = service.head(found, firm_id)
            fault = service.verify(found, firm_id)
            if fault:
                wrong = True
                click.echo(f"{name}: wrong at line {fault.number}: {fault.why}")
            else:
                click.echo(f"{name}: {number} lines, as they were written")
            if head:
                click.echo(f"{name}: {number} {digest}".rstrip())
    if wrong:
        raise click.exceptions.Exit(1)
