"""Commands that need the database or the site: ``db``, ``campaign``, ``serve`` and ``demo``."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from uuid import UUID

import click

from questionnaires import Pack

from .commands.options import language_option, out_option, pack_option

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from .config import Settings
    from .db import Database

# Imports stand inside the commands: ``mandate assess`` must not wait for Flask, SQLAlchemy and Alembic.
# ruff: noqa: PLC0415

P = ParamSpec("P")
T = TypeVar("T")
FileArgument = click.Path(exists=True, dir_okay=False, path_type=Path)


def register(group: click.Group) -> None:
    """Add these commands to ``mandate``."""
    for command in (db, campaign, serve, demo):
        group.add_command(command)


def told(function: Callable[P, T]) -> Callable[P, T]:
    """Tell what whoever installs can cure in words, without a traceback."""

    @functools.wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        from sqlalchemy.exc import ArgumentError, OperationalError

        from .config import SettingsError
        from .db import Busy, DatabaseUnfit

        try:
            return function(*args, **kwargs)
        except (SettingsError, DatabaseUnfit) as error:
            raise click.ClickException(str(error)) from error
        except Busy as error:
            raise click.ClickException("the database is busy; try again in a moment") from error
        except ArgumentError as error:
            raise click.ClickException("the address in SURVEY_DATABASE_URL cannot be read") from error
        except OperationalError as error:
            raise click.ClickException(f"the database does not answer: {error.orig}") from error

    return wrapped


@contextmanager
def opened(*, current: bool = True) -> Iterator[tuple[Settings, Database]]:
    """The settings and the database, closed at the end. ``current``: refused unless at this version."""
    from .config import read_settings
    from .db import open_database
    from .schema import revision_of, upgrade, wanted_revision

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


@click.group()
def campaign() -> None:
    """Set up, close and conclude a campaign."""


@campaign.command("create")
@click.argument("facts", type=FileArgument)
@click.option("--people", type=FileArgument, help="CSV or XLSX: department, name, role, email, language.")
@click.option("--prepared-by", default="", help="The firm that runs it, as respondents and readers see it.")
@click.option("--contact", default="", help="Whom respondents may write to or call.")
@click.option("--closes", type=click.DateTime(["%Y-%m-%d"]), help="Last day to answer, as announced.")
@pack_option
@told
def campaign_create(
    *,
    facts: Path,
    people: Path | None,
    prepared_by: str,
    contact: str,
    closes: datetime | None,
    pack: Pack,
) -> None:
    """Set up the organisation of FACTS and print everybody's personal link, once."""
    from .files import read_facts
    from .invited import read_people
    from .services import campaigns

    case = read_facts(facts, pack)
    invited = read_people(people, pack, case) if people else campaigns.people_of(case)
    with session() as (settings, found):
        created = campaigns.create_campaign(
            found,
            pack,
            case,
            invited,
            datetime.now(UTC),
            prepared_by=prepared_by,
            contact=contact,
            closes_on=closes.date() if closes else None,
        )
    click.echo(f"campaign {created.campaign_id}")
    for link in created.links:
        whom = " · ".join(filter(None, (link.department, link.name)))
        click.echo(f"{settings.public_url}/i/{link.token}  {whom}")
    click.echo(
        f"{settings.public_url}/i/{created.reader.token}  results · {created.reader.name}".rstrip(" ·")
    )
    click.echo("These links are shown once: keep this output safe.", err=True)


@campaign.command("list")
@told
def campaign_list() -> None:
    """List the campaigns and how far their answers have come."""
    from .services import campaigns

    with session() as (_, found):
        for item in campaigns.list_campaigns(found):
            state = "open" if item.open else "closed"
            click.echo(f"{item.campaign_id}  {state:<6} {item.sent}/{item.invited} sent  {item.organisation}")


@campaign.command("close")
@click.argument("campaign_id", type=click.UUID)
@told
def campaign_close(campaign_id: UUID) -> None:
    """Take no more answers. What was not sent does not count."""
    from .services import campaigns

    with session() as (_, found):
        closed = campaigns.close_campaign(found, campaign_id, datetime.now(UTC))
    click.echo("closed" if closed else "was closed already")


@campaign.command("results")
@click.argument("campaign_id", type=click.UUID)
@language_option
@out_option
@told
def campaign_results(campaign_id: UUID, locale: str, out: Path) -> None:
    """Conclude from what was sent so far, and write results.json, report.pdf and report.html."""
    from reports.build import build_report
    from reports.render import render_html, render_pdf_isolated
    from reports.results import to_json

    from .commands.assess import write_all
    from .services import campaigns
    from .services import results as service

    with session() as (_, found):
        pack = campaigns.pack_of(found, campaign_id)
        concluded = service.compute(found, pack, campaign_id, datetime.now(UTC))
        report = build_report(pack, concluded, locale, campaigns.prepared_by(found, campaign_id))
    written = {
        "results.json": to_json(concluded).encode(),
        "report.html": render_html(report).encode(),
        "report.pdf": render_pdf_isolated(report),
    }
    write_all(out, written)
    click.echo(report.decision.headline)
    for name in written:
        click.echo(out / name)


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
