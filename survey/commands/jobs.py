"""Commands on work in the background: do it, and look at what was given up."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from types import FrameType
from uuid import UUID

import click

from .opened import opened, session, told

# Imports stand inside the commands: ``mandate assess`` must not wait for Flask, SQLAlchemy and Alembic.
# ruff: noqa: PLC0415


@click.command()
@told
def worker() -> None:
    """Do the work in the background; start as many as are wanted, on any machine."""
    import threading
    from datetime import timedelta

    from .. import logs
    from ..jobs import Worker, shares

    with opened() as (settings, database):
        logs.configure(settings.log_level)
        # Nobody wakes this process: what was noted elsewhere is found by looking.
        found = [Worker(database, settings, kinds=kinds, look=timedelta(seconds=2)) for kinds in shares()]
        beside = [threading.Thread(target=worker.run, name="jobs") for worker in found[1:]]

        def stop(_signal: int, _frame: FrameType | None) -> None:
            for worker in found:
                worker.stop()

        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, stop)
        click.echo("Working. Stop with Ctrl-C; the job in hand is finished first.")
        for thread in beside:
            thread.start()
        found[0].run()
        for thread in beside:
            thread.join()


@click.group(invoke_without_command=True)
@click.pass_context
@told
def jobs(context: click.Context) -> None:
    """List the jobs that were given up."""
    from ..services import jobs as service

    if context.invoked_subcommand:
        return
    with session() as (_, found):
        given_up = service.failed(found)
    for job in given_up:
        when = f"{job.finished_at:%Y-%m-%d %H:%M} UTC" if job.finished_at else ""
        click.echo(f"{job.id}  {job.kind:<14} {when}  after {job.attempts} attempts: {job.error}")
    if given_up:
        click.echo("Once the cause is mended: mandate jobs retry ID", err=True)
    else:
        click.echo("No job was given up.")


@jobs.command("retry")
@click.argument("job_id", metavar="ID", type=click.UUID)
@told
def jobs_retry(job_id: UUID) -> None:
    """Let the job ID be tried again, for two more days."""
    from ..services import jobs as service

    with session() as (_, found):
        again = service.retry(found, job_id, datetime.now(UTC))
    if not again:
        raise click.ClickException(f"no job {job_id} was given up; run: mandate jobs")
    click.echo("It will be tried again by the next free worker.")
