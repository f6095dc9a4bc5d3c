"""Pictures, colours, results and versions of an imported client: they end in style sheets and documents."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import ValidationError

from reports.report_json import report_from_json
from reports.results import from_json

from ..files.brand import clean_logo
from ..files.problems import refuse
from ..models import Edition
from ..phrases import phrase
from . import publishing, released

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


def check_versions(rows: dict[str, list[dict[str, Any]]]) -> None:
    """See that results and reports can be read back, and that each version is what its digest says.

    Raises ImportProblems.
    """
    for number, row in enumerate(rows["stored_result"], 1):
        _read_back(from_json, row["results"], "stored_result", number)
    for number, row in enumerate(rows["edition"], 1):
        _read_back(from_json, row["results"], "edition", number)
        reports = row["reports"]
        if not isinstance(reports, dict):
            raise refuse(
                "edition", phrase("{column} holds what it cannot", column="reports"), _again(), number
            )
        for locale, text in reports.items():
            read = released.read_basis if locale == released.BASIS else report_from_json
            _read_back(read, text, "edition", number)
        if stamp(row) != row["digest"]:
            raise refuse("edition", phrase("it is not what its digest says"), _again(), number)


def stamp(row: Mapping[str, Any]) -> str:
    """The digest that a row of a version should have."""
    known = {"accent": "", "logo": None} | {
        name: row[name] for name in ("results", "reports", "accent", "logo") if name in row
    }
    return publishing.digest_of(Edition(**known))


def _read_back(read: Callable[[Any], object], text: Any, table: str, number: int) -> None:
    try:
        read(text)
    except (ValidationError, ValueError, TypeError) as error:
        message = phrase("its results or report cannot be read by this version of the program")
        raise refuse(table, message, phrase("update this installation, then import again"), number) from error


def _check_picture(logo: bytes, table: str, number: int) -> None:
    try:
        if not logo.startswith(_PNG):
            raise ValueError(phrase("this is not a PNG, JPEG or WebP picture"))
        clean_logo(logo)
    except ValueError as error:
        raise refuse(table, error.args[0], _again(), number) from error


def _again() -> str:
    return phrase("take the archive away again where it came from")
