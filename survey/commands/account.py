"""Commands on accounts: the first one of an installation, and what an administrator may need to do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import click

from .opened import session, told

# Imports stand inside the commands: ``mandate assess`` must not wait for Flask, SQLAlchemy and Alembic.
# ruff: noqa: PLC0415


@click.group()
def account() -> None:
    """Who may sign in: add, list and disable accounts."""


@account.command("create")
@click.argument("email")
@click.option("--name", default="", help="The person's name; asked for when joining if left out.")
@click.option("--firm", default="", help="Whose team it is; the only firm there is if left out.")
@click.option(
    "--role",
    type=click.Choice(["owner", "consultant"]),
    default="owner",
    show_default=True,
    help="Owners also manage the team. Leads and readers are added on the team page.",
)
@told
def account_create(email: str, name: str, firm: str, role: str) -> None:
    """Add an account for EMAIL and print the link to join by, once.

    In an empty installation, --firm names the firm that runs it.
    """
    from questionnaires.errors import InvalidAnswer

    from ..db import transaction
    from ..services import accounts, journal, mail

    now = datetime.now(UTC)
    if not mail.address_fits(email.strip()):
        raise InvalidAnswer(f"{email!r} is not an e-mail address; write it like name@example.org")
    with session() as (settings, found):
        if not firm and not accounts.any_account(found) and not accounts.any_firm(found):
            raise click.UsageError("name the firm of this installation, as in --firm 'Atelier Conseil'")
        firm_id = accounts.firm_for(found, firm, firm, now)
        with transaction(found):
            made = accounts.add_account(
                found,
                firm_id,
                email,
                name=name,
                role=role,  # type: ignore[arg-type]  # one of the choices
                now=now,
            )
            token = accounts.ticket(found, made.id, "join", now)
            actor = journal.Actor("command")
            journal.note(found, firm_id, actor, "account.add", now, subject=name or made.email, role=role)
    click.echo(f"{settings.public_url}/join/{token}")
    click.echo(f"Whoever opens this link within 7 days is {made.email}. It is shown once.", err=True)


@account.command("list")
@told
def account_list() -> None:
    """List the accounts: firm, role, state, address and name."""
    from ..services import accounts

    with session() as (_, found):
        for item in accounts.list_accounts(found):
            click.echo(f"{item.firm}  {item.role:<10} {item.state:<9} {item.email}  {item.name}".rstrip())


@account.command("disable")
@click.argument("email")
@told
def account_disable(email: str) -> None:
    """Keep EMAIL from signing in, and end its sessions. The last owner of a firm stays."""
    from ..db import transaction
    from ..services import accounts, journal, team

    with session() as (_, found), transaction(found):
        one = accounts.by_email(found, email)
        was = one.disabled_at is not None
        team.disable(found, one, journal.Actor("command"), datetime.now(UTC), on=False)
    click.echo("was disabled already" if was else "disabled")


@account.command("link")
@click.argument("email")
@told
def account_link(email: str) -> None:
    """Print a link by which EMAIL joins, or chooses a new password where no e-mail can be sent; once."""
    from ..db import transaction
    from ..services import accounts

    with session() as (settings, found), transaction(found):
        one = accounts.by_email(found, email)
        purpose: Literal["join", "reset"] = "reset" if one.password_hash else "join"
        token = accounts.ticket(found, one.id, purpose, datetime.now(UTC))
    click.echo(f"{settings.public_url}/{purpose}/{token}")
    click.echo("The link works once, for an hour, or for 7 days to join.", err=True)
