"""Pictures, colours and digests of an imported client: they end in style sheets and documents."""

import re
from typing import Any, Final

from ..files.brand import clean_logo
from ..files.problems import refuse
from ..phrases import phrase

_COLOUR: Final = re.compile(r"(#[0-9a-f]{6})?")
_PNG: Final = b"\x89PNG\r\n\x1a\n"


def check_looks(rows: dict[str, list[dict[str, Any]]]) -> None:
    """See that colours are colours and logos are pictures within limits. Raises ImportProblems.

    A logo is kept byte for byte, so that a document that shows it stays the same.
    """
    for table in ("organisation", "edition"):
        for number, row in enumerate(rows[table], 1):
            if not _COLOUR.fullmatch(row.get("accent", "")):
                raise refuse(table, phrase("the accent is no colour"), _again(), number)
            if row.get("logo") is not None:
                _check_picture(row["logo"], table, number)


def _check_picture(logo: bytes, table: str, number: int) -> None:
    try:
        if not logo.startswith(_PNG):
            raise ValueError(phrase("this is not a PNG, JPEG or WebP picture"))
        clean_logo(logo)
    except ValueError as error:
        raise refuse(table, error.args[0], _again(), number) from error


def _again() -> str:
    return phrase("take the archive away again where it came from")
