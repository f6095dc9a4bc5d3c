"""Options that several commands share."""

from pathlib import Path
from typing import Any

import click

from questionnaires import Pack, catalogue, load


class PackType(click.ParamType[Pack]):
    """A content pack by key and version, such as ``ai_maturity/v1``."""

    name = "pack"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Pack:
        """The pack loaded; a usage error names the packs there are."""
        if isinstance(value, Pack):
            return value
        known = [f"{key}/{version}" for key, version in catalogue()]
        if value not in known:
            self.fail(f"no pack {value!r}; one of: {', '.join(known)}", param, ctx)
        key, version = str(value).split("/")
        return load(key, version)


pack_option = click.option(
    "--pack",
    type=PackType(),
    default="ai_maturity/v1",
    show_default=True,
    help="Content pack, as key/version.",
)
language_option = click.option(
    "--lang",
    "locale",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="Language of the output.",
)
out_option = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write to; made where it is missing.",
)
