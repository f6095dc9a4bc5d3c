"""The tables. Import models from here: then all of them are known to the metadata."""

from .campaign import Campaign, MailTemplate, StatedFact, Upload
from .decision import Decision, FollowUp
from .edition import Bundle, Deliverable, Draft, Edition, ReadCode, Reading, Remark, Wording
from .firm import Account, Assignment, Firm, RecoveryCode, SignIn, Ticket
from .library import FirmPack, FirmUpload
from .organisation import Department, Organisation
from .person import Delegation, Invitation, Respondent, Visit
from .result import StoredResult
from .submission import AgreedAnswer, Answer, ReviewNote, Submission
from .work import Attempt, Event, Job, Mail
from .workshop import Consensus, Seat, Vote, Workshop

__all__ = [
    "Account",
    "AgreedAnswer",
    "Answer",
    "Assignment",
    "Attempt",
    "Bundle",
    "Campaign",
    "Consensus",
    "Decision",
    "Delegation",
    "Deliverable",
    "Department",
    "Draft",
    "Edition",
    "Event",
    "Firm",
    "FirmPack",
    "FirmUpload",
    "FollowUp",
    "Invitation",
    "Job",
    "Mail",
    "MailTemplate",
    "Organisation",
    "ReadCode",
    "Reading",
    "RecoveryCode",
    "Remark",
    "Respondent",
    "ReviewNote",
    "Seat",
    "SignIn",
    "StatedFact",
    "StoredResult",
    "Submission",
    "Ticket",
    "Upload",
    "Visit",
    "Vote",
    "Wording",
    "Workshop",
]
