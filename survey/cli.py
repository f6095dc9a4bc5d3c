"""The command line: ``mandate``. Each command is a few lines over a function that the web calls too."""

import sys

import click

from questionnaires.errors import DefinitionError, InvalidAnswer, NotReady

from . import cli_admin
from .commands.assess import assess, sample
from .commands.content import mapping, questions, template
from .commands.doctor import doctor
from .files import ImportProblems


class Mandate(click.Group):
    """Commands whose known errors are told in words, on the error stream, with exit code 2."""

    def invoke(self, ctx: click.Context) -> None:
        """Run a command; tell known errors without a traceback."""
        try:
            super().invoke(ctx)
            return
        except ImportProblems as problems:
            click.echo(problems.as_table(), err=True)
            click.echo("Nothing was written.", err=True)
        except (DefinitionError, InvalidAnswer, NotReady) as error:
            click.echo(str(error), err=True)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"{where}{error.strerror or error}", err=True)
        ctx.exit(2)


@click.group(cls=Mandate, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mandate")
def main() -> None:
    """Should this organisation appoint a chief AI officer, and how?"""


for command in (assess, template, questions, mapping, sample, doctor):
    main.add_command(command)
cli_admin.register(main)

if __name__ == "__main__":
    sys.exit(main())
