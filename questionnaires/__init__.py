"""What is asked: content packs as data, the types that read them, and answers checked against them."""

from .answers import (
    DONT_KNOW,
    NOT_APPLICABLE,
    UNKNOWN,
    Answer,
    Case,
    Invited,
    Stated,
    Submission,
    check_case,
    check_submission,
    value_id,
)
from .checks import check, remarks
from .errors import DefinitionError, InvalidAnswer, NotReady
from .loader import catalogue, load, load_files, load_folder, shipped_files
from .model import Pack

__all__ = [
    "DONT_KNOW",
    "NOT_APPLICABLE",
    "UNKNOWN",
    "Answer",
    "Case",
    "DefinitionError",
    "InvalidAnswer",
    "Invited",
    "NotReady",
    "Pack",
    "Stated",
    "Submission",
    "catalogue",
    "check",
    "check_case",
    "check_submission",
    "load",
    "load_files",
    "load_folder",
    "remarks",
    "shipped_files",
    "value_id",
]
