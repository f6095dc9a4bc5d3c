"""A report as JSON, and back without loss: what is kept of a published version, whose words never change.

Results can be told again in better words; what was published is kept as the finished tree of each language.
A later version of this code reads it too: what is added to the tree has a default.
"""

import json
from dataclasses import fields, is_dataclass
from typing import Any, Final, get_args

from pydantic import TypeAdapter

from .report import Block, Report, kind_of

_BLOCKS: Final = tuple(get_args(member)[0] for member in get_args(get_args(Block)[0]))
_REPORT: Final = TypeAdapter(Report)


def report_to_json(report: Report) -> str:
    """The report as JSON, the same text for the same report; each block says its kind."""
    return json.dumps(_plain(report), ensure_ascii=False, separators=(",", ":"))


def report_from_json(text: str | bytes) -> Report:
    """A report read back; raises pydantic's ValidationError, which names every place, for anything else."""
    return _REPORT.validate_json(text, strict=True)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        kind = {"kind": kind_of(value)} if isinstance(value, _BLOCKS) else {}
        return kind | {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
