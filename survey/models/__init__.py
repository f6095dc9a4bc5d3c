"""The tables. Import models from here: then all of them are known to the metadata."""

from .campaign import Campaign, StatedFact
from .organisation import Department, Organisation
from .person import Invitation, Respondent, Visit
from .result import StoredResult
from .submission import Answer, Submission

__all__ = [
    "Answer",
    "Campaign",
    "Department",
    "Invitation",
    "Organisation",
    "Respondent",
    "StatedFact",
    "StoredResult",
    "Submission",
    "Visit",
]
