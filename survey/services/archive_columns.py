"""What of a client's rows an archive holds: read off the models, so that a new table is in it by itself."""

import base64
import binascii
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import JSON, Boolean, Column, Date, Integer, LargeBinary, String, Table, Text, Uuid

from ..db import Base, Moment
from ..phrases import phrase

LEFT_OUT: Final = {
    "invitation": "personal links work in one installation; new ones are made in the other",
    "visit": "browsers that opened a link",
    "read_code": "codes good for minutes",
    "upload": "files kept for a day at most",
    "bundle": "documents can be made again",
    "deliverable": "documents can be made again",
    "mail": "what an installation sent stays its own record",
    "job": "work of an installation",
    "event": "a chain cannot be continued elsewhere; its lines are in journal.json, to read",
    "assignment": "who may see a client is up to each installation",
}
"""Tables with a client's id that an archive does not hold, and why."""

RENEWED: Final = {("workshop", "digest"), ("seat", "digest")}
"""Columns that hold the digest of a code or token: an import makes one up that nobody has the code of."""

NOT_OURS: Final = {"firm", "account", *LEFT_OUT}
"""Tables that a kept row may refer to and an archive does not hold: such a reference is left empty."""

_CONTROL: Final = re.compile(r"[^\t\n\r -~\xa0-\ud7ff\ue000-\U0010ffff]")
"""Control characters but line breaks and tabs, and halves of characters."""
_UNSTORABLE: Final = re.compile(r"[\0\ud800-\udfff]")
"""What no database keeps in a document: a NUL, and halves of characters."""


@cache
def tables() -> tuple[Table, ...]:
    """The tables that an archive holds, each after those that it refers to."""
    return tuple(
        table
        for table in Base.metadata.sorted_tables
        if table.name == "organisation" or ("organisation_id" in table.c and table.name not in LEFT_OUT)
    )


@cache
def columns(table: Table) -> tuple[Column[Any], ...]:
    """The columns of a table that an archive holds: neither the client's id nor references to elsewhere."""
    return tuple(
        column
        for column in table.c
        if column.name != "organisation_id"
        and (table.name, column.name) not in RENEWED
        and references(table).get(column.name, "") not in NOT_OURS
    )


@cache
def references(table: Table) -> dict[str, str]:
    """Columns that name a row of another table → that table, the client's own id aside."""
    return {
        element.parent.name: element.column.table.name
        for constraint in table.foreign_key_constraints
        for element in constraint.elements
        if element.parent.name != "organisation_id"
    }


def plain(column: Column[Any], value: Any) -> Any:
    """A value of a column as plain JSON."""
    if value is None or isinstance(column.type, JSON):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def value_of(column: Column[Any], given: Any) -> Any:
    """What a plain JSON value stands for. Raises ValueError, which says what was expected."""
    if given is None:
        if not column.nullable:
            raise ValueError(phrase("{column} is empty", column=column.name))
        return None
    for kind, read in _READERS:
        if isinstance(column.type, kind):
            try:
                return read(column, given)
            except (ValueError, TypeError, binascii.Error, OverflowError) as error:
                if error.args and hasattr(error.args[0], "template"):
                    raise
                raise ValueError(phrase("{column} holds what it cannot", column=column.name)) from error
    raise TypeError(f"no reader for {column.table.name}.{column.name}")


def _exact(kind: type[Any], given: Any) -> Any:
    if type(given) is not kind:
        raise ValueError(given)
    return given


def _moment(_column: Column[Any], given: Any) -> datetime:
    found = datetime.fromisoformat(_exact(str, given))
    if found.tzinfo is None:
        raise ValueError(given)
    return found


def _text(column: Column[Any], given: Any) -> str:
    """A text without control characters but line breaks and tabs, within the column's length."""
    text = _exact(str, given)
    if _CONTROL.search(text):
        raise ValueError(phrase("{column} holds control characters", column=column.name))
    length = column.type.length if isinstance(column.type, String) else None
    if length is not None and len(text) > length:
        raise ValueError(phrase("{column} is longer than {n} characters", column=column.name, n=length))
    return str(text)


def _integer(_column: Column[Any], given: Any) -> int:
    if not -(2**31) <= _exact(int, given) < 2**31:
        raise ValueError(given)
    return int(given)


def _json(column: Column[Any], given: Any) -> Any:
    for text in _texts(given):
        if _UNSTORABLE.search(text):
            raise ValueError(phrase("{column} holds control characters", column=column.name))
    return given


def _texts(given: Any) -> Iterator[str]:
    if isinstance(given, str):
        yield given
    elif isinstance(given, dict):
        for key, value in given.items():
            yield key
            yield from _texts(value)
    elif isinstance(given, list):
        for value in given:
            yield from _texts(value)


_READERS: Final = (
    (JSON, _json),
    (Uuid, lambda _, given: UUID(_exact(str, given))),
    (Moment, _moment),
    (Date, lambda _, given: date.fromisoformat(_exact(str, given))),
    (LargeBinary, lambda _, given: base64.b64decode(_exact(str, given), validate=True)),
    (Boolean, lambda _, given: _exact(bool, given)),
    (Integer, _integer),
    ((String, Text), _text),
)
"""Kind of column → how its plain JSON is read. Date stands before nothing that is one too."""
