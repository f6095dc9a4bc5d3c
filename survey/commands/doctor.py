"""Looks an installation over."""

import os
import sys

import click

from ..doctor import healthy, lines, run_checks


@click.command()
def doctor() -> None:
    """Check this installation and name the cure of each fault."""
    checks = run_checks(database_url=os.environ.get("SURVEY_DATABASE_URL"))
    for line in lines(checks):
        click.echo(line)
    sys.exit(0 if healthy(checks) else 1)
