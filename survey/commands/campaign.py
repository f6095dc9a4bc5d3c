"""Commands on campaigns: set one up, close it, and conclude from what was sent."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click

from questionnaires import Pack

from .opened import session, told
from .options import language_option, out_option, pack_option

# Imports stand inside the commands: ``mandate assess`` must not wait for Flask, SQLAlchemy and Alembic.
# ruff: noqa: PLC0415

FileArgument = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def campaign() -> None:
    """Set up, close and conclude a campaign."""


@campaign.command("create")
@click.argument("facts", type=FileArgument)
@click.option("--people", type=FileArgument, help="CSV or XLSX: department, name, role, email, language.")
@click.option("--firm", default="", help="Whose client it is; the only firm there is if left out.")
@click.option("--prepared-by", default="", help="The firm that runs it, as respondents and readers see it.")
@click.option("--contact", default="", help="Whom respondents may write to or call.")
@click.option("--closes", type=click.DateTime(["%Y-%m-%d"]), help="Last day to answer, as announced.")
@pack_option
@told
def campaign_create(
    *,
    facts: Path,
    people: Path | None,
    firm: str,
    prepared_by: str,
    contact: str,
    closes: datetime | None,
    pack: Pack,
) -> None:
    """Set up the organisation of FACTS and print everybody's personal link, once."""
    from ..files import read_facts
    from ..invited import read_people
    from ..services import accounts, campaigns

    case = read_facts(facts, pack)
    invited = read_people(people, pack, case) if people else campaigns.people_of(case)
    with session() as (settings, found):
        created = campaigns.create_campaign(
            found,
            accounts.firm_for(found, firm, prepared_by or case.organisation, datetime.now(UTC)),
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
    from ..services import campaigns

    with session() as (_, found):
        for item in campaigns.list_campaigns(found):
            state = "open" if item.open else "closed"
            click.echo(f"{item.campaign_id}  {state:<6} {item.sent}/{item.invited} sent  {item.organisation}")


@campaign.command("close")
@click.argument("campaign_id", type=click.UUID)
@told
def campaign_close(campaign_id: UUID) -> None:
    """Take no more answers. What was not sent does not count."""
    from ..services import campaigns

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
    from reports.render import render_html, render_pdf_isolated
    from reports.results import to_json

    from ..services import brand, campaigns
    from ..services import results as service
    from .assess import write_all

    with session() as (_, found):
        pack = campaigns.pack_of(found, campaign_id)
        concluded = service.compute(found, pack, campaign_id, datetime.now(UTC))
        report = service.report(found, pack, campaign_id, locale)
        assert report is not None  # noqa: S101 - just computed
        looks = brand.looks_of_campaign(found, campaign_id)
    written = {
        "results.json": to_json(concluded).encode(),
        "report.html": render_html(report, looks).encode(),
        "report.pdf": render_pdf_isolated(report, looks),
    }
    write_all(out, written)
    click.echo(report.decision.headline)
    for name in written:
        click.echo(out / name)
