"""The tables. Import models from here: then all of them are known to the metadata."""

from .campaign import Campaign, MailTemplate, StatedFact, Upload
from .firm import Account, Assignment, Firm, RecoveryCode, SignIn, Ticket
from .organisation import Department, Organisation
from .person import Delegation, Invitation, Respondent, Visit
from .result import StoredResult
from .submission import AgreedAnswer, Answer, ReviewNote, Submission
from .work import Attempt, Event, Job, Mail

__all__ = [
    "Account",
    "AgreedAnswer",
    "Answer",
    "Assignment",
    "Attempt",
    "Campaign",
    "Delegation",
    "Department",
    "Event",
    "Firm",
    "Invitation",
    "Job",
    "Mail",
    "MailTemplate",
    "Organisation",
    "RecoveryCode",
    "Respondent",
    "ReviewNote",
    "SignIn",
    "StatedFact",
    "StoredResult",
    "Submission",
    "Ticket",
    "Upload",
    "Visit",
]
