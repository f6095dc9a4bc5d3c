"""The command line: ``mandate``. Each command is a few lines over a function that the web calls too."""

import sys
from importlib import import_module
from typing import Final

import click

from . import cli_admin

# Imports stand where they are used: ``mandate serve`` keeps this process beside those that serve.
# ruff: noqa: PLC0415

ELSEWHERE: Final = {
    "assess": "assess",
    "campaign": "campaign",
    "doctor": "doctor",
    "mapping": "content",
    "questions": "content",
    "sample": "assess",
    "template": "content",
}
"""Commands that take long to import, and the module of ``commands`` that each stands in."""


class Mandate(click.Group):
    """Commands whose known errors are told in words, on the error stream, with exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted([*super().list_commands(ctx), *ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name, imported when asked for."""
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module = import_module(f".commands.{ELSEWHERE[cmd_name]}", __package__)
        command: click.Command = getattr(module, cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> None:
        """Run a command; tell known errors without a traceback."""
        try:
            super().invoke(ctx)
            return
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            text = _in_words(error)
            if not text:
                raise
            click.echo(text, err=True)
        ctx.exit(2)


def _in_words(error: Exception) -> str:
    """What is told of an error that whoever typed the command can cure; "" for any other."""
    from questionnaires.errors import DefinitionError, InvalidAnswer, NotReady

    from .files import ImportProblems

    if isinstance(error, ImportProblems):
        return f"{error.as_table()}\nNothing was written."
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}"
    return str(error) if isinstance(error, DefinitionError | InvalidAnswer | NotReady) else ""


@click.group(cls=Mandate, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mandate")
def main() -> None:
    """Should this organisation appoint a chief AI officer, and how?"""


cli_admin.register(main)

if __name__ == "__main__":
    sys.exit(main())
