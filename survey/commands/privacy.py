"""Commands on people's data: what is held, whose time is over, one person's data, forgetting and erasing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click

from .opened import opened, session, told

# Imports stand inside the commands: ``mandate assess`` must not wait for Flask, SQLAlchemy and Alembic.
# ruff: noqa: PLC0415


@click.group()
def privacy() -> None:
    """What is held about people: told, taken away, forgotten, erased."""


@privacy.command("record")
def privacy_record() -> None:
    """Print what is held about people, where and for how long, as Markdown."""
    from .. import models  # noqa: F401 - all of the tables
    from ..services import record

    click.echo(record.markdown(), nl=False)


@privacy.command("due")
@told
def privacy_due() -> None:
    """List closed campaigns whose people will be forgotten, and when. Changes nothing."""
    from ..services import retention

    now = datetime.now(UTC)
    with session() as (_, found):
        for item in retention.due(found, now):
            when = "today" if item.on <= now else f"on {item.on:%Y-%m-%d}"
            mark = "!" if item.soon(now) else " "
            click.echo(f"{mark} {when:<14} {item.people:>4} people  {item.client}, wave {item.wave}")


@privacy.command("people")
@click.argument("client_id", type=click.UUID)
@told
def privacy_people(client_id: UUID) -> None:
    """List the people of a client: id, wave, name and address."""
    from ..services import dossier

    with session() as (_, found):
        for person_id, wave, who in dossier.people(found, client_id):
            click.echo(f"{person_id}  {wave}  {who}")


@privacy.command("export")
@click.argument("person_id", type=click.UUID)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@told
def privacy_export(person_id: UUID, out: Path) -> None:
    """Write everything that is kept about a person, in every wave, as JSON."""
    from ..services import dossier
    from ..services.journal import Actor

    with session() as (_, found):
        person = dossier.find(found, person_id)
        content = dossier.take_away(found, person, Actor("command"), datetime.now(UTC))
    out.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
    click.echo(out)


@privacy.command("forget")
@click.argument("person_id", type=click.UUID)
@told
def privacy_forget(person_id: UUID) -> None:
    """Forget who a person was, in every wave: the levels chosen still count, without a name."""
    click.echo(_done(person_id, answers=False))


@privacy.command("erase")
@click.argument("person_id", type=click.UUID)
@click.confirmation_option(prompt="Answers cannot be brought back. Erase them with the person?")
@told
def privacy_erase(person_id: UUID) -> None:
    """Erase a person with all answers, in every wave, and compute the results anew."""
    click.echo(_done(person_id, answers=True))


def _done(person_id: UUID, *, answers: bool) -> str:
    from ..services import dossier, erasure, forgetting
    from ..services.journal import Actor

    with opened() as (_, database):
        with database.session() as found:
            person = dossier.find(found, person_id)
            client_id, now = person.organisation_id, datetime.now(UTC)
            done = forgetting.forget_person(
                found, client_id, person_id, Actor("command"), now, answers=answers
            )
        erasure.scrub(database)
    word = "erased" if answers else "forgotten"
    rest = f"{done.texts} texts masked, {done.lines} lines of the journal emptied"
    return f"{word} in every wave ({done.people}): {rest}"
